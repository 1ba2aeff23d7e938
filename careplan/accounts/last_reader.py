"""Who was signed in last in this browser, so that what they send too late is kept for them.

A signed cookie holds the number of their account, and opens nothing. Who presses “Sign out” is
forgotten; whose session ended by itself is not.
"""

import datetime

from django.conf import settings
from django.core import signing

from careplan.accounts.models import User

SALT = "careplan.last-reader"
LONGER = 86_400  # seconds that it outlives a session which is to stay


def last_reader(request) -> User | None:
    """The person who was signed in here until their session ended."""
    pk = named_in(request)
    return User.objects.filter(pk=pk, is_active=True).first() if pk else None


def named_in(request) -> int | None:
    """The number in the cookie, if we signed it."""
    try:
        longest = datetime.timedelta(seconds=settings.SESSION_COOKIE_AGE + LONGER)
        return signing.loads(
            request.COOKIES.get(settings.LAST_READER_COOKIE_NAME, ""), salt=SALT, max_age=longest
        )
    except signing.BadSignature:
        return None


def remember(request, response) -> None:
    """Whoever is signed in is the last reader of this browser; for as long as their session."""
    if named_in(request) == request.user.pk and not request.session.has_begun:
        return
    stays = request.session.stays()
    response.set_cookie(
        settings.LAST_READER_COOKIE_NAME,
        signing.dumps(request.user.pk, salt=SALT),
        max_age=settings.SESSION_COOKIE_AGE + LONGER if stays else None,
        secure=settings.TLS,
        httponly=True,
        samesite="Lax",
    )


def forget(request, response) -> None:
    if settings.LAST_READER_COOKIE_NAME in request.COOKIES:
        response.delete_cookie(settings.LAST_READER_COOKIE_NAME, samesite="Lax")
