"""The short address in the code on paper: it opens a list for somebody who may see it."""

from django.http import Http404

from careplan.appointments.models import Appointment
from careplan.plans.access import find_member


def find_appointment(code: str, user) -> Appointment:
    """The visit of this code, in capitals or not. Raises Http404, alike for every reason."""
    found = Appointment.objects.filter(code=code.upper()).first()
    if found is None:
        raise Http404
    member = find_member(found.plan_id, user)
    visible = member.plan.appointments.seen_by(member).filter(pk=found.pk).first()
    if visible is None:
        raise Http404
    return visible
