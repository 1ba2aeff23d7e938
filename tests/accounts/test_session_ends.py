"""When a session ends, what keeps it alive, and what an open page is told of it."""

import datetime

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.accounts.conftest import sign_in

MINUTE = datetime.timedelta(minutes=1)
HOUR = 60 * MINUTE
DAY = 24 * HOUR
NOTHING = {"seconds": 0, "key": ""}


@pytest.fixture(autouse=True)
def _limits(settings):
    settings.SESSION_IDLE, settings.SESSION_LENGTH = 7_200, 43_200


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        yield clock


def is_in(client) -> bool:
    """Looked at without a request, which would be a sign of life."""
    row = Session.objects.filter(session_key=client.cookies["sessionid"].value).get()
    return row.expire_date > timezone.now()


def state(client, of: str) -> dict:
    return client.get("/account/session/", headers={"X-Session-Of": of}).json()


@pytest.fixture
def maria(cast, client, clock):
    sign_in(client)
    return client


def whose(page) -> str:
    return page.content.decode().partition('data-session-of="')[2].partition('"')[0]


def test_two_hours_without_use_end_it(maria, clock):
    clock.shift(2 * HOUR - datetime.timedelta(seconds=1))
    assert maria.get("/settings/").status_code == 200
    clock.shift(2 * HOUR)
    assert maria.get("/settings/")["Location"] == "/account/login/?next=/settings/"


def test_with_use_it_ends_after_twelve_hours(maria, clock):
    for _hour in range(11):
        clock.shift(HOUR)
        assert maria.get("/settings/").status_code == 200
    clock.shift(HOUR)
    assert maria.get("/settings/").status_code == 302


def test_who_stays_signed_in_has_fourteen_days(cast, client, clock):
    client.post(
        "/account/login/",
        {"login": "maria@example.org", "password": "harbour-lantern-42", "remember": "on"},
    )
    clock.shift(13 * DAY)  # without any use
    assert client.get("/settings/").status_code == 200
    clock.shift(DAY - datetime.timedelta(seconds=1))
    assert client.get("/settings/").status_code == 200
    clock.shift(datetime.timedelta(seconds=1))
    assert client.get("/settings/").status_code == 302


def test_limits_of_the_site_hold(maria, clock, settings):
    settings.SESSION_IDLE, settings.SESSION_LENGTH = 300, 3600
    maria.get("/settings/")
    clock.shift(MINUTE)
    maria.get("/settings/")
    assert maria.get("/account/sessions/").status_code == 200
    clock.shift(2 * HOUR - MINUTE)
    assert not is_in(maria), "a shorter limit holds from the next use on"


def test_life_is_written_once_a_minute(maria, clock):
    def writes():
        with CaptureQueriesContext(connection) as asked:
            maria.get("/text-size/")
        return [q["sql"] for q in asked if q["sql"].startswith("UPDATE")]

    maria.get("/text-size/")
    clock.shift(MINUTE)
    assert writes() == []
    clock.shift(datetime.timedelta(seconds=1))
    (update,) = writes()
    assert 'SET "expire_date"' in update
    assert "session_data" not in update, "nothing that another page keeps is written over"
    assert writes() == []


def test_to_be_asked_is_no_life(maria, clock):
    of = whose(maria.get("/settings/"))
    for _quarter in range(7):
        clock.shift(15 * MINUTE)
        assert state(maria, of)["seconds"] > 120
    clock.shift(13 * MINUTE)
    told = state(maria, of)
    assert told["seconds"] == 120
    assert "In two minutes you are signed out." in told["say"]
    assert "data-stay-here" in told["say"]
    clock.shift(MINUTE)
    assert "In one minute you are signed out." in state(maria, of)["say"]
    clock.shift(MINUTE)
    told = state(maria, of)
    assert {key: told[key] for key in NOTHING} == NOTHING
    assert "Press Save: we ask you to sign in, and keep it." in told["say"]


def test_stay_signed_in(maria, clock):
    of = whose(maria.get("/settings/"))
    clock.shift(2 * HOUR - MINUTE)
    told = maria.post("/account/stay/", headers={"X-Session-Of": of}).json()
    assert (told["seconds"], told["say"]) == (7200, "")
    assert state(maria, of)["seconds"] == 7200
    assert maria.get("/account/stay/").status_code == 405


def test_stay_needs_the_key_that_the_page_was_told(cast, clock):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.maria, "allauth.account.auth_backends.AuthenticationBackend")
    of = whose(browser.get("/settings/"))
    assert browser.post("/account/stay/").status_code == 403
    headers = {"X-Session-Of": of, "X-CSRFToken": state(browser, of)["key"]}
    assert browser.post("/account/stay/", headers=headers).status_code == 200


def test_at_the_end_of_all_nothing_offers_to_stay(maria, clock):
    of = whose(maria.get("/settings/"))
    for _hour in range(11):
        clock.shift(HOUR)
        maria.get("/settings/")
    clock.shift(59 * MINUTE)
    told = state(maria, of)
    assert told["seconds"] == 60
    assert "You have been signed in for long. Save now." in told["say"]
    assert "data-stay-here" not in told["say"]


def test_a_page_of_somebody_else_is_told_so(maria, cast):
    of = whose(maria.get("/settings/"))
    maria.post("/account/logout/")
    told = state(maria, of)
    assert "Sign in, in a new window. Then press Save here." in told["say"]
    sign_in(maria, "sam@example.org")
    told = state(maria, of)
    assert {key: told[key] for key in NOTHING} == NOTHING
    assert "Somebody else signed in here." in told["say"]
    assert "Maria" not in told["say"]
    assert whose(maria.get("/settings/")) != of


def test_pages_without_a_reader_carry_nothing_of_it(db, client):
    page = client.get("/").content.decode()
    assert "data-session" not in page
    assert "session.js" not in page
    assert state(client, "")["seconds"] == 0


def test_a_page_says_how_long(maria, clock):
    clock.shift(30 * datetime.timedelta(seconds=1))
    page = maria.get("/settings/").content.decode()
    assert 'data-signed-in="7170"' in page, "written once a minute"


def test_a_session_of_before_goes_on(maria, clock):
    """One that a site made before it had these limits."""
    session = maria.session
    del session["signed_in_at"]
    Session.objects.update(session_data=session.encode(dict(session)))
    assert maria.get("/settings/").status_code == 200
    assert maria.session["signed_in_at"] == timezone.now().timestamp()
    clock.shift(2 * HOUR)
    assert maria.get("/settings/").status_code == 302


def test_signing_in_again_counts_from_then(maria, clock, cast):
    clock.shift(90 * MINUTE)
    maria.post("/account/logout/")
    sign_in(maria)
    assert maria.session["signed_in_at"] == timezone.now().timestamp()


def test_sessions_that_ended_are_erased_by_tidy(maria, clock, capsys):
    other = Client()
    clock.shift(2 * HOUR + datetime.timedelta(seconds=1))
    sign_in(other)
    call_command("tidy")
    assert [s.session_key for s in Session.objects.all()] == [other.cookies["sessionid"].value]


def test_without_an_account_a_session_lasts_half_a_day(db, client, clock):
    client.get("/invited/some-token/")
    assert client.session.get_expiry_age() == 43_200
