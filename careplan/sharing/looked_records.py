"""Which records a reader of “who looked” may know of, and what each is called."""

import json

from django.db.models import (
    CharField,
    Exists,
    F,
    JSONField,
    Model,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Replace, Right

from careplan.appointments.follow_ups import FollowUp
from careplan.appointments.models import Appointment
from careplan.appointments.visit_notes import VisitNote
from careplan.concerns.models import SHELVES, Concern
from careplan.documents.models import AdvanceDocument
from careplan.documents.parts import DocumentCopy, NamedPerson, Scan
from careplan.plans.access import Action, Member, Section
from careplan.plans.history import Change, could_read
from careplan.plans.models import CareTeamMember
from careplan.questions.models import Question
from careplan.questions.proposals import ProposedQuestion
from careplan.topics.models import TopicNote

# The kinds of records that have pages, by what a plan calls them, and the section of each.
KINDS: dict[str, tuple[type[Model], Section]] = {
    "concerns": (Concern, Section.VISITS),
    "questions": (Question, Section.VISITS),
    "proposals": (ProposedQuestion, Section.VISITS),
    "appointments": (Appointment, Section.VISITS),
    "visit_notes": (VisitNote, Section.VISITS),
    "follow_ups": (FollowUp, Section.VISITS),
    "documents": (AdvanceDocument, Section.PAPERS),
    "named_people": (NamedPerson, Section.PAPERS),
    "copies": (DocumentCopy, Section.PAPERS),
    "scans": (Scan, Section.PAPERS),
    "topic_notes": (TopicNote, Section.COMFORT),
    "care_team": (CareTeamMember, Section.PEOPLE),
}
# What the name of a record is made of; those of a paper's parts stand with the paper.
MADE_OF = {
    "concerns": ("category", "words", *SHELVES),
    "questions": ("text",),
    "proposals": ("text",),
    "appointments": ("with_whom", "on"),
    "follow_ups": ("what",),
    "documents": ("kind", "own_name"),
    "care_team": ("name",),
}
WIDTH = max(len(fields) for fields in MADE_OF.values())

# A UUID is kept with hyphens in an event; in a record's table, as the database likes.
KEY_OF_EVENT = Replace(Right("record", 36), Value("-"), Value(""))
KEY_OF_RECORD = Replace(Cast("pk", CharField()), Value("-"), Value(""))
KEY_OF_CHANGE = Replace(Cast("record", CharField()), Value("-"), Value(""))


def readable(kind: str, member: Member) -> QuerySet:
    """The records of a kind that `member` may read, removed ones too, each with its `key`."""
    model, section = KINDS[kind]
    records = model.objects.filter(plan=member.plan)
    if not member.can(Action.VIEW, section):
        records = records.none()
    return records.standing_and_removed(member).annotate(key=KEY_OF_RECORD).order_by()


def known_to(member: Member) -> Q:
    """Of events with a `key`: those of a record that `member` may read, since they may.

    What is gone altogether may have been private, and is told to nobody either.
    """
    known = Q()
    for kind in KINDS:
        known |= Q(key__in=readable(kind, member).values("key"))
    return known & ~Exists(private_later(member))


def private_later(member: Member) -> QuerySet:
    """Changes of an event's record, later than the event, that were private to others."""
    later = Change.objects.filter(plan=member.plan, is_private=True, at__gt=OuterRef("hour"))
    others = later.exclude(could_read(member))
    return others.annotate(key=KEY_OF_CHANGE).filter(key=OuterRef("key"))


def names_of(member: Member, keys: set[str]) -> dict[str, str]:
    """What the records of these keys are called, of those that `member` may read. One reading."""
    rows = [
        readable(kind, member).filter(key__in=keys).values_list("key", Value(kind), *parts(kind))
        for kind in MADE_OF
    ]
    found = rows[0].union(*rows[1:], all=True) if keys else ()
    return {key: called(kind, texts) for key, kind, *texts in found}


def parts(kind: str) -> list:
    """The fields that make a name, as text, so that the kinds stand in one reading."""
    texts = [Cast(F(name), TextField()) for name in MADE_OF[kind]]
    return texts + [Cast(Value(""), TextField())] * (WIDTH - len(texts))


def called(kind: str, texts: list[str]) -> str:
    """The name of a record that has these texts."""
    model, _section = KINDS[kind]
    values = {}
    for name, text in zip(MADE_OF[kind], texts, strict=False):
        field = model._meta.get_field(name)
        is_json = isinstance(field, JSONField)
        values[name] = json.loads(text) if is_json else field.to_python(text or None) or ""
    if kind == "appointments":
        values["on"] = values["on"] or None
    return model(**values).name
