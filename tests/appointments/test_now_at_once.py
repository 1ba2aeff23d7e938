"""Fifty drafts at the same moment: none fails and none is lost."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from careplan.appointments.drafts import AnswerDraft
from careplan.questions.models import Question
from tests.appointments.lists import listed, positions, visit
from tests.appointments.test_now import at_now
from tests.at_once import post_at_once, shared_cast
from tests.cast import membership, person

assert shared_cast  # the fixture
MANY = 50


def post_each_at_once(sent: list[tuple]) -> list[int]:
    """Post each of `sent` (client, address, data) at the same moment; the status of each."""
    ready = Barrier(len(sent), timeout=60)

    def post(client, address, data) -> int:
        try:
            ready.wait()
            return client.post(address, data).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(sent)) as pool:
        return list(pool.map(lambda each: post(*each), sent))


def signed_in(user) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.mark.parametrize("name", ["now_draft", "now_save"])
def test_fifty_people_at_one_question(shared_cast, name):
    row = listed(shared_cast, visit(shared_cast), "Can I travel?")[0]
    people = [person(f"Zoe{n}") for n in range(MANY)]
    for somebody in people:
        membership(shared_cast.plan, somebody, "caregiver", "change")
    texts = [f"What {somebody.name} heard" for somebody in people]
    sent = [
        (signed_in(somebody), at_now(row, name), {"answer": text, "go": "list"})
        for somebody, text in zip(people, texts, strict=True)
    ]
    answers = post_each_at_once(sent)
    if name == "now_draft":
        assert answers == [200] * MANY
        assert sorted(AnswerDraft.objects.values_list("text", flat=True)) == sorted(texts)
    else:
        assert answers == [302] * MANY
        answer = Question.objects.get(pk=row.question_id).answer
        assert sorted(answer.split("\n\n")) == sorted(texts)


def test_fifty_questions_of_one_person(shared_cast):
    rows = listed(shared_cast, visit(shared_cast), *(f"Question {n}?" for n in range(MANY)))
    sent = [(at_now(row, "now_draft"), {"answer": f"Answer {row.position}"}) for row in rows]
    assert post_at_once(shared_cast.maria, sent) == [200] * MANY
    assert set(AnswerDraft.objects.values_list("text", flat=True)) == {
        f"Answer {row.position}" for row in rows
    }


def test_the_same_draft_many_times_is_one(shared_cast):
    row = listed(shared_cast, visit(shared_cast), "Can I travel?")[0]
    sent = [(at_now(row, "now_draft"), {"answer": "A scan", "asked": "asked"})] * 12
    assert post_at_once(shared_cast.maria, sent) == [200] * 12
    assert AnswerDraft.objects.get().text == "A scan"
    row.refresh_from_db()
    assert (row.asked, row.version) == ("asked", 2)


def test_who_asks_something_new_and_who_moves_the_list_wait_for_each_other(shared_cast):
    """Each locks the visit before its rows: in another order both would wait for ever."""
    appointment = visit(shared_cast)
    rows = listed(shared_cast, appointment, *(f"Question {n}?" for n in range(12)))
    move_to = reverse("listed_place", args=[shared_cast.plan.pk, appointment.pk])
    sent = []
    for row in rows:
        new = {"answer": f"Answer {row.position}", "new": f"New {row.position}?", "go": "add"}
        sent.append((at_now(row, "now_save"), new))
        sent.append((move_to, {"move": f"{rows[-1].pk} before {row.pk}"}))
        sent.append((at_now(row, "now_draft"), {"answer": "", "asked": "asked"}))
    answers = post_at_once(shared_cast.maria, sent)
    assert (answers.count(302), answers.count(200)) == (24, 12)
    assert Question.objects.filter(text__startswith="New ").count() == 12
    assert Question.objects.filter(answer__startswith="Answer ").count() == 12
    assert positions(appointment) == list(range(1, 25))
