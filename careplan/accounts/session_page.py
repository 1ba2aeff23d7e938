"""What every page knows of its reader's session, for the script that warns before it ends."""

from django.utils.crypto import salted_hmac

WARNED_BEFORE = 120  # seconds


def seconds_left(request) -> int:
    """How long the reader stays signed in if they do nothing."""
    return request.session.seconds_left()


def session_of(request) -> str:
    """Says which person a page belongs to, and opens nothing: another may sign in meanwhile."""
    return salted_hmac("careplan.session-of", str(request.user.pk)).hexdigest()[:16]
