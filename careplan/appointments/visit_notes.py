"""What was said at a visit, beside the answers to its questions."""

import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from careplan.appointments.models import Appointment
from careplan.concerns import safety
from careplan.plans.records import PlanRecord, RecordQuerySet
from careplan.text import shortened

NAME_LENGTH = 160  # characters


class VisitNoteQuerySet(RecordQuerySet):
    def readable_by(self, member) -> Q:
        """The note and its visit, both as this reader may see them; none of a removed visit."""
        visits = Appointment.objects.filter(plan=member.plan).seen_by(member)
        return super().readable_by(member) & Q(visit__in=visits)


class VisitNote(PlanRecord):
    """Something that was said, in the words of whoever wrote it down."""

    TEXT_LENGTH = 4_000  # characters
    TOLD = {
        "text": pgettext_lazy("what was changed", "the note"),
        "is_private": _("Private"),
    }

    visit = models.ForeignKey(Appointment, on_delete=models.CASCADE, editable=False)
    text = models.TextField(_("What was said?"), max_length=TEXT_LENGTH)

    objects = VisitNoteQuerySet.as_manager()

    class Meta(PlanRecord.Meta):
        default_related_name = "visit_notes"
        ordering = ["created"]

    @property
    def name(self) -> str:
        """The beginning of its text."""
        return shortened(self.text, NAME_LENGTH)

    @property
    def read_with(self) -> tuple:
        return (self.visit,)

    def alerts(self, today: datetime.date) -> tuple[safety.Alert, ...]:
        """The warnings that its words raise."""
        return safety.alerts(texts=[self.text], today=today)
