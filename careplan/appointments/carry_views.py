"""Questions that go to a visit: those just picked, and those of another visit."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from careplan.appointments.carry_forms import CarryForm, ToVisitForm
from careplan.appointments.picked import after_listing, named_in, warnings
from careplan.appointments.reading import ReadersList
from careplan.plans.access import Action, Section, plan_access


@plan_access(Action.EDIT, Section.VISITS)
@require_http_methods(["GET", "POST"])
def listed_create(request, plan):
    """Several visits are coming up: which of them are the questions in the address for?"""
    form = ToVisitForm(request.POST or None, member=request.member, visits=coming_up(request, plan))
    questions = plan.questions.seen_by(request.member).in_bulk(named_in(request.GET))
    in_order = [questions[key] for key in named_in(request.GET) if key in questions]
    first = "first" in request.GET
    if form.is_valid() and (visit := form.keep_on_list(in_order, first=first)):
        return redirect(after_listing(request, visit, in_order))
    context = {
        "plan": plan,
        "place": "appointment_list",
        "form": form,
        "questions": in_order,
        "title": _("Which visit are they for?"),
        "urgent": warnings(request, plan),
    }
    return render(request, "appointments/listed_create.html", context)


@plan_access(Action.EDIT, Section.VISITS)
@require_http_methods(["GET", "POST"])
def appointment_carry(request, plan, pk):
    appointment = get_object_or_404(plan.appointments.seen_by(request.member), pk=pk)
    form = CarryForm(
        request.POST or None,
        member=request.member,
        visits=coming_up(request, plan).exclude(pk=pk),
        rows=ReadersList(appointment, request.member).rows,
    )
    if form.is_valid() and (visit := form.keep()):
        return redirect(after_listing(request, visit, form.chosen))
    context = {
        "plan": plan,
        "place": "appointment_list",
        "form": form,
        "title": _("Take questions to another visit"),
        "back_url": reverse("appointment_detail", args=[plan.pk, pk]),
        "back_label": appointment.name,
        "new_visit": f"{reverse('appointment_create', args=[plan.pk])}?carry={pk}",
    }
    return render(request, "appointments/appointment_carry.html", context)


def coming_up(request, plan):
    return plan.appointments.seen_by(request.member).upcoming(timezone.localdate())
