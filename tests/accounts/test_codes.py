"""Codes: to sign in, to confirm an email, to choose a new password."""

import datetime

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone

from careplan.accounts.models import User
from tests.accounts.conftest import errors, sign_in, sign_up

ASK = {
    "/account/login/code/": "/account/login/code/confirm/",
    "/account/password/reset/": "/account/password/reset/confirm/",
}
WRONG = ["This is not the code that we sent. Look at each digit"]


def ask(client, page, email="maria@example.org"):
    return client.post(page, {"email": email})


@pytest.mark.parametrize("written", ["{}", " {} ", "{}".replace("-", ""), "plain"])
def test_sign_in_by_code(cast, client, code, written):
    assert ask(client, "/account/login/code/")["Location"] == "/account/login/code/confirm/"
    text = code()
    assert len(text) == 11
    assert text.replace("-", "").isdigit()
    typed = text.replace("-", "") if written == "plain" else written.format(text)
    response = client.post("/account/login/code/confirm/", {"code": typed})
    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(cast.maria.pk)
    assert response.cookies["sessionid"]["max-age"] == ""


def test_stay_signed_in_by_code(cast, client, code):
    ask(client, "/account/login/code/")
    response = client.post("/account/login/code/confirm/", {"code": code(), "remember": "on"})
    assert response.cookies["sessionid"]["max-age"] == 1_209_600


def test_a_code_works_once(cast, client, code):
    ask(client, "/account/login/code/")
    waiting, text = client.cookies["sessionid"].value, code()
    client.post("/account/login/code/confirm/", {"code": text})
    client.post("/account/logout/")
    client.cookies["sessionid"] = waiting  # the session in which it was asked for
    response = client.post("/account/login/code/confirm/", {"code": text})
    assert response["Location"] == "/account/login/code/"
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("page", ASK)
def test_a_code_lasts_ten_minutes(cast, client, code, page):
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        ask(client, page)
        text = code()
        clock.shift(datetime.timedelta(minutes=10, seconds=1))
        assert client.post(ASK[page], {"code": text}).status_code == 302
        assert "_auth_user_id" not in client.session
        assert client.get("/account/password/reset/complete/").status_code == 302


@pytest.mark.parametrize("page", ASK)
def test_a_code_has_three_tries(cast, client, code, page):
    ask(client, page)
    text = code()
    for _try in range(2):
        assert errors(client.post(ASK[page], {"code": "000-000-000"})) == {"code": WRONG}
    response = client.post(ASK[page], {"code": "000-000-000"}, follow=True)
    assert "There were too many tries." in response.content.decode()
    client.post(ASK[page], {"code": text})
    assert "_auth_user_id" not in client.session
    assert "code_confirmed" not in str(dict(client.session))


def test_three_tries_for_a_new_address(client, db, code):
    sign_up(client)
    text = code()
    for _try in range(3):
        client.post("/account/confirm-email/", {"code": "000-000-000"})
    client.post("/account/confirm-email/", {"code": text})
    assert "_auth_user_id" not in client.session


def test_a_new_code_ends_the_old_one(cast, client, code):
    ask(client, "/account/login/code/")
    old = code()
    client.post("/account/login/code/confirm/", {"action": "resend"})
    new = code()
    assert errors(client.post("/account/login/code/confirm/", {"code": old})) == {"code": WRONG}
    assert client.post("/account/login/code/confirm/", {"code": new})["Location"] == "/"


@pytest.mark.parametrize("page", ASK)
def test_known_and_unknown_addresses_are_answered_alike(cast, client, same, page):
    bodies, roads = [], []
    for address in ("maria@example.org", "nobody@example.org"):
        client.cookies.clear()
        roads.append(ask(client, page, address)["Location"])
        pages = [client.get(ASK[page]), client.post(ASK[page], {"code": "000-000-000"})]
        bodies.append([same(answer, address) for answer in pages])
        roads += [client.post(ASK[page], {"code": "1"}).status_code for _try in range(2)]
    assert roads[:3] == roads[3:]
    assert bodies[0] == bodies[1]
    assert "ADDRESS" in bodies[0][0]


def test_too_many_requests_for_one_address(cast, client):
    for _request in range(3):
        client.cookies.clear()
        assert ask(client, "/account/login/code/").status_code == 302
    client.cookies.clear()
    assert "too many tries" in str(errors(ask(client, "/account/login/code/")))


def test_a_forgotten_password(cast, client, signed_in, code):
    elsewhere = client.__class__()
    sign_in(elsewhere)
    ask(client, "/account/password/reset/")
    new = "/account/password/reset/complete/"
    assert client.get(new)["Location"] == "/account/password/reset/confirm/"  # the code first
    assert client.post(ASK["/account/password/reset/"], {"code": code()})["Location"] == new
    for bad, sentence in {
        "password": "Many people use this password. Choose another one",
        "short": "Make your password 8 letters or longer",
    }.items():
        assert sentence in errors(client.post(new, {"password1": bad}))["password1"]
    response = client.post(new, {"password1": "lantern-harbour-43"}, follow=True)
    assert "Your new password is saved" in response.content.decode()
    assert client.get(new).status_code == 302  # used up
    assert "_auth_user_id" not in client.session
    assert sign_in(client, password="lantern-harbour-43").status_code == 302
    assert elsewhere.get("/settings/").status_code == 302, "others are signed out"


def test_the_code_of_one_browser_is_none_in_another(cast, client, code):
    ask(client, "/account/login/code/")
    text, other = code(), client.__class__()
    other.post("/account/login/code/confirm/", {"code": text})
    assert "_auth_user_id" not in other.session


def test_start_again_leaves_the_waiting_code(cast, client, code):
    ask(client, "/account/login/code/")
    page = client.get("/account/login/code/confirm/").content.decode()
    assert "Start again" in page
    assert client.get("/account/login/")["Location"] == "/account/login/code/confirm/"
    response = client.post("/account/logout/", {"next": "/account/login/code/"})
    assert response["Location"] == "/account/login/code/"
    assert client.get("/account/login/").status_code == 200


def test_an_unconfirmed_account_gets_its_code_at_sign_in(db, client, code):
    sign_up(client)
    client.cookies.clear()
    cache.clear()  # the pause between two letters is over
    assert sign_in(client, "noor@example.org")["Location"] == "/account/confirm-email/"
    client.post("/account/confirm-email/", {"code": code()})
    assert client.session["_auth_user_id"] == str(User.objects.get().pk)
