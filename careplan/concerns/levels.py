"""How much a concern bothers, day by day: a row for each person and day that set a number.

`Concern.bother` stays the latest number. Nothing is worked out from them, and nothing is advised.
"""

from django.conf import settings
from django.db import models, transaction
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from careplan.concerns.models import Concern
from careplan.partial_dates import day_of


class LevelQuerySet(models.QuerySet):
    def seen_by(self, member) -> "LevelQuerySet":
        """Those of concerns that `member` sees. What was set while a concern was private is for
        its author and for who set it: who reads it by now may not have read that version. The
        number that stands is part of the concern."""
        readable = Concern.objects.filter(plan=member.plan).standing_and_removed(member)
        of_concern = ConcernLevel.objects.filter(concern=OuterRef("concern")).order_by("-noted_at")
        stands = Q(concern__is_private=True, pk=Subquery(of_concern.values("pk")[:1]))
        own = Q(concern__author=member.user.pk) | Q(by=member.user.pk)
        return self.filter(concern__in=readable).filter(Q(is_private=False) | own | stands)

    def in_time(self) -> "LevelQuerySet":
        return self.order_by("noted_at", "pk")


class ConcernLevel(models.Model):
    """What somebody set on one day. Set again on that day, the later stands for the earlier."""

    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="levels")
    level = models.PositiveSmallIntegerField()  # 0 not at all, 10 as much as it could
    on = models.DateField()  # the day where that person was
    noted_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    is_private = models.BooleanField(default=False)  # as the concern was when it was set

    objects = LevelQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["concern", "by", "on"], name="concernlevel_is_one_a_person_and_day"
            ),
            models.CheckConstraint(condition=Q(level__lte=10), name="concernlevel_is_0_to_10"),
        ]

    def __str__(self):
        return f"ConcernLevel {self.pk}"

    @property
    def day(self) -> str:
        return day_of(self.on)

    @property
    def words(self) -> str:
        """“5 of 10 on 3 November”, “7 of 10 today”."""
        if self.on == timezone.localdate():
            return _("%(number)d of 10 today") % {"number": self.level}
        said = {"number": self.level, "day": self.day}
        return _("%(number)d of 10 on %(day)s") % said


def note_level(concern: Concern, *, by) -> None:
    """Keep how much `concern` bothers by now, as `by` set it today."""
    ConcernLevel.objects.update_or_create(
        concern=concern,
        by=by,
        on=timezone.localdate(),
        defaults={
            "level": concern.bother,
            "noted_at": timezone.now(),
            "is_private": concern.is_private,
        },
    )


def open_or_hide_level(concern: Concern) -> None:
    """The number that stands is read by whoever reads the concern: so is the row that says it."""
    last = concern.levels.in_time().last()
    if last and last.level == concern.bother:
        last.is_private = concern.is_private
        last.save(update_fields=["is_private"])


@transaction.atomic
def set_bother(*, concern: Concern, number: int, by) -> Concern | None:
    """Set how much `concern` bothers today, as `by` says; None where it was removed meanwhile.

    The same number again is noted too: it stands for another day.
    """
    current = Concern.objects.select_for_update().get(pk=concern.pk)
    if current.removed_at:
        return None
    if current.bother != number:
        current.bother = number
        current.save_changes(by=by, fields=["bother"])
    note_level(current, by=by)
    return current
