"""Where somebody is signed in."""

from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from careplan.accounts.devices import in_words


@dataclass(frozen=True)
class SignedIn:
    """One browser in which somebody is signed in."""

    pk: int
    device: str
    since: datetime
    is_this_one: bool


def signed_in(request) -> list[SignedIn]:
    """The browsers where the reader is signed in, this one first; two reads, however many."""
    kept = list(request.user.usersession_set.order_by("-created_at"))
    alive = Session.objects.in_bulk(
        [session.session_key for session in kept], field_name="session_key"
    )
    here = request.session.session_key
    return sorted(
        (
            SignedIn(s.pk, in_words(s.user_agent), s.created_at, s.session_key == here)
            for s in kept
            if s.session_key in alive and is_open(alive[s.session_key], request.user)
        ),
        key=lambda row: not row.is_this_one,
    )


def is_open(session: Session, user) -> bool:
    """Whether that session still signs `user` in: not run out, and of the present password."""
    return (
        session.expire_date > timezone.now()
        and session.get_decoded().get("_auth_user_hash") == user.get_session_auth_hash()
    )


def sign_out(sessions) -> None:
    """End those sessions: the next page each asks for is the sign-in page."""
    for session in list(sessions):
        session.end()


def others(request):
    """Every session of the reader but this one."""
    return UserSession.objects.filter(user=request.user).exclude(
        session_key=request.session.session_key
    )
