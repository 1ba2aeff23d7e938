"""Getting in and out by password."""

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache

from tests.accounts.conftest import errors, sign_in

MISMATCH = "The email and the password do not fit together. Look at both, then try again."
TOO_MANY = "There were too many tries. Wait five minutes. Then try again, or ask for a new code."


def who(client):
    return client.session.get("_auth_user_id")


def problem(response) -> str:
    return errors(response)["__all__"][0]


def test_the_right_password(cast, client):
    response = sign_in(client, "MARIA@example.org ")
    assert (response.status_code, response["Location"]) == (302, "/")
    assert who(client) == str(cast.maria.pk)


def test_it_ends_with_the_browser_unless_asked(cast, client):
    assert sign_in(client).cookies["sessionid"]["max-age"] == ""
    client.logout()
    response = client.post(
        "/account/login/",
        {"login": "maria@example.org", "password": "harbour-lantern-42", "remember": "on"},
    )
    assert response.cookies["sessionid"]["max-age"] == 1_209_600
    assert response.cookies["sessionid"]["httponly"]
    assert response.cookies["sessionid"]["samesite"] == "Lax"


def test_the_session_id_changes_at_sign_in(cast, client):
    client.get("/invited/some-token/")  # something that an anonymous session keeps
    before = client.session.session_key
    sign_in(client)
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_an_old_cookie_is_dead_after_sign_out(cast, client):
    sign_in(client)
    old = client.cookies["sessionid"].value
    assert client.get("/account/logout/").status_code == 200
    assert client.get("/settings/").status_code == 200
    response = client.post("/account/logout/")
    assert (response.status_code, response["Location"]) == (302, "/")
    client.cookies["sessionid"] = old
    assert client.get("/settings/")["Location"] == "/account/login/?next=/settings/"


def test_known_and_unknown_addresses_are_answered_alike(cast, client, same):
    known = sign_in(client, "maria@example.org", "wrong-password")
    unknown = sign_in(client, "nobody@example.org", "wrong-password")
    assert problem(known) == MISMATCH
    assert known.status_code == unknown.status_code == 200
    assert same(known, "maria@example.org") == same(unknown, "nobody@example.org")


def test_the_sixth_try_is_refused(cast, client):
    for _try in range(5):
        assert problem(sign_in(client, password="wrong-password")) == MISMATCH
    assert problem(sign_in(client)) == TOO_MANY  # were it the right one
    assert who(client) is None
    assert sign_in(client, "ana@example.org").status_code == 302  # another address is free


@pytest.mark.parametrize("header", ["HTTP_X_FORWARDED_FOR", "HTTP_HOST", "HTTP_X_REAL_IP"])
def test_no_header_makes_a_try_uncounted(cast, client, header):
    values = {"HTTP_HOST": "127.0.0.1:{}"}
    for number in range(5):
        value = values.get(header, "203.0.113.{}").format(number + 1)
        sign_in(client, password="wrong-password", **{header: value})
    value = values.get(header, "203.0.113.{}").format(9)
    assert problem(sign_in(client, **{header: value})) == TOO_MANY


def guesses_until_refused(client, forwarded) -> int:
    """How many addresses one place may try before it has to wait."""
    for number in range(20):
        response = sign_in(
            client, f"n{number}@example.org", "wrong", HTTP_X_FORWARDED_FOR=forwarded(number)
        )
        if problem(response) == TOO_MANY:
            return number
    return 20


def test_the_place_is_the_connections(cast, client):
    assert guesses_until_refused(client, lambda n: f"203.0.113.{n}") == 10


def test_behind_the_sites_proxy_the_place_is_what_it_says(cast, client, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1  # as CAREPLAN_BEHIND_PROXY sets it
    assert guesses_until_refused(client, lambda n: f"203.0.113.{n}") == 20
    cache.clear()
    # What the visitor wrote into the header stands before what the proxy adds.
    assert guesses_until_refused(client, lambda n: f"203.0.113.{n}, 198.51.100.7") == 10


def test_too_many_forms_give_a_plain_page(cast, client):
    for _form in range(30):
        client.post("/account/login/", {})
    response = client.post("/account/login/", {})
    assert response.status_code == 429
    assert "Please wait a little" in response.content.decode()
    assert response.templates[0].name == "429.html"


@pytest.mark.parametrize(
    ("wish", "leads"),
    [("/settings/", "/settings/"), ("https://evil.example/", "/"), ("//evil.example", "/")],
)
def test_after_sign_in_nobody_is_led_away(cast, client, wish, leads):
    response = client.post(
        f"/account/login/?next={wish}",
        {"login": "maria@example.org", "password": "harbour-lantern-42"},
    )
    assert response["Location"] == leads


def test_a_closed_account(cast, client):
    cast.maria.is_active = False
    cast.maria.save()
    assert sign_in(client)["Location"] == "/account/inactive/"
    assert who(client) is None
    assert "This account is closed" in client.get("/account/inactive/").content.decode()


def test_nothing_typed(cast, client):
    assert errors(client.post("/account/login/", {})) == {
        "login": ["Write the whole email address, such as maria@example.org"],
        "password": ["Type your password"],
    }
    odd = {"login": "maria\x00@example.org", "password": "pass\x00word"}
    assert errors(client.post("/account/login/", odd)) == {
        "password": ["There is a sign in it that cannot be kept. Type it again"],
    }


def test_the_typed_email_is_kept_and_the_password_is_not(cast, client):
    body = sign_in(client, password="wrong-password").content.decode()
    assert 'value="maria@example.org"' in body
    assert "wrong-password" not in body


def test_json_is_not_given(cast, client):
    response = client.get("/account/login/", HTTP_ACCEPT="application/json")
    assert response["Content-Type"] == "text/html; charset=utf-8"
