"""Comfort and support, as one reader may print it."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from careplan.printing.comfort_sheet import ComfortSheet, PrintedTopic, TopicsUnderTitle
from careplan.printing.sheets import Look
from careplan.topics.models import TopicState
from careplan.topics.reading import Row, TopicBoard, group_titles


class PrintedTopics:
    """The comfort checklist for `member`: what they hid is left out, and their own now and not now
    stand nowhere."""

    def __init__(self, member):
        self.member, self.plan = member, member.plan
        self.shown = TopicBoard(member).shown

    @property
    def ahead_count(self) -> int:
        """How many topics are not open at the reader's level, and have nothing in the plan."""
        return sum(not stands_open(row) for row in self.shown)

    def sheet(self, paper: str, size: str, *, ahead: bool = False) -> ComfortSheet:
        rows = [row for row in self.shown if ahead or stands_open(row)]
        found = (
            (title, tuple(self.printed(row) for row in rows if row.item.group == group))
            for group, title in self.titles().items()
        )
        return ComfortSheet(
            person=self.plan.person_name,
            groups=tuple(TopicsUnderTitle(title, topics) for title, topics in found if topics),
            printed_on=timezone.localdate(),
            look=Look(paper, size, get_language()),
            is_mine=self.plan.is_for_owner,
        )

    def printed(self, row: Row) -> PrintedTopic:
        note = shared_note(row)
        if note is None:
            return PrintedTopic(row.item.title)
        is_the_persons = self.plan.is_for_owner and note.wish_by_id == self.plan.owner_id
        return PrintedTopic(
            row.item.title,
            wanted=note.state == TopicState.WANTED,
            talked=talked(note),
            decided=_("Yes") if note.decided_on else "",
            wish=note.wish,
            writer="" if is_the_persons or not note.wish else note.wish_by.called,
        )

    def titles(self) -> dict[str, str]:
        """As the page has them, but in the words of the plan's person, whoever prints."""
        titles = group_titles(self.member)
        if self.plan.is_for_owner:
            titles["matters"] = _("What matters to me")
        return titles


def shared_note(row: Row):
    """What the plan holds on a topic. A private note is never printed: a sheet is for others."""
    return row.note if row.note and not row.note.is_private else None


def stands_open(row: Row) -> bool:
    note = shared_note(row)
    return row.opens or bool(note and (note.state or note.wish))


def talked(note) -> str:
    """The day of the talk; “Yes” where the visit is private, or its reader may not know of it."""
    is_told = note.day_is_told and not (note.visit and note.visit.is_private)
    return _("Yes") if note.talked_on and not is_told else short_day(note.talked_on)


def short_day(day) -> str:
    return date_format(day, pgettext("short day", "j M Y")) if day else ""
