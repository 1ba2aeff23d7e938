"""First steps: whose plan it is, then one thing a page, each skippable and resumable."""

import datetime
import uuid

import pytest
from django.urls import reverse

from careplan.appointments.models import Appointment
from careplan.plans.models import Plan
from tests.cast import person
from tests.posting import read

NEW = "/plans/new/"


@pytest.fixture
def nina(db):
    return person("Nina")


def begin(client, **data):
    return client.post(NEW, {"whose": "me", "request_uuid": str(uuid.uuid4())} | data)


def step(plan, name) -> str:
    return reverse("first_step", args=[plan.pk, name])


def errors_of(response) -> dict:
    return {name: list(texts) for name, texts in response.context["form"].errors.items()}


def test_a_plan_for_me_has_my_name(nina, signed_in):
    response = begin(signed_in(nina))
    plan = Plan.objects.get()
    assert (plan.owner, plan.person_name, plan.is_for_owner) == (nina, "Nina", True)
    assert (response.status_code, response["Location"]) == (302, step(plan, "level"))


def test_a_plan_for_someone_has_their_name(nina, signed_in):
    begin(signed_in(nina), whose="someone", name="  Maria\t Alvarez ")
    plan = Plan.objects.get()
    assert (plan.owner, plan.person_name, plan.is_for_owner) == (nina, "Maria Alvarez", False)


def test_someone_has_a_name(nina, signed_in):
    response = begin(signed_in(nina), whose="someone", name=" ")
    assert errors_of(response) == {"name": ["Write the name of the person you care for"]}
    assert Plan.objects.count() == 0


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"whose": ""}, {"whose": ["Choose one of these"]}),
        ({"whose": "doctor"}, {"whose": ["Choose one of the answers on this page"]}),
        (
            {"name": "n" * 81},
            {"name": ["Make this shorter. It has 81 letters, and there is room for 80."]},
        ),
    ],
)
def test_what_cannot_be_is_named_beside_its_field(nina, signed_in, data, expected):
    response = begin(signed_in(nina), **data)
    assert errors_of(response) == expected
    assert Plan.objects.count() == 0


def test_skipping_the_first_still_makes_a_plan(nina, signed_in):
    begin(signed_in(nina), whose="", name="ignored", skip="yes")
    assert Plan.objects.get().person_name == "Nina"


def test_a_form_sent_twice_makes_one_plan(nina, signed_in):
    form_id = str(uuid.uuid4())
    client = signed_in(nina)
    first, second = (begin(client, request_uuid=form_id) for _time in range(2))
    assert first["Location"] == second["Location"]
    assert Plan.objects.count() == 1


def test_somebody_elses_plan_is_not_taken_by_a_forged_id(cast, nina, signed_in):
    begin(signed_in(nina), request_uuid=str(cast.plan.pk))
    assert Plan.objects.get(owner=nina).pk != cast.plan.pk
    assert Plan.objects.get(pk=cast.plan.pk).owner == cast.maria


@pytest.mark.parametrize("forged", ["", "x", "1" * 400])
def test_a_forged_form_id_is_as_good_as_none(nina, signed_in, forged):
    assert begin(signed_in(nina), request_uuid=forged).status_code == 302
    assert Plan.objects.count() == 1


def test_nobody_owns_more_than_20_plans(nina, signed_in):
    for number in range(20):
        Plan.objects.create(owner=nina, person_name=f"Number {number}")
    response = begin(signed_in(nina))
    assert errors_of(response) == {"__all__": ["You have 20 plans. There is no room for one more."]}
    skipped = begin(signed_in(nina), skip="yes")
    assert "There is no room for one more." in skipped.content.decode()
    assert Plan.objects.count() == 20


@pytest.fixture
def plan(nina):
    return Plan.objects.create(owner=nina, person_name="Nina", next_step="level")


def test_all_of_the_steps_lead_home(nina, plan, signed_in):
    client = signed_in(nina)
    response = client.post(step(plan, "level"), {"information_level": "everything"})
    assert response["Location"] == step(plan, "where")
    where = {"sites": ["bones", "liver"]} | read(client, step(plan, "where"))
    response = client.post(step(plan, "where"), where)
    assert response["Location"] == step(plan, "visit")
    day = {"on_day": "3", "on_month": "12", "on_year": "2030"}
    response = client.post(step(plan, "visit"), {"with_whom": "Dr Lee"} | day)
    assert response["Location"] == f"/plans/{plan.pk}/"
    plan.refresh_from_db()
    nina.refresh_from_db()
    assert (nina.information_level, plan.sites, plan.next_step) == (
        "everything",
        ["bones", "liver"],
        "",
    )
    visit = Appointment.objects.get()
    assert (visit.plan, visit.author, visit.with_whom) == (plan, nina, "Dr Lee")
    assert visit.on == datetime.date(2030, 12, 3)


def test_all_of_the_steps_can_be_skipped(nina, plan, signed_in):
    client = signed_in(nina)
    for name, following in (("level", "where"), ("where", "visit"), ("visit", "")):
        client.post(step(plan, name), {"skip": "yes", "with_whom": "Dr Lee", "sites": "bones"})
        plan.refresh_from_db()
        assert plan.next_step == following
    nina.refresh_from_db()
    assert (nina.information_level, plan.sites) == ("later", [])
    assert Appointment.objects.count() == 0


def test_an_empty_visit_is_not_kept(nina, plan, signed_in):
    response = signed_in(nina).post(step(plan, "visit"), {"with_whom": " "})
    assert response["Location"] == f"/plans/{plan.pk}/"
    assert Appointment.objects.count() == 0


def test_a_wrong_day_is_named_and_the_name_is_kept(nina, plan, signed_in):
    typed = {"with_whom": "Dr Lee", "on_day": "31", "on_month": "2", "on_year": "2030"}
    response = signed_in(nina).post(step(plan, "visit"), typed)
    assert list(errors_of(response)) == ["on"]
    assert 'value="Dr Lee"' in response.content.decode()
    plan.refresh_from_db()
    assert plan.next_step == "level"


def test_a_visit_sent_twice_is_one(nina, plan, signed_in):
    typed = {"with_whom": "Dr Lee", "request_uuid": str(uuid.uuid4())}
    for _time in range(2):
        signed_in(nina).post(step(plan, "visit"), typed)
    assert Appointment.objects.count() == 1


def test_an_earlier_step_answered_again_does_not_wind_back(nina, plan, signed_in):
    Plan.objects.filter(pk=plan.pk).update(next_step="visit")
    signed_in(nina).post(step(plan, "level"), {"information_level": "main"})
    plan.refresh_from_db()
    assert plan.next_step == "visit"


def test_where_it_is_is_not_written_over(nina, plan, signed_in):
    client = signed_in(nina)
    opened = read(client, step(plan, "where"))
    Plan.objects.filter(pk=plan.pk).update(sites=["brain"], version=2)
    response = client.post(step(plan, "where"), {"sites": ["liver"]} | opened)
    assert "What was saved" in response.content.decode()
    plan.refresh_from_db()
    assert plan.sites == ["brain"]


def test_a_forged_place_or_level_is_refused(nina, plan, signed_in):
    client = signed_in(nina)
    response = client.post(step(plan, "where"), {"sites": ["moon"], "version": "1"})
    assert errors_of(response) == {"sites": ["Choose one of the answers on this page"]}
    response = client.post(step(plan, "level"), {"information_level": "all"})
    assert errors_of(response) == {"information_level": ["Choose one of the answers on this page"]}


def test_the_level_is_said_to_be_private(nina, plan, signed_in):
    page = signed_in(nina).get(step(plan, "level")).content.decode()
    assert "Only you see this answer." in page
    assert "Step 2 of 4" in page


def test_no_such_step(nina, plan, signed_in):
    assert signed_in(nina).get(step(plan, "nothing")).status_code == 404


def test_the_steps_are_their_owners(cast, signed_in):
    address = step(cast.plan, "where")
    expected = {"maria": 200, "ana": 403, "ben": 403, "sam": 404, "rita": 404}
    for name, status in expected.items():
        client = signed_in(getattr(cast, name))
        assert client.get(address).status_code == status, name
        if status != 200:
            assert client.post(address, {"skip": "yes"}).status_code == status, name
    assert signed_in(cast.maria).put(address).status_code == 405
