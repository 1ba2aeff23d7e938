"""What the database itself refuses, whoever asks."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from careplan.documents.models import AdvanceDocument
from careplan.documents.parts import DocumentCopy, NamedPerson, Scan
from tests.documents.papers import copy_of, named, paper

TODAY = datetime.date(2026, 11, 24)


def refused(make) -> str:
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        make()
    return str(error.value)


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "signed"},
        {"state": "replaced", "replaced_on": TODAY},
        {"state": "replaced", "signed_on": "2020"},
        {"state": "signed", "signed_on": "2020", "replaced_on": TODAY},
        {"state": "thinking", "signed_on": "2020"},
        {"state": "in_progress", "replaced_on": TODAY},
        {"state": "not_now", "notarized": True},
    ],
)
def test_document_state_has_its_dates(cast, fields):
    assert "document_state_has_its_dates" in refused(lambda: paper(cast, kind="will", **fields))


def test_each_state_stands_with_its_dates(cast):
    for state in ("not_now", "thinking", "in_progress"):
        assert paper(cast, state=state).signed_on == ""
    assert paper(cast, state="signed", signed_on="2020", notarized=True).pk
    assert paper(cast, state="replaced", signed_on="2020-05", replaced_on=TODAY).pk


@pytest.mark.parametrize(
    "fields",
    [
        {"form_checked_on": TODAY},
        {"form_checked_by": "Ana", "form_url": "https://example.org"},
        {"form_checked_on": TODAY, "form_checked_by": "Ana"},
    ],
)
def test_document_form_check_is_whole(cast, fields):
    assert "document_form_check_is_whole" in refused(lambda: paper(cast, **fields))


def test_document_editions_start_at_1(cast):
    assert "document_editions_start_at_1" in refused(lambda: paper(cast, edition=0))


def test_document_is_replaced_by_one(cast):
    old = paper(cast, signed_on="2020")
    first = paper(cast, replaces=old, edition=2)
    assert "replaces" in refused(lambda: paper(cast, replaces=old, edition=2))
    first.remove(by=cast.maria)
    assert paper(cast, replaces=old, edition=2).pk


def test_each_is_made_once_a_form(cast):
    old = paper(cast, signed_on="2020")
    assert "request_uuid" in refused(lambda: paper(cast, request_uuid=old.request_uuid))
    copy = copy_of(cast, old)
    assert "request_uuid" in refused(lambda: copy_of(cast, old, request_uuid=copy.request_uuid))
    ana = named(cast, old)
    assert "request_uuid" in refused(lambda: named(cast, old, request_uuid=ana.request_uuid))


def test_these_are_all_constraints():
    models = (AdvanceDocument, DocumentCopy, NamedPerson, Scan)
    assert {c.name for model in models for c in model._meta.constraints} == {
        "advancedocument_is_made_once_a_form",
        "document_state_has_its_dates",
        "document_form_check_is_whole",
        "document_editions_start_at_1",
        "document_is_replaced_by_one",
        "documentcopy_is_made_once_a_form",
        "namedperson_is_made_once_a_form",
        "scan_is_made_once_a_form",
    }
