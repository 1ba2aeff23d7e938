"""Deleting a plan or the reader's account, and keeping it after all."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from careplan.accounts.ask_again import ask_again
from careplan.accounts.sessions import others, sign_out
from careplan.exchange.deletion import (
    ask_account_deletion,
    ask_plan_deletion,
    keep_account,
    keep_plan,
)
from careplan.exchange.reading import amounts, my_plans, others_in
from careplan.plans.access import Action, plan_access


@plan_access(Action.OWN)
@require_http_methods(["GET", "POST"])
@ask_again
def plan_delete(request, plan):
    if request.method == "POST":
        ask_plan_deletion(plan, by=request.user)
        return redirect("plan_delete", plan.pk)
    context = {
        "plan": plan,
        "amounts": amounts(request.member),
        "others": others_in(plan),
    }
    return render(request, "exchange/plan_delete.html", context)


@plan_access(Action.OWN)
@require_POST
def plan_keep(request, plan):
    if keep_plan(plan, by=request.user):
        messages.success(request, _("The plan stays. Nothing of it is lost."))
    return redirect("home", plan.pk)


@require_http_methods(["GET", "POST"])
@ask_again
def account_delete(request):
    if request.method == "POST":
        ask_account_deletion(request.user)
        sign_out(others(request))
        day = request.user.erased_day
        logout(request)
        return render(request, "exchange/account_signed_out.html", {"day": day})
    return render(request, "exchange/account_delete.html", {"rows": my_plans(request.user)})


@require_GET
def account_going(request):
    """All that somebody finds who signs in to an account that is to be deleted."""
    if request.user.deletion_asked_at is None:
        return redirect("start")
    context = {
        "user": AnonymousUser(),  # no way leads anywhere else from here
        "day": request.user.erased_day,
        "plans": [row.plan for row in my_plans(request.user) if row.is_mine],
    }
    return render(request, "exchange/account_going.html", context)


@require_POST
def account_keep(request):
    keep_account(request.user)
    messages.success(request, _("Your account stays. Nothing is lost."))
    return redirect("start")
