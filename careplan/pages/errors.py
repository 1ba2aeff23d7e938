"""Pages for what went wrong: plain, alike for everybody, and with nothing typed in them."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.csrf import requires_csrf_token

from careplan.accounts.last_reader import last_reader
from careplan.accounts.late_posts import holds_something, keep_and_ask
from careplan.plans.access import NoLongerAMember
from careplan.text import words_of

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
# The look of a page that does not know its reader.
PLAIN_LOOK = {"text_size": "normal", "colours": "auto", "letters": "book"}


def bad_request(request, exception=None):
    """A request that makes no sense; it may have come before anybody asked who reads."""
    if isinstance(exception, TOO_MUCH):
        return unknown_reader("pages/413.html", 413)
    return unknown_reader("pages/400.html", 400)


def forbidden(request, exception=None):
    return render(request, "pages/403.html", {"reason": str(exception or "")}, status=403)


def not_found(request, exception=None):
    """The same body for what a stranger may not see and for what does not exist."""
    removed = isinstance(exception, NoLongerAMember)
    return render(request, "pages/404.html", {"removed": removed}, status=404)


def server_error(request):
    """Rendered without the request: the database, or who reads, may be what went wrong."""
    return unknown_reader("pages/500.html", 500)


@login_not_required
@requires_csrf_token
def csrf_failure(request, reason=""):
    """A form whose key has grown old: it is kept, or shown; a forged one is neither.

    The key is a new one after each sign-in, and gone with the browser's cookies.
    """
    ours = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    view = request.resolver_match.func
    if ours and getattr(view, "login_required", True) and holds_something(request):
        if request.user.is_authenticated:
            return keep_and_ask(request, request.user, "")
        if reader := last_reader(request):
            return keep_and_ask(request, reader, reverse("account_login"))
    typed = words_of(request.POST) if ours else []
    return render(request, "pages/csrf.html", {"typed": typed}, status=403)


def unknown_reader(template: str, status: int) -> HttpResponse:
    """A page that asks nothing of the request, the session or the database."""
    return HttpResponse(render_to_string(template, {"look": PLAIN_LOOK}), status=status)


class Utf8Middleware:
    """Forms of ours are sent in UTF-8; another charset is forged, and few of them can be read."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        charset = (request.content_params or {}).get("charset", "utf-8")
        if charset.lower() not in {"utf-8", "utf8"}:
            return unknown_reader("pages/400.html", 400)
        return self.get_response(request)


class MethodNotAllowedMiddleware:
    """Django answers a wrong method with an empty page; this one says what to do."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code == 405 and not response.content:
            response.content = render_to_string("pages/405.html", {"look": PLAIN_LOOK})
        return response
