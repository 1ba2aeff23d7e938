"""What a concern is called, what it holds, and which warnings it raises."""

import datetime

import pytest
from django.db import IntegrityError

from careplan.concerns.models import Concern
from careplan.concerns.safety import Alert
from tests.making import concern

TODAY = datetime.date(2026, 11, 24)


def unsaved(**fields) -> Concern:
    return Concern(**{"category": "other", "words": ""} | fields)


def test_a_name_is_what_was_chosen_then_the_words_then_the_category():
    named = unsaved(symptoms=["bone-pain"], tests=["mri"], treatments=["radiation"], words="hip")
    assert named.name == "Bone pain, MRI, Radiation"
    assert unsaved(words="My hip\nhurts at night").name == "My hip hurts at night"
    assert unsaved(category="cost").name == "Cost"


def test_a_long_name_is_cut_at_a_word():
    name = unsaved(words="parking " * 30).name
    assert name == "parking " * 9 + "parking…"
    assert len(name) <= 80


def test_a_slug_that_the_library_dropped_stands_as_it_is():
    old = unsaved(category="old-kind", symptoms=["old-slug", "cough"])
    assert old.about == "old-kind"
    assert old.names == ["old-slug", "Cough"]
    assert old.alerts(TODAY) == (Alert.NEW_SYMPTOM,)


def test_since_when_is_in_words():
    assert unsaved(since="2026-03").since_when == "March 2026"
    assert unsaved().since_when == ""


def test_the_spine_warning_needs_no_date():
    old = unsaved(words="My back hurts terribly and I can't feel my legs", since="2019")
    assert old.alerts(TODAY) == (Alert.SPINE,)
    chosen = unsaved(symptoms=["severe-back-pain", "bladder-bowel"], since="2019")
    assert chosen.alerts(TODAY) == (Alert.SPINE,)


@pytest.mark.parametrize(
    ("since", "raised"),
    [
        ("", (Alert.NEW_SYMPTOM,)),
        ("2026-10-25", (Alert.NEW_SYMPTOM,)),  # 30 days
        ("2026-10-24", ()),
        ("2026-10", (Alert.NEW_SYMPTOM,)),  # the 31st is the latest day that it can be
        ("2026-09", ()),
        ("2026", (Alert.NEW_SYMPTOM,)),
        ("2025", ()),
    ],
)
def test_a_symptom_is_new_for_thirty_days_of_the_latest_day(since, raised):
    for words in ("A cough", "It comes and goes"):
        assert unsaved(category="symptom", words=words, since=since).alerts(TODAY) == raised


def test_what_is_no_symptom_raises_nothing():
    assert unsaved(category="cost", words="What will the scan cost me?").alerts(TODAY) == ()


@pytest.mark.parametrize("bother", [11, 200])
def test_bother_is_0_to_10(cast, bother):
    with pytest.raises(IntegrityError, match="concern_bother_is_0_to_10"):
        concern(cast, cast.maria, bother=bother)


def test_bother_may_be_0_10_or_left_out(cast):
    for bother in (0, 10, None):
        concern(cast, cast.maria, bother=bother)
    assert Concern.objects.count() == 3
