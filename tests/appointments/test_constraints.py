"""What the database itself refuses, whoever asks."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from careplan.appointments.models import Appointment, ListedQuestion
from tests.appointments.lists import listed, question, visit


def refused(make) -> str:
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        make()
    return str(error.value)


def row(cast, appointment, asked, position, **fields):
    by = {"plan": cast.plan, "author": cast.maria, "changed_by": cast.maria}
    return lambda: ListedQuestion.objects.create(
        appointment=appointment, question=asked, position=position, **by, **fields
    )


def test_appointment_time_has_its_day(cast):
    said = refused(lambda: visit(cast, on=None, at=datetime.time(10, 30)))
    assert "appointment_time_has_its_day" in said
    assert visit(cast, on=datetime.date(2026, 12, 3)).at is None


def test_listedquestion_position_is_unique(cast):
    lee, patel = visit(cast), visit(cast)
    (a,) = listed(cast, lee, "a")
    said = refused(row(cast, lee, question(cast, "b"), a.position))
    assert "position" in said
    assert row(cast, patel, a.question, a.position)().appointment == patel


def test_listedquestion_is_listed_once(cast):
    lee = visit(cast)
    (a,) = listed(cast, lee, "a")
    a.remove(by=cast.maria)
    assert "question_id" in refused(row(cast, lee, a.question, 2))


def test_listedquestion_is_made_once_a_form(cast):
    lee = visit(cast)
    (a,) = listed(cast, lee, "a")
    said = refused(row(cast, lee, question(cast, "b"), 2, request_uuid=a.request_uuid))
    assert "request_uuid" in said


def test_appointment_is_made_once_a_form(cast):
    lee = visit(cast)
    assert "request_uuid" in refused(lambda: visit(cast, request_uuid=lee.request_uuid))


def test_appointment_code_is_unique(cast):
    lee = visit(cast)
    assert "code" in refused(lambda: visit(cast, code=lee.code))
    assert len(lee.code) == 10


def test_every_constraint_of_this_room_is_named_here():
    named = {c.name for model in (Appointment, ListedQuestion) for c in model._meta.constraints}
    assert named == {
        "appointment_is_made_once_a_form",
        "appointment_time_has_its_day",
        "listedquestion_is_made_once_a_form",
        "listedquestion_is_listed_once",
        "listedquestion_position_is_unique",
    }
