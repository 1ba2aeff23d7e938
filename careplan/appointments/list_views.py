"""What is done to a visit's list: move a question, take it off, put it back."""

import re
import uuid

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from careplan.appointments.ordering import ListFull, place, put_back
from careplan.plans.access import Action, Section, plan_access
from careplan.plans.removal import note_removed

# As the buttons and the drag say it: “<row> before <row>”. It says what is meant, whatever
# others did meanwhile, and a second time changes nothing.
MOVE = re.compile(r"(\S{36}) (before|after) (\S{36})")


@plan_access(Action.EDIT, Section.VISITS)
@require_POST
def listed_place(request, plan, pk):
    rows = rows_in_or_out(request, plan, pk)
    move = MOVE.fullmatch(request.POST.get("move", "")) or not_found()
    listed, anchor = row_or_404(rows, move[1]), row_or_404(rows, move[3])
    if listed.removed_at:
        messages.info(request, _("That question was taken off the list. Nothing was moved."))
        return redirect("appointment_detail", plan.pk, pk)
    place(listed=listed, by=request.user, **{move[2]: anchor})
    return redirect(address_of(listed))


@plan_access(Action.EDIT, Section.VISITS)
@require_POST
def listed_take_off(request, plan, pk):
    rows = rows_in_or_out(request, plan, pk)
    listed = row_or_404(rows, request.POST.get("listed", ""))
    listed.remove(by=request.user)
    note_removed(request, listed)
    return redirect("appointment_detail", plan.pk, pk)


@plan_access(Action.EDIT, Section.VISITS)
@require_POST
def listed_put_back(request, plan, pk):
    rows = rows_in_or_out(request, plan, pk)
    listed = row_or_404(rows, request.POST.get("listed", ""))
    try:
        put_back(listed=listed, member=request.member)
    except ListFull as full:
        messages.error(request, full.messages[0])
        return redirect("appointment_detail", plan.pk, pk)
    return redirect(address_of(listed))


def rows_in_or_out(request, plan, pk):
    """The rows of a visit's list that the reader sees, those taken off too."""
    appointment = get_object_or_404(plan.appointments.seen_by(request.member), pk=pk)
    standing = appointment.listed.seen_by(request.member)
    return standing | appointment.listed.removed_seen_by(request.member)


def row_or_404(rows, typed: str):
    try:
        return get_object_or_404(rows, pk=uuid.UUID(typed))
    except ValueError:
        return not_found()


def not_found():
    raise Http404


def address_of(listed) -> str:
    """The page of its list, at its row: whoever moved it stays where they were."""
    here = reverse("appointment_detail", args=[listed.plan_id, listed.appointment_id])
    return f"{here}#q-{listed.pk}"
