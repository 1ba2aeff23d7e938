"""What a clinician sees who has a share link: one page, to be read in twenty seconds."""

from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _

from careplan.plans.access import Action, Section
from careplan.plans.people import AboutFact, about_facts
from careplan.printing.comfort_list import PrintedTopics, shared_note
from careplan.printing.comfort_sheet import PrintedTopic
from careplan.printing.doctor_page import DoctorsPage
from careplan.printing.emergency_list import PrintedEmergency
from careplan.printing.sheets import TOP
from careplan.sharing.share_links import ShareLink

BOTHERS = 5  # concerns, those that bother most


@dataclass(frozen=True)
class AskedQuestion:
    """A question of the visit's list, and why it is asked."""

    text: str
    why: str


@dataclass(frozen=True)
class Bother:
    name: str
    value: int


class ClinicianPage:
    """The page of `link` for its reader. A part that was not chosen is empty, and not read."""

    def __init__(self, link: ShareLink, member):
        self.link, self.member, self.plan = link, member, member.plan
        self.person = self.plan.person_name

    def shows(self, section: Section) -> bool:
        return self.member.can(Action.VIEW, section)

    @cached_property
    def visit(self):
        """The visit that was chosen, if it stands; else the next one, if there is one."""
        if not self.shows(Section.VISITS):
            return None
        visits = self.plan.appointments.seen_by(self.member)
        if self.link.visit_id:
            return visits.filter(pk=self.link.visit_id).first()
        return visits.upcoming(timezone.localdate()).first()

    @cached_property
    def for_doctor(self) -> DoctorsPage | None:
        """What the doctor's page of the visit is made from; without a visit, the concerns."""
        return DoctorsPage(self.visit, self.member) if self.shows(Section.VISITS) else None

    @cached_property
    def questions(self) -> list[AskedQuestion]:
        """The list in its order. What others answered is not on it."""
        if self.for_doctor is None:
            return []
        asked = self.for_doctor.list
        return [AskedQuestion(x.question.text, asked.why(x, private=False)) for x in asked.shared]

    @property
    def top(self) -> list[AskedQuestion]:
        return self.questions[:TOP]

    @property
    def rest(self) -> list[AskedQuestion]:
        return self.questions[TOP:]

    @cached_property
    def bothers(self) -> list[Bother]:
        if self.for_doctor is None:
            return []
        found = self.for_doctor.concerns[:BOTHERS]
        return [Bother(self.for_doctor.called(x), x.bother) for x in found]

    @cached_property
    def for_emergency(self) -> PrintedEmergency | None:
        return PrintedEmergency(self.member) if self.shows(Section.PAPERS) else None

    @property
    def deciders(self) -> list:
        """Who decides by a signed paper, the first one first."""
        return self.for_emergency.ledger.deciders if self.for_emergency else []

    @property
    def decides_title(self) -> str:
        return _("Who decides if %(name)s cannot") % {"name": self.person}

    @cached_property
    def papers(self) -> list:
        """The signed papers that count in care: doctor's orders, who decides, what is wanted."""
        return self.for_emergency.papers() if self.for_emergency else []

    @property
    def orders(self) -> list:
        return [row for row in self.papers if row.group == "orders"]

    @property
    def other_papers(self) -> list:
        return [row for row in self.papers if row.group != "orders"]

    @cached_property
    def for_comfort(self) -> PrintedTopics | None:
        return PrintedTopics(self.member) if self.shows(Section.COMFORT) else None

    @cached_property
    def wishes(self) -> list[PrintedTopic]:
        """The topics on which something is written, in the order of the checklist."""
        if self.for_comfort is None:
            return []
        noted = [row for row in self.for_comfort.shown if shared_note(row)]
        found = [self.for_comfort.printed(row) for row in noted]
        return [x for x in found if x.wanted or x.talked or x.decided or x.wish]

    @cached_property
    def about(self) -> list[AboutFact]:
        if not self.shows(Section.PEOPLE):
            return []
        return [fact for fact in about_facts(self.plan) if fact.words]

    @property
    def about_title(self) -> str:
        return _("About %(name)s") % {"name": self.person}

    @cached_property
    def care_team(self) -> list:
        if not self.shows(Section.PEOPLE):
            return []
        return list(self.plan.care_team.seen_by(self.member))

    @property
    def is_empty(self) -> bool:
        parts = (self.questions, self.bothers, self.deciders, self.papers, self.wishes)
        return not (any(parts) or self.about or self.care_team)
