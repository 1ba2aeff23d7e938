"""The pages of this room."""

from django.http import HttpResponse

from careplan.plans.access import Action, Section, plan_access


@plan_access(Action.VIEW, Section.PEOPLE)
def about_me(request, plan, **kwargs):
    return HttpResponse("about_me")


@plan_access(Action.EDIT, Section.PEOPLE)
def about_me_edit(request, plan, **kwargs):
    return HttpResponse("about_me_edit")


@plan_access(Action.VIEW, Section.PEOPLE)
def people(request, plan, **kwargs):
    return HttpResponse("people")


@plan_access(Action.EDIT, Section.PEOPLE)
def care_team_create(request, plan, **kwargs):
    return HttpResponse("care_team_create")


@plan_access(Action.EDIT, Section.PEOPLE)
def care_team_edit(request, plan, **kwargs):
    return HttpResponse("care_team_edit")


@plan_access(Action.EDIT, Section.PEOPLE)
def care_team_remove(request, plan, **kwargs):
    return HttpResponse("care_team_remove")


@plan_access(Action.EDIT, Section.PEOPLE)
def care_team_restore(request, plan, **kwargs):
    return HttpResponse("care_team_restore")
