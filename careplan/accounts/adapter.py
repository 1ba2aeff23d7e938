"""Where sign-in and sign-up follow this product's own rules."""

import logging
import sys
from contextlib import suppress

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from careplan.accounts import invitations
from careplan.accounts.ask_again import note_shown
from careplan.accounts.context import look_of
from careplan.accounts.known_browsers import note_sign_in
from careplan.accounts.late_posts import after_sign_in
from careplan.accounts.letters import ACCOUNT_CHANGED
from careplan.accounts.outbox import post

logger = logging.getLogger(__name__)

MOST_LETTERS = 1_000  # of a password: far more than anybody types, and quick to check
SOMETHING_WAITS = _("Something that you typed is not saved yet. Settings leads to it.")
PASSWORD_SENTENCES = {
    "password_too_short": _("Make your password 8 letters or longer"),
    "password_too_common": _("Many people use this password. Choose another one"),
}
WAYS_TO_SHOW = {
    "reauthenticate": _("With my password"),
    "code": _("With a code by email"),
    "mfa_reauthenticate": _("With a code of my app, or a spare code"),
    "mfa_reauthenticate:webauthn": _("With a passkey"),
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed."),
        "duplicate_email": _("This is your email already. Write the new one"),
        "email_password_mismatch": _(
            "The email and the password do not fit together. Look at both, then try again."
        ),
        "email_taken": _("This email cannot be used here. Write another one"),
        "enter_current_password": _("This is not the password you use now. Type it again"),
        "incorrect_code": _("This is not the code that we sent. Look at each digit"),
        "incorrect_password": _("This is not your password. Type it again"),
        "too_many_login_attempts": _(
            "There were too many tries. Wait five minutes. Then try again, or ask for a new code."
        ),
        "rate_limited": _("That was quick. Wait a minute, then ask for a new code."),
    }

    def is_ajax(self, request) -> bool:
        """No page of ours asks for JSON, so none is given."""
        return False

    def _get_login_attempts_cache_key(self, request, **credentials) -> str:
        # allauth puts the host in front, whose port a guesser may write anew for every try.
        return credentials["email"].lower()

    def post_login(self, request, user, **kwargs):
        response = super().post_login(request, user, **kwargs)
        note_sign_in(request, response, is_first=request.is_first_sign_in)
        response["Location"], something_waits = after_sign_in(user, response["Location"])
        if something_waits:
            messages.info(request, SOMETHING_WAITS)
        return response

    def is_open_for_signup(self, request) -> bool:
        return invitations.may_sign_up(request)

    def save_user(self, request, user, form, commit=True):
        """A new account, with the language and the look that this browser already has."""
        user.name = form.cleaned_data["name"]
        user.language = get_language()
        for name, value in look_of(request).items():
            setattr(user, name, value)
        return super().save_user(request, user, form, commit)

    def clean_password(self, password, user=None) -> str:
        if len(password) > MOST_LETTERS:
            raise ValidationError(_("Make your password shorter than 1,000 letters"))
        try:
            return super().clean_password(password, user)
        except ValidationError as error:
            raise ValidationError(
                [PASSWORD_SENTENCES[problem.code] for problem in error.error_list]
            ) from None

    def pre_login(self, request, user, **kwargs):
        # Asked on the page of the code, too. (The form of the password does it by itself.) A second
        # step may come between this and the end of signing in; the session keeps it meanwhile.
        if request.POST.get("remember"):
            request.session.set_expiry(settings.SESSION_COOKIE_AGE)
        return super().pre_login(request, user, **kwargs)

    def login(self, request, user):
        request.is_first_sign_in = user.last_login is None
        super().login(request, user)
        request.session.begin()
        note_shown(request, user, "sign_in")

    def get_reauthentication_methods(self, user) -> list[dict]:
        """How `user` can show who they are; an emailed code stands in for a password."""
        methods = super().get_reauthentication_methods(user)
        if user.is_authenticated and not user.has_usable_password():
            methods.append({"id": "code", "url": reverse("ask_by_code")})
        return [method | {"description": WAYS_TO_SHOW[method["id"]]} for method in methods]

    def get_password_change_redirect_url(self, request) -> str:
        return reverse("settings")

    def get_email_verification_redirect_url(self, email_address) -> str:
        return reverse("settings")

    def send_mail(self, template_prefix, email, context):
        """Send a letter; without a mail server, print its code alone.

        Raises ImmediateHttpResponse with a plain page when the mail server does not answer.
        """
        if not settings.EMAIL_HOST:
            if "code" in context:
                sys.stdout.write(f"Code: {context['code']}\n")
                sys.stdout.flush()
            return
        try:
            super().send_mail(template_prefix, email, context)
        except OSError as error:  # smtplib's own errors are among them
            # The kind alone: the text of such an error names the address.
            logger.error("An email could not be sent: %s", type(error).__name__)
            page = render(self.request, "accounts/no_mail.html", status=503)
            raise ImmediateHttpResponse(page) from None

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """A notice that cannot be sent does not undo what it tells of: it waits in the outbox.

        One to an address that was the account's until now is sent at once, in its language.
        """
        if email is None:
            post(ACCOUNT_CHANGED, to=user, object_id=template_prefix.rpartition("/")[2])
            return
        with suppress(ImmediateHttpResponse):
            super().send_notification_mail(template_prefix, user, context, email)
