"""What was said at a visit is kept, whoever else writes at the same moment."""

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404

from careplan.appointments.answering import Heard, holds, keep_answer, put_together
from careplan.appointments.drafts import AnswerDraft
from careplan.appointments.models import Appointment, Asked
from careplan.appointments.now_reading import Screen
from careplan.appointments.ordering import put_on_list
from careplan.plans.clashes import digest
from careplan.plans.history import Change
from careplan.questions.models import Question
from tests import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def listed(cast):
    by = {"plan": cast.plan, "author": cast.maria, "changed_by": cast.maria}
    visit = Appointment.objects.create(with_whom="Dr Lee", **by)
    question = making.question(cast, cast.maria)
    put_on_list(appointment=visit, questions=[question], member=cast.as_member(cast.maria))
    return visit.listed.get()


def heard(answer="", asked="", *, answer_read="", asked_read="") -> Heard:
    return Heard(answer, asked, digest(answer_read), asked_read)


def stands(listed) -> tuple[str, str]:
    listed.refresh_from_db()
    return Question.objects.get(pk=listed.question_id).answer, listed.asked


def test_an_answer_says_that_it_was_asked(cast, listed):
    member = cast.as_member(cast.maria)
    assert keep_answer(listed=listed, heard=heard("Rest more"), member=member) is False
    assert stands(listed) == ("Rest more", "asked")
    question = Question.objects.get(pk=listed.question_id)
    assert question.answered_by == cast.maria


def test_not_asked_is_kept_without_an_answer(cast, listed):
    keep_answer(listed=listed, heard=heard(asked=Asked.NOT_ASKED), member=cast.as_member(cast.ana))
    assert stands(listed) == ("", "not_asked")
    noted = Change.objects.get(kind="listedquestion", what="changed")
    assert (noted.by, noted.was, noted.became) == (
        cast.ana,
        {"asked": ""},
        {"asked": "not_asked"},
    )


def test_two_who_write_at_once_lose_nothing(cast, listed):
    maria, ana = cast.as_member(cast.maria), cast.as_member(cast.ana)
    keep_answer(listed=listed, heard=heard("A scan next week"), member=maria)
    beside = keep_answer(listed=listed, heard=heard("Stronger tablet at night"), member=ana)
    assert beside is True
    assert stands(listed) == ("A scan next week\n\nStronger tablet at night", "asked")


def test_the_same_sent_twice_is_kept_once(cast, listed):
    maria, ana = cast.as_member(cast.maria), cast.as_member(cast.ana)
    keep_answer(listed=listed, heard=heard("A scan"), member=maria)
    for _again in range(2):
        keep_answer(listed=listed, heard=heard("A tablet"), member=ana)
    assert stands(listed)[0] == "A scan\n\nA tablet"
    assert Change.objects.filter(kind="question", what="changed").count() == 2


def test_who_read_the_answer_may_change_and_empty_it(cast, listed):
    maria = cast.as_member(cast.maria)
    keep_answer(listed=listed, heard=heard("A scan"), member=maria)
    said = heard("A scan on Monday", "asked", answer_read="A scan", asked_read="asked")
    keep_answer(listed=listed, heard=said, member=maria)
    assert stands(listed) == ("A scan on Monday", "asked")
    emptied = heard("", "asked", answer_read="A scan on Monday", asked_read="asked")
    keep_answer(listed=listed, heard=emptied, member=maria)
    assert stands(listed) == ("", "asked")


def test_what_was_left_alone_is_left_as_others_have_it(cast, listed):
    maria, ana = cast.as_member(cast.maria), cast.as_member(cast.ana)
    keep_answer(listed=listed, heard=heard("A scan", Asked.ASKED), member=maria)
    keep_answer(listed=listed, heard=heard("", "", answer_read=""), member=ana)
    assert stands(listed) == ("A scan", "asked")


def test_what_is_too_long_together_changes_nothing(cast, listed):
    maria, ana = cast.as_member(cast.maria), cast.as_member(cast.ana)
    keep_answer(listed=listed, heard=heard("m" * 9_000), member=maria)
    draft = AnswerDraft.objects.create(
        plan=cast.plan, listed=listed, user=cast.ana, text="a" * 999, began_from=digest("")
    )
    with pytest.raises(ValidationError, match="Together they are too long"):
        keep_answer(listed=listed, heard=heard("a" * 999, Asked.ASKED), member=ana)
    assert stands(listed)[0] == "m" * 9_000
    assert AnswerDraft.objects.get(pk=draft.pk).text == "a" * 999


def test_an_answer_that_is_kept_ends_its_writers_draft_alone(cast, listed):
    for user in (cast.maria, cast.ana):
        AnswerDraft.objects.create(
            plan=cast.plan, listed=listed, user=user, text="A sc", began_from=digest("")
        )
    keep_answer(listed=listed, heard=heard("A scan"), member=cast.as_member(cast.maria))
    assert [draft.user for draft in AnswerDraft.objects.all()] == [cast.ana]


def test_a_draft_is_read_by_whoever_reads_its_question(cast, listed):
    AnswerDraft.objects.create(
        plan=cast.plan, listed=listed, user=cast.maria, text="Canary", began_from=digest("")
    )

    def begun(user) -> list[str]:
        screen = Screen.of(cast.as_member(user), listed.appointment_id, listed.question_id)
        return [other.text for other in screen.others]

    assert (begun(cast.ana), begun(cast.ben), begun(cast.maria)) == (["Canary"], ["Canary"], [])
    Question.objects.filter(pk=listed.question_id).update(is_private=True)
    with pytest.raises(Http404):
        begun(cast.ana)


@pytest.mark.parametrize(
    ("stood", "typed", "kept"),
    [
        ("", "b", "b"),
        ("a", "a\nb", "a\nb"),
        ("a\nb", "b", "a\nb"),
        ("a", "", "a"),
        ("a", "b", "a\n\nb"),
    ],
)
def test_two_texts_put_together(stood, typed, kept):
    assert put_together(stood, typed, was_read=digest("something else")) == kept


def test_a_text_holds_another_line_by_line():
    assert holds("a\nb\nc", "a\nc") is True
    assert holds("a\nb", "b\na") is False
    assert holds("", "a") is False
