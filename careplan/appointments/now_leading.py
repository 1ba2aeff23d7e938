"""Where the pages of a visit lead: into it, from one question to another, and out of it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from careplan.appointments.models import Appointment
from careplan.appointments.now_forms import NowForm
from careplan.appointments.now_reading import now_address
from careplan.appointments.picked import list_address, warned_of, with_query
from careplan.appointments.reading import ReadersList
from careplan.plans.access import Action, Section


@dataclass(frozen=True)
class Start:
    """The way from a visit's page to its questions, one a screen."""

    label: str
    url: str
    leads: bool  # whether it stands first on the page


def start_of(readers_list: ReadersList) -> Start | None:
    """As it fits the day, and what is written already; None where there is no question."""
    rows, visit = readers_list.rows, readers_list.appointment
    if not rows:
        return None
    waiting = [row for row in rows if row.is_open]
    if not waiting or not readers_list.member.can(Action.EDIT, Section.VISITS):
        return Start(_("See what is written"), now_address(rows[0].listed), leads=False)
    label = _("Go on with the visit") if len(waiting) < len(rows) else _("Start the visit")
    if visit.is_past:
        label = _("Write down what was said")
    on_its_day = visit.on in {None, timezone.localdate()}
    return Start(label, reverse("visit_now", args=[visit.plan_id, visit.pk]), leads=on_its_day)


def first_address(readers_list: ReadersList) -> str:
    """The first question that waits to be asked; after the last, the end of the visit."""
    waiting = next((row for row in readers_list.rows if row.is_open), None)
    if waiting is None:
        return end_of_visit(readers_list.appointment)
    return now_address(waiting.listed)


def end_of_visit(appointment: Appointment) -> str:
    """Where the last question leads."""
    if appointment.removed_at:
        return list_address(appointment)
    return reverse("visit_after", args=[appointment.plan_id, appointment.pk])


def address_after(form: NowForm) -> str:
    """Where the button leads that was pressed, with what was just saved if it raises a warning."""
    screen, added = form.screen, form.added
    screen.question.refresh_from_db()
    warned = warned_of([screen.question, *([added.question] if added else [])])
    if form.go == "new" and not warned:
        return reverse("concern_create", args=[screen.listed.plan_id])
    if form.go == "list":
        return with_query(list_address(screen.appointment), warned)
    if form.go == "new":  # the form of a concern shows no warning of a question
        return with_query(screen.address(), warned)
    row = screen.before if form.go == "back" else screen.after
    beside = added or (row.listed if row else None)
    address = now_address(beside) if beside else end_of_visit(screen.appointment)
    return with_query(address, warned)
