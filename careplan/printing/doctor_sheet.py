"""The doctor's page: what stands on it, and its PDF. It is one page, whatever is on it."""

import datetime as dt
import re
from dataclasses import dataclass, fields, is_dataclass, replace

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from careplan.printing import printer
from careplan.printing.press import Fit
from careplan.printing.sheets import Fact, Look, Words, long_day, page, typed, visit_time
from careplan.text import shortened

# The doctor reads it: type may come down to 11 pt before a word is left out. print.css has them.
STEPS = {
    "normal": ("fit-1", "fit-2", "fit-3"),
    "large": ("fit-1", "fit-2", "fit-3", "fit-4", "fit-5", "fit-6", "fit-7"),
}
# Characters that a text has at most: no page holds a longer one, in any type; then fewer, where
# type alone does not make one page. A phone number, of 40 at most, is never cut. At the last length
# each text is held to one line as well: that always fits.
LENGTHS = (2000, 1500, 1200, 900, 680, 510, 380, 290, 220, 165, 125, 95, 70, 50)
FEW = 125  # characters: where texts are this short, of people and copies the first alone is named

SHORT_NUMBER = re.compile(r"[\d ()+./-]{,20}")


@dataclass(frozen=True)
class Bother:
    """A concern, and how much it bothers, 0 to 10; how much it did at the visit before this one,
    or that it `is_new` since then."""

    name: str
    value: int
    was: int | None = None
    is_new: bool = False


@dataclass(frozen=True)
class Decider:
    """Somebody who decides for the person; `is_next` if only where the one before cannot."""

    name: str
    relation: str = ""
    by_day: str = ""
    at_night: str = ""
    is_next: bool = False

    @property
    def numbers_are_short(self) -> bool:
        """Whether each phone number has room on one line, so that it need not be broken."""
        return all(SHORT_NUMBER.fullmatch(number) for number in (self.by_day, self.at_night))


@dataclass(frozen=True)
class DecidingPaper:
    """The signed paper that says who decides, where it is, and who holds copies of it."""

    name: str
    signed: str
    people: tuple[Decider, ...]
    original: str = ""
    copies: tuple[str, ...] = ()
    more_people: int = 0
    more_copies: int = 0

    def first_only(self) -> "DecidingPaper":
        return replace(
            self,
            people=self.people[:1],
            copies=self.copies[:1],
            more_people=self.more_people + len(self.people[1:]),
            more_copies=self.more_copies + len(self.copies[1:]),
        )


@dataclass(frozen=True)
class DoctorSheet:
    """One page for the doctor. `in_own_words` if the person wrote all of it themselves."""

    printed_on: dt.date
    look: Look
    person: str = ""
    with_whom: str = ""
    day: dt.date | None = None
    time: dt.time | None = None
    who_comes: str = ""
    questions: tuple[str, ...] = ()
    more_questions: int = 0
    bothers: tuple[Bother, ...] = ()
    more_bothers: int = 0
    visit_before: dt.date | None = None
    how_much: str = ""
    information_need: str = ""
    who_may_hear: str = ""
    paper: DecidingPaper | None = None
    in_own_words: bool = False


def doctor_page(sheet: DoctorSheet) -> bytes:
    """The PDF of the doctor's page. Raises PrintError."""
    return printer.kept(sheet, _print)


def _print(sheet: DoctorSheet) -> bytes:
    whole = cut(typed(sheet))
    versions = dict.fromkeys(_at_most(whole, length) for length in LENGTHS)
    with translation.override(sheet.look.language):
        html, *shorter = [_page(version, whole) for version in versions]
        shorter.append(_page(list(versions)[-1], whole, in_one_line=True))
    fit = Fit(one_page=STEPS[sheet.look.size])
    return printer.render(html, fit=fit, shorter=tuple(shorter))


def _at_most(whole: DoctorSheet, length: int) -> DoctorSheet:
    """`whole` with no text longer than `length`."""
    shorter = cut(whole, length)
    if length > FEW or shorter.paper is None:
        return shorter
    return replace(shorter, paper=shorter.paper.first_only())


def cut(value, length: int = 100_000):
    """`value` with every text in it on one line, cut at a word to `length` characters at most."""
    if isinstance(value, Words):
        return Words(shortened(value, length))
    if isinstance(value, tuple):
        return tuple(cut(item, length) for item in value)
    if is_dataclass(value):
        return replace(
            value, **{f.name: cut(getattr(value, f.name), length) for f in fields(value)}
        )
    return value


def _page(sheet: DoctorSheet, whole: DoctorSheet, *, in_one_line: bool = False) -> str:
    """The HTML of `sheet`, which says of what is cut where it is `whole`."""
    rest = replace(sheet, questions=whole.questions)
    context = {
        "name": _name(whole),
        "kind": "doc1 in-one-line" if in_one_line else "doc1",
        "when": visit_time(sheet),
        "title": _title(len(sheet.questions)),
        "before": _before(sheet),
        "rows": _rows(sheet),
        "questions_are_cut": sheet.questions != whole.questions,
        "others_are_cut": rest != whole,
    }
    return page("printing/doctor.html", sheet, context)


def _name(sheet: DoctorSheet) -> str:
    """“Maria Alvarez: one page for Dr Lee, 3 December 2026”."""
    for_whom = {"person": sheet.person, "whom": sheet.with_whom or _("the care team")}
    name = _("%(person)s: one page for %(whom)s") % for_whom
    if sheet.day:
        name = _("%(sheet)s, %(day)s") % {"sheet": name, "day": long_day(sheet.day)}
    return name


def _before(sheet: DoctorSheet) -> str:
    """“5 November”, the day of the visit before this one; with the year where it is another."""
    if not sheet.visit_before:
        return ""
    if sheet.visit_before.year == sheet.printed_on.year:
        day = date_format(sheet.visit_before, pgettext("day of this year", "j F"))
        return day.replace(" ", "\u00a0")
    return long_day(sheet.visit_before)


def _title(count: int) -> str:
    titles = {1: _("My question"), 2: _("My two questions"), 3: _("My three questions")}
    return titles.get(count, "")


def _rows(sheet: DoctorSheet) -> list[list[Fact]]:
    """What else there is to say, two beside each other. The paper stands for its own words."""
    facts = (
        Fact(_("What I want to know"), sheet.how_much),
        Fact(_("How I need information"), sheet.information_need),
        Fact(_("Who may hear what"), sheet.who_may_hear),
        Fact(_("Who decides if I cannot"), sheet.paper),
    )
    said = [fact for fact in facts if fact.words]
    return [said[:2], said[2:]] if said[2:] else [said[:2]]
