"""Visits as a file for a calendar (RFC 5545): when they are, and no word of what they are about.

A calendar is often seen by others: a family, an employer, a shop that keeps it. So a visit is
called “Appointment”. It names nobody, no question and no address of this site; its place stands
there only where the person asked for that.
"""

import datetime
from collections import defaultdict

from django.utils.translation import get_language, pgettext
from icalendar import Calendar, Event

from careplan.accounts.time_zones import zone_named
from careplan.appointments.models import Appointment
from careplan.exchange.calendar_zones import vtimezone

UTC = "UTC"  # told by a letter, and not as a time zone
LENGTH = datetime.timedelta(hours=1)  # nobody writes down when a visit ends
READ_EVERY = datetime.timedelta(hours=6)  # how often a calendar is asked to read the address


def calendar_file(visits: list[Appointment], *, with_place: bool) -> bytes:
    """The file of those `visits` whose day is known, in the language of its reader."""
    return calendar_of(visits, with_place=with_place).to_ical()


def feed_file(visits: list[Appointment], *, with_place: bool) -> bytes:
    """As a file that is read again and again, under one name."""
    calendar = calendar_of(visits, with_place=with_place)
    calendar.add("x-wr-calname", pgettext("in a calendar", "Appointments"))
    calendar.add("refresh-interval", READ_EVERY, {"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    return calendar.to_ical()


def calendar_of(visits: list[Appointment], *, with_place: bool) -> Calendar:
    visits = [visit for visit in visits if visit.on]
    calendar = Calendar()
    calendar.add("prodid", f"-//careplan//careplan//{(get_language() or 'en').upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    days = defaultdict(list)
    for visit in visits:
        if visit.at and (zone := zone_named(visit.time_zone)).key != UTC:
            days[zone].append(visit.on)
    for zone in sorted(days, key=str):
        calendar.add_component(vtimezone(zone, min(days[zone]), max(days[zone])))
    for visit in visits:
        calendar.add_component(event_of(visit, with_place=with_place))
    return calendar


def event_of(visit: Appointment, *, with_place: bool) -> Event:
    """One visit. Its number rises with each change, also over removing and putting back."""
    event = Event()
    event.add("uid", str(visit.pk))
    event.add("sequence", visit.version - 1)
    event.add("dtstamp", visit.changed)
    event.add("created", visit.created)
    event.add("last-modified", visit.changed)
    event.add("summary", pgettext("in a calendar", "Appointment"))
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if visit.removed_at else "CONFIRMED")
    add_time(event, visit)
    if with_place and visit.place:
        event.add("location", visit.place)
    return event


def add_time(event: Event, visit: Appointment) -> None:
    """A length, and no end: on the day when clocks change, an end by the clock would be wrong."""
    if visit.at is None:
        event.add("dtstart", visit.on)
        event.add("transp", "TRANSPARENT")  # the day is not taken up by it
        return
    zone = zone_named(visit.time_zone)
    begins = datetime.datetime.combine(visit.on, visit.at, zone).astimezone(datetime.UTC)
    if zone.key == UTC:
        event.add("dtstart", begins)
    else:  # 02:30 where clocks go from 2 to 3 is 03:30: not all programs read it alike
        local = begins.astimezone(zone).replace(tzinfo=None)
        event.add("dtstart", local, {"TZID": zone.key})
    event.add("duration", LENGTH)
