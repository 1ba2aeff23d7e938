"""“Is it you?”: asked before what matters, of whoever showed it more than five minutes ago.

Signing in shows it, and so does the answer: password, emailed code, app code or passkey, as the
person has. Allauth keeps in the session when that was; its own views ask by the same clock.
"""

import functools
import time

from allauth.account.adapter import get_adapter
from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect

from careplan.accounts.late_posts import holds_something, keep_and_ask, page_behind, road_back


def ask_again(view):
    """Ask first who it is, then come back, for GET and for POST. It is the innermost decorator.

    What a POST brought that comes too late is kept meanwhile, and sent again from a page.
    """

    @functools.wraps(view)
    def wrapper(request, *args, **kwargs):
        if showed_lately(request):
            return view(request, *args, **kwargs)
        return ask(request)

    wrapper.asks_again = True
    return wrapper


def note_shown(request, user, method: str) -> None:
    """From now on, for five minutes, `user` is not asked again in this browser."""
    record_authentication(request, user, method, reauthenticated=True)


def showed_lately(request) -> bool:
    """Whether the reader signed in or was asked in the last five minutes, in this browser."""
    shown = [
        record["at"]
        for record in get_authentication_records(request, request.user)
        if record.get("reauthenticated")
    ]
    return bool(shown) and time.time() - shown[-1] < REAUTHENTICATION_TIMEOUT


def ask(request):
    """The page that asks, which leads back; what a POST brought is kept for then."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    first, *_others = get_adapter().get_reauthentication_methods(request.user)
    if holds_something(request):
        return keep_and_ask(request, request.user, first["url"])
    return redirect(road_back(first["url"], page_behind(request)))
