"""What a file said, while its reader looks at it: carried by the page, which nobody else can read.

Nothing of it is kept on the site until it is saved. The page holds it packed and encrypted, for its
reader alone.
"""

import base64
import json
import zlib
from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken
from django.utils.crypto import salted_hmac

from careplan.documents.scan_refusal import Refused
from careplan.exchange.returned_changes import Returned, Said
from careplan.exchange.returned_reading import Fields
from careplan.plans.access import Member
from careplan.plans.clashes import digest
from careplan.printing.fillable_lists import FillableList
from careplan.printing.fillable_sheet import REFERENCE, answer_field, asked_field

SECONDS = 24 * 60 * 60  # that a page may wait
MOST = 700_000  # letters of what a page carries; settings.py has an end for what a form sends


@dataclass(frozen=True)
class Waiting:
    """The fields that say something new, with the reference of their list; and the digest of each
    answer that was shown beside one, by the number of its question."""

    fields: Fields
    read: dict[int, str]


def box() -> Fernet:
    key = salted_hmac("careplan.returned", "waiting", algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))


def packed(said: list[Said], found: Returned, given: FillableList, member: Member) -> str:
    """What the page carries. Raises Refused."""
    fields: Fields = {REFERENCE: given.reference}
    for each in said:
        number = each.printed.number
        fields[asked_field(number)] = each.is_asked
        if each.answer is not None:
            fields[answer_field(number)] = each.answer
    read = {change.number: digest(change.answer_now) for change in found.changes}
    data = json.dumps([member.user.pk, fields, read]).encode()
    token = box().encrypt(zlib.compress(data)).decode()
    if len(token) > MOST:
        raise Refused("much")
    return token


def unpacked(token: str, member: Member) -> Waiting | None:
    """What `packed` made for this reader; None for what is forged, or too old."""
    try:
        # Only what was packed here opens, so that it unpacks to no more than a file may say.
        data = zlib.decompress(box().decrypt(token.encode(), ttl=SECONDS))
    except (InvalidToken, UnicodeError):
        return None
    reader, fields, read = json.loads(data)
    if reader != member.user.pk:
        return None
    return Waiting(fields, {int(number): seen for number, seen in read.items()})
