"""The pages of papers: all of them, choosing kinds, one paper, and its forms."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from careplan.concerns.urgent import urgent
from careplan.documents.choosing import ChoosePapersForm
from careplan.documents.forms import DocumentForm, NewVersionForm
from careplan.documents.missing import missing
from careplan.documents.models import AdvanceDocument
from careplan.documents.paper_page import PaperPage
from careplan.documents.reading import Ledger
from careplan.library.catalog import LIBRARY
from careplan.plans.access import Action, Section, plan_access
from careplan.plans.records import StaleRecord
from careplan.plans.removal import just_removed, removal_views
from careplan.plans.removed import standing_or_removed


@plan_access(Action.VIEW, Section.PAPERS)
@require_GET
def document_list(request, plan):
    ledger = Ledger(request.member)
    context = {
        "plan": plan,
        "place": "document_list",
        "ledger": ledger,
        "missing": missing(ledger),
        "storage": LIBRARY.storage.values(),
        "removed": ledger.removed,
        "just_removed": just_removed(request, ledger.removed),
    }
    return render(request, "documents/document_list.html", context)


@plan_access(Action.EDIT, Section.PAPERS)
@require_http_methods(["GET", "POST"])
def document_choose(request, plan):
    held = plan.documents.seen_by(request.member).values_list("kind", flat=True)
    form = ChoosePapersForm(request.POST or None, member=request.member, held=held)
    if request.method == "POST" and form.is_valid() and form.keep():
        return redirect("document_list", plan.pk)
    context = {
        "plan": plan,
        "place": "document_list",
        "form": form,
        "title": _("Choose papers"),
        "back_url": reverse("document_list", args=[plan.pk]),
        "back_label": _("Legal papers"),
    }
    return render(request, "documents/document_choose.html", context)


@plan_access(Action.VIEW, Section.PAPERS)
@require_GET
def document_detail(request, plan, pk):
    page, just_saved = PaperPage(request.member, pk), "saved" in request.GET
    raised = page.document.alerts(timezone.localdate())
    context = {
        "plan": plan,
        "place": "document_list",
        "page": page,
        "document": page.document,
        "just_saved": just_saved,
        "urgent": urgent(raised, request.member, just_saved=just_saved),
    }
    return render(request, "documents/document_detail.html", context)


@plan_access(Action.EDIT, Section.PAPERS)
@require_http_methods(["GET", "POST"])
def document_edit(request, plan, pk):
    document = paper_in_or_out(request, pk)
    name = document.name  # before the form writes what was typed into it
    form = DocumentForm(request.POST or None, member=request.member, instance=document)
    if request.method == "POST" and form.is_valid() and form.keep():
        return redirect(saved(document))
    return document_form(request, plan, form, document, _("Change this paper"), name)


@plan_access(Action.EDIT, Section.PAPERS)
@require_http_methods(["GET", "POST"])
def document_replace(request, plan, pk):
    older = get_object_or_404(plan.documents.seen_by(request.member), pk=pk)
    form = NewVersionForm(request.POST or None, member=request.member, older=older)
    if request.method == "POST" and form.is_valid() and (newer := form.keep()):
        return redirect(saved(newer))
    if request.method == "GET" and not older.is_signed:
        return redirect("document_detail", plan.pk, pk)
    title = _("A newer version of this paper")
    return document_form(request, plan, form, older, title, older.name)


def document_form(request, plan, form, document, title, name):
    form.cancel_url = page_of(document)
    context = {
        "plan": plan,
        "place": "document_list",
        "form": form,
        "title": title,
        "back_url": form.cancel_url,
        "back_label": name,
    }
    return render(request, "documents/document_form.html", context)


def page_of(document) -> str:
    return reverse("document_detail", args=[document.plan_id, document.pk])


def saved(document) -> str:
    """The page of a paper that was saved just now: it then shows every warning."""
    return f"{page_of(document)}?saved"


@plan_access(Action.EDIT, Section.PAPERS)
@require_POST
def document_looked_at(request, plan, pk):
    document = get_object_or_404(plan.documents.seen_by(request.member).in_force(), pk=pk)
    today = timezone.localdate()
    document.looked_at_on, document.changes = today, []
    if document.look_again_on and document.look_again_on <= today:  # a day to come is kept
        document.look_again_on = None
    try:
        document.save_changes(by=request.user, fields=["looked_at_on", "changes", "look_again_on"])
    except StaleRecord:
        messages.warning(request, _("Somebody saved a change just now. Look at it first."))
    return redirect("document_detail", plan.pk, pk)


@plan_access(Action.EDIT, Section.PAPERS)
@require_POST
def document_count_again(request, plan, pk):
    try:
        with transaction.atomic():
            plan.lock()
            document = get_object_or_404(plan.documents.seen_by(request.member), pk=pk)
            document.count_again(by=request.user)
    except ValidationError as refused:
        messages.warning(request, refused.messages[0])
    return redirect("document_detail", plan.pk, pk)


def after_removal(document) -> str:
    if document.removed_at:
        return reverse("document_list", args=[document.plan_id])
    return page_of(document)


document_remove, document_restore = removal_views(AdvanceDocument, Section.PAPERS, after_removal)


def paper_in_or_out(request, pk):
    """A paper that stands or was removed."""
    papers = standing_or_removed(AdvanceDocument, request.member, Section.PAPERS)
    return get_object_or_404(papers, pk=pk)
