"""The questions about a kind of paper, and their way to a visit's list."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from careplan.appointments.picked import after_picking
from careplan.documents.views import page_of
from careplan.plans.access import Action, Section, plan_access
from careplan.questions.forms import PickForm
from careplan.questions.suggestions import questions_about
from careplan.questions.views import submit_label


@plan_access(Action.VIEW, Section.PAPERS)
@require_GET
def document_questions(request, plan, pk):
    document = paper_or_404(request, plan, pk)
    suggestions = questions_about(document.paper, request.member)
    form = PickForm(suggestions=suggestions, member=request.member)
    return questions_page(request, plan, document, form)


@plan_access(Action.EDIT, Section.VISITS)
@require_POST
def document_pick(request, plan, pk):
    document = paper_or_404(request, plan, pk)
    suggestions = questions_about(document.paper, request.member)
    form = PickForm(request.POST, suggestions=suggestions, member=request.member)
    if form.is_valid() and (questions := form.keep()):
        return redirect(after_picking(request, plan, questions))
    return questions_page(request, plan, document, form)


def questions_page(request, plan, document, form):
    may_pick = request.member.can(Action.EDIT, Section.VISITS)
    context = {
        "plan": plan,
        "place": "document_list",
        "document": document,
        "form": form,
        "suggestions": form.suggestions,
        "may_pick": may_pick,
        "submit_label": submit_label(request, plan) if may_pick else "",
        "pick_url": reverse("document_pick", args=[plan.pk, document.pk]),
        "back_url": page_of(document),
    }
    return render(request, "documents/document_questions.html", context)


def paper_or_404(request, plan, pk):
    """A paper of a kind that the library has, for whoever may see papers."""
    request.member.require(Action.VIEW, Section.PAPERS)
    papers = plan.documents.seen_by(request.member)
    return get_object_or_404(papers.of_known_kinds(), pk=pk)
