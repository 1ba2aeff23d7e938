"""“One thing to do next”: which rule fits, and where it leads."""

import datetime

import pytest

from careplan.appointments.models import Appointment
from careplan.pages.next_thing import next_thing
from careplan.pages.standing import Standing
from careplan.plans.models import Membership

TODAY = datetime.date(2026, 11, 24)
NO_ID = "5a5b5c5d-0000-4000-8000-000000000000"


def visit(days: int | None, listed: int, who: str = "") -> Appointment:
    on = TODAY + datetime.timedelta(days=days) if days is not None else None
    found = Appointment(on=on, plan_id=NO_ID, with_whom=who)
    found.question_count = listed
    return found


def stands(**fields) -> Standing:
    return Standing(**{"today": TODAY, "has_phone": True} | fields)


def label(standing, member) -> str | None:
    thing = next_thing(standing, member)
    return thing and thing.label


ALL = {"concern_count": 1, "question_count": 2}
RULES = [
    (stands(), "Write what is on my mind"),
    (stands(concern_count=1, without_questions=NO_ID), "Choose questions"),
    (stands(**ALL), "Add a visit"),
    (stands(question_count=2), "Add a visit"),
    (stands(**ALL, next_visit=visit(9, 0)), "Choose questions for the visit"),
    (stands(**ALL, waiting_count=3, without_questions=NO_ID), "Choose questions"),
    (stands(**ALL, waiting_count=3, next_visit=visit(9, 0)), "Put your 3 questions on the list"),
    (
        stands(**ALL, waiting_count=1, next_visit=visit(9, 0, "Dr Lee"), without_questions=NO_ID),
        "Put your question on the list for Dr Lee",
    ),
    (
        stands(**ALL, waiting_count=60, next_visit=visit(1, 0, "Dr Lee")),
        "Put your 60 questions on the list for Dr Lee",
    ),
    (stands(**ALL, waiting_count=61, next_visit=visit(1, 0)), "Choose questions for the visit"),
    (stands(**ALL, waiting_count=3, next_visit=visit(9, 2)), "Print or save my list"),
    (stands(**ALL, next_visit=visit(9, 2)), "Print or save my list"),
    (stands(**ALL, next_visit=visit(9, 2), has_phone=False), "Add a number"),
    (stands(**ALL, next_visit=visit(None, 2), has_phone=False), "Add a number"),
    (stands(**ALL, next_visit=visit(7, 2), has_phone=False), "Print or save my list"),
    (stands(**ALL, next_visit=visit(8, 2), has_phone=False), "Add a number"),
    (stands(**ALL, next_visit=visit(9, 2), without_questions=NO_ID), "Print or save my list"),
    (stands(**ALL, next_visit=visit(9, 2), recall_count=1), "See who has old copies"),
    (stands(**ALL, next_visit=visit(7, 2), recall_count=1), "Print or save my list"),
]


@pytest.mark.parametrize(("standing", "expected"), RULES)
def test_each_rule(cast, standing, expected):
    assert label(standing, cast.as_member(cast.maria)) == expected


def test_first_steps_come_first_and_are_the_owners(cast):
    cast.plan.next_step = "where"
    thing = next_thing(stands(), cast.as_member(cast.maria))
    assert thing.label == "Go on with the first steps"
    assert thing.url == f"/plans/{cast.plan.pk}/first-steps/where/"
    assert label(stands(), cast.as_member(cast.ana)) == "Write what is on my mind"


def test_a_viewer_is_asked_for_nothing_but_may_print(cast):
    ben = cast.as_member(cast.ben)
    for standing, expected in RULES:
        assert label(standing, ben) in {None, "Print or save the list"}, expected
    thing = next_thing(stands(**ALL, next_visit=visit(9, 2)), ben)
    assert thing.label == "Print or save the list"
    assert thing.sentence == (
        "The list for the visit is ready. Print it, or keep it on your phone."
    )


def test_nobody_is_led_to_a_part_that_is_closed_to_them(cast):
    Membership.objects.filter(user=cast.ana).update(visits="none", people="see")
    assert next_thing(Standing(today=TODAY), cast.as_member(cast.ana)) is None


def test_it_leads_to_the_record_that_it_is_about(cast):
    maria, plan = cast.as_member(cast.maria), f"/plans/{cast.plan.pk}"
    concern = stands(concern_count=1, without_questions=NO_ID)
    assert next_thing(concern, maria).url == f"{plan}/concerns/{NO_ID}/questions/"
    empty = stands(**ALL, next_visit=visit(9, 0))
    wait = stands(**ALL, waiting_count=3, next_visit=visit(9, 0))
    choose = f"/plans/{NO_ID}/visits/{wait.next_visit.pk}/choose/?waiting"
    assert next_thing(wait, maria).url == choose
    ready = stands(**ALL, next_visit=visit(9, 2))
    pk = empty.next_visit.pk
    assert next_thing(empty, maria).url == f"{plan}/visits/{pk}/choose/"
    assert next_thing(ready, maria).url == f"{plan}/visits/{ready.next_visit.pk}/print/"
