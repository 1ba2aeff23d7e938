"""The form of a visit."""

import datetime
import uuid

import pytest
import time_machine
from django.contrib.messages import get_messages

from careplan.appointments.models import Appointment
from tests.appointments.lists import visit
from tests.posting import hidden_in, read

TODAY = datetime.date(2026, 11, 24)
FORM = {
    "with_whom": "Dr Lee",
    "on_day": "3",
    "on_month": "12",
    "on_year": "2026",
    "at": "10.30",
    "how": "clinic",
    "place": "Harbour Clinic",
    "who_comes": "Ana",
}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC), tick=False):
        yield


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def errors(response) -> dict:
    return {name: list(found) for name, found in response.context["form"].errors.items()}


def test_add_a_visit(cast, browser, at):
    client = browser("ana")
    assert client.get(at("appointment_create")).status_code == 200
    response = client.post(at("appointment_create"), FORM)
    made = Appointment.objects.get()
    assert response["Location"] == at("appointment_detail", made)
    assert (made.plan, made.author, made.version) == (cast.plan, cast.ana, 1)
    assert (made.with_whom, made.on, made.at) == (
        "Dr Lee",
        datetime.date(2026, 12, 3),
        datetime.time(10, 30),
    )
    assert (made.how, made.place, made.who_comes) == ("clinic", "Harbour Clinic", "Ana")
    page = client.get(response["Location"]).content.decode()
    for words in ("Thursday 3 December at 10:30", "At the clinic. Harbour Clinic", "Ana"):
        assert words in page
    assert said(response) == []


def test_a_visit_whose_day_is_not_known(cast, browser, at):
    browser("maria").post(at("appointment_create"), {"with_whom": "Dr Patel"})
    made = Appointment.objects.get()
    assert (made.on, made.at, made.how) == (None, None, "")
    assert made.name == "Day not known yet, Dr Patel"
    assert list(cast.plan.appointments.upcoming(TODAY)) == [made]


def test_a_past_day_is_kept_and_said(cast, browser, at):
    client = browser("maria")
    response = client.post(at("appointment_create"), FORM | {"on_year": "2025"})
    assert Appointment.objects.get().on == datetime.date(2025, 12, 3)
    assert said(response) == ["Saved. This day is over, so the visit stands under “Earlier”."]


def test_the_form_sent_twice_makes_one_visit(browser, at):
    client, once = browser("maria"), FORM | {"request_uuid": str(uuid.uuid4())}
    first = client.post(at("appointment_create"), once)
    assert client.post(at("appointment_create"), once)["Location"] == first["Location"]
    assert Appointment.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"on_day": "Thu"}, {"on": ["Write the day as a number from 1 to 31"]}),
        (
            {"on_day": "31", "on_month": "11"},
            {"on": ["This month has no such day. Look at the day again"]},
        ),
        ({"on_month": "13"}, {"on": ["Write the month as a number from 1 to 12"]}),
        ({"on_year": "26"}, {"on": ["Write the year in four digits, such as 2026"]}),
        ({"on_year": ""}, {"on": ["Write the year in four digits, such as 2026"]}),
        ({"at": "soon"}, {"at": ["Write the time as hours and minutes, such as 10:30 or 2:15 pm"]}),
        ({"at": "2:15"}, {"at": ["Say if this is morning or afternoon: add am or pm"]}),
        (
            {"on_day": "", "on_month": "", "on_year": ""},
            {"at": ["Write the day too, or leave the time empty"]},
        ),
        ({"how": "letter"}, {"how": ["Choose one of the answers on this page"]}),
        (
            {"with_whom": "x" * 121},
            {"with_whom": ["Make this shorter. It has 121 letters, and there is room for 120."]},
        ),
        (
            {
                "with_whom": " \x00\x07",
                "on_day": "",
                "on_month": "",
                "on_year": "",
                "at": "",
                "place": "",
            },
            {"with_whom": ["Write who it is with, the day or the place. One is enough"]},
        ),
    ],
)
def test_bad_input_is_said_and_what_was_typed_is_kept(browser, at, change, expected):
    response = browser("maria").post(at("appointment_create"), FORM | change)
    assert response.status_code == 200
    assert errors(response) == expected
    page = response.content.decode()
    assert "Nothing you typed was lost." in page
    assert 'value="Ana"' in page
    for typed in change.values():
        assert not typed.isalnum() or f'value="{typed}"' in page or typed == "letter"
    assert Appointment.objects.count() == 0


def test_control_characters_are_cleaned(browser, at):
    browser("maria").post(at("appointment_create"), FORM | {"with_whom": "Dr\x00 Lee\x1b\n  two"})
    assert Appointment.objects.get().with_whom == "Dr Lee two"


def test_posted_fields_that_are_not_asked_change_nothing(cast, browser, at):
    extra = {
        "plan": cast.sams_plan.pk,
        "author": cast.sam.pk,
        "code": "AAAAAAAAAA",
        "is_private": "on",
    }
    browser("maria").post(at("appointment_create"), FORM | extra)
    made = Appointment.objects.get()
    assert (made.plan, made.author, made.is_private) == (cast.plan, cast.maria, False)
    assert made.code != "A" * 10


def test_edit_shows_what_stands_and_saves(cast, browser, at):
    lee = visit(cast, on=datetime.date(2026, 12, 3), at=datetime.time(14, 15), how="phone")
    client = browser("ana")
    page = client.get(at("appointment_edit", lee)).content.decode()
    for value in ("Dr Lee", "3", "12", "2026", "14:15"):
        assert f'value="{value}"' in page
    edit = at("appointment_edit", lee)
    client.post(edit, FORM | {"how": ""} | read(client, edit))
    lee.refresh_from_db()
    assert (lee.at, lee.how, lee.version, lee.changed_by) == (
        datetime.time(10, 30),
        "",
        2,
        cast.ana,
    )


def test_a_stale_page_shows_both_and_loses_neither(cast, browser, at):
    lee = visit(cast)
    maria, ana, edit = browser("maria"), browser("ana"), at("appointment_edit", lee)
    opened = read(ana, edit)
    maria.post(edit, {"with_whom": "Dr Leeds"} | opened)
    stale = ana.post(edit, {"with_whom": "Dr Li"} | opened)
    page = stale.content.decode()
    assert "Maria saved a change while you were writing." in page
    assert "Dr Leeds" in page
    assert "<p>Dr Li</p>" in page
    lee.refresh_from_db()
    assert lee.with_whom == "Dr Leeds"
    ana.post(edit, hidden_in(stale) | {"keep_with_whom": "mine"})
    lee.refresh_from_db()
    assert lee.with_whom == "Dr Li"


def test_a_full_plan_says_so(cast, browser, at, monkeypatch):
    monkeypatch.setattr(Appointment, "MOST", 2)
    visit(cast)
    visit(cast)
    response = browser("maria").post(at("appointment_create"), FORM)
    assert errors(response) == {
        "__all__": [
            "This plan holds 2 of these, and has no room for more. "
            "Remove one that you no longer need."
        ]
    }
    assert Appointment.objects.count() == 2


def test_somebody_removed_it_meanwhile_and_nothing_typed_is_lost(cast, browser, at):
    lee, client = visit(cast), browser("maria")
    edit = at("appointment_edit", lee)
    opened = read(client, edit)
    Appointment.objects.get().remove(by=cast.ana)
    asked = client.post(edit, FORM | {"place": "Room 4"} | opened)
    page = asked.content.decode()
    assert "Ana removed this while you were writing." in page
    assert 'value="Room 4"' in page
    response = client.post(edit, FORM | {"place": "Room 4"} | hidden_in(asked))
    assert response["Location"] == at("appointment_list")
    assert said(response) == ["This was removed. You can put it back."]
    client.post(at("appointment_restore", lee))
    assert Appointment.objects.get(removed_at=None).place == "Room 4"
