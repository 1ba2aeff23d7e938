"""What the tests of this room share: somebody who is invited, and a browser that was just asked."""

import re

import pytest
from django.test import Client

from careplan.plans.models import Grant, Role
from careplan.printing import printer
from careplan.sharing.invitation_making import invite
from careplan.sharing.invitations import Invitation
from tests.cast import Cast, just_asked, membership, person

LINK = re.compile(r"/invitation/([\w-]{43})/")


@pytest.fixture
def letters(settings, mailoutbox):
    """The letters that a site with a mail server sends."""
    settings.EMAIL_HOST = "mail.example.org"
    return mailoutbox


@pytest.fixture
def browser():
    """`browser(maria)`: a browser of its own, in which that person was just asked who they are."""

    def open_browser(user=None) -> Client:
        client = Client()
        if user:
            client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
            just_asked(client)
        return client

    return open_browser


@pytest.fixture
def max_(cast):
    """Max, who helps to keep Maria's plan."""
    return membership(cast.plan, person("Max"), Role.MANAGER, Grant.CHANGE).user


@pytest.fixture
def as_words(monkeypatch):
    """Sheets are not laid out: each file holds the words that would stand on it."""
    monkeypatch.setattr(printer, "kept", lambda sheet, make: repr(sheet).encode())


def invitation_to(email: str, *, name="Sofia", role=Role.VIEWER, **fields) -> Invitation:
    fields = {"visits": Grant.SEE, "papers": Grant.SEE} | fields
    return Invitation(name=name, email=email, role=role, **fields)


def invited(cast: Cast, email="sofia@example.org", by=None, **fields) -> Invitation:
    """An invitation of Maria's, or of somebody else's, that stands."""
    asked = invitation_to(email, **fields)
    return invite(plan=cast.plan, invitation=asked, by=by or cast.maria)


def token_in(text: str) -> str:
    return LINK.search(text).group(1)
