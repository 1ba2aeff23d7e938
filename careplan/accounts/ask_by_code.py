"""“Is it you?” by a code in an email: for whoever has no password."""

from allauth.account import app_settings
from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.code_verification import AbstractCodeVerificationProcess
from allauth.core import ratelimit
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from careplan.accounts.forms import CodeForm

IN_SESSION = "ask_by_code"


class AskByCodeForm(CodeForm, allauth_forms.BaseConfirmCodeForm):
    title = _("Is it you?")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.cancel_url = reverse("settings")


class CodeAsked(AbstractCodeVerificationProcess):
    """The code that was sent last; it waits in the session. `state` is empty while none does."""

    def __init__(self, request):
        self.request = request
        super().__init__(
            max_attempts=app_settings.LOGIN_BY_CODE_MAX_ATTEMPTS,
            timeout=app_settings.LOGIN_BY_CODE_TIMEOUT,
            state=request.session.get(IN_SESSION, {}),
            user=request.user,
        )
        if self.state and not self.is_valid():
            self.abort()

    @property
    def form(self):
        return AskByCodeForm(self.request.POST or None, code=self.code)

    def may_send(self) -> bool:
        return ratelimit.consume(
            self.request, action="request_login_code", key=self.request.user.email
        )

    def send(self):
        """Send a new code. The letter is that of a code to sign in."""
        email = self.request.user.email
        self.state = self.initial_state(self.request.user, email)
        self.state["code"] = get_adapter().generate_login_code()
        context = {"request": self.request, "code": self.code}
        get_adapter().send_mail("account/email/login_code", email, context)
        self.persist()

    def persist(self):
        self.request.session[IN_SESSION] = self.state

    def abort(self):
        self.request.session.pop(IN_SESSION, None)
        self.state = {}
