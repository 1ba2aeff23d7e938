"""Every domain's models, so that Django finds them in one app."""

from careplan.accounts.models import SignUpInvitation, User
from careplan.accounts.outbox import WaitingLetter
from careplan.appointments.models import Appointment, ListedQuestion
from careplan.concerns.models import Concern
from careplan.documents.models import AdvanceDocument
from careplan.documents.parts import DocumentCopy, NamedPerson, Scan
from careplan.plans.grant_events import GrantEvent
from careplan.plans.looking import AccessEvent
from careplan.plans.models import CareTeamMember, Membership, Plan
from careplan.questions.models import Question
from careplan.sharing.share_links import ShareLink
from careplan.topics.models import TopicChoice, TopicNote

__all__ = [
    "AccessEvent",
    "AdvanceDocument",
    "Appointment",
    "CareTeamMember",
    "Concern",
    "DocumentCopy",
    "GrantEvent",
    "ListedQuestion",
    "Membership",
    "NamedPerson",
    "Plan",
    "Question",
    "Scan",
    "ShareLink",
    "SignUpInvitation",
    "TopicChoice",
    "TopicNote",
    "User",
    "WaitingLetter",
]
