"""The secret address from which a calendar reads the visits of one person."""

import datetime
import re

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from careplan.accounts.models import User
from careplan.accounts.tokens import digest
from careplan.exchange.account_erasing import empty_account
from careplan.exchange.calendar_feeds import CalendarFeed, Renewed, make_feed
from careplan.plans.looking import AccessEvent
from careplan.plans.models import Membership, Plan
from tests.appointments.lists import visit
from tests.cast import just_asked
from tests.exchange.calendars import events_of, lines_of
from tests.posting import read

NOW = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)
NEW = reverse("my_calendar_new")
ADDRESS = re.compile(r'value="http://testserver(/calendar/[\w-]{43}\.ics)"')


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def asked(signed_in):
    """`asked(ana)`: a browser in which she has just shown who she is."""

    def of(user):
        client = signed_in(user)
        just_asked(client)
        return client

    return of


def made(client, **sent) -> str:
    response = client.post(NEW, read(client, NEW) | sent)
    assert response.status_code == 200
    return ADDRESS.search(response.content.decode())[1]


def ids(address) -> set[str]:
    """What the calendar of somebody who is signed in nowhere reads there."""
    response = Client().get(address)
    assert response.status_code == 200
    return {event["UID"] for event in events_of(response.content)}


@pytest.fixture
def open_visit(cast):
    return visit(cast, on="2026-12-03", at="10:30", place="Oncology, floor 2")


@pytest.fixture
def anas(cast, asked):
    return made(asked(cast.ana))


def test_made_once_and_kept_as_a_digest(cast, asked):
    client = asked(cast.ana)
    page = client.get(reverse("my_calendar")).content.decode()
    assert "Make an address" in page
    address = made(client)
    token = address.removeprefix("/calendar/").removesuffix(".ics")
    (feed,) = CalendarFeed.objects.values()
    assert feed["token_sha256"] == digest(token)
    assert token not in str(feed)
    assert (feed["user_id"], feed["with_place"], feed["last_read_on"]) == (cast.ana.pk, False, None)
    again = client.get(reverse("my_calendar")).content.decode()
    assert "You made it on 24 November 2026." in again
    assert "No calendar has read it yet." in again
    assert token not in again


def test_it_asks_who_it_is(cast, signed_in):
    client = signed_in(cast.ana)
    CalendarFeed.objects.create(user=cast.ana, token_sha256="x")
    for address in (NEW, reverse("my_calendar_place")):
        response = client.post(address, {"was": "x", "form_id": "1", "shown": "yes"})
        assert response.status_code in {302, 403}
    (feed,) = CalendarFeed.objects.all()
    assert (feed.token_sha256, feed.with_place) == ("x", False)


def test_the_form_sent_twice_makes_one_address(cast, asked):
    client = asked(cast.ana)
    sent = read(client, NEW)
    first, second = (client.post(NEW, sent).content.decode() for _time in range(2))
    assert ADDRESS.search(first)[1] == ADDRESS.search(second)[1]


def test_an_old_form_brings_no_old_address_back(cast, asked):
    client = asked(cast.ana)
    sent = read(client, NEW)
    old = ADDRESS.search(client.post(NEW, sent).content.decode())[1]
    new = made(client)
    page = client.post(NEW, sent).content.decode()
    assert "Another window made an address meanwhile. Open this page again." in page
    assert ADDRESS.search(page) is None
    assert Client().get(old).status_code == 404
    assert ids(new) == set()
    with pytest.raises(Renewed):
        make_feed(user=cast.ana, form_id="x", was="", with_place=True)


def test_stopped(cast, asked, open_visit):
    client = asked(cast.ana)
    address = made(client)
    assert ids(address) == {str(open_visit.pk)}
    assert client.post(reverse("my_calendar_stop"))["Location"] == reverse("my_calendar")
    assert Client().get(address).status_code == 404


def test_what_it_answers(cast, anas, open_visit):
    response = Client().get(anas)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "no-store, private"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response.cookies == {}
    lines = lines_of(response.content)
    for line in (
        "X-WR-CALNAME:Appointments",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
    ):
        assert line in lines
    text = response.content.decode()
    for hidden in ("Lee", "Maria", "Oncology", "Ana", "cancer", str(cast.plan.pk)):
        assert hidden not in text
    assert "SUMMARY:Appointment" in lines


def test_places_if_they_are_wanted(cast, asked, open_visit):
    client = asked(cast.ana)
    address = made(client, place="on")
    (event,) = events_of(Client().get(address).content)
    assert event["LOCATION"] == "Oncology\\, floor 2"
    client.post(reverse("my_calendar_place"), {"shown": "no"})
    assert "Oncology" not in Client().get(address).content.decode()
    client.post(reverse("my_calendar_place"), {"shown": "yes"})
    assert "Oncology" in Client().get(address).content.decode()


def test_which_visits(cast, anas, open_visit):
    old = visit(cast, on="2026-10-24")
    visit(cast, on="2026-11-30", is_private=True)
    named = visit(cast, on="2026-12-01", is_private=True)
    named.private_to.add(cast.ana)
    own = visit(cast, by=cast.ana, on="2026-12-02", is_private=True)
    edge = visit(cast, on="2026-10-25")
    visit(cast)  # its day is not known
    Plan.objects.filter(pk=cast.sams_plan.pk).update(owner=cast.ana)
    hers = visit(cast, by=cast.ana, plan=cast.sams_plan, on="2026-12-09")
    wanted = {open_visit, named, own, edge, hers}
    assert ids(anas) == {str(record.pk) for record in wanted}
    assert str(old.pk) not in ids(anas)


def test_a_removed_visit_is_called_off_for_30_days(cast, anas, open_visit):
    open_visit.remove(by=cast.maria)
    (event,) = events_of(Client().get(anas).content)
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", "1")
    with time_machine.travel(NOW + datetime.timedelta(days=30, seconds=1), tick=False):
        assert ids(anas) == set()


@pytest.mark.parametrize("end", ["removed", "no visits", "plan closed"])
def test_who_may_no_longer_see_has_nothing_at_once(cast, anas, open_visit, end):
    assert ids(anas) == {str(open_visit.pk)}
    hers = Membership.objects.filter(user=cast.ana)
    if end == "removed":
        hers.update(removed_at=timezone.now())
    elif end == "no visits":
        hers.update(visits="none")
    else:
        Plan.objects.update(closed_at=timezone.now())
    assert ids(anas) == set()


@pytest.mark.parametrize("state", [{"deletion_asked_at": NOW}, {"is_active": False}])
def test_an_account_that_ends_has_no_address(cast, anas, state):
    User.objects.filter(pk=cast.ana.pk).update(**state)
    assert Client().get(anas).status_code == 404


def test_an_erased_account_keeps_none(cast, anas):
    empty_account(cast.ana)
    assert CalendarFeed.objects.count() == 0


def test_a_wrong_address_is_answered_like_any_other(cast, anas, signed_in):
    there, nowhere = (Client().get(path) for path in ("/calendar/canary.ics", "/nowhere/"))
    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert there.content == nowhere.content
    assert there["Referrer-Policy"] == "no-referrer"
    assert Client().post(anas).status_code == 405


def test_it_opens_nothing_else(cast, anas, open_visit):
    client = Client()
    client.get(anas)
    inside = reverse("appointment_detail", args=[cast.plan.pk, open_visit.pk])
    assert client.get(inside)["Location"].startswith("/account/login/")


def test_where_a_second_step_is_required(cast, anas, signed_in, settings, open_visit):
    settings.REQUIRE_MFA = True
    assert signed_in(cast.ben).get(anas).status_code == 200
    assert ids(anas) == {str(open_visit.pk)}


def test_too_many_readings(cast, anas):
    client = Client()
    assert [client.get(anas).status_code for _time in range(30)] == [200] * 30
    response = client.get(anas)
    assert response.status_code == 429
    assert (response.status_code, response["Retry-After"]) == (429, "3600")
    assert response["Cache-Control"] == "no-store, private"
    assert client.get("/calendar/other.ics").status_code == 404


def test_readings_are_noted_without_the_token(cast, anas, open_visit, signed_in):
    for _time in range(2):
        ids(anas)
    (noted,) = AccessEvent.objects.exclude(page="people").values()
    assert noted | {"id": 0} == {
        "id": 0,
        "plan_id": cast.plan.pk,
        "user_id": cast.ana.pk,
        "link_id": None,
        "kind": "download",
        "page": "calendar_feed",
        "record": "",
        "hour": datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC),
    }
    assert CalendarFeed.objects.get().last_read_on == datetime.date(2026, 11, 24)
    day = reverse("who_looked_day", args=[cast.plan.pk, "2026-11-24"])
    page = signed_in(cast.maria).get(day).content.decode()
    assert "The visits, read by somebody’s calendar" in page


def test_a_plan_of_which_it_shows_nothing_notes_nothing(cast, anas):
    visit(cast, on="2026-12-03", is_private=True)
    assert ids(anas) == set()
    assert AccessEvent.objects.count() == 0


def test_todays_day_is_the_readers(cast, anas):
    edge = visit(cast, on="2026-10-24")
    User.objects.filter(pk=cast.ana.pk).update(time_zone="Pacific/Honolulu")
    with time_machine.travel(datetime.datetime(2026, 11, 24, 5, tzinfo=datetime.UTC), tick=False):
        assert ids(anas) == {str(edge.pk)}
