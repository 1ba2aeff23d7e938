"""The pages of comfort and support: every topic, one of them, and what each person chooses."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from careplan.appointments.picked import after_picking
from careplan.concerns.urgent import urgent
from careplan.library.catalog import LIBRARY
from careplan.partial_dates import day_words
from careplan.plans.access import Action, Section, plan_access
from careplan.plans.private import readers_sentence
from careplan.plans.removal import just_removed
from careplan.questions.forms import PickForm
from careplan.questions.suggestions import questions_about
from careplan.questions.views import submit_label
from careplan.topics.choosing import chosen_in, keep_choices
from careplan.topics.models import Show
from careplan.topics.reading import TopicBoard, notes_beside, topic_row

REMOVED_SHOWN = 20  # of those that can be put back, the newest


@plan_access(Action.VIEW, Section.COMFORT)
@require_GET
def topic_list(request, plan):
    board = TopicBoard(request.member)
    removed = plan.topic_notes.removed_seen_by(request.member)
    removed = removed.exclude(topic__in=[row.item.slug for row in board.hidden])
    removed = removed.order_by("-removed_at")[:REMOVED_SHOWN]
    context = {
        "plan": plan,
        "place": "topic_list",
        "board": board,
        "removed": removed,
        "just_removed": just_removed(request, removed),
    }
    return render(request, "topics/topic_list.html", context)


@plan_access(Action.VIEW, Section.COMFORT)
@require_POST
def topic_choose(request, plan):
    """Keep the reader's own choices, of one topic or of all; a viewer has theirs too."""
    chosen, topic = chosen_in(request.POST), request.POST.get("topic", "")
    keep_choices(chosen, by=request.member)
    messages.success(request, _("Your choices are saved."))
    if topic in LIBRARY.topics and chosen.get(topic) != Show.HIDE:
        return redirect("topic_detail", plan.pk, topic)
    return redirect("topic_list", plan.pk)


@plan_access(Action.VIEW, Section.COMFORT)
@require_GET
def topic_detail(request, plan, slug):
    item = topic_or_404(slug)
    row = topic_row(item, request.member)
    if row.is_hidden:
        return render(request, "topics/topic_hidden.html", ground(request, plan, row))
    suggestions = questions_about(item, request.member)
    ticked = [each.question.slug for each in suggestions.open]
    initial = {"slugs": ticked}
    form = PickForm(suggestions=suggestions, member=request.member, initial=initial)
    return topic_page(request, plan, row, form)


@plan_access(Action.EDIT, Section.VISITS)
@require_POST
def topic_pick(request, plan, slug):
    request.member.require(Action.VIEW, Section.COMFORT)
    item = topic_or_404(slug)
    suggestions = questions_about(item, request.member)
    form = PickForm(request.POST, suggestions=suggestions, member=request.member)
    if form.is_valid() and (questions := form.keep()):
        return redirect(after_picking(request, plan, questions))
    return topic_page(request, plan, topic_row(item, request.member), form)


def topic_page(request, plan, row, form):
    """One topic, with `form`, a PickForm of its questions. Its button leads to `topic_pick`,
    which shows this page again where something is wrong."""
    suggestions = form.suggestions
    may_pick = request.member.can(Action.EDIT, Section.VISITS)
    offered = len(suggestions.open) + len(suggestions.ahead)
    context = {
        **ground(request, plan, row),
        "checked": day_words(row.item.checked),
        "form": form,
        "suggestions": suggestions,
        "some_held": 0 < offered < len(suggestions.slugs),
        "may_pick": may_pick,
        "submit_label": submit_label(request, plan) if may_pick else "",
        "pick_url": reverse("topic_pick", args=[plan.pk, row.item.slug]) if may_pick else "",
    }
    return render(request, "topics/topic_detail.html", context)


def ground(request, plan, row) -> dict:
    """What the page of a topic shows of the plan's note, hidden or not."""
    just_saved = "saved" in request.GET
    # What was typed while another removed the note is shown once, to be put back.
    note = row.note if just_saved or not row.removed else None
    raised = note.alerts(timezone.localdate()) if note else ()
    return {
        "plan": plan,
        "place": "topic_list",
        "row": row,
        "note": note,
        "private": readers_sentence(note, request.member, Section.COMFORT) if note else "",
        "beside": notes_beside(row, request.member),
        "just_saved": just_saved,
        "urgent": urgent(raised, request.member, just_saved=just_saved),
    }


def topic_or_404(slug: str):
    """A topic of the library. Raises Http404."""
    if slug not in LIBRARY.topics:
        raise Http404
    return LIBRARY.topics[slug]
