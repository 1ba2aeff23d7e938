"""A visit, and the ordered list of questions for it."""

import secrets

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from careplan.plans.records import PlanRecord, RecordQuerySet
from careplan.questions.models import Question

CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # no 0/O or 1/I, for reading aloud and for QR


def new_code() -> str:
    """Ten letters, 50 bits: the short address of a list. It opens nothing without sign-in."""
    return "".join(secrets.choice(CODE_LETTERS) for _letter in range(10))


class MeetingKind(models.TextChoices):
    CLINIC = "clinic", _("At the clinic")
    PHONE = "phone", _("By phone")
    VIDEO = "video", _("By video")


class Appointment(PlanRecord):
    """A visit. Its day may not be known yet, nor its time."""

    with_whom = models.CharField(_("Who is the visit with?"), max_length=120, blank=True)
    on = models.DateField(_("When is it?"), null=True, blank=True)
    # Local to the place of the visit, as the letter from the clinic says it.
    at = models.TimeField(_("At what time?"), null=True, blank=True)
    how = models.CharField(
        _("How will you meet?"), max_length=8, choices=MeetingKind.choices, blank=True
    )
    place = models.CharField(_("Where is it?"), max_length=200, blank=True)
    who_comes = models.CharField(_("Who comes along?"), max_length=200, blank=True)
    code = models.CharField(max_length=10, unique=True, default=new_code, editable=False)

    class Meta(PlanRecord.Meta):
        default_related_name = "appointments"
        ordering = ["on", "at", "created"]
        constraints = [
            *PlanRecord.Meta.constraints,
            models.CheckConstraint(
                condition=Q(at=None) | Q(on__isnull=False), name="appointment_time_has_its_day"
            ),
        ]


class ListedQuestionQuerySet(RecordQuerySet):
    def readable_by(self, member) -> Q:
        """A place on the list, and the question on it, both as this reader may see them."""
        questions = Question.objects.filter(plan=member.plan).seen_by(member)
        return super().readable_by(member) & Q(question__in=questions)


class ListedQuestion(PlanRecord):
    """A question's place on a visit's list. Taken off, it keeps its place, to be put back there."""

    MOST = 300  # on one list

    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE)
    question = models.ForeignKey(Question, on_delete=models.CASCADE)
    # Places of the whole list from 1, those taken off and those private to others included.
    position = models.PositiveIntegerField()

    objects = ListedQuestionQuerySet.as_manager()

    class Meta(PlanRecord.Meta):
        default_related_name = "listed"
        ordering = ["position"]
        constraints = [
            *PlanRecord.Meta.constraints,
            models.UniqueConstraint(
                fields=["appointment", "position"], name="listedquestion_position_is_unique"
            ),
            models.UniqueConstraint(
                fields=["appointment", "question"], name="listedquestion_is_listed_once"
            ),
        ]
