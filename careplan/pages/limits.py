"""How often somebody without an account may ask for what costs much."""

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.utils.crypto import salted_hmac


def is_allowed(request, action: str) -> bool:
    """Count `action` for this address: False where ACCOUNT_RATE_LIMITS allows no more of it.

    The address is kept nowhere: only a keyed hash of it, in the cache that all processes share.
    """
    address = get_adapter().get_client_ip(request)
    key = salted_hmac(f"careplan.limit.{action}", address, algorithm="sha256").hexdigest()
    return ratelimit.consume(request, action=action, key=key)
