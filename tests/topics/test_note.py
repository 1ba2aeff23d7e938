"""A note by itself: its dates, what it says to whom, and putting it back."""

import datetime
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from careplan.concerns.safety import Alert
from careplan.plans.models import Grant, Membership
from careplan.plans.removed import put_back
from careplan.topics.models import TopicNote
from tests.appointments.lists import visit
from tests.topics.making import TOPIC, note

TODAY = datetime.date(2026, 11, 24)
EARLIER = datetime.date(2026, 11, 12)
LATER = datetime.date(2026, 12, 3)


def settled(today=TODAY, **fields) -> TopicNote:
    made = TopicNote(topic=TOPIC, **fields)
    made.settle(today)
    return made


def dates(found) -> tuple:
    return found.visit, found.talked_on, found.decided_on


def test_the_day_of_a_talk_is_the_visits_day_or_today(cast):
    was, unknown, to_come = visit(cast, on=EARLIER), visit(cast), visit(cast, on=LATER)
    assert dates(settled(state="talked", visit=was)) == (was, EARLIER, None)
    assert dates(settled(state="talked", visit=unknown)) == (unknown, TODAY, None)
    assert dates(settled(state="talked", visit=to_come)) == (to_come, TODAY, None)
    assert dates(settled(state="talked")) == (None, TODAY, None)
    assert dates(settled(state="talked", talked_on=EARLIER)) == (None, EARLIER, None)


def test_the_day_of_a_decision_is_kept(cast):
    was = visit(cast, on=EARLIER)
    assert dates(settled(state="decided")) == (None, None, TODAY)
    assert dates(settled(state="decided", visit=was)) == (was, EARLIER, TODAY)
    assert dates(settled(state="decided", decided_on=EARLIER)) == (None, None, EARLIER)
    assert dates(settled(state="talked", talked_on=EARLIER, decided_on=TODAY)) == (
        None,
        EARLIER,
        None,
    )


@pytest.mark.parametrize("state", ["", "wanted"])
def test_before_a_talk_there_are_no_dates(cast, state):
    was = visit(cast, on=EARLIER)
    whole = {"visit": was, "talked_on": EARLIER, "decided_on": EARLIER}
    assert dates(settled(state=state, **whole)) == (None, None, None)


def read(cast, user) -> TopicNote:
    member = cast.as_member(user)
    return cast.plan.topic_notes.seen_by(member).with_visit(member).get()


def year(number: int) -> datetime.date:
    return datetime.date(number, 11, 12)


def test_it_says_when_it_was_talked_about(cast):
    this_year = timezone.localdate().year
    made = note(cast, state="talked", talked_on=year(this_year))
    assert read(cast, cast.maria).status == "Talked about it"  # the day of the note says nothing
    TopicNote.objects.filter(pk=made.pk).update(visit=visit(cast, on=year(this_year)))
    assert read(cast, cast.maria).status == "Talked about on 12 November"
    TopicNote.objects.filter(pk=made.pk).update(talked_on=year(2019))
    assert read(cast, cast.maria).status == "Talked about on 12 November 2019"


def test_the_day_of_a_visit_is_told_to_who_may_see_visits(cast):
    was = visit(cast, on=year(2019), with_whom="Dr Canary")
    note(cast, state="talked", visit=was, talked_on=year(2019))
    assert read(cast, cast.ben).status == "Talked about on 12 November 2019"
    assert read(cast, cast.ben).visit_shown == was
    Membership.objects.filter(user=cast.ben).update(visits=Grant.NONE)
    assert read(cast, cast.ben).status == "Talked about it"
    assert read(cast, cast.ben).visit_shown is None


def test_a_visit_that_is_private_or_gone(cast):
    was = visit(cast, on=year(2019), is_private=True)
    note(cast, state="talked", visit=was, talked_on=year(2019))
    assert read(cast, cast.maria).visit_shown == was
    assert read(cast, cast.ana).visit_shown is None
    assert read(cast, cast.ana).status == "Talked about it"
    was.private_to.add(cast.ana)
    assert read(cast, cast.ana).visit_shown == was
    was.remove(by=cast.maria)
    assert read(cast, cast.maria).visit_shown is None
    assert read(cast, cast.maria).status == "Talked about on 12 November 2019"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, ""),
        ({"wish": "At home"}, "A wish is written down"),
        ({"state": "wanted", "wish": "At home"}, "Want to talk about it"),
        ({"state": "decided", "decided_on": TODAY}, "Decided"),
    ],
)
def test_what_it_says_in_the_list(cast, fields, said):
    note(cast, **fields)
    assert read(cast, cast.maria).status == said


def test_the_words_of_a_wish_raise_the_warnings():
    bad = TopicNote(topic=TOPIC, wish="My back hurts badly and my legs are numb")
    assert Alert.SPINE in bad.alerts(TODAY)
    assert TopicNote(topic=TOPIC, wish="I want to be at home").alerts(TODAY) == ()


def values(made: TopicNote) -> dict:
    changing = {"version", "changed", "changed_by_id"}
    row = TopicNote.objects.filter(pk=made.pk).values().get()
    return {name: value for name, value in row.items() if name not in changing}


def test_put_back_equal_in_every_field(cast):
    was = visit(cast, on=EARLIER)
    made = note(cast, state="talked", visit=was, talked_on=EARLIER, wish="At home")
    before = values(made)
    made.remove(by=cast.ana)
    assert values(made) != before
    put_back(made, cast.as_member(cast.maria))
    assert values(made) == before


def test_it_is_not_put_back_beside_a_newer_one(cast):
    old = note(cast, wish="Old")
    old.remove(by=cast.maria)
    note(cast, cast.ana, wish="Mine alone", is_private=True)
    put_back(old, cast.as_member(cast.maria))  # what is private to Ana tells nothing
    old.remove(by=cast.maria)
    newer = note(cast, cast.ana, wish="New")
    with pytest.raises(ValidationError) as refused:
        put_back(old, cast.as_member(cast.maria))
    assert refused.value.messages == [
        "Something newer is written on this topic. Remove that first."
    ]
    old.refresh_from_db()
    assert old.removed_at is not None
    newer.remove(by=cast.ana)
    put_back(old, cast.as_member(cast.maria))
    assert [n.wish for n in TopicNote.objects.filter(removed_at=None, is_private=False)] == ["Old"]


def test_a_topic_that_the_library_has_no_more(cast):
    gone = TopicNote(topic="no-such-topic", request_uuid=uuid.uuid4())
    assert gone.item is None
    assert gone.name == "no-such-topic"
