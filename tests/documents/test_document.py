"""The rules of one paper: when to look again, and how versions follow each other."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from careplan.documents.models import AdvanceDocument, in_years
from tests.documents.papers import paper

TODAY = datetime.date(2026, 11, 24)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"state": "in_progress"}, None),
        ({"state": "thinking", "look_again_on": TODAY}, None),
        ({"signed_on": "2020"}, datetime.date(2030, 1, 1)),
        ({"signed_on": "2024-02-29"}, datetime.date(2034, 2, 28)),
        ({"signed_on": "2011-05"}, datetime.date(2021, 5, 1)),
        ({"signed_on": "2011", "looked_at_on": TODAY}, datetime.date(2036, 11, 24)),
        (
            {"signed_on": "2020", "looked_at_on": datetime.date(2012, 1, 1)},
            datetime.date(2030, 1, 1),
        ),
        ({"signed_on": "2020", "changes": ["diagnosis"]}, TODAY),
        ({"signed_on": "2020", "changes": ["death", "decline"]}, TODAY),
        (
            {
                "signed_on": "2020",
                "changes": ["divorce"],
                "look_again_on": datetime.date(2027, 3, 1),
            },
            datetime.date(2027, 3, 1),
        ),
        ({"state": "replaced", "signed_on": "2020", "replaced_on": TODAY}, None),
    ],
)
def test_when_to_look_at_it_again(cast, fields, expected):
    assert paper(cast, **fields).look_again(TODAY) == expected


def test_ten_years_later():
    assert in_years(datetime.date(2026, 11, 24), 10) == datetime.date(2036, 11, 24)


def test_what_it_is_called(cast):
    assert paper(cast, kind="polst").name == "POLST form"
    assert paper(cast, kind="will", own_name="Mum’s will").name == "Mum’s will"
    assert paper(cast, kind="dropped-by-the-library").name == "Dropped-by-the-library"


def test_a_signed_newer_version_replaces_the_older_one(cast):
    old = paper(cast, signed_on="2020")
    new = paper(cast, replaces=old, edition=2, state="in_progress")
    new.replace_older(by=cast.ana)
    old.refresh_from_db()
    assert old.state == "signed"
    new.state, new.signed_on = "signed", "2026"
    new.save_changes(by=cast.ana, fields=["state", "signed_on"])
    new.replace_older(by=cast.ana)
    old.refresh_from_db()
    assert (old.state, old.changed_by) == ("replaced", cast.ana)
    assert old.replaced_on is not None


def test_it_counts_again_while_no_newer_one_is_signed(cast):
    old = paper(cast, signed_on="2020")
    new = paper(cast, replaces=old, edition=2, signed_on="2026")
    new.replace_older(by=cast.maria)
    old.refresh_from_db()
    with pytest.raises(ValidationError, match="A newer version is signed"), transaction.atomic():
        old.count_again(by=cast.maria)
    new.remove(by=cast.maria)
    old.count_again(by=cast.maria)
    old.refresh_from_db()
    assert (old.state, old.replaced_on) == ("signed", None)
    # Put back, the newer one replaces it as before.
    AdvanceDocument.objects.get(pk=new.pk).restore(by=cast.maria)
    old.refresh_from_db()
    assert old.state == "replaced"


def test_put_back_beside_another_newer_version_is_refused(cast):
    old = paper(cast, signed_on="2020")
    first = paper(cast, replaces=old, edition=2)
    first.remove(by=cast.maria)
    paper(cast, replaces=old, edition=2)
    with pytest.raises(ValidationError, match="Another newer version"):
        first.restore(by=cast.maria)
    first.refresh_from_db()
    assert first.removed_at is not None


def test_its_notes_raise_the_warnings(cast):
    told = paper(cast, notes="Since today I can't feel my legs and my back hurts terribly.")
    assert [alert.name for alert in told.alerts(TODAY)] == ["SPINE", "NEW_SYMPTOM"]
    assert paper(cast, notes="The lawyer has a copy.").alerts(TODAY) == ()
