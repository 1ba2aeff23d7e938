"""Whom a visit is with, and who comes along: chosen, kept, named and told."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from careplan.appointments.models import Appointment
from careplan.exchange.account_erasing import empty_account
from careplan.exchange.plan_copy import PlanCopy
from careplan.pages.purging import purge
from careplan.plans.history import Change
from careplan.plans.models import CareTeamMember, Grant, Membership
from tests.appointments.lists import visit
from tests.making import change, doctor
from tests.posting import hidden_in, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def lee(cast):
    return doctor(cast, name="Dr Lee", phone_day="555 0142")


@pytest.fixture
def kim(cast):
    return doctor(cast, name="Nurse Kim", phone_day="555 0143")


def chosen(made, team=(), companions=()) -> Appointment:
    made.team.set(team)
    made.companions.set(companions)
    return made


def text(client, address) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def keys(*people) -> list[str]:
    return [str(one.pk) for one in people]


def test_people_are_chosen_and_named(cast, browser, at, lee, kim):
    doctor(cast, name="Dr Gone").remove(by=cast.maria)
    client = browser("maria")
    form = text(client, at("appointment_create"))
    for name in ("Dr Lee", "Nurse Kim", "Maria", "Ana", "Ben", "Somebody else?"):
        assert name in form
    for name in ("Dr Gone", "Rita", "Sam"):
        assert name not in form
    sent = {"team": keys(lee, kim), "companions": keys(cast.ana), "who_comes": "my neighbour"}
    client.post(at("appointment_create"), sent)
    made = Appointment.objects.get()
    assert (made.with_whom_named, made.who_comes_named) == (
        "Dr Lee and Nurse Kim",
        "Ana and my neighbour",
    )
    assert made.name == "Day not known yet, Dr Lee and Nurse Kim"
    html = text(client, at("appointment_detail", made))
    assert "Your questions for Dr Lee and Nurse Kim" in html
    assert "Coming along: Ana and my neighbour" in html


def test_a_name_stands_once_and_what_was_written_in_stays(cast, lee, kim):
    made = chosen(visit(cast, with_whom="Dr Lee"), [kim, lee])
    assert made.with_whom_named == "Dr Lee and Nurse Kim"
    assert visit(cast, with_whom="Dr Who").with_whom_named == "Dr Who"
    assert Appointment(with_whom="Dr Who").name == "Day not known yet, Dr Who"


def test_nobody_of_another_plan_is_chosen(cast, browser, at, lee):
    theirs = CareTeamMember.objects.create(
        plan=cast.sams_plan, author=cast.sam, changed_by=cast.sam, name="Dr Canary"
    )
    gone = doctor(cast, name="Dr Gone")
    gone.remove(by=cast.maria)
    client = browser("maria")
    for forged in (
        {"team": keys(theirs)},
        {"team": keys(gone)},
        {"team": ["x\x00"]},
        {"companions": keys(cast.sam)},
        {"companions": keys(cast.rita)},
    ):
        response = client.post(at("appointment_create"), {"with_whom": "x"} | forged)
        (name,) = forged
        html = response.content.decode()
        assert response.context["form"].errors[name] == ["Choose one of the answers on this page"]
        assert "Canary" not in html
    assert Appointment.objects.count() == 0


def test_a_change_is_kept_and_told(cast, browser, at, lee, kim):
    made = chosen(visit(cast, with_whom=""), [lee])
    client, edit = browser("ana"), at("appointment_edit", made)
    client.post(edit, {"team": keys(kim), "companions": keys(cast.ben)} | read(client, edit))
    made.refresh_from_db()
    assert (made.with_whom_named, made.who_comes_named, made.version) == ("Nurse Kim", "Ben", 2)
    client.post(edit, {"team": keys(kim), "companions": keys(cast.ben)} | read(client, edit))
    made.refresh_from_db()
    assert made.version == 2  # nothing was changed
    kim.remove(by=cast.maria)
    Membership.objects.filter(user=cast.ben).update(people=Grant.NONE)
    html = text(browser("ben"), at("appointment_history", made))
    assert "Ana changed who of the care team it is with from Dr Lee to Nurse Kim." in html
    assert "Ana added who of this plan comes along: Ben." in html


def test_two_who_choose_at_once_are_asked(cast, browser, at, lee, kim):
    made = chosen(visit(cast, with_whom="x"), [lee])
    ana, edit = browser("ana"), at("appointment_edit", made)
    opened = read(ana, edit)
    browser("maria").post(edit, {"with_whom": "x", "team": keys(lee, kim)} | opened)
    stale = browser("ana").post(edit, {"with_whom": "x", "team": []} | opened)
    html = stale.content.decode()
    assert "Dr Lee, Nurse Kim" in html
    assert made.with_whom_named == "Dr Lee, Nurse Kim and x"
    browser("ana").post(edit, hidden_in(stale) | {"keep_team": "theirs"})
    assert Appointment.objects.get().with_whom_named == "Dr Lee, Nurse Kim and x"
    place = {"with_whom": "x", "place": "Harbour", "team": keys(lee)}
    browser("ana").post(edit, place | opened)
    stands = Appointment.objects.get()
    assert (stands.place, stands.with_whom_named) == ("Harbour", "Dr Lee, Nurse Kim and x")


def test_names_are_for_who_reads_the_visit_and_phones_for_the_section(cast, browser, at, lee):
    made = chosen(visit(cast, with_whom=""), [lee])
    assert "555 0142" in text(browser("ben"), at("appointment_detail", made))
    Membership.objects.filter(user=cast.ben).update(people=Grant.NONE)
    html = text(browser("ben"), at("appointment_detail", made))
    assert "Questions for Dr Lee" in html
    assert "555 0142" not in html
    lee.remove(by=cast.maria)
    assert "555 0142" not in text(browser("maria"), at("appointment_detail", made))


def test_who_is_gone_stays_named(cast, browser, at, lee, time_machine):
    lee = change(lee, cast.maria, phone_night="555 0199", place="Harbour 3", role="Oncology")
    made = chosen(visit(cast, with_whom=""), [lee], [cast.ana, cast.ben])
    lee.remove(by=cast.maria)
    Membership.objects.filter(user=cast.ben).update(removed_at=lee.removed_at)
    client, edit = browser("maria"), at("appointment_edit", made)
    assert f'value="{lee.pk}" checked' in text(client, edit)
    both = {"team": keys(lee), "companions": keys(cast.ana, cast.ben), "place": "Harbour"}
    client.post(edit, both | read(client, edit))
    made = Appointment.objects.get()
    assert (made.place, made.who_comes_named) == ("Harbour", "Ana and Ben")
    time_machine.move_to(lee.removed_at + dt.timedelta(days=31), tick=False)
    purge()
    empty_account(cast.ana)
    made = Appointment.objects.get()
    assert made.with_whom_named == "Dr Lee"
    lee.refresh_from_db()  # of her number and place nothing stays, nor in what changed
    assert (lee.phone_day, lee.phone_night, lee.place, lee.role) == ("", "", "", "")
    assert not Change.objects.filter(kind="careteammember").exists()
    assert made.who_comes_named == "Somebody who left and Ben"
    made.delete()
    purge()
    assert not CareTeamMember.objects.exists()


def test_without_a_care_team_the_form_says_where_to_add_it(cast, browser, at):
    said = "If you add your care team under People, you can choose from it here."
    assert said in text(browser("maria"), at("appointment_create"))
    Membership.objects.filter(user=cast.ana).update(people=Grant.SEE)
    assert said not in text(browser("ana"), at("appointment_create"))
    doctor(cast, name="Dr Lee")
    assert said not in text(browser("maria"), at("appointment_create"))


def test_lists_say_it_too(cast, browser, at, lee):
    made = chosen(visit(cast, with_whom="", on=dt.date(2030, 12, 3)), [lee], [cast.ana])
    client = browser("maria")
    home = text(client, f"/plans/{cast.plan.pk}/")
    assert "with Dr Lee" in home
    assert "Who comes along: Ana." in home
    (row,) = PlanCopy(cast.as_member(cast.ben)).data()["appointments"]
    assert row["team"] == [{"id": str(lee.pk), "name": "Dr Lee"}]
    assert row["companions"] == [{"name": "Ana"}]
    made.remove(by=cast.maria)
    assert "Dr Lee" in text(client, at("removed"))


def test_it_reads_as_much_for_few_as_for_many(cast, browser, at, lee, kim):
    client, counts = browser("ben"), []
    for number in (1, 12):
        for n in range(number):
            day = dt.date(2030, 1, 1) + dt.timedelta(days=n)
            chosen(visit(cast, with_whom="", on=day), [lee, kim], [cast.ana])
        client.get(at("appointment_list"))
        with CaptureQueriesContext(connection) as captured:
            client.get(at("appointment_list"))
        counts.append(len(captured))
    assert counts[0] == counts[1]
