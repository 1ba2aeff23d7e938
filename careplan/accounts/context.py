"""What every template knows of its reader and of the site: look, who runs it, who may come."""

from django.conf import settings

from careplan.accounts.models import Colours, Letters, TextSize

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
