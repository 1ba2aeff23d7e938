"""The pages of this room."""

from django.http import HttpResponse

from careplan.plans.access import Action, Section, plan_access


@plan_access(Action.VIEW, Section.VISITS)
def appointment_list(request, plan, **kwargs):
    return HttpResponse("appointment_list")


@plan_access(Action.EDIT, Section.VISITS)
def appointment_create(request, plan, **kwargs):
    return HttpResponse("appointment_create")


@plan_access(Action.VIEW, Section.VISITS)
def appointment_detail(request, plan, **kwargs):
    return HttpResponse("appointment_detail")


@plan_access(Action.EDIT, Section.VISITS)
def appointment_edit(request, plan, **kwargs):
    return HttpResponse("appointment_edit")


@plan_access(Action.EDIT, Section.VISITS)
def appointment_remove(request, plan, **kwargs):
    return HttpResponse("appointment_remove")


@plan_access(Action.EDIT, Section.VISITS)
def appointment_restore(request, plan, **kwargs):
    return HttpResponse("appointment_restore")


@plan_access(Action.EDIT, Section.VISITS)
def appointment_choose(request, plan, **kwargs):
    return HttpResponse("appointment_choose")


@plan_access(Action.EDIT, Section.VISITS)
def listed_place(request, plan, **kwargs):
    return HttpResponse("listed_place")


@plan_access(Action.EDIT, Section.VISITS)
def listed_take_off(request, plan, **kwargs):
    return HttpResponse("listed_take_off")


@plan_access(Action.EDIT, Section.VISITS)
def listed_put_back(request, plan, **kwargs):
    return HttpResponse("listed_put_back")


@plan_access(Action.EDIT, Section.VISITS)
def appointment_carry(request, plan, **kwargs):
    return HttpResponse("appointment_carry")
