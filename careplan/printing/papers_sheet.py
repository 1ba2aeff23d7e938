"""The checklist of legal papers: what stands on it, and its PDF."""

import datetime as dt
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from careplan.printing import printer
from careplan.printing.sheets import Fact, Look, long_day, page, typed

LONG = 900  # characters: about half a page, in large print a whole one


@dataclass(frozen=True)
class PrintedPaper:
    """One version of a paper. `mark` is one of print.css: "1", "half", "0" or "no"."""

    name: str
    what: str
    mark: str
    state: str
    facts: tuple[Fact, ...] = ()

    @property
    def is_long(self) -> bool:
        """Whether it may break over two pages; a shorter one is kept whole."""
        words = [self.name, self.what, *(fact.words for fact in self.facts)]
        return sum(len(text) + 40 * text.count("\n") for text in words) > LONG


@dataclass(frozen=True)
class PapersUnderTitle:
    """The papers of one group, and the kinds of it that are not in the plan."""

    title: str
    papers: tuple[PrintedPaper, ...] = ()
    not_yet: tuple[str, ...] = ()


@dataclass(frozen=True)
class OldCopy:
    """A copy of a replaced version that somebody still has."""

    holder: str
    of_what: str
    asked: str = ""


@dataclass(frozen=True)
class PapersSheet:
    """The checklist, as one reader may print it. `title` is “My papers”, or whose they are."""

    person: str
    title: str
    groups: tuple[PapersUnderTitle, ...]
    printed_on: dt.date
    look: Look
    facts: tuple[Fact, ...] = ()
    old_copies: tuple[OldCopy, ...] = ()


def papers_checklist(sheet: PapersSheet) -> bytes:
    """The PDF of the checklist. Raises PrintError."""
    return printer.kept(sheet, _print)


def _print(sheet: PapersSheet) -> bytes:
    sheet = typed(sheet)
    with translation.override(sheet.look.language):
        name = _("%(person)s: papers checklist") % {"person": sheet.person}
        context = {"name": name, "as_of": long_day(sheet.printed_on, weekday=True)}
        return printer.render(page("printing/papers.html", sheet, context))
