"""A time of day, as people write it."""

import datetime
import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from careplan.text import one_line

# 10:30, 10.30, 10h30, 1030, 9 am, 2:15 pm, 2:15 p.m.
WRITTEN = re.compile(r"(\d{1,2})(?:\s?[:.h]?\s?(\d{2}))?\s?(?:([ap])\.?\s?m?\.?)?", re.IGNORECASE)
EARLIEST_OFFICE_HOUR = 7


def clock_time(text: str) -> datetime.time | None:
    """The time that `text` says, or None. Raises ValidationError where am or pm is in doubt."""
    match = WRITTEN.fullmatch(text)
    if match is None:
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower()
    if not half and match[2] is None:
        return None  # a number alone may be anything
    if not half and 0 < hour < EARLIEST_OFFICE_HOUR and not match[1].startswith("0"):
        raise ValidationError(_("Say if this is morning or afternoon: add am or pm"), code="half")
    if half == "a" and hour == 12:
        hour = 0
    elif half == "p" and hour < 12:
        hour += 12
    if hour > 23 or minute > 59 or (half == "a" and hour > 12):
        return None
    return datetime.time(hour, minute)


class ClockField(forms.CharField):
    """A time as hours and minutes, in any of the ways that people write it."""

    def __init__(self, **kwargs):
        widget = forms.TextInput({"class": "input input--4", "autocomplete": "off"})
        super().__init__(widget=widget, **kwargs)

    def prepare_value(self, value):
        return value.strftime("%H:%M") if isinstance(value, datetime.time) else value

    def clean(self, value):
        text = one_line(value or "")
        if not text:
            return None
        time = clock_time(text)
        if time is None:
            raise ValidationError(
                _("Write the time as hours and minutes, such as 10:30 or 2:15 pm"), code="invalid"
            )
        return time
