"""“Is it you?”: asked before what matters, of whoever showed it more than five minutes ago.

Signing in shows it, and so does the answer: password, emailed code, app code or passkey, as the
person has. Allauth keeps in the session when that was; its own views ask by the same clock.
"""

import functools
import time

from allauth.account.adapter import get_adapter
from allauth.account.app_settings import FORMS, REAUTHENTICATION_TIMEOUT
from allauth.account.forms import ReauthenticateForm
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.core.ratelimit import consume_or_429
from allauth.utils import get_form_class
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect, render

from careplan.accounts.kept_posts import NAME
from careplan.accounts.late_posts import (
    holds_something,
    keep_and_ask,
    keep_late,
    page_behind,
    page_of,
    road_back,
)
from careplan.text import sent_again

PREFIX = "again"
ANSWER = f"{PREFIX}-password"


def ask_again(view):
    """Ask first who it is, then come back, for GET and for POST. It is the innermost decorator.

    What a POST brought that comes too late stands hidden in the page that asks, and goes on with
    the answer.
    """

    @functools.wraps(view)
    def wrapper(request, *args, **kwargs):
        typed = take_out_password(request)
        if showed_lately(request):
            return view(request, *args, **kwargs)
        form = password_form(request, typed)
        if not form or not form.is_bound:
            return ask(request, form)
        # The limit of allauth's own page that asks.
        too_many = consume_or_429(request, action="reauthenticate", user=request.user)
        if too_many or not form.is_valid():
            return too_many or ask(request, form)
        note_shown(request, request.user, "password")
        return view(request, *args, **kwargs)

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


def take_out_password(request) -> str | None:
    """The answer that came with a form; the form itself, and what shows it again, never has it."""
    if ANSWER not in request.POST:
        return None
    posted = request.POST.copy()
    typed = posted.pop(ANSWER)[-1]
    request.POST = posted
    return typed


def password_form(request, typed: str | None):
    """The form that asks for the password; None for whoever has none."""
    if not request.user.is_authenticated or not request.user.has_usable_password():
        return None
    form_class = get_form_class(FORMS, "reauthenticate", ReauthenticateForm)
    data = None if typed is None else {ANSWER: typed}
    return form_class(data, user=request.user, prefix=PREFIX)


def ask(request, form):
    """The page that asks; or, where a POST brought something, one that asks and keeps it.

    It shows nothing of what was typed: it is not known yet who looks. Another way than by the
    password leads to the page of what was kept (`late_posts.py`).
    """
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    ways = get_adapter().get_reauthentication_methods(request.user)
    if not holds_something(request):
        return redirect(road_back(ways[0]["url"], page_behind(request)))
    if form is None:
        return keep_and_ask(request, request.user, ways[0]["url"])
    form.cancel_url = page_behind(request)
    others = [way for way in ways if way["id"] != "reauthenticate"]
    kept = keep_late(request, request.user) if others else None
    context = {
        "form": form,
        "ways": [way | {"url": road_back(way["url"], page_of(kept))} for way in others if kept],
        "sent": [field for field in sent_again(request.POST) if field[0] != NAME],
        "kept": kept.pk if kept else request.POST.get(NAME),
    }
    return render(request, "accounts/ask_again.html", context, status=403)
