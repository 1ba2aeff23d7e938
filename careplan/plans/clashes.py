"""Two people at once: what the second to save wrote, put together with what stands by now.

A form carries what its page was read from: signed, so that nobody can say that they read what they
did not, and as digests, so that no text is sent twice. Field by field, what one of the two left
alone is taken as the other has it. What both changed is asked, with both texts side by side.
"""

import datetime
import enum
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.core import signing
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.datastructures import MultiValueDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from careplan.partial_dates import day_words, wording
from careplan.widgets import PartialDateField

SALT = "careplan.read"
BETWEEN = "\n\n"  # two texts that are kept one after the other


class Keep(enum.StrEnum):
    """What to keep of a field that two people changed."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


@dataclass(frozen=True)
class Read:
    """What a form was read from. `asked` are the fields of which it asked what to keep."""

    removed: bool
    digests: dict[str, str]
    asked: tuple[str, ...] = ()

    def had(self, name: str, value) -> bool:
        """Whether the field `name` said `value` when it was read."""
        return self.digests[name] == digest(value)


def signed(instance, values: dict, asked: Iterable[str] = ()) -> str:
    """What a page shows of `instance`, for its form to carry."""
    removed = getattr(instance, "removed_at", None) is not None
    digests = {name: digest(value) for name, value in values.items()}
    whose = [type(instance).__name__, str(instance.pk)]
    return signing.dumps([*whose, removed, digests, list(asked)], salt=SALT)


def read_from(typed: str, instance, names: Iterable[str]) -> Read | None:
    """What `signed` wrote for these fields of `instance`; None for what is forged, of another
    record or of other fields."""
    try:
        kind, pk, removed, digests, asked = signing.loads(typed, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    if (kind, pk) != (type(instance).__name__, str(instance.pk)) or set(digests) != set(names):
        return None
    return Read(removed, digests, tuple(asked))


def unread(values: dict) -> Read:
    """What a form for something new was read from: an empty page."""
    return Read(False, {name: digest(value) for name, value in values.items()})


def digest(value) -> str:
    if isinstance(value, list | tuple):  # of ticks, which have no order
        value = sorted(map(str, value))
    said = json.dumps(value, cls=DjangoJSONEncoder)
    return hashlib.sha256(said.encode()).hexdigest()[:24]


def to_keep(name: str, mine, theirs, read: Read | None, choice: str) -> Keep | None:
    """Which of two values of a field to keep; None where the person has to say.

    `choice` counts only where `read` says that it was asked.
    """
    if digest(mine) == digest(theirs):
        return Keep.THEIRS
    if read is None:
        return None
    unchanged = read.had(name, theirs)  # since it was read
    if name in read.asked:
        if choice == Keep.THEIRS or (choice == Keep.BOTH and is_joined(mine, theirs)):
            return Keep.THEIRS
        return Keep(choice) if unchanged and choice in {Keep.MINE, Keep.BOTH} else None
    if unchanged:
        return Keep.MINE
    return Keep.THEIRS if read.had(name, mine) else None


def joined(mine: str, theirs: str) -> str:
    return f"{theirs}{BETWEEN}{mine}"


def is_joined(mine, theirs) -> bool:
    """Whether the two were put together already: the same form, sent twice."""
    return isinstance(theirs, str) and theirs.endswith(f"{BETWEEN}{mine}")


def can_be_joined(field: forms.Field, mine, theirs) -> bool:
    """Whether two texts of `field` can stand one after the other."""
    if not isinstance(field.widget, forms.Textarea) or not (mine and theirs):
        return False
    return field.max_length is None or len(joined(mine, theirs)) <= field.max_length


@dataclass(frozen=True)
class Sides:
    """What two people made of one field."""

    mine: object
    theirs: object


@dataclass(frozen=True)
class Clash:
    """A field that two people changed: both texts, and what can be kept."""

    name: str
    label: str
    mine: str
    theirs: str
    answers: list[tuple[str, str]]  # (value, what its radio says)
    is_skipped: bool  # it was asked before, and got no answer

    @property
    def control(self) -> str:
        """The name of its radios."""
        return f"keep_{self.name}"


def answers(field: forms.Field, said: Sides, name: str) -> list[tuple[str, str]]:
    """What can be kept of `field`, of whose two texts one is that of `name`."""
    theirs = _("Keep what %(name)s saved") % {"name": name} if name else _("Keep what was saved")
    found = [(Keep.MINE.value, _("Keep what you wrote here")), (Keep.THEIRS.value, theirs)]
    if can_be_joined(field, said.mine, said.theirs):
        found.append((Keep.BOTH.value, _("Keep both, one after the other")))
    return found


def in_words(field: forms.Field, value) -> str:
    """What a field holds, as its page shows it: the names of its answers, not their values."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(field, PartialDateField):
        return wording(value)
    if isinstance(value, datetime.date):
        return day_words(value)
    if isinstance(value, datetime.time):
        return date_format(value, pgettext("time", "H:i"))
    names = {str(key): str(name) for key, name in getattr(field, "choices", ())}
    several = value if isinstance(value, list | tuple) else [value]
    return ", ".join(names.get(str(one), str(one)) for one in several if one not in (None, ""))


def many_valued(data) -> MultiValueDict:
    """What was posted, to be changed; where it came as a plain dict, each key with one value."""
    if isinstance(data, MultiValueDict):
        return data.copy()
    several = (list, tuple)
    return MultiValueDict({k: [*v] if isinstance(v, several) else [v] for k, v in data.items()})


def as_posted(bound) -> dict[str, list[str]]:
    """What the page of a form sends for one of its fields, as the form shows it."""
    widget, value = bound.field.widget, bound.value()
    if isinstance(widget, forms.MultiWidget):
        parts = value if isinstance(value, list) else widget.decompress(value)
        names = [f"{bound.html_name}{suffix}" for suffix in widget.widgets_names]
        return {name: [text(part)] for name, part in zip(names, parts, strict=True)}
    if isinstance(widget, forms.CheckboxInput):
        return {bound.html_name: ["on"] if value else []}
    if isinstance(value, list | tuple):
        return {bound.html_name: [str(one) for one in value]}
    return {bound.html_name: [text(value)]}


def text(value) -> str:
    return "" if value is None else str(value)
