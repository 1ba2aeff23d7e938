"""One form sent several times at the same moment: kept once, and nobody sees an error."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from careplan.appointments.models import Appointment, ListedQuestion
from careplan.concerns.models import Concern
from careplan.documents.models import AdvanceDocument
from careplan.documents.parts import DocumentCopy, NamedPerson
from careplan.questions.models import Question
from tests.at_once import post_at_once, shared_cast  # noqa: F401 - a fixture
from tests.documents.papers import copy_of, named, paper
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


def test_papers_chosen(shared_cast):  # noqa: F811
    for done in range(1, ROUNDS + 1):
        answers = send(
            shared_cast, at(shared_cast, "document_choose"), {"kinds": ["will", "polst"]}
        )
        assert answers == [302] * TIMES
        assert AdvanceDocument.objects.count() == 2 * done


def test_a_newer_version_of_a_paper(shared_cast):  # noqa: F811
    signed = {"state": "signed", "signed_on_year": "2026", "same_people": "on"}
    for done in range(1, ROUNDS + 1):
        old = paper(shared_cast, signed_on="2020")
        named(shared_cast, old)
        answers = send(shared_cast, at(shared_cast, "document_replace", old), signed)
        assert answers == [302] * TIMES
        assert AdvanceDocument.objects.filter(edition=2, state="signed").count() == done
        assert AdvanceDocument.objects.filter(edition=1, state="replaced").count() == done
        assert NamedPerson.objects.count() == 2 * done


def test_two_newer_versions_at_once_make_one(shared_cast):  # noqa: F811
    old = paper(shared_cast, signed_on="2020")
    address = at(shared_cast, "document_replace", old)
    signed = {"state": "signed", "signed_on_year": "2026"}
    sent = [(address, signed | {"request_uuid": str(uuid.uuid4())}) for _n in range(TIMES)]
    answers = sorted(post_at_once(shared_cast.maria, sent))
    assert answers == [200] * (TIMES - 1) + [302]
    assert AdvanceDocument.objects.filter(edition=2).count() == 1


def test_they_have_the_newer_one(shared_cast):  # noqa: F811
    old = paper(shared_cast, state="replaced", signed_on="2020", replaced_on="2026-01-01")
    new = paper(shared_cast, signed_on="2026", replaces=old, edition=2)
    copy = copy_of(shared_cast, old)
    press = (at(shared_cast, "copy_back", copy), {"newer": "yes"})
    assert post_at_once(shared_cast.maria, [press] * TIMES) == [302] * TIMES
    assert DocumentCopy.objects.filter(document=new).count() == 1
    assert DocumentCopy.objects.count() == 2
