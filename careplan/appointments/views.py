"""The pages of the visits: all of them, one with its list, and the form."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from careplan.appointments.forms import AppointmentForm
from careplan.appointments.models import Appointment
from careplan.appointments.now_leading import start_of
from careplan.appointments.picked import after_adding, list_address, warnings
from careplan.appointments.reading import ReadersList
from careplan.paging import SIZE, page_of
from careplan.plans.access import Action, Section, plan_access
from careplan.plans.removal import just_removed, removal_views
from careplan.plans.removed import standing_or_removed
from careplan.questions.proposals import proposals_for


@plan_access(Action.VIEW, Section.VISITS)
@require_GET
def appointment_list(request, plan):
    visits = plan.appointments.seen_by(request.member).with_counts(request.member)
    removed = plan.appointments.removed_seen_by(request.member).order_by("-removed_at")[:SIZE]
    today = timezone.localdate()
    context = {
        "plan": plan,
        "place": "appointment_list",
        "upcoming": page_of(visits.upcoming(today), request.GET.get("upcoming", "")),
        "earlier": page_of(visits.earlier(today), request.GET.get("earlier", "")),
        "removed": removed,
        "just_removed": just_removed(request, removed),
    }
    return render(request, "appointments/appointment_list.html", context)


@plan_access(Action.VIEW, Section.VISITS)
@require_GET
def appointment_detail(request, plan, pk):
    appointment = get_object_or_404(plan.appointments.seen_by(request.member), pk=pk)
    questions = readers_list(request, appointment)
    context = {
        "plan": plan,
        "place": "appointment_list",
        "appointment": appointment,
        "list": questions,
        "start": start_of(questions),
        "proposals": proposals_for(request.member, appointment),
        "urgent": warnings(request, plan),
    }
    return render(request, "appointments/appointment_detail.html", context)


def readers_list(request, appointment) -> ReadersList:
    found = ReadersList(appointment, request.member)
    found.undo = just_removed(request, found.taken_off)
    return found


@plan_access(Action.EDIT, Section.VISITS)
@require_http_methods(["GET", "POST"])
def appointment_create(request, plan):
    form = AppointmentForm(request.POST or None, member=request.member)
    if form.is_valid() and (appointment := form.keep()):
        say_where_it_stands(request, appointment)
        return redirect(after_adding(appointment, request.GET))
    context = {
        "plan": plan,
        "place": "appointment_list",
        "form": form,
        "title": _("Add a visit"),
        "kept": bool(request.GET.getlist("q")),
        "urgent": warnings(request, plan),
        "back_url": reverse("appointment_list", args=[plan.pk]),
        "back_label": _("Visits"),
    }
    return render(request, "appointments/appointment_form.html", context)


@plan_access(Action.EDIT, Section.VISITS)
@require_http_methods(["GET", "POST"])
def appointment_edit(request, plan, pk):
    appointment = visit_in_or_out(request, pk)
    form = AppointmentForm(request.POST or None, member=request.member, instance=appointment)
    here = list_address(appointment)
    if form.is_valid() and (kept := form.keep()):
        say_where_it_stands(request, kept)
        return redirect(here)
    context = {
        "plan": plan,
        "place": "appointment_list",
        "form": form,
        "title": _("Change this visit"),
        "back_url": here,
        "back_label": _("Back to the visit"),
    }
    return render(request, "form_page.html", context)


def say_where_it_stands(request, appointment):
    if appointment.removed_at:
        messages.info(request, _("This was removed. You can put it back."))
    elif appointment.is_past:
        messages.info(request, _("Saved. This day is over, so the visit stands under “Earlier”."))


appointment_remove, appointment_restore = removal_views(Appointment, Section.VISITS, list_address)


def visit_in_or_out(request, pk):
    """A visit that stands or was removed."""
    return get_object_or_404(
        standing_or_removed(Appointment, request.member, Section.VISITS), pk=pk
    )
