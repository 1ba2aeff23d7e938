"""How often the address of a calendar may be read. Allauth's limits do not count what is read."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.utils import timezone
from django.utils.crypto import salted_hmac

HOUR = 3600  # seconds
OF_ONE = 30  # readings of one address in an hour
FROM_ONE_PLACE = 600  # from one place, which may be a company that reads for many


def may_read(request, token: str) -> bool:
    """Count this reading; False where there were too many in this hour of the clock.

    Neither the token nor where it was read from is kept: only a keyed hash of each. Two at once may
    count as one: the limit saves work, and keeps nobody out who guesses.
    """
    place = get_adapter().get_client_ip(request)
    return count(token) <= OF_ONE and count(place) <= FROM_ONE_PLACE


def count(what: str) -> int:
    hour = f"{timezone.now():%Y-%m-%d %H}"
    key = salted_hmac("careplan.calendar_feed.read", f"{hour} {what}", algorithm="sha256")
    number = cache.get(key.hexdigest(), 0) + 1
    cache.set(key.hexdigest(), number, HOUR)
    return number
