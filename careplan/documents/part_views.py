"""What belongs to a paper: the people named in it, who holds copies, and calling old ones back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from careplan.documents.paper_page import PaperPage
from careplan.documents.part_forms import CopyForm, NamedPersonForm
from careplan.documents.parts import DocumentCopy, NamedPerson
from careplan.documents.recalling import ask_back, out_again, take_back
from careplan.documents.views import page_of
from careplan.plans.access import Action, Section, plan_access
from careplan.plans.removal import removal_views
from careplan.plans.removed import standing_or_removed


@plan_access(Action.EDIT, Section.PAPERS)
@require_http_methods(["GET", "POST"])
def named_create(request, plan, pk):
    return part_create(request, plan, pk, NamedPersonForm, _("Add somebody who is named in it"))


@plan_access(Action.EDIT, Section.PAPERS)
@require_http_methods(["GET", "POST"])
def named_edit(request, plan, pk):
    title = _("Change somebody who is named in it")
    return part_edit(
        request, plan, part_in_or_out(request, NamedPerson, pk), NamedPersonForm, title
    )


@plan_access(Action.EDIT, Section.PAPERS)
@require_http_methods(["GET", "POST"])
def copy_create(request, plan, pk):
    return part_create(request, plan, pk, CopyForm, _("Write down who has a copy"))


@plan_access(Action.EDIT, Section.PAPERS)
@require_http_methods(["GET", "POST"])
def copy_edit(request, plan, pk):
    title = _("Change what is written of this copy")
    return part_edit(request, plan, part_in_or_out(request, DocumentCopy, pk), CopyForm, title)


def part_create(request, plan, pk, form_class, title):
    document = get_object_or_404(plan.documents.seen_by(request.member), pk=pk)
    form = form_class(request.POST or None, member=request.member, document=document)
    if request.method == "POST" and form.is_valid() and form.keep():
        return redirect(page_of(document))
    return part_form(request, plan, form, title)


def part_edit(request, plan, part, form_class, title):
    form = form_class(
        request.POST or None, member=request.member, document=part.document, instance=part
    )
    if request.method == "POST" and form.is_valid() and form.keep():
        return redirect(page_of(part.document))
    return part_form(request, plan, form, title, part)


def part_form(request, plan, form, title, part=None):
    document = form.document
    form.cancel_url = page_of(document)
    context = {
        "plan": plan,
        "place": "document_list",
        "form": form,
        "title": title,
        "back_url": form.cancel_url,
        "back_label": document.name,
        "part": part,
        "remove_route": REMOVE[type(part)] if part else "",
    }
    return render(request, "documents/part_form.html", context)


REMOVE = {NamedPerson: "named_remove", DocumentCopy: "copy_remove"}


@plan_access(Action.EDIT, Section.PAPERS)
@require_POST
def copy_asked(request, plan, pk):
    copy = get_object_or_404(plan.copies.seen_by(request.member), pk=pk)
    ask_back(copy=copy, by=request.user)
    return redirect(call_back_list(request, copy))


@plan_access(Action.EDIT, Section.PAPERS)
@require_POST
def copy_back(request, plan, pk):
    copy = get_object_or_404(plan.copies.seen_by(request.member), pk=pk)
    wants_newer = "newer" in request.POST
    newer = PaperPage(request.member, copy.document_id).instead if wants_newer else None
    take_back(copy=copy, by=request.user, newer=newer)
    said = _("%(name)s is ticked off. You can undo it under “Given back or destroyed”.")
    messages.success(request, said % {"name": copy.holder})
    return redirect(call_back_list(request, copy))


@plan_access(Action.EDIT, Section.PAPERS)
@require_POST
def copy_out_again(request, plan, pk):
    copy = get_object_or_404(plan.copies.seen_by(request.member), pk=pk)
    try:
        out_again(copy=copy, by=request.user)
    except ValidationError as refused:
        messages.warning(request, refused.messages[0])
    return redirect(call_back_list(request, copy))


def call_back_list(request, copy) -> str:
    """The page with the list: that of the version that counts now, or else the copy's own."""
    page = PaperPage(request.member, copy.document_id)
    return f"{page_of(page.instead or page.document)}#copies"


def after_removal(part) -> str:
    return page_of(part.document)


named_remove, named_restore = removal_views(NamedPerson, Section.PAPERS, after_removal)
copy_remove, copy_restore = removal_views(DocumentCopy, Section.PAPERS, after_removal)


def part_in_or_out(request, model, pk):
    """A part that stands or was removed, of a paper that stands."""
    parts = standing_or_removed(model, request.member, Section.PAPERS).select_related("document")
    return get_object_or_404(parts, pk=pk)
