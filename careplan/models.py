"""Every domain's models, so that Django finds them in one app."""

from careplan.accounts.models import SignUpInvitation, User
from careplan.appointments.models import Appointment, ListedQuestion
from careplan.concerns.models import Concern
from careplan.documents.models import AdvanceDocument
from careplan.documents.parts import DocumentCopy, NamedPerson, Scan
from careplan.plans.history import Change, Here
from careplan.plans.models import CareTeamMember, Membership, Plan
from careplan.questions.models import Question
from careplan.topics.models import TopicChoice, TopicNote

__all__ = [
    "AdvanceDocument",
    "Appointment",
    "CareTeamMember",
    "Change",
    "Concern",
    "DocumentCopy",
    "Here",
    "ListedQuestion",
    "Membership",
    "NamedPerson",
    "Plan",
    "Question",
    "Scan",
    "SignUpInvitation",
    "TopicChoice",
    "TopicNote",
    "User",
]
