"""The article retold by section, with the questions about each: in a plan, and for anybody."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from careplan.library.catalog import LIBRARY
from careplan.library.levels import Level
from careplan.partial_dates import day_words
from careplan.plans.access import Action, Section, plan_access
from careplan.questions.forms import PickForm
from careplan.questions.suggestions import public_questions, questions_about
from careplan.questions.views import submit_label


@plan_access(Action.VIEW)
@require_GET
def understand(request, plan):
    context = {"plan": plan, "place": "understand", **contents(request.user.level)}
    for section in (*context["open"], *context["ahead"]):
        section["url"] = reverse("understand_section", args=[plan.pk, section["slug"]])
    return render(request, "questions/understand.html", context)


@login_not_required
@require_GET
def public_understand(request):
    context = contents(level_of(request.user))
    for section in (*context["open"], *context["ahead"]):
        section["url"] = reverse("public_section", args=[section["slug"]])
    return render(request, "questions/understand.html", context)


@plan_access(Action.VIEW)
@require_GET
def understand_section(request, plan, slug):
    section = section_or_404(slug)
    suggestions = questions_about(section, request.member)
    form = PickForm(suggestions=suggestions, member=request.member)
    return section_page(request, plan, section, form)


def section_page(request, plan, section, form):
    """One section, with `form`, a PickForm of its questions. Its button leads to `section_pick`,
    which shows this page again where something is wrong."""
    may_pick = request.member.can(Action.EDIT, Section.VISITS)
    context = {
        "plan": plan,
        "place": "understand",
        "contents_url": reverse("understand", args=[plan.pk]),
        "form": form,
        "may_pick": may_pick,
        "submit_label": submit_label(request, plan) if may_pick else "",
        "pick_url": reverse("section_pick", args=[plan.pk, section.slug]) if may_pick else "",
    }
    return render_section(request, section, form.suggestions, context)


@login_not_required
@require_GET
def public_section(request, slug):
    section = section_or_404(slug)
    suggestions = public_questions(section, level_of(request.user))
    return render_section(
        request, section, suggestions, {"contents_url": reverse("public_understand")}
    )


def render_section(request, section, suggestions, context):
    context |= {
        **source(),
        "section": section,
        "suggestions": suggestions,
        "checked": day_words(section.checked),
    }
    return render(request, "questions/section.html", context)


def section_or_404(slug: str):
    """A section of the article. Raises Http404."""
    if slug not in LIBRARY.sections:
        raise Http404
    return LIBRARY.sections[slug]


def level_of(user) -> Level:
    return user.level if user.is_authenticated else Level.BASICS


def contents(level: Level) -> dict:
    """The sections in their order: those that stand open at `level`, and those ahead."""
    rows = {True: [], False: []}
    for section in LIBRARY.sections.values():
        row = {"slug": section.slug, "title": section.title, "lede": section.lede}
        rows[level.opens(section.level)].append(row)
    return {"open": rows[True], "ahead": rows[False], **source()}


def source() -> dict:
    """What these pages rest on."""
    article = LIBRARY.sources["article"]
    return {"source": article, "reviewed": day_words(article.reviewed)}
