"""Dr Lee's visit three days ago, and the next one in ten days."""

import datetime
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse

from careplan.appointments.models import Appointment
from careplan.appointments.ordering import put_on_list
from tests import making
from tests.appointments.lists import visit

NOW = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)
TODAY = NOW.date()
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def browser(cast):
    def of(who: str) -> Client:
        client = Client()
        backend = "allauth.account.auth_backends.AuthenticationBackend"
        client.force_login(getattr(cast, who), backend=backend)
        return client

    return of


@pytest.fixture
def at(cast):
    def address(name: str, *records) -> str:
        return reverse(name, args=[cast.plan.pk, *(record.pk for record in records)])

    return address


@dataclass
class Visits:
    past: Appointment
    following: Appointment


@pytest.fixture
def visits(cast):
    past = visit(cast, with_whom="Dr Lee", on=TODAY - 3 * DAY, who_comes="Ana")
    return Visits(past, visit(cast, with_whom="Dr Lee", on=TODAY + 10 * DAY))


@pytest.fixture
def ask(cast, visits):
    """`ask("Can I travel?", answer="Yes")`: a question on the list of the past visit."""

    def put(text, *, by=None, answer="", asked="", **fields):
        author = by or cast.maria
        question = making.question(cast, author, text=text, **fields)
        put_on_list(appointment=visits.past, questions=[question], member=cast.as_member(author))
        if answer:
            question.record_answer(answer, by=author)
        row = visits.past.listed.get(question=question)
        if asked:
            row.asked = asked
            row.save_changes(by=author, fields=["asked"])
        return question

    return put
