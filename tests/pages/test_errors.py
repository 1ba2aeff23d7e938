"""Pages for what went wrong."""

import uuid

import pytest
from django.db import DatabaseError
from django.test import Client

from careplan.pages import views


def test_the_strangers_404_is_that_of_no_plan_byte_for_byte(cast, signed_in):
    client = signed_in(cast.sam)
    stranger = client.get(f"/plans/{cast.plan.pk}/people/")
    missing = client.get(f"/plans/{uuid.uuid4()}/people/")
    assert stranger.status_code == missing.status_code == 404
    assert stranger.content == missing.content
    assert "We cannot find this page" in stranger.content.decode()


def test_somebody_removed_is_told_and_nothing_more(cast, signed_in):
    page = signed_in(cast.rita).get(f"/plans/{cast.plan.pk}/").content.decode()
    assert "You can no longer see this plan" in page
    assert "Maria" not in page


def test_an_unknown_path_is_not_found_signed_out_too(client, db):
    response = client.get("/no/such/path?typed=canary")
    assert response.status_code == 404
    page = response.content.decode()
    assert "We cannot find this page" in page
    assert "canary" not in page


def test_without_the_right(cast, signed_in):
    response = signed_in(cast.ben).post(f"/plans/{cast.plan.pk}/care-team/new/", {"name": "canary"})
    assert response.status_code == 403
    page = response.content.decode()
    assert "You can see this plan, but not change this part of it." in page
    assert "canary" not in page


def test_a_wrong_method_gets_a_plain_page(cast, signed_in):
    response = signed_in(cast.maria).delete(f"/plans/{cast.plan.pk}/")
    assert response.status_code == 405
    assert response["Allow"] == "GET"
    assert "This page is not opened that way" in response.content.decode()


@pytest.mark.parametrize(
    "data",
    [{"own_0": "a" * 1_100_000}, {f"own_{n}": "a" for n in range(1_100)}],
    ids=["letters", "fields"],
)
def test_a_form_that_is_too_large(client, db, data):
    response = client.post(
        "/make-a-list/order/",
        "&".join(f"{k}={v}" for k, v in data.items()),
        content_type="application/x-www-form-urlencoded",
    )
    assert response.status_code == 413
    assert "That was too much to send at once" in response.content.decode()


def test_a_host_that_is_not_ours(client, db):
    response = client.get("/", HTTP_HOST="evil.example.org")
    assert response.status_code == 400
    page = response.content.decode()
    assert "We could not read that request" in page
    assert "evil.example.org" not in page


def test_a_form_whose_key_grew_old(db):
    response = Client(enforce_csrf_checks=True).post("/make-a-list/order/", {"own_0": "canary"})
    assert response.status_code == 403
    page = response.content.decode()
    assert "This page grew old" in page
    assert "canary" not in page


def test_a_fault_of_ours_is_said_without_database_or_user(
    cast, signed_in, monkeypatch, django_assert_num_queries
):
    def broken(*args):
        raise DatabaseError("canary")

    client = signed_in(cast.maria)
    client.raise_request_exception = False
    monkeypatch.setattr(views, "plans_of", broken)
    with django_assert_num_queries(2):  # the session and the user, for the view
        response = client.get("/")
    assert response.status_code == 500
    page = response.content.decode()
    assert "Something went wrong here" in page
    assert "canary" not in page
    assert "Maria" not in page


def test_a_fault_while_the_session_cannot_be_read(client, db, monkeypatch):
    def broken(request):
        raise DatabaseError("canary")

    client.raise_request_exception = False
    monkeypatch.setattr("django.contrib.auth.middleware.get_user", broken)
    response = client.get("/")
    assert response.status_code == 500
    assert "Something went wrong here" in response.content.decode()
