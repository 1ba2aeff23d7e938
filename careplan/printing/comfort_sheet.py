"""The checklist on comfort and support: what stands on it, and its PDF."""

import datetime as dt
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from careplan.printing import printer
from careplan.printing.sheets import Look, long_day, page, typed


@dataclass(frozen=True)
class PrintedTopic:
    """A topic, and what the plan holds on it. The days are as they are to be read."""

    title: str
    wanted: bool = False
    talked: str = ""
    decided: str = ""
    wish: str = ""


@dataclass(frozen=True)
class TopicsUnderTitle:
    title: str
    topics: tuple[PrintedTopic, ...]

    @property
    def wishes(self) -> list[PrintedTopic]:
        """Those on which there are own words."""
        return [topic for topic in self.topics if topic.wish]


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
        return printer.render(page("printing/comfort.html", sheet, context))
