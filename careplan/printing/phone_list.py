"""A visit's list as one page that stands by itself: on a phone, without a signal and without us.

It has no program, asks nobody for anything, and names neither the plan nor the person: whoever
finds the phone finds questions, and not whose they are.
"""

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import get_language

from careplan.concerns.urgent import Call, calls
from careplan.plans.access import Action, Section
from careplan.printing.sheets import TOP, long_day


@dataclass(frozen=True)
class Line:
    number: int
    text: str
    answer: str
    is_asked: bool


def phone_list(printed, *, private: bool) -> str:
    """The page of a PrintedList; what is private is on its author's copy alone, if `private`."""
    lines = [
        Line(number, listed.question.text, listed.question.answer, listed.asked == "asked")
        for number, listed in enumerate(printed.printed(private=private), 1)
    ]
    context = {
        "appointment": printed.appointment,
        "sections": [part for part in (lines[:TOP], lines[TOP:]) if part],
        "calls": numbers(printed.member),
        "language": get_language(),
        "direction": "rtl" if translation.get_language_bidi() else "ltr",
        "saved_on": long_day(timezone.localdate(), weekday=True),
    }
    return render_to_string("printing/phone_list.html", context)


def numbers(member) -> tuple[Call, ...]:
    """The care team's, for whoever may see them."""
    return calls(member) if member.can(Action.VIEW, Section.PEOPLE) else ()


def file_name(appointment) -> str:
    return f"questions-{appointment.on:%Y-%m-%d}.html" if appointment.on else "questions.html"
