"""Password and email, once somebody is signed in; and where they are signed in."""

import datetime

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from careplan.accounts.devices import in_words
from tests.accounts.conftest import errors, sign_in
from tests.cast import PASSWORD, just_asked

LATER = datetime.timedelta(minutes=6)  # then somebody is asked again who they are
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1"
)


@pytest.fixture
def maria(cast, client):
    """Maria's browser, signed in by her password."""
    sign_in(client)
    return client


@pytest.fixture
def phone(cast, maria):
    """Maria's phone, signed in too."""
    phone = Client(HTTP_USER_AGENT=PHONE)
    sign_in(phone)
    return phone


def test_a_new_password(maria, phone):
    fields = {"oldpassword": PASSWORD, "password1": "lantern-harbour-43"}
    response = maria.post("/account/password/change/", fields, follow=True)
    assert response.redirect_chain == [("/settings/", 302)]
    assert "Your new password is saved." in response.content.decode()
    assert phone.get("/settings/").status_code == 302, "others are signed out"
    assert maria.get("/settings/").status_code == 200
    assert len(maria.get("/account/sessions/").context["rows"]) == 1


def test_a_new_password_needs_the_one_of_now(maria, cast):
    fields = {"oldpassword": "wrong-password", "password1": "password"}
    assert errors(maria.post("/account/password/change/", fields)) == {
        "oldpassword": ["This is not the password you use now. Type it again"],
        "password1": ["Many people use this password. Choose another one"],
    }
    cast.maria.refresh_from_db()
    assert cast.maria.check_password(PASSWORD)


def test_a_first_password(cast, signed_in):
    cast.maria.set_unusable_password()
    cast.maria.save()
    client = signed_in(cast.maria)
    just_asked(client)
    assert client.get("/account/password/change/")["Location"] == "/account/password/set/"
    response = client.post("/account/password/set/", {"password1": "lantern-harbour-43"})
    assert response["Location"] == "/settings/"
    cast.maria.refresh_from_db()
    assert cast.maria.check_password("lantern-harbour-43")


def change_email(client, new="maria@example.com"):
    return client.post("/account/email/", {"action_add": "on", "email": new})


def test_a_new_email_asks_who_you_are_and_a_code(maria, cast, letters):
    with time_machine.travel(timezone.now() + LATER):
        asked = maria.get("/account/email/")
        assert asked["Location"] == "/account/reauthenticate/?next=%2Faccount%2Femail%2F"
        response = maria.post(asked["Location"], {"password": PASSWORD})
        assert response["Location"] == "/account/email/"
        assert letters == []
        assert change_email(maria)["Location"] == "/account/confirm-email/"
    cast.maria.refresh_from_db()
    assert cast.maria.email == "maria@example.org", "nothing changes before the code"
    (letter,) = letters
    assert letter.to == ["maria@example.com"]
    code = next(line for line in letter.body.splitlines() if line.count("-") == 2)
    response = maria.post("/account/confirm-email/", {"code": code})
    assert response["Location"] == "/settings/"
    cast.maria.refresh_from_db()
    assert cast.maria.email == "maria@example.com"
    assert [e.email for e in EmailAddress.objects.filter(user=cast.maria)] == ["maria@example.com"]
    notice = letters[1]
    assert notice.to == ["maria@example.org"]
    assert notice.body.startswith("Your account has another email now.")
    assert "example.com" not in notice.body


def test_an_email_that_has_an_account_is_not_told(maria, cast, same):
    """The page is that of a free address; the code goes to its owner, and does not work."""
    bodies = []
    for address in ("sam@example.org", "free@example.org"):
        road = change_email(maria, address)["Location"]
        bodies.append([road, same(maria.get(road), address)])
    assert bodies[0] == bodies[1]


def test_the_email_of_now_is_no_change(maria):
    asked = change_email(maria, "MARIA@example.org")
    assert errors(asked) == {"email": ["This is your email already. Write the new one"]}


def test_where_i_am_signed_in(maria, phone):
    rows = maria.get("/account/sessions/").context["rows"]
    assert [(row.device, row.is_this_one) for row in rows] == [
        ("A browser that we do not know", True),
        ("Safari, iPhone", False),
    ]
    response = maria.post(f"/account/sessions/{rows[1].pk}/end/", follow=True)
    assert "That one is signed out." in response.content.decode()
    assert len(response.context["rows"]) == 1
    assert phone.get("/settings/").status_code == 302
    assert maria.get("/settings/").status_code == 200


def test_all_others_at_once(maria, phone):
    assert maria.post("/account/sessions/others/end/")["Location"] == "/account/sessions/"
    assert phone.get("/settings/").status_code == 302
    assert maria.get("/settings/").status_code == 200


def test_nobody_ends_what_is_not_theirs(maria, phone, cast):
    sam = Client()
    sign_in(sam, "sam@example.org")
    mine = phone.get("/account/sessions/").context["rows"][0].pk
    assert sam.post(f"/account/sessions/{mine}/end/").status_code == 404
    assert phone.post(f"/account/sessions/{mine}/end/").status_code == 404  # its own: sign out
    sam.post("/account/sessions/others/end/")
    assert phone.get("/settings/").status_code == 200
    assert Client().post(f"/account/sessions/{mine}/end/")["Location"].startswith("/account/login")


def test_a_session_that_has_run_out_is_not_listed(maria, phone):
    key = phone.session.session_key
    Session.objects.filter(session_key=key).update(expire_date=timezone.now())
    assert len(maria.get("/account/sessions/").context["rows"]) == 1


def test_reads_do_not_grow_with_the_sessions(maria, cast):
    counts = []
    for more in (1, 8):
        for _number in range(more):
            sign_in(Client())
        with CaptureQueriesContext(
            connection,
        ) as reads:
            maria.get("/account/sessions/")
        counts.append(len(reads))
    assert counts[0] == counts[1]
    assert counts[0] <= 8


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (PHONE, "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Firefox/140.0", "Firefox, Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Linux"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/140.0 Mobile Safari/537.36", "Chrome, Android"),
        ("<script>", "A browser that we do not know"),
        ("", "A browser that we do not know"),
    ],
)
def test_devices_in_words(said, words):
    assert in_words(said) == words
