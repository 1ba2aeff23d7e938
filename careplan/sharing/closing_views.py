"""Close a plan, and open it again."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from careplan.accounts.ask_again import ask_again
from careplan.plans.access import Action, plan_access
from careplan.sharing.closing import close_plan, reopen_plan


@plan_access(Action.OWN)
@require_http_methods(["GET", "POST"])
def plan_close(request, plan):
    if request.method == "POST":
        close_plan(plan, by=request.user)
        messages.success(request, _("This plan is closed. You can open it again at any time."))
        return redirect("home", plan.pk)
    return render(request, "sharing/plan_close.html", {"plan": plan, "place": "people"})


@plan_access(Action.OWN)
@require_POST
@ask_again
def plan_reopen(request, plan):
    reopen_plan(plan, by=request.user)
    messages.success(request, _("This plan is open again. Nothing in it was changed."))
    return redirect("home", plan.pk)
