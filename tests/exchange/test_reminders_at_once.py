"""Two crons that run at the same moment remind once."""

import datetime
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core import mail
from django.db import connections
from django.utils import timezone

from careplan.exchange.reminder_sending import send_reminders
from careplan.exchange.reminders import ReminderChoice, ReminderSent
from tests.at_once import shared_cast  # noqa: F401 - a fixture
from tests.documents.papers import paper

RUNS = 4


@pytest.mark.django_db(transaction=True)
def test_each_letter_leaves_once(shared_cast, settings, time_machine):  # noqa: F811
    settings.EMAIL_HOST = "mail.example.org"
    time_machine.move_to(datetime.datetime(2026, 12, 1, 9, tzinfo=datetime.UTC), tick=False)
    for user in (shared_cast.maria, shared_cast.ana):
        ReminderChoice.objects.create(user=user, plan=shared_cast.plan, papers=True)
    today = timezone.localdate()
    paper(shared_cast, kind="will", signed_on="2020", look_again_on=today)
    ready = Barrier(RUNS, timeout=60)

    def run() -> int:
        try:
            ready.wait()
            return send_reminders()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(RUNS) as pool:
        letters = [future.result() for future in [pool.submit(run) for _run in range(RUNS)]]
    assert sum(letters) == 2
    assert sorted(letter.to[0] for letter in mail.outbox) == [
        "ana@example.org",
        "maria@example.org",
    ]
    assert ReminderSent.objects.count() == 2
