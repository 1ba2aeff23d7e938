"""Drafts: kept as they are typed, and answers after half a day."""

import datetime
import io

import pytest
from django.core.management import call_command
from django.utils import timezone

from careplan.appointments.answering import Heard, keep_answer
from careplan.appointments.drafts import AnswerDraft
from careplan.appointments.models import ListedQuestion
from careplan.appointments.now_keeping import Settled, keep_so_far, settle_drafts
from careplan.plans.clashes import digest
from careplan.plans.models import Grant, Membership, Plan
from careplan.questions.models import Question
from tests.appointments.lists import listed, visit

pytestmark = pytest.mark.django_db
HALF_A_DAY = datetime.timedelta(hours=12)


@pytest.fixture
def row(cast):
    return listed(cast, visit(cast), "Can I travel?")[0]


def heard(answer="", asked="", *, answer_read="", asked_read="") -> Heard:
    return Heard(answer, asked, digest(answer_read), asked_read)


def drafts() -> list[tuple[str, str]]:
    return list(AnswerDraft.objects.order_by("user__name").values_list("user__name", "text"))


def begin(row, user, text, ago=HALF_A_DAY, answer_read="") -> AnswerDraft:
    said = {"text": text, "began_from": digest(answer_read), "saved_at": timezone.now() - ago}
    return AnswerDraft.objects.create(plan_id=row.plan_id, listed=row, user=user, **said)


def answer(row) -> str:
    return Question.objects.get(pk=row.question_id).answer


def test_each_person_has_one_draft_and_an_empty_one_is_none(cast, row):
    maria, ana = cast.as_member(cast.maria), cast.as_member(cast.ana)
    keep_so_far(listed=row, heard=heard("Re"), member=maria)
    keep_so_far(listed=row, heard=heard("Rest"), member=maria)
    keep_so_far(listed=row, heard=heard("A scan"), member=ana)
    assert drafts() == [("Ana", "A scan"), ("Maria", "Rest")]
    keep_so_far(listed=row, heard=heard(""), member=maria)
    assert drafts() == [("Ana", "A scan")]
    assert answer(row) == ""


def test_what_comes_late_begins_no_draft_of_what_is_saved(cast, row):
    maria = cast.as_member(cast.maria)
    keep_answer(listed=row, heard=heard("Rest\nA scan"), member=maria)
    keep_so_far(listed=row, heard=heard("Rest\nA scan"), member=maria)
    keep_so_far(listed=row, heard=heard("Rest"), member=maria)
    assert drafts() == []
    shorter = heard("Rest", answer_read="Rest\nA scan")
    keep_so_far(listed=row, heard=shorter, member=maria)  # who read it may make it shorter
    assert drafts() == [("Maria", "Rest")]
    keep_so_far(listed=row, heard=heard("Rest\nA scan", answer_read="Rest\nA scan"), member=maria)
    assert drafts() == []


def test_whether_it_was_asked_is_kept_at_once_and_once(cast, row):
    maria, ana = cast.as_member(cast.maria), cast.as_member(cast.ana)
    keep_so_far(listed=row, heard=heard(asked="asked"), member=maria)
    keep_so_far(listed=row, heard=heard(asked="asked"), member=maria)
    found = ListedQuestion.objects.get(pk=row.pk)
    assert (found.asked, found.changed_by, found.version) == ("asked", cast.maria, row.version + 1)
    keep_so_far(listed=row, heard=heard("x", asked="not_asked"), member=ana)
    left_alone = heard("Rest", asked="asked", asked_read="asked")
    keep_so_far(listed=row, heard=left_alone, member=maria)
    assert ListedQuestion.objects.get(pk=row.pk).asked == "not_asked"


def test_a_draft_becomes_the_answer_after_half_a_day(cast, row):
    begin(row, cast.ana, "A scan", ago=HALF_A_DAY)
    begin(row, cast.maria, "Rest", ago=HALF_A_DAY - datetime.timedelta(minutes=1))
    assert settle_drafts() == Settled(kept=1, erased=0)
    question = Question.objects.get(pk=row.question_id)
    assert (question.answer, question.answered_by) == ("A scan", cast.ana)
    assert ListedQuestion.objects.get(pk=row.pk).asked == "asked"
    assert drafts() == [("Maria", "Rest")]
    assert settle_drafts() == Settled()


def test_it_stands_beside_what_others_wrote(cast, row):
    begin(row, cast.maria, "Rest")
    keep_answer(listed=row, heard=heard("A scan"), member=cast.as_member(cast.ana))
    settle_drafts()
    assert answer(row) == "A scan\n\nRest"


@pytest.mark.parametrize("why", ["grant", "removed", "private"])
def test_of_whoever_may_not_write_there_now_it_is_erased(cast, row, why, caplog):
    begin(row, cast.ana, "Canary")
    if why == "grant":
        Membership.objects.filter(user=cast.ana).update(visits=Grant.SEE)
    elif why == "removed":
        Membership.objects.filter(user=cast.ana).update(removed_at=timezone.now())
    else:
        Question.objects.filter(pk=row.question_id).update(is_private=True)
    with caplog.at_level("INFO"):
        assert settle_drafts() == Settled(kept=0, erased=1)
    assert (answer(row), drafts()) == ("", [])
    assert caplog.messages == ["Erased 1 drafts of people who may not write there now."]
    assert "Canary" not in caplog.text


def test_of_a_closed_plan_it_waits(cast, row):
    begin(row, cast.ana, "A scan")
    Plan.objects.filter(pk=cast.plan.pk).update(closed_at=timezone.now())
    assert settle_drafts() == Settled()
    assert drafts() == [("Ana", "A scan")]
    Plan.objects.filter(pk=cast.plan.pk).update(closed_at=None)
    assert settle_drafts() == Settled(kept=1)


def test_of_a_question_that_was_taken_off_or_removed_it_is_kept(cast, row):
    begin(row, cast.ana, "A scan")
    row.remove(by=cast.maria)
    Question.objects.get(pk=row.question_id).remove(by=cast.maria)
    assert settle_drafts() == Settled(kept=1)
    assert answer(row) == "A scan"


def test_what_is_too_long_together_waits(cast, row):
    begin(row, cast.ana, "a" * 2_000)
    keep_answer(listed=row, heard=heard("m" * 9_000), member=cast.as_member(cast.maria))
    assert settle_drafts() == Settled()
    assert drafts() == [("Ana", "a" * 2_000)]
    assert answer(row) == "m" * 9_000


def test_the_night_says_how_many(cast, row):
    begin(row, cast.ana, "Canary")
    out = io.StringIO()
    call_command("tidy", stdout=out)
    assert out.getvalue().startswith("Drafts: 1 became answers, 0 were erased.\n")
    assert "Canary" not in out.getvalue()
    assert answer(row) == "Canary"
