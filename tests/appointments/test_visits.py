"""All visits, and one visit: removed and put back, counted, paged, and who may what."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from careplan.appointments.models import Appointment
from tests.appointments.lists import listed, visit

TODAY = datetime.date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC), tick=False):
        yield


def test_remove_and_put_back_is_equal_and_pressed_twice_the_same(cast, browser, at):
    lee = visit(cast, on=TODAY)
    (a,) = listed(cast, lee, "a")
    client = browser("maria")
    for _press in range(2):
        assert client.post(at("appointment_remove", lee)).status_code == 302
    page = client.get(at("appointment_list")).content.decode()
    assert "Removed: <span" in " ".join(page.split())
    assert "No visit is coming up." in page
    assert client.get(at("appointment_detail", lee)).status_code == 404
    for _press in range(2):
        assert client.post(at("appointment_restore", lee))["Location"] == at(
            "appointment_detail", lee
        )
    before, lee = lee, Appointment.objects.get()
    kept = ("with_whom", "on", "at", "how", "place", "who_comes", "code", "created", "author_id")
    assert [getattr(lee, f) for f in kept] == [getattr(before, f) for f in kept]
    assert list(lee.listed.values_list("pk", "position")) == [(a.pk, 1)]
    assert "Removed: <span" not in client.get(at("appointment_list")).content.decode()


def test_the_undo_is_for_who_removed_it_and_for_a_day(cast, browser, at):
    lee = visit(cast)
    ana = browser("ana")
    ana.post(at("appointment_remove", lee))
    assert "Undo" in ana.get(at("appointment_list")).content.decode()
    marias = browser("maria").get(at("appointment_list")).content.decode()
    assert "Undo" not in marias
    assert "Put back" in marias
    bens = browser("ben").get(at("appointment_list")).content.decode()
    assert "Put back" not in bens
    assert "Dr Lee" not in bens
    with time_machine.travel(datetime.datetime(2026, 11, 25, 12, 1, tzinfo=datetime.UTC)):
        later = ana.get(at("appointment_list")).content.decode()
    assert "Undo" not in later
    assert "Put back" in later


def test_coming_up_and_earlier(cast):
    def on(day, at=None):
        return visit(cast, on=day and TODAY + datetime.timedelta(days=day), at=at)

    unknown = visit(cast, on=None)
    later, old, older = on(5), on(-1), on(-9)
    today = visit(cast, on=TODAY, at=datetime.time(15))
    morning = visit(cast, on=TODAY, at=datetime.time(9))
    assert list(cast.plan.appointments.upcoming(TODAY)) == [morning, today, later, unknown]
    assert list(cast.plan.appointments.earlier(TODAY)) == [old, older]


def test_today_is_the_readers(cast, browser, at):
    """At 04:00 UTC of the 25th it is still the 24th in Chicago."""
    visit(cast, with_whom="Dr Canary", on=TODAY)
    cast.maria.time_zone = "America/Chicago"
    cast.maria.save()
    with time_machine.travel(datetime.datetime(2026, 11, 25, 4, tzinfo=datetime.UTC)):
        marias = browser("maria").get(at("appointment_list"))
        anas = browser("ana").get(at("appointment_list"))
    assert [v.with_whom for v in marias.context["upcoming"].rows] == ["Dr Canary"]
    assert [v.with_whom for v in anas.context["earlier"].rows] == ["Dr Canary"]


def test_each_reader_counts_what_they_see(cast, browser, at):
    lee = visit(cast)
    a, _b = listed(cast, lee, "a", "b")
    listed(cast, lee, "canary", by=cast.ana, is_private=True)
    a.question.record_answer("yes", by=cast.maria)

    def states(who):
        page = browser(who).get(at("appointment_list"))
        return [v.state for v in page.context["upcoming"].rows]

    assert states("ana") == ["3 questions, 1 answer"]
    assert states("maria") == ["2 questions, 1 answer"]
    a.remove(by=cast.maria)
    assert states("maria") == ["1 question"]


def test_words_of_a_day():
    day = datetime.date(2027, 1, 4)
    assert Appointment(on=day).day == "Monday 4 January 2027"
    assert Appointment(on=day, at=datetime.time(9, 5)).when == "Monday 4 January 2027 at 09:05"
    assert Appointment(on=TODAY).when == "Tuesday 24 November"
    assert Appointment().when == "Day not known yet"


@pytest.mark.parametrize("number", [10, 1_000])
@pytest.mark.usefixtures("seen_this_hour")
def test_reads_of_the_list_of_visits(cast, browser, at, number):
    for many in range(number):
        days = datetime.timedelta(days=many - number // 2)
        visit(cast, on=TODAY + days, removed_at=TODAY if many % 5 == 0 else None)
    client = browser("maria")
    with CaptureQueriesContext(
        connection,
    ) as reads:
        response = client.get(at("appointment_list"))
    assert len(response.context["upcoming"].rows) == (4 if number == 10 else 50)
    assert len(reads) == 6


def test_pages_of_earlier_visits(cast, browser, at):
    for many in range(60):
        visit(cast, on=TODAY - datetime.timedelta(days=many + 1), with_whom=f"Dr {many}")
    client = browser("maria")
    first = client.get(at("appointment_list"))
    assert "?earlier=2#earlier" in first.content.decode()
    second = client.get(at("appointment_list") + "?earlier=2")
    assert [v.with_whom for v in second.context["earlier"].rows] == [
        f"Dr {n}" for n in range(50, 60)
    ]
    assert client.get(at("appointment_list") + "?earlier=x").status_code == 200


def test_who_may_and_how(cast, browser, at):
    lee = visit(cast, with_whom="Dr Canary")
    changes = ("appointment_edit", "appointment_remove", "appointment_restore")
    for name in ("appointment_list", "appointment_create"):
        assert browser("sam").get(at(name)).status_code == 404
    for name in ("appointment_detail", *changes):
        response = browser("sam").post(at(name, lee))
        assert response.status_code == 404
        assert "Canary" not in response.content.decode()
    for name in changes:
        assert browser("ben").post(at(name, lee)).status_code == 403
    assert browser("ben").post(at("appointment_create"), {"with_whom": "x"}).status_code == 403
    page = browser("ben").get(at("appointment_detail", lee)).content.decode()
    assert "Dr Canary" in page
    assert "<form" not in page
    maria = browser("maria")
    assert maria.post(at("appointment_detail", lee)).status_code == 405
    assert maria.get(at("appointment_remove", lee)).status_code == 405
    assert maria.get(at("appointment_restore", lee)).status_code == 405
    assert Appointment.objects.get().version == 1


def test_a_visit_of_another_plan_is_not_found(cast, browser, at):
    sams = visit(cast, cast.sam, plan=cast.sams_plan, with_whom="Dr Canary")
    for name in ("appointment_detail", "appointment_edit", "appointment_carry"):
        response = browser("maria").get(at(name, sams))
        assert response.status_code == 404
        assert "Canary" not in response.content.decode()
    assert browser("maria").post(at("appointment_remove", sams)).status_code == 404


def test_a_private_visit_is_its_authors(cast, browser, at):
    anas = visit(cast, cast.ana, with_whom="Dr Canary", is_private=True)
    assert browser("ana").get(at("appointment_detail", anas)).status_code == 200
    assert browser("maria").get(at("appointment_detail", anas)).status_code == 404
    assert "Canary" not in browser("maria").get(at("appointment_list")).content.decode()


def test_a_full_plan_takes_no_visit_back(cast, browser, at, monkeypatch):
    lee, client = visit(cast), browser("maria")
    lee.remove(by=cast.maria)
    visit(cast)
    visit(cast, cast.ana, is_private=True)  # which Maria does not see, and so does not count
    monkeypatch.setattr(Appointment, "MOST", 1)
    response = client.post(at("appointment_restore", lee), follow=True)
    assert "This plan holds 1 of these, and has no room for more." in response.content.decode()
    assert Appointment.objects.get(pk=lee.pk).removed_at is not None
    monkeypatch.setattr(Appointment, "MOST", 2)
    for _press in range(2):
        client.post(at("appointment_restore", lee))
    assert Appointment.objects.get(pk=lee.pk).removed_at is None
