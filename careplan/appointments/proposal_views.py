"""Suggesting a question, taking it or leaving it, and taking it back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from careplan.appointments.proposal_forms import ProposalForm
from careplan.appointments.proposing import leave, take, wait_again
from careplan.plans.access import Action, Section, plan_access
from careplan.plans.removed import put_back


@plan_access(Action.SUGGEST, Section.VISITS)
@require_http_methods(["GET", "POST"])
def proposal_create(request, plan):
    form = ProposalForm(request.POST or None, member=request.member)
    if request.method == "POST" and form.is_valid() and form.keep():
        messages.success(request, _("Your question is suggested. You see here what becomes of it."))
        return redirect("question_list", plan.pk)
    form.cancel_url = reverse("question_list", args=[plan.pk])
    context = {
        "plan": plan,
        "place": "concern_list",
        "form": form,
        "title": _("Suggest a question"),
        "lede": _("It goes on no list until somebody who keeps the list takes it."),
        "back_url": form.cancel_url,
        "back_label": _("All questions"),
    }
    return render(request, "form_page.html", context)


@plan_access(Action.EDIT, Section.VISITS)
@require_POST
def proposal_take(request, plan, pk):
    proposal = waiting_or_answered(request, plan, pk)
    try:
        had_room = take(proposal=proposal, member=request.member)
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    else:
        if not had_room:
            messages.warning(request, _("The list is full. The question stands under “Questions”."))
    return redirect(back(request, plan))


@plan_access(Action.EDIT, Section.VISITS)
@require_POST
def proposal_leave(request, plan, pk):
    leave(proposal=waiting_or_answered(request, plan, pk), member=request.member)
    return redirect(back(request, plan))


@plan_access(Action.EDIT, Section.VISITS)
@require_POST
def proposal_again(request, plan, pk):
    wait_again(proposal=waiting_or_answered(request, plan, pk), member=request.member)
    return redirect(back(request, plan))


@plan_access(Action.SUGGEST, Section.VISITS)
@require_POST
def proposal_remove(request, plan, pk):
    own(request, plan, pk).remove(by=request.user)
    return redirect("question_list", plan.pk)


@plan_access(Action.SUGGEST, Section.VISITS)
@require_POST
def proposal_restore(request, plan, pk):
    try:
        put_back(own(request, plan, pk), request.member)
    except ValidationError as refused:
        messages.warning(request, refused.messages[0])
    return redirect("question_list", plan.pk)


def waiting_or_answered(request, plan, pk):
    return get_object_or_404(plan.proposals.seen_by(request.member), pk=pk)


def own(request, plan, pk):
    """A suggestion of the reader's own, taken back or not."""
    proposals = plan.proposals.standing_and_removed(request.member)
    return get_object_or_404(proposals, author=request.user.pk, pk=pk)


def back(request, plan) -> str:
    """The page of the list from which it was answered, or all questions."""
    visits = plan.appointments.seen_by(request.member)
    listed = request.POST.get("visit", "")
    if listed in {str(key) for key in visits.values_list("pk", flat=True)}:
        return reverse("appointment_detail", args=[plan.pk, listed])
    return reverse("question_list", args=[plan.pk])
