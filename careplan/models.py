"""Every domain's models, so that Django finds them in one app."""

from careplan.accounts.models import SignUpInvitation, User
from careplan.appointments.models import Appointment, ListedQuestion
from careplan.concerns.models import Concern
from careplan.plans.models import CareTeamMember, Membership, Plan
from careplan.questions.models import Question

__all__ = [
    "Appointment",
    "CareTeamMember",
    "Concern",
    "ListedQuestion",
    "Membership",
    "Plan",
    "Question",
    "SignUpInvitation",
    "User",
]
