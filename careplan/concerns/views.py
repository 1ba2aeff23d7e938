"""The pages of this room: what is on somebody's mind."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from careplan.concerns.choices import ConcernLayout
from careplan.concerns.forms import ConcernForm
from careplan.concerns.level_forms import LevelForm
from careplan.concerns.level_line import LevelLine
from careplan.concerns.models import Concern
from careplan.concerns.urgent import urgent
from careplan.paging import page_of
from careplan.plans.access import Action, Section, plan_access
from careplan.plans.private import readers_sentence
from careplan.plans.removal import just_removed, removal_views
from careplan.plans.removed import standing_or_removed

REMOVED_SHOWN = 20  # of those that can be put back, the newest
QUESTIONS_SHOWN = 100


@plan_access(Action.VIEW, Section.VISITS)
@require_GET
def concern_list(request, plan):
    member = request.member
    concerns = plan.concerns.seen_by(member).select_related("author")
    removed = plan.concerns.removed_seen_by(member).order_by("-removed_at")[:REMOVED_SHOWN]
    context = {
        "plan": plan,
        "place": "concern_list",
        "page": page_of(concerns, request.GET.get("page", "")),
        "removed": removed,
        "just_removed": just_removed(request, removed),
    }
    return render(request, "concerns/concern_list.html", context)


@plan_access(Action.EDIT, Section.VISITS)
@require_http_methods(["GET", "POST"])
def concern_create(request, plan):
    form = ConcernForm(request.POST or None, member=request.member)
    form.submit_label = _("Save and see questions")
    if request.method == "POST" and form.is_valid() and (concern := form.keep()):
        return redirect(saved(reverse("concern_questions", args=[plan.pk, concern.pk])))
    context = {
        "title": _("What is on your mind?"),
        "lede": _("One thing at a time. A few words are enough."),
        "back_url": reverse("concern_list", args=[plan.pk]),
        "back_label": _("What is on my mind"),
    }
    return concern_form(request, plan, form, context)


@plan_access(Action.EDIT, Section.VISITS)
@require_http_methods(["GET", "POST"])
def concern_edit(request, plan, pk):
    concern = concern_in_or_out(request, plan, pk)
    name = concern.name  # before the form writes what was typed into it
    here = reverse("concern_detail", args=[plan.pk, pk])
    form = ConcernForm(request.POST or None, member=request.member, instance=concern)
    if request.method == "POST" and form.is_valid() and form.keep():
        if form.notice:
            messages.info(request, form.notice)
        return redirect(saved(here))
    context = {"title": _("Change this concern"), "back_url": here, "back_label": name}
    return concern_form(request, plan, form, context)


def concern_form(request, plan, form, context):
    form.cancel_url = context["back_url"]
    context |= {"plan": plan, "place": "concern_list", "form": form, "layout": ConcernLayout(form)}
    return render(request, "concerns/concern_form.html", context)


def saved(address: str) -> str:
    """`address` of a record that was saved just now: its page then shows every warning."""
    return f"{address}?saved"


@plan_access(Action.VIEW, Section.VISITS)
@require_GET
def concern_detail(request, plan, pk):
    concern = concern_in_or_out(request, plan, pk)
    return concern_page(request, concern, LevelForm(member=request.member, concern=concern))


@plan_access(Action.EDIT, Section.VISITS)
@require_POST
def concern_level(request, plan, pk):
    """How much it bothers today."""
    concern = concern_in_or_out(request, plan, pk)
    form = LevelForm(request.POST, member=request.member, concern=concern)
    if not form.is_valid():
        return concern_page(request, concern, form)
    here = reverse("concern_detail", args=[plan.pk, pk])
    if form.keep():
        return redirect(saved(here))
    messages.warning(request, _("This was removed, so the number was not kept."))
    return redirect(here)


def concern_page(request, concern, level_form):
    plan, member = request.member.plan, request.member
    questions = concern.questions.seen_by(member).order_by("created", "pk").with_places(member)
    just_saved = "saved" in request.GET
    context = {
        "plan": plan,
        "place": "concern_list",
        "concern": concern,
        "private": readers_sentence(concern, member, Section.VISITS),
        "just_saved": just_saved,
        "questions": list(questions[: QUESTIONS_SHOWN + 1]),
        "shown": QUESTIONS_SHOWN,
        "urgent": urgent(concern.alerts(timezone.localdate()), member, just_saved=just_saved),
        "line": LevelLine(concern, member),
        "level_form": level_form,
    }
    return render(request, "concerns/concern_detail.html", context)


def after_removal(concern) -> str:
    if concern.removed_at:
        return reverse("concern_list", args=[concern.plan_id])
    return reverse("concern_detail", args=[concern.plan_id, concern.pk])


concern_remove, concern_restore = removal_views(Concern, Section.VISITS, after_removal)


def concern_in_or_out(request, plan, pk):
    """A concern that stands or was removed."""
    concerns = standing_or_removed(Concern, request.member, Section.VISITS)
    return get_object_or_404(concerns.select_related("author"), pk=pk)
