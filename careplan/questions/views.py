"""The pages of questions: what is suggested for a concern, all of them, and one."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from careplan.concerns.urgent import urgent
from careplan.paging import page_of
from careplan.plans.access import Action, Section, plan_access
from careplan.plans.private import readers_sentence
from careplan.plans.records import StaleRecord
from careplan.plans.removal import just_removed, removal_views
from careplan.plans.removed import standing_or_removed
from careplan.questions.forms import AnswerForm, PickForm, QuestionForm
from careplan.questions.models import Question
from careplan.questions.proposals import own_proposals, proposals_for
from careplan.questions.suggestions import suggested_questions

REMOVED_SHOWN = 20  # of those that can be put back, the newest


@plan_access(Action.EDIT, Section.VISITS)
@require_GET
def concern_questions(request, plan, pk):
    concern = get_object_or_404(plan.concerns.seen_by(request.member), pk=pk)
    suggestions = suggested_questions(concern, request.member)
    form = PickForm(suggestions=suggestions, member=request.member, concern=concern)
    return suggestions_page(request, plan, concern, form)


def suggestions_page(request, plan, concern, form):
    """What is suggested for `concern`, with `form`, a PickForm of it. Its button leads to
    `concern_pick`, which shows this page again where something is wrong."""
    just_saved = "saved" in request.GET
    raised = concern.alerts(timezone.localdate())
    context = {
        "plan": plan,
        "place": "concern_list",
        "concern": concern,
        "form": form,
        "suggestions": form.suggestions,
        "pick_url": reverse("concern_pick", args=[plan.pk, concern.pk]),
        "submit_label": submit_label(request, plan),
        "just_saved": just_saved,
        "urgent": urgent(raised, request.member, just_saved=just_saved),
    }
    return render(request, "questions/concern_questions.html", context)


def submit_label(request, plan) -> str:
    """“Add to my list for Dr Lee”, where one visit is coming up and it says with whom."""
    visits = plan.appointments.seen_by(request.member).upcoming(timezone.localdate())[:2]
    if len(visits) == 1 and visits[0].with_whom:
        return _("Add to my list for %(name)s") % {"name": visits[0].with_whom}
    return _("Add to my list")


@plan_access(Action.VIEW, Section.VISITS)
@require_GET
def question_list(request, plan):
    member, show = request.member, request.GET.get("show", "")
    questions = plan.questions.seen_by(member).order_by("-created", "pk")
    if show == "unlisted":
        questions = questions.unlisted(member)
    elif show == "answered":
        questions = questions.exclude(answer="")
    removed = plan.questions.removed_seen_by(member).order_by("-removed_at")[:REMOVED_SHOWN]
    context = {
        "plan": plan,
        "place": "concern_list",
        "page": page_of(questions.with_places(member), request.GET.get("page", "")),
        "show": show if show in {"unlisted", "answered"} else "",
        "removed": removed,
        "just_removed": just_removed(request, removed),
        "proposals": proposals_for(member),
        "own_proposals": own_proposals(member),
    }
    return render(request, "questions/question_list.html", context)


@plan_access(Action.EDIT, Section.VISITS)
@require_http_methods(["GET", "POST"])
def question_create(request, plan):
    form = QuestionForm(request.POST or None, member=request.member)
    if request.method == "POST" and form.is_valid() and (question := form.keep()):
        return redirect(saved(plan, question.pk))
    context = {
        "title": _("Write your own question"),
        "back_url": reverse("question_list", args=[plan.pk]),
        "back_label": _("All questions"),
    }
    return question_form(request, plan, form, context)


@plan_access(Action.EDIT, Section.VISITS)
@require_http_methods(["GET", "POST"])
def question_edit(request, plan, pk):
    question = question_in_or_out(request, plan, pk)
    was_reworded = question.is_reworded  # before the form writes what was typed into it
    form = QuestionForm(request.POST or None, member=request.member, instance=question)
    if request.method == "POST" and form.is_valid() and form.keep():
        return redirect(saved(plan, pk))
    context = {
        "title": _("Say it in your own words")
        if question.library_slug
        else _("Change this question"),
        "question": question,
        "was_reworded": was_reworded,
        **back_to(plan, pk),
    }
    return question_form(request, plan, form, context, "questions/question_edit.html")


@plan_access(Action.EDIT, Section.VISITS)
@require_http_methods(["GET", "POST"])
def question_answer(request, plan, pk):
    question = question_in_or_out(request, plan, pk)
    form = AnswerForm(request.POST or None, member=request.member, instance=question)
    if request.method == "POST" and form.is_valid() and form.keep():
        return redirect(saved(plan, pk))
    context = {"title": _("What did they say?"), "lede": question.text, **back_to(plan, pk)}
    return question_form(request, plan, form, context)


def question_form(request, plan, form, context, template="form_page.html"):
    form.cancel_url = context["back_url"]
    ground = {"plan": plan, "place": "concern_list", "form": form}
    return render(request, template, ground | context)


def back_to(plan, pk) -> dict:
    return {
        "back_url": reverse("question_detail", args=[plan.pk, pk]),
        "back_label": _("Back to the question"),
    }


def saved(plan, pk) -> str:
    """The page of a question that was saved just now: it then shows every warning."""
    return f"{reverse('question_detail', args=[plan.pk, pk])}?saved"


@plan_access(Action.VIEW, Section.VISITS)
@require_GET
def question_detail(request, plan, pk):
    member, just_saved = request.member, "saved" in request.GET
    question = question_in_or_out(request, plan, pk)
    raised = question.alerts(timezone.localdate())
    context = {
        "plan": plan,
        "place": "concern_list",
        "question": question,
        "private": readers_sentence(question, member, Section.VISITS),
        "answer": AnswerForm(instance=question, member=member),
        "just_saved": just_saved,
        "urgent": urgent(raised, member, just_saved=just_saved),
    }
    return render(request, "questions/question_detail.html", context)


@plan_access(Action.EDIT, Section.VISITS)
@require_POST
def question_original(request, plan, pk):
    question = get_object_or_404(plan.questions.seen_by(request.member), pk=pk)
    try:
        if question.is_reworded:
            question.put_original_back(by=request.user)
    except StaleRecord:
        messages.warning(request, _("Somebody saved a change just now. Look at it first."))
    return redirect("question_detail", plan.pk, pk)


def after_removal(question) -> str:
    if question.removed_at:
        return reverse("question_list", args=[question.plan_id])
    return reverse("question_detail", args=[question.plan_id, question.pk])


question_remove, question_restore = removal_views(Question, Section.VISITS, after_removal)


def question_in_or_out(request, plan, pk):
    """A question that stands or was removed, with all that its page shows."""
    member = request.member
    questions = standing_or_removed(Question, member, Section.VISITS)
    questions = questions.select_related("author", "answered_by")
    return get_object_or_404(questions.with_concern(member).with_places(member), pk=pk)
