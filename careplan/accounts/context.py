"""What every template knows of its reader and of the site: look, who runs it, who may come."""

from functools import partial

from django.conf import settings

from careplan.accounts.last_reader import named_in
from careplan.accounts.late_posts import is_kept_page
from careplan.accounts.models import Colours, Letters, TextSize
from careplan.accounts.session_page import seconds_left, session_of

LOOK = {"text_size": TextSize, "colours": Colours, "letters": Letters}
A_YEAR = 31_536_000  # seconds


def look(request) -> dict:
    """The reader's look: their own if signed in, else what this browser's cookie says."""
    return {
        "user": request.user,
        "look": look_of(request),
        "run_by": settings.RUN_BY,
        "run_by_contact": settings.RUN_BY_CONTACT,
        "sign_up_open": settings.SIGN_UP == "open",
        "sends_email": bool(settings.EMAIL_HOST),
        # Asked only where a page says it.
        "seconds_left": partial(seconds_left, request),
        "session_of": partial(session_of, request),
        "ended_here": partial(named_in, request),
        "leads_to_kept": lambda: is_kept_page(request.GET.get("next", "")),
    }


def look_of(request) -> dict[str, str]:
    """text_size, colours and letters, each a value that the product knows."""
    if request.user.is_authenticated:
        return {name: getattr(request.user, name) for name in LOOK}
    said = dict(
        zip(LOOK, request.COOKIES.get(settings.LOOK_COOKIE_NAME, "").split("."), strict=False)
    )
    return {
        name: said[name] if said.get(name) in choices.values else choices.values[0]
        for name, choices in LOOK.items()
    }


def keep_look(response, chosen: dict[str, str]) -> None:
    """Keep a look in this browser: three words in a cookie, such as “large.dark.plain”."""
    response.set_cookie(
        settings.LOOK_COOKIE_NAME,
        ".".join(chosen[name] for name in LOOK),
        max_age=A_YEAR,
        secure=settings.TLS,
        httponly=True,
        samesite="Lax",
    )
