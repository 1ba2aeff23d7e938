"""“Is it you?”: who is asked, how, and what becomes of what they typed."""

import datetime
from pathlib import Path

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from careplan.accounts.ask_again import ask_again
from tests.accounts.conftest import errors, sign_in
from tests.accounts.second_steps import make_keys
from tests.accounts.test_pages import routes
from tests.cast import PASSWORD, just_asked
from tests.posting import hidden_in

PAGE = "/account/password/change/"
LATER = datetime.timedelta(minutes=5, seconds=1)


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        yield clock


@pytest.fixture
def maria(cast, client, clock, settings):
    """Maria's browser, signed in by her password some time ago."""
    make_keys(settings)
    sign_in(client)
    clock.shift(LATER)
    return client


@pytest.fixture
def without_password(cast, signed_in):
    cast.maria.set_unusable_password()
    cast.maria.save()
    return signed_in(cast.maria)


def test_whoever_signed_in_just_now_is_not_asked(cast, client, clock):
    sign_in(client)
    assert client.get(PAGE).status_code == 200
    clock.shift(LATER)
    assert client.get(PAGE)["Location"] == (
        "/account/reauthenticate/?next=%2Faccount%2Fpassword%2Fchange%2F"
    )


def test_the_answer_leads_back_and_holds_for_five_minutes(maria, clock):
    road = maria.get(PAGE)["Location"]
    assert errors(maria.post(road, {"password": "wrong-password"})) == {
        "password": ["This is not your password. Type it again"]
    }
    assert maria.get(PAGE).status_code == 302
    assert maria.post(road, {"password": PASSWORD})["Location"] == PAGE
    assert maria.get(PAGE).status_code == 200
    clock.shift(LATER)
    assert maria.get(PAGE).status_code == 302


def test_it_leads_to_no_other_site(maria):
    road = "/account/reauthenticate/?next=https://evil.example.org/"
    assert maria.post(road, {"password": PASSWORD})["Location"] == "/"


def test_what_was_typed_too_late_can_be_sent_again(maria, cast):
    typed = {"action_add": "on", "email": "maria@example.com", "password": "canary"}
    late = maria.post("/account/email/", typed)
    kept = cast.maria.kept_posts.get()
    page = f"/account/kept/{kept.pk}/"
    assert late["Location"] == f"/account/reauthenticate/?next=%2Faccount%2Fkept%2F{kept.pk}%2F"
    assert "maria@example.com" not in str(dict(maria.session))
    assert maria.post(late["Location"], {"password": PASSWORD})["Location"] == page
    shown = maria.get(page)
    assert shown.context["sent"].words == ["maria@example.com"]
    assert "canary" not in shown.content.decode()
    assert ">Go on</button>" in shown.content.decode()
    fields = hidden_in(shown)
    assert fields == {
        "action_add": "on",
        "email": "maria@example.com",
        "kept_post": str(kept.pk),
    }
    assert maria.post("/account/email/", fields).status_code == 302
    assert maria.get("/account/confirm-email/").context["email"] == "maria@example.com"
    assert maria.get(page).status_code == 404, "it is sent, and no longer kept"


def test_what_cannot_be_kept_stands_on_the_page(maria, cast, settings):
    Path(settings.SCAN_KEYS).write_text("not a key")
    late = maria.post("/account/email/", {"email": "maria@example.com", "password": "canary"})
    assert late.status_code == 403
    assert late.context["typed"] == ["maria@example.com"]
    assert late.context["road"] == "/account/reauthenticate/?next=%2Faccount%2Femail%2F"
    assert "canary" not in late.content.decode()
    assert not cast.maria.kept_posts.exists()


def test_asked_twice_it_is_kept_once(maria, cast, clock):
    """Whoever looks at it for too long is asked again, and comes back to the same page."""
    typed = {"action_add": "on", "email": "maria@example.com"}
    road = maria.post("/account/email/", typed)["Location"]
    page = maria.post(road, {"password": PASSWORD})["Location"]
    clock.shift(LATER)
    assert maria.post("/account/email/", hidden_in(maria.get(page)))["Location"] == road
    assert [f"/account/kept/{kept.pk}/" for kept in cast.maria.kept_posts.all()] == [page]


def test_a_button_leads_back_to_the_page_it_stood_on(maria):
    sent = {"HTTP_REFERER": "http://testserver/settings/?saved=yes"}
    assert maria.post(PAGE, {"oldpassword": "canary"}, **sent)["Location"] == (
        "/account/reauthenticate/?next=%2Fsettings%2F%3Fsaved%3Dyes"
    )
    elsewhere = {"HTTP_REFERER": "https://evil.example.org/settings/"}
    assert maria.post(PAGE, {}, **elsewhere)["Location"].endswith(
        "?next=%2Faccount%2Fpassword%2Fchange%2F"
    )


def test_one_browser_does_not_answer_for_another(maria, cast):
    other = Client()
    other.force_login(cast.maria, backend="allauth.account.auth_backends.AuthenticationBackend")
    just_asked(maria)
    assert maria.get(PAGE).status_code == 200
    assert other.get(PAGE).status_code == 302


def test_one_person_does_not_answer_for_another(cast, client):
    sign_in(client)
    client.force_login(cast.sam, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(PAGE).status_code == 302


def test_whoever_has_no_password_is_sent_a_code(without_password, code):
    browser = without_password
    road = browser.get("/account/password/set/")["Location"]
    assert road == "/account/reauthenticate/code/?next=%2Faccount%2Fpassword%2Fset%2F"
    assert browser.get("/account/password/set/").status_code == 302
    assert browser.get(road).context["form"] is None, "nothing is sent by looking"
    assert browser.post(road, {"send": "yes"})["Location"] == road
    assert errors(browser.post(road, {"code": "123-456-789"})) == {
        "code": ["This is not the code that we sent. Look at each digit"]
    }
    assert browser.post(road, {"code": code()})["Location"] == "/account/password/set/"
    assert browser.get("/account/password/set/").status_code == 200


def test_a_code_has_three_tries_and_ten_minutes(without_password, code, clock):
    browser, road = without_password, "/account/reauthenticate/code/"
    browser.post(road, {"send": "yes"})
    sent = code()
    for _try in range(3):
        browser.post(road, {"code": "1"})
    answer = browser.post(road, {"code": sent})
    assert answer.context["form"] is None
    assert "There were three tries. Ask for a new code." in answer.content.decode()
    browser.post(road, {"send": "yes"})
    clock.shift(datetime.timedelta(minutes=10, seconds=1))
    assert browser.post(road, {"code": code()}).context["form"] is None
    assert browser.get(PAGE).status_code == 302


def test_codes_are_not_sent_without_end(without_password):
    answers = [
        without_password.post("/account/reauthenticate/code/", {"send": "yes"}).status_code
        for _time in range(4)
    ]
    assert answers == [302, 302, 302, 429]


def test_no_code_instead_of_a_password(maria):
    assert maria.get("/account/reauthenticate/code/")["Location"] == "/account/reauthenticate/"


def test_passwords_are_not_guessed_here(maria):
    answers = [
        maria.post("/account/reauthenticate/", {"password": f"guess-number-{n}"}) for n in range(7)
    ]
    assert "There were too many tries." in str(answers[-1].context["form"].errors)
    right = maria.post("/account/reauthenticate/", {"password": PASSWORD})
    assert right.status_code == 200


def test_nobody_without_an_account_passes(rf: RequestFactory, db):
    request = rf.get("/plans/")
    request.user, request.session = AnonymousUser(), {}
    answer = ask_again(lambda request: HttpResponse("canary"))(request)
    assert answer["Location"] == "/account/login/?next=/plans/"


def test_all_that_changes_how_somebody_gets_in_asks_again():
    """Allauth's own check stands behind it; it lets those pass who have no password."""
    asking = {name for name, view in routes().items() if hasattr(view, "asks_again")}
    assert asking == {
        "account_email",
        "account_change_password",
        "account_set_password",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_add_webauthn",
        "mfa_remove_webauthn",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
    }
