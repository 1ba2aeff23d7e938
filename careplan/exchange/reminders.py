"""Of what a person wants to be reminded by email, and of what they were. None by default."""

import uuid
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from careplan.accounts.models import User
from careplan.accounts.time_zones import zone_of


class Remind(models.TextChoices):
    """Of what. Each is a field of `ReminderChoice` too."""

    VISITS = "visits", _("Visits")
    FOLLOW_UPS = "follow_ups", _("Things to do after a visit, on their day")
    PAPERS = "papers", _("Papers, when it is time to look at them again")


class ReminderTime(models.Model):
    """When on a day a person is reminded, by the clock where they are."""

    EVENING = 17  # o'clock, on the day before
    HOURS = range(6, 22)

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reminder_time"
    )
    day_before = models.BooleanField(default=True)  # of a visit; else on its day
    hour = models.PositiveSmallIntegerField(default=8)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(hour__gte=6, hour__lte=21), name="remindertime_is_by_day"
            ),
        ]

    def __str__(self):
        return f"ReminderTime {self.pk}"

    @classmethod
    def of(cls, user: User) -> "ReminderTime":
        return cls.objects.filter(user=user).first() or cls(user=user)

    @property
    def zone(self) -> ZoneInfo:
        return zone_of(self.user)


class ReminderChoice(models.Model):
    """Of what in one plan a person is reminded. Without a row, of nothing."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey("careplan.Plan", on_delete=models.CASCADE, related_name="+")
    visits = models.BooleanField(default=False)
    follow_ups = models.BooleanField(default=False)
    papers = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "plan"], name="reminderchoice_is_one_a_person_and_plan"
            ),
        ]

    def __str__(self):
        return f"ReminderChoice {self.pk}"

    @property
    def kinds(self) -> list[Remind]:
        return [kind for kind in Remind if getattr(self, kind.value)]


class ReminderSent(models.Model):
    """That somebody was reminded of something for its day. Those of one letter share its number."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey("careplan.Plan", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=Remind.choices)
    object_id = models.UUIDField()
    for_day = models.DateField()
    letter = models.UUIDField(default=uuid.uuid4, db_index=True)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "plan", "kind", "object_id", "for_day"],
                name="remindersent_is_once_for_a_day",
            ),
        ]

    def __str__(self):
        return f"ReminderSent {self.pk}"
