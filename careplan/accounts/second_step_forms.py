"""The forms of the second step: allauth's own, in our words, and each code of an app but once."""

import struct

from allauth.core import context
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base_forms
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from allauth.mfa.webauthn import forms as passkey_forms
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from careplan.accounts.forms import AccountForm, Words

APP_CODE = Words(_("Code"), _("6 digits. Your app shows it now."), _("Write the code of your app"))
ANY_CODE = Words(
    _("Code"),
    _("6 digits from your app, or 8 digits of a spare code."),
    _("Write the code of your app, or a spare code"),
)
NO_PASSKEY = _("The passkey did not fit. Try again, or use another way.")
WAIT = _("There were too many tries. Wait five minutes, then try again.")
# A code of an app is taken from its half minute and from those beside it.
CODE_LASTS = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)  # seconds
BROKEN = (AttributeError, LookupError, TypeError, ValueError, struct.error)


class OnceMixin:
    """A code that was taken is not taken again. Allauth forgets it while it would still fit."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "spellcheck": "false"}

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        used = f"second-step-used-{self.user.pk}-{normalize_user_code(code)}"
        if cache.get(used):
            raise get_adapter().validation_error("incorrect_code")
        try:
            code = super().clean_code()
        except ValidationError as error:
            if error.code == "incorrect_code":
                raise
            raise ValidationError(WAIT) from None
        if not cache.add(used, "yes", timeout=CODE_LASTS):  # another process was first
            raise get_adapter().validation_error("incorrect_code")
        return code


class SecondStepForm(AccountForm, OnceMixin, base_forms.AuthenticateForm):
    title = _("The second step")
    lede = _("Your password was right. Now show once more that it is you.")
    words = {"code": ANY_CODE}
    submit_label = _("Sign in")


class ShowByCodeForm(AccountForm, OnceMixin, base_forms.ReauthenticateForm):
    title = _("Is it you?")
    lede = _("Before you go on, write a code.")
    words = {"code": ANY_CODE}
    submit_label = _("Go on")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.cancel_url = reverse("settings")


class AppForm(AccountForm, OnceMixin, totp_forms.ActivateTOTPForm):
    """Its seed waits in the session, locked, so that who comes back from the app finds the same."""

    title = _("An app that shows codes")
    lede = _("The app on your phone shows a new code every half minute.")
    words = {"code": APP_CODE}
    submit_label = _("Turn it on")

    def __init__(self, *args, **kwargs):
        waiting = context.request.session.get(SECRET_SESSION_KEY)
        super().__init__(*args, **kwargs)
        if waiting:
            self.secret = get_adapter().decrypt(waiting)
        waiting = waiting or get_adapter().encrypt(self.secret)
        context.request.session[SECRET_SESSION_KEY] = waiting
        self.cancel_url = reverse("mfa_index")


class TakeOffAppForm(AccountForm, totp_forms.DeactivateTOTPForm):
    title = _("Take the app off?")
    lede = _("Its codes do not work any more then.")
    submit_label = _("Take it off")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.cancel_url = reverse("mfa_index")


class SpareCodesForm(AccountForm, GenerateRecoveryCodesForm):
    title = _("Ten new spare codes")
    lede = _("The old ones do not work any more then.")
    submit_label = _("Make ten new codes")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.cancel_url = reverse("mfa_index")


class PasskeyMixin:
    """What a browser sends may be anything: whatever is no answer of a passkey is refused."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        messages = self.fields["credential"].error_messages
        messages["required"] = messages["invalid"] = NO_PASSKEY

    def clean_credential(self):
        try:
            return super().clean_credential()
        except BROKEN:
            raise ValidationError(NO_PASSKEY) from None
        except ValidationError as error:
            limited = error.code == "too_many_login_attempts"
            raise ValidationError(WAIT if limited else NO_PASSKEY) from None


class SecondStepPasskeyForm(PasskeyMixin, passkey_forms.AuthenticateWebAuthnForm):
    pass


class SignInPasskeyForm(PasskeyMixin, passkey_forms.LoginWebAuthnForm):
    pass


class ShowByPasskeyForm(PasskeyMixin, passkey_forms.ReauthenticateWebAuthnForm):
    title = _("Is it you?")
    lede = _("Before you go on, use your passkey.")


class AddPasskeyForm(AccountForm, passkey_forms.AddWebAuthnForm):
    title = _("A passkey of your phone or computer")
    lede = _("Your finger, your face or the lock of your screen then shows that it is you.")
    words = {
        "name": Words(_("A name for it"), _("Such as “My phone”. Only you see it.")),
        "credential": Words("", ask=_("Press the button to add a passkey")),
    }
    passwordless = None  # each of them can

    def clean(self):
        try:
            return super().clean()
        except (*BROKEN, ValidationError):
            raise ValidationError(NO_PASSKEY) from None
