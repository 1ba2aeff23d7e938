"""Sign-up by invitation only."""

import datetime
import logging

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from careplan.accounts.models import SignUpInvitation, User
from careplan.log import WithoutData
from tests.accounts.conftest import sign_up

CLOSED = "On this site, a new account needs an invitation."


@pytest.fixture
def by_invitation(settings, db):
    settings.SIGN_UP = "invited"


@pytest.fixture
def token(by_invitation):
    return SignUpInvitation.issue()


def is_closed(response) -> bool:
    return CLOSED in response.content.decode()


def test_without_an_invitation(by_invitation, client):
    for response in (client.get("/account/signup/"), sign_up(client)):
        assert is_closed(response)
        assert response.templates[0].name == "account/signup_closed.html"
    assert User.objects.count() == 0
    assert "/account/signup/" not in client.get("/account/login/").content.decode()


def test_the_link_of_the_command(by_invitation, settings, client, capsys):
    settings.SITE_URL = "https://careplan.example.org"
    call_command("invite")
    printed = capsys.readouterr()
    link = printed.out.strip()
    assert link.startswith("https://careplan.example.org/invited/")
    assert printed.err == ""
    address = link.removeprefix("https://careplan.example.org")
    for _look in range(3):  # looking at it uses nothing up
        assert client.get(address)["Location"] == "/account/signup/"
    assert not is_closed(client.get("/account/signup/"))
    assert sign_up(client)["Location"] == "/account/confirm-email/"
    assert User.objects.count() == 1
    assert SignUpInvitation.objects.get().used_at is not None


def test_the_command_where_sign_up_is_open(db, settings, capsys):
    settings.SITE_URL = "http://127.0.0.1:8000"
    call_command("invite")
    printed = capsys.readouterr()
    assert printed.out.startswith("http://127.0.0.1:8000/invited/")
    assert printed.err == "Sign-up is open to anybody here. Nobody needs this link.\n"


def test_it_works_once(token, client):
    client.get(f"/invited/{token}/")
    sign_up(client)
    other = Client()
    other.get(f"/invited/{token}/")
    assert is_closed(other.get("/account/signup/"))
    assert is_closed(sign_up(other, email="sam@example.org"))
    assert User.objects.count() == 1


def test_of_two_at_once_one_alone_succeeds(token, client, monkeypatch):
    """Both were shown the form before either sent it."""
    monkeypatch.setattr("careplan.accounts.invitations.may_sign_up", lambda request: True)
    other = Client()
    for browser in (client, other):
        browser.get(f"/invited/{token}/")
    assert sign_up(client)["Location"] == "/account/confirm-email/"
    assert is_closed(sign_up(other, email="sam@example.org"))
    assert [user.email for user in User.objects.all()] == ["noor@example.org"]


def test_a_form_with_a_mistake_uses_nothing_up(token, client):
    client.get(f"/invited/{token}/")
    sign_up(client, password1="short")
    assert SignUpInvitation.objects.get().used_at is None
    assert sign_up(client).status_code == 302


def test_it_lasts_seven_days(token, client):
    client.get(f"/invited/{token}/")
    SignUpInvitation.objects.update(created=timezone.now() - datetime.timedelta(days=7))
    assert is_closed(sign_up(client))
    assert User.objects.count() == 0


@pytest.mark.parametrize("guess", ["x", "a" * 500, "%00", "ü"])
def test_a_guessed_token(token, client, guess):
    assert client.get(f"/invited/{guess}/")["Location"] == "/account/signup/"
    assert is_closed(client.get("/account/signup/"))


def test_the_token_is_kept_nowhere(token, client, caplog):
    response = client.get(f"/invited/{token}/")
    assert token not in response.content.decode() + response["Location"]
    assert token not in str(dict(client.session))
    assert token not in client.get("/account/signup/").content.decode()
    assert token not in str(list(SignUpInvitation.objects.values()))
    # Django's records name the page: of a wrong method there is none, and of a failure, which has
    # one, ours leave out what follows /invited/.
    assert client.post(f"/invited/{token}/").status_code == 405
    assert token not in caplog.text
    failure = logging.makeLogRecord({"msg": "Failed: %s", "args": (f"/invited/{token}/",)})
    assert WithoutData("{message}", style="{").format(failure) == "Failed: /invited/…/"


def test_an_address_with_an_account_is_answered_alike(token, cast, client, same):
    """Else somebody with an invitation could ask whose address has an account."""
    second, bodies = SignUpInvitation.issue(), []
    for address, invitation in (("maria@example.org", token), ("noor@example.org", second)):
        cache.clear()
        browser = Client()
        browser.get(f"/invited/{invitation}/")
        road = sign_up(browser, email=address)["Location"]
        bodies.append([road, same(browser.get(road), address)])
        browser.post("/account/logout/", {"next": "/account/signup/"})
        bodies[-1].append(same(browser.get("/account/signup/"), address))
    assert bodies[0] == bodies[1]
    assert CLOSED in bodies[0][2]
