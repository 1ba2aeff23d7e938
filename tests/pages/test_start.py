"""Start, the chooser, Get help, healthz: what everybody may open."""

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.urls import reverse

from careplan.pages import views
from careplan.plans.models import CareTeamMember, Membership, Plan
from tests import making
from tests.cast import person


def test_start_says_what_this_is_and_keeps_no_session(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = client.get("/").content.decode()
    assert "Bring your own questions to the visit" in page
    assert 'href="/make-a-list/"' in page
    assert Session.objects.count() == 0
    assert "sessionid" not in client.cookies


def test_start_names_who_runs_this_copy(client, db, settings):
    settings.RUN_BY, settings.RUN_BY_CONTACT = "Harbour <Group>", "555 0100"
    for address in ("/", "/help/"):
        page = client.get(address).content.decode()
        assert "Harbour &lt;Group&gt; runs this copy of careplan" in page
        assert "555 0100" in page


def test_sign_up_stands_where_it_is_open(client, db, settings):
    sign_up = reverse("account_signup")
    assert f'href="{sign_up}"' in client.get("/").content.decode()
    settings.SIGN_UP = "invited"
    page = client.get("/").content.decode()
    assert f'href="{sign_up}"' not in page
    assert "New accounts are by invitation." in page


def test_somebody_without_a_plan_starts_one(db, signed_in):
    response = signed_in(person("Nina")).get("/")
    assert (response.status_code, response["Location"]) == (302, "/plans/new/")


def test_somebody_who_was_removed_from_their_only_plan_is_told_so(cast, signed_in):
    page = signed_in(cast.rita).get("/", follow=True)
    assert page.redirect_chain[-1][0] == reverse("plan_create")
    said = page.content.decode()
    assert "You are no longer in the plan that you were in." in said
    assert "Maria" not in said
    assert str(cast.plan.pk) not in said


def test_nobody_else_is_told_so(cast, signed_in):
    for user in (person("Nina"), cast.ana, cast.maria):
        page = signed_in(user).get(reverse("plan_create"))
        assert "no longer in the plan" not in page.content.decode()
    Plan.objects.create(owner=cast.rita, person_name="Rita")
    page = signed_in(cast.rita).get(reverse("plan_create"))
    assert "no longer in the plan" not in page.content.decode()


def test_somebody_with_one_plan_is_at_home(cast, signed_in):
    for user in (cast.maria, cast.ana):
        response = signed_in(user).get("/")
        assert (response.status_code, response["Location"]) == (302, f"/plans/{cast.plan.pk}/")


def test_somebody_with_several_plans_chooses(cast, signed_in):
    Membership.objects.create(plan=cast.plan, user=cast.sam, role="viewer")
    client = signed_in(cast.sam)
    assert client.get("/")["Location"] == "/plans/"
    page = client.get("/plans/").content.decode()
    assert "Sam Stone’s plan" in page
    assert "Maria Alvarez’s plan" in page
    assert page.index("You keep it") != page.index("Shared with you")


def test_the_chooser_shows_only_ones_own(cast, signed_in):
    page = signed_in(cast.rita).get("/plans/").content.decode()
    assert "Maria" not in page
    assert "No plan is here yet." in page


def test_the_chooser_reads_as_much_for_20_plans(cast, signed_in, django_assert_max_num_queries):
    for number in range(20):
        Plan.objects.create(owner=cast.sam, person_name=f"Number {number}")
    client = signed_in(cast.sam)
    with django_assert_max_num_queries(3):
        assert client.get("/plans/").content.decode().count("You keep it") == 21


@pytest.mark.parametrize("path", ["/", "/help/", "/healthz", "/plans/"])
def test_these_pages_are_only_read(cast, signed_in, path):
    assert signed_in(cast.maria).post(path).status_code == 405


def test_help_has_both_warnings_and_no_number_of_anybody(client, cast):
    by = {"plan": cast.plan, "author": cast.maria, "changed_by": cast.maria}
    CareTeamMember.objects.create(name="Dr Lee", phone_day="555 0142", **by)
    page = client.get("/help/").content.decode()
    assert "Call now for severe back pain with either of these" in page
    assert "Call your care team right away" in page
    assert "Call the number your team gave you." in page
    assert "555 0142" not in page


def test_help_in_a_plan_has_the_care_teams_numbers(cast, signed_in):
    by = {"plan": cast.plan, "author": cast.maria, "changed_by": cast.maria}
    CareTeamMember.objects.create(name="Dr Lee", phone_day="555 0142", **by)
    CareTeamMember.objects.create(name="Night", phone_night="555 0199 ask for Kim", **by)
    CareTeamMember.objects.create(
        name="Gone", phone_day="555 0777", removed_at=cast.plan.created, **by
    )
    page = signed_in(cast.ben).get(f"/plans/{cast.plan.pk}/help/").content.decode()
    assert 'href="tel:5550142"' in page
    assert 'href="tel:5550199"' in page
    assert "555 0777" not in page


def test_help_has_the_numbers_for_every_member(cast, signed_in):
    """As a warning has them: whoever sits beside Maria must know whom to call."""
    making.doctor(cast, name="Dr Lee", phone_day="555 0142")
    Membership.objects.filter(user=cast.ana).update(people="none")
    page = signed_in(cast.ana).get(f"/plans/{cast.plan.pk}/help/").content.decode()
    assert 'href="tel:5550142"' in page


def test_healthz_says_that_the_database_answers(client, db):
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {"database": "ok"}
    assert not response.cookies
    assert "no-store" in response["Cache-Control"]


def test_healthz_says_that_the_database_is_silent(client, db, monkeypatch):
    class Silent:
        def cursor(self):
            raise OperationalError("secret host name")

    monkeypatch.setattr(views, "connection", Silent())
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json() == {"database": "no answer"}
