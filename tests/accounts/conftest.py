"""What the tests of the accounts room share: codes, letters, and a way through sign-up."""

import re

import pytest

from careplan.accounts.models import User
from tests.cast import PASSWORD

NEW = {"name": "Noor", "email": "noor@example.org", "password1": PASSWORD}
# What two answers may differ in: the form's key, and the address that somebody typed.
KEYS = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


@pytest.fixture
def code(capsys):
    """`code()`: the newest code on the console."""

    def newest() -> str:
        return re.findall(r"^Code: (\S+)$", capsys.readouterr().out, re.MULTILINE)[-1]

    return newest


@pytest.fixture
def letters(settings, mailoutbox):
    """The letters that a site with a mail server sends."""
    settings.EMAIL_HOST = "mail.example.org"
    return mailoutbox


@pytest.fixture
def same():
    """`same(response, address)`: its body, without the form's key and the typed address."""

    def body(response, address: str) -> str:
        return KEYS.sub("", response.content.decode()).replace(address, "ADDRESS")

    return body


def sign_in(client, email="maria@example.org", password=PASSWORD, **more):
    return client.post("/account/login/", {"login": email, "password": password}, **more)


def sign_up(client, **fields):
    return client.post("/account/signup/", NEW | fields)


def noor() -> User:
    return User.objects.get(email=NEW["email"])


def errors(response) -> dict:
    return dict(response.context["form"].errors)
