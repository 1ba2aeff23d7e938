"""Where a site asks everybody for a second step, no route goes round it."""

import re
import uuid

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, resolve
from django.urls.converters import get_converters

from careplan.accounts.second_step import OPEN_WITHOUT
from tests.accounts.conftest import errors, noor, sign_in, sign_up
from tests.accounts.second_steps import add_passkey, make_keys, turn_on
from tests.cast import PASSWORD, just_asked
from tests.test_architecture import routes

SET_UP = "/account/second-step/"
# Written anew here: whoever opens another route has to say so twice.
OPEN = {
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "account_reauthenticate",
    "ask_by_code",
    "account_logout",
    "account_going",
    "account_keep",
    "look",
    "browser_language",
    "help",
    "healthz",
    "calendar_feed",
    "session_state",
    "session_stay",
}
EXAMPLES = {"int": "1", "uuid": str(uuid.UUID(int=7)), "slug": "x", "str": "x"}
# Patterns from which no address can be made.
WRITTEN_BY_HAND = {"^[Vv]/(?P<code>[A-Za-z0-9]{10})/$": "v/abcdefghij/"}


@pytest.fixture(autouse=True)
def _required(settings):
    make_keys(settings)
    settings.REQUIRE_MFA = True


def example(kind: str) -> str:
    """A value that a converter takes; of one of ours, the first of its words."""
    return EXAMPLES.get(kind) or get_converters()[kind].regex.split("|")[0]


def every_address(plan) -> dict[str, str]:
    """Name or route -> an address that leads there, of Maria's plan where it is of a plan."""
    found = {}
    for route, _view in routes():
        route = WRITTEN_BY_HAND.get(route, route)
        path = "/" + route.replace("<uuid:plan_id>", str(plan.pk))
        path = re.sub(r"<(?:(\w+):)?\w+>", lambda m: example(m.group(1) or "str"), path)
        found[resolve(path).view_name or route] = path
    return found


def test_no_route_goes_round_it(cast, signed_in):
    addresses = every_address(cast.plan)
    assert len(addresses) > 110
    assert OPEN == OPEN_WITHOUT
    assert set(addresses) > OPEN
    went_through = {}
    for name, path in addresses.items():
        client = signed_in(cast.maria)
        just_asked(client)
        for method in ("GET", "POST", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"):
            answer = client.generic(method, path)
            if name not in OPEN and (answer.status_code, answer.get("Location")) != (302, SET_UP):
                went_through[f"{method} {path}"] = answer.status_code
    assert went_through == {}


def test_what_is_open_holds_nothing_of_a_plan(cast, signed_in):
    client = signed_in(cast.maria)
    just_asked(client)
    for name in OPEN - {"account_logout"}:
        page = client.get(every_address(cast.plan)[name]).content.decode()
        assert "Alvarez" not in page, name
        assert str(cast.plan.pk) not in page, name


def test_an_address_that_leads_nowhere(cast, signed_in):
    with pytest.raises(Resolver404):
        resolve("/no-such-page/")
    answer = signed_in(cast.maria).get("/no-such-page/")
    assert answer.status_code == 404
    assert str(cast.plan.pk) not in answer.content.decode()


@pytest.mark.parametrize("way", ["password", "code", "reset", "sign-up"])
def test_every_way_in_leads_to_setting_one_up(cast, client, code, way):
    if way == "sign-up":
        sign_up(client)
        client.post("/account/confirm-email/", {"code": code()})
        assert client.session["_auth_user_id"] == str(noor().pk)
    elif way == "code":
        client.post("/account/login/code/", {"email": "maria@example.org"})
        client.post("/account/login/code/confirm/", {"code": code()})
    else:
        password = PASSWORD
        if way == "reset":
            password = "lantern-harbour-43"
            client.post("/account/password/reset/", {"email": "maria@example.org"})
            client.post("/account/password/reset/confirm/", {"code": code()})
            client.post("/account/password/reset/complete/", {"password1": password})
        sign_in(client, password=password)
    assert client.get("/", follow=True).redirect_chain == [(SET_UP, 302)]
    page = client.get(SET_UP).content.decode()
    assert "This site asks everybody for a second step. Choose one to go on." in page
    turn_on(client)
    assert client.get("/settings/").status_code == 200


def test_a_session_from_before(cast, client, settings):
    settings.REQUIRE_MFA = False
    sign_in(client)
    home = f"/plans/{cast.plan.pk}/"
    assert client.get(home).status_code == 200
    settings.REQUIRE_MFA = True
    assert client.get(home)["Location"] == SET_UP


def test_whoever_has_one_goes_on(cast, signed_in):
    client = signed_in(cast.maria)
    add_passkey(cast.maria)
    with CaptureQueriesContext(connection) as reads:
        assert client.get("/settings/").status_code == 200
    assert len(reads) <= 8


def test_spare_codes_alone_do_not_do(cast, signed_in):
    client = signed_in(cast.maria)
    just_asked(client)
    turn_on(client)
    Authenticator.objects.filter(type="totp").delete()
    assert Authenticator.objects.count() == 1
    assert client.get("/settings/")["Location"] == SET_UP


def test_one_that_was_taken_away_meanwhile(cast, signed_in):
    client = signed_in(cast.maria)
    passkey = add_passkey(cast.maria)
    assert client.get("/settings/").status_code == 200
    passkey.delete()
    assert client.get("/settings/")["Location"] == SET_UP


def test_the_last_one_cannot_be_taken_off(cast, signed_in):
    client = signed_in(cast.maria)
    just_asked(client)
    turn_on(client)
    assert "Take the app off" not in client.get(SET_UP).content.decode()
    refused = client.post("/account/second-step/app/off/")
    assert errors(refused) == {
        "__all__": ["This site asks everybody for a second step. Set up another one first."]
    }
    passkey = add_passkey(cast.maria)
    assert client.post("/account/second-step/app/off/")["Location"] == SET_UP
    off = f"/account/second-step/passkeys/{passkey.pk}/off/"
    answer = client.post(off, follow=True)
    assert "Set up another one first." in answer.content.decode()
    assert list(Authenticator.objects.exclude(type="recovery_codes")) == [passkey]


def test_signed_out_it_asks_nothing(cast, client):
    assert client.get("/").status_code == 200
    assert Client().get("/make-a-list/").status_code == 200


def test_where_it_is_not_required_nobody_is_asked(cast, signed_in, settings):
    settings.REQUIRE_MFA = False
    assert signed_in(cast.maria).get("/settings/").status_code == 200
