"""A time zone in the words of a calendar file (RFC 5545, VTIMEZONE).

`icalendar` can write one too, but says that clocks go forward an hour later than they do.
"""

import datetime
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

DAY, MINUTE = datetime.timedelta(days=1), datetime.timedelta(minutes=1)


def vtimezone(zone: ZoneInfo, first: datetime.date, last: datetime.date) -> Timezone:
    """The zone from the year before `first` to the year after `last`."""
    begins = datetime.datetime(max(first.year - 1, 1), 1, 1, tzinfo=datetime.UTC)
    ends = datetime.datetime(min(last.year + 2, datetime.MAXYEAR), 1, 1, tzinfo=datetime.UTC)
    said = Timezone()
    said.add("tzid", zone.key)
    said.add_component(observance(zone, begins, before=begins.astimezone(zone).utcoffset()))
    for moment in changes(zone, begins, ends):
        before = (moment - MINUTE).astimezone(zone).utcoffset()
        said.add_component(observance(zone, moment, before=before))
    return said


def observance(zone: ZoneInfo, moment: datetime.datetime, *, before: datetime.timedelta):
    """What holds from `moment` on. Its start is told by the clocks as they stood before."""
    local = moment.astimezone(zone)
    part = TimezoneDaylight() if local.dst() else TimezoneStandard()
    part.add("dtstart", (moment + before).replace(tzinfo=None))
    part.add("tzname", local.tzname())
    part.add("tzoffsetfrom", before)
    part.add("tzoffsetto", local.utcoffset())
    return part


def changes(zone: ZoneInfo, begins, ends) -> Iterator[datetime.datetime]:
    """The first minute of each new offset, in UTC."""

    def told(moment):
        local = moment.astimezone(zone)
        return local.utcoffset(), local.dst(), local.tzname()

    moment = begins
    while moment < ends:
        low, high = moment, moment + DAY
        if told(low) != told(high):
            while high - low > MINUTE:
                middle = low + ((high - low) // 2 // MINUTE) * MINUTE
                low, high = (low, middle) if told(middle) != told(low) else (middle, high)
            yield high
        moment += DAY
