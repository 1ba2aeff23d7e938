"""Every domain's models, so that Django finds them in one app."""

from careplan.accounts.kept_posts import KeptPost
from careplan.accounts.known_browsers import KnownBrowser
from careplan.accounts.models import SignUpInvitation, User
from careplan.accounts.outbox import WaitingLetter
from careplan.appointments.drafts import AnswerDraft
from careplan.appointments.follow_ups import FollowUp
from careplan.appointments.models import Appointment, ListedQuestion
from careplan.appointments.visit_notes import VisitNote
from careplan.concerns.levels import ConcernLevel
from careplan.concerns.models import Concern
from careplan.documents.models import AdvanceDocument
from careplan.documents.parts import DocumentCopy, NamedPerson, Scan
from careplan.documents.scan_erasing import FileToErase
from careplan.exchange.calendar_feeds import CalendarFeed
from careplan.exchange.reminders import ReminderChoice, ReminderSent, ReminderTime
from careplan.plans.grant_events import GrantEvent
from careplan.plans.history import Change, Here
from careplan.plans.looking import AccessEvent
from careplan.plans.models import CareTeamMember, Membership, Plan
from careplan.printing.fillable_lists import FillableList
from careplan.questions.models import Question
from careplan.questions.proposals import ProposedQuestion
from careplan.sharing.invitations import Invitation
from careplan.sharing.share_links import ShareLink
from careplan.sharing.stand_ins import StandIn
from careplan.topics.models import TopicChoice, TopicNote

__all__ = [
    "AccessEvent",
    "AdvanceDocument",
    "AnswerDraft",
    "Appointment",
    "CalendarFeed",
    "CareTeamMember",
    "Change",
    "Concern",
    "ConcernLevel",
    "DocumentCopy",
    "FileToErase",
    "FillableList",
    "FollowUp",
    "GrantEvent",
    "Here",
    "Invitation",
    "KeptPost",
    "KnownBrowser",
    "ListedQuestion",
    "Membership",
    "NamedPerson",
    "Plan",
    "ProposedQuestion",
    "Question",
    "ReminderChoice",
    "ReminderSent",
    "ReminderTime",
    "Scan",
    "ShareLink",
    "SignUpInvitation",
    "StandIn",
    "TopicChoice",
    "TopicNote",
    "User",
    "VisitNote",
    "WaitingLetter",
]
