"""Each page that was looked at on one day, by person and hour."""

import datetime
from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from careplan.paging import Page, page_of
from careplan.plans.access import Member
from careplan.plans.grant_events import Granted
from careplan.plans.looking import AccessEvent, Looked
from careplan.sharing.looked import Names, grants_of, midnight, sights_of
from careplan.sharing.looked_pages import page_called
from careplan.sharing.looked_records import KEY_OF_EVENT, names_of

LINES = 200  # on a page


@dataclass
class Hour:
    """“10:00 to 11:00”, and the pages that were looked at in it, in words."""

    words: str
    pages: list[str]


@dataclass
class Visitor:
    """Somebody who looked on that day."""

    name: str
    hours: list[Hour] = field(default_factory=list)


def day_page(day: datetime.date, typed: str, member: Member) -> tuple[list[Visitor], Page]:
    """Who looked on `day`, where the reader is, and which page of the lines this is."""
    during = sights_of(member).filter(
        hour__gte=midnight(day), hour__lt=midnight(day + datetime.timedelta(days=1))
    )
    order = ("user_id", "link_id", "-hour", "pk")
    page = page_of(during.annotate(record_key=KEY_OF_EVENT).order_by(*order), typed, LINES)
    events: list[AccessEvent] = page.rows
    links = list(grants_of(member).filter(kind=Granted.LINK_MADE))
    people = Names(member, {event.user_id for event in events}, links)
    records = names_of(member, {event.record_key for event in events})
    visitors = []
    for who, theirs in groupby(events, key=lambda event: (event.user_id, event.link_id)):
        visitor = Visitor(people.of(*who))
        for hour, seen in groupby(theirs, key=lambda event: event.hour):
            pages = Counter(words_of(event, records) for event in seen)
            visitor.hours.append(Hour(hour_called(hour), [times(*each) for each in pages.items()]))
        visitors.append(visitor)
    return visitors, page


def words_of(event: AccessEvent, records: dict[str, str]) -> str:
    """“A paper: Living will”; how, where it was more than looked at."""
    words = str(page_called(event.page).words)
    name = records.get(event.record_key)
    if name:
        words = _("%(page)s: %(name)s") % {"page": words, "name": name}
    if event.kind == Looked.VIEW:
        return words
    return _("%(page)s (%(how)s)") % {"page": words, "how": event.get_kind_display()}


def times(words: str, number: int) -> str:
    """“A topic of Comfort and support (3 times)”: pages that these words do not tell apart."""
    if number == 1:
        return words
    counted = ngettext("%(n)d time", "%(n)d times", number) % {"n": number}
    return _("%(page)s (%(how)s)") % {"page": words, "how": counted}


def hour_called(hour: datetime.datetime) -> str:
    """“10:00 to 11:00”, where the reader is."""
    begins = timezone.localtime(hour)
    ends = timezone.localtime(hour + datetime.timedelta(hours=1))
    form = pgettext("time", "H:i")
    return _("%(begins)s to %(ends)s") % {
        "begins": date_format(begins, form),
        "ends": date_format(ends, form),
    }
