"""Who looked at a plan: a line a person a day.

Whoever may take access back sees what everybody did; anybody else, what they did themselves. What
somebody did with a record that is private to others is told to nobody else, and counted for nobody.
"""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import Case, Count, F, Max, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Concat, TruncDate
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from careplan.accounts.models import User
from careplan.plans.access import Action, Member
from careplan.plans.grant_events import Granted, GrantEvent
from careplan.plans.looking import AccessEvent, Looked
from careplan.plans.models import Plan
from careplan.sharing.looked_grants import grant_sentences
from careplan.sharing.looked_pages import OPEN_PAGES, PRINTED, SAVED
from careplan.sharing.looked_records import KEY_OF_EVENT, known_to

DAYS = 14  # on a page


@dataclass
class Line:
    """What one person did on one day; or what was granted and taken back on it."""

    who: str
    texts: list[str]


@dataclass
class Day:
    """The lines of one day. `has_details`: somebody looked, so that there is more to see."""

    date: datetime.date
    words: str
    lines: list[Line] = field(default_factory=list)
    has_details: bool = False


@dataclass
class Span:
    """The days of a page, and the day at which the page of what was earlier ends."""

    days: list[Day]
    earlier: datetime.date | None


def sights_of(member: Member) -> QuerySet:
    """The looks that `member` is told of."""
    looks = AccessEvent.objects.filter(plan_id=member.plan.pk)
    mine = Q(user_id=member.user.pk)
    if not member.can(Action.WITHDRAW):
        return looks.filter(mine)
    told = mine | Q(link_id__isnull=False) | Q(page__in=OPEN_PAGES) | known_to(member)
    return looks.annotate(key=KEY_OF_EVENT).filter(told)


def grants_of(member: Member) -> QuerySet:
    """What was granted and taken back, as far as `member` is told."""
    grants = GrantEvent.objects.filter(plan_id=member.plan.pk)
    if member.can(Action.WITHDRAW):
        return grants
    return grants.filter(Q(actor_id=member.user.pk) | Q(subject_id=member.user.pk))


def span_until(last: datetime.date, member: Member) -> Span:
    """The days up to `last`, where the reader is, newest first. Four readings."""
    first = last - datetime.timedelta(days=DAYS - 1)
    start, end = midnight(first), midnight(last + datetime.timedelta(days=1))
    sights = by_day(sights_of(member).filter(hour__gte=start, hour__lt=end))
    # Those that made a link give it its name, however long ago.
    wanted = Q(at__gte=start, at__lt=end) | Q(kind=Granted.LINK_MADE)
    noted = list(grants_of(member).filter(wanted).order_by("-at", "-pk"))
    grants = [event for event in noted if start <= event.at < end]
    names = Names(member, [user for _day, (user, _link) in sights], noted)
    days: dict[datetime.date, Day] = {}
    for (date, who), acts in sights.items():
        day = days.setdefault(date, Day(date, day_called(date)))
        day.lines.append(Line(names.of(*who), [" ".join(sentences_of(acts))]))
        day.has_details = True
    for date, events in groupby(grants, key=lambda event: timezone.localdate(event.at)):
        day = days.setdefault(date, Day(date, day_called(date)))
        texts = [" ".join(grant_sentences(event, names.users)) for event in events]
        day.lines.append(Line(_("Who may see this plan"), texts))
    return Span(sorted(days.values(), key=lambda d: d.date, reverse=True), before(start, member))


def by_day(sights: QuerySet) -> dict:
    """{(day, (user, link)): {(kind, file): how many pages}}, of those who did most recently first.

    The pages that were looked at are counted by the database, each once a day.
    """
    is_page = Q(kind=Looked.VIEW) & ~Q(page="scan_preview")
    rows = (
        sights.annotate(
            day=TruncDate("hour", tzinfo=timezone.get_current_timezone()),
            file=Case(When(is_page, then=Value("")), default=F("page")),
        )
        .values("day", "user_id", "link_id", "kind", "file")
        .annotate(pages=Count(Concat("page", Value(" "), "record"), distinct=True), at=Max("hour"))
        .order_by("-at", "user_id", "link_id", "kind", "file")
    )
    found = defaultdict(dict)
    for row in rows:
        who = (row["user_id"], row["link_id"])
        found[row["day"], who][row["kind"], row["file"]] = row["pages"]
    return found


def before(start: datetime.datetime, member: Member) -> datetime.date | None:
    """The newest day before `start` of which there is something to tell."""
    looks = sights_of(member).filter(hour__lt=start).order_by("-hour").values("hour")[:1]
    grants = grants_of(member).filter(at__lt=start).order_by("-at").values("at")[:1]
    plans = Plan.objects.filter(pk=member.plan.pk)
    newest = plans.values_list(Subquery(looks), Subquery(grants)).get()
    return max((timezone.localdate(each) for each in newest if each), default=None)


class Names:
    """What people and links are called, as the reader knows them. One reading."""

    def __init__(self, member: Member, users, grants):
        ids = {*users, *(user for event in grants for user in (event.actor_id, event.subject_id))}
        self.users = {person.pk: person.called for person in User.objects.filter(pk__in=ids)}
        made = (event for event in grants if event.kind == Granted.LINK_MADE)
        self.links = {event.detail.get("link"): event.name for event in made}
        self.reader = member.user.pk

    def of(self, user_id: int | None, link_id) -> str:
        if user_id is None:
            label = self.links.get(str(link_id))
            return _("The link for %(name)s") % {"name": label} if label else _("A link")
        name = self.users.get(user_id, _("Somebody who left"))
        return _("%(name)s (you)") % {"name": name} if user_id == self.reader else name


def sentences_of(acts: dict) -> list[str]:
    """“Looked at 4 pages. Printed the question list.”"""
    said = []
    views = acts.get((Looked.VIEW, ""), 0)
    if views:
        counted = ngettext("Looked at %(n)d page.", "Looked at %(n)d pages.", views)
        said.append(counted % {"n": views})
    elif (Looked.VIEW, "scan_preview") in acts:
        said.append(_("Looked at a small picture of a scan."))
    kinds = [kind for kind, _page in acts]
    if Looked.LINK in kinds:
        said.append(_("Opened."))
    said += [
        str(PRINTED.get(page, _("Printed a sheet."))) for kind, page in acts if kind == Looked.PRINT
    ]
    saved = {page: pages for (kind, page), pages in acts.items() if kind == Looked.DOWNLOAD}
    said += [str(words) for page, words in SAVED.items() if page in saved]
    scans = sum(pages for page, pages in saved.items() if page not in SAVED)
    if scans:
        counted = ngettext("Downloaded %(n)d scan.", "Downloaded %(n)d scans.", scans)
        said.append(counted % {"n": scans})
    if Looked.EXPORT in kinds:
        said.append(_("Took a copy of all they may see."))
    return said


def day_called(date: datetime.date) -> str:
    """“Today”, “Yesterday” or “Thursday 3 December”."""
    today = timezone.localdate()
    if date == today:
        return _("Today")
    if date == today - datetime.timedelta(days=1):
        return _("Yesterday")
    if date.year == today.year:
        return date_format(date, pgettext("date", "l j F"))
    return date_format(date, pgettext("date with year", "l j F Y"))


def midnight(date: datetime.date) -> datetime.datetime:
    """When that day begins, where the reader is."""
    return timezone.make_aware(datetime.datetime.combine(date, datetime.time.min))
