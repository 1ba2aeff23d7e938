"""What a browser may send instead of an answer of a passkey. Real ones: tests/browser/."""

import json

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from tests.accounts.conftest import sign_in
from tests.accounts.second_steps import add_passkey, make_keys
from tests.cast import just_asked

SIGN_IN, SECOND = "/account/login/passkey/", "/account/login/second-step/"
ADD = "/account/second-step/passkeys/new/"
NO_PASSKEY = "The passkey did not fit. Try again, or use another way."


def lookalike(credential: dict, **response) -> dict:
    """Whole in its form, but signed by nobody."""
    parts = credential["response"] | {
        "clientDataJSON": credential["response"]["clientDataJSON"],
        "authenticatorData": "SZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2MFAAAAAQ",
        "signature": "AAAA",
        "userHandle": "MQ",
    }
    return credential | {"response": parts | response, "clientExtensionResults": {}}


@pytest.fixture
def nonsense(cast) -> list[str]:
    """Every kind of it, up to one that names a passkey of Maria's."""
    real = add_passkey(cast.maria).data["credential"]
    handles = [None, "", "ä", "AAAA", "MTIzNDU2Nzg5", 7, ["MQ"]]
    return [
        "",
        "{",
        *map(json.dumps, [None, 1, "x", [], {}, {"response": None}, {"response": 1}]),
        *map(json.dumps, [{"id": "x", "rawId": "x", "response": {}}, real]),
        *(json.dumps(lookalike(real, userHandle=handle)) for handle in handles),
        json.dumps(lookalike(real)),
        json.dumps(lookalike(real, clientDataJSON="e30")),
        json.dumps(lookalike(real, authenticatorData="")),
        json.dumps(lookalike(real, attestationObject="")),
    ]


def test_nonsense_signs_nobody_in(nonsense, client, settings):
    settings.MFA_RATE_LIMITS = {"webauthn_login": None}
    for credential in nonsense:
        client.get(SIGN_IN)
        answer = client.post(SIGN_IN, {"credential": credential})
        assert answer["Location"] == "/account/login/", credential
        assert NO_PASSKEY in client.get("/account/login/").content.decode()
        assert "_auth_user_id" not in client.session


def test_nonsense_is_no_second_step(nonsense, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": None, "login": None}
    for credential in nonsense:
        browser = Client()
        assert sign_in(browser)["Location"] == SECOND
        browser.get(SECOND)
        answer = browser.post(SECOND, {"credential": credential})
        assert answer.status_code == 200, credential
        assert NO_PASSKEY in answer.content.decode()
        assert "_auth_user_id" not in browser.session


def test_nonsense_shows_nobody_to_be_somebody(nonsense, cast, signed_in, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": None, "reauthenticate": None}
    client = signed_in(cast.maria)
    page = "/account/reauthenticate/passkey/"
    for credential in nonsense:
        client.get(page)
        answer = client.post(page, {"credential": credential})
        assert answer["Location"] == page, credential
        assert NO_PASSKEY in client.get(page).content.decode()
        assert client.get("/account/email/").status_code == 302


def test_nonsense_is_not_added(nonsense, cast, signed_in, settings):
    make_keys(settings)
    client = signed_in(cast.maria)
    just_asked(client)
    for credential in nonsense:
        client.get(ADD)
        answer = client.post(ADD, {"name": "", "credential": credential})
        assert answer.status_code == 200, credential
        assert answer.context["form"].errors
    assert Authenticator.objects.count() == 1


def test_wrong_passkeys_come_to_an_end(nonsense, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "50/m/ip,5/300s/key"}
    browser = Client()
    sign_in(browser)
    browser.get(SECOND)
    answers = [browser.post(SECOND, {"credential": nonsense[-4]}) for _try in range(6)]
    assert "There were too many tries." in answers[-1].content.decode()
    assert "There were too many tries." not in answers[-2].content.decode()


def test_what_a_browser_is_asked_names_nobody(cast, client):
    """Signed out, the answer is the same whether anybody has a passkey or not."""

    def asked():
        options = client.get(SIGN_IN).json()["request_options"]["publicKey"]
        return options | {"challenge": len(options["challenge"])}

    before = asked()
    add_passkey(cast.maria)
    assert asked() == before
    assert before["userVerification"] == "required"
    assert "allowCredentials" not in before or before["allowCredentials"] == []


def test_a_passkey_of_somebody_else_is_not_taken_off(cast, signed_in):
    passkey = add_passkey(cast.maria)
    client = signed_in(cast.sam)
    just_asked(client)
    off = f"/account/second-step/passkeys/{passkey.pk}/off/"
    assert client.get(off).status_code == client.post(off).status_code == 404
    assert Authenticator.objects.get() == passkey


def test_a_name_as_it_was_typed(cast, signed_in):
    add_passkey(cast.maria, name="<b>Maria’s phone</b>")
    page = signed_in(cast.maria).get("/account/second-step/").content.decode()
    assert "&lt;b&gt;Maria’s phone&lt;/b&gt;" in page
