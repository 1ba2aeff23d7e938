"""The forms to get in: allauth's own, in our words, and drawn by our pack."""

from dataclasses import dataclass

from allauth.account import forms as allauth_forms
from django import forms
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from careplan.accounts import invitations
from careplan.forms import NOT_AN_EMAIL, CrispyMixin

PASTE = _("You can paste it, or let your phone fill it in.")
NEW_PASSWORD = _("8 letters or more. A few words in a row are easy to keep in mind.")
TYPE_PASSWORD = _("Type your password")
NAME_NEEDED = _("Write the name that others should see")
NO_SUCH_SIGN = _("There is a sign in it that cannot be kept. Type it again")


@dataclass(frozen=True)
class Words:
    """What stands at a field: its label, its hint, and the sentence when it is empty."""

    label: str
    hint: str = ""
    ask: str = NOT_AN_EMAIL


class InOurWords:
    """Our words on the fields of a form of allauth. It stands between CrispyMixin and that form."""

    words: dict[str, Words] = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, words in self.words.items():
            field = self.fields[name]
            field.label, field.help_text, field.ask = words.label, words.hint, words.ask
            field.widget.attrs.pop("placeholder", None)
            for validator in field.validators:
                if validator.code == "null_characters_not_allowed":
                    validator.message = NO_SUCH_SIGN
            if not isinstance(field.widget, forms.CheckboxInput):
                field.widget.attrs["class"] = "input input--short"


class AccountForm(CrispyMixin, InOurWords):
    """A form of the account pages. Its page takes `title` and `lede` from it."""

    title = lede = ""

    @property
    def kept(self):
        """What was kept; a password is never sent back to the page."""
        fields = self.fields.values()
        if any(isinstance(field.widget, forms.PasswordInput) for field in fields):
            return _("Nothing is lost. Only a password has to be typed again.")
        return _("Nothing is lost.")


EMAIL = Words(_("Email"))
PASSWORD = Words(_("Password"), PASTE, TYPE_PASSWORD)
CODE = Words(
    _("Code"),
    _("9 digits, such as 123-456-789. You can leave out the lines between them."),
    _("Write the code that we sent"),
)
STAY = Words(_("Stay signed in on this phone or computer"), _("Only if no one else uses it."))


class SignInForm(AccountForm, allauth_forms.LoginForm):
    title = submit_label = _("Sign in")
    cancel_label = _("I forgot my password")
    words = {"login": EMAIL, "password": PASSWORD, "remember": STAY}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        self.cancel_url = reverse("account_reset_password")


class SignUpForm(AccountForm, allauth_forms.SignupForm):
    title = _("Make an account")
    lede = _("Then your questions are kept, and you can go on with them on any device.")
    submit_label = _("Make my account")
    field_order = ["name", "email", "password1"]
    words = {
        "name": Words(
            _("Your name"),
            _("The people you share a plan with see it. A first name is enough."),
            NAME_NEEDED,
        ),
        "email": Words(_("Email"), _("We send a code there, to see that it is yours.")),
        "password1": Words(_("Password"), NEW_PASSWORD, _("Choose a password")),
    }
    name = forms.CharField(max_length=80, widget=forms.TextInput({"autocomplete": "name"}))

    def try_save(self, request):
        """Make the account. An address that has one already is answered just like a new one."""
        if user := self._new_account(request):
            return user, None
        self.account_already_exists = True
        invitations.spend(request)
        # Takes as long as keeping a new password does.
        get_user_model()().set_password(self.cleaned_data["password1"])
        return super().try_save(request)

    def _new_account(self, request):
        """The new account, or None where the address has one, were it only since a moment."""
        if self.account_already_exists:
            return None
        try:
            with transaction.atomic():
                invitations.spend(request)
                return self.save(request)
        except IntegrityError:
            return None


class SignInCodeForm(AccountForm, allauth_forms.RequestLoginCodeForm):
    title = _("Sign in with a code")
    lede = _("We send a code to your email. You need no password.")
    submit_label = _("Send me a code")
    words = {"email": EMAIL}


class CodeForm(AccountForm):
    """The page of a code. It names the address, as it was typed on the page before."""

    title = _("Write the code")
    words = {"code": CODE}
    submit_label = _("Go on")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "spellcheck": "false"}


class ConfirmSignInForm(CodeForm, allauth_forms.ConfirmLoginCodeForm):
    remember = forms.BooleanField(required=False)
    words = CodeForm.words | {"remember": STAY}
    submit_label = _("Sign in")


class ConfirmEmailForm(CodeForm, allauth_forms.ConfirmEmailVerificationCodeForm):
    pass
