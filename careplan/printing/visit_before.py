"""The visit before one: how much some concerns bothered then, and which are new since."""

import datetime as dt
from functools import cached_property

from django.db.models import Q
from django.utils import timezone

from careplan.concerns.levels import ConcernLevel


class VisitBefore:
    """The last visit before `appointment`, by its day, as `member` may print it, and `concerns`.

    A private visit, and a number that was set while its concern was private, stand on their
    author's own copy alone, if `private`.
    """

    def __init__(self, appointment, member, concerns):
        self.appointment, self.member, self.concerns = appointment, member, concerns

    @cached_property
    def days(self) -> list[tuple[dt.date, bool]]:
        """The days of all visits before, the newest first, each with whether it is private. A visit
        still to come is none of them: nobody has seen the doctor there."""
        today = timezone.localdate()
        until = min(self.appointment.on or today, today + dt.timedelta(days=1))
        mine = Q(is_private=False) | Q(author=self.member.user.pk)
        visits = self.member.plan.appointments.seen_by(self.member).filter(mine, on__lt=until)
        return list(visits.order_by("-on").values_list("on", "is_private"))

    def day(self, *, private: bool) -> dt.date | None:
        return next((on for on, is_private in self.days if private or not is_private), None)

    @cached_property
    def levels(self) -> list[ConcernLevel]:
        """What was set of the concerns until the newest of these days, in time."""
        if not self.days:
            return []
        seen = ConcernLevel.objects.seen_by(self.member).filter(concern__in=self.concerns)
        return list(seen.filter(on__lte=self.days[0][0]).in_time())

    def level(self, concern, *, private: bool) -> int | None:
        """The number that stood at the end of that day; None where none was set by then."""
        day = self.day(private=private)
        found = None
        for row in self.levels if day else ():
            is_open = private or not row.is_private
            if row.concern_id == concern.pk and row.on <= day and is_open:
                found = row.level
        return found

    def is_new(self, concern, *, private: bool) -> bool:
        """Whether it was written after that day."""
        day = self.day(private=private)
        return day is not None and timezone.localdate(concern.created) > day
