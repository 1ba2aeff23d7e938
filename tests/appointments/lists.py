"""Visits and lists for the tests of this room."""

from careplan.appointments.models import Appointment, ListedQuestion
from careplan.appointments.ordering import put_on_list
from careplan.questions.models import Question


def visit(cast, by=None, **fields) -> Appointment:
    by = by or cast.maria
    fields = {"plan": cast.plan, "with_whom": "Dr Lee"} | fields
    return Appointment.objects.create(author=by, changed_by=by, **fields)


def question(cast, text, by=None, **fields) -> Question:
    by = by or cast.maria
    fields = {"plan": cast.plan} | fields
    return Question.objects.create(text=text, author=by, changed_by=by, **fields)


def listed(cast, appointment, *texts, by=None, first=False, **fields) -> list[ListedQuestion]:
    """Make questions of `texts`, put them on the list, and return their rows."""
    by = by or cast.maria
    questions = [question(cast, text, by, **fields) for text in texts]
    member = cast.as_member(by)
    put_on_list(appointment=appointment, questions=questions, member=member, first=first)
    return [appointment.listed.get(question=q) for q in questions]


def texts(appointment, member) -> list[str]:
    """The list as its reader sees it."""
    rows = appointment.listed.seen_by(member).order_by("position").select_related("question")
    return [row.question.text for row in rows]


def positions(appointment) -> list[int]:
    rows = ListedQuestion.objects.filter(appointment=appointment)
    return sorted(rows.values_list("position", flat=True))
