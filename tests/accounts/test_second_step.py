"""The second step of signing in: setting it up, being asked for it, losing it."""

import datetime
from pathlib import Path

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.conf import settings as site
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.utils import timezone

from careplan import keys
from careplan.accounts.second_step_keys import lock_all_anew
from tests.accounts.conftest import errors, sign_in
from tests.accounts.second_steps import App, make_keys, spare_codes, turn_on
from tests.cast import PASSWORD, just_asked

SECOND = "/account/login/second-step/"
NOT_FITTING = {"code": ["This code does not fit, or it was used already. Write a new one"]}


@pytest.fixture(autouse=True)
def _keys(settings):
    make_keys(settings)
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "50/m/ip,5/300s/key"}


@pytest.fixture
def clock():
    moment = timezone.now().replace(second=10, microsecond=0)
    with time_machine.travel(moment, tick=False) as clock:
        yield clock


@pytest.fixture
def maria(cast, client, clock):
    """Maria's browser, just signed in."""
    sign_in(client)
    return client


@pytest.fixture
def app(maria):
    """Maria's app; her first browser has set it up."""
    return turn_on(maria)


def is_in(browser) -> bool:
    return "_auth_user_id" in browser.session


def test_setting_up_an_app(maria, letters, django_capture_on_commit_callbacks):
    page = maria.get("/account/second-step/app/").content.decode()
    seed = maria.get("/account/second-step/app/").context["form"].secret
    assert seed in page.replace(" ", ""), "who comes back from the app finds the same"
    assert f"otpauth://totp/maria%40example.org?secret={seed}&amp;issuer=careplan" in page
    assert '<svg viewBox="' in page
    wrong = maria.post("/account/second-step/app/", {"code": "123456"})
    assert errors(wrong) == NOT_FITTING
    assert wrong.context["form"].secret == seed
    assert not Authenticator.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        done = maria.post("/account/second-step/app/", {"code": App(seed).code()})
    assert done["Location"] == "/account/second-step/spare-codes/"
    (notice,) = letters
    assert (notice.to, notice.subject) == (["maria@example.org"], "Your account")
    assert notice.body.startswith("Your account has a new second step: an app that shows codes.")


def test_the_state_stands_in_the_settings(maria):
    assert maria.get("/settings/").context["second_step"] is False
    turn_on(maria)
    assert maria.get("/settings/").context["second_step"] is True


WAYS_IN = ["password", "code", "reset"]


def go_in(browser, way, code):
    """Pass the first step, by each way that there is."""
    if way == "password":
        return sign_in(browser)
    if way == "code":
        browser.post("/account/login/code/", {"email": "maria@example.org"})
        return browser.post("/account/login/code/confirm/", {"code": code()})
    browser.post("/account/password/reset/", {"email": "maria@example.org"})
    browser.post("/account/password/reset/confirm/", {"code": code()})
    browser.post("/account/password/reset/complete/", {"password1": "lantern-harbour-43"})
    assert not is_in(browser), "a new password signs nobody in"
    return sign_in(browser, password="lantern-harbour-43")


@pytest.mark.parametrize("way", WAYS_IN)
def test_every_way_in_asks_for_it(app, cast, code, way):
    phone = Client()
    assert go_in(phone, way, code)["Location"] == SECOND
    assert not is_in(phone)
    assert phone.get(f"/plans/{cast.plan.pk}/").status_code == 302
    assert phone.get("/account/login/")["Location"] == SECOND
    assert phone.get(SECOND).status_code == 200
    assert phone.post(SECOND, {"code": app.code()})["Location"] == "/"
    assert is_in(phone)


def test_it_goes_on_to_the_page_that_was_asked_for(app, cast):
    phone = Client()
    page = f"/plans/{cast.plan.pk}/questions/"
    phone.post(f"/account/login/?next={page}", {"login": "maria@example.org", "password": PASSWORD})
    assert phone.post(SECOND, {"code": app.code()})["Location"] == page


@pytest.mark.parametrize("way", ["password", "code"])
def test_staying_signed_in_holds_over_the_second_step(app, code, way):
    phone = Client()
    remember = {"remember": "on"}
    if way == "password":
        phone.post(
            "/account/login/", {"login": "maria@example.org", "password": PASSWORD} | remember
        )
    else:
        phone.post("/account/login/code/", {"email": "maria@example.org"})
        phone.post("/account/login/code/confirm/", {"code": code()} | remember)
    phone.post(SECOND, {"code": app.code()})
    assert is_in(phone)
    assert phone.session.get_expiry_age() == site.SESSION_COOKIE_AGE


def test_nobody_starts_at_the_second_step(db, client):
    for answer in (client.get(SECOND), client.post(SECOND, {"code": "123456"})):
        assert answer["Location"] == "/account/login/"


def test_it_waits_for_a_quarter_of_an_hour(app, clock):
    phone = Client()
    sign_in(phone)
    clock.shift(datetime.timedelta(minutes=15, seconds=1))
    assert phone.post(SECOND, {"code": app.code()})["Location"] == "/account/login/"
    assert not is_in(phone)


def test_starting_again(app):
    phone = Client()
    sign_in(phone)
    assert phone.post("/account/logout/", {"next": "/account/login/"})["Location"] == (
        "/account/login/"
    )
    assert phone.get("/account/login/").status_code == 200


def test_a_code_works_once_for_as_long_as_it_would_fit(app, clock):
    code = app.code(later=1)
    clock.shift(datetime.timedelta(minutes=3))
    code = app.code(later=1)  # it fits for a minute and a half
    first = Client()
    sign_in(first)
    assert first.post(SECOND, {"code": f"{code[:3]} {code[3:]}"}).status_code == 302
    for seconds in (0, 31, 29):
        clock.shift(datetime.timedelta(seconds=seconds))
        thief = Client()
        sign_in(thief)
        assert errors(thief.post(SECOND, {"code": code})) == NOT_FITTING, seconds
        assert not is_in(thief)


def test_the_code_that_turned_it_on_is_used(maria, clock):
    app = App(maria.get("/account/second-step/app/").context["form"].secret)
    code = app.code()
    maria.post("/account/second-step/app/", {"code": code})
    phone = Client()
    sign_in(phone)
    assert errors(phone.post(SECOND, {"code": code})) == NOT_FITTING


@pytest.mark.parametrize(("later", "fits"), [(-2, False), (-1, True), (1, True), (2, False)])
def test_slow_hands_and_wrong_clocks(app, clock, later, fits):
    clock.shift(datetime.timedelta(minutes=3))
    phone = Client()
    sign_in(phone)
    phone.post(SECOND, {"code": app.code(later=later)})
    assert is_in(phone) is fits


def test_wrong_codes_come_to_an_end_from_wherever_they_come(app):
    """Counted for the person in the cache that all processes share, not in one session."""
    for number in range(5):
        guesser = Client(REMOTE_ADDR=f"10.0.0.{number}")
        sign_in(guesser)
        assert errors(guesser.post(SECOND, {"code": f"00000{number}"})) == NOT_FITTING
    guesser = Client(REMOTE_ADDR="10.0.0.9")
    sign_in(guesser)
    assert errors(guesser.post(SECOND, {"code": app.code()})) == {
        "code": ["There were too many tries. Wait five minutes, then try again."]
    }
    assert not is_in(guesser)


def test_spare_codes_are_shown_once_and_work_once(maria, clock):
    turn_on(maria)
    codes = spare_codes(maria)
    assert len(set(codes)) == 10
    assert all(len(code) == 8 and code.isdecimal() for code in codes)
    assert spare_codes(maria) == codes, "a reload shows them again, while they are new"
    file = maria.get("/account/second-step/spare-codes/file/")
    assert file["Content-Disposition"] == 'attachment; filename="spare-codes.txt"'
    assert file["Content-Type"] == "text/plain; charset=utf-8"
    assert "no-store" in file["Cache-Control"]
    assert file.content.decode().splitlines() == [
        "Spare codes for careplan",
        "testserver",
        "Each works once. Keep them in a safe place, not with your phone.",
        "",
        *(f"{code[:4]} {code[4:]}" for code in codes),
    ]
    other = Client()
    sign_in(other)
    assert other.post(SECOND, {"code": codes[3]}).status_code == 302
    assert is_in(other)
    assert spare_codes(other) == []
    assert other.get("/account/second-step/spare-codes/file/")["Location"] == (
        "/account/second-step/spare-codes/"
    )
    assert other.get("/account/second-step/").context["spare_codes"] == 9
    again = Client()
    sign_in(again)
    assert errors(again.post(SECOND, {"code": codes[3]})) == NOT_FITTING
    clock.shift(datetime.timedelta(minutes=10, seconds=1))
    just_asked(maria)
    assert spare_codes(maria) == []
    assert codes[0] not in maria.get("/account/second-step/spare-codes/").content.decode()


def test_ten_new_ones(app, maria, letters, django_capture_on_commit_callbacks):
    old = spare_codes(maria)
    with django_capture_on_commit_callbacks(execute=True):
        maria.post("/account/second-step/spare-codes/new/")
    new = spare_codes(maria)
    assert set(new).isdisjoint(old)
    assert [letter.body.strip().splitlines()[0] for letter in letters] == [
        "Your account has new spare codes. The old ones do not work any more."
    ]
    phone = Client()
    sign_in(phone)
    assert errors(phone.post(SECOND, {"code": old[0]})) == NOT_FITTING
    assert phone.post(SECOND, {"code": new[0]}).status_code == 302


@pytest.mark.parametrize("left", [9, 1])
def test_the_page_says_how_many_spare_codes_are_left(maria, clock, left):
    """Once they were shown, the page says that alone, and never a code."""
    turn_on(maria)
    codes = spare_codes(maria)
    row = Authenticator.objects.get(type="recovery_codes")
    row.data["used_mask"] = 2 ** (10 - left) - 1
    row.save()
    clock.shift(datetime.timedelta(minutes=10, seconds=1))
    just_asked(maria)
    page = maria.get("/account/second-step/spare-codes/").content.decode()
    assert f"You have {left} left. They were shown already. We do not show them twice." in page
    assert [code for code in codes if code in page or f"{code[:4]} {code[4:]}" in page] == []


def test_spare_codes_alone_are_no_second_step(maria):
    assert errors(maria.post("/account/second-step/spare-codes/new/")) == {
        "__all__": ["Spare codes need a second step. Set it up first."]
    }
    assert maria.get("/account/second-step/spare-codes/")["Location"] == "/account/second-step/"


def test_taking_the_app_off(app, maria, letters, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        done = maria.post("/account/second-step/app/off/", follow=True)
    assert done.redirect_chain == [("/account/second-step/", 302)]
    assert not Authenticator.objects.exists(), "its spare codes go with it"
    assert letters[-1].body.startswith("The app that shows codes was taken off your account.")
    phone = Client()
    assert sign_in(phone)["Location"] == "/"
    assert is_in(phone)


CHANGING = ["app/", "app/off/", "passkeys/new/", "spare-codes/", "spare-codes/new/"]
CHANGING += ["spare-codes/file/"]


@pytest.mark.parametrize("page", CHANGING)
def test_each_asks_again_who_it_is(app, maria, clock, page):
    clock.shift(datetime.timedelta(minutes=6))
    before = Authenticator.objects.values_list("pk", "data")
    kept = list(before)
    for answer in (
        maria.get(f"/account/second-step/{page}"),
        maria.post(f"/account/second-step/{page}", {"code": "123456"}),
    ):
        assert answer["Location"].startswith("/account/reauthenticate/?next=")
    assert list(before) == kept


def test_showing_who_it_is_by_a_code(app, maria, clock):
    clock.shift(datetime.timedelta(minutes=6))
    road = maria.get("/account/email/")["Location"]
    way = maria.get(road).context["reauthentication_alternatives"]
    assert [str(each["description"]) for each in way] == ["With a code of my app, or a spare code"]
    assert way[0]["url"] == "/account/reauthenticate/app/?next=%2Faccount%2Femail%2F"
    assert errors(maria.post(way[0]["url"], {"code": "123456"})) == NOT_FITTING
    code = app.code()
    assert maria.post(way[0]["url"], {"code": code})["Location"] == "/account/email/"
    assert maria.get("/account/email/").status_code == 200
    clock.shift(datetime.timedelta(seconds=5))
    assert errors(maria.post(way[0]["url"], {"code": code})) == NOT_FITTING


def test_nobody_takes_off_what_is_not_theirs(app, cast):
    sam = Client()
    sign_in(sam, "sam@example.org")
    assert sam.post("/account/second-step/app/off/").status_code == 404
    assert Authenticator.objects.filter(user=cast.maria).count() == 2


# --- what lies in the database --------------------------------------------------------------------


def everything_in_the_database() -> str:
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            rows += cursor.execute(f'SELECT * FROM "{table}"').fetchall()  # noqa: S608
    sessions = [session.get_decoded() for session in Session.objects.all()]
    return f"{rows}{sessions}"


def test_no_seed_lies_in_the_database(maria):
    page = maria.get("/account/second-step/app/")
    seed = page.context["form"].secret
    assert seed not in everything_in_the_database(), "nor while it waits in the session"
    maria.post("/account/second-step/app/", {"code": App(seed).code()})
    codes = spare_codes(maria)
    stored = everything_in_the_database()
    app_row, codes_row = Authenticator.objects.order_by("type").reverse()
    box = keys.box()
    assert box.decrypt(app_row.data["secret"]).decode() == seed
    seed_of_codes = box.decrypt(codes_row.data["seed"]).decode()
    for secret in (seed, seed_of_codes, *codes):
        assert secret not in stored
    assert app_row.data["secret"] in stored


def test_after_a_rotation_codes_still_work(app, maria, settings):
    codes = spare_codes(maria)
    before = dict(Authenticator.objects.values_list("type", "data"))
    old = keys.read()
    keys.write([make_keys(settings), *old])
    assert lock_all_anew(keys.box()) == []
    keys.write(keys.read()[:1])
    after = dict(Authenticator.objects.values_list("type", "data"))
    assert after["totp"] != before["totp"]
    assert after["recovery_codes"].keys() == before["recovery_codes"].keys()
    for code in (app.code(), codes[0]):
        phone = Client()
        sign_in(phone)
        assert phone.post(SECOND, {"code": code}).status_code == 302
        assert is_in(phone)


@pytest.mark.parametrize("content", [None, "nonsense"])
def test_without_its_keys_a_plain_sentence(app, maria, caplog, content):
    """No page breaks, nobody gets in, and nothing is changed."""
    waiting = Client()
    maria.post("/account/second-step/app/off/")
    turn_on(maria)
    sign_in(waiting)
    kept = list(Authenticator.objects.values_list("data"))
    file = Path(site.SCAN_KEYS)
    file.unlink()
    if content:
        file.write_text(content)
    answers = [waiting.post(SECOND, {"code": "123456"})]
    answers += [maria.get("/account/second-step/spare-codes/")]
    answers += [maria.post("/account/second-step/spare-codes/new/")]
    answers += [maria.get("/account/second-step/passkeys/new/")]
    sam = Client()
    sign_in(sam, "sam@example.org")
    answers += [sam.get("/account/second-step/app/")]
    for answer in answers:
        assert answer.status_code == 503
        assert "This cannot be opened now. Please tell the people who run this site." in (
            answer.content.decode()
        )
    assert not is_in(waiting)
    assert list(Authenticator.objects.values_list("data")) == kept
    assert maria.get("/account/second-step/").status_code == 200
    assert "The file of CAREPLAN_SCAN_KEYS is missing or broken." in caplog.messages


def test_another_key_is_no_fault_of_the_page(app, settings):
    make_keys(settings)
    phone = Client()
    sign_in(phone)
    answer = phone.post(SECOND, {"code": app.code()})
    assert answer.status_code == 503
    assert not is_in(phone)


def test_while_the_keys_change_nothing_new_is_kept(maria, monkeypatch):
    seed = maria.get("/account/second-step/app/").context["form"].secret
    monkeypatch.setattr(keys, "PATIENCE", 0)
    with keys.alone():
        answer = maria.post("/account/second-step/app/", {"code": App(seed).code()})
    assert answer.status_code == 503
    assert "This site is changing its locks." in answer.content.decode()
    assert not Authenticator.objects.exists()
