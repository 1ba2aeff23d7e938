"""The sheet after a visit: what stands on it, and its PDF."""

import datetime as dt
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from careplan.printing import printer
from careplan.printing.sheets import Fact, Look, SheetQuestion, long_day, page, typed, visit_time

LONG = 900  # characters: about half a page, in large print a whole one
FEW = 400  # characters of all things to do: a table that has room on any page
WIDE, NARROW = 100, 40  # characters that what is to do, and who does it, have room for in a table
EMPTY_ROWS = 2  # of the table of things to do, to be written by hand


@dataclass(frozen=True)
class PrintedAnswer:
    """A question by its number on the list, and its answer; without one, how it stands."""

    number: int
    question: str
    answer: str = ""
    state: str = ""

    @property
    def is_long(self) -> bool:
        """Whether it may break over two pages; a shorter one is kept whole."""
        return sum(len(x) + 40 * x.count("\n") for x in (self.question, self.answer)) > LONG


@dataclass(frozen=True)
class PrintedNote:
    """What was said, and who wrote it down, where that is not the plan's person."""

    words: str
    writer: str = ""


@dataclass(frozen=True)
class PrintedToDo:
    """One thing to do. The day is as it is to be read."""

    what: str
    who: str
    by_when: str = ""
    is_done: bool = False

    @property
    def is_long(self) -> bool:
        """Whether a row of a table could be longer than a page: its head would be missing there."""
        return len(self.what) > WIDE or len(self.who) > NARROW


@dataclass(frozen=True)
class AfterSheet:
    """What came of a visit, as one reader may print it."""

    person: str
    printed_on: dt.date
    look: Look
    with_whom: str = ""
    day: dt.date | None = None
    time: dt.time | None = None
    facts: tuple[Fact, ...] = ()
    answers: tuple[PrintedAnswer, ...] = ()
    notes: tuple[PrintedNote, ...] = ()
    to_do: tuple[PrintedToDo, ...] = ()
    carried: tuple[SheetQuestion, ...] = ()

    @property
    def has_table(self) -> bool:
        """Whether the things to do stand in a table; else, in a list."""
        return not any(row.is_long for row in self.to_do)

    @property
    def table_is_short(self) -> bool:
        """Whether the table of things to do is kept whole."""
        return sum(len(row.what) + len(row.who) + 40 for row in self.to_do) < FEW


def after_visit(sheet: AfterSheet) -> bytes:
    """The PDF of the sheet. Raises PrintError."""
    return printer.kept(sheet, _print)


def _print(sheet: AfterSheet) -> bytes:
    sheet = typed(sheet)
    with translation.override(sheet.look.language):
        name = _("%(person)s: after the visit") % {"person": sheet.person}
        if sheet.day:
            name = _("%(sheet)s, %(day)s") % {"sheet": name, "day": long_day(sheet.day)}
        context = {"name": name, "when": visit_time(sheet), "empty": range(EMPTY_ROWS)}
        return printer.render(page("printing/after.html", sheet, context))
