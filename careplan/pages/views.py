"""The pages of this room."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse

from careplan.plans.access import Action, plan_access


@login_not_required
def start(request, **kwargs):
    return HttpResponse("start")


@login_not_required
def healthz(request, **kwargs):
    return HttpResponse("healthz")


@login_not_required
def guest_list(request, **kwargs):
    return HttpResponse("guest_list")


@login_not_required
def guest_order(request, **kwargs):
    return HttpResponse("guest_order")


@login_not_required
def guest_print(request, **kwargs):
    return HttpResponse("guest_print")


@login_not_required
def get_help(request, **kwargs):
    return HttpResponse("get_help")


def plan_chooser(request, **kwargs):
    return HttpResponse("plan_chooser")


def plan_create(request, **kwargs):
    return HttpResponse("plan_create")


@plan_access(Action.VIEW)
def home(request, plan, **kwargs):
    return HttpResponse("home")


@plan_access(Action.OWN)
def first_step(request, plan, **kwargs):
    return HttpResponse("first_step")


@plan_access(Action.VIEW)
def plan_help(request, plan, **kwargs):
    return HttpResponse("plan_help")
