"""Questions on their way to a visit's list: which visit, if there is one, and what comes next."""

import uuid
from urllib.parse import urlencode

from django.contrib import messages
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from careplan.appointments.ordering import ListFull, put_on_list

MOST_IN_ADDRESS = 60  # ids; an address of 4,000 letters is too long for some servers


def after_picking(request, plan, questions, *, first=False) -> str:
    """List `questions` for the one visit that is coming up, and return where to go next.

    Where there is none, a visit is added first; where there are several, the person says which.
    The questions are in the plan by now, whatever they do then.
    """
    visits = plan.appointments.seen_by(request.member).upcoming(timezone.localdate())[:2]
    if len(visits) == 1:
        return list_them(request, visits[0], questions, first=first)
    name = "listed_create" if visits else "appointment_create"
    return address_with(reverse(name, args=[plan.pk]), questions, first=first)


def list_them(request, appointment, questions, *, first=False) -> str:
    """Put `questions` on the visit's list, say so, and return the address of the list."""
    here = reverse("appointment_detail", args=[appointment.plan_id, appointment.pk])
    if not questions:
        return here
    try:
        put_on_list(
            appointment=appointment, questions=questions, member=request.member, first=first
        )
    except ListFull as full:
        messages.error(request, full.message % full.params)
        return here
    say_listed(request, questions)
    return here


def say_listed(request, questions) -> None:
    if questions:
        number = len(questions)
        said = ngettext(
            "%(n)d question is on this list now.", "%(n)d questions are on this list now.", number
        )
        messages.success(request, said % {"n": number})


def after_adding(appointment, query) -> str:
    """Where to go from a new visit: to what it was added for, as the address says, or to it."""
    plan_id, pk = appointment.plan_id, appointment.pk
    if query.getlist("q"):
        return f"{reverse('appointment_choose', args=[plan_id, pk])}?{query.urlencode()}"
    if source := as_uuid(query.get("carry", "")):
        return reverse("appointment_carry", args=[plan_id, source])
    return reverse("appointment_detail", args=[plan_id, pk])


def address_with(address: str, questions, *, first=False) -> str:
    """`address` with the ids of `questions`: what a later page offers ticked."""
    ids = [("q", question.pk) for question in questions[:MOST_IN_ADDRESS]]
    return f"{address}?{urlencode([*ids, ('first', 1)] if first else ids)}" if ids else address


def named_in(query) -> list[uuid.UUID]:
    """The ids of questions in an address, in order; what is no id is left out."""
    return [key for typed in query.getlist("q")[:MOST_IN_ADDRESS] if (key := as_uuid(typed))]


def as_uuid(typed: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(typed)
    except ValueError:
        return None
