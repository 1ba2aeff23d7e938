"""What holds for every request: how its reader likes to read, and what no cache may keep."""

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control

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


class SignInMiddleware(LoginRequiredMiddleware):
    """Signed-in is the default. What somebody sends who is signed out by now is not lost.

    An account that is to be deleted opens nothing but the page on which it can be kept.
    """

    STAYS_OPEN = frozenset(
        {"account_going", "account_keep", "account_logout", "help", "look", "browser_language"}
    )

    def process_view(self, request, view_func, view_args, view_kwargs):
        is_going = request.user.is_authenticated and request.user.deletion_asked_at
        if is_going and request.resolver_match.url_name not in self.STAYS_OPEN:
            return redirect("account_going")
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request, view_func):
        typed = words_of(request.POST) if request.method == "POST" else []
        if not typed:
            return super().handle_no_permission(request, view_func)
        context = {"typed": typed, "login_url": self.get_login_url(view_func)}
        return render(request, "accounts/signed_out.html", context, status=403)


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
