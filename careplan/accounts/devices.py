"""A browser's own description of itself, in words."""

from django.utils.translation import gettext as _

# The first that fits: most browsers name others too.
BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "FxiOS": "Firefox",
    "Firefox": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
DEVICES = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "CrOS": "Chromebook",
    "Windows": "Windows",
    "Macintosh": "Mac",
    "Linux": "Linux",
}


def in_words(user_agent: str) -> str:
    """“Firefox, Windows”; what is not known is left out."""
    known = (
        next((name for sign, name in signs.items() if sign in user_agent), None)
        for signs in (BROWSERS, DEVICES)
    )
    return ", ".join(filter(None, known)) or _("A browser that we do not know")
