"""What a question keeps to, and which of them a reader sees where."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone

from careplan.appointments.models import Appointment, ListedQuestion
from careplan.concerns.safety import Alert
from careplan.plans.records import StaleRecord
from careplan.questions.models import Question
from tests.making import concern, question

TODAY = datetime.date(2026, 11, 24)
SPINE = "Severe back pain and numb legs"


def suggested(cast, author, **fields) -> Question:
    fields = {
        "library_slug": "cough-help",
        "library_text": "What helps?",
        "text": "What helps?",
    } | fields
    return question(cast, author, **fields)


# -- constraints ----------------------------------------------------------------------------------


@pytest.mark.parametrize("kept", [("answer",), ("answered_at",), ("answered_by",)])
@pytest.mark.parametrize("others", [True, False])
def test_an_answer_has_its_time_and_its_author_or_none_of_the_three(cast, kept, others):
    whole = {"answer": "Yes", "answered_at": timezone.now(), "answered_by": cast.maria}
    part = {name: value for name, value in whole.items() if (name in kept) is not others}
    with pytest.raises(IntegrityError, match="question_answer_has_time_and_author"):
        question(cast, cast.maria, **part)


@pytest.mark.parametrize("part", [{"library_slug": "cough-help"}, {"library_text": "What helps?"}])
def test_a_slug_has_its_text(cast, part):
    with pytest.raises(IntegrityError, match="question_slug_has_its_text"):
        question(cast, cast.maria, **part)


def test_a_person_picks_a_question_once(cast):
    first = suggested(cast, cast.maria)
    suggested(cast, cast.ana)
    first.remove(by=cast.maria)
    second = suggested(cast, cast.maria)
    with pytest.raises(IntegrityError, match=r"library_slug|question_is_picked_once"):
        suggested(cast, cast.maria)
    assert second.pk


def test_own_questions_may_be_alike(cast):
    question(cast, cast.maria)
    question(cast, cast.maria)
    assert Question.objects.count() == 2


def test_what_was_picked_again_is_not_put_back_beside_it(cast):
    first = suggested(cast, cast.maria)
    first.remove(by=cast.maria)
    suggested(cast, cast.maria)
    with pytest.raises(ValidationError, match="added again"):
        first.restore(by=cast.maria)
    first.refresh_from_db()
    assert first.removed_at is not None


def test_the_same_one_held_by_another_is_in_nobodys_way(cast):
    marias, _anas = suggested(cast, cast.maria), suggested(cast, cast.ana)
    marias.remove(by=cast.maria)
    marias.restore(by=cast.maria)
    assert Question.objects.filter(removed_at=None).count() == 2


def test_a_private_one_beside_it_is_in_its_way_only_as_private(cast):
    """Else whoever puts the open one back would learn of the private one."""
    opened = suggested(cast, cast.maria)
    opened.remove(by=cast.maria)
    private = suggested(cast, cast.maria, is_private=True)
    opened.restore(by=cast.ana)
    assert Question.objects.filter(removed_at=None).count() == 2
    private.remove(by=cast.maria)
    suggested(cast, cast.maria, is_private=True)
    with pytest.raises(ValidationError, match="added again"):
        private.restore(by=cast.maria)
    private.restore(by=cast.ana)  # a reader of this one, perhaps, and not of the other
    assert Question.objects.filter(removed_at=None).count() == 3


# -- its own rules --------------------------------------------------------------------------------


def test_the_answer_its_time_and_its_author_come_and_go_together(cast):
    asked = question(cast, cast.maria)
    asked.record_answer("Yes", by=cast.ana)
    asked.refresh_from_db()
    assert (asked.answer, asked.answered_by) == ("Yes", cast.ana)
    assert timezone.now() - asked.answered_at < datetime.timedelta(minutes=1)
    asked.record_answer("", by=cast.maria)
    asked.refresh_from_db()
    assert (asked.answer, asked.answered_by, asked.answered_at) == ("", None, None)


def test_a_stale_answer_is_not_written(cast):
    asked = question(cast, cast.maria)
    older = Question.objects.get(pk=asked.pk)
    asked.record_answer("First", by=cast.ana)
    with pytest.raises(StaleRecord):
        older.record_answer("Second", by=cast.maria)
    assert Question.objects.get().answer == "First"


def test_other_words_and_the_original_back(cast):
    asked = suggested(cast, cast.maria)
    assert asked.is_reworded is False
    asked.text = "What helps me sleep?"
    asked.save_changes(by=cast.maria, fields=["text"])
    assert asked.is_reworded is True
    asked.put_original_back(by=cast.ana)
    asked.refresh_from_db()
    assert (asked.text, asked.library_text, asked.changed_by) == (
        "What helps?",
        "What helps?",
        cast.ana,
    )


def test_where_it_comes_from():
    assert Question(text="Mine?").origin == "own"
    assert Question(library_slug="treatment-options", library_text="x").origin == "article"
    assert Question(library_slug="cough-help", library_text="x").origin == "careplan"
    assert Question(library_slug="dropped-slug", library_text="x").origin == "careplan"


def test_own_words_raise_the_warnings_and_the_librarys_do_not():
    assert Question(text=SPINE).alerts(TODAY) == (Alert.SPINE, Alert.NEW_SYMPTOM)
    assert Question(text="Can I travel?", answer=SPINE).alerts(TODAY)[0] is Alert.SPINE
    assert Question(text=SPINE, library_text=SPINE, library_slug="x").alerts(TODAY) == ()
    assert Question(text=SPINE, library_text="Other", library_slug="x").alerts(TODAY) != ()
    assert Question(text="Can I travel?").alerts(TODAY) == ()


# -- as its reader sees it ------------------------------------------------------------------------


def read(cast, user) -> list:
    member = cast.as_member(user)
    seen = cast.plan.questions.seen_by(member).order_by("text")
    return list(seen.with_concern(member).with_places(member))


def test_a_private_concern_is_not_told_beside_a_shared_question(cast):
    secret = concern(cast, cast.ana, words="canary", is_private=True)
    question(cast, cast.ana, text="Shared?", concern=secret)
    assert [q.concern for q in read(cast, cast.maria)] == [None]
    assert [q.concern for q in read(cast, cast.ana)] == [secret]
    assert Question.objects.get().concern_id == secret.pk


def test_a_removed_concern_is_not_told_either(cast):
    gone = concern(cast, cast.maria)
    question(cast, cast.maria, concern=gone)
    gone.remove(by=cast.maria)
    assert [q.concern for q in read(cast, cast.maria)] == [None]


def test_the_lists_that_a_reader_sees(cast):
    asked, other = question(cast, cast.maria, text="A?"), question(cast, cast.maria, text="B?")
    by = {"plan": cast.plan, "author": cast.ana, "changed_by": cast.ana}
    hidden = Appointment.objects.create(with_whom="canary", is_private=True, **by)
    shared = Appointment.objects.create(with_whom="Dr Lee", **by)
    off = ListedQuestion.objects.create(appointment=shared, question=other, position=1, **by)
    off.remove(by=cast.ana)
    ListedQuestion.objects.create(appointment=hidden, question=asked, position=1, **by)
    ListedQuestion.objects.create(
        appointment=shared, question=asked, position=2, is_private=True, **by
    )
    member = cast.as_member(cast.maria)
    assert [q.places for q in read(cast, cast.maria)] == [[], []]
    assert list(cast.plan.questions.seen_by(member).unlisted(member)) == [asked, other]
    found = {q.text: [p.appointment for p in q.places] for q in read(cast, cast.ana)}
    assert {text: set(visits) for text, visits in found.items()} == {
        "A?": {hidden, shared},
        "B?": set(),
    }
    ana = cast.as_member(cast.ana)
    assert list(cast.plan.questions.seen_by(ana).unlisted(ana)) == [other]
