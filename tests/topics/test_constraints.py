"""What the database itself refuses, whoever asks."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from careplan.topics.models import TopicChoice, TopicNote
from tests.appointments.lists import visit
from tests.topics.making import TOPIC, note

DAY = datetime.date(2026, 11, 12)


def refused(make) -> str:
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        make()
    return str(error.value)


def test_topicchoice_is_one_a_person(cast):
    def choose(user, topic=TOPIC, plan=cast.plan):
        return TopicChoice.objects.create(plan=plan, user=user, topic=topic, show="hide")

    choose(cast.maria)
    said = refused(lambda: choose(cast.maria))
    assert "user" in said
    assert "topic" in said
    choose(cast.ana)
    choose(cast.maria, "where")
    choose(cast.maria, plan=cast.sams_plan)
    assert TopicChoice.objects.count() == 4


def test_topicnote_is_one_a_topic(cast):
    first = note(cast)
    assert "topic" in refused(lambda: note(cast, cast.ana))
    note(cast, topic="where")
    note(cast, cast.ana, is_private=True)
    first.remove(by=cast.maria)
    note(cast, cast.ana)
    assert TopicNote.objects.count() == 4


def test_topicnote_is_made_once_a_form(cast):
    first = note(cast)
    same = {"topic": "where", "request_uuid": first.request_uuid}
    assert "request_uuid" in refused(lambda: note(cast, **same))


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "talked"},
        {"state": "decided"},
        {"state": "decided", "talked_on": DAY},
        {"state": "talked", "talked_on": DAY, "decided_on": DAY},
        {"state": "wanted", "talked_on": DAY},
        {"state": "", "decided_on": DAY},
        {"state": "wanted", "visit": True},
        {"state": "somehow"},
    ],
)
def test_topicnote_state_has_its_dates(cast, fields):
    if "visit" in fields:
        fields = fields | {"visit": visit(cast)}
    assert "topicnote_state_has_its_dates" in refused(lambda: note(cast, **fields))


@pytest.mark.parametrize(
    "fields",
    [
        {"state": ""},
        {"state": "wanted"},
        {"state": "talked", "talked_on": DAY},
        {"state": "decided", "decided_on": DAY},
        {"state": "decided", "talked_on": DAY, "decided_on": DAY},
    ],
)
def test_what_the_states_may_hold(cast, fields):
    assert note(cast, **fields).pk


@pytest.mark.parametrize("fields", [{"wish": "At home", "wish_by": None}, {"wish_by": "maria"}])
def test_topicnote_wish_has_its_writer(cast, fields):
    fields = {**fields, "wish_by": cast.maria if fields["wish_by"] else None}
    assert "topicnote_wish_has_its_writer" in refused(lambda: note(cast, **fields))


def test_every_constraint_of_this_room_is_named_here():
    named = {c.name for model in (TopicChoice, TopicNote) for c in model._meta.constraints}
    assert named == {
        "topicchoice_is_one_a_person",
        "topicnote_is_made_once_a_form",
        "topicnote_is_one_a_topic",
        "topicnote_state_has_its_dates",
        "topicnote_wish_has_its_writer",
    }
