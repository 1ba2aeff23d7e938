"""The mail server on a real socket: how often it is called, and how long a page waits for it."""

import datetime
import smtplib

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from careplan.accounts import outbox
from careplan.accounts.outbox import WaitingLetter, post
from tests.accounts.mail_servers import SilentServer, answering
from tests.accounts.test_outbox import kinds  # noqa: F401 - a fixture

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("kinds")]
NAMES = ("maria", "ana", "ben", "sam")


@pytest.fixture
def waits(monkeypatch):
    """How long each call to the server waits for an answer. It is cut short here."""
    seen, call = [], smtplib.SMTP.__init__

    def note(self, *args, timeout, **kwargs):
        seen.append(timeout)
        call(self, *args, timeout=0.05, **kwargs)

    monkeypatch.setattr(smtplib.SMTP, "__init__", note)
    return seen


@pytest.fixture
def at(settings):
    """`at(server)`: letters go there."""

    def use(server):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_USE_TLS = False

    return use


@pytest.fixture
def silent(at, waits):
    server = SilentServer()
    at(server)
    yield server
    server.close()


@pytest.fixture
def server(at):
    with answering() as each:
        at(each)
        yield each


@transaction.atomic
def to_all(cast):
    """A letter to each of four people, some in a part of their own, as one act posts them."""
    for name in NAMES:
        with transaction.atomic():
            post("test", to=getattr(cast, name))


def tries() -> list[int]:
    return list(WaitingLetter.objects.order_by("pk").values_list("tries", flat=True))


def test_one_connection_for_all_letters_of_a_transaction(cast, server):
    to_all(cast)
    assert server.taken == [list(NAMES)]
    to_all(cast)
    assert server.taken == [list(NAMES)] * 2
    assert tries() == []


def test_a_part_that_was_undone_sends_nothing(cast, server):
    with transaction.atomic():
        post("test", to=cast.ana)
        with transaction.atomic():
            post("test", to=cast.ben)
            transaction.set_rollback(True)
    with transaction.atomic():
        with transaction.atomic():
            post("test", to=cast.ben)
            transaction.set_rollback(True)
        post("test", to=cast.sam)
    assert server.taken == [["ana"], ["sam"]]


def test_a_server_that_hangs_is_called_once(cast, silent, waits):
    to_all(cast)
    assert (silent.calls(), waits) == (1, [outbox.SECONDS_AT_ONCE])
    assert tries() == [1, 0, 0, 0]


def test_within_a_minute_no_page_calls_it_again(cast, silent, waits, time_machine):
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    to_all(cast)
    time_machine.move_to(now + datetime.timedelta(seconds=59), tick=False)
    to_all(cast)
    assert (silent.calls(), tries()) == (1, [1] + [0] * 7)
    time_machine.move_to(now + datetime.timedelta(seconds=61), tick=False)
    to_all(cast)
    assert (silent.calls(), tries()) == (1, [1] + [0] * 7 + [1, 0, 0, 0])


def test_the_command_waits_longer_and_calls_once(cast, silent, waits, settings, capsys):
    to_all(cast)
    waits.clear()
    silent.calls()
    call_command("send_mail")
    assert (silent.calls(), waits) == (1, [settings.EMAIL_TIMEOUT])
    assert settings.EMAIL_TIMEOUT > outbox.SECONDS_AT_ONCE
    assert capsys.readouterr().out == "0 sent, 4 waiting.\n"


def test_an_address_that_is_refused_holds_back_nobody_else(cast, server, capsys):
    server.refused = {"ana"}
    to_all(cast)
    to_all(cast)
    assert server.taken == [["maria", "ben", "sam"]] * 2
    assert [letter.user.name for letter in WaitingLetter.objects.all()] == ["Ana", "Ana"]
    call_command("send_mail")  # they are tried again, but not at once
    assert capsys.readouterr().out == "0 sent, 2 waiting.\n"
    server.refused = set()
    WaitingLetter.objects.update(claimed_at=timezone.now() - outbox.CLAIM_LASTS * 2)
    call_command("send_mail")
    assert capsys.readouterr().out == "2 sent, 0 waiting.\n"


def test_a_letter_that_breaks_the_connection_holds_the_others_back_once(cast, server, capsys):
    server.breaks = {"ana"}
    to_all(cast)
    assert server.taken == [["maria"]]
    assert tries() == [1, 0, 0]
    call_command("send_mail")
    assert server.taken == [["maria"], [], ["ben", "sam"]]
    assert capsys.readouterr().out == "2 sent, 1 waiting.\n"


def test_no_error_names_an_address(cast, server, caplog):
    server.refused, server.breaks = {"ana"}, {"ben"}
    to_all(cast)
    assert caplog.messages == [
        "An email could not be sent: SMTPRecipientsRefused",
        "An email could not be sent: SMTPServerDisconnected",
    ]
