"""The checklist on comfort and support: what stands on it, and its PDF."""

import datetime as dt
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from careplan.printing import printer
from careplan.printing.press import Fit
from careplan.printing.sheets import Look, long_day, page, typed


@dataclass(frozen=True)
class PrintedTopic:
    """A topic, and what the plan holds on it. The day is as it is to be read."""

    title: str
    wanted: bool = False
    talked: str = ""
    decided: str = ""
    wish: str = ""
    writer: str = ""  # of the wish, where that is not the plan's person


@dataclass(frozen=True)
class TopicsUnderTitle:
    title: str
    topics: tuple[PrintedTopic, ...]

    @property
    def wishes(self) -> list[PrintedTopic]:
        """Those on which there are own words."""
        return [topic for topic in self.topics if topic.wish]

    @property
    def has_other_writers(self) -> bool:
        return any(topic.writer for topic in self.wishes)


@dataclass(frozen=True)
class ComfortSheet:
    """The checklist, as one reader may print it. `is_mine`: in the words of the plan's person."""

    person: str
    groups: tuple[TopicsUnderTitle, ...]
    printed_on: dt.date
    look: Look
    is_mine: bool = True


def comfort_checklist(sheet: ComfortSheet) -> bytes:
    """The PDF of the checklist. Raises PrintError."""
    return printer.kept(sheet, _print)


def _print(sheet: ComfortSheet) -> bytes:
    sheet = typed(sheet)
    with translation.override(sheet.look.language):
        name = _("%(person)s: comfort and support") % {"person": sheet.person}
        as_of = long_day(sheet.printed_on, weekday=True)
        context = {"name": name, "as_of": as_of, "kind": "topics"}
        html = page("printing/comfort.html", sheet, context)
        return printer.render(html, fit=Fit(alone="else"))
