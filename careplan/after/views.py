"""The page after a visit, and the notes of what was said at it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from careplan.after.forms import NoteForm
from careplan.after.page import page_context, raised
from careplan.after.reading import AfterVisit
from careplan.appointments.models import Appointment
from careplan.appointments.picked import alerts_of_new
from careplan.appointments.visit_notes import VisitNote
from careplan.concerns.safety import Alert
from careplan.concerns.urgent import urgent
from careplan.plans.access import Action, Section, plan_access
from careplan.plans.removal import removal_views
from careplan.plans.removed import standing_or_removed


@plan_access(Action.VIEW, Section.VISITS)
@require_GET
def visit_after(request, plan, pk):
    visit = get_object_or_404(plan.appointments.seen_by(request.member), pk=pk)
    after = AfterVisit(visit, request.member)
    of_notes, note_saved = raised(after, request.GET.get("said", ""))
    of_answer = alerts_of_new(request, plan)
    alerts = tuple(alert for alert in Alert if alert in {*of_notes, *of_answer})
    just_saved = note_saved or bool(of_answer)
    context = {"urgent": urgent(alerts, request.member, just_saved=just_saved)}
    return render(request, "after/visit_after.html", page_context(request, after) | context)


@plan_access(Action.EDIT, Section.VISITS)
@require_http_methods(["GET", "POST"])
def visit_note_create(request, plan, pk):
    visits = standing_or_removed(Appointment, request.member, Section.VISITS)
    visit = get_object_or_404(visits, pk=pk)
    if visit.removed_at and request.method == "GET":
        return redirect("appointment_list", plan.pk)
    form = NoteForm(request.POST or None, member=request.member, instance=VisitNote(visit=visit))
    if request.method == "POST" and form.is_valid() and (note := form.keep()):
        if visit.removed_at:
            messages.warning(request, _("This visit was removed. Your note is kept with it."))
        return redirect(address_of(note))
    return note_page(request, form, visit, _("What was said at the visit"))


@plan_access(Action.EDIT, Section.VISITS)
@require_http_methods(["GET", "POST"])
def visit_note_edit(request, plan, pk):
    notes = standing_or_removed(VisitNote, request.member, Section.VISITS)
    note = get_object_or_404(notes.select_related("visit"), pk=pk)
    form = NoteForm(request.POST or None, member=request.member, instance=note)
    if request.method == "POST" and form.is_valid() and form.keep():
        return redirect(address_of(note))
    return note_page(request, form, note.visit, _("Change this note"))


def address_of(note: VisitNote) -> str:
    """The page after its visit, which shows the warnings that its words raise."""
    if note.visit.removed_at:
        return reverse("appointment_list", args=[note.plan_id])
    here = reverse("visit_after", args=[note.plan_id, note.visit_id])
    return here if note.removed_at else f"{here}?said={note.pk}#n-{note.pk}"


def after_removal(note: VisitNote) -> str:
    return reverse("visit_after", args=[note.plan_id, note.visit_id])


visit_note_remove, visit_note_restore = removal_views(VisitNote, Section.VISITS, after_removal)


def note_page(request, form, visit, title):
    form.cancel_url = reverse("visit_after", args=[visit.plan_id, visit.pk])
    context = {
        "plan": request.member.plan,
        "place": "appointment_list",
        "form": form,
        "title": title,
        "back_url": form.cancel_url,
        "back_label": _("After the visit"),
    }
    return render(request, "form_page.html", context)
