"""A visit, and the ordered list of questions for it."""

import datetime
import secrets

from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_noop, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from careplan.accounts.models import default_time_zone
from careplan.accounts.time_zones import zone_label
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


class AppointmentQuerySet(RecordQuerySet):
    def upcoming(self, today: datetime.date) -> "AppointmentQuerySet":
        """Visits of `today` and later, soonest first; then those whose day is not known yet."""
        return self.filter(Q(on__gte=today) | Q(on=None)).order_by(
            F("on").asc(nulls_last=True), F("at").asc(nulls_last=True), "created"
        )

    def earlier(self, today: datetime.date) -> "AppointmentQuerySet":
        """Visits of the days before `today`, the newest first."""
        return self.filter(on__lt=today).order_by("-on", F("at").desc(nulls_last=True), "-created")

    def with_counts(self, member) -> "AppointmentQuerySet":
        """Each with `question_count` and `answer_count`, as `member` sees them."""
        listed = ListedQuestion.objects.filter(appointment=OuterRef("pk")).seen_by(member)
        return self.annotate(
            question_count=count_of(listed),
            answer_count=count_of(listed.exclude(question__answer="")),
        )


def count_of(rows) -> Coalesce:
    """How many of the `rows` there are for an appointment, inside a query of appointments."""
    by_visit = rows.order_by().values("appointment").annotate(number=Count("pk"))
    return Coalesce(Subquery(by_visit.values("number")), 0)


def day_of_visit(on: datetime.date) -> str:
    """“Thursday 3 December”, with the year if it is not this one."""
    if on.year == timezone.localdate().year:
        return date_format(on, pgettext("date", "l j F"))
    return date_format(on, pgettext("date with year", "l j F Y"))


class Appointment(PlanRecord):
    """A visit. Its day may not be known yet, nor its time."""

    TOLD = {
        "with_whom": pgettext_lazy("what was changed", "who it is with"),
        "on": pgettext_lazy("what was changed", "the day"),
        "at": pgettext_lazy("what was changed", "the time"),
        "how": pgettext_lazy("what was changed", "how you meet"),
        "place": pgettext_lazy("what was changed", "the place"),
        "who_comes": pgettext_lazy("what was changed", "who comes along"),
        "time_zone": pgettext_lazy("what was changed", "the time zone"),
        "is_private": _("Private"),
    }
    IN_WORDS = {"on": day_of_visit, "time_zone": zone_label}

    with_whom = models.CharField(_("Who is the visit with?"), max_length=120, blank=True)
    on = models.DateField(_("When is it?"), null=True, blank=True)
    # Local to the place of the visit, as the letter from the clinic says it.
    at = models.TimeField(_("At what time?"), null=True, blank=True)
    how = models.CharField(
        _("How will you meet?"), max_length=8, choices=MeetingKind.choices, blank=True
    )
    place = models.CharField(_("Where is it?"), max_length=200, blank=True)
    who_comes = models.CharField(_("Who comes along?"), max_length=200, blank=True)
    # Of the place where the visit is: its maker's own, until somebody says otherwise. A reader
    # elsewhere, or a maker who moves, changes nothing of when it is.
    time_zone = models.CharField(max_length=64, default=default_time_zone)
    code = models.CharField(max_length=10, unique=True, default=new_code, editable=False)

    objects = AppointmentQuerySet.as_manager()

    class Meta(PlanRecord.Meta):
        default_related_name = "appointments"
        ordering = ["on", "at", "created"]
        constraints = [
            *PlanRecord.Meta.constraints,
            models.CheckConstraint(
                condition=Q(at=None) | Q(on__isnull=False), name="appointment_time_has_its_day"
            ),
        ]

    @property
    def is_past(self) -> bool:
        """Whether its day is over, where the reader is."""
        return self.on is not None and self.on < timezone.localdate()

    @property
    def day(self) -> str:
        """“Thursday 3 December”, with the year if it is not this one; “Day not known yet”."""
        return day_of_visit(self.on) if self.on else gettext("Day not known yet")

    @property
    def when(self) -> str:
        """“Thursday 3 December at 10:30”, as far as it is known."""
        if self.at is None:
            return self.day
        return gettext("%(day)s at %(time)s") % {
            "day": self.day,
            "time": date_format(self.at, pgettext("time", "H:i")),
        }

    @property
    def name(self) -> str:
        """What to call it in a list: “Thursday 3 December, Dr Lee”."""
        return f"{self.day}, {self.with_whom}" if self.with_whom else self.day

    @property
    def facts(self) -> list[str]:
        """How, where and with whose company, each a line, as far as it is known."""
        how_and_where = ". ".join(filter(None, (self.get_how_display(), self.place)))
        company = gettext("Coming along: %(names)s") % {"names": self.who_comes}
        return [*filter(None, [how_and_where]), *([company] if self.who_comes else [])]

    @property
    def state(self) -> str:
        """“4 questions, 3 answers”, for a visit of `with_counts`."""
        if not self.question_count:
            return gettext("No questions") if self.is_past else gettext("No questions yet")
        questions = ngettext("%(n)d question", "%(n)d questions", self.question_count)
        answers = ngettext("%(n)d answer", "%(n)d answers", self.answer_count)
        said = [questions % {"n": self.question_count}]
        return ", ".join([*said, answers % {"n": self.answer_count}] if self.answer_count else said)


class Asked(models.TextChoices):
    """What became of a question at the visit. An answer says that it was asked."""

    OPEN = "", _("Not yet")
    ASKED = "asked", _("Asked")
    NOT_ASKED = "not_asked", _("Not asked")


class ListedQuestionQuerySet(RecordQuerySet):
    def readable_by(self, member) -> Q:
        """A place on the list, and the question on it, both as this reader may see them."""
        questions = Question.objects.filter(plan=member.plan).seen_by(member)
        return super().readable_by(member) & Q(question__in=questions)

    def in_or_out(self, member) -> "ListedQuestionQuerySet":
        """Those on the list and those taken off, of questions that stand or were removed: what
        somebody writes of one at the visit is kept, whatever others do to it meanwhile."""
        questions = Question.objects.filter(plan=member.plan).standing_and_removed(member)
        return self.not_gone().filter(super().readable_by(member), question__in=questions)


class ListedQuestion(PlanRecord):
    """A question's place on a visit's list. Taken off, it keeps its place, to be put back there."""

    MOST = 300  # on one list
    TOLD = {"asked": pgettext_lazy("what was changed", "whether it was asked")}
    SAID = {
        "asked": {
            Asked.OPEN: (
                gettext_noop("You took back whether this was asked."),
                gettext_noop("%(who)s took back whether this was asked."),
            ),
            Asked.ASKED: (
                gettext_noop("You marked this as asked."),
                gettext_noop("%(who)s marked this as asked."),
            ),
            Asked.NOT_ASKED: (
                gettext_noop("You marked this as not asked."),
                gettext_noop("%(who)s marked this as not asked."),
            ),
        }
    }

    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE)
    question = models.ForeignKey(Question, on_delete=models.CASCADE)
    # Places of the whole list from 1, those taken off and those private to others included.
    position = models.PositiveIntegerField()
    asked = models.CharField(
        _("Did you ask it?"), max_length=9, choices=Asked.choices, blank=True, default=Asked.OPEN
    )

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

    @property
    def name(self) -> str:
        return self.question.name

    @property
    def read_with(self) -> tuple:
        return self.appointment, self.question
