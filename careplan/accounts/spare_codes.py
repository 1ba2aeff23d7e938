"""Spare codes are shown once: in the browser in which they were made, while they are new."""

import time

from allauth.core.exceptions import ImmediateHttpResponse
from django.db import transaction
from django.shortcuts import redirect

from careplan.accounts.second_step import SPARE_CODES
from careplan.accounts.second_step_keys import keys_held

IN_SESSION = "spare_codes"
ARE_NEW_FOR = 600  # seconds: to write them down, print them or save them
COUNT = 10


def kept_for(user):
    return user.authenticator_set.filter(type=SPARE_CODES)


def count_left(user) -> int:
    """How many of the ten are not used yet. It needs no key."""
    kept = kept_for(user).first()
    return COUNT - kept.data["used_mask"].bit_count() if kept else 0


def new_codes(request) -> list[str]:
    """The codes, if they were made in this browser just now; else none.

    Raises ImmediateHttpResponse for whoever has no codes at all.
    """
    with keys_held(), transaction.atomic():
        # Locked: the row is written whole, while a code of it may be used elsewhere.
        kept = kept_for(request.user).select_for_update().first()
        if kept is None:
            raise ImmediateHttpResponse(redirect("mfa_index"))
        codes = kept.wrap()
        if not codes.did_view:
            codes.mark_as_viewed()
            request.session[IN_SESSION] = {"pk": kept.pk, "at": time.time()}
        shown = request.session.get(IN_SESSION, {})
        if shown.get("pk") != kept.pk or time.time() - shown["at"] > ARE_NEW_FOR:
            return []
        return codes.get_unused_codes()
