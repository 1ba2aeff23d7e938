"""The second step of signing in: an app that shows codes, a passkey, and ten spare codes.

Spare codes alone are no second step: they stand in for one that is lost.
"""

import segno
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from careplan.accounts import second_step_keys
from careplan.keys import SiteTrouble

APP, PASSKEY = Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN
SPARE_CODES = Authenticator.Type.RECOVERY_CODES
STEPS = (APP, PASSKEY)
# All that somebody reaches who has no second step, on a site that requires one.
OPEN_WITHOUT = {
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


class SecondStepAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _(
            "This site asks everybody for a second step. Set up another one first."
        ),
        "cannot_generate_recovery_codes": _("Spare codes need a second step. Set it up first."),
        "incorrect_code": _("This code does not fit, or it was used already. Write a new one"),
        "unverified_email": _("Confirm your email first. Then set up the second step."),
    }

    def get_totp_issuer(self) -> str:
        return "careplan"

    def _get_site_name(self) -> str:
        return "careplan"

    def generate_authenticator_name(self, user, type) -> str:  # noqa: A002 - allauth's name
        count = user.authenticator_set.filter(type=type).count()
        if not count:
            return gettext("My passkey")
        return gettext("My passkey %(number)d") % {"number": count + 1}

    def build_totp_svg(self, url: str) -> str:
        """Dark on light, whatever the colours of the page are: readers want it so."""
        code = segno.make(url, micro=False, error="m")
        return code.svg_inline(scale=5, border=4, dark="#000", light="#fff", omitsize=True)

    def encrypt(self, text: str) -> str:
        try:
            return second_step_keys.locked(text)
        except SiteTrouble as trouble:
            raise second_step_keys.trouble_page(trouble) from None

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return second_step_keys.opened(encrypted_text)
        except SiteTrouble as trouble:
            raise second_step_keys.trouble_page(trouble) from None

    def can_delete_authenticator(self, authenticator) -> bool:
        return not settings.REQUIRE_MFA or others_than(authenticator).exists()

    def get_public_key_credential_user_entity(self, user) -> dict:
        return super().get_public_key_credential_user_entity(user) | {"display_name": user.called}


def steps_of(user):
    """The second steps of `user`."""
    return user.authenticator_set.filter(type__in=STEPS).order_by("pk")


def others_than(authenticator):
    return steps_of(authenticator.user).exclude(pk=authenticator.pk)


class RequireSecondStepMiddleware:
    """Where the site requires a second step, nobody signed in goes further without one."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not settings.REQUIRE_MFA or not request.user.is_authenticated:
            return None
        if request.resolver_match.view_name in OPEN_WITHOUT or steps_of(request.user).exists():
            return None
        return redirect("mfa_index")
