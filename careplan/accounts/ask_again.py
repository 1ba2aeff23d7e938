"""“Is it you?”: asked before what matters, of whoever showed it more than five minutes ago.

Signing in shows it, and so does the answer: password, emailed code, app code or passkey, as the
person has. Allauth keeps in the session when that was; its own views ask by the same clock.
"""

import functools
import time
from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter
from allauth.account.app_settings import FORMS, REAUTHENTICATION_TIMEOUT
from allauth.account.forms import ReauthenticateForm
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.core.ratelimit import consume_or_429
from allauth.utils import get_form_class
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from careplan.text import sent_again, words_of

PREFIX = "again"
ANSWER = f"{PREFIX}-password"


def ask_again(view):
    """Ask first who it is, then come back, for GET and for POST. It is the innermost decorator.

    What a POST brought that comes too late stands hidden in the page that asks, and goes on with
    the answer; it is kept nowhere.
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
    """The page that asks; or, where a POST brought words, one that asks and keeps them.

    It shows nothing of what was typed: it is not known yet who looks.
    """
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    ways = get_adapter().get_reauthentication_methods(request.user)
    if request.method != "POST" or not words_of(request.POST):
        return redirect(road(ways[0], page_behind(request)))
    if form:
        form.cancel_url = page_behind(request)
        ways = [way for way in ways if way["id"] != "reauthenticate"]
    context = {
        "form": form,
        # They open in a window of their own, which leads back to this one.
        "ways": [way | {"url": road(way, reverse("shown_again"))} for way in ways],
        "sent": sent_again(request.POST),
    }
    return render(request, "accounts/ask_again.html", context, status=403)


def road(way: dict, back: str) -> str:
    return f"{way['url']}?{urlencode({REDIRECT_FIELD_NAME: back})}"


def page_behind(request) -> str:
    """The page to come back to: this one, or the one on which the button stood."""
    before = request.META.get("HTTP_REFERER", "")
    if request.method != "POST" or not url_has_allowed_host_and_scheme(
        before, {request.get_host()}, require_https=request.is_secure()
    ):
        return request.get_full_path()
    page = urlsplit(before)
    return f"{page.path}?{page.query}" if page.query else page.path
