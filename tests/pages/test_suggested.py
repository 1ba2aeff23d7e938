"""What is told of a suggested question: to whoever may take it, and to whoever suggested it."""

import datetime

import pytest
from django.urls import reverse

from careplan.pages.news import news_since_here
from careplan.pages.removed_list import removed_page
from careplan.plans.history import Change
from careplan.plans.models import Membership, Plan
from careplan.questions.models import Question
from careplan.questions.proposals import ProposedQuestion
from tests.making import made, suggested

NOW = datetime.datetime(2026, 11, 24, 15, 30, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def clock(time_machine, cast):
    Plan.objects.update(created=NOW - 90 * DAY)
    cast.plan.refresh_from_db()
    Membership.objects.update(created=NOW - 90 * DAY)
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def ana(cast):
    """Ana may look at all of the plan, and change nothing of it."""
    sections = ("visits", "papers", "comfort", "people")
    Membership.objects.filter(user=cast.ana).update(**dict.fromkeys(sections, "see"))
    return cast.ana


def lines(cast, user) -> list[str]:
    found = news_since_here(cast.as_member(user))
    return [line.sentence for line in found.lines] if found else []


def send(client, cast, name, proposal):
    return client.post(reverse(f"proposal_{name}", args=[cast.plan.pk, proposal.pk]))


def page(client, cast, name, *args, status=200) -> str:
    response = client.get(reverse(name, args=[cast.plan.pk, *args]))
    assert response.status_code == status
    return " ".join(response.content.decode().split())


def test_whoever_may_take_it_is_told_and_nobody_else(cast, ana):
    made(suggested(cast, ana))
    assert lines(cast, cast.maria) == ["Ana suggested 1 question."]
    assert lines(cast, cast.ben) == []
    assert lines(cast, ana) == []
    made(suggested(cast, ana, text="canary?"))
    assert lines(cast, cast.maria) == ["Ana suggested 2 questions."]
    Membership.objects.filter(user=cast.ben).update(role="caregiver")
    assert lines(cast, cast.ben) == []
    Membership.objects.filter(user=cast.ben).update(visits="change")
    assert lines(cast, cast.ben) == ["Ana suggested 2 questions."]


def test_its_author_is_told_what_became_of_it(cast, ana, signed_in):
    taken, left = made(suggested(cast, ana)), made(suggested(cast, ana, text="May I drive?"))
    send(signed_in(cast.maria), cast, "take", taken)
    assert lines(cast, ana) == ["Maria took 1 suggested question into the plan."]
    send(signed_in(cast.maria), cast, "leave", left)
    assert set(lines(cast, ana)) == {
        "Maria took 1 suggested question into the plan.",
        "Maria left 1 suggested question for now.",
    }
    # Whoever sees no suggestions is told of the question that it became.
    assert lines(cast, cast.ben) == ["Maria added 1 question."]
    assert lines(cast, cast.maria) == ["Ana suggested 2 questions."]


def test_an_answer_that_was_undone_is_not_told(cast, ana, signed_in):
    one = made(suggested(cast, ana))
    for answer in ("take", "again"):
        send(signed_in(cast.maria), cast, answer, one)
    assert lines(cast, ana) == []
    send(signed_in(cast.maria), cast, "leave", one)
    assert lines(cast, ana) == ["Maria left 1 suggested question for now."]


def test_what_was_taken_back_is_told_to_nobody(cast, ana, signed_in):
    one = made(suggested(cast, ana, text="canary?"))
    send(signed_in(ana), cast, "remove", one)
    assert lines(cast, cast.maria) == []
    page(signed_in(cast.maria), cast, "proposal_history", one.pk, status=404)
    assert "canary" not in page(signed_in(cast.maria), cast, "removed")
    assert removed_page(cast.as_member(cast.maria), "").rows == []
    send(signed_in(ana), cast, "restore", one)
    assert "Ana suggested 1 question again." in lines(cast, cast.maria)


def test_its_author_finds_it_among_what_was_removed(cast, ana, signed_in):
    one = made(suggested(cast, ana))
    assert "Recently removed" in page(signed_in(ana), cast, "home")
    send(signed_in(ana), cast, "remove", one)
    shown = page(signed_in(ana), cast, "removed")
    assert "Can she fly?" in shown
    (row,) = removed_page(cast.as_member(ana), "").rows
    assert signed_in(ana).post(row.restore_url).status_code == 302
    one.refresh_from_db()
    assert one.removed_at is None
    page(signed_in(cast.ben), cast, "removed", status=403)
    assert "Recently removed" not in page(signed_in(cast.ben), cast, "home")


def test_a_full_plan_is_said_where_it_is_suggested_again(cast, ana, signed_in, monkeypatch):
    one = suggested(cast, ana)
    one.remove(by=ana)
    monkeypatch.setattr(ProposedQuestion, "MOST", 0)
    address = reverse("proposal_restore", args=[cast.plan.pk, one.pk])
    answer = signed_in(ana).post(address, follow=True)
    assert "This plan holds 0 of these" in answer.content.decode()
    one.refresh_from_db()
    assert one.removed_at == NOW


def test_who_and_when_in_its_history(cast, ana, signed_in, clock):
    one = made(suggested(cast, ana))
    clock.move_to(NOW + DAY)
    for answer in ("leave", "again", "take"):
        send(signed_in(cast.maria), cast, answer, one)
    told = page(signed_in(ana), cast, "proposal_history", one.pk)
    said = ["Maria took this into the plan.", "Maria put this back among what waits."]
    said += ["Maria left this for now.", "You suggested this."]
    places = [told.index(sentence) for sentence in said]
    assert places == sorted(places)
    assert told.count("25 November 2026 at 15:30") == 3
    assert "24 November 2026 at 15:30" in told
    told = page(signed_in(cast.maria), cast, "proposal_history", one.pk)
    assert "You took this into the plan." in told
    assert "Ana suggested this." in told
    page(signed_in(cast.ben), cast, "proposal_history", one.pk, status=404)


def test_the_history_of_the_question_that_it_became(cast, ana, signed_in):
    one = made(suggested(cast, ana))
    send(signed_in(cast.maria), cast, "take", one)
    asked = Question.objects.get()
    told = page(signed_in(cast.maria), cast, "question_history", asked.pk)
    assert "Ana suggested this." in told
    assert "You took this into the plan." in told
    told = page(signed_in(cast.ben), cast, "question_history", asked.pk)
    assert "Maria added this." in told
    assert "suggested" not in told


def test_its_words_stand_in_no_history(cast, ana, signed_in):
    one = made(suggested(cast, ana, text="canary?"))
    send(signed_in(cast.maria), cast, "take", one)
    kept = Change.objects.filter(kind="proposedquestion").order_by("pk")
    assert [(c.what, c.was, c.became) for c in kept] == [
        ("made", {}, {}),
        ("changed", {"state": "waiting"}, {"state": "taken"}),
    ]


def test_the_day_of_the_answer_only_where_it_is_known(cast, ana, signed_in):
    one = made(suggested(cast, ana))
    send(signed_in(cast.maria), cast, "leave", one)
    shown = page(signed_in(ana), cast, "question_list")
    assert "Maria left this for now on 24 November 2026." in shown
    for end in ("remove", "restore"):
        send(signed_in(ana), cast, end, one)
    assert "Maria left this for now." in page(signed_in(ana), cast, "question_list")
