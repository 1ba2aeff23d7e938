"""Suggesting a question: seen by whoever may take it, on no list until then, undone as it was."""

import pytest
from django.utils import timezone

from careplan.appointments.models import ListedQuestion
from careplan.partial_dates import day_words
from careplan.plans.models import Membership
from careplan.questions.models import Question
from careplan.questions.proposals import ProposedQuestion, waiting_proposals
from tests.appointments.lists import visit
from tests.making import suggested
from tests.posting import read


@pytest.fixture
def ana(cast):
    """Ana may look at the visits, and not change them."""
    Membership.objects.filter(user=cast.ana).update(visits="see")
    return cast.ana


def at(cast, page="") -> str:
    return f"/plans/{cast.plan.pk}/{page}"


def today() -> str:
    return day_words(timezone.localdate())


def page(client, address) -> str:
    return client.get(address).content.decode()


def test_a_suggestion_stands_on_no_list(cast, ana, signed_in):
    lee, client = visit(cast), signed_in(ana)
    assert "Suggest a question" in page(client, at(cast, "questions/"))
    sent = read(client, at(cast, "suggested/new/"))
    sent |= {"text": "Can she fly?", "why": "Rosa marries.", "visit": str(lee.pk)}
    for _twice in range(2):
        response = client.post(at(cast, "suggested/new/"), sent)
        assert response["Location"] == at(cast, "questions/")
    made = ProposedQuestion.objects.get()
    assert (made.author, made.why, made.visit, made.state) == (ana, "Rosa marries.", lee, "waiting")
    assert Question.objects.count() == 0
    assert "Nobody has answered yet." in page(client, at(cast, "questions/"))
    for user, shown in ((cast.maria, True), (cast.ben, False)):
        for place in ("questions/", f"visits/{lee.pk}/"):
            assert ("Can she fly?" in page(signed_in(user), at(cast, place))) == shown
    assert [p.name for p in waiting_proposals(cast.as_member(cast.maria))] == ["Can she fly?"]
    assert list(waiting_proposals(cast.as_member(ana))) == []


def test_taken_it_is_a_question_of_whoever_suggested_it(cast, ana, signed_in):
    lee = visit(cast)
    made = suggested(cast, ana, visit=lee)
    client = signed_in(cast.maria)
    for _twice in range(2):
        response = client.post(at(cast, f"suggested/{made.pk}/take/"), {"visit": str(lee.pk)})
        assert response["Location"] == at(cast, f"visits/{lee.pk}/")
    asked = Question.objects.get()
    assert (asked.text, asked.author, asked.changed_by) == ("Can she fly?", ana, cast.maria)
    assert ListedQuestion.objects.get().question == asked
    assert f"Maria took this into the plan on {today()}." in page(
        signed_in(ana), at(cast, "questions/")
    )


def test_undone_it_waits_and_taken_again_it_is_the_same_question(cast, ana, signed_in):
    made, client = suggested(cast, ana, visit=visit(cast)), signed_in(cast.maria)
    client.post(at(cast, f"suggested/{made.pk}/take/"))
    assert "Taken:" in page(client, at(cast, "questions/"))
    client.post(at(cast, f"suggested/{made.pk}/again/"))
    made.refresh_from_db()
    assert (made.state, made.answered_by) == ("waiting", None)
    assert Question.objects.get().removed_at is not None
    client.post(at(cast, f"suggested/{made.pk}/take/"))
    assert Question.objects.get().removed_at is None


def test_left_for_now_without_blame(cast, ana, signed_in):
    made, client = suggested(cast, ana), signed_in(cast.maria)
    client.post(at(cast, f"suggested/{made.pk}/leave/"))
    assert f"Maria left this for now on {today()}." in page(signed_in(ana), at(cast, "questions/"))
    assert Question.objects.count() == 0
    signed_in(cast.maria).post(at(cast, f"suggested/{made.pk}/again/"))
    made.refresh_from_db()
    assert made.state == "waiting"


def test_it_can_be_taken_back_by_its_author_alone(cast, ana, signed_in):
    made = suggested(cast, ana)
    assert signed_in(cast.maria).post(at(cast, f"suggested/{made.pk}/remove/")).status_code == 404
    signed_in(ana).post(at(cast, f"suggested/{made.pk}/remove/"))
    assert "Can she fly?" not in page(signed_in(cast.maria), at(cast, "questions/"))
    assert signed_in(cast.maria).post(at(cast, f"suggested/{made.pk}/take/")).status_code == 404
    assert "You took it back." in page(signed_in(ana), at(cast, "questions/"))
    signed_in(ana).post(at(cast, f"suggested/{made.pk}/restore/"))
    assert "Can she fly?" in page(signed_in(cast.maria), at(cast, "questions/"))


def test_who_may_suggest_and_answer(cast, ana, signed_in):
    made = suggested(cast, ana)
    for user, status in ((cast.ben, 403), (cast.sam, 404), (cast.rita, 404)):
        for end in ("new/", f"{made.pk}/take/", f"{made.pk}/remove/"):
            assert signed_in(user).post(at(cast, f"suggested/{end}")).status_code == status
    for end in ("take", "leave", "again"):
        assert signed_in(ana).post(at(cast, f"suggested/{made.pk}/{end}/")).status_code == 403
    made.refresh_from_db()
    assert made.version == 1


def test_a_private_visit_is_neither_offered_nor_named(cast, ana, signed_in):
    canary = visit(cast, with_whom="Dr Canary", is_private=True)
    assert "Canary" not in page(signed_in(ana), at(cast, "suggested/new/"))
    sent = {"text": "Can she fly?", "visit": str(canary.pk)}
    refused = signed_in(ana).post(at(cast, "suggested/new/"), sent)
    assert "Choose one of the answers on this page" in refused.content.decode()
    assert "Canary" not in refused.content.decode()
    suggested(cast, ana, visit=canary)
    assert "Canary" not in page(signed_in(ana), at(cast, "questions/"))


def test_a_full_plan_keeps_it_waiting(cast, ana, signed_in, monkeypatch):
    made = suggested(cast, ana)
    monkeypatch.setattr(Question, "MOST", 0)
    response = signed_in(cast.maria).post(at(cast, f"suggested/{made.pk}/take/"), follow=True)
    assert "This plan holds 0 of these" in response.content.decode()
    made.refresh_from_db()
    assert made.state == "waiting"
