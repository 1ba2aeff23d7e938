"""A browser of each person, and addresses of this room."""

import pytest
from django.test import Client
from django.urls import reverse


@pytest.fixture
def browser(cast):
    """`browser("maria")`: a test client that is signed in as her."""

    def of(who: str) -> Client:
        client = Client()
        backend = "allauth.account.auth_backends.AuthenticationBackend"
        client.force_login(getattr(cast, who), backend=backend)
        return client

    return of


@pytest.fixture
def at(cast):
    """`at("appointment_edit", visit)`: the address in Maria's plan."""

    def address(name: str, *records, plan=None) -> str:
        return reverse(name, args=[(plan or cast.plan).pk, *(r.pk for r in records)])

    return address
