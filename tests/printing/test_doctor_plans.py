"""Whatever is in a plan, its doctor's page is one page, and tells all that it should, no more."""

import pytest

from careplan.appointments.models import Appointment
from careplan.plans.access import Action, Section
from careplan.printing.doctor_page import DoctorsPage
from careplan.printing.doctor_sheet import doctor_page
from careplan.printing.glyphs import printable
from tests.printing.doctor_plans import Plan

pytestmark = [pytest.mark.pdf, pytest.mark.django_db]
# 299 was once laid out without end; 331 had a number of wide letters run over the edge.
SHORT, LONG = (*range(40), 299, 331), range(40, 540)


@pytest.mark.parametrize("seed", SHORT)
def test_any_plan_makes_one_page(cast, opened, seed):
    one_page(cast, opened, seed)


@pytest.mark.long
@pytest.mark.parametrize("seed", LONG)
def test_any_of_many_more_plans(cast, opened, seed):
    one_page(cast, opened, seed)


def one_page(cast, opened, seed: int) -> None:
    made = Plan(cast, seed)
    member = cast.as_member(made.reader)
    visit = Appointment.objects.get(pk=made.visit.pk)
    sheet = DoctorsPage(visit, member).sheet(made.paper, made.size, private=made.private)
    pdf = opened(doctor_page(sheet))
    assert pdf.pages == 1
    assert pdf.outside() == []
    assert pdf.lines() >= 1
    pdf.check()
    words = pdf.words()
    name = printable(member.plan.person_name).replace("\n", " ")
    whom = printable(visit.with_whom).replace("\n", " ") or "the care team"
    title = " ".join(pdf.reader.metadata.title.split())
    assert title == " ".join(f"{name}: one page for {whom}, 3 December 2026".split())
    counts(made, words)
    papers = member.can(Action.VIEW, Section.PAPERS) and made.people
    assert ("Who decides if I cannot" in words) == bool(papers)
    people = member.can(Action.VIEW, Section.PEOPLE) and member.plan.who_may_hear
    assert ("Who may hear what" in words) == bool(people)
    for user in (cast.maria, cast.ana, cast.ben):
        if user != made.reader or not made.private:
            assert f"canary-{user.name}" not in words
    assert "canary what" not in words
    assert "canary will" not in words
    assert "canary heir" not in words


def counts(made: Plan, words: str) -> None:
    """As many as are not on the page are counted on it."""
    questions = made.shared_questions + made.private * made.own_questions
    more = f"And {questions - 3} more on the question list."
    assert (more in words) == (questions > 3)
    concerns = made.shared_concerns + made.private * made.own_concerns
    if concerns == 4:
        assert "And 1 more concern in the plan." in words
    elif concerns > 4:
        assert f"And {concerns - 3} more concerns in the plan." in words
    else:
        assert "more concern" not in words
