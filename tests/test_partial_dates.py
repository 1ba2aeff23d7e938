"""A date, as far as it is known."""

import datetime

import pytest
from django.utils import translation

from careplan.partial_dates import PartialDate, parse, wording


@pytest.mark.parametrize(
    ("value", "earliest", "latest", "words"),
    [
        ("2026", (2026, 1, 1), (2026, 12, 31), "2026"),
        ("2026-04", (2026, 4, 1), (2026, 4, 30), "April 2026"),
        ("2024-02", (2024, 2, 1), (2024, 2, 29), "February 2024"),
        ("2026-03-12", (2026, 3, 12), (2026, 3, 12), "12 March 2026"),
    ],
)
def test_what_is_known_of_a_date(value, earliest, latest, words):
    date = parse(value)
    assert str(date) == value
    assert date.earliest == datetime.date(*earliest)
    assert date.latest == datetime.date(*latest)
    assert date.wording == wording(value) == words


def test_no_date_has_no_wording():
    assert wording("") == ""


@pytest.mark.parametrize(
    "value", ["", "26", "2026-3", "2026-13", "2026-02-30", "2026-03-12x", "２０２６", "2026-00"]
)
def test_what_is_no_date_is_refused(value):
    with pytest.raises(ValueError, match=r"date|month|day"):
        parse(value)


def test_the_month_is_named_in_the_readers_language():
    with translation.override("es"):
        assert "marzo" in PartialDate(2026, 3).wording.lower()
