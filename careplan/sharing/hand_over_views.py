"""The plan is handed over: the owner asks, whoever is asked answers."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from careplan.accounts.ask_again import ask_again
from careplan.plans.access import Action, plan_access
from careplan.sharing.hand_over import accept_offer, offer, refuse_offer, take_back_offer
from careplan.sharing.people_forms import HandOverForm
from careplan.sharing.people_views import back_to_people


@plan_access(Action.OWN)
@require_http_methods(["GET", "POST"])
@ask_again
def hand_over(request, plan):
    members = list(plan.memberships.filter(removed_at=None).select_related("user"))
    form = HandOverForm(request.POST or None, members=members)
    if request.method == "POST" and form.is_valid() and is_offered(request, plan, form):
        messages.success(request, _("Asked. You keep the plan until they say yes."))
        return redirect("people", plan.pk)
    form.cancel_url = back_to_people(plan)["back_url"]
    context = {
        "form": form,
        "members": members,
        "title": _("Hand this plan over"),
        "asked": next((m.user for m in members if m.user_id == plan.offered_to_id), None),
    }
    return render(request, "sharing/hand_over.html", back_to_people(plan, **context))


def is_offered(request, plan, form) -> bool:
    """Whether the chosen person was asked; where not, the form says why."""
    try:
        becomes = form.cleaned_data["becomes"]
        offer(plan=plan, to=form.chosen, becomes=becomes, by=request.user)
    except ValidationError as refused:
        form.add_error("to", refused)
        return False
    return True


@plan_access(Action.OWN)
@require_POST
def hand_over_take_back(request, plan):
    take_back_offer(plan=plan, by=request.user)
    messages.success(request, _("You keep the plan. Nobody is asked any more."))
    return redirect("people", plan.pk)


@plan_access(Action.VIEW)
@require_POST
def hand_over_answer(request, plan):
    """Yes or no of whoever was asked; anybody else's answer changes nothing."""
    if request.POST.get("answer") != "yes":
        refuse_offer(plan=plan, by=request.user)
        return redirect("people", plan.pk)
    try:
        done = accept_offer(plan=plan, by=request.user)
    except ValidationError as full:
        messages.warning(request, full.messages[0])
        return redirect("people", plan.pk)
    if done:
        messages.success(request, _("You keep this plan now."))
    else:
        messages.warning(request, _("Nobody asks you to keep this plan now."))
    return redirect("people", plan.pk)
