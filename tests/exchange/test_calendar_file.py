"""One visit as a file for a calendar."""

import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation

from careplan.appointments.models import Appointment
from careplan.exchange.calendar_file import calendar_file
from careplan.exchange.calendar_zones import vtimezone
from careplan.plans.looking import AccessEvent
from tests.appointments.lists import listed, visit
from tests.exchange.calendars import events_of, lines_of, parts_of, start_of, zones_of
from tests.posting import read

NOW = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)
PLACE = "Clínica São José; ward 3, “Lung”, 病院"


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def dr_lee(cast):
    made = visit(
        cast,
        on="2026-12-03",
        at="10:30",
        place=PLACE,
        who_comes="Ana",
        how="clinic",
        time_zone="America/New_York",
    )
    listed(cast, made, "Is the cancer in my liver?")
    return Appointment.objects.get(pk=made.pk)


def address(name, record) -> str:
    return reverse(name, args=[record.plan_id, record.pk])


def file_of(client, record, query="") -> bytes:
    response = client.get(address("appointment_calendar_file", record) + query)
    assert response.status_code == 200
    return response.content


def told(**fields) -> bytes:
    """The file of a visit that is in no database."""
    fields = {"time_zone": "America/New_York", "created": NOW, "changed": NOW} | fields
    return calendar_file([Appointment(**fields)], with_place=True)


def test_the_file_of_a_visit(cast, dr_lee, signed_in):
    response = signed_in(cast.ben).get(address("appointment_calendar_file", dr_lee))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="appointment-2026-12-03.ics"'
    (event,) = events_of(response.content)
    assert event == {
        "UID": str(dr_lee.pk),
        "SEQUENCE": "0",
        "DTSTAMP": "20261124T120000Z",
        "CREATED": "20261124T120000Z",
        "LAST-MODIFIED": "20261124T120000Z",
        "SUMMARY": "Appointment",
        "CLASS": "PRIVATE",
        "STATUS": "CONFIRMED",
        "DTSTART;TZID=America/New_York": "20261203T103000",
        "DURATION": "PT1H",
    }
    assert start_of(response.content) == datetime.datetime(2026, 12, 3, 15, 30, tzinfo=datetime.UTC)
    assert lines_of(response.content)[:3] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//careplan//careplan//EN",
    ]
    (noted,) = AccessEvent.objects.values_list("page", "kind", "user_id")
    assert noted == ("appointment_calendar_file", "download", cast.ben.pk)


def test_it_names_nobody_and_nothing(cast, dr_lee, signed_in, settings):
    settings.PUBLIC_URL = settings.SITE_URL = "https://oncology.example.org"
    words = file_of(signed_in(cast.maria), dr_lee).decode()
    hidden = ["Lee", "Ana", "Maria", "Alvarez", "cancer", "Lung", "Clínica", "oncology"]
    for word in [*hidden, dr_lee.code, "testserver", str(cast.plan.pk)]:
        assert word.lower() not in words.lower(), word


def test_the_place_stands_there_only_if_it_is_ticked(cast, dr_lee, signed_in):
    client = signed_in(cast.maria)
    page = client.get(address("appointment_calendar", dr_lee)).content.decode()
    assert 'name="place"' in page
    (event,) = events_of(file_of(client, dr_lee, "?place=on"))
    assert event["LOCATION"] == "Clínica São José\\; ward 3\\, “Lung”\\, 病院"
    visits = Appointment.objects.filter(pk=dr_lee.pk)
    visits.update(place="")
    assert (
        'name="place"' not in client.get(address("appointment_calendar", dr_lee)).content.decode()
    )


def test_in_the_language_of_its_reader(cast, dr_lee):
    with translation.override("es"):
        words = calendar_file([dr_lee], with_place=False)
    assert "PRODID:-//careplan//careplan//ES" in lines_of(words)


def test_a_day_without_a_time_is_a_whole_day(cast, signed_in):
    made = visit(cast, on="2028-02-29")
    words = file_of(signed_in(cast.maria), made)
    (event,) = events_of(words)
    assert event["DTSTART;VALUE=DATE"] == "20280229"
    assert event["TRANSP"] == "TRANSPARENT"
    assert not {"DURATION", "DTEND"} & set(event)
    assert parts_of(words, "VTIMEZONE") == []


def test_without_a_day_the_page_says_why(cast, signed_in):
    made, client = visit(cast), signed_in(cast.maria)
    response = client.get(address("appointment_calendar_file", made))
    assert response["Location"] == address("appointment_calendar", made)
    page = client.get(response["Location"]).content.decode()
    assert "The day of this visit is not known yet. A calendar needs the day." in page
    assert "calendar.ics" not in page


def test_the_number_rises_with_each_change_and_never_falls(cast, dr_lee, signed_in):
    def number():
        record = Appointment.objects.get(pk=dr_lee.pk)
        (event,) = events_of(calendar_file([record], with_place=False))
        return int(event["SEQUENCE"]), event["STATUS"]

    found = [number()]
    for change in ({"on": "2026-12-04"}, {"at": "11:00"}, {"place": "Ward 2"}, {"how": "phone"}):
        record = Appointment.objects.get(pk=dr_lee.pk)
        for name, value in change.items():
            setattr(record, name, value)
        record.save_changes(by=cast.maria, fields=list(change))
        found.append(number())
    Appointment.objects.get(pk=dr_lee.pk).remove(by=cast.maria)
    found.append(number())
    Appointment.objects.get(pk=dr_lee.pk).restore(by=cast.maria)
    found.append(number())
    states = ["CONFIRMED"] * 5 + ["CANCELLED", "CONFIRMED"]
    assert found == list(enumerate(states))


def test_a_private_visit_is_nobody_elses(cast, signed_in):
    mine = visit(cast, on="2026-12-03", is_private=True)
    for name in ("appointment_calendar", "appointment_calendar_file", "appointment_zone"):
        assert signed_in(cast.ana).get(address(name, mine)).status_code == 404


@pytest.mark.parametrize(
    ("zone", "on", "at", "expected"),
    [
        ("America/New_York", "2026-03-08", "01:59", "2026-03-08T06:59"),
        # 02:30 is not on that day's clock: half an hour after 02:00, which was 03:00.
        ("America/New_York", "2026-03-08", "02:30", "2026-03-08T07:30"),
        ("America/New_York", "2026-03-08", "03:00", "2026-03-08T07:00"),
        # 01:30 comes twice: the first of the two.
        ("America/New_York", "2026-11-01", "01:30", "2026-11-01T05:30"),
        ("America/New_York", "2026-11-01", "02:00", "2026-11-01T07:00"),
        ("Europe/Berlin", "2026-03-29", "01:30", "2026-03-29T00:30"),
        ("Europe/Berlin", "2026-03-29", "03:15", "2026-03-29T01:15"),
        ("Europe/Berlin", "2026-10-25", "02:30", "2026-10-25T00:30"),
        ("Europe/Berlin", "2026-10-25", "03:00", "2026-10-25T02:00"),
        ("Australia/Sydney", "2026-10-04", "03:00", "2026-10-03T16:00"),
        ("Australia/Sydney", "2026-04-05", "02:30", "2026-04-04T15:30"),
        ("Australia/Sydney", "2026-01-15", "09:00", "2026-01-14T22:00"),
        ("Asia/Kolkata", "2026-07-01", "09:00", "2026-07-01T03:30"),
        ("America/New_York", "2028-02-29", "23:59", "2028-03-01T04:59"),
        ("Pacific/Apia", "2026-12-31", "23:30", "2026-12-31T10:30"),
    ],
)
def test_the_moment_on_days_when_clocks_change(zone, on, at, expected):
    day, clock = datetime.date.fromisoformat(on), datetime.time.fromisoformat(at)
    words = told(on=day, at=clock, time_zone=zone)
    assert f"{start_of(words):%Y-%m-%dT%H:%M}" == expected


@pytest.mark.parametrize(
    "name",
    [
        "America/New_York",
        "Europe/Berlin",
        "Europe/Dublin",
        "Australia/Sydney",
        "Asia/Kolkata",
        "Australia/Lord_Howe",
        "Africa/Casablanca",
        "America/St_Johns",
    ],
)
def test_a_time_zone_says_each_hour_of_two_years(name):
    """What dateutil reads in the file is what the system's own zone says."""
    zone = ZoneInfo(name)
    hour = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    day = datetime.date(2026, 6, 1)
    words = told(on=day, at=datetime.time(12), time_zone=name)
    read = zones_of(words).get()
    while hour.year < 2028:
        there = hour.astimezone(zone)
        if there.fold == 0 and exists(there):
            assert there.replace(tzinfo=read).utcoffset() == there.utcoffset(), there
        hour += datetime.timedelta(minutes=30)


def exists(local) -> bool:
    return local.astimezone(datetime.UTC).astimezone(local.tzinfo) == local


def test_clocks_go_forward_at_two(cast):
    """Told by the clock before the change; the library's own words say three."""
    day = datetime.date(2026, 6, 1)
    words = vtimezone(ZoneInfo("America/New_York"), day, day).to_ical().decode()
    assert "BEGIN:DAYLIGHT\r\nDTSTART:20260308T020000\r\nTZNAME:EDT" in words
    assert "BEGIN:STANDARD\r\nDTSTART:20261101T020000\r\nTZNAME:EST" in words


@pytest.mark.parametrize("place", ["a\nBEGIN:VEVENT\nSUMMARY:b", 'x\\n;,:"y', "é" * 200, "𝒳" * 50])
def test_no_place_breaks_the_file(place):
    words = told(on=datetime.date(2026, 12, 3), at=datetime.time(9), place=place)
    (event,) = events_of(words)
    plain = event["LOCATION"].replace("\\\\", "\0").replace("\\n", "\n").replace("\\;", ";")
    assert plain.replace("\\,", ",").replace("\0", "\\") == place


def test_an_unknown_time_zone_is_the_sites():
    words = told(on=datetime.date(2026, 12, 3), at=datetime.time(9), time_zone="Mars/Base")
    assert events_of(words)[0]["DTSTART"] == "20261203T090000Z"
    assert parts_of(words, "VTIMEZONE") == []


def test_a_visit_is_in_the_zone_of_its_maker_until_it_is_changed(cast, signed_in):
    cast.ana.time_zone = "America/Chicago"
    cast.ana.save()
    client = signed_in(cast.ana)
    sent = {"with_whom": "Dr Lee", "on_day": "3", "on_month": "12", "on_year": "2026", "at": "9:00"}
    client.post(reverse("appointment_create", args=[cast.plan.pk]), sent)
    made = Appointment.objects.get()
    assert made.time_zone == "America/Chicago"
    page = client.get(address("appointment_calendar", made)).content.decode()
    assert "The time zone of the visit: Central time (Chicago)." in page
    sent = read(client, address("appointment_zone", made)) | {"time_zone": "Europe/Berlin"}
    response = client.post(address("appointment_zone", made), sent)
    assert response["Location"] == address("appointment_calendar", made)
    made.refresh_from_db()
    assert (made.time_zone, made.version) == ("Europe/Berlin", 2)
    history = client.get(reverse("appointment_history", args=[cast.plan.pk, made.pk]))
    assert "Berlin" in history.content.decode()
    bad = client.post(address("appointment_zone", made), {"time_zone": "Mars/Base"})
    assert bad.status_code == 200
    assert "Choose one of the answers on this page" in bad.content.decode()
    made.refresh_from_db()
    assert made.time_zone == "Europe/Berlin"
