"""What a plan says for an emergency, as one reader may print it."""

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from careplan.concerns.urgent import PEOPLE_SHOWN
from careplan.documents.reading import DECIDING, PaperRow
from careplan.plans.access import Action, Section
from careplan.plans.models import Role
from careplan.printing.emergency_sheet import Contact, EmergencySheet, PlacedPaper
from careplan.printing.papers_list import SharedLedger
from careplan.printing.sheets import Look
from careplan.text import one_line

ORDERS, SPEAKS, WANT = "orders", "speaks", "want"
# Kinds of those groups that help nobody in an emergency.
LEFT_OUT = {"wallet-card", "hospital-code-status"}


class PrintedEmergency:
    """The emergency page for `member`, who may see the papers. The care team's numbers stand on it
    for every member, as they do beside a warning; for a share link, only where it shows them."""

    def __init__(self, member):
        self.member, self.plan, self.ledger = member, member.plan, SharedLedger(member)

    def sheet(self, paper: str, size: str) -> EmergencySheet:
        sees_people = self.member.can(Action.VIEW, Section.PEOPLE)
        return EmergencySheet(
            person=self.plan.person_name,
            printed_on=timezone.localdate(),
            look=Look(paper, size, get_language()),
            is_mine=self.plan.is_for_owner,
            deciders=tuple(contact(person, person.relation) for person in self.ledger.deciders),
            doctors=tuple(self.doctors(with_roles=sees_people)),
            papers=tuple(placed(row) for row in self.papers()),
            matters=one_line(self.plan.what_matters) if sees_people else None,
        )

    def doctors(self, *, with_roles: bool):
        """Those with a number, whoever is to be called first at the top."""
        if self.member.role is Role.LINK and not with_roles:
            return
        team = self.plan.care_team.seen_by(self.member).filter(is_private=False)
        team = team.exclude(phone_day="", phone_night="")
        for somebody in team if with_roles else team[:PEOPLE_SHOWN]:
            yield contact(somebody, somebody.role if with_roles else "")

    def papers(self) -> list[PaperRow]:
        """The signed ones that count there: orders first, then who decides, then what is wanted."""
        deciding = self.ledger.deciding

        def place(row: PaperRow) -> int:
            if row.group == SPEAKS:
                return 1 if deciding and row.document.pk == deciding.document.pk else 2
            return 0 if row.group == ORDERS else 3

        counting = [
            row
            for row in self.ledger.signed
            if row.group in {ORDERS, SPEAKS, WANT} and row.document.kind not in LEFT_OUT
        ]
        return sorted(counting, key=lambda row: (place(row), row.document.kind not in DECIDING))


def contact(somebody, who: str) -> Contact:
    return Contact(somebody.name, who, somebody.phone_day, somebody.phone_night)


def placed(row: PaperRow) -> PlacedPaper:
    document = row.document
    name = capfirst(document.paper.short)
    if document.own_name:
        name = _("%(paper)s (%(name)s)") % {"paper": name, "name": document.own_name}
    return PlacedPaper(
        name=name,
        signed=document.signed_when,
        place=document.original_place,
        copies=tuple(copy.holder for copy in row.copies),
        is_order=row.group == ORDERS,
    )
