"""The pages of this room."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse

from careplan.plans.access import Action, Section, plan_access


@login_not_required
def public_understand(request, **kwargs):
    return HttpResponse("public_understand")


@login_not_required
def public_section(request, **kwargs):
    return HttpResponse("public_section")


@plan_access(Action.EDIT, Section.VISITS)
def concern_questions(request, plan, **kwargs):
    return HttpResponse("concern_questions")


@plan_access(Action.VIEW, Section.VISITS)
def question_list(request, plan, **kwargs):
    return HttpResponse("question_list")


@plan_access(Action.EDIT, Section.VISITS)
def question_create(request, plan, **kwargs):
    return HttpResponse("question_create")


@plan_access(Action.VIEW, Section.VISITS)
def question_detail(request, plan, **kwargs):
    return HttpResponse("question_detail")


@plan_access(Action.EDIT, Section.VISITS)
def question_edit(request, plan, **kwargs):
    return HttpResponse("question_edit")


@plan_access(Action.EDIT, Section.VISITS)
def question_original(request, plan, **kwargs):
    return HttpResponse("question_original")


@plan_access(Action.EDIT, Section.VISITS)
def question_answer(request, plan, **kwargs):
    return HttpResponse("question_answer")


@plan_access(Action.EDIT, Section.VISITS)
def question_remove(request, plan, **kwargs):
    return HttpResponse("question_remove")


@plan_access(Action.EDIT, Section.VISITS)
def question_restore(request, plan, **kwargs):
    return HttpResponse("question_restore")


@plan_access(Action.VIEW)
def understand(request, plan, **kwargs):
    return HttpResponse("understand")


@plan_access(Action.VIEW)
def understand_section(request, plan, **kwargs):
    return HttpResponse("understand_section")
