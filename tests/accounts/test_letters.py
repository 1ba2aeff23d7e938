"""What the account pages send by email, and what happens where no email can be sent."""

import logging
import re
import smtplib

import pytest
from django.core.mail.backends.locmem import EmailBackend

from careplan.accounts.models import User
from careplan.accounts.outbox import WaitingLetter
from careplan.log import WithoutData
from tests.accounts.conftest import noor, sign_in, sign_up
from tests.cast import PASSWORD, just_asked

CODE = re.compile(r"\b\d{3}-\d{3}-\d{3}\b")
# The words of the illness, and of the people: none of them stands in a letter.
NEVER = re.compile(
    r"cancer|oncolog|metasta|tumou?r|treatment|hospice|symptom|patient|maria|noor|sam\b", re.I
)


def is_neutral(letter) -> bool:
    return not NEVER.search(f"{letter.subject}\n{letter.from_email}\n{letter.body}")


def change_password(client):
    just_asked(client)
    return client.post(
        "/account/password/change/",
        {"oldpassword": PASSWORD, "password1": "lantern-harbour-43"},
    )


def test_a_letter_holds_the_code_and_nothing_personal(cast, client, letters):
    client.post("/account/login/code/", {"email": "maria@example.org"})
    client.cookies.clear()
    client.post("/account/password/reset/", {"email": "maria@example.org"})
    client.cookies.clear()
    sign_up(client)
    assert [letter.to for letter in letters] == [
        ["maria@example.org"],
        ["maria@example.org"],
        ["noor@example.org"],
    ]
    for letter in letters:
        assert letter.subject == "Your code"
        assert len(CODE.findall(letter.body)) == 1
        assert is_neutral(letter), letter.body
        assert letter.alternatives == []
    page = client.get("/account/confirm-email/").content.decode()
    assert "We sent an email to noor@example.org." in page
    code = CODE.search(letters[2].body).group()
    client.post("/account/confirm-email/", {"code": code})
    assert client.session["_auth_user_id"] == str(noor().pk)


def test_unknown_addresses_get_a_letter_too(cast, client, letters):
    """So the answer takes as long, and whoever used another address learns of it."""
    client.post("/account/login/code/", {"email": "nobody@example.org"})
    client.cookies.clear()
    sign_up(client, email="maria@example.org")
    first, second = letters
    assert first.to == ["nobody@example.org"]
    assert "There is no account for it here." in first.body
    assert "http://testserver/account/signup/" in first.body
    assert second.to == ["maria@example.org"]
    assert "It has one already." in second.body
    assert "http://testserver/account/password/reset/" in second.body
    for letter in letters:
        assert letter.subject == "Your account"
        assert is_neutral(letter), letter.body
        assert CODE.search(letter.body) is None


def test_no_way_to_sign_up_is_told_where_there_is_none(db, client, letters, settings):
    settings.SIGN_UP = "invited"
    client.post("/account/login/code/", {"email": "nobody@example.org"})
    assert "signup" not in letters[0].body


def test_a_notice_of_a_new_password(
    cast, signed_in, letters, settings, django_capture_on_commit_callbacks
):
    settings.SITE_URL = "https://careplan.example.org"
    client = signed_in(cast.maria)
    with django_capture_on_commit_callbacks(execute=True):
        assert change_password(client)["Location"] == "/settings/"
    (notice,) = letters
    assert (notice.to, notice.subject) == (["maria@example.org"], "Your account")
    assert notice.body.startswith("The password of your account was changed.")
    assert "https://careplan.example.org/account/password/reset/" in notice.body
    assert is_neutral(notice)
    assert "127.0.0.1" not in notice.body


def test_letters_in_the_language_of_their_reader(cast, client, letters, settings):
    client.post("/account/login/code/", {"email": "maria@example.org"}, HTTP_ACCEPT_LANGUAGE="es")
    assert len(CODE.findall(letters[0].body)) == 1


def test_without_a_mail_server_the_console_shows_the_code_alone(cast, client, capsys, mailoutbox):
    client.post("/account/login/code/", {"email": "maria@example.org"})
    printed = capsys.readouterr()
    assert re.fullmatch(r"Code: \d{3}-\d{3}-\d{3}\n", printed.out)
    assert printed.err == ""
    page = client.get("/account/login/code/confirm/").content.decode()
    assert "This site sends no email." in page
    client.cookies.clear()
    client.post("/account/password/reset/", {"email": "nobody@example.org"})
    client.cookies.clear()
    sign_up(client, email="maria@example.org")
    assert capsys.readouterr() == ("", "")
    assert mailoutbox == []


@pytest.fixture(params=[ConnectionRefusedError, TimeoutError, smtplib.SMTPRecipientsRefused])
def dead_server(request, settings, monkeypatch):
    """A mail server that does not answer, or takes no letter; its error names the address."""
    settings.EMAIL_HOST = "mail.example.org"

    def send(self, letters):
        raise request.param({letters[0].to[0]: (550, b"no")})

    monkeypatch.setattr(EmailBackend, "send_messages", send)


@pytest.mark.parametrize("address", ["maria@example.org", "nobody@example.org"])
@pytest.mark.parametrize("page", ["login/code", "password/reset", "signup"])
def test_a_dead_mail_server(cast, client, dead_server, caplog, page, address):
    fields = {"name": "Canary", "email": address, "password1": PASSWORD}
    response = client.post(f"/account/{page}/", fields)
    assert response.status_code == 503
    assert "accounts/no_mail.html" in [template.name for template in response.templates]
    assert "no-store" in response["Cache-Control"]
    said = "\n".join(
        WithoutData("{message}", style="{").format(record)
        for record in caplog.records
        if record.levelno >= logging.WARNING
    )
    assert "An email could not be sent: " in said
    for personal in (address, "Canary", PASSWORD):
        assert personal not in said


def test_who_signed_up_meanwhile_gets_a_code_at_sign_in(db, client, settings, monkeypatch, code):
    settings.EMAIL_HOST = "mail.example.org"
    with monkeypatch.context() as broken:
        broken.setattr(EmailBackend, "send_messages", refuse)
        assert sign_up(client).status_code == 503
    settings.EMAIL_HOST = ""
    settings.ACCOUNT_RATE_LIMITS = {"confirm_email": None}  # the pause between two letters
    assert sign_in(client, "noor@example.org")["Location"] == "/account/confirm-email/"
    client.post("/account/confirm-email/", {"code": code()})
    assert client.session["_auth_user_id"] == str(User.objects.get().pk)


def refuse(self, letters):
    raise ConnectionRefusedError


def test_a_notice_that_fails_undoes_nothing_and_waits(
    cast, signed_in, dead_server, django_capture_on_commit_callbacks
):
    client = signed_in(cast.maria)
    with django_capture_on_commit_callbacks(execute=True):
        assert change_password(client)["Location"] == "/settings/"
    cast.maria.refresh_from_db()
    assert cast.maria.check_password("lantern-harbour-43")
    assert WaitingLetter.objects.get().object_id == "password_changed"
