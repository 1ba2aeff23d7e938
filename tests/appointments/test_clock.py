"""A time of day, as people write it."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from careplan.appointments.clock import ClockField


@pytest.mark.parametrize(
    ("typed", "hour", "minute"),
    [
        ("10:30", 10, 30),
        ("10.30", 10, 30),
        ("10h30", 10, 30),
        ("1030", 10, 30),
        ("930", 9, 30),
        ("9:30", 9, 30),
        ("14:15", 14, 15),
        ("2:15 pm", 14, 15),
        ("2:15PM", 14, 15),
        ("2.15 p.m.", 14, 15),
        ("2 pm", 14, 0),
        ("9am", 9, 0),
        ("12 am", 0, 0),
        ("12:30 pm", 12, 30),
        ("14:15 pm", 14, 15),
        ("02:15", 2, 15),
        ("00:00", 0, 0),
        ("  10 : 30 ", 10, 30),
        ("\u00a010:30", 10, 30),
        ("23:59", 23, 59),
    ],
)
def test_ways_of_writing(typed, hour, minute):
    assert ClockField().clean(typed) == datetime.time(hour, minute)


@pytest.mark.parametrize(
    "typed",
    [
        "24:00",
        "10:60",
        "14 am",
        "half past ten",
        "10",
        "10:30\u200b",
        "1:2",
        "10:30:00",
        "-1:30",
        "x" * 9999,
    ],
)
def test_no_time(typed):
    with pytest.raises(ValidationError) as error:
        ClockField(required=False).clean(typed)
    assert error.value.messages == ["Write the time as hours and minutes, such as 10:30 or 2:15 pm"]


@pytest.mark.parametrize("typed", ["2:15", "215", "6.30", "1:00"])
def test_a_small_hour_without_its_half_of_the_day_is_asked(typed):
    """Visits at 2:15 at night are rare, and a wrong time on the list does harm."""
    with pytest.raises(ValidationError) as error:
        ClockField().clean(typed)
    assert error.value.messages == ["Say if this is morning or afternoon: add am or pm"]


def test_empty_is_not_known():
    assert ClockField(required=False).clean("") is None
    assert ClockField(required=False).clean("  ") is None


@pytest.mark.parametrize("hour", range(24))
def test_what_is_shown_can_be_saved_again(hour):
    field, time = ClockField(), datetime.time(hour, 5)
    assert field.clean(field.prepare_value(time)) == time
