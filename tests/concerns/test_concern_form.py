"""The form of a concern: what it keeps, and what it answers to bad input."""

import datetime
import uuid

import pytest
import time_machine
from django.http import QueryDict

from careplan.concerns.choices import ConcernLayout
from careplan.concerns.forms import ConcernForm
from careplan.concerns.models import Concern
from tests.making import concern

TODAY = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=False):
        yield


def form(cast, user=None, instance=None, **typed) -> ConcernForm:
    data = QueryDict(mutable=True)
    for name, value in ({"category": "other", "words": "Hip"} | typed).items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return ConcernForm(data, member=cast.as_member(user or cast.maria), instance=instance)


def read_by(cast, user, instance) -> str:
    """What the page of its form carries, as `user` has opened it."""
    return ConcernForm(member=cast.as_member(user), instance=instance)["version"].value()


def errors(cast, **typed) -> dict:
    return {name: list(found) for name, found in form(cast, **typed).errors.items()}


def test_everything_is_kept(cast):
    sent = form(
        cast,
        category="symptom",
        words="Worse at\r\nnight\x00",
        symptoms=["bone-pain", "cough"],
        tests=["mri"],
        treatments=["radiation"],
        bother="0",
        since_year="2026",
        since_month="3",
        is_first="on",
        who_sees="me",
    )
    assert sent.is_valid(), sent.errors
    kept = Concern.objects.get(pk=sent.keep().pk)
    assert kept.category == "symptom"
    assert kept.words == "Worse at\nnight"
    assert kept.symptoms == ["bone-pain", "cough"]
    assert kept.tests == ["mri"]
    assert kept.treatments == ["radiation"]
    assert kept.bother == 0
    assert kept.since == "2026-03"
    assert kept.is_first is True
    assert kept.is_private is True
    assert kept.author == cast.maria


def test_what_is_left_out_is_empty(cast):
    kept = form(cast, bother="").is_valid() and form(cast, bother="").save(commit=False)
    assert (kept.bother, kept.since, kept.symptoms) == (None, "", [])


@pytest.mark.parametrize("words", ["", "  \n", "\x00"])
def test_words_or_a_name_must_be_given(cast, words):
    assert errors(cast, words=words) == {"words": ["Write what is worrying you, even one word"]}
    assert errors(cast, words=words, tests=["mri"]) == {}
    assert set(errors(cast, words=words, category="")) == {"category", "words"}
    assert set(errors(cast, words=words, tests=["forged"])) == {"tests"}


def test_each_wrong_answer_has_its_sentence(cast):
    forged = ["Choose one of the answers on this page"]
    assert errors(cast, category="") == {
        "category": ["Choose what it is about. “Something else” is fine"]
    }
    assert errors(cast, category="forged") == {"category": forged}
    assert errors(cast, symptoms=["cough", "forged"]) == {"symptoms": forged}
    assert errors(cast, tests=["cough"]) == {"tests": forged}
    assert errors(cast, bother="11") == {"bother": forged}
    assert errors(cast, words="x" * 4001) == {
        "words": ["Make this shorter. It has 4001 letters, and there is room for 4000."]
    }


@pytest.mark.parametrize(
    ("day", "month", "year", "kept"),
    [
        ("", "", "2026", "2026"),
        ("", "11", "2026", "2026-11"),
        ("24", "11", "2026", "2026-11-24"),
        (" 3", "03", "1998", "1998-03-03"),
        ("", "", "", ""),
    ],
)
def test_a_date_in_part(cast, day, month, year, kept):
    sent = form(cast, since_day=day, since_month=month, since_year=year)
    assert sent.is_valid(), sent.errors
    assert sent.cleaned_data["since"] == kept


@pytest.mark.parametrize(
    ("day", "month", "year", "sentence"),
    [
        ("", "3", "", "Write the year too, such as 2026"),
        ("3", "3", "", "Write the year too, such as 2026"),
        ("3", "", "2026", "Write the month too, or leave the day out"),
        ("31", "2", "2026", "This month has no such day. Look at the day again"),
        ("32", "3", "2026", "Write the day as a number from 1 to 31"),
        ("1", "May", "2026", "Write the month as a number from 1 to 12"),
        ("", "", "26", "Write the year in four digits, such as 2026"),
        ("", "13", "2026", "Write the month as a number from 1 to 12"),
    ],
)
def test_a_wrong_date_says_what_to_mend(cast, day, month, year, sentence):
    assert errors(cast, since_day=day, since_month=month, since_year=year) == {"since": [sentence]}


@pytest.mark.parametrize(("day", "month", "year"), [("25", "11", "2026"), ("", "12", "2026")])
def test_a_date_to_come_is_refused(cast, day, month, year):
    assert errors(cast, since_day=day, since_month=month, since_year=year) == {
        "since": ["This date is still to come. Write when it began, or leave it out"]
    }


def test_the_same_form_twice_makes_one_concern(cast):
    number = str(uuid.uuid4())
    first, second = (form(cast, request_uuid=number) for _turn in range(2))
    assert first.is_valid()
    kept = first.keep()
    assert second.is_valid()
    assert second.keep() == kept
    assert Concern.objects.count() == 1


def test_a_forged_number_of_the_form_makes_one_of_its_own(cast):
    sent = form(cast, request_uuid="forged")
    assert sent.is_valid()
    assert sent.keep().request_uuid


def test_the_limit_of_number(cast, monkeypatch):
    monkeypatch.setattr(Concern, "MOST", 1)
    concern(cast, cast.ana, is_private=True)  # which Maria does not see, and so does not count
    assert "__all__" not in errors(cast)
    concern(cast, cast.ana)
    assert errors(cast)["__all__"] == [
        "This plan holds 1 of these, and has no room for more. Remove one that you no longer need."
    ]


def test_a_stale_page_keeps_both_texts(cast):
    mine = concern(cast, cast.maria, category="symptom", symptoms=["cough"])
    opened = read_by(cast, cast.maria, mine)
    theirs = Concern.objects.get(pk=mine.pk)
    theirs.symptoms, theirs.since = ["mri-old", "headache"], "2026-03"
    theirs.save_changes(by=cast.ana, fields=["symptoms", "since"])
    typed = {"category": "symptom", "symptoms": "nausea", "words": "My own", "version": opened}
    sent = form(cast, instance=mine, **typed)
    assert sent.is_valid()
    assert sent.keep() is None
    assert "Ana saved a change while you were writing." in str(sent.non_field_errors())
    assert sent["words"].value() == "My own"
    (clash,) = sent.clashes
    told = (clash.label, clash.mine, clash.theirs)
    nausea = "Feeling sick to the stomach (nausea)"
    assert told == ("Symptoms", nausea, "mri-old, Headache")
    chosen = dict(sent.data.lists()) | {"keep_symptoms": "theirs"}
    again = form(cast, instance=theirs, **chosen)
    assert again.is_valid(), again.errors
    kept = again.keep()
    assert (kept.words, kept.symptoms, kept.since) == ("My own", ["mri-old", "headache"], "2026-03")


@pytest.mark.parametrize("version", ["", "forged", "-1", "9" * 5000, "１"])
def test_a_forged_version_is_a_stale_page(cast, version):
    sent = form(cast, instance=concern(cast, cast.maria), words="Mine", version=version)
    assert sent.is_valid()
    assert sent.keep() is None
    assert Concern.objects.get().words == "My words"


def test_only_its_author_makes_it_private(cast):
    marias = concern(cast, cast.maria)
    sent = form(
        cast,
        cast.ana,
        instance=marias,
        who_sees="me",
        words="Hers",
        version=read_by(cast, cast.ana, marias),
    )
    assert "who_sees" not in sent.fields
    assert sent.is_valid()
    assert sent.keep().is_private is False


def test_what_the_library_dropped_can_stay(cast):
    old = concern(cast, cast.maria, category="old-kind", symptoms=["old-slug"])
    kept = form(
        cast,
        instance=old,
        category="old-kind",
        symptoms=["old-slug"],
        version=read_by(cast, cast.maria, old),
    )
    assert kept.is_valid(), kept.errors
    assert kept.keep().symptoms == ["old-slug"]
    assert errors(cast, category="old-kind") != {}


# -- how the page lays it out ---------------------------------------------------------------------


def blank(cast, **initial) -> ConcernLayout:
    return ConcernLayout(ConcernForm(member=cast.as_member(cast.maria), initial=initial))


def values(group) -> list:
    return [option.data["value"] for option in group.subwidgets]


def test_six_cards_and_five_more(cast):
    layout = blank(cast)
    six = ["symptom", "feelings", "treatment", "daily", "cost", "other"]
    assert values(layout.cards) == six
    assert values(layout.more) == ["treatment-worry", "tired", "test", "papers", "comfort"]
    assert layout.more_is_open is False
    assert blank(cast, category="tired").more_is_open is True


def test_symptoms_stand_under_their_places(cast):
    groups = blank(cast).folds[0].groups
    assert [group.title for group in groups] == [
        "Bones",
        "Brain",
        "Brain and liver",
        "Lungs",
        "Liver",
    ]
    assert values(groups[2]) == ["nausea"]
    assert sum(len(group.subwidgets) for group in groups) == 21


@pytest.mark.parametrize(
    ("initial", "opened"),
    [
        ({}, []),
        ({"category": "symptom"}, ["symptoms"]),
        ({"category": "test"}, ["tests"]),
        ({"category": "treatment"}, ["treatments"]),
        ({"category": "treatment-worry"}, ["treatments"]),
        ({"category": "cost", "tests": ["mri"]}, ["tests"]),
    ],
)
def test_a_fold_is_open_where_it_is_asked_for(cast, initial, opened):
    folds = blank(cast, **initial).folds
    assert [fold.field.name for fold in folds if fold.is_open] == opened


def test_a_fold_with_an_error_is_open(cast):
    folds = ConcernLayout(form(cast, tests=["forged"])).folds
    assert [fold.field.name for fold in folds if fold.is_open] == ["tests"]
