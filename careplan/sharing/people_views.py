"""Who may see a plan: the page on people, and what is changed about a member."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from careplan.accounts.ask_again import ask_again
from careplan.plans.access import Action, Section, plan_access
from careplan.plans.people import about_title
from careplan.plans.removal import just_removed
from careplan.sharing.people_forms import MembershipForm
from careplan.sharing.people_members import leave, remove_member
from careplan.sharing.people_page import invited, leads, readers
from careplan.sharing.people_rank import member_to_touch

REMOVED_SHOWN = 20  # of the care team's that can be put back, the newest


@plan_access(Action.VIEW)
@require_GET
def people(request, plan):
    everybody = readers(request.member)
    context = {
        "plan": plan,
        "place": "people",
        "readers": everybody,
        "invited": invited(request.member),
        "leads": leads(request.member),
        "sees_people": request.member.can(Action.VIEW, Section.PEOPLE),
        "about_title": about_title(plan, request.user),
        "is_asked": plan.offered_to_id == request.user.pk,
    }
    return render(request, "sharing/people.html", context | care_team(request))


def care_team(request) -> dict:
    """The care team, and who was taken off it."""
    member = request.member
    if not member.can(Action.VIEW, Section.PEOPLE):
        return {}
    removed = member.plan.care_team.removed_seen_by(member).order_by("-removed_at")
    removed = list(removed[:REMOVED_SHOWN])
    return {
        "care_team": member.plan.care_team.seen_by(member),
        "removed": removed,
        "just_removed": just_removed(request, removed),
    }


def back_to_people(plan, **context) -> dict:
    """The ground of a page that leads back to People."""
    back = {"back_url": reverse("people", args=[plan.pk]), "back_label": _("People")}
    return {"plan": plan, "place": "people"} | back | context


@plan_access(Action.WITHDRAW)
@require_http_methods(["GET", "POST"])
@ask_again
def member_edit(request, plan, pk):
    theirs = found(request, pk)
    form = MembershipForm(request.POST or None, instance=theirs, member=request.member)
    called = theirs.user.called
    if request.method == "POST" and form.is_valid() and form.keep():
        messages.success(request, _("Saved. It holds from now on."))
        return redirect("people", plan.pk)
    form.cancel_url = reverse("people", args=[plan.pk])
    title = _("What %(name)s may see") % {"name": called}
    lede = _("It holds at once. What is private stays private.")
    return render(
        request, "form_page.html", back_to_people(plan, form=form, title=title, lede=lede)
    )


@plan_access(Action.WITHDRAW)
@require_http_methods(["GET", "POST"])
@ask_again
def member_remove(request, plan, pk):
    """First what it means, then the button."""
    theirs = found(request, pk)
    if request.method == "POST":
        remove_member(plan=plan, membership=theirs, by=request.user)
        said = _("%(name)s can no longer see this plan.") % {"name": theirs.user.called}
        messages.success(request, said)
        return redirect("people", plan.pk)
    context = back_to_people(plan, name=theirs.user.called)
    return render(request, "sharing/member_remove.html", context)


@plan_access(Action.VIEW)
@require_http_methods(["GET", "POST"])
def plan_leave(request, plan):
    if request.method == "POST" and not request.member.owns:
        leave(plan=plan, by=request.user)
        messages.success(request, _("You have left the plan."))
        return redirect("start")
    return render(request, "sharing/leave.html", back_to_people(plan))


def found(request, pk):
    """A member whose rights the reader may change. Raises Http404."""
    theirs = member_to_touch(request.member, pk)
    if theirs is None:
        raise Http404
    return theirs
