"""The sheets that are printed: what stands on each, and its PDF."""

import datetime as dt
import io
import re
import unicodedata
from dataclasses import dataclass, fields, is_dataclass, replace

import segno
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from careplan.printing import printer
from careplan.printing.glyphs import only_noto, printable
from careplan.printing.press import Fit
from careplan.text import shortened

TOP = 3  # questions that stand first, in large print
LAID_OUT_TWICE = 50  # questions at most: a second layout doubles the time
LONG = 500  # characters: about a third of a page, in large print half
FOOT_LENGTH = 60  # characters of the sheet's name at the foot of each page
WRITTEN_BY_HAND = 9  # questions on the blank list
BREAKS = re.compile(r"\s*\n\s*")
# Three questions make one page: first without the closing lines, then with fewer lines to write on.
ONE_PAGE = tuple(f"without-agreed{less}" for less in ("", " less-1", " less-2", " less-3"))


class Words(str):
    """What somebody typed, as our fonts can print it. `direction` is for the `dir` of its tag."""

    @property
    def direction(self) -> str:
        """That of the first letter that has one, as dir="auto" has it; WeasyPrint does not."""
        for c in self:
            if unicodedata.bidirectional(c) in {"L", "R", "AL"}:
                return "ltr" if unicodedata.bidirectional(c) == "L" else "rtl"
        return ""

    @property
    def type(self) -> str:
        """The class of words that only our second font can write whole, such as Vietnamese."""
        return "noto" if set(self) & only_noto() else ""


@dataclass(frozen=True)
class Look:
    """The paper ("a4", "letter"), the print ("normal", "large") and the language of a sheet."""

    paper: str = "letter"
    size: str = "normal"
    language: str = "en"


@dataclass(frozen=True)
class Fact:
    """A row under the title: “Who comes along” and who."""

    label: str
    words: str


@dataclass(frozen=True)
class SheetQuestion:
    """A question, and the concern that it comes from."""

    text: str
    why: str = ""

    @property
    def is_long(self) -> bool:
        """Whether it may break over two pages; a shorter one is kept whole."""
        return len(self.text) + len(self.why) + 40 * self.text.count("\n") > LONG


@dataclass(frozen=True)
class QuestionSheet:
    """The question list of one visit; a guest's has questions alone.

    `code_address` is what the QR code opens; without a public address there is no code.
    """

    questions: tuple[SheetQuestion, ...]
    printed_on: dt.date
    look: Look = Look()
    person: str = ""
    with_whom: str = ""
    day: dt.date | None = None
    time: dt.time | None = None
    facts: tuple[Fact, ...] = ()
    code_address: str = ""


@dataclass(frozen=True)
class BlankSheet:
    """A list to fill in by hand."""

    printed_on: dt.date
    look: Look = Look()


def question_list(sheet: QuestionSheet, *, keep: bool = True) -> bytes:
    """The PDF of a question list; without `keep`, left in no cache. Raises PrintError."""
    return printer.kept(sheet, _print_list) if keep else _print_list(sheet)


def blank_list(look: Look, printed_on: dt.date) -> bytes:
    """The PDF of a list to fill in by hand. Raises PrintError."""
    return printer.kept(BlankSheet(printed_on, look), _print_blank)


def _print_list(sheet: QuestionSheet) -> bytes:
    sheet = typed(sheet)
    with translation.override(sheet.look.language):
        html = page("printing/question_list.html", sheet, list_of(sheet))
    return printer.render(html, images=images_of(sheet), fit=_fit(len(sheet.questions)))


def _print_blank(sheet: BlankSheet) -> bytes:
    with translation.override(sheet.look.language):
        context = {
            "name": _("Question list to fill in by hand"),
            "top": range(TOP),
            "rest": range(WRITTEN_BY_HAND - TOP),
        }
        return printer.render(page("printing/blank_list.html", sheet, context))


def typed(value):
    """`value` with every text in it as Words: the one way of typed words onto paper."""
    if isinstance(value, str):
        return Words(BREAKS.sub("\n", printable(value)))
    if isinstance(value, tuple):
        return tuple(typed(item) for item in value)
    if is_dataclass(value):
        return replace(value, **{f.name: typed(getattr(value, f.name)) for f in fields(value)})
    return value


def list_of(sheet: QuestionSheet) -> dict:
    """What the template of the question list shows."""
    name = _("%(person)s: questions") % {"person": sheet.person}
    if not sheet.person:
        name = _("My questions")
    if sheet.day:
        name = _("%(sheet)s, %(day)s") % {"sheet": name, "day": long_day(sheet.day)}
    return {
        "name": name,
        "when": visit_time(sheet),
        "sections": _sections(sheet.questions),
    }


def _sections(questions: tuple[SheetQuestion, ...]) -> list[dict]:
    """The top three and the others, each under its title; none that is empty."""
    top, rest = questions[:TOP], questions[TOP:]
    title = _("The three that matter most") if len(top) == TOP else _("What matters most")
    sections = [
        {"title": title, "kind": "top", "questions": top},
        {"title": _("If there is time"), "kind": "rest", "questions": rest},
    ]
    return [section for section in sections if section["questions"]]


def page(template: str, sheet, context: dict) -> str:
    """The HTML of `sheet`, which has a `look` and the day it was `printed_on`."""
    return render_to_string(
        template,
        {
            **context,
            "sheet": sheet,
            "look": sheet.look,
            "direction": "rtl" if translation.get_language_bidi() else "ltr",
            "foot_name": shortened(context["name"], FOOT_LENGTH),
            "printed_on": long_day(sheet.printed_on, weekday=True),
        },
    )


def _fit(count: int) -> Fit:
    return Fit(
        one_page=ONE_PAGE if count <= TOP else (),
        alone="agreed" if count <= LAID_OUT_TWICE else "",
    )


def visit_time(sheet) -> str:
    """The day of the visit and, if it is known, the time."""
    if not sheet.day:
        return ""
    day = long_day(sheet.day, weekday=True)
    if not sheet.time:
        return day
    # As the pages say it: the time in the letter from the clinic.
    time = date_format(sheet.time, pgettext("time", "H:i")).replace(" ", "\u00a0")
    return _("%(day)s, %(time)s") % {"day": day, "time": time}


def long_day(day: dt.date, *, weekday: bool = False) -> str:
    """ "Thursday 3 December 2026", whose day and month stay on one line."""
    form = pgettext("day", "j F Y").replace(" ", "\u00a0")
    return (
        f"{date_format(day, 'l')} {date_format(day, form)}" if weekday else date_format(day, form)
    )


def images_of(sheet: QuestionSheet) -> dict[str, bytes]:
    return {"careplan:qr.svg": _code(sheet.code_address)} if sheet.code_address else {}


def _code(address: str) -> bytes:
    """A QR code as a drawing. Upper case has a denser form, so that its squares are larger."""
    drawing = io.BytesIO()
    segno.make(address.upper(), micro=False).save(
        drawing, kind="svg", border=0, omitsize=True, xmldecl=False
    )
    return drawing.getvalue()
