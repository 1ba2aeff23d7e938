"""Letters that wait: sent once the transaction holds, and lost to no dead mail server."""

import datetime
import smtplib

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import timezone

from careplan.accounts import outbox
from careplan.accounts.mail_server import MailServer
from careplan.accounts.outbox import Letter, WaitingLetter


@pytest.fixture
def kinds(monkeypatch):
    """A kind of letter of the tests' own; what was sent is noted."""
    monkeypatch.setattr(outbox, "WRITERS", dict(outbox.WRITERS))
    monkeypatch.setattr(outbox, "render_to_string", words)
    sent = []

    @outbox.letter("test")
    def write(waiting):
        if waiting.object_id == "old":
            return None
        return Letter("Subject", "any", {"n": waiting.object_id}, lambda: sent.append(waiting.pk))

    return sent


def words(template, context):
    if not template.startswith("any"):
        return render_to_string(template, context)
    return f"{template} {context['n']} {context['site']}"


def post(**fields):
    with transaction.atomic():
        outbox.post("test", **fields)


@pytest.fixture
def dead(monkeypatch):
    def no_answer(backend, messages):
        raise smtplib.SMTPServerDisconnected("canary")

    monkeypatch.setattr(EmailBackend, "send_messages", no_answer)


@pytest.mark.django_db(transaction=True)
def test_a_letter_leaves_once_the_transaction_holds(cast, letters, kinds):
    with transaction.atomic():
        outbox.post("test", to=cast.ana, object_id=1)
        transaction.set_rollback(True)
    assert (letters, kinds, WaitingLetter.objects.count()) == ([], [], 0)
    with transaction.atomic():
        outbox.post("test", to=cast.ana, object_id=2)
        assert letters == []
    post(to="new@example.org", object_id=3)
    post(to=cast.ana, object_id="old")
    assert [(x.to, x.subject, x.body, x.alternatives[0][:2]) for x in letters] == [
        (["ana@example.org"], "Subject", f"any.txt 2 {SITE}", (f"any.html 2 {SITE}", "text/html")),
        (["new@example.org"], "Subject", f"any.txt 3 {SITE}", (f"any.html 3 {SITE}", "text/html")),
    ]
    assert len(kinds) == 2
    assert WaitingLetter.objects.count() == 0


SITE = "http://127.0.0.1:8000"


@pytest.mark.django_db(transaction=True)
def test_a_dead_mail_server_loses_nothing(cast, letters, kinds, dead, monkeypatch, caplog, capsys):
    post(to=cast.ana, plan_id=cast.plan.pk, object_id=4)
    row = WaitingLetter.objects.values().get()
    assert (row["kind"], row["user_id"], row["address"]) == ("test", cast.ana.pk, "")
    assert (row["plan_id"], row["object_id"], row["tries"]) == (cast.plan.pk, "4", 1)
    assert caplog.messages == ["An email could not be sent: SMTPServerDisconnected"]
    call_command("send_mail")
    assert capsys.readouterr().out == "0 sent, 1 waiting.\n"
    assert (letters, kinds) == ([], [])
    monkeypatch.undo()  # the server is back
    outbox.WRITERS["test"] = lambda waiting: Letter("Subject", "letters/letter")
    try:
        call_command("send_mail")
    finally:
        del outbox.WRITERS["test"]
    assert capsys.readouterr().out == "1 sent, 0 waiting.\n"


@pytest.mark.django_db(transaction=True)
def test_without_a_mail_server_what_follows_a_letter_follows(cast, settings, kinds, mailoutbox):
    settings.EMAIL_HOST = ""
    post(to=cast.ana)
    assert len(kinds) == 1
    assert mailoutbox == []
    assert WaitingLetter.objects.count() == 0


def test_one_alone_sends_it(cast, letters, kinds):
    waiting = WaitingLetter.objects.create(kind="test", user=cast.ana)
    assert waiting.claim()
    assert not outbox.send(waiting, MailServer(patience=1))
    WaitingLetter.objects.update(claimed_at=timezone.now() - datetime.timedelta(minutes=6))
    assert outbox.send(waiting, MailServer(patience=1))
    assert len(letters) == 1


def test_what_nobody_could_send_for_a_week_is_dropped(cast, letters, kinds):
    old = timezone.now() - datetime.timedelta(days=7, minutes=1)
    WaitingLetter.objects.create(kind="test", user=cast.ana, created=old)
    assert outbox.send_waiting() == (0, 0)
    assert letters == []


def test_a_letter_has_one_recipient(cast):
    with pytest.raises(IntegrityError, match="waitingletter_has_one_recipient"):
        WaitingLetter.objects.create(kind="test", user=cast.ana, address="x@example.org")
