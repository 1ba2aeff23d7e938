"""Every page of this room: whose template it is, and what stands in its headers."""

import itertools
from pathlib import Path

import allauth
import pytest
from django.conf import settings as site
from django.db import connection
from django.template.loader import get_template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, get_resolver, reverse

from careplan.accounts.letters import CHANGES
from tests.accounts.conftest import sign_in, sign_up
from tests.accounts.second_steps import add_passkey, make_keys, turn_on
from tests.cast import just_asked
from tests.test_headers import check

OURS = Path(site.BASE_DIR) / "templates"
ANONYMOUS = {
    "account_login",
    "account_signup",
    "account_inactive",
    "account_reset_password",
    "account_password_reset_completed",
    "account_request_login_code",
}
SIGNED_IN = {
    "account_logout",
    "account_reauthenticate",
    "account_email",
    "account_change_password",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_generate_recovery_codes",
}
# For whoever has a second step: an app, a passkey or spare codes.
WITH_A_STEP = {
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_deactivate_totp",
    "mfa_remove_webauthn",
    "mfa_view_recovery_codes",
}
NO_PAGES = {"mfa_login_webauthn", "mfa_download_recovery_codes"}
# Each has a test or a fixture below that leads there.
ON_THE_WAY = {
    "account_email_verification_sent",
    "account_confirm_login_code",
    "account_confirm_password_reset_code",
    "account_complete_password_reset",
    "account_set_password",
    "mfa_authenticate",
}


def routes() -> dict:
    """Name -> view of every route under /account/ that is allauth's."""
    (resolver,) = (
        entry for entry in get_resolver().url_patterns if str(entry.pattern) == "account/"
    )
    return {entry.name: entry.callback for entry in resolver.url_patterns}


def is_ours(template) -> bool:
    return Path(template.origin.name).is_relative_to(OURS)


def pages(response) -> list:
    """The templates of a page, those that Django draws the controls of a form with left out."""
    return [t for t in response.templates if not t.name.startswith("django/forms/")]


def check_page(response):
    assert response.status_code == 200
    assert [t.name for t in pages(response) if not is_ours(t)] == []
    assert "base.html" in [t.name for t in pages(response)]
    if response.wsgi_request.user.is_authenticated:
        assert "no-store" in response["Cache-Control"]
    body = response.content.decode()
    assert body.count("<h1>") == 1
    assert "<title>  " not in body
    check(response)


def test_no_route_is_left_out():
    assert set(routes()) == ANONYMOUS | SIGNED_IN | ON_THE_WAY | WITH_A_STEP | NO_PAGES
    with pytest.raises(NoReverseMatch):
        reverse("account_verify_phone")


def test_each_route_names_a_template_of_ours():
    for name, view in routes().items():
        view_class = getattr(view, "view_class", None)
        if view_class and name not in NO_PAGES:
            assert is_ours(get_template(view_class.template_name)), name
    assert is_ours(get_template("account/signup_closed.html"))
    assert is_ours(get_template("account/confirm_email_verification_code.html"))
    assert is_ours(get_template("429.html"))


def test_every_text_of_allauth_that_can_be_sent_or_said_is_ours():
    theirs = Path(allauth.__file__).parent / "templates"
    # What our settings leave no way to: links instead of codes, phones.
    unused = {"email_confirm", "password_reset_key", "phone_verification_sent", "phone_verified"}
    unused |= {"base_message", "base_notification"}
    for app, kind in itertools.product(("account", "mfa"), ("email", "messages")):
        for file in (theirs / app / kind).glob("*.txt"):
            stem = file.stem.removesuffix("_message").removesuffix("_subject")
            if kind == "email" and stem in CHANGES:  # they wait in the outbox
                continue
            if not unused & {stem, file.stem}:
                assert is_ours(get_template(f"{app}/{kind}/{file.name}")), file.name


@pytest.mark.parametrize("name", sorted(ANONYMOUS))
def test_pages_for_anybody(db, client, name):
    check_page(client.get(reverse(name)))


@pytest.mark.parametrize("name", sorted(SIGNED_IN))
def test_pages_for_the_signed_in(cast, client, signed_in, settings, name):
    make_keys(settings)
    assert client.get(reverse(name)).status_code == 302  # nothing for anybody else
    client = signed_in(cast.maria)
    just_asked(client)
    with CaptureQueriesContext(connection) as reads:
        check_page(client.get(reverse(name)))
    # The pages on which a step is set up are allauth's: it asks anew for each of its checks.
    assert read_count(reads) <= (12 if name.startswith("mfa_a") else 8)


def read_count(queries) -> int:
    return sum(query["sql"].startswith("SELECT") for query in queries)


@pytest.mark.parametrize("name", sorted(WITH_A_STEP))
def test_pages_for_whoever_has_a_second_step(cast, client, signed_in, settings, name):
    make_keys(settings)
    client = signed_in(cast.maria)
    just_asked(client)
    turn_on(client)
    passkey = add_passkey(cast.maria)
    keys = {"pk": passkey.pk} if name == "mfa_remove_webauthn" else {}
    with CaptureQueriesContext(connection) as reads:
        check_page(client.get(reverse(name, kwargs=keys)))
    assert read_count(reads) <= 11
    client.cookies.clear()
    sign_in(client)
    response = client.get(reverse("mfa_authenticate"))
    check_page(response)
    assert "no-store" in response["Cache-Control"]


def test_pages_on_the_way_in(cast, client, code):
    sign_up(client)
    road = reverse("account_email_verification_sent")
    for response in (client.get(road), client.post(road, {"code": "1"})):
        check_page(response)
        assert "no-store" in response["Cache-Control"], "it names the address"
    client.cookies.clear()
    client.post("/account/login/code/", {"email": "maria@example.org"})
    check_page(client.get(reverse("account_confirm_login_code")))
    client.cookies.clear()
    client.post("/account/password/reset/", {"email": "maria@example.org"})
    road = reverse("account_confirm_password_reset_code")
    check_page(client.get(road))
    code_now = code()
    client.post(road, {"code": code_now})
    check_page(client.get(reverse("account_complete_password_reset")))


def test_the_page_of_a_first_password(cast, signed_in):
    cast.maria.set_unusable_password()
    cast.maria.save()
    client = signed_in(cast.maria)
    just_asked(client)
    check_page(client.get(reverse("account_set_password")))


@pytest.mark.parametrize("name", sorted(ON_THE_WAY))
def test_nobody_starts_in_the_middle(db, client, name):
    for response in (client.get(reverse(name)), client.post(reverse(name), {"code": "1"})):
        assert response.status_code == 302


def test_our_own_pages(cast, client, signed_in, settings):
    check_page(client.get("/text-size/"))
    client = signed_in(cast.maria)
    for page in ("/settings/", "/text-size/", "/account/sessions/", "/settings/how-much/"):
        check_page(client.get(page))
    client.logout()
    settings.SIGN_UP = "invited"
    check_page(client.get("/account/signup/"))


@pytest.mark.parametrize("page", ["/settings/", "/settings/name/", "/account/sessions/"])
def test_they_ask_for_sign_in(db, client, page):
    for response in (client.get(page), client.post(page)):
        assert response["Location"] == f"/account/login/?next={page}"


WRONG = {
    "/settings/": ("POST", "PUT", "DELETE"),
    "/settings/name/": ("PUT", "DELETE"),
    "/text-size/": ("PUT", "DELETE"),
    "/language/": ("GET", "PUT"),
    "/account/sessions/": ("POST", "PUT"),
    "/account/sessions/others/end/": ("GET", "PUT"),
    "/account/sessions/1/end/": ("GET", "PUT"),
    "/invited/x/": ("POST", "PUT"),
    "/account/login/": ("DELETE", "PATCH"),
    "/account/signup/": ("DELETE", "PATCH"),
    "/account/logout/": ("PUT", "DELETE"),
    "/account/email/": ("DELETE", "PATCH"),
    "/account/password/change/": ("DELETE", "PATCH"),
}


@pytest.mark.parametrize("page", WRONG)
def test_wrong_methods(cast, client, signed_in, page):
    anonymous = ("/account/login/", "/account/signup/")
    if page not in anonymous:
        just_asked(signed_in(cast.maria))
    for method in WRONG[page]:
        assert client.generic(method, page).status_code == 405, method


def test_a_form_without_its_key_is_refused(cast):
    browser = Client(enforce_csrf_checks=True)
    for page in ("/account/login/", "/account/signup/", "/text-size/", "/language/"):
        assert browser.post(page, {}).status_code == 403


def test_the_cookies_hold_nothing_personal(cast, client):
    sign_up(client, name="Canary", email="canary@example.org", password1="canary-canary")
    client.post("/text-size/", {"text_size": "large", "colours": "dark", "letters": "book"})
    said = " ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    assert "anary" not in said
