"""What holds for every request: how its reader likes to read, and what no cache may keep."""

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect, resolve_url
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control

from careplan.accounts import last_reader
from careplan.accounts.late_posts import (
    holds_something,
    keep_and_ask,
    not_kept,
    page_behind,
    sent_by_script,
    settle,
)
from careplan.accounts.time_zones import zone_of
from careplan.text import words_of


class NoStoreMiddleware:
    """No cache and no history keeps what is somebody's own.

    That is a page seen signed in, the answer to a form, and a page on the way in, which names the
    address that was typed.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if hasattr(request, "user") and self.is_personal(request):  # static files have no user
            response.headers.pop("Expires", None)
            patch_cache_control(response, no_store=True, private=True)
        return response

    @staticmethod
    def is_personal(request) -> bool:
        return (
            request.method not in {"GET", "HEAD"}
            or request.user.is_authenticated
            or request.session.session_key is not None
        )


class SessionMiddleware:
    """Whoever does something stays signed in, and this browser knows who it was.

    A page that asks by itself, such as for what others wrote, carries `keeps_no_session_alive`.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        settle(request, response)
        if request.user.is_authenticated:
            last_reader.remember(request, response)
        elif self.pressed_sign_out(request):
            last_reader.forget(request, response)
        return response

    def process_view(self, request, view_func, view_args, view_kwargs):
        request.came_signed_in = request.user.is_authenticated
        if request.came_signed_in and not getattr(view_func, "keeps_no_session_alive", False):
            request.session.go_on()

    @staticmethod
    def pressed_sign_out(request) -> bool:
        match = request.resolver_match
        pressed = match and match.url_name == "account_logout" and request.method == "POST"
        return bool(pressed or getattr(request, "came_signed_in", False))


class SignInMiddleware(LoginRequiredMiddleware):
    """Signed-in is the default. What somebody sends who is signed out by now is not lost.

    An account that is to be deleted opens nothing but the page on which it can be kept.
    """

    STAYS_OPEN = frozenset(
        {"account_going", "account_keep", "account_logout", "help", "look", "browser_language"}
        | {"session_state", "session_stay"}
    )

    def process_view(self, request, view_func, view_args, view_kwargs):
        is_going = request.user.is_authenticated and request.user.deletion_asked_at
        if is_going and request.resolver_match.url_name not in self.STAYS_OPEN:
            return redirect("account_going")
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request, view_func):
        road = resolve_url(self.get_login_url(view_func))
        if not holds_something(request):
            return redirect_to_login(page_behind(request), road)
        if sent_by_script(request):
            return not_kept(request, road)
        reader = last_reader.last_reader(request)
        if reader is None and not words_of(request.POST):
            return redirect_to_login(page_behind(request), road)
        return keep_and_ask(request, reader, road)


class PreferencesMiddleware:
    """The language and the time zone of the person who is signed in."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.user.is_authenticated:
            return self.get_response(request)
        language = request.LANGUAGE_CODE = request.user.language
        with translation.override(language), timezone.override(zone_of(request.user)):
            response = self.get_response(request)  # after it, the person may be signed out
        response.headers["Content-Language"] = language
        return response
