"""Questions on their way to a visit's list: which visit, and what the person sees next.

What is on the way stands in the address as ids: `q` for the questions, `first` where they go
before all others, `new` for one whose own words raise a warning.
"""

import uuid
from urllib.parse import urlencode

from django.contrib import messages
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careplan.appointments.ordering import ListFull, put_on_list
from careplan.concerns.safety import Alert
from careplan.concerns.urgent import Urgent, urgent

MOST_IN_ADDRESS = 60  # ids; an address of 4,000 letters is too long for some servers


def after_picking(request, plan, questions, *, first=False) -> str:
    """List `questions` for the one visit that is coming up, and return where to go next.

    Where there is none, a visit is added first; where there are several, the person says which.
    The questions are in the plan by now, whatever they do then.
    """
    visits = plan.appointments.seen_by(request.member).upcoming(timezone.localdate())[:2]
    if len(visits) != 1:
        name = "listed_create" if visits else "appointment_create"
        query = [("q", question.pk) for question in questions[:MOST_IN_ADDRESS]]
        if len(questions) > MOST_IN_ADDRESS:
            said = _(
                "Only %(most)d questions go to a list at once. The others stay under “Questions”."
            )
            messages.warning(request, said % {"most": MOST_IN_ADDRESS})
        query += [("first", 1)] if first else []
        return with_query(reverse(name, args=[plan.pk]), [*query, *warned_of(questions)])
    try:
        put_on_list(appointment=visits[0], questions=questions, member=request.member, first=first)
        return after_listing(request, visits[0], questions)
    except ListFull as full:
        messages.error(request, full.messages[0])
        return with_query(list_address(visits[0]), warned_of(questions))


def after_listing(request, appointment, questions) -> str:
    """Say how many questions were added to the list, and return its address."""
    if number := len(questions):
        said = ngettext("%(n)d question was added.", "%(n)d questions were added.", number)
        messages.success(request, said % {"n": number})
    return with_query(list_address(appointment), warned_of(questions))


def after_choosing(request, appointment, questions) -> str:
    """As `after_listing`. Where the visit was removed meanwhile, say so: the plan has them."""
    if not appointment.removed_at:
        return after_listing(request, appointment, questions)
    messages.warning(request, _("This visit was removed. Your questions are kept."))
    for _name, pk in warned_of(questions):
        return f"{reverse('question_detail', args=[appointment.plan_id, pk])}?saved"
    return reverse("question_list", args=[appointment.plan_id])


def after_adding(appointment, query) -> str:
    """Where to go from a new visit: to what it was added for, as the address says, or to it."""
    if query.getlist("q"):
        choose = reverse("appointment_choose", args=[appointment.plan_id, appointment.pk])
        return f"{choose}?{query.urlencode()}"
    if source := as_uuid(query.get("carry", "")):
        return reverse("appointment_carry", args=[appointment.plan_id, source])
    return list_address(appointment)


def list_address(appointment) -> str:
    """The page of a visit and its list; of one that was removed, all visits."""
    if appointment.removed_at:
        return reverse("appointment_list", args=[appointment.plan_id])
    return reverse("appointment_detail", args=[appointment.plan_id, appointment.pk])


def with_query(address: str, query: list) -> str:
    return f"{address}?{urlencode(query)}" if query else address


def warned_of(questions) -> list:
    """The first question whose own words raise a warning, for the next page to show it."""
    today = timezone.localdate()
    return next(([("new", q.pk)] for q in questions if q.alerts(today)), [])


def warnings(request, plan) -> Urgent:
    """The warnings that the question `new` in the address raises, if the reader may see it."""
    return urgent(alerts_of_new(request, plan), request.member, just_saved=True)


def alerts_of_new(request, plan) -> tuple[Alert, ...]:
    new = as_uuid(request.GET.get("new", ""))
    found = plan.questions.seen_by(request.member).filter(pk=new).first() if new else None
    return found.alerts(timezone.localdate()) if found else ()


def named_in(query) -> list[uuid.UUID]:
    """The ids of questions in an address, in order; what is no id is left out."""
    return [key for typed in query.getlist("q")[:MOST_IN_ADDRESS] if (key := as_uuid(typed))]


def as_uuid(typed: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(typed)
    except ValueError:
        return None
