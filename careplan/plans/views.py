"""The people of a plan: its care team, who may see it, and what it says about its person."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from careplan.plans.access import Action, Section, plan_access
from careplan.plans.care_team_forms import CareTeamForm
from careplan.plans.models import CareTeamMember
from careplan.plans.people import about_facts, about_title, readers
from careplan.plans.plan_forms import AboutMeForm
from careplan.plans.records import last_removal
from careplan.plans.removal import removal_views
from careplan.plans.removed import standing_or_removed

REMOVED_SHOWN = 20  # of those that can be put back, the newest


@plan_access(Action.VIEW, Section.PEOPLE)
@require_GET
def people(request, plan):
    removed = plan.care_team.removed_seen_by(request.member).order_by("-removed_at")
    removed = list(removed[:REMOVED_SHOWN])
    context = {
        "plan": plan,
        "place": "people",
        "care_team": plan.care_team.seen_by(request.member),
        "removed": removed,
        "just_removed": last_removal(removed, by=request.user),
        "readers": readers(plan, request.user),
        "about_title": about_title(plan, request.user),
    }
    return render(request, "plans/people.html", context)


@plan_access(Action.VIEW, Section.PEOPLE)
@require_GET
def about_me(request, plan):
    context = {
        "plan": plan,
        "place": "people",
        "title": about_title(plan, request.user),
        "facts": about_facts(plan),
    }
    return render(request, "plans/about_me.html", context)


@plan_access(Action.EDIT, Section.PEOPLE)
@require_http_methods(["GET", "POST"])
def about_me_edit(request, plan):
    form = AboutMeForm(request.POST or None, instance=plan, member=request.member)
    if request.method == "POST" and form.is_valid() and form.keep():
        messages.success(request, _("Saved."))
        return redirect("about_me", plan.pk)
    form.cancel_url = reverse("about_me", args=[plan.pk])
    title = about_title(plan, request.user)
    context = {
        "title": title,
        "lede": _("Leave out what you like. You can change it at any time."),
        "back_url": form.cancel_url,
        "back_label": title,
    }
    return people_form(request, plan, form, context)


@plan_access(Action.EDIT, Section.PEOPLE)
@require_http_methods(["GET", "POST"])
def care_team_create(request, plan):
    form = CareTeamForm(request.POST or None, member=request.member)
    if request.method == "POST" and form.is_valid() and form.keep():
        messages.success(request, _("Saved."))
        return redirect("people", plan.pk)
    context = {
        "title": _("Add someone to the care team"),
        "lede": _("Their numbers are shown when you need help."),
    }
    return people_form(request, plan, form, context)


@plan_access(Action.EDIT, Section.PEOPLE)
@require_http_methods(["GET", "POST"])
def care_team_edit(request, plan, pk):
    somebody = somebody_in_or_out(request, pk)
    form = CareTeamForm(request.POST or None, member=request.member, instance=somebody)
    if request.method == "POST" and form.is_valid() and (kept := form.keep()):
        gone = _("This was removed. You can put it back.")
        messages.success(request, gone if kept.removed_at else _("Saved."))
        return redirect("people", plan.pk)
    context = {"title": _("Change someone on the care team"), "pk": pk}
    return people_form(request, plan, form, context, "plans/care_team_form.html")


def people_form(request, plan, form, context, template="form_page.html"):
    """A form of this room, with the way back to People where the context names no other."""
    people_url = reverse("people", args=[plan.pk])
    form.cancel_url = form.cancel_url or people_url
    ground = {"plan": plan, "place": "people", "form": form}
    back = {"back_url": people_url, "back_label": _("People")}
    return render(request, template, ground | back | context)


def people_page(somebody) -> str:
    return reverse("people", args=[somebody.plan_id])


care_team_remove, care_team_restore = removal_views(CareTeamMember, Section.PEOPLE, people_page)


def somebody_in_or_out(request, pk):
    """Somebody who stands or was taken off."""
    return get_object_or_404(
        standing_or_removed(CareTeamMember, request.member, Section.PEOPLE), pk=pk
    )
