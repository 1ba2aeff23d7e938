"""Letters that wait to be sent: what kind, about which object, and to whom; never their words.

A letter is written anew each time it is sent, so no token and no text of it lies in the database.
`post` is called inside the transaction that the letter tells of; once that holds, all that it
posted is sent at once, over one connection. What could not be sent waits for `manage.py send_mail`.
"""

import datetime
import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import models, transaction
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils import timezone, translation

from careplan.accounts.mail_server import MailServer
from careplan.accounts.models import User

logger = logging.getLogger(__name__)

# A worker that was killed while sending holds a letter no longer than this.
CLAIM_LASTS = datetime.timedelta(minutes=5)
KEPT_FOR = datetime.timedelta(days=7)
# Somebody waits for the page meanwhile: after this long without an answer, the letter waits.
SECONDS_AT_ONCE = 3
# After a break, no page tries the mail server again for so long.
PAUSE = datetime.timedelta(minutes=1)


@dataclass(frozen=True)
class Letter:
    """What is sent. `template` names two files: <template>.txt and <template>.html.

    `sent` is called once the mail server has taken it.
    """

    subject: str
    template: str
    context: dict = field(default_factory=dict)
    sent: Callable[[], None] = lambda: None


class WaitingLetter(models.Model):
    """A letter that is to be sent. The row is gone as soon as it is."""

    kind = models.CharField(max_length=32)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+"
    )
    address = models.EmailField(blank=True)  # of somebody who has no account yet
    plan_id = models.UUIDField(null=True)
    object_id = models.CharField(max_length=40, blank=True)
    created = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, address="")
                | (Q(user__isnull=True) & ~Q(address="")),
                name="waitingletter_has_one_recipient",
            ),
        ]

    def __str__(self):
        return f"WaitingLetter {self.pk}"

    @property
    def to(self) -> str:
        return self.user.email if self.user else self.address

    def claim(self) -> bool:
        """Take it for sending. Of two who come at once, one alone succeeds."""
        now = timezone.now()
        free = Q(claimed_at=None) | Q(claimed_at__lt=now - CLAIM_LASTS)
        return bool(
            type(self).objects.filter(free, pk=self.pk).update(claimed_at=now, tries=F("tries") + 1)
        )

    def let_go(self) -> None:
        type(self).objects.filter(pk=self.pk).update(claimed_at=None)


WRITERS: dict[str, Callable[[WaitingLetter], Letter | None]] = {}


def letter(kind: str):
    """Declare who writes the letters of a kind: from what waits, or None if it is out of date."""

    def declare(write):
        WRITERS[kind] = write
        return write

    return declare


def post(kind: str, *, to: User | str, plan_id=None, object_id="") -> None:
    """Have a letter sent as soon as the present transaction holds. `to` is an account or, for
    somebody who has none, an address."""
    recipient = {"address": to} if isinstance(to, str) else {"user": to}
    waiting = WaitingLetter.objects.create(
        kind=kind, plan_id=plan_id, object_id=str(object_id), **recipient
    )
    hooks = (hook for _savepoints, hook, _robust in transaction.get_connection().run_on_commit)
    posted = next((hook for hook in hooks if isinstance(hook, Posted)), None)
    if posted:
        posted.letters.append(waiting)
    else:
        transaction.on_commit(Posted([waiting]))


@dataclass(frozen=True)
class Posted:
    """The letters of one transaction, sent once it holds.

    The one of a part that was undone is among them; it has no row, and so nobody claims it.
    """

    letters: list[WaitingLetter]

    def __call__(self) -> None:
        """At the first break the rest waits, so that a dead mail server holds a page up once."""
        if settings.EMAIL_HOST and broke_off_just_now():
            return
        with MailServer(patience=SECONDS_AT_ONCE) as server:
            for waiting in self.letters:
                send(waiting, server)
                if server.is_lost:
                    return


def broke_off_just_now() -> bool:
    """Whether a letter of the last minute did not reach the mail server.

    One that was tried and let go of is such a one; what the server refused stays claimed.
    """
    since = timezone.now() - PAUSE
    tried = WaitingLetter.objects.filter(created__gt=since, tries__gt=0, claimed_at=None)
    return tried.exists()


def send(waiting: WaitingLetter, server: MailServer) -> bool:
    """Send it, if nobody else is sending it; whether it has left, or is no longer needed.

    One that cannot be written stands in the way of no other, and is tried again later.
    """
    try:
        return write_and_send(waiting, server)
    except Exception as error:
        logger.error("A letter could not be written: %s, %s", waiting.kind, type(error).__name__)
        return False


def write_and_send(waiting: WaitingLetter, server: MailServer) -> bool:
    """A site without a mail server has nothing to wait for: what follows the letter follows."""
    if not waiting.claim():
        return False
    language = waiting.user.language if waiting.user else settings.LANGUAGE_CODE
    with translation.override(language):
        written = WRITERS[waiting.kind](waiting)
        if written and settings.EMAIL_HOST and not server.take(mail_of(written, waiting.to)):
            if server.is_lost:
                waiting.let_go()
            return False
    # First what follows: of a worker that is killed in between, the letter leaves once more.
    if written:
        written.sent()
    WaitingLetter.objects.filter(pk=waiting.pk).delete()
    return True


def mail_of(written: Letter, to: str) -> EmailMultiAlternatives:
    context = written.context | {"site": settings.SITE_URL, "subject": written.subject}
    mail = EmailMultiAlternatives(
        subject=written.subject,
        body=render_to_string(f"{written.template}.txt", context),
        to=[to],
    )
    mail.attach_alternative(render_to_string(f"{written.template}.html", context), "text/html")
    return mail


def send_waiting() -> tuple[int, int]:
    """Send all that waits: how many have left, and how many still wait.

    A letter with which the server breaks off stands in the way of no other; a server that cannot
    be reached ends it.
    """
    WaitingLetter.objects.filter(created__lt=timezone.now() - KEPT_FOR).delete()
    waiting = WaitingLetter.objects.select_related("user").order_by("created")
    sent = 0
    with MailServer(patience=settings.EMAIL_TIMEOUT) as server:
        for each in waiting.iterator(chunk_size=100):
            sent += send(each, server)
            if server.is_unreachable:
                break
    return sent, WaitingLetter.objects.count()
