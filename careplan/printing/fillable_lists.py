"""A visit's list that was given out to be filled in: what its file was made of.

The file carries a signed reference to this row, and nothing else of the site's. When it comes back,
the row tells which field is which question's, and what its answer was then.
"""

import datetime
import uuid
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.db import models
from django.utils import timezone

from careplan.appointments.models import Appointment, Asked
from careplan.plans.clashes import digest

SALT = "careplan.fillable"
KEPT_FOR = datetime.timedelta(days=90)


class FillableList(models.Model):
    """`rows` are the questions in their order: each its place on the list, and what stood there.

    `taken` are what files said whose answers are in the plan by now, each with its row: a file that
    comes a second time changes nothing.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(
        "careplan.Plan", on_delete=models.CASCADE, related_name="fillable_lists"
    )
    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="+")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    created = models.DateTimeField(default=timezone.now)
    rows = models.JSONField()
    taken = models.JSONField(default=list)

    def __str__(self):
        return f"FillableList {self.pk}"

    @property
    def reference(self) -> str:
        return signing.Signer(salt=SALT).sign(str(self.pk))

    @property
    def is_over(self) -> bool:
        return self.created <= timezone.now() - KEPT_FOR

    @property
    def printed(self) -> "list[Printed]":
        return [Printed(n, **row) for n, row in enumerate(self.rows, 1)]


@dataclass(frozen=True)
class Printed:
    """A question of the file: its number there, its place on the list, the digest of the answer
    that was filled in, and whether it was ticked as asked."""

    number: int
    listed: str
    answer: str
    is_asked: bool


def give_out(appointment: Appointment, standing, *, by) -> FillableList:
    """The row for a file of what is `standing` on the list; the last one, if nothing changed."""
    rows = [
        {
            "listed": str(listed.pk),
            "answer": digest(listed.question.answer),
            "is_asked": listed.asked == Asked.ASKED,
        }
        for listed in standing
    ]
    mine = FillableList.objects.filter(appointment=appointment, made_by=by)
    last = mine.order_by("-created").first()
    today = timezone.now() - datetime.timedelta(days=1)
    if last and last.rows == rows and last.created > today and not last.taken:
        return last
    return FillableList.objects.create(
        plan=appointment.plan, appointment=appointment, made_by=by, rows=rows
    )


class ForgedReference(Exception):
    """The reference was changed, or another site made it."""


def referred_to(reference: str) -> FillableList | None:
    """The row of a file; None where it was erased. Raises ForgedReference."""
    try:
        key = uuid.UUID(signing.Signer(salt=SALT).unsign(reference))
    except (signing.BadSignature, ValueError):
        raise ForgedReference from None
    found = FillableList.objects.select_related("plan", "appointment").filter(pk=key).first()
    return None if found is None or found.is_over else found


def erase_old_lists() -> None:
    FillableList.objects.filter(created__lte=timezone.now() - KEPT_FOR).delete()
