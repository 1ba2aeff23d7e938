"""Pages for what went wrong: plain, alike for everybody, and with nothing typed in them."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.csrf import requires_csrf_token

from careplan.plans.access import NoLongerAMember


def bad_request(request, exception=None):
    return render(request, "pages/400.html", status=400)


def forbidden(request, exception=None):
    return render(request, "pages/403.html", {"reason": str(exception or "")}, status=403)


def not_found(request, exception=None):
    """The same body for what a stranger may not see and for what does not exist."""
    removed = isinstance(exception, NoLongerAMember)
    return render(request, "pages/404.html", {"removed": removed}, status=404)


@requires_csrf_token
def server_error(request):
    return render(request, "pages/500.html", status=500)


@login_not_required
@requires_csrf_token
def csrf_failure(request, reason=""):
    """A form whose key has grown old: what was typed is on the page before, one press back."""
    return render(request, "pages/csrf.html", status=403)
