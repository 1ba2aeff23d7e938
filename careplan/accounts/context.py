"""What every template knows of its reader: text size, colours, letters."""

from django.conf import settings

from careplan.accounts.models import Colours, Letters, TextSize

LOOK = {"text_size": TextSize, "colours": Colours, "letters": Letters}


def look(request) -> dict:
    """The reader's look: their own if signed in, else what this browser's cookie says."""
    return {
        "user": request.user,
        "look": look_of(request),
        "run_by": settings.RUN_BY,
        "run_by_contact": settings.RUN_BY_CONTACT,
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
