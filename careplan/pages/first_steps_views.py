"""The first steps: whose plan it is, then one thing a page."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from careplan.pages.first_steps import COUNT, FIRST, Step, after, step_called
from careplan.plans.access import Action, plan_access, was_taken_out
from careplan.plans.plan_forms import PlanForm


@require_http_methods(["GET", "POST"])
def plan_create(request):
    form = PlanForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid() and (plan := form.keep(FIRST)):
        return redirect("first_step", plan.pk, FIRST)
    context = {
        "form": form,
        "title": _("Start a plan"),
        "lede": _("A plan is one person’s notebook."),
        "skip": _("Skip"),
        "number": 1,
        "count": COUNT,
        "was_taken_out": was_taken_out(request.user),
    }
    return render(request, "pages/first_step.html", context)


@plan_access(Action.OWN)
@require_http_methods(["GET", "POST"])
def first_step(request, plan, step):
    request.member.require(Action.EDIT, None)  # which a closed plan allows nobody
    step = step_called(step)
    form = step.form(request.POST or None, request.member)
    if request.method == "POST" and (is_skipped(form, request.POST) or is_kept(form)):
        plan.answer_step(step.name, after(step))
        return onward(plan, step)
    context = {
        "plan": plan,
        "form": form,
        "title": step.title,
        "lede": step.lede,
        "skip": step.skip,
        "number": step.number,
        "count": COUNT,
    }
    return render(request, "pages/first_step.html", context)


def is_skipped(form, data) -> bool:
    return "skip" in data or getattr(form, "is_empty", False)


def is_kept(form) -> bool:
    return form.is_valid() and form.keep() is not None


def onward(plan, step: Step):
    following = after(step)
    return redirect("first_step", plan.pk, following) if following else redirect("home", plan.pk)
