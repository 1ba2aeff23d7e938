"""Passkeys with Chromium's own virtual authenticator: added, used, refused, and without one."""

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import expect

from tests.browser.audit import CONTRAST_ONLY, axe, faults
from tests.browser.conftest import Window

pytestmark = pytest.mark.browser

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
FAILED = "That did not work, or it was stopped. Try again, or use another way."


class Phone(Window):
    """A phone that keeps passkeys. They belong to a name, so that 127.0.0.1 will not do."""

    def __init__(self, chromium, address, **options):
        super().__init__(chromium, address.replace("127.0.0.1", "localhost"), **options)
        self.protocol = self.context.new_cdp_session(self.page)
        self.protocol.send("WebAuthn.enable")
        made = self.protocol.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
        self.authenticator = made["authenticatorId"]

    def verifies(self, yes: bool):
        """Whether the finger on it is that of its owner."""
        self.protocol.send(
            "WebAuthn.setUserVerified",
            {"authenticatorId": self.authenticator, "isUserVerified": yes},
        )

    def add_passkey(self):
        self.page.goto("/account/second-step/passkeys/new/")
        self.page.get_by_label("A name for it").fill("My phone")
        self.press("Add a passkey")

    def sign_out(self):
        self.page.goto("/account/logout/")
        self.press("Sign out now")

    def first_step(self, password):
        self.page.goto("/account/login/")
        self.page.get_by_label("Email").fill("maria@example.org")
        self.page.get_by_label("Password", exact=True).fill(password)
        self.press("Sign in")

    @property
    def title(self):
        return self.page.get_by_role("heading", level=1)


@pytest.fixture
def phone(chromium, live_server, family):
    phone = Phone(chromium, live_server.url, viewport={"width": 390, "height": 844})
    phone.sign_in("maria@example.org")
    yield phone
    phone.context.close()
    assert phone.complaints == []


def test_a_passkey_from_its_first_day_to_its_last(phone, family):
    phone.add_passkey()
    expect(phone.title).to_have_text("Ten spare codes")
    expect(phone.page.get_by_text("The passkey is added.")).to_be_visible()
    assert b"Spare codes for careplan" in file_of(phone, "Save them as a file")
    phone.follow("I have kept them")
    expect(phone.page.get_by_role("heading", name="My phone")).to_be_visible()

    phone.sign_out()
    phone.page.goto("/account/login/")
    phone.press("Use my passkey")  # alone: no password, and no second step
    phone.page.wait_for_url("**/plans/**")

    phone.sign_out()
    phone.first_step(family.password)
    expect(phone.title).to_have_text("The second step")
    assert axe(phone.page) + axe(phone.page, CONTRAST_ONLY) + faults(phone.page) == []
    phone.press("Use my passkey")
    phone.page.wait_for_url("**/plans/**")

    phone.page.goto("/account/reauthenticate/passkey/?next=/settings/")
    phone.press("Use my passkey")
    expect(phone.title).to_have_text("Settings")

    phone.page.goto("/account/second-step/")
    phone.follow("Take it off")
    expect(phone.title).to_have_text("Take the passkey off?")
    assert faults(phone.page) == []
    phone.press("Take it off")
    expect(phone.page.get_by_text("The passkey is off.")).to_be_visible()
    assert not Authenticator.objects.exists()


def file_of(phone, link: str) -> bytes:
    with phone.page.expect_download() as download:
        phone.follow(link)
    assert download.value.suggested_filename == "spare-codes.txt"
    return download.value.path().read_bytes()


def test_another_finger_adds_none_and_gets_nobody_in(phone, family):
    phone.verifies(False)
    phone.add_passkey()
    expect(phone.page.get_by_text(FAILED)).to_be_visible()
    assert not Authenticator.objects.exists()
    phone.verifies(True)
    phone.press("Add a passkey")
    expect(phone.title).to_have_text("Ten spare codes")
    phone.sign_out()
    phone.verifies(False)
    phone.page.goto("/account/login/")
    phone.press("Use my passkey")
    expect(phone.page.get_by_text(FAILED)).to_be_visible()
    phone.first_step(family.password)
    phone.press("Use my passkey")
    expect(phone.page.get_by_text(FAILED)).to_be_visible()
    assert faults(phone.page) == []


def test_a_passkey_that_was_taken_off_gets_nobody_in(phone, family):
    phone.add_passkey()
    expect(phone.title).to_have_text("Ten spare codes")
    Authenticator.objects.filter(type="webauthn").delete()
    phone.sign_out()
    phone.page.goto("/account/login/")
    phone.press("Use my passkey")
    expect(
        phone.page.get_by_text("The passkey did not fit. Try again, or use another way.")
    ).to_be_visible()
    expect(phone.title).to_have_text("Sign in")


def test_without_javascript_there_are_other_ways(window, family):
    page = window(script=False).sign_in("maria@example.org").page
    page.goto("/account/second-step/passkeys/new/")
    words = "A passkey needs JavaScript and a new browser. Here you can use another way."
    expect(page.get_by_text(words)).to_be_visible()
    expect(page.get_by_role("button", name="Add a passkey")).to_be_hidden()
