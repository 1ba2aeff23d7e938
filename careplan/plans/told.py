"""The changes of a record in words: “Ana changed the day from 3 December to 5 December.”"""

import datetime
from dataclasses import dataclass

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from careplan.partial_dates import day_words
from careplan.plans.history import Change, What
from careplan.text import shortened

CUT = 200  # characters of a text inside a sentence

# Each as the reader is told of themselves, and of somebody else.
MADE = gettext_noop("You added this."), gettext_noop("%(who)s added this.")
REMOVED = gettext_noop("You removed this."), gettext_noop("%(who)s removed this.")
RESTORED = gettext_noop("You put this back."), gettext_noop("%(who)s put this back.")
READERS = (
    gettext_noop("You changed who may read this."),
    gettext_noop("%(who)s changed who may read this."),
)
HIDDEN = gettext_noop("You made this private."), gettext_noop("%(who)s made this private.")
OPENED = (
    gettext_noop("You shared this with everybody who sees this part."),
    gettext_noop("%(who)s shared this with everybody who sees this part."),
)
TICKED = gettext_noop("You ticked “%(what)s”."), gettext_noop("%(who)s ticked “%(what)s”.")
UNTICKED = (
    gettext_noop("You took the tick out of “%(what)s”."),
    gettext_noop("%(who)s took the tick out of “%(what)s”."),
)
CHANGED = (
    gettext_noop("You changed %(what)s from %(was)s to %(became)s."),
    gettext_noop("%(who)s changed %(what)s from %(was)s to %(became)s."),
)
WRITTEN = (
    gettext_noop("You added %(what)s: %(became)s."),
    gettext_noop("%(who)s added %(what)s: %(became)s."),
)
TAKEN_OUT = (
    gettext_noop("You took out %(what)s. It was %(was)s."),
    gettext_noop("%(who)s took out %(what)s. It was %(was)s."),
)
MOVED = {What.MADE: MADE, What.REMOVED: REMOVED, What.RESTORED: RESTORED}


@dataclass(frozen=True)
class Told:
    """One sentence; and both texts, whole, where it holds only the beginning of one."""

    sentence: str
    was: str = ""
    became: str = ""


def told(change: Change, reader, *, known: dict, moved: dict = MOVED) -> list[Told]:
    """`change` in words for the user `reader`; nothing where they may know none of it.

    `known` are the names of other records that a field can hold and that the reader may see, by
    id; where a field holds one that is not among them, it is not told.
    """
    say = Teller(change.by, reader)
    if change.what != What.CHANGED:
        return [Told(say(moved[What(change.what)]))]
    if not change.became:
        return [Told(say(READERS))]
    found = (field_told(change, name, say, known) for name in change.became)
    return [each for each in found if each]


class Teller:
    """Says a sentence of the one who changed something, to `reader`."""

    def __init__(self, by, reader):
        self.is_reader = by is not None and by.pk == reader.pk
        self.who = by.called if by else _("Somebody who is no longer here")

    def __call__(self, pattern: tuple[str, str], **values) -> str:
        own, others = pattern
        return _(own) % values if self.is_reader else _(others) % {"who": self.who, **values}


def field_told(change: Change, name: str, say: Teller, known: dict) -> Told | None:
    field = change.model._meta.get_field(name)
    was, became = (field.to_python(values[name]) for values in (change.was, change.became))
    if name == "is_private":
        return Told(say(HIDDEN if became else OPENED))
    what = change.model.TOLD[name]
    if said := getattr(change.model, "SAID", {}).get(name):
        return Told(say(said[became]))
    if isinstance(field, models.BooleanField):
        return Told(say(TICKED if became else UNTICKED, what=what))
    if field.is_relation:
        if not {was, became} - {None} <= known.keys():
            return None
        was, became = known.get(was, ""), known.get(became, "")
    else:
        was, became = in_words(field, was), in_words(field, became)
    pattern = CHANGED if was and became else WRITTEN if became else TAKEN_OUT
    short = {"was": quoted(field, was), "became": quoted(field, became)}
    is_cut = max(len(was), len(became)) > CUT
    sentence = say(pattern, what=what, **short)
    return Told(sentence, was, became) if is_cut else Told(sentence)


def in_words(field, value) -> str:
    """What a page shows of `value`; empty for an empty one."""
    if value in (None, "", []):
        return ""
    if worded := field.model.IN_WORDS.get(field.name):
        return str(worded(value))
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, datetime.date):
        return day_words(value)
    if isinstance(value, datetime.time):
        return date_format(value, pgettext("time", "H:i"))
    return str(value)


def quoted(field, words: str) -> str:
    """`words` inside a sentence: what somebody typed stands in quotation marks, and may be cut."""
    typed = isinstance(field, models.TextField | models.CharField) and not field.choices
    if not typed or field.name in field.model.IN_WORDS:
        return words
    return _("“%(words)s”") % {"words": shortened(words, CUT)}


def when(moment: datetime.datetime) -> str:
    """“3 December 2026 at 10:30”, where the reader is."""
    here = timezone.localtime(moment)
    time = date_format(here, pgettext("time", "H:i"))
    return _("%(day)s at %(time)s") % {"day": day_words(here.date()), "time": time}
