"""Every domain's models, so that Django finds them in one app."""

from careplan.accounts.known_browsers import KnownBrowser
from careplan.accounts.models import SignUpInvitation, User
from careplan.accounts.outbox import WaitingLetter
from careplan.appointments.models import Appointment, ListedQuestion
from careplan.concerns.models import Concern
from careplan.documents.models import AdvanceDocument
from careplan.documents.parts import DocumentCopy, NamedPerson, Scan
from careplan.plans.grant_events import GrantEvent
from careplan.plans.history import Change, Here
from careplan.plans.looking import AccessEvent
from careplan.plans.models import CareTeamMember, Membership, Plan
from careplan.questions.models import Question
from careplan.questions.proposals import ProposedQuestion
from careplan.topics.models import TopicChoice, TopicNote

__all__ = [
    "AccessEvent",
    "AdvanceDocument",
    "Appointment",
    "CareTeamMember",
    "Change",
    "Concern",
    "DocumentCopy",
    "GrantEvent",
    "Here",
    "KnownBrowser",
    "ListedQuestion",
    "Membership",
    "NamedPerson",
    "Plan",
    "ProposedQuestion",
    "Question",
    "Scan",
    "SignUpInvitation",
    "TopicChoice",
    "TopicNote",
    "User",
    "WaitingLetter",
]
