"""Choosing questions for a visit's list."""

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from careplan.plans.access import Action, Section, plan_access


@plan_access(Action.EDIT, Section.VISITS)
@require_http_methods(["GET", "POST"])
def appointment_choose(request, plan, pk):
    return HttpResponse("appointment_choose")


@plan_access(Action.EDIT, Section.VISITS)
@require_POST
def concern_pick(request, plan, pk):
    return HttpResponse("concern_pick")


@plan_access(Action.EDIT, Section.VISITS)
@require_POST
def section_pick(request, plan, slug):
    return HttpResponse("section_pick")
