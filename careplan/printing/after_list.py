"""What came of a visit, as one reader may print it."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from careplan.after.reading import AfterVisit, AskedQuestion
from careplan.appointments.follow_up_rows import Row
from careplan.printing.after_sheet import AfterSheet, PrintedAnswer, PrintedNote, PrintedToDo
from careplan.printing.comfort_list import short_day
from careplan.printing.question_list import PrintedList, is_private
from careplan.printing.sheets import Fact, Look, SheetQuestion, visit_time


@dataclass(frozen=True)
class Moment:
    """When a visit is, for `visit_time`."""

    day: dt.date | None
    time: dt.time | None


class PrintedAfter:
    """The sheet after `appointment` for `member`: what is private on its author's copy alone."""

    def __init__(self, appointment, member):
        self.appointment, self.member, self.plan = appointment, member, member.plan
        self.after = AfterVisit(appointment, member)
        self.rules = PrintedList(None, member)  # what may stand on paper, as on the list

    @property
    def has_private(self) -> bool:
        """Whether the sheet would be another one with what the reader keeps private."""
        return self.sheet("a4", "normal") != self.sheet("a4", "normal", private=True)

    def sheet(self, paper: str, size: str, *, private: bool = False) -> AfterSheet:
        """What stands on the sheet; what is private on its author's own copy, if `private`."""
        visit, after = self.appointment, self.after
        rows = [row for row in after.questions if self.may_print(row, private)]
        carried = {row.number for row in rows if self.is_carried(row, private)}
        notes = [x.note for x in after.notes if self.rules.may_print(x.note, private=private)]
        to_do = [x for x in after.to_do if self.rules.may_print(x.follow_up, private=private)]
        return AfterSheet(
            person=self.plan.person_name,
            printed_on=timezone.localdate(),
            look=Look(paper, size, get_language()),
            with_whom=visit.with_whom,
            day=visit.on,
            time=visit.at,
            facts=tuple(Fact(label, words) for label, words in self.facts(private) if words),
            answers=tuple(
                answer(number, row)
                for number, row in enumerate(rows, start=1)
                if row.number not in carried
            ),
            notes=tuple(PrintedNote(note.text, self.writer(note)) for note in notes),
            to_do=tuple(thing_to_do(row) for row in to_do),
            carried=tuple(
                SheetQuestion(row.question.text, self.rules.why(row.listed, private))
                for row in rows
                if row.number in carried
            ),
        )

    def may_print(self, row: AskedQuestion, private: bool) -> bool:
        return not is_private(row.listed) or (private and self.rules.is_mine(row.listed))

    def is_carried(self, row: AskedQuestion, private: bool) -> bool:
        """Whether it was not asked and stands on the list of a visit to come, which may be told."""
        to = row.carried_to
        return not row.is_heard and bool(to) and self.rules.may_print(to, private=private)

    def facts(self, private: bool):
        yield _("Who came along"), self.appointment.who_comes
        following = self.after.next_visit
        if following and self.rules.may_print(following, private=private):
            yield _("Next visit"), visit_time(Moment(following.on, following.at))

    def writer(self, note) -> str:
        """Who wrote a note down; empty for the plan's person."""
        return "" if self.rules.is_the_persons(note) else note.author.called


def answer(number: int, row: AskedQuestion) -> PrintedAnswer:
    return PrintedAnswer(number, row.question.text, row.question.answer, row.state)


def thing_to_do(row: Row) -> PrintedToDo:
    follow_up = row.follow_up
    return PrintedToDo(
        follow_up.what, row.who, short_day(follow_up.by_when), is_done=follow_up.is_done
    )
