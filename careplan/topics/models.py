"""Comfort and support: what each person wants to see, and what the plan holds on a topic."""

import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, Value
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from careplan.appointments.models import Appointment
from careplan.concerns import safety
from careplan.library.catalog import LIBRARY
from careplan.partial_dates import day_of
from careplan.plans.access import Action, Section
from careplan.plans.records import PlanRecord, RecordQuerySet


class Show(models.TextChoices):
    """How somebody wants to meet a topic."""

    NOW = "now", _("Now")
    NOT_NOW = "not_now", _("Not now")
    HIDE = "hide", _("Do not show")


class TopicChoice(models.Model):
    """One person's own setting for one topic of one plan. Nobody else ever sees it."""

    plan = models.ForeignKey(
        "careplan.Plan", on_delete=models.CASCADE, related_name="topic_choices"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    topic = models.CharField(max_length=40)  # a slug of the library's topics
    show = models.CharField(max_length=8, choices=Show.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "user", "topic"], name="topicchoice_is_one_a_person"
            ),
        ]

    def __str__(self):
        return f"TopicChoice {self.pk}"


class TopicState(models.TextChoices):
    """Where the plan stands with a topic."""

    OPEN = "", _("Nothing yet")
    WANTED = "wanted", _("Want to talk about it")
    TALKED = "talked", _("Talked about it")
    DECIDED = "decided", _("Decided")


NOT_TALKED_YET = (TopicState.OPEN, TopicState.WANTED)


class TopicNoteQuerySet(RecordQuerySet):
    def with_visit(self, member) -> "TopicNoteQuerySet":
        """Each with its `visit`, and with `day_is_told`: whether `member` may know the visit, whose
        day is that of the talk. Without a visit the day is that of the note, and is told nobody."""
        if member.can(Action.VIEW, Section.VISITS):
            visits = Appointment.objects.filter(plan=member.plan).not_gone()
            known = Exists(visits.filter(visits.readable_by(member), pk=OuterRef("visit")))
            told = ExpressionWrapper(Q(known), output_field=BooleanField())
        else:
            told = Value(False)
        return self.select_related("visit", "wish_by").annotate(day_is_told=told)


class TopicNote(PlanRecord):
    """What the plan holds on a topic: where it stands, and the wish in the person's own words."""

    TOLD = {
        "state": pgettext_lazy("what was changed", "where it stands"),
        "visit": pgettext_lazy("what was changed", "at which visit"),
        "decided_on": pgettext_lazy("what was changed", "the day it was decided"),
        "wish": pgettext_lazy("what was changed", "the wish"),
        "is_private": _("Private"),
    }

    topic = models.CharField(max_length=40, editable=False)  # a slug of the library's topics
    state = models.CharField(
        _("Where does it stand?"), max_length=8, choices=TopicState.choices, blank=True
    )
    # The visit at which it was talked about.
    visit = models.ForeignKey(
        Appointment, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    talked_on = models.DateField(null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    wish = models.TextField(_("The wish, in your own words"), max_length=4_000, blank=True)
    # Whose words they are: whoever wrote them last, whatever else others changed since.
    wish_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )

    objects = TopicNoteQuerySet.as_manager()

    class Meta(PlanRecord.Meta):
        default_related_name = "topic_notes"
        ordering = ["created"]
        constraints = [
            *PlanRecord.Meta.constraints,
            models.UniqueConstraint(
                fields=["plan", "topic"],
                condition=Q(removed_at=None, is_private=False),
                name="topicnote_is_one_a_topic",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[TopicState.OPEN, TopicState.WANTED],
                    visit=None,
                    talked_on=None,
                    decided_on=None,
                )
                | Q(state=TopicState.TALKED, talked_on__isnull=False, decided_on=None)
                | Q(state=TopicState.DECIDED, decided_on__isnull=False),
                name="topicnote_state_has_its_dates",
            ),
            models.CheckConstraint(
                condition=Q(wish="", wish_by=None) | (~Q(wish="") & Q(wish_by__isnull=False)),
                name="topicnote_wish_has_its_writer",
            ),
        ]

    @property
    def item(self):
        """The library's topic; None for one that it does not have (any more)."""
        return LIBRARY.topics.get(self.topic)

    @property
    def name(self) -> str:
        return self.item.title if self.item else self.topic

    def alerts(self, today: datetime.date) -> tuple[safety.Alert, ...]:
        """The warnings that the words of the wish raise."""
        return safety.alerts(texts=[self.wish], today=today)

    @property
    def status(self) -> str:
        """“Talked about on 12 November”, for a note of `with_visit`; empty for an empty note."""
        if self.state == TopicState.TALKED and self.day_is_told:
            return gettext("Talked about on %(day)s") % {"day": day_of(self.talked_on)}
        if self.state:
            return self.get_state_display()
        return gettext("A wish is written down") if self.wish else ""

    @property
    def visit_shown(self) -> Appointment | None:
        """The visit at which it was talked about, for a note of `with_visit`, where it stands and
        its reader may know of it."""
        standing = self.visit and self.visit.removed_at is None
        return self.visit if standing and self.day_is_told else None

    @property
    def decided_day(self) -> str:
        return day_of(self.decided_on)

    def settle(self, today: datetime.date) -> None:
        """Bring visit and dates into line with the state. Nothing is saved.

        It was talked about on the day of the visit, else today; what has its day keeps it.
        """
        if self.state in NOT_TALKED_YET:
            self.visit = self.talked_on = self.decided_on = None
            return
        on = self.visit.on if self.visit else None
        if on and on <= today:
            self.talked_on = on
        elif self.visit or self.state == TopicState.TALKED:
            self.talked_on = self.talked_on or today
        is_decided = self.state == TopicState.DECIDED
        self.decided_on = (self.decided_on or today) if is_decided else None

    def restore(self, *, by) -> None:
        """Put it back. Raises ValidationError where a newer one stands. Lock the plan first."""
        others = type(self).objects.filter(plan=self.plan_id, topic=self.topic, removed_at=None)
        if not self.is_private and others.filter(is_private=False).exclude(pk=self.pk).exists():
            raise ValidationError(
                gettext("Something newer is written on this topic. Remove that first.")
            )
        super().restore(by=by)
