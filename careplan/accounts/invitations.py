"""Sign-up by invitation: the link's digest waits in the session until an account is made."""

from datetime import datetime

from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.shortcuts import render
from django.utils import timezone

from careplan.accounts.models import SignUpInvitation
from careplan.accounts.tokens import digest

IN_SESSION = "sign_up_invitation"


def bring(request, token: str) -> None:
    """Remember, for this browser, that its reader came with an invitation, if that one stands."""
    key = digest(token)
    if SignUpInvitation.open_for(key).exists():
        request.session[IN_SESSION] = key


def let_in(request, token_sha256: str, *, until: datetime) -> None:
    """Let this browser make one account with the key of that digest, which is no other's."""
    if settings.SIGN_UP == "open":
        return
    SignUpInvitation.objects.get_or_create(token_sha256=token_sha256)
    # As if it had been made so long ago that it lasts until then, and no longer.
    made = until - SignUpInvitation.LIFETIME
    SignUpInvitation.objects.filter(token_sha256=token_sha256, used_at=None).update(created=made)
    request.session[IN_SESSION] = token_sha256


def end(digests) -> None:
    """With these keys nobody makes an account from now on."""
    SignUpInvitation.objects.filter(token_sha256__in=digests, used_at=None).delete()


def erase_expired() -> None:
    """Those that ran out and made no account. A used one stays: its key makes no second account."""
    ran_out = timezone.now() - SignUpInvitation.LIFETIME
    SignUpInvitation.objects.filter(used_at=None, created__lte=ran_out).delete()


def may_sign_up(request) -> bool:
    """Whether this browser may sign up: anybody, or only with an invitation that still stands."""
    if settings.SIGN_UP == "open":
        return True
    return SignUpInvitation.open_for(request.session.get(IN_SESSION, "")).exists()


def spend(request) -> None:
    """Use the invitation up. Of two people who come at once, one alone succeeds.

    Raises ImmediateHttpResponse with the page “by invitation” when it no longer stands.
    """
    if settings.SIGN_UP == "open":
        return
    invitation = SignUpInvitation.open_for(request.session.get(IN_SESSION, ""))
    if not invitation.update(used_at=timezone.now()):
        raise ImmediateHttpResponse(render(request, "account/signup_closed.html"))
