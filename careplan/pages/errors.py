"""Pages for what went wrong: plain, alike for everybody, and with nothing typed in them."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token

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
    """A form whose key has grown old, with what was typed in it; a forged one shows nothing."""
    ours = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    return render(
        request, "pages/csrf.html", {"typed": words_of(request.POST) if ours else []}, status=403
    )


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
