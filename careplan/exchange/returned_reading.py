"""A list that came back filled in: its file is read elsewhere, and its row found."""

import json

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from careplan.documents.scan_reading import Busy, ask
from careplan.documents.scan_refusal import Refused
from careplan.places import Places
from careplan.plans.access import Member
from careplan.printing.fillable_lists import FillableList, ForgedReference, referred_to
from careplan.printing.fillable_sheet import REFERENCE
from careplan.text import clean

PROGRAM = ("-m", "careplan.exchange.returned_reader")
MOST_BYTES = 5 * 2**20  # of a file; a list with 300 questions has 1 MB
AT_ONCE, CHAIRS, PATIENCE = 1, 3, 5

SENTENCES = {
    "empty": _("This file is empty. Choose another one."),
    "kind": _("This is no PDF. Choose the file that you filled in."),
    "large": _("This file is too large to be a list of this site. Choose another one."),
    "damaged": _("This file is cut off or damaged. Save it again in your PDF app, then choose it."),
    "heavy": _("This file takes too long to open. Type the answers in here instead."),
    "locked": _("This PDF is locked. Save a copy without a password, then choose that."),
    "strange": _("This PDF is no list of this site. Choose the file that you filled in."),
    "changed": _("This list was not made here as it is now. Type the answers in here instead."),
    "old": _("This list was made more than 90 days ago. Type the answers in here instead."),
    "other": _("This list is for another visit of this plan. Send it back on that visit’s page."),
    "much": _("This file has too many new words for one time. Type some in here, then send it."),
    "busy": _("Other files are being read just now. Wait a minute, then choose the file again."),
}

Fields = dict[str, str | bool]


def read(data: bytes) -> Fields:
    """What stands in the fields of a list of ours. Raises Refused, with a key of SENTENCES."""
    if not data:
        raise Refused("empty")
    if len(data) > MOST_BYTES:
        raise Refused("large")
    folder = settings.VAR_DIR / "returned"
    with Places(folder, count=AT_ONCE, chairs=CHAIRS, patience=PATIENCE, busy=Busy).one():
        return fields_of(ask(data, PROGRAM))


def fields_of(said: bytes) -> Fields:
    """What the process said, if it makes sense. Raises Refused."""
    try:
        answer = json.loads(said)
        if "refused" in answer:
            raise Refused(answer["refused"] if answer["refused"] in SENTENCES else "damaged")
        fields = answer["fields"]
        found = {name: cleaned(name, value) for name, value in fields.items()}
        reference = found[REFERENCE]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Refused("damaged") from None
    return found | {REFERENCE: reference}


def cleaned(name: str, value) -> str | bool:
    if isinstance(value, bool) != name.endswith("_asked") or not isinstance(value, str | bool):
        raise TypeError
    return clean(value) if isinstance(value, str) else value


def list_of(reference: str, member: Member, visit) -> FillableList:
    """The row that a file of `visit` was made of. Raises Refused.

    A list that `member` may not see is told from one of another site by nothing.
    """
    try:
        found = referred_to(reference)
    except ForgedReference:
        raise Refused("changed" if reference else "strange") from None
    if found is None:
        raise Refused("old")
    seen = member.plan.appointments.seen_by(member)
    if not seen.filter(pk=found.appointment_id).exists():
        raise Refused("strange")
    if found.appointment_id != visit.pk:
        raise Refused("other")
    return found
