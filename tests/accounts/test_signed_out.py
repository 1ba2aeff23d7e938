"""Somebody who is signed out while writing, in another window or by time, loses no word."""

import pytest
from django.test import Client

from careplan.concerns.models import Concern


@pytest.fixture
def new_concern(cast):
    return f"/plans/{cast.plan.pk}/concerns/new/"


def test_the_words_stand_on_the_page(client, cast, new_concern):
    sent = {"category": "other", "words": "My <b>hip</b> hurts\nat night", "password": "canary"}
    response = client.post(new_concern, sent)
    page = response.content.decode()
    assert response.status_code == 403
    assert "My &lt;b&gt;hip&lt;/b&gt; hurts<br>at night" in page
    assert "canary" not in page
    assert "no-store" in response["Cache-Control"]
    assert Concern.objects.count() == 0


def test_without_words_it_asks_for_sign_in(client, new_concern):
    response = client.post(new_concern, {"version": "1"})
    assert response.status_code == 302
    assert response["Location"].startswith("/account/login/?next=")


@pytest.mark.parametrize(
    ("origin", "shown"),
    [("http://testserver", True), ("https://bad.example", False), (None, False)],
)
def test_a_form_that_grew_old_gives_its_words_back_to_us_alone(cast, new_concern, origin, shown):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.maria, "allauth.account.auth_backends.AuthenticationBackend")
    headers = {"origin": origin} if origin else {}
    response = client.post(new_concern, {"words": "My hip hurts"}, headers=headers)
    assert response.status_code == 403
    assert ("My hip hurts" in response.content.decode()) is shown
    assert Concern.objects.count() == 0
