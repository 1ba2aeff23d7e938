"""The pages of this room."""

from django.http import HttpResponse

from careplan.plans.access import Action, Section, plan_access


@plan_access(Action.VIEW, Section.VISITS)
def concern_list(request, plan, **kwargs):
    return HttpResponse("concern_list")


@plan_access(Action.EDIT, Section.VISITS)
def concern_create(request, plan, **kwargs):
    return HttpResponse("concern_create")


@plan_access(Action.VIEW, Section.VISITS)
def concern_detail(request, plan, **kwargs):
    return HttpResponse("concern_detail")


@plan_access(Action.EDIT, Section.VISITS)
def concern_edit(request, plan, **kwargs):
    return HttpResponse("concern_edit")


@plan_access(Action.EDIT, Section.VISITS)
def concern_remove(request, plan, **kwargs):
    return HttpResponse("concern_remove")


@plan_access(Action.EDIT, Section.VISITS)
def concern_restore(request, plan, **kwargs):
    return HttpResponse("concern_restore")
