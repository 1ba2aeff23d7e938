"""The forms that change how somebody gets in: password and email."""

from allauth.account import forms as allauth_forms
from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from careplan.accounts.forms import (
    EMAIL,
    NEW_PASSWORD,
    PASSWORD,
    TYPE_PASSWORD,
    AccountForm,
    CodeForm,
    Words,
)

CHOOSE_PASSWORD = Words(_("New password"), NEW_PASSWORD, _("Choose a password"))


class ForgottenPasswordForm(AccountForm, allauth_forms.ResetPasswordForm):
    title = _("I forgot my password")
    lede = _("We send a code to your email. With it you choose a new password.")
    submit_label = _("Send me a code")
    words = {"email": EMAIL}


class ConfirmResetForm(CodeForm, allauth_forms.ConfirmPasswordResetCodeForm):
    pass


class TypedOnce(AccountForm):
    """A new password is typed once: it can be pasted, and asked for anew by a code."""

    title = _("Choose a new password")
    submit_label = _("Save my new password")
    words = {"password1": CHOOSE_PASSWORD}


class NewPasswordForm(TypedOnce, allauth_forms.ResetPasswordKeyForm):
    password2 = None


class FirstPasswordForm(TypedOnce, allauth_forms.SetPasswordForm):
    title = _("Choose a password")
    lede = _("Until now you sign in with a code.")
    password2 = None


class ChangePasswordForm(TypedOnce, allauth_forms.ChangePasswordForm):
    title = _("Change my password")
    lede = _("Other phones and computers are signed out when you save.")
    words = {
        "oldpassword": Words(_("Password you use now"), ask=TYPE_PASSWORD),
        "password1": CHOOSE_PASSWORD,
    }
    password2 = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.cancel_url = reverse("settings")


class ChangeEmailForm(AccountForm, allauth_forms.AddEmailForm):
    title = _("Change my email")
    submit_label = _("Send a code to the new email")
    words = {"email": Words(_("New email"), _("Until you write the code, nothing changes."))}
    # The button of allauth's page that means: change it.
    action_add = forms.CharField(required=False, initial="on", widget=forms.HiddenInput())

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.cancel_url = reverse("settings")


class AskAgainForm(AccountForm, allauth_forms.ReauthenticateForm):
    title = _("Is it you?")
    lede = _("Before you go on, type your password once more.")
    submit_label = _("Go on")
    words = {"password": PASSWORD}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.cancel_url = reverse("settings")
