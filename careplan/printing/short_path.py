"""The short address in the code on paper: it opens a list for somebody who may see it."""

from django.http import Http404

from careplan.appointments.models import Appointment
from careplan.plans.access import Action, Section, find_member


def find_appointment(code: str, user) -> Appointment:
    """The visit of this code, in capitals or not, for somebody who may see visits in its plan.

    Raises Http404; NoLongerAMember for somebody who was removed from the plan.
    """
    found = Appointment.objects.filter(code=code.upper()).first()
    member = found and find_member(found.plan_id, user)
    if member and member.can(Action.VIEW, Section.VISITS):
        visible = member.plan.appointments.seen_by(member).filter(pk=found.pk).first()
        if visible:
            return visible
    raise Http404
