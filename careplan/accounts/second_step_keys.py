"""The seeds of second steps, locked in the database with the keys of `careplan/keys.py`.

A seed is what the codes of an app, or the spare codes, are made of. Whoever keeps one holds the
keys until its row is written, so that they are not changed in between.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken, MultiFernet
from django.db import transaction
from django.db.models import QuerySet
from django.shortcuts import render

from careplan import keys
from careplan.keys import SiteTrouble

# Where in its data each has its seed. A passkey has none: what is kept of it is no secret.
SEEDS = {Authenticator.Type.TOTP: "secret", Authenticator.Type.RECOVERY_CODES: "seed"}


def locked(seed: str) -> str:
    """Raises SiteTrouble."""
    return keys.box().encrypt(seed.encode()).decode()


def opened(token: str) -> str:
    """Raises SiteTrouble."""
    try:
        return keys.box().decrypt(token).decode()
    except InvalidToken:
        raise SiteTrouble("A second step opens with no key of CAREPLAN_SCAN_KEYS.") from None


def lock_all_anew(box: MultiFernet) -> list[int]:
    """Lock every seed with the newest key of `box`. Gives the rows whose seed does not open."""
    return [pk for pk in list(locked_rows().values_list("pk", flat=True)) if not lock_anew(pk, box)]


def locked_rows() -> QuerySet:
    """The second steps that have a seed."""
    return Authenticator.objects.filter(type__in=SEEDS).order_by("pk")


@transaction.atomic
def lock_anew(pk: int, box: MultiFernet) -> bool:
    row = Authenticator.objects.select_for_update().filter(pk=pk).first()
    if row is None:  # taken off meanwhile
        return True
    try:
        row.data[SEEDS[row.type]] = box.rotate(row.data[SEEDS[row.type]]).decode()
    except InvalidToken:
        return False
    row.save(update_fields=["data"])
    return True


@contextmanager
def keys_held() -> Iterator[None]:
    """The keys stay as they are until this closes; trouble with them is a page."""
    try:
        with keys.held():
            yield
    except SiteTrouble as trouble:
        raise trouble_page(trouble) from None


def trouble_page(trouble: SiteTrouble) -> ImmediateHttpResponse:
    """To be raised inside a view: allauth's own cannot be taught our exceptions."""
    page = render(context.request, "mfa/trouble.html", {"sentence": trouble.sentence}, status=503)
    return ImmediateHttpResponse(page)
