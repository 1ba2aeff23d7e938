"""A sign-in in a browser that is new is told of; in one that is known, it is not."""

import datetime
import hashlib

import pytest
import time_machine
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from careplan.accounts.known_browsers import KnownBrowser
from tests.accounts.conftest import noor, sign_in, sign_up
from tests.accounts.second_steps import add_passkey, make_keys, turn_on
from tests.accounts.test_letters import is_neutral
from tests.accounts.test_security import PHONE
from tests.cast import just_asked


@pytest.fixture
def told(letters, settings, django_capture_on_commit_callbacks):
    """`told(do, ...)`: the letters about new sign-ins that leave when `do` is done."""
    settings.SITE_URL = "https://careplan.example.org"

    def sent(do, *args, **more) -> list:
        before = len(letters)
        with django_capture_on_commit_callbacks(execute=True):
            do(*args, **more)
        return [each for each in letters[before:] if each.subject == "A new sign-in"]

    return sent


@pytest.fixture
def home(cast, told):
    """The browser of Maria's first sign-in."""
    browser = Client()
    assert told(sign_in, browser) == [], "the very first is nothing to tell of"
    return browser


def test_a_new_browser_is_told_of_once(home, cast, told):
    cast.maria.time_zone = "America/Chicago"
    cast.maria.save(update_fields=["time_zone"])
    phone = Client(HTTP_USER_AGENT=PHONE)
    with time_machine.travel(datetime.datetime(2026, 12, 3, 20, 5, tzinfo=datetime.UTC)):
        (letter,) = told(sign_in, phone)
    assert letter.to == ["maria@example.org"]
    assert letter.body.strip().splitlines() == [
        "Somebody signed in to your account on a phone or computer that is new to us.",
        "",
        "Safari, iPhone",
        "3 December 2026, 14:05",
        "",
        "If that was you, there is nothing to do.",
        "",
        "If not, sign out all others here:",
        "https://careplan.example.org/account/sessions/",
        "",
        "Then change your password here:",
        "https://careplan.example.org/account/password/change/",
        "",
        "--",
        "careplan, https://careplan.example.org",
    ]
    assert is_neutral(letter)
    assert "127.0.0.1" not in letter.body
    (html, kind) = letter.alternatives[0]
    assert kind == "text/html"
    assert "Safari, iPhone<br>3 December 2026, 14:05" in html
    for browser in (phone, home):
        browser.post("/account/logout/")
        assert told(sign_in, browser) == []


def test_each_person_has_their_own(home, cast, told):
    """A browser that Maria knows may still be new to Sam."""
    assert told(sign_in, Client(), "sam@example.org") == []
    home.post("/account/logout/")
    (letter,) = told(sign_in, home, "sam@example.org")
    assert letter.to == ["sam@example.org"]


def test_nothing_is_told_after_sign_up(db, client, told, code, letters, settings):
    settings.EMAIL_HOST = ""
    sign_up(client)
    settings.EMAIL_HOST = "mail.example.org"
    assert told(client.post, "/account/confirm-email/", {"code": code()}) == []
    assert client.session["_auth_user_id"] == str(noor().pk)
    assert KnownBrowser.objects.count() == 1


def test_the_first_step_alone_tells_nothing(home, cast, told, settings):
    make_keys(settings)
    app = turn_on(home)
    thief = Client()
    assert told(sign_in, thief) == []
    assert len(told(thief.post, "/account/login/second-step/", {"code": app.code()})) == 1


def test_the_cookie_is_kept_as_a_digest_alone(home):
    cookie = home.cookies["browser"]
    assert (cookie["max-age"], cookie["httponly"], cookie["samesite"]) == (34_560_000, True, "Lax")
    known = KnownBrowser.objects.get()
    assert known.cookie_sha256 == hashlib.sha256(cookie.value.encode()).hexdigest()
    assert cookie.value not in str(KnownBrowser.objects.values())
    home.post("/account/logout/")
    assert home.cookies["browser"].value == cookie.value, "signing out does not make it new"


@pytest.mark.parametrize("value", ["", "x", "known", "a" * 5_000, "ä"])
def test_a_cookie_that_is_none_of_ours_is_replaced(home, told, value):
    other = Client()
    other.cookies["browser"] = value
    assert len(told(sign_in, other)) == 1
    assert len(other.cookies["browser"].value) == 43


def test_browsers_long_gone_are_forgotten(home, cast, told):
    KnownBrowser.objects.update(last_seen=datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC))
    told(sign_in, Client())
    assert KnownBrowser.objects.count() == 1


# --- manage.py remove_second_step -----------------------------------------------------------------


def answer(monkeypatch, words):
    monkeypatch.setattr("builtins.input", lambda prompt: words)


def test_taking_every_second_step_off(
    cast, signed_in, settings, letters, monkeypatch, capsys, django_capture_on_commit_callbacks
):
    make_keys(settings)
    client = signed_in(cast.maria)
    just_asked(client)
    turn_on(client)
    add_passkey(cast.maria)
    sams = add_passkey(cast.sam)
    answer(monkeypatch, "no")
    with pytest.raises(CommandError, match=r"^Nothing was changed\.$"):
        call_command("remove_second_step", "maria@example.org")
    assert cast.maria.authenticator_set.count() == 3
    answer(monkeypatch, "yes")
    with django_capture_on_commit_callbacks(execute=True):
        call_command("remove_second_step", "Maria@example.org")
    assert cast.maria.authenticator_set.count() == 0
    assert cast.sam.authenticator_set.get() == sams
    assert "The second step is off." in capsys.readouterr().out
    letter = letters[-1]
    assert (letter.to, letter.subject) == (["maria@example.org"], "Your account")
    assert letter.body.strip().startswith("The second step was taken off your account by the")
    assert is_neutral(letter)
    with pytest.raises(CommandError, match=r"^This account has no second step\.$"):
        call_command("remove_second_step", "maria@example.org")


def test_nobody_of_that_email(db):
    with pytest.raises(CommandError, match=r"^No account has this email\.$"):
        call_command("remove_second_step", "nobody@example.org")
