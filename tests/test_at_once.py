"""One form sent several times at the same moment: kept once, and nobody sees an error."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from careplan.appointments.models import Appointment, ListedQuestion
from careplan.concerns.models import Concern
from careplan.questions.models import Question
from tests.at_once import post_at_once, shared_cast  # noqa: F401 - a fixture
from tests.making import concern, question

pytestmark = pytest.mark.django_db(transaction=True)
TIMES, ROUNDS = 4, 3


def send(cast, address: str, data: dict) -> list[int]:
    sent = data | {"request_uuid": str(uuid.uuid4())}
    return post_at_once(cast.maria, [(address, sent)] * TIMES)


def at(cast, name: str, *records) -> str:
    return reverse(name, args=[cast.plan.pk, *(record.pk for record in records)])


def visit(cast) -> Appointment:
    by = {"plan": cast.plan, "author": cast.maria, "changed_by": cast.maria}
    return Appointment.objects.create(with_whom="Dr Lee", on=timezone.localdate(), **by)


def test_choosing_for_a_visit(shared_cast):  # noqa: F811
    lee = visit(shared_cast)
    for done in range(1, ROUNDS + 1):
        answers = send(shared_cast, at(shared_cast, "appointment_choose", lee), {"own": "Mine?"})
        assert answers == [302] * TIMES
        assert Question.objects.count() == ListedQuestion.objects.count() == done


def test_picking_from_a_concern(shared_cast):  # noqa: F811
    about = concern(shared_cast, shared_cast.maria, category="cost")
    visit(shared_cast)
    for done in range(1, ROUNDS + 1):
        data = {"own": "Mine?", "slugs": ["cost-me"]}
        answers = send(shared_cast, at(shared_cast, "concern_pick", about), data)
        assert answers == [302] * TIMES
        assert Question.objects.filter(library_slug="").count() == done
        assert Question.objects.filter(library_slug="cost-me").count() == 1
        assert ListedQuestion.objects.count() == done + 1


def test_a_new_concern(shared_cast):  # noqa: F811
    for done in range(1, ROUNDS + 1):
        data = {"category": "other", "words": "Mine"}
        answers = send(shared_cast, at(shared_cast, "concern_create"), data)
        assert answers == [302] * TIMES
        assert Concern.objects.count() == done


def test_a_new_question(shared_cast):  # noqa: F811
    for done in range(1, ROUNDS + 1):
        answers = send(shared_cast, at(shared_cast, "question_create"), {"text": "Mine?"})
        assert answers == [302] * TIMES
        assert Question.objects.count() == done


def test_two_removed_twins_put_back(shared_cast):  # noqa: F811
    same = {"library_slug": "cough-help", "library_text": "What helps?"}
    twins = []
    for _n in range(TIMES):
        twins.append(question(shared_cast, shared_cast.maria, **same))
        twins[-1].remove(by=shared_cast.maria)
    presses = [(at(shared_cast, "question_restore", twin), {}) for twin in twins]
    assert post_at_once(shared_cast.maria, presses) == [302] * TIMES
    assert Question.objects.filter(removed_at=None).count() == 1
