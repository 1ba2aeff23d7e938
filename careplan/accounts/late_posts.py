"""What becomes of a form that comes too late: its sender is signed out, is asked “is it you?”, or
signed in anew in another window.

There is one way: it is kept, its person shows who they are, and a page shows it with one button
that sends it again. Where it cannot be kept, a page shows the words, to be copied.
"""

import uuid
from contextlib import suppress
from urllib.parse import urlsplit

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from careplan.accounts.kept_posts import NAME, KeptPost, keep
from careplan.text import ticks_of, words_of


def holds_something(request) -> bool:
    """Whether a form brought words or ticks. A button alone is pressed again on its own page."""
    return request.method == "POST" and bool(words_of(request.POST) or ticks_of(request.POST))


def keep_and_ask(request, user, road: str) -> HttpResponse:
    """Keep what came for `user` and send them to `road`, from where they come back to it."""
    kept = keep_late(request, user) if user else None
    if kept is None:
        return not_kept(request, road_back(road, page_behind(request)))
    return redirect(road_back(road, page_of(kept)) if road else page_of(kept))


def keep_late(request, user) -> KeptPost | None:
    """Keep what came for `user`; None where it cannot be kept. It is not taken by this request."""
    kept = keep(request, user)
    request.kept_anew = kept is not None
    return kept


def not_kept(request, road: str) -> HttpResponse:
    """The words, for their sender to copy; a tick has no words, and nobody is told of it here."""
    context = {"typed": words_of(request.POST), "road": road}
    return render(request, "accounts/not_kept.html", context, status=403)


def sent_by_script(request) -> bool:
    """Whether a script of a page sent this, which keeps its words on the page by itself."""
    return request.headers.get("Sec-Fetch-Dest", "document") == "empty"


def page_of(kept: KeptPost) -> str:
    return reverse("kept_post", args=[kept.pk])


def road_back(road: str, page: str) -> str:
    """The address `road`, with where to go from there."""
    return f"{road}?{urlencode({REDIRECT_FIELD_NAME: page})}" if road else page


def page_behind(request) -> str:
    """The page to come back to: this one, or the one on which the button stood."""
    before = request.META.get("HTTP_REFERER", "")
    if request.method != "POST" or not url_has_allowed_host_and_scheme(
        before, {request.get_host()}, require_https=request.is_secure()
    ):
        return request.get_full_path()
    page = urlsplit(before)
    return f"{page.path}?{page.query}" if page.query else page.path


def settle(request, response) -> None:
    """What was kept, sent again and taken, is erased. A form with errors holds its words itself."""
    pk = request.POST.get(NAME) if request.method == "POST" and response.status_code < 400 else ""
    if not pk or getattr(request, "kept_anew", False) or not request.user.is_authenticated:
        return
    with suppress(ValueError):  # forged
        request.user.kept_posts.filter(pk=uuid.UUID(pk)).delete()


def is_kept_page(path: str) -> bool:
    try:
        return resolve(urlsplit(path).path).url_name == "kept_post"
    except (Resolver404, ValueError):
        return False


def after_sign_in(user, wish: str) -> tuple[str, bool]:
    """Where somebody goes who has signed in and would go to `wish`; whether something is kept for
    them that they do not see there."""
    kept = [page_of(post) for post in user.kept_posts.open()]
    start = resolve_url("start")
    if wish in kept:
        return wish, False
    if is_kept_page(wish):  # somebody else's, or its day is over
        wish = start
    if wish == start and kept:
        return kept[0], False
    return wish, bool(kept)
