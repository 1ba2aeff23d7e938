"""What the plan holds on a topic: writing it, removing it, putting it back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from careplan.plans.access import Action, Section, plan_access
from careplan.plans.private import ME
from careplan.plans.removal import note_removed
from careplan.plans.removed import put_back, standing_or_removed
from careplan.topics.forms import NoteForm
from careplan.topics.models import TopicNote
from careplan.topics.reading import notes_beside, topic_row
from careplan.topics.views import topic_or_404


@plan_access(Action.EDIT, Section.COMFORT)
@require_http_methods(["GET", "POST"])
def topic_edit(request, plan, slug):
    item = topic_or_404(slug)
    row = topic_row(item, request.member)
    here = reverse("topic_detail", args=[plan.pk, slug])
    if row.is_hidden and request.method == "GET":
        return redirect(here)
    form = note_form(request, row)
    if form.is_valid() and form.keep():
        return redirect(f"{here}?saved")
    form.cancel_url = here
    context = {
        "plan": plan,
        "place": "topic_list",
        "title": item.title,
        "lede": item.is_not,
        "form": form,
        "back_url": here,
        "back_label": _("Back to the topic"),
    }
    return render(request, "form_page.html", context)


def note_form(request, row) -> NoteForm:
    note = note_to_change(request, row)
    asked = {"who_sees": ME} if "private" in request.GET else {}  # beside what is open
    return NoteForm(request.POST or None, member=request.member, instance=note, initial=asked)


def note_to_change(request, row) -> TopicNote:
    """The note that the form on its way to the reader, or back from them, is about.

    A form of a note that was removed meanwhile changes the one that stands; with none, that one.
    A new note's form makes a new one; it meets what stands by itself.
    """
    named, note = request.POST.get("note", request.GET.get("note", "")), row.note
    for other in notes_beside(row, request.member):
        if str(other.pk) == named:
            return other
    is_its_own = note and (not note.removed_at or str(note.pk) == named)
    is_a_new_one = not named and (request.method == "POST" or "private" in request.GET)
    return note if is_its_own and not is_a_new_one else TopicNote(topic=row.item.slug)


@plan_access(Action.EDIT, Section.COMFORT)
@require_POST
def topic_remove(request, plan, pk):
    note = note_in_or_out(request, pk)
    note.remove(by=request.user)
    note_removed(request, note)
    return redirect("topic_list", plan.pk)


@plan_access(Action.EDIT, Section.COMFORT)
@require_POST
def topic_restore(request, plan, pk):
    note = note_in_or_out(request, pk)
    try:
        put_back(note, request.member)
    except ValidationError as refused:
        messages.warning(request, refused.messages[0])
    if note.item is None:
        return redirect("topic_list", plan.pk)
    return redirect("topic_detail", plan.pk, note.topic)


def note_in_or_out(request, pk) -> TopicNote:
    """A note that stands or was removed."""
    return get_object_or_404(standing_or_removed(TopicNote, request.member, Section.COMFORT), pk=pk)
