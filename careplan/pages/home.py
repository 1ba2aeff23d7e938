"""What stands on Home: the next visit as a card, and the places with a plain status."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from careplan.appointments.models import Appointment
from careplan.pages.standing import Standing
from careplan.plans.access import Action, Member, Section


@dataclass(frozen=True)
class VisitCard:
    """The next visit, as the card shows it; each part is empty where it is not known."""

    visit: Appointment
    weekday: str
    day: str
    month: str
    time: str
    wait: str
    url: str


def visit_card(s: Standing, member: Member) -> VisitCard | None:
    visit = s.next_visit
    if visit is None:
        return None
    on = visit.on
    return VisitCard(
        visit,
        weekday=date_format(on, "l") if on else "",
        day=date_format(on, "j") if on else "",
        month=date_format(on, pgettext("month beside a large day", "F")) if on else "",
        time=date_format(visit.at, pgettext("time", "H:i")) if visit.at else "",
        wait=wait(s.days_left),
        url=reverse("appointment_detail", args=[member.plan.pk, visit.pk]),
    )


def wait(days: int | None) -> str:
    """How far off a visit is."""
    if days is None:
        return ""
    if days < 2:
        return _("Tomorrow.") if days else _("Today.")
    return _("%(days)d days from today.") % {"days": days}


@dataclass(frozen=True)
class Place:
    """A line of the contents: where it leads, and how it stands there."""

    name: str
    state: str
    url: str


def contents(s: Standing, member: Member) -> list[Place]:
    """The places of the plan that this reader may see."""
    rows = (
        ("concern_list", _("What is on my mind"), concerns_state(s), Section.VISITS),
        ("question_list", _("Questions"), questions_state(s), Section.VISITS),
        ("appointment_list", _("Visits"), visits_state(s), Section.VISITS),
        ("follow_up_list", _("Things to do"), to_do_state(s), Section.VISITS),
        ("document_list", _("Legal papers"), papers_state(s), Section.PAPERS),
        ("topic_list", _("Comfort and support"), comfort_state(s), Section.COMFORT),
        ("understand", _("Understand"), _("When you want it"), None),
        ("people", _("People"), people_state(s, member), None),
    )
    return [
        Place(name, state, reverse(route, args=[member.plan.pk]))
        for route, name, state, section in rows
        if section is None or member.can(Action.VIEW, section)
    ]


def concerns_state(s: Standing) -> str:
    if not s.concern_count:
        return _("When you want it")
    counted = ngettext("%(n)d concern", "%(n)d concerns", s.concern_count) % {"n": s.concern_count}
    if not s.private_count:
        return counted
    return _("%(concerns)s, %(n)d private") % {"concerns": counted, "n": s.private_count}


def questions_state(s: Standing) -> str:
    states = [_("%(n)d chosen") % {"n": s.question_count}] if s.question_count else []
    if s.answer_count:
        states.append(_("%(n)d answered") % {"n": s.answer_count})
    if s.proposal_count:
        states.append(_("%(n)d suggested to you") % {"n": s.proposal_count})
    return ", ".join(states) or _("None chosen yet")


def visits_state(s: Standing) -> str:
    return _("%(n)d coming up") % {"n": s.visit_count} if s.visit_count else _("None coming up")


def to_do_state(s: Standing) -> str:
    if not s.to_do_count:
        return _("Nothing to do")
    return ngettext("%(n)d thing to do", "%(n)d things to do", s.to_do_count) % {"n": s.to_do_count}


def papers_state(s: Standing) -> str:
    if not s.paper_count:
        return _("When you want it")
    signed = _("%(n)d of %(all)d signed") % {"n": s.signed_count, "all": s.paper_count}
    if not s.recall_count:
        return signed
    out = ngettext("%(n)d old copy out", "%(n)d old copies out", s.recall_count)
    return _("%(signed)s, %(out)s") % {"signed": signed, "out": out % {"n": s.recall_count}}


def comfort_state(s: Standing) -> str:
    if not s.wanted_count:
        return _("When you want it")
    return _("%(n)d to talk about") % {"n": s.wanted_count}


def people_state(s: Standing, member: Member) -> str:
    if not member.can(Action.VIEW, Section.PEOPLE):
        return _("Who keeps this plan")
    return _("%(n)d on the care team") % {"n": s.team_count} if s.team_count else _("Nobody yet")
