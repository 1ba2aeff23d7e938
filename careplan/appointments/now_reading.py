"""One question of a visit's list while the visit goes on, as one reader sees it."""

import datetime
from dataclasses import dataclass
from functools import cached_property

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from careplan.appointments.drafts import AnswerDraft
from careplan.appointments.models import Appointment, Asked, ListedQuestion
from careplan.appointments.now_keeping import began_from
from careplan.appointments.reading import ReadersList, Row
from careplan.concerns import safety
from careplan.plans.access import Action, Member, Section
from careplan.plans.clashes import digest
from careplan.plans.history import readers_of
from careplan.plans.private import members_who_see
from careplan.plans.removed import standing_or_removed
from careplan.plans.told import when

JUST_NOW = datetime.timedelta(minutes=2)  # whoever saved a draft since then is still writing
NAMED = 3  # people by name in a sentence; more are counted


@dataclass(frozen=True)
class Begun:
    """What somebody else is writing, or has begun to."""

    title: str
    text: str


class Screen:
    """The page of one question at a visit, for `member`."""

    def __init__(self, listed: ListedQuestion, member: Member):
        self.listed, self.member = listed, member
        self.question, self.appointment = listed.question, listed.appointment

    @classmethod
    def of(cls, member: Member, visit, question) -> "Screen":
        """Raises Http404. Whoever may write here finds what was taken off or removed, too."""
        visits = standing_or_removed(Appointment, member, Section.VISITS)
        appointment = get_object_or_404(visits, pk=visit)
        rows = ListedQuestion.objects.filter(appointment=appointment, question=question)
        may_write = member.can(Action.EDIT, Section.VISITS)
        rows = rows.in_or_out(member) if may_write else rows.seen_by(member)
        return cls(
            get_object_or_404(rows.select_related("appointment", "question__answered_by")), member
        )

    @cached_property
    def questions(self) -> ReadersList:
        return ReadersList(self.appointment, self.member)

    @cached_property
    def row(self) -> Row | None:
        """Where it stands on the list; None for what was taken off."""
        return next((row for row in self.questions.rows if row.listed.pk == self.listed.pk), None)

    @cached_property
    def before(self) -> Row | None:
        above = [row for row in self.questions.rows if row.listed.position < self.listed.position]
        return above[-1] if above else None

    @cached_property
    def after(self) -> Row | None:
        below = (row for row in self.questions.rows if row.listed.position > self.listed.position)
        return next(below, None)

    @property
    def title(self) -> str:
        """“Question 1 of 3 for Dr Lee”, numbered as its reader sees the list."""
        if self.row is None:
            return _("A question that is not on the list now")
        who = self.appointment.with_whom
        said = {"n": self.row.number, "total": len(self.questions.rows), "who": who}
        if who:
            return _("Question %(n)d of %(total)d for %(who)s") % said
        return _("Question %(n)d of %(total)d") % said

    @property
    def why(self) -> str:
        return self.questions.reason(self.row.listed) if self.row else ""

    @property
    def taken_off(self) -> str:
        """What happened to it while its page was open."""
        if self.question.removed_at:
            return _("This question was removed. What you write is kept with it.")
        if self.appointment.removed_at:
            return _("This visit was removed. What you write is kept with the question.")
        if self.listed.removed_at:
            return _("This question was taken off the list. What you write is kept with it.")
        return ""

    # -- what is written ---------------------------------------------------------------------------

    @cached_property
    def drafts(self) -> list[AnswerDraft]:
        return list(self.listed.drafts.select_related("user"))

    @cached_property
    def draft(self) -> AnswerDraft | None:
        """What the reader has typed so far, and not saved as the answer."""
        return next((d for d in self.drafts if d.user_id == self.member.user.pk), None)

    @property
    def answer_read(self) -> str:
        """The digest of the answer that what stands on the page was begun from."""
        return began_from(self.draft, self.question)

    @property
    def answer_now(self) -> str:
        """The digest of the answer that stands."""
        return digest(self.question.answer)

    @property
    def asked_now(self) -> str:
        """What it is marked as, in words; empty while it is not."""
        return str(Asked(self.listed.asked).label) if self.listed.asked else ""

    @property
    def others(self) -> list[Begun]:
        """What others are writing, whose drafts the reader may see as they see the question."""
        theirs = (d for d in self.drafts if d.user_id != self.member.user.pk and d.text)
        return [Begun(begun_words(draft), draft.text) for draft in theirs]

    @property
    def status(self) -> str:
        """What became of the text in the field."""
        if self.draft is None:
            return self.written_by
        if is_today(self.draft.saved_at):
            time = {"time": clock(self.draft.saved_at)}
            said = _("You were writing this at %(time)s. It is not saved as the answer yet.")
            return said % time
        said = _("You were writing this on %(when)s. It is not saved as the answer yet.")
        return said % {"when": when(self.draft.saved_at)}

    @property
    def written_by(self) -> str:
        """“Ana wrote this on 3 December 2026 at 10:30.”; empty while there is no answer."""
        by = self.question.answered_by
        if by is None:
            return ""
        said = {"name": by.called, "when": when(self.question.answered_at)}
        if by.pk == self.member.user.pk:
            return _("You wrote this on %(when)s.") % said
        return _("%(name)s wrote this on %(when)s.") % said

    def raised(self) -> tuple[safety.Alert, ...]:
        """The warnings of the question, its answer and the reader's own draft."""
        today = timezone.localdate()
        of_draft = safety.alerts(texts=[self.draft.text], today=today) if self.draft else ()
        return tuple(dict.fromkeys([*self.question.alerts(today), *of_draft]))

    # -- who else is there -------------------------------------------------------------------------

    @cached_property
    def company(self) -> list[Member]:
        """Everybody else who reads this question, its private ones as few as they are."""
        may = readers_of(self.listed)
        return [
            other
            for other in members_who_see(self.member.plan, Section.VISITS)
            if other.user.pk != self.member.user.pk and (may is None or other.user.pk in may)
        ]

    @property
    def who_writes(self) -> str:
        """“Ana can write here too.”; empty where nobody else can."""
        names = names_of([m for m in self.company if m.can(Action.EDIT, Section.VISITS)])
        return _("%(names)s can write here too.") % {"names": names} if names else ""

    @property
    def who_sees(self) -> str:
        """“Ana can see it.”; empty where nobody else can."""
        names = names_of(self.company)
        return _("%(names)s can see it.") % {"names": names} if names else ""

    # -- where it leads ----------------------------------------------------------------------------

    def address(self, name: str = "now_question") -> str:
        return now_address(self.listed, name)


def now_address(listed: ListedQuestion, name: str = "now_question") -> str:
    return reverse(name, args=[listed.plan_id, listed.appointment_id, listed.question_id])


def saved_words(screen: Screen) -> str:
    """“Saved at 10:02. Ana can see it.”, of what was saved this moment."""
    said = _("Saved at %(time)s.") % {"time": clock(timezone.now())}
    return " ".join(filter(None, [said, screen.who_sees]))


def begun_words(draft: AnswerDraft) -> str:
    said = {"name": draft.user.called, "time": clock(draft.saved_at)}
    if draft.saved_at > timezone.now() - JUST_NOW:
        return _("%(name)s is writing:") % said
    if is_today(draft.saved_at):
        return _("%(name)s has begun an answer, at %(time)s:") % said
    said["when"] = when(draft.saved_at)
    return _("%(name)s has begun an answer, on %(when)s:") % said


def names_of(members: list[Member]) -> str:
    """“Ana and Ben”, or how many they are."""
    if len(members) > NAMED:
        return ngettext("%(n)d other person", "%(n)d other people", len(members)) % {
            "n": len(members)
        }
    return get_text_list([member.user.called for member in members], _("and"))


def clock(moment: datetime.datetime) -> str:
    """“10:02”, where the reader is."""
    return date_format(timezone.localtime(moment), pgettext("time", "H:i"))


def is_today(moment: datetime.datetime) -> bool:
    return timezone.localdate(moment) == timezone.localdate()
