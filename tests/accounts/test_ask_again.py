"""“Is it you?”: who is asked, how, and what becomes of what they typed."""

import datetime
import re
from pathlib import Path

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from careplan.accounts.ask_again import ask_again
from careplan.plans.models import Membership
from tests.accounts.conftest import errors, sign_in
from tests.accounts.second_steps import make_keys, turn_on
from tests.accounts.test_pages import routes
from tests.cast import PASSWORD, just_asked
from tests.posting import hidden_in, read

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
def without_password(cast, signed_in, settings):
    make_keys(settings)
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


TYPED = {"action_add": "on", "email": "canary@example.com", "password": "secret"}


def test_what_was_typed_too_late_goes_on_with_the_password(maria, cast):
    late = maria.post("/account/email/", TYPED)
    assert late.status_code == 403
    assert late.context["sent"] == [("action_add", "on"), ("email", "canary@example.com")]
    assert hidden_in(late) == {"action_add": "on", "email": "canary@example.com"}
    shown = re.sub(r"<input[^>]*>", "", late.content.decode())
    assert "canary" not in shown, "it is not known yet who looks"
    assert "secret" not in late.content.decode()
    assert "canary" not in str(dict(maria.session))
    done = maria.post("/account/email/", hidden_in(late) | {"again-password": PASSWORD})
    assert done.status_code == 302
    assert maria.get("/account/confirm-email/").context["email"] == "canary@example.com"


def test_a_wrong_password_keeps_it_on_the_page(maria):
    for typed, said in (("", "Type your password"), ("wrong", "This is not your password")):
        late = maria.post("/account/email/", TYPED | {"again-password": typed})
        assert late.status_code == 403
        assert said in errors(late)["password"][0]
        assert hidden_in(late) == {"action_add": "on", "email": "canary@example.com"}
        assert "wrong" not in late.content.decode()
    assert maria.get(PAGE).status_code == 302


def test_the_password_reaches_no_form_that_shows_again_what_was_sent(cast, maria):
    """Two who change the same: the page that asks what to keep carries all that was sent."""
    membership = Membership.objects.get(user=cast.ana)
    address = reverse("member_edit", args=[cast.plan.pk, membership.pk])
    just_asked(maria)
    sent = read(maria, address) | {"role": "caregiver", "visits": "none", "papers": "none"}
    sent |= {"comfort": "none", "people": "none"}
    Membership.objects.filter(pk=membership.pk).update(visits="see", version=2)
    clash = maria.post(address, sent | {"again-password": "secret"})
    assert clash.status_code == 200
    assert clash.context["form"].clashes
    assert "secret" not in clash.content.decode()


def test_no_codes_of_choices_are_shown(cast, maria):
    sent = {"name": "Zoe", "email": "zoe@example.org", "role": "viewer", "visits": "see"}
    late = maria.post(reverse("invitation_create", args=[cast.plan.pk]), sent)
    assert late.status_code == 403
    assert hidden_in(late) == sent
    shown = re.sub(r"<[^>]*>", "", late.content.decode().split("<main")[1])
    for word in ("viewer", "see", "Zoe"):
        assert not re.search(rf"\b{word}\b", shown)


def test_guesses_are_limited_here_too(maria, settings):
    settings.ACCOUNT_RATE_LIMITS = {"reauthenticate": "2/m/user", "login_failed": None}
    wrong = TYPED | {"again-password": "wrong"}
    answers = [maria.post("/account/email/", wrong).status_code for _try in range(3)]
    assert answers == [403, 403, 429]
    right = TYPED | {"again-password": PASSWORD}
    assert maria.post("/account/email/", right).status_code == 429


def test_without_a_password_it_is_kept_and_sent_after_the_code(without_password, cast, code):
    late = without_password.post("/account/email/", TYPED)
    kept = cast.maria.kept_posts.get()
    page = f"/account/kept/{kept.pk}/"
    road = f"/account/reauthenticate/code/?next=%2Faccount%2Fkept%2F{kept.pk}%2F"
    assert (late.status_code, late["Location"]) == (302, road)
    without_password.post(road, {"send": "yes"})
    # Too early: it is asked once more, and kept once.
    assert without_password.post("/account/email/", TYPED)["Location"] == road
    assert without_password.post(road, {"code": code()})["Location"] == page
    shown = without_password.get(page)
    assert shown.context["sent"].words == ["canary@example.com"]
    assert "secret" not in shown.content.decode()
    assert ">Go on</button>" in shown.content.decode()
    fields = hidden_in(shown)
    assert fields == {"action_add": "on", "email": "canary@example.com", "kept_post": str(kept.pk)}
    assert without_password.post("/account/email/", fields).status_code == 302
    assert without_password.get("/account/confirm-email/").context["email"] == "canary@example.com"
    assert without_password.get(page).status_code == 404, "it is sent, and no longer kept"


def test_another_way_than_the_password_takes_it_along(maria, cast, clock):
    just_asked(maria)
    app = turn_on(maria)
    clock.shift(LATER)
    late = maria.post("/account/email/", TYPED)
    kept = cast.maria.kept_posts.get()
    assert late.status_code == 403
    assert [way["url"] for way in late.context["ways"]] == [
        f"/account/reauthenticate/app/?next=%2Faccount%2Fkept%2F{kept.pk}%2F"
    ]
    page = maria.post(late.context["ways"][0]["url"], {"code": app.code()})["Location"]
    assert page == f"/account/kept/{kept.pk}/"
    # By the password after all: what was kept is erased with it.
    clock.shift(LATER)
    late = maria.post("/account/email/", hidden_in(maria.get(page)))
    assert hidden_in(late)["kept_post"] == str(kept.pk)
    maria.post("/account/email/", hidden_in(late) | {"again-password": PASSWORD})
    assert not cast.maria.kept_posts.exists()


def test_what_cannot_be_kept_stands_on_the_page(without_password, cast, settings):
    Path(settings.SCAN_KEYS).write_text("not a key")
    late = without_password.post("/account/email/", TYPED)
    assert late.status_code == 403
    assert late.context["typed"] == ["canary@example.com"]
    assert late.context["road"] == "/account/reauthenticate/code/?next=%2Faccount%2Femail%2F"
    assert "secret" not in late.content.decode()


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
