"""A new account."""

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache

from careplan.accounts import forms
from careplan.accounts.models import User
from tests.accounts.conftest import NEW, errors, noor, sign_up


def test_from_the_form_to_the_start_page(db, client, code):
    response = sign_up(client, name="  Noor \x07 van\tDijk ", email="Noor@Example.org")
    assert response["Location"] == "/account/confirm-email/"
    assert "noor@example.org" in client.get(response["Location"]).content.decode()
    assert "_auth_user_id" not in client.session
    response = client.post("/account/confirm-email/", {"code": code()})
    assert response["Location"] == "/"
    user = noor()
    assert client.session["_auth_user_id"] == str(user.pk)
    assert user.name == "Noor van Dijk"
    assert user.information_level == "later"
    assert EmailAddress.objects.get(user=user, email="noor@example.org").verified


def test_the_account_starts_as_the_browser_was(db, client):
    client.cookies["look"] = "large.dark.plain"
    client.post("/account/signup/", NEW, HTTP_ACCEPT_LANGUAGE="es-MX,es;q=0.9,en;q=0.5")
    user = noor()
    assert (user.language, user.text_size, user.colours, user.letters) == (
        "es",
        "large",
        "dark",
        "plain",
    )


@pytest.mark.parametrize("name", ["🌻 Maria 👩‍👩‍👧", "ماريا", "Nguyễn Thị Hoa", "<b>O’Hara</b>"])
def test_names_of_the_world(db, client, name):
    sign_up(client, name=name)
    assert noor().name == name


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", "", "Write the name that others should see"),
        ("name", "\x00\x07 \t", "Write the name that others should see"),
        (
            "name",
            "a" * 10_000,
            "Make this shorter. It has 10000 letters, and there is room for 80.",
        ),
        ("email", "noor", "Write the whole email address, such as maria@example.org"),
        ("email", "", "Write the whole email address, such as maria@example.org"),
        ("password1", "", "Choose a password"),
        ("password1", "short", "Make your password 8 letters or longer"),
        ("password1", "password123", "Many people use this password. Choose another one"),
        ("password1", "a" * 1_001, "Make your password shorter than 1,000 letters"),
        ("password1", "a\x00bcdefgh", "There is a sign in it that cannot be kept. Type it again"),
    ],
)
def test_what_cannot_be_kept(db, client, field, typed, sentence):
    response = sign_up(client, **{field: typed})
    assert errors(response) == {field: [sentence]}
    assert User.objects.count() == 0
    kept = "noor@example.org" if field != "email" else "Noor"
    assert f'value="{kept}"' in response.content.decode()


@pytest.mark.parametrize(
    "password", ["eightlet", "x" * 128, "pässwörd 🌻 mit Leerzeichen", "y" * 1_000]
)
def test_passwords_that_work(db, client, password):
    sign_up(client, password1=password)
    assert noor().check_password(password)


def test_the_form_helps_whoever_fills_it_in(db, client):
    body = client.get("/account/signup/").content.decode()
    for attribute in ("name", "email", "new-password"):
        assert f'autocomplete="{attribute}"' in body
    assert "maxlength" not in body
    assert "placeholder" not in body


def test_sent_twice_there_is_one_account_and_one_code(db, client, code):
    first, second = sign_up(client), sign_up(client)
    assert first["Location"] == second["Location"] == "/account/confirm-email/"
    assert User.objects.count() == 1
    client.post("/account/confirm-email/", {"code": code()})
    assert client.session["_auth_user_id"] == str(noor().pk)


def test_two_at_once_with_one_address(db, client, monkeypatch):
    """Both have been told that the address is free; the database lets one of them in."""
    sign_up(client)
    cache.clear()
    client.cookies.clear()
    monkeypatch.setattr(forms.SignUpForm, "validate_unique_email", lambda self, value: value)
    assert sign_up(client)["Location"] == "/account/confirm-email/"
    assert User.objects.count() == 1


def test_known_and_unknown_addresses_are_answered_alike(cast, client, same):
    bodies = []
    for address in ("maria@example.org", "noor@example.org"):
        client.cookies.clear()
        response = sign_up(client, email=address)
        pages = [client.get(response["Location"])]
        pages.append(client.post(response["Location"], {"code": "000-000-000"}))
        assert [page.status_code for page in pages] == [200, 200]
        bodies.append([response["Location"], *(same(page, address) for page in pages)])
    assert bodies[0] == bodies[1]
    cast.maria.refresh_from_db()
    assert cast.maria.name == "Maria"
    assert cast.maria.check_password("harbour-lantern-42")


def test_a_known_address_takes_as_long(cast, client, monkeypatch):
    hashed = []
    monkeypatch.setattr(User, "set_password", lambda self, raw: hashed.append(raw))
    sign_up(client, email="maria@example.org")
    assert hashed == ["harbour-lantern-42"]


def test_extra_fields_change_nothing(db, client):
    sign_up(client, is_active="", language="es", information_level="everything", pk="7")
    user = noor()
    assert user.is_active
    assert (user.language, user.information_level) == ("en", "later")
