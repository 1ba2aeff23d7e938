"""Reminders: of what, when, for whom, and once."""

import datetime

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from careplan.accounts.models import User
from careplan.accounts.outbox import WaitingLetter, post
from careplan.documents.models import AdvanceDocument
from careplan.exchange.reminder_sending import REMINDER, send_reminders
from careplan.exchange.reminders import ReminderChoice, ReminderSent, ReminderTime
from careplan.plans.models import Membership, Plan
from tests.appointments.lists import visit
from tests.posting import read

PAGE = reverse("my_reminders")
ZONE = "America/New_York"


@pytest.fixture(autouse=True)
def _mail(settings):
    settings.EMAIL_HOST = "mail.example.org"


@pytest.fixture
def ana(cast):
    User.objects.filter(pk=cast.ana.pk).update(time_zone=ZONE)
    cast.ana.refresh_from_db()
    return cast.ana


@pytest.fixture
def wants(ana, cast):
    """`wants(visits=True)`: what Ana ticked in Maria's plan; `on_day` at the hour `hour`."""

    def choose(*, on_day=False, hour=8, user=ana, **kinds):
        time = {"day_before": not on_day, "hour": hour}
        ReminderTime.objects.update_or_create(user=user, defaults=time)
        return ReminderChoice.objects.create(user=user, plan=cast.plan, **kinds)

    return choose


@pytest.fixture
def at(django_capture_on_commit_callbacks):
    """`at("2026-12-02 22:00")`: what leaves when cron runs at that time (UTC): the letters."""

    def run(moment: str) -> list:
        mail.outbox.clear()
        when = datetime.datetime.fromisoformat(moment).replace(tzinfo=datetime.UTC)
        sends = django_capture_on_commit_callbacks(execute=True)
        with time_machine.travel(when, tick=False), sends:
            call_command("send_reminders", verbosity=0)
        connection.run_on_commit.clear()  # as each run has a transaction of its own
        return list(mail.outbox)

    return run


def seen_by_maria(cast, **fields):
    fields = {"on": "2026-12-03", "at": "10:30", "time_zone": ZONE} | fields
    return visit(cast, place="Oncology", **fields)


def test_the_evening_before_and_once(cast, wants, at):
    wants(visits=True)
    seen_by_maria(cast)
    assert at("2026-12-02 21:59") == []
    (letter,) = at("2026-12-02 22:00")
    assert (letter.to, letter.subject) == (["ana@example.org"], "A reminder")
    assert at("2026-12-02 23:00") == []
    assert WaitingLetter.objects.count() == 0
    text = letter.body + letter.alternatives[0].content
    assert "A visit is coming up." in letter.body
    assert f"http://127.0.0.1:8000/plans/{cast.plan.pk}/" in letter.body
    assert f"http://127.0.0.1:8000{PAGE}" in letter.body
    for hidden in ("Lee", "Maria", "Alvarez", "Oncology", "cancer", "10:30", "December"):
        assert hidden not in text


def test_nobody_is_reminded_who_did_not_ask(cast, wants, at):
    seen_by_maria(cast)
    wants(papers=True)
    assert at("2026-12-02 22:00") == []
    assert ReminderSent.objects.count() == 0


def test_on_the_day(cast, wants, at):
    wants(visits=True, on_day=True, hour=8)
    seen_by_maria(cast)
    assert at("2026-12-02 22:00") == []
    assert at("2026-12-03 12:59") == []
    assert len(at("2026-12-03 13:00")) == 1


def test_on_the_day_of_an_early_visit_two_hours_before(cast, wants, at):
    wants(visits=True, on_day=True, hour=9)
    seen_by_maria(cast, at="08:00")
    assert at("2026-12-03 10:59") == []
    assert len(at("2026-12-03 11:00")) == 1


def test_never_once_it_has_begun(cast, wants, at):
    wants(visits=True)
    seen_by_maria(cast)
    assert at("2026-12-03 15:30") == []
    assert ReminderSent.objects.count() == 0
    assert len(at("2026-12-03 15:29")) == 1


def test_not_later_than_24_hours(cast, wants, at):
    wants(visits=True)
    seen_by_maria(cast, at=None)
    assert at("2026-12-03 22:00") == []
    assert len(at("2026-12-03 21:59")) == 1


def test_a_visit_that_moved_is_reminded_of_again(cast, wants, at):
    wants(visits=True)
    made = seen_by_maria(cast)
    assert len(at("2026-12-02 22:00")) == 1
    made.on = datetime.date(2026, 12, 10)
    made.save_changes(by=cast.maria, fields=["on"])
    assert at("2026-12-08 22:00") == []
    assert len(at("2026-12-09 22:00")) == 1


def test_a_reader_elsewhere(cast, wants, at):
    """10:30 in New York is 00:30 of the next day in Tokyo: the evening before is the same day."""
    wants(visits=True)
    User.objects.filter(pk=cast.ana.pk).update(time_zone="Asia/Tokyo")
    seen_by_maria(cast)
    assert at("2026-12-03 07:59") == []
    assert len(at("2026-12-03 08:00")) == 1


@pytest.mark.parametrize(
    ("on", "before", "from_"),
    [
        ("2026-03-09", "2026-03-08 20:59", "2026-03-08 21:00"),  # clocks went forward at 2
        ("2026-03-08", "2026-03-07 21:59", "2026-03-07 22:00"),
        ("2026-11-02", "2026-11-01 21:59", "2026-11-01 22:00"),  # and back
        ("2026-11-01", "2026-10-31 20:59", "2026-10-31 21:00"),
        ("2028-03-01", "2028-02-29 21:59", "2028-02-29 22:00"),
    ],
)
def test_days_when_clocks_change(cast, wants, at, on, before, from_):
    wants(visits=True)
    seen_by_maria(cast, on=on)
    assert at(before) == []
    assert len(at(from_)) == 1


def test_one_letter_for_all_that_is_due(cast, wants, at):
    wants(visits=True)
    seen_by_maria(cast)
    seen_by_maria(cast, at="14:00")
    (letter,) = at("2026-12-02 22:00")
    assert letter.body.count("A visit is coming up.") == 1
    assert ReminderSent.objects.count() == 2


@pytest.mark.parametrize(
    "state",
    ["private", "removed visit", "removed member", "no visits", "closed", "going", "unticked"],
)
def test_what_is_looked_at_anew_when_the_letter_is_written(cast, wants, at, state):
    """The row of the outbox was made before; then something changed."""
    choice = wants(visits=True)
    made = seen_by_maria(cast)
    with time_machine.travel(datetime.datetime(2026, 12, 2, 22, tzinfo=datetime.UTC), tick=False):
        assert send_reminders() == 1  # nothing commits in here: the letter waits
        change(cast, made, choice, state)
        call_command("send_mail")
    assert mail.outbox == []
    assert WaitingLetter.objects.count() == 0
    ReminderSent.objects.all().delete()
    assert at("2026-12-02 22:00") == []


def change(cast, made, choice, state):
    if state == "private":
        type(made).objects.update(is_private=True)
    elif state == "removed visit":
        made.remove(by=cast.maria)
    elif state == "removed member":
        Membership.objects.filter(user=cast.ana).update(removed_at=timezone.now())
    elif state == "no visits":
        Membership.objects.filter(user=cast.ana).update(visits="none")
    elif state == "closed":
        Plan.objects.update(closed_at=timezone.now())
    elif state == "going":
        User.objects.filter(pk=cast.ana.pk).update(deletion_asked_at=timezone.now())
    else:
        choice.delete()


def test_a_letter_that_still_holds_is_sent(cast, wants):
    wants(visits=True)
    seen_by_maria(cast)
    with time_machine.travel(datetime.datetime(2026, 12, 2, 22, tzinfo=datetime.UTC), tick=False):
        assert send_reminders() == 1
        call_command("send_mail")
    assert len(mail.outbox) == 1


def test_a_number_of_nobodys_letter_sends_nothing(cast, wants):
    wants(visits=True)
    seen_by_maria(cast)
    with time_machine.travel(datetime.datetime(2026, 12, 2, 22, tzinfo=datetime.UTC), tick=False):
        post(REMINDER, to=cast.ana, plan_id=cast.plan.pk, object_id=cast.plan.pk)
        call_command("send_mail")
    assert mail.outbox == []


def paper(cast, **fields):
    by = {"plan": cast.plan, "author": cast.maria, "changed_by": cast.maria}
    return AdvanceDocument.objects.create(
        **{"kind": "will", "state": "signed", "signed_on": "2016-12-03"} | fields, **by
    )


def test_a_paper_a_decade_after_it_was_signed(cast, wants, at):
    wants(papers=True)
    paper(cast)
    assert at("2026-12-03 12:59") == []
    (letter,) = at("2026-12-03 13:00")
    assert "It is time to look at a paper again." in letter.body
    assert "will" not in letter.body.lower()
    assert at("2026-12-04 13:00") == []


@pytest.mark.parametrize("fields", [{"is_private": True}, {"changes": ["divorce"]}])
def test_papers_that_remind_nobody(cast, wants, at, fields):
    """One that is private to Maria; and one that waits since something happened, which has no
    day of its own."""
    wants(papers=True)
    paper(cast, **fields)
    assert at("2026-12-03 13:00") == []


def test_the_database_keeps_it_to_once(cast, wants):
    choice = wants(visits=True)
    row = {"user": choice.user, "plan": cast.plan, "kind": "visits", "object_id": cast.plan.pk}
    ReminderSent.objects.create(for_day="2026-12-03", **row)
    ReminderSent.objects.create(for_day="2026-12-04", **row)
    with pytest.raises(IntegrityError, match=r"once|UNIQUE"), transaction.atomic():
        ReminderSent.objects.create(for_day="2026-12-03", **row)


def test_a_site_without_mail_notes_nothing(cast, wants, at, settings):
    wants(visits=True)
    seen_by_maria(cast)
    settings.EMAIL_HOST = ""
    assert at("2026-12-02 22:00") == []
    assert ReminderSent.objects.count() == 0


# -- the page ------------------------------------------------------------------------------------


def test_the_page(cast, ana, signed_in):
    client, plan = signed_in(ana), f"plan_{cast.plan.pk.hex}"
    page = client.get(PAGE).content.decode()
    assert "Maria Alvarez’s plan" in page
    assert "Sam Stone" not in page
    assert page.count("checked") == 1  # the day before; no tick
    sent = {**read(client, PAGE), plan: ["visits", "papers"], "when": "day", "hour": "9"}
    assert client.post(PAGE, sent)["Location"] == PAGE
    (choice,) = ReminderChoice.objects.values("user", "plan", "visits", "follow_ups", "papers")
    assert choice == {
        "user": ana.pk,
        "plan": cast.plan.pk,
        "visits": True,
        "follow_ups": False,
        "papers": True,
    }
    time = ReminderTime.objects.get()
    assert (time.user, time.day_before, time.hour) == (ana, False, 9)
    assert client.get(PAGE).content.decode().count("checked") == 3
    client.post(PAGE, sent | {plan: []})
    assert ReminderChoice.objects.count() == 0


def test_bad_input_keeps_what_was_ticked(cast, ana, signed_in):
    client, plan = signed_in(ana), f"plan_{cast.plan.pk.hex}"
    for wrong in ({"hour": "3"}, {"when": "never"}, {plan: ["visits", "canary"]}):
        sent = {plan: ["visits"], "when": "day", "hour": "9"} | wrong
        response = client.post(PAGE, sent)
        assert response.status_code == 200
        assert "Choose one of the answers on this page" in response.content.decode()
    assert ReminderChoice.objects.count() == ReminderTime.objects.count() == 0


def test_what_one_may_not_see_is_not_offered(cast, ana, signed_in):
    Membership.objects.filter(user=ana).update(papers="none")
    client, plan = signed_in(ana), f"plan_{cast.plan.pk.hex}"
    page = client.get(PAGE).content.decode()
    assert ('value="visits"' in page, 'value="papers"' in page) == (True, False)
    assert client.post(PAGE, {plan: ["papers"], "when": "day", "hour": "9"}).status_code == 200
    assert ReminderChoice.objects.count() == 0


def test_a_stranger_ticks_nothing_in_a_plan(cast, signed_in):
    sent = {f"plan_{cast.plan.pk.hex}": ["visits"], "when": "day", "hour": "9"}
    signed_in(cast.sam).post(PAGE, sent)
    assert ReminderChoice.objects.count() == 0


def test_without_mail_the_page_says_so(cast, signed_in, settings):
    settings.EMAIL_HOST = ""
    page = signed_in(cast.maria).get(PAGE).content.decode()
    assert "This site sends no email, so no reminder can come." in page
