"""The sheets that a share link lets its reader print, each as far as its parts were chosen."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from careplan.accounts.models import PrintSize
from careplan.plans.sections import Section
from careplan.printing.comfort_sheet import comfort_checklist
from careplan.printing.doctor_sheet import doctor_page
from careplan.printing.emergency_sheet import emergency_page
from careplan.printing.papers_list import PrintedPapers
from careplan.printing.papers_sheet import papers_checklist
from careplan.printing.sheets import question_list
from careplan.sharing.clinician import ClinicianPage


@dataclass(frozen=True)
class Sheet:
    """One sheet. `has_words` says whether anything is to be printed on it, `read` gives what can
    stand on it, and `make` makes the file."""

    route: str
    file: str
    name: str
    section: Section
    has_words: Callable[[ClinicianPage], bool]
    read: Callable[[ClinicianPage], object]
    make: Callable[[object], bytes]
    of_visit: bool = False

    def is_offered(self, page: ClinicianPage) -> bool:
        return page.shows(self.section) and bool(self.has_words(page))

    def pdf(self, page: ClinicianPage) -> bytes:
        """The file, on the paper of this site. Raises PrintError."""
        return self.make(self.read(page).sheet(settings.PAPER, PrintSize.NORMAL.value))


DOCTORS_PAGE = Sheet(
    route="link_doctors_page",
    file="doctor-page",
    name=_("The doctor’s page"),
    section=Section.VISITS,
    has_words=lambda page: page.visit and (page.questions or page.bothers),
    read=lambda page: page.for_doctor,
    make=doctor_page,
    of_visit=True,
)
QUESTION_LIST = Sheet(
    route="link_question_list",
    file="questions",
    name=_("The question list"),
    section=Section.VISITS,
    has_words=lambda page: page.questions,
    read=lambda page: page.for_doctor.list,
    make=question_list,
    of_visit=True,
)
EMERGENCY = Sheet(
    route="link_emergency",
    file="emergency",
    name=_("The emergency page"),
    section=Section.PAPERS,
    has_words=lambda page: page.deciders or page.papers,
    read=lambda page: page.for_emergency,
    make=emergency_page,
)
PAPERS = Sheet(
    route="link_papers",
    file="papers",
    name=_("The papers checklist"),
    section=Section.PAPERS,
    has_words=lambda page: page.for_emergency.ledger.rows,
    read=lambda page: PrintedPapers(page.member),
    make=papers_checklist,
)
COMFORT = Sheet(
    route="link_comfort",
    file="comfort",
    name=_("The comfort checklist"),
    section=Section.COMFORT,
    has_words=lambda page: page.wishes,
    read=lambda page: page.for_comfort,
    make=comfort_checklist,
)
SHEETS = (DOCTORS_PAGE, QUESTION_LIST, EMERGENCY, PAPERS, COMFORT)
