"""Comfort and support: what each person wants to see, and what the plan holds on a topic."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from careplan.appointments.models import Appointment
from careplan.concerns import safety
from careplan.library.catalog import LIBRARY
from careplan.plans.records import PlanRecord


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


class TopicNote(PlanRecord):
    """What the plan holds on a topic: where it stands, and the wish in the person's own words."""

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
