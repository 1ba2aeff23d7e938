"""Choosing questions for a visit's list: on its own page, and where they are suggested."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from careplan.appointments.choosing import OFFERED, ChooseForm, groups_for, not_listed
from careplan.appointments.models import Appointment
from careplan.appointments.picked import (
    after_choosing,
    after_picking,
    list_address,
    named_in,
    warnings,
)
from careplan.appointments.waiting import MOST, waiting
from careplan.concerns.models import Concern
from careplan.paging import page_of
from careplan.plans.access import Action, Section, plan_access
from careplan.plans.removed import standing_or_removed
from careplan.questions.forms import PickForm
from careplan.questions.suggestions import questions_about, suggested_questions
from careplan.questions.understand_views import section_or_404, section_page
from careplan.questions.views import suggestions_page


@plan_access(Action.EDIT, Section.VISITS)
@require_http_methods(["GET", "POST"])
def appointment_choose(request, plan, pk):
    visits = standing_or_removed(Appointment, request.member, Section.VISITS)
    appointment = get_object_or_404(visits, pk=pk)
    if appointment.removed_at and request.method == "GET":
        return redirect(list_address(appointment))
    asked_for = asked_for_in(request)
    offered = not_listed(appointment, request.member, asked_for)
    page = page_of(offered, request.GET.get("page", ""), max(OFFERED, len(asked_for)))
    form = ChooseForm(
        request.POST or None,
        member=request.member,
        appointment=appointment,
        offered=page.rows,
        groups=groups_for(request.member),
        ticked=asked_for,
        first="first" in request.GET,
    )
    if form.is_valid() and (questions := form.keep()):
        return redirect(after_choosing(request, appointment, questions))
    return choose_page(request, plan, form, page)


def asked_for_in(request) -> list:
    """The ids of the questions that the address asks to tick: by name, or all on no list yet."""
    if "waiting" in request.GET:
        return list(waiting(request.member).values_list("pk", flat=True)[:MOST])
    return named_in(request.GET)


def choose_page(request, plan, form, page):
    context = {
        "plan": plan,
        "place": "appointment_list",
        "appointment": form.appointment,
        "form": form,
        "page": page,
        "back_url": list_address(form.appointment),
        "title": _("Add questions"),
        "urgent": warnings(request, plan),
    }
    return render(request, "appointments/appointment_choose.html", context)


@plan_access(Action.EDIT, Section.VISITS)
@require_POST
def concern_pick(request, plan, pk):
    concerns = standing_or_removed(Concern, request.member, Section.VISITS)
    concern = get_object_or_404(concerns, pk=pk)
    suggestions = suggested_questions(concern, request.member)
    form = PickForm(request.POST, suggestions=suggestions, member=request.member, concern=concern)
    if form.is_valid() and (questions := form.keep()):
        if concern.removed_at:
            messages.warning(request, _("This concern was removed. Your questions are kept."))
        return redirect(after_picking(request, plan, questions, first=concern.is_first))
    return suggestions_page(request, plan, concern, form)


@plan_access(Action.EDIT, Section.VISITS)
@require_POST
def section_pick(request, plan, slug):
    section = section_or_404(slug)
    suggestions = questions_about(section, request.member)
    form = PickForm(request.POST, suggestions=suggestions, member=request.member)
    if form.is_valid() and (questions := form.keep()):
        return redirect(after_picking(request, plan, questions))
    return section_page(request, plan, section, form)
