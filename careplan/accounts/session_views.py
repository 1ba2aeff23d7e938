"""How long the reader stays signed in, and what was kept for them while they were not."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from careplan.accounts.last_reader import named_in
from careplan.accounts.session_page import WARNED_BEFORE, seconds_left, session_of
from careplan.keys import SiteTrouble


@login_not_required
@require_GET
def session_state(request):
    """What the script of an open page asks: how long it is signed in, and what to say of it."""
    return state(request)


# To be asked is no sign that anybody is here.
session_state.keeps_no_session_alive = True


@require_POST
def session_stay(request):
    """“Stay signed in”: as every page that somebody opens, it begins the idle time anew."""
    return state(request)


def state(request) -> JsonResponse:
    here = request.user.is_authenticated
    ours = here and request.headers.get("X-Session-Of") == session_of(request)
    seconds = seconds_left(request) if ours else 0
    say = ""
    if seconds <= WARNED_BEFORE:
        context = {
            "ends_at_all": ours and not request.session.can_go_on(),
            "last_minute": seconds <= WARNED_BEFORE // 2,
            "ended": seconds == 0,
            "somebody_else": here and not ours,
            "is_kept": named_in(request) is not None,
        }
        say = render_to_string("accounts/_session.html", context, request)
    key = get_token(request) if ours else ""
    return JsonResponse({"seconds": seconds, "say": say, "key": key})


@require_GET
def kept_post(request, pk):
    """What the reader sent too late, with one button that sends it again."""
    kept = get_object_or_404(request.user.kept_posts.open(), pk=pk)
    others = request.user.kept_posts.open().exclude(pk=pk)
    context = {"kept": kept, "others": others}
    try:
        context["sent"] = kept.opened()
    except SiteTrouble as trouble:
        context["trouble"] = trouble.sentence
    status = 503 if "trouble" in context else 200
    return render(request, "accounts/kept_post.html", context, status=status)


@require_POST
def kept_post_throw_away(request, pk):
    get_object_or_404(request.user.kept_posts.open(), pk=pk).delete()
    messages.success(request, _("It is thrown away."))
    return redirect("start")
