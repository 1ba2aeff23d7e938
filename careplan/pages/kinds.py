"""Every kind of record: what it is called, in which part of a plan it stands, where it leads.

What looks at all kinds at once asks this table: the history, what others did, Recently removed.
"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from careplan.appointments.follow_ups import FollowUp
from careplan.appointments.models import Appointment, ListedQuestion
from careplan.appointments.visit_notes import VisitNote
from careplan.concerns.models import Concern
from careplan.documents.models import AdvanceDocument
from careplan.documents.parts import DocumentCopy, NamedPerson, Scan
from careplan.plans.access import Action, Section
from careplan.plans.models import CareTeamMember
from careplan.plans.records import PlanRecord, RecordQuerySet
from careplan.questions.models import Question
from careplan.questions.proposals import ProposedQuestion
from careplan.topics.models import TopicNote
from careplan.topics.reading import hidden_topics


@dataclass(frozen=True)
class Kind:
    model: type[PlanRecord]
    section: Section
    label: Promise
    counted: Promise  # “2 questions”
    index: str  # the route of all of them
    restore: str  # the route that puts one back
    named_by: tuple[str, ...]  # the fields of which its name is made
    detail: str = ""  # the route of one, where it has a page of its own
    prefix: str = ""  # of the route of its history, where it has one of its own
    noun: str = ""  # in the address of it
    parts: tuple[tuple["Kind", str], ...] = ()  # kinds told on its page, and their field for it
    put_back: Action = Action.EDIT  # what whoever puts one back must be allowed

    @property
    def name(self) -> str:
        return self.model._meta.model_name

    def standing(self, member) -> RecordQuerySet:
        return self._of(member).seen_by(member)

    def removed(self, member) -> RecordQuerySet:
        return self._of(member).removed_seen_by(member)

    def standing_and_removed(self, member) -> RecordQuerySet:
        return self._of(member).standing_and_removed(member)

    def _of(self, member) -> RecordQuerySet:
        """Those of the plan that `member` wants to meet, and that have a page to stand on."""
        records = self.model.objects.filter(plan=member.plan)
        if self.model is TopicNote:
            return records.exclude(topic__in=hidden_topics(member))
        if self.model is ListedQuestion:
            return records.filter(appointment__in=member.plan.appointments.seen_by(member))
        return records

    def address(self, plan_id, pk=None) -> str:
        """The page of one, if it has one of its own; else that of all."""
        if pk and self.detail:
            return reverse(self.detail, args=[plan_id, pk])
        return reverse(self.index, args=[plan_id])

    def page(self, record) -> str:
        """Where `record` is read."""
        if self.model is TopicNote and record.item:
            return reverse("topic_detail", args=[record.plan_id, record.topic])
        return self.address(record.plan_id, record.pk)


LISTED = Kind(
    ListedQuestion,
    Section.VISITS,
    _("Place on a list"),
    ngettext_lazy("%(n)d question", "%(n)d questions", "n"),
    "appointment_list",
    "listed_put_back",
    ("question__text", "appointment"),
)
NAMED = Kind(
    NamedPerson,
    Section.PAPERS,
    _("Somebody named in a paper"),
    ngettext_lazy("%(n)d person named in a paper", "%(n)d people named in papers", "n"),
    "document_list",
    "named_restore",
    ("name",),
)
COPY = Kind(
    DocumentCopy,
    Section.PAPERS,
    _("Copy of a paper"),
    ngettext_lazy("%(n)d copy of a paper", "%(n)d copies of papers", "n"),
    "document_list",
    "copy_restore",
    ("holder",),
)
SCAN = Kind(
    Scan,
    Section.PAPERS,
    _("Scan"),
    ngettext_lazy("%(n)d scan", "%(n)d scans", "n"),
    "document_list",
    "scan_restore",
    ("label", "kind", "pages", "size"),
)
PROPOSAL = Kind(
    ProposedQuestion,
    Section.VISITS,
    _("Suggested question"),
    ngettext_lazy("%(n)d suggested question", "%(n)d suggested questions", "n"),
    "question_list",
    "proposal_restore",
    ("text",),
    prefix="proposal",
    noun="suggested",
    put_back=Action.SUGGEST,
)
NOTE = Kind(
    VisitNote,
    Section.VISITS,
    _("Note of a visit"),
    ngettext_lazy("%(n)d note of a visit", "%(n)d notes of visits", "n"),
    "appointment_list",
    "visit_note_restore",
    ("text",),
)
CONCERN = Kind(
    Concern,
    Section.VISITS,
    _("Concern"),
    ngettext_lazy("%(n)d concern", "%(n)d concerns", "n"),
    "concern_list",
    "concern_restore",
    ("category", "symptoms", "tests", "treatments", "words"),
    detail="concern_detail",
    prefix="concern",
    noun="concerns",
)
QUESTION = Kind(
    Question,
    Section.VISITS,
    _("Question"),
    ngettext_lazy("%(n)d question", "%(n)d questions", "n"),
    "question_list",
    "question_restore",
    ("text",),
    detail="question_detail",
    prefix="question",
    noun="questions",
    parts=((LISTED, "question"), (PROPOSAL, "question")),
)
VISIT = Kind(
    Appointment,
    Section.VISITS,
    _("Visit"),
    ngettext_lazy("%(n)d visit", "%(n)d visits", "n"),
    "appointment_list",
    "appointment_restore",
    ("with_whom", "on"),
    detail="appointment_detail",
    prefix="appointment",
    noun="visits",
    parts=((LISTED, "appointment"), (NOTE, "visit")),
)
TO_DO = Kind(
    FollowUp,
    Section.VISITS,
    _("Thing to do"),
    ngettext_lazy("%(n)d thing to do", "%(n)d things to do", "n"),
    "follow_up_list",
    "follow_up_restore",
    ("what",),
    detail="follow_up_detail",
    prefix="follow_up",
    noun="to-do",
)
PAPER = Kind(
    AdvanceDocument,
    Section.PAPERS,
    _("Paper"),
    ngettext_lazy("%(n)d paper", "%(n)d papers", "n"),
    "document_list",
    "document_restore",
    ("kind", "own_name"),
    detail="document_detail",
    prefix="document",
    noun="papers",
    parts=((NAMED, "document"), (COPY, "document"), (SCAN, "document")),
)
TOPIC = Kind(
    TopicNote,
    Section.COMFORT,
    _("Note on comfort and support"),
    ngettext_lazy("%(n)d note on comfort and support", "%(n)d notes on comfort and support", "n"),
    "topic_list",
    "topic_restore",
    ("topic",),
    prefix="topic",
    noun="comfort",
)
TEAM = Kind(
    CareTeamMember,
    Section.PEOPLE,
    _("Care team"),
    ngettext_lazy("%(n)d person on the care team", "%(n)d people on the care team", "n"),
    "people",
    "care_team_restore",
    ("name",),
    prefix="care_team",
    noun="care-team",
)
KINDS = (
    *(CONCERN, QUESTION, PROPOSAL, LISTED, VISIT, NOTE, TO_DO),
    *(PAPER, NAMED, COPY, SCAN, TOPIC, TEAM),
)
BY_NAME = {kind.name: kind for kind in KINDS}
