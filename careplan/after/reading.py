"""What came of a visit, as one reader sees it: answers, what to do, what was written and decided.

What a section needs is read when the page asks for it, once, however much there is of it.
"""

import datetime
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from careplan.appointments.carry_forms import VISITS_OFFERED
from careplan.appointments.drafts import begun_words, newest_begun
from careplan.appointments.follow_up_rows import Row as ToDo
from careplan.appointments.follow_up_rows import rows_of, to_show
from careplan.appointments.models import Appointment, Asked, ListedQuestion
from careplan.appointments.visit_notes import VisitNote
from careplan.documents.models import AdvanceDocument
from careplan.plans.access import Action, Section
from careplan.plans.history import What
from careplan.plans.private import is_shared, private_sentence
from careplan.questions.models import Question
from careplan.topics.models import TopicNote, TopicState
from careplan.topics.reading import hidden_topics

PAPER = AdvanceDocument._meta.model_name


@dataclass(frozen=True)
class AskedQuestion:
    """A question of the visit's list, and what became of it."""

    listed: ListedQuestion
    number: int
    private: str
    url: str
    begun: str = ""  # whose answer was begun and is not saved yet, as a sentence
    carried_to: Appointment | None = None  # a visit to come on whose list it stands too

    @property
    def question(self) -> Question:
        return self.listed.question

    @property
    def is_heard(self) -> bool:
        """Whether it has an answer, or was asked at least, or somebody began to write one."""
        if self.question.answer or self.listed.asked == Asked.ASKED:
            return True
        return bool(self.begun) and self.listed.asked != Asked.NOT_ASKED

    @property
    def state(self) -> str:
        if self.listed.asked == Asked.NOT_ASKED:
            return _("Not asked at this visit.")
        if self.question.answer:
            return ""
        if self.listed.asked == Asked.ASKED:
            return _("Asked. No answer is written down.")
        if self.begun:
            return _("No answer is written down yet.")
        return _("Nothing is written down.")

    @property
    def written(self) -> str:
        """Who wrote the answer down, and when."""
        if not self.question.answer:
            return ""
        said = {"name": self.question.answered_by.called, "day": self.question.answered_on}
        return _("%(name)s wrote this down on %(day)s.") % said


@dataclass(frozen=True)
class Said:
    """A note of what was said, and who sees it."""

    note: VisitNote
    private: str


@dataclass(frozen=True)
class Period:
    """From the day of a visit until that of the next one."""

    first: datetime.date
    before: datetime.date | None

    def days(self, field: str) -> Q:
        within = Q(**{f"{field}__gte": self.first})
        return within & Q(**{f"{field}__lt": self.before}) if self.before else within

    def moments(self, field: str) -> Q:
        """As days, where the reader is."""
        within = Q(**{f"{field}__gte": midnight(self.first)})
        return within & Q(**{f"{field}__lt": midnight(self.before)}) if self.before else within


def midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


class AfterVisit:
    """What came of `visit` for `member`."""

    def __init__(self, visit: Appointment, member):
        self.visit, self.member, self.plan = visit, member, member.plan

    # -- its questions -----------------------------------------------------------------------------

    @cached_property
    def questions(self) -> list[AskedQuestion]:
        """All that stand on its list, in order, numbered as on its own page."""
        listed = list(
            self.visit.listed.seen_by(self.member)
            .order_by("position")
            .select_related("question__answered_by", "question__author")
            .prefetch_related(Prefetch("question__concern", self.concerns_with_authors()))
            .annotate(is_shared=is_shared(Question, "question"), begun=newest_begun())
        )
        carried = self.carried(listed)
        return [
            AskedQuestion(
                row,
                number,
                private=private_sentence(row.question, self.member, shared=row.is_shared),
                url=reverse("question_detail", args=[row.plan_id, row.question_id]),
                begun=begun_words(row.begun, self.member),
                carried_to=carried.get(row.question_id),
            )
            for number, row in enumerate(listed, start=1)
        ]

    def concerns_with_authors(self):
        return self.plan.concerns.seen_by(self.member).select_related("author")

    def carried(self, listed) -> dict:
        """The soonest visit to come on whose list each question without an answer stands too."""
        to_come = {visit.pk: visit for visit in reversed(self.to_come)}
        open_ones = [row.question_id for row in listed if not row.question.answer]
        places = self.plan.listed.seen_by(self.member).filter(question__in=open_ones)
        rows = places.filter(appointment__in=to_come).values_list("appointment", "question")
        found = {}
        for visit in to_come.values():
            found |= {question: visit for pk, question in rows if pk == visit.pk}
        return found

    @property
    def heard(self) -> list[AskedQuestion]:
        return [row for row in self.questions if row.is_heard]

    @property
    def unheard(self) -> list[AskedQuestion]:
        return [row for row in self.questions if not row.is_heard]

    @property
    def to_carry(self) -> list[AskedQuestion]:
        """Those that were not asked, and stand on no list of a visit to come."""
        return [row for row in self.unheard if row.carried_to is None]

    @property
    def carried_over(self) -> list[AskedQuestion]:
        return [row for row in self.unheard if row.carried_to]

    # -- the visits that follow --------------------------------------------------------------------

    @cached_property
    def others(self) -> list[Appointment]:
        """The visits after this one, and those to come, soonest first; then those without a day."""
        today = timezone.localdate()
        later = Q(on__gte=today) | Q(on=None)
        if self.visit.on:
            later |= Q(on__gt=self.visit.on)
        soonest = (F("on").asc(nulls_last=True), F("at").asc(nulls_last=True), "created")
        visits = self.plan.appointments.seen_by(self.member).filter(later)
        return list(visits.exclude(pk=self.visit.pk).order_by(*soonest))

    @property
    def to_come(self) -> list[Appointment]:
        return [visit for visit in self.others if not visit.is_past][:VISITS_OFFERED]

    @property
    def next_visit(self) -> Appointment | None:
        """The first one of a later day; where there is none, the first of those to come."""
        on = self.visit.on
        later = (visit for visit in self.others if on and visit.on and visit.on > on)
        return next(later, None) or next(iter(self.to_come), None)

    @cached_property
    def period(self) -> Period | None:
        """None for a visit whose day nobody has written down."""
        if self.visit.on is None:
            return None
        following = self.next_visit
        later = following and following.on and following.on > self.visit.on
        return Period(self.visit.on, following.on if later else None)

    # -- what was written down ---------------------------------------------------------------------

    @cached_property
    def notes(self) -> list[Said]:
        notes = self.visit.visit_notes.seen_by(self.member).select_related("author")
        return [
            Said(note, private_sentence(note, self.member, shared=note.is_shared))
            for note in notes.annotate(is_shared=is_shared(VisitNote))
        ]

    @cached_property
    def to_do(self) -> list[ToDo]:
        """What was agreed, that which is still to do first."""
        agreed = to_show(self.visit.follow_ups.seen_by(self.member), self.member)
        soonest = (F("done_at").desc(nulls_first=True), F("by_when").asc(nulls_last=True))
        return rows_of(agreed.order_by(*soonest, "created", "pk"), self.member)

    @cached_property
    def concerns(self) -> list:
        """What was written down as on somebody's mind, on the day of the visit or after it."""
        if self.period is None:
            return []
        found = self.concerns_with_authors().filter(self.period.moments("created"))
        return list(found.order_by("created", "pk"))

    @cached_property
    def topics(self) -> list[TopicNote]:
        """Topics that were talked about at it, or decided since."""
        if not self.member.can(Action.VIEW, Section.COMFORT):
            return []
        wanted = Q(visit=self.visit.pk, state__in=[TopicState.TALKED, TopicState.DECIDED])
        if self.period:
            wanted |= self.period.days("decided_on")
        notes = self.plan.topic_notes.seen_by(self.member).filter(wanted).with_visit(self.member)
        return list(notes.exclude(topic__in=hidden_topics(self.member)))

    @cached_property
    def papers(self) -> list[AdvanceDocument]:
        """Papers that are new since, or stand elsewhere than before, as the reader was told."""
        if self.period is None or not self.member.can(Action.VIEW, Section.PAPERS):
            return []
        changes = self.plan.changes.seen_by(self.member).filter(self.period.moments("at"))
        moved = Q(what=What.MADE) | Q(became__has_key="state")
        since = changes.filter(moved, kind=PAPER, record=OuterRef("pk"))
        return list(self.plan.documents.seen_by(self.member).filter(Exists(since)))

    @property
    def has_news(self) -> bool:
        """Whether something was written or decided since, in other parts of the plan."""
        return bool(self.concerns or self.topics or self.papers)
