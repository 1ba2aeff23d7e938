"""The sheets that go with a copy: each one that its reader may print, as they print it."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from django.utils import timezone
from django.utils.translation import gettext as _

from careplan.plans.access import Action, Member, Section
from careplan.printing.errors import PrintError
from careplan.printing.question_list import PrintedList
from careplan.printing.sheet_views import COMFORT, EMERGENCY, PAPERS
from careplan.printing.sheets import question_list

BUDGET = 15  # seconds: with all else of a copy, a web process must be done in time


@dataclass(frozen=True)
class Sheet:
    """A sheet that can be printed. `name` is that of its file; nobody's name is in it.

    `read` makes what may be printed, as in the table of sheet_views.py, and `make` its PDF.
    """

    name: str
    title: str
    read: Callable
    make: Callable[..., bytes]

    def pdf(self, **choice) -> bytes:
        """Raises PrintError."""
        return self.make(self.read().sheet(**choice))


def sheets_of(member: Member) -> Iterator[Sheet]:
    """Every sheet of the plan that `member` may print, the newest visits before the older ones.

    As always on paper, what is private is left out.
    """
    today = f"{timezone.localdate():%Y-%m-%d}"
    for kind, title in titles().items():
        if member.can(Action.VIEW, kind.section):
            yield Sheet(f"{kind.name}-{today}", title, partial(kind.read, member), kind.make)
    if member.can(Action.VIEW, Section.VISITS):
        for visit in member.plan.appointments.seen_by(member).order_by("-on", "-created"):
            day = f"{visit.on:%Y-%m-%d}" if visit.on else "day-not-known"
            title = _("Question list: %(visit)s") % {"visit": visit.day}
            yield Sheet(
                f"questions-{day}", title, partial(PrintedList, visit, member), question_list
            )


def titles() -> dict:
    return {
        PAPERS: _("Papers checklist"),
        EMERGENCY: _("Emergency page"),
        COMFORT: _("Comfort checklist"),
    }


def printed(member: Member) -> tuple[dict[str, bytes], list[str]]:
    """The sheets by the names of their files, and the titles of those that failed to print."""
    files, failed = {}, []
    until = time.monotonic() + BUDGET
    choice = {"paper": member.user.paper, "size": member.user.print_size}
    for sheet in sheets_of(member):
        if time.monotonic() > until:
            failed.append(sheet.title)
            continue
        try:
            files[free_name(sheet.name, files)] = sheet.pdf(**choice)
        except PrintError:
            failed.append(sheet.title)
    return files, failed


def free_name(name: str, taken) -> str:
    """“questions-2026-12-03.pdf”; the second of that day gets “-2”."""
    number = 1
    while (full := f"{name}-{number}.pdf" if number > 1 else f"{name}.pdf") in taken:
        number += 1
    return full
