"""“Is it you?”: asked before what matters, of whoever showed it more than five minutes ago.

Signing in shows it, and so does the answer: password, emailed code, app code or passkey, as the
person has. Allauth keeps in the session when that was; its own views ask by the same clock.
"""

import functools
import time
from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter
from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from careplan.text import sent_again, words_of


def ask_again(view):
    """Ask first who it is, then come back, for GET and for POST. It is the innermost decorator.

    What a POST brought that comes too late stands on a page, from which it can be sent again; it
    is kept nowhere.
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
    """The page that asks; or, where a POST brought words, a page with them and a way there."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    first, *_others = get_adapter().get_reauthentication_methods(request.user)
    road = f"{first['url']}?{urlencode({REDIRECT_FIELD_NAME: page_behind(request)})}"
    typed = words_of(request.POST) if request.method == "POST" else []
    if not typed:
        return redirect(road)
    context = {"typed": typed, "road": road, "sent": sent_again(request.POST)}
    return render(request, "accounts/ask_again.html", context, status=403)


def page_behind(request) -> str:
    """The page to come back to: this one, or the one on which the button stood."""
    before = request.META.get("HTTP_REFERER", "")
    if request.method != "POST" or not url_has_allowed_host_and_scheme(
        before, {request.get_host()}, require_https=request.is_secure()
    ):
        return request.get_full_path()
    page = urlsplit(before)
    return f"{page.path}?{page.query}" if page.query else page.path
