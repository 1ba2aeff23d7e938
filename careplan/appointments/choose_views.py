"""Choosing questions for a visit's list: on its own page, and where they are suggested."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from careplan.appointments.choosing import OFFERED, ChooseForm, groups_for, not_listed
from careplan.appointments.picked import (
    after_listing,
    after_picking,
    list_address,
    named_in,
    warnings,
)
from careplan.paging import page_of
from careplan.plans.access import Action, Section, plan_access
from careplan.questions.forms import PickForm
from careplan.questions.suggestions import section_questions, suggested_questions
from careplan.questions.understand_views import section_or_404, section_page
from careplan.questions.views import suggestions_page


@plan_access(Action.EDIT, Section.VISITS)
@require_http_methods(["GET", "POST"])
def appointment_choose(request, plan, pk):
    appointment = get_object_or_404(plan.appointments.seen_by(request.member), pk=pk)
    asked_for = named_in(request.GET)
    offered = not_listed(appointment, request.member, asked_for)
    page = page_of(offered, request.GET.get("page", ""), OFFERED)
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
        return redirect(after_listing(request, appointment, questions))
    return choose_page(request, plan, form, page)


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
    concern = get_object_or_404(plan.concerns.seen_by(request.member), pk=pk)
    suggestions = suggested_questions(concern, request.member)
    form = PickForm(request.POST, suggestions=suggestions, member=request.member, concern=concern)
    if form.is_valid() and (questions := form.keep()):
        return redirect(after_picking(request, plan, questions, first=concern.is_first))
    return suggestions_page(request, plan, concern, form)


@plan_access(Action.EDIT, Section.VISITS)
@require_POST
def section_pick(request, plan, slug):
    section = section_or_404(slug)
    suggestions = section_questions(section, request.member)
    form = PickForm(request.POST, suggestions=suggestions, member=request.member)
    if form.is_valid() and (questions := form.keep()):
        return redirect(after_picking(request, plan, questions))
    return section_page(request, plan, section, form)
