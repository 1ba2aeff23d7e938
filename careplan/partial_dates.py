"""A date of which the day, or the day and the month, may be unknown.

Kept as ISO 8601 allows it: 2026, 2026-03 or 2026-03-12.
"""

import calendar
import datetime
import re
from typing import NamedTuple

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import pgettext

WRITTEN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


class PartialDate(NamedTuple):
    """What is known of a date. A day has its month."""

    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self):
        return "-".join(f"{part:02}" for part in self if part is not None)

    @property
    def earliest(self) -> datetime.date:
        """The first day that it can be. Raises ValueError where there is no such day."""
        month = 1 if self.month is None else self.month
        return datetime.date(self.year, month, 1 if self.day is None else self.day)

    @property
    def latest(self) -> datetime.date:
        """The last day that it can be. Raises ValueError where there is no such day."""
        month = 12 if self.month is None else self.month
        last = calendar.monthrange(self.year, month)[1] if self.day is None else self.day
        return datetime.date(self.year, month, last)

    @property
    def wording(self) -> str:
        """“12 March 2026”, “March 2026” or “2026”."""
        if self.month is None:
            return str(self.year)
        if self.day is None:
            return date_format(self.earliest, pgettext("month", "F Y"))
        return day_words(self.earliest)


def parse(value: str) -> PartialDate:
    """`value` as it is kept. Raises ValueError for anything that is no such date."""
    match = WRITTEN.fullmatch(value)
    if match is None:
        raise ValueError("not a date such as 2026, 2026-03 or 2026-03-12")
    date = PartialDate(*(int(part) if part else None for part in match.groups()))
    date.latest  # noqa: B018 - raises for a day that no month has
    return date


def wording(value: str) -> str:
    """The wording of a date as it is kept; nothing for nothing."""
    return parse(value).wording if value else ""


def day_words(day: datetime.date) -> str:
    """“12 March 2026”."""
    return date_format(day, pgettext("day", "j F Y"))


def day_of(day: datetime.date) -> str:
    """“12 March”, with the year if it is not this one."""
    if day.year == timezone.localdate().year:
        return date_format(day, pgettext("day of this year", "j F"))
    return day_words(day)
