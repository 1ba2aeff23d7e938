"""In which browsers somebody has signed in, so that a new one is told of.

A browser is known by a random cookie of its own, never by where it is. Of the cookie only the
SHA-256 is kept, for each person who signed in there.
"""

import datetime
import re
import secrets

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from careplan.accounts.letters import NEW_SIGN_IN
from careplan.accounts.outbox import post
from careplan.accounts.tokens import digest

KEPT_FOR = datetime.timedelta(days=400)  # as long as a browser keeps any cookie
TOKEN = re.compile(r"[\w-]{43}", re.ASCII)


class KnownBrowser(models.Model):
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="known_browsers"
    )
    cookie_sha256 = models.CharField(max_length=64)
    user_agent = models.CharField(max_length=200)
    first_seen = models.DateTimeField(default=timezone.now)
    last_seen = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "cookie_sha256"], name="knownbrowser_once_a_person"
            ),
        ]

    def __str__(self):
        return f"KnownBrowser {self.pk}"


def note_sign_in(request, response, *, is_first: bool) -> None:
    """Know this browser from now on. Its person is told of one that is new, but not at their very
    first sign-in."""
    token = request.COOKIES.get(settings.BROWSER_COOKIE_NAME, "")
    if not TOKEN.fullmatch(token):
        token = secrets.token_urlsafe(32)
    with transaction.atomic():
        browser, is_new = request.user.known_browsers.update_or_create(
            cookie_sha256=digest(token),
            defaults={"last_seen": timezone.now()},
            create_defaults={"user_agent": request.headers.get("User-Agent", "")[:200]},
        )
        if is_new:
            old = timezone.now() - KEPT_FOR
            request.user.known_browsers.filter(last_seen__lt=old).delete()
        if is_new and not is_first:
            post(NEW_SIGN_IN, to=request.user, object_id=browser.pk)
    response.set_cookie(
        settings.BROWSER_COOKIE_NAME,
        token,
        max_age=KEPT_FOR,
        secure=settings.TLS,
        httponly=True,
        samesite="Lax",
    )
