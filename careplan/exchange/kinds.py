"""What stands in a copy of a plan: each kind of record once, with its section and its fields."""

from collections.abc import Callable
from dataclasses import dataclass

from careplan.appointments.follow_ups import FollowUp
from careplan.appointments.models import Appointment, ListedQuestion
from careplan.appointments.visit_notes import VisitNote
from careplan.concerns.models import Concern
from careplan.documents.models import AdvanceDocument
from careplan.documents.parts import DocumentCopy, NamedPerson, Scan
from careplan.plans.models import CareTeamMember
from careplan.plans.records import PlanRecord
from careplan.plans.sections import Section
from careplan.questions.models import Question
from careplan.questions.proposals import ProposedQuestion
from careplan.topics.models import TopicNote

# What every record has.
COMMON = (
    "id",
    "author",
    "created",
    "changed",
    "changed_by",
    "removed_at",
    "is_private",
    "private_to",
)


def as_it_is(records, member):
    return records


def nothing(record) -> tuple[str, ...]:
    return ()


@dataclass(frozen=True)
class Kind:
    """One kind of record. `key` is its name in the file and on the plan.

    `read` may add to the reading what the record needs; `withheld` names the fields of a record
    that its reader may not know.
    """

    key: str
    model: type[PlanRecord]
    section: Section
    fields: tuple[str, ...]
    read: Callable = as_it_is
    withheld: Callable = nothing


def with_visit(notes, member):
    return notes.with_visit(member)


def untold_day(note) -> tuple[str, ...]:
    """The day of the talk is that of the visit, and is told to whoever may know that one."""
    return () if note.day_is_told else ("talked_on",)


PHONES = ("phone_day", "phone_night")
KINDS = (
    Kind(
        "concerns",
        Concern,
        Section.VISITS,
        (
            *("category", "symptoms", "tests", "treatments", "words"),
            *("bother", "since", "is_first"),
        ),
    ),
    Kind(
        "questions",
        Question,
        Section.VISITS,
        (
            *("text", "library_slug", "library_text", "concern"),
            *("answer", "answered_at", "answered_by"),
        ),
    ),
    Kind(
        "appointments",
        Appointment,
        Section.VISITS,
        ("with_whom", "on", "at", "how", "place", "who_comes", "time_zone", "code"),
    ),
    Kind("visit_notes", VisitNote, Section.VISITS, ("visit", "text")),
    Kind(
        "follow_ups",
        FollowUp,
        Section.VISITS,
        ("what", "visit", "by_when", "taken_by", "by_whom_else", "done_at", "done_by"),
    ),
    Kind("listed", ListedQuestion, Section.VISITS, ("appointment", "question", "asked")),
    Kind(
        "proposals",
        ProposedQuestion,
        Section.VISITS,
        ("text", "why", "visit", "state", "answered_by", "question"),
    ),
    Kind(
        "documents",
        AdvanceDocument,
        Section.PAPERS,
        (
            *("kind", "own_name", "state", "replaces", "signed_on", "replaced_on", "notarized"),
            *("jurisdiction", "form_url", "form_checked_on", "form_checked_by"),
            *("original_place", "next_step", "look_again_on", "changes", "looked_at_on", "notes"),
        ),
    ),
    Kind(
        "named_people",
        NamedPerson,
        Section.PAPERS,
        ("document", "part", "name", "relation", *PHONES),
    ),
    Kind(
        "copies",
        DocumentCopy,
        Section.PAPERS,
        (
            *("document", "holder", "holder_kind", "phone", "since"),
            *("handed", "asked_on", "back_on"),
        ),
    ),
    Kind(
        "scans",
        Scan,
        Section.PAPERS,
        ("document", "label", "kind", "pages", "size", "sha256", "file"),
    ),
    Kind(
        "topic_notes",
        TopicNote,
        Section.COMFORT,
        ("topic", "state", "visit", "talked_on", "decided_on", "wish", "wish_by"),
        read=with_visit,
        withheld=untold_day,
    ),
    Kind(
        "care_team",
        CareTeamMember,
        Section.PEOPLE,
        ("name", "role", *PHONES, "place", "call_first"),
    ),
)
