"""What is due for one member of a plan, and when they are told: a function for each kind."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils import timezone

from careplan.accounts.time_zones import zone_named
from careplan.appointments.models import Appointment
from careplan.documents.reading import Ledger
from careplan.exchange.reminders import Remind, ReminderTime
from careplan.plans.access import Action, Member, Section

DAY, LATE = datetime.timedelta(days=1), datetime.timedelta(hours=24)
AHEAD = datetime.timedelta(hours=2)  # at least so long before a visit, on its day


@dataclass(frozen=True)
class Due:
    """One thing, the day that it is for, and from when until when a reminder of it is of use."""

    kind: Remind
    object_id: object
    for_day: datetime.date
    begins: datetime.datetime
    ends: datetime.datetime

    @property
    def key(self) -> tuple:
        return self.kind, self.object_id, self.for_day

    def is_now(self) -> bool:
        return self.begins <= timezone.now() < self.ends

    def is_over(self) -> bool:
        return timezone.now() >= self.ends


def moment(day: datetime.date, hour: int, zone: ZoneInfo) -> datetime.datetime:
    """That hour in UTC, so that 24 hours later are 24 hours, also where clocks change."""
    return datetime.datetime.combine(day, datetime.time(hour), zone).astimezone(datetime.UTC)


def on_day(kind: Remind, record, day: datetime.date, when: ReminderTime) -> Due:
    """What is due on a day, told at the hour that the person chose."""
    begins = moment(day, when.hour, when.zone)
    return Due(kind, record.pk, day, begins, begins + LATE)


def visits_due(member: Member, when: ReminderTime) -> Iterator[Due]:
    today = timezone.localdate(timezone=when.zone)
    near = (today - 2 * DAY, today + 3 * DAY)  # days differ between zones
    for visit in member.plan.appointments.seen_by(member).filter(on__range=near):
        yield visit_due(visit, when)


def visit_due(visit: Appointment, when: ReminderTime) -> Due:
    """The evening before, or on its day; never once it has begun."""
    day, starts = visit.on, None
    if visit.at:
        there = zone_named(visit.time_zone)
        starts = datetime.datetime.combine(visit.on, visit.at, there).astimezone(datetime.UTC)
        day = starts.astimezone(when.zone).date()
    if when.day_before:
        begins = moment(day - DAY, ReminderTime.EVENING, when.zone)
    else:
        begins = moment(day, when.hour, when.zone)
        begins = min(begins, starts - AHEAD) if starts else begins
    ends = min(begins + LATE, starts or moment(day + DAY, 0, when.zone))
    return Due(Remind.VISITS, visit.pk, visit.on, begins, ends)


def follow_ups_due(member: Member, when: ReminderTime) -> Iterator[Due]:
    """What is theirs to do, or anyone's, told on its day."""
    today = timezone.localdate(timezone=when.zone)
    near = member.plan.follow_ups.seen_by(member).due(member, today)
    for follow_up in near.filter(by_when__gte=today - 2 * DAY):
        yield on_day(Remind.FOLLOW_UPS, follow_up, follow_up.by_when, when)


def papers_due(member: Member, when: ReminderTime) -> Iterator[Due]:
    """Papers on the day by which to look at them again.

    One that waits because something happened (a divorce, say) has no day: its page and Home say so.
    """
    for row in Ledger(member).rows:
        document = row.document
        if row.look_again and (document.look_again_on or not document.changes):
            yield on_day(Remind.PAPERS, document, row.look_again, when)


# Which part of the plan each needs, and what tells what is due.
SOURCES: dict[Remind, tuple[Section, Callable]] = {
    Remind.VISITS: (Section.VISITS, visits_due),
    Remind.FOLLOW_UPS: (Section.VISITS, follow_ups_due),
    Remind.PAPERS: (Section.PAPERS, papers_due),
}


def kinds_open_to(member: Member) -> list[Remind]:
    """What this member can be reminded of: what they may see."""
    return [kind for kind, (part, _due) in SOURCES.items() if member.can(Action.VIEW, part)]


def all_due(member: Member, kinds: list[Remind], when: ReminderTime) -> list[Due]:
    """What of `kinds` is due for `member`, now or at another time."""
    with timezone.override(when.zone):
        wanted = [kind for kind in kinds_open_to(member) if kind in kinds]
        return [due for kind in wanted for due in SOURCES[kind][1](member, when)]
