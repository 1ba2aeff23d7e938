"""A small plan with something of every kind, open and private, standing and removed."""

import datetime as dt

from careplan.appointments.follow_ups import FollowUp
from careplan.appointments.models import Appointment, ListedQuestion
from careplan.appointments.visit_notes import VisitNote
from careplan.concerns.models import Concern
from careplan.documents.models import AdvanceDocument
from careplan.documents.parts import DocumentCopy, NamedPerson
from careplan.library.catalog import LIBRARY
from careplan.plans.models import CareTeamMember
from careplan.questions.models import Question
from careplan.topics.models import TopicChoice, TopicNote
from tests.documents.scans import kept_scan, make_keys

NOW = dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC)
TOPIC = next(iter(LIBRARY.topics))


def make(cast, model, author, **fields):
    return model.objects.create(plan=cast.plan, author=author, changed_by=author, **fields)


def fill(cast, settings, *, by, word: str, private: bool = False) -> dict:
    """One record of each kind by `by`, each with `word` in it. Gives them by name."""
    make_keys(settings) if not settings.SCAN_KEYS.exists() else None
    own = {"is_private": private}
    concern = make(cast, Concern, by, category="other", words=f"{word} concern", **own)
    question = make(cast, Question, by, text=f"{word} question?", concern=concern, **own)
    visit = make(cast, Appointment, by, with_whom=f"Dr {word}", on=dt.date(2026, 12, 3), **own)
    place = {"appointment": visit, "question": question, "position": 1}
    signed = {"state": "signed", "signed_on": "2020", "notes": f"{word} notes"}
    paper = make(cast, AdvanceDocument, by, kind="living-will", **signed, **own)
    held = {"holder": f"{word} holder", "holder_kind": "family"}
    return {
        "concern": concern,
        "question": question,
        "visit": visit,
        "listed": make(cast, ListedQuestion, by, **place, **own),
        "said": make(cast, VisitNote, by, visit=visit, text=f"{word} said", **own),
        "to_do": make(cast, FollowUp, by, what=f"{word} to do", visit=visit, taken_by=by, **own),
        "paper": paper,
        "named": make(cast, NamedPerson, by, document=paper, name=f"{word} agent", **own),
        "copy": make(cast, DocumentCopy, by, document=paper, **held, **own),
        "scan": kept_scan(paper, label=f"{word} scan", **own),
        "note": make(cast, TopicNote, by, topic=TOPIC, wish=f"{word} wish", wish_by=by, **own),
        "doctor": make(cast, CareTeamMember, by, name=f"{word} nurse", phone_day="555 0100", **own),
        "choice": TopicChoice.objects.create(plan=cast.plan, user=by, topic=TOPIC, show="now"),
    }
