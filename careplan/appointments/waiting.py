"""Questions that were chosen, and stand on no visit's list yet: often before there was a visit."""

from django.urls import reverse
from django.utils.translation import ngettext

MOST = 60  # questions that are offered at once; more are chosen by hand


def waiting(member):
    """The questions on no list, as `member` sees the lists, that have no answer; oldest first."""
    questions = member.plan.questions.seen_by(member).unlisted(member)
    return questions.filter(answer="").order_by("created", "pk")


def label(number: int, who: str) -> str:
    """“Put your 3 questions on the list for Dr Lee”, where it is known with whom the visit is."""
    if not who:
        said = ngettext(
            "Put your question on the list", "Put your %(n)d questions on the list", number
        )
        return said % {"n": number}
    said = ngettext(
        "Put your question on the list for %(who)s",
        "Put your %(n)d questions on the list for %(who)s",
        number,
    )
    return said % {"n": number, "who": who}


def address(appointment) -> str:
    """The page that chooses for the visit, with all of them ticked."""
    choose = reverse("appointment_choose", args=[appointment.plan_id, appointment.pk])
    return f"{choose}?waiting"
