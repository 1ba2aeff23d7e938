"""What the invented family shares: an invitation, a doctor's link, who stands in, a suggestion."""

from careplan.accounts.outbox import WaitingLetter
from careplan.appointments.proposal_forms import ProposalForm
from careplan.management.demo_typing import kept, record, sent
from careplan.plans.access import Member
from careplan.plans.models import Grant, Role
from careplan.sharing.link_forms import ShareLinkForm
from careplan.sharing.people_forms import InvitationForm
from careplan.sharing.stand_in_forms import NameForm
from careplan.sharing.stand_ins import Purpose

INVITED = {
    "name": "Nora",
    "email": "nora@example.org",
    "relation": "neighbour",
    "role": Role.VIEWER,
    "visits": Grant.SEE,
    "papers": Grant.NONE,
    "comfort": Grant.NONE,
    "people": Grant.NONE,
}
FOR_DR_LEE = {"label": "Dr Lee", "shows": ["visits", "papers"], "visit": "next", "days": 7}


def share(maria: Member, ana: Member, luis: Member) -> None:
    kept(InvitationForm(sent(INVITED), member=maria))
    kept(ShareLinkForm(sent(FOR_DR_LEE), member=maria))
    for purpose, days in ((Purpose.LOOK, 3), (Purpose.SUCCEED, 14)):
        named = {"who": maria.plan.memberships.get(user=ana.user).pk, "days": days}
        kept(NameForm(sent(named), member=maria, purpose=purpose))
    visit = maria.plan.appointments.order_by("on").last()
    text = "Is there a support group for people with bone metastases near us?"
    why = "Maria said that she would like to talk with others."
    record(ProposalForm, luis, text=text, why=why, visit=visit.pk)
    # Nobody has these addresses: on a site with a mail server too, no letter leaves.
    WaitingLetter.objects.all().delete()
