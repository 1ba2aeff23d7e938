"""Where a plan stands, for one reader: what Home counts, however much there is of it."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from careplan.appointments.follow_up_rows import Row, rows_of, to_show
from careplan.appointments.models import Appointment
from careplan.appointments.waiting import waiting
from careplan.concerns.safety import Alert
from careplan.plans.access import Action, Member, Section
from careplan.plans.models import Plan
from careplan.questions.proposals import waiting_proposals
from careplan.sharing.stand_ins import asks_on_home
from careplan.topics.reading import wanted as topics_wanted

WATCHED_FOR = datetime.timedelta(days=30)  # how long Home repeats the warning of a concern
DUE_SHOWN = 5  # things to do at most
WATCHED = 100  # concerns at most, the newest


@dataclass(frozen=True)
class Standing:
    """Counts as one reader sees them. What they may not see counts as nothing."""

    concern_count: int = 0
    private_count: int = 0
    without_questions: object = None  # the id of the newest concern that has no question yet
    question_count: int = 0
    waiting_count: int = 0  # those without an answer, on no list yet
    answer_count: int = 0
    proposal_count: int = 0  # questions that others suggest, for the reader to take or leave
    visit_count: int = 0
    to_do_count: int = 0  # things to do that are not done
    due_count: int = 0  # of these, what is due by now or soon, and the reader's own or for anyone
    paper_count: int = 0  # those that were not replaced
    signed_count: int = 0
    recall_count: int = 0  # copies of replaced versions that are still out
    wanted_count: int = 0  # topics to talk about
    team_count: int = 0
    has_phone: bool = False
    is_asked: bool = False  # somebody asks its owner to stand in
    is_named: bool = False  # the reader may ask to stand in
    next_visit: Appointment | None = None
    today: datetime.date | None = None

    @property
    def listed(self) -> int:
        """Questions on the list of the next visit."""
        return self.next_visit.question_count if self.next_visit else 0

    @property
    def days_left(self) -> int | None:
        """Days until the next visit, where its day is known."""
        if self.next_visit is None or self.next_visit.on is None:
            return None
        return (self.next_visit.on - self.today).days


def standing(member: Member) -> Standing:
    """Two readings at the most: the counts, and the next visit."""
    today = timezone.localdate()
    wanted, visit = asks_on_home(member), None
    if member.can(Action.VIEW, Section.VISITS):
        wanted |= visit_counts(member, today)
        upcoming = member.plan.appointments.seen_by(member).upcoming(today)
        visit = upcoming.with_counts(member).first()
    if member.can(Action.VIEW, Section.PAPERS):
        wanted |= paper_counts(member)
    if member.can(Action.VIEW, Section.COMFORT):
        wanted |= comfort_counts(member)
    if member.can(Action.VIEW, Section.PEOPLE):
        wanted |= people_counts(member)
    return Standing(**counted(member.plan, wanted), next_visit=visit, today=today)


def counted(plan: Plan, wanted: dict) -> dict:
    """All of `wanted`, in one reading."""
    return Plan.objects.filter(pk=plan.pk).annotate(**wanted).values(*wanted).get()


def visit_counts(member: Member, today: datetime.date) -> dict:
    concerns = member.plan.concerns.seen_by(member)
    questions = member.plan.questions.seen_by(member)
    asked = questions.filter(concern=OuterRef("pk"))
    bare = concerns.filter(~Exists(asked)).order_by("-created")
    return {
        "concern_count": number_of(concerns),
        "private_count": number_of(concerns.filter(is_private=True)),
        "without_questions": Subquery(bare.values("pk")[:1]),
        "question_count": number_of(questions),
        "waiting_count": number_of(waiting(member)),
        "answer_count": number_of(questions.exclude(answer="")),
        "proposal_count": number_of(waiting_proposals(member)),
        "visit_count": number_of(member.plan.appointments.seen_by(member).upcoming(today)),
        "to_do_count": number_of(member.plan.follow_ups.seen_by(member).to_do()),
        "due_count": number_of(member.plan.follow_ups.seen_by(member).due(member, today)),
    }


def paper_counts(member: Member) -> dict:
    papers = member.plan.documents.seen_by(member)
    return {
        "paper_count": number_of(papers.current()),
        "signed_count": number_of(papers.in_force()),
        "recall_count": number_of(member.plan.copies.seen_by(member).to_call_back()),
    }


def comfort_counts(member: Member) -> dict:
    return {"wanted_count": number_of(topics_wanted(member))}


def people_counts(member: Member) -> dict:
    team = member.plan.care_team.seen_by(member)
    return {
        "team_count": number_of(team),
        "has_phone": Exists(team.exclude(phone_day="", phone_night="")),
    }


def number_of(records) -> Coalesce:
    """How many there are, inside a reading of their plan."""
    by_plan = records.order_by().values("plan").annotate(number=Count("pk"))
    return Coalesce(Subquery(by_plan.values("number")), 0)


def due_soon(s: Standing, member: Member) -> list[Row]:
    """The first of what is due. One reading, and none where nothing is."""
    if not s.due_count:
        return []
    due = member.plan.follow_ups.seen_by(member).due(member, s.today)
    return rows_of(to_show(due, member)[:DUE_SHOWN], member)


def spine_warning(member: Member) -> tuple[Alert, ...]:
    """The first warning, while a concern that raises it was saved within the last 30 days."""
    if not member.can(Action.VIEW, Section.VISITS):
        return ()
    now = timezone.now()
    recent = member.plan.concerns.seen_by(member).filter(changed__gt=now - WATCHED_FOR)
    for concern in recent.order_by("-changed")[:WATCHED]:
        if Alert.SPINE in concern.alerts(timezone.localdate(now)):
            return (Alert.SPINE,)
    return ()
