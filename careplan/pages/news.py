"""What others did in a plan, within what its reader may see: “Ana added 2 questions. Yesterday.”"""

import datetime
from dataclasses import dataclass
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    DateTimeField,
    Exists,
    Max,
    Min,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models import TextField as Text
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce, Replace, TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from careplan.accounts.models import User
from careplan.pages.history_page import PLAN
from careplan.pages.kinds import BY_NAME, KINDS, LISTED, PROPOSAL, QUESTION, TOPIC, VISIT
from careplan.paging import Page, page_of
from careplan.plans.access import Action, Member, Section
from careplan.plans.history import TOLD_FOR, Change, Here, What
from careplan.plans.models import Membership
from careplan.questions.proposals import Answered
from careplan.sharing.looked_records import KEY_OF_RECORD

SHOWN = 6  # lines on Home
COUNTED = 100  # lines that Home counts at the most

SENTENCES = {
    What.MADE: gettext_noop("%(who)s added %(things)s."),
    What.CHANGED: gettext_noop("%(who)s changed %(things)s."),
    What.REMOVED: gettext_noop("%(who)s removed %(things)s."),
    What.RESTORED: gettext_noop("%(who)s put back %(things)s."),
}
# Of what somebody suggested, by what was done, or by how it was answered.
PROPOSAL_SENTENCES = {
    What.MADE: gettext_noop("%(who)s suggested %(things)s."),
    What.RESTORED: gettext_noop("%(who)s suggested %(things)s again."),
    Answered.TAKEN: gettext_noop("%(who)s took %(things)s into the plan."),
    Answered.LEFT: gettext_noop("%(who)s left %(things)s for now."),
}
LISTED_SENTENCES = {
    What.MADE: gettext_noop("%(who)s put %(things)s on a list."),
    What.CHANGED: gettext_noop("%(who)s marked %(things)s as asked or not asked."),
    What.REMOVED: gettext_noop("%(who)s took %(things)s off a list."),
    What.RESTORED: gettext_noop("%(who)s put %(things)s back on a list."),
}
PATTERNS = {LISTED.name: LISTED_SENTENCES, PROPOSAL.name: PROPOSAL_SENTENCES}
NO_VISIT = ("", "null")  # as the two databases say it


@dataclass(frozen=True)
class Line:
    """What one person did of one kind on one day."""

    sentence: str
    day: str
    url: str


@dataclass(frozen=True)
class News:
    lines: list[Line]
    more: int
    until: str  # the moment of the newest


def news_since_here(member: Member) -> News | None:
    """What others did since `member` was here, or came to this plan; None for nothing.

    One reading.
    """
    groups = list(grouped(since_here(done_by_others(member), member))[:COUNTED])
    if not groups:
        return None
    lines = [line(group, member) for group in groups[:SHOWN]]
    return News(lines, len(groups) - len(lines), groups[0]["last"].isoformat())


def news_page(member: Member, typed: str) -> Page:
    """All that others did in the last days, a page at a time."""
    page = page_of(grouped(done_by_others(member)), typed)
    return Page([line(group, member) for group in page.rows], page.before, page.after)


def done_by_others(member: Member):
    """The changes that others made lately, of what `member` may see now.

    What was removed is told to whoever may put it back. Who changes what they added just before
    has added it.
    """
    lately = member.plan.changes.seen_by(member).filter(at__gt=timezone.now() - TOLD_FOR)
    added = Change.objects.filter(record=OuterRef("record"), by=OuterRef("by"), what=What.MADE)
    just_added = Exists(added.filter(at__gt=timezone.now() - TOLD_FOR).seen_by(member))
    changes = lately.exclude(by=member.user.pk).exclude(Q(what=What.CHANGED) & just_added)
    changes = changes.filter(may_be_met(member)).exclude(told_as_taken(member))
    return without_hidden_visits(changes, member)


def may_be_met(member: Member) -> Q:
    """Changes of records that `member` may see now."""
    met = Q(pk=None)
    if member.can(Action.VIEW, Section.PEOPLE):
        met |= Q(kind=PLAN)
    for kind in KINDS:
        if member.can(Action.VIEW, kind.section):
            standing = kind.standing(member)
            stands = Q(kind=kind.name, record__in=standing.values("pk"))
            met |= stands & (still_so(standing) if kind is PROPOSAL else ~Q(what=What.REMOVED))
        if member.can(kind.put_back, kind.section):
            removed = kind.removed(member).values("pk")
            met |= Q(kind=kind.name, what=What.REMOVED, record__in=removed)
    return met


def still_so(proposals) -> Q:
    """Changes of `proposals` that hold by now: of an answer that was undone nobody is told."""
    holds = Q(what__in=(What.MADE, What.RESTORED))
    for answer in (Answered.TAKEN, Answered.LEFT):
        answered = proposals.filter(state=answer).values("pk")
        holds |= Q(what=What.CHANGED, became__state=answer, record__in=answered)
    return holds


def told_as_taken(member: Member) -> Q:
    """Questions that were made by taking a suggestion, for whoever is told that it was taken."""
    if not member.can(Action.VIEW, Section.VISITS):
        return Q(pk=None)
    taken = PROPOSAL.standing(member).filter(state=Answered.TAKEN)
    made_of_it = taken.filter(question=OuterRef("record"), answered_by=OuterRef("by"))
    return Q(kind=QUESTION.name, what=What.MADE) & Exists(made_of_it)


def without_hidden_visits(changes, member: Member):
    """`changes`, less those of a note's visit alone where `member` may not know the visit: its
    page tells them nothing of it either (`told.field_told`)."""
    sides = {f"visit_{side}": key_in(side) for side in ("was", "became")}
    visits = VISIT.standing_and_removed(member).annotate(key=KEY_OF_RECORD).values("key")
    told = Q()
    for side in sides:
        seen = Q(**{f"{side}__in": NO_VISIT})
        if member.can(Action.VIEW, Section.VISITS):
            seen |= Q(**{f"{side}__in": visits})
        told &= seen
    others = [name for name in TOPIC.model.TOLD if name != "visit"]
    alone = Q(became__has_key="visit") & ~Q(became__has_any_keys=others)
    return changes.alias(**sides).exclude(Q(kind=TOPIC.name) & alone & ~told)


def key_in(side: str) -> Replace:
    """The id of the visit on that side of a change, as `KEY_OF_RECORD` has it."""
    key = Coalesce(KT(f"{side}__visit"), Value(""), output_field=Text())
    return Replace(key, Value("-"), Value(""), output_field=Text())


def since_here(changes, member: Member):
    here = Here.objects.filter(plan=member.plan, user=member.user.pk).values("seen_until")
    joined = Membership.objects.filter(plan=member.plan, user=member.user.pk).values("created")
    began = Value(member.plan.created, output_field=DateTimeField())
    return changes.filter(at__gt=Coalesce(Subquery(here), Subquery(joined), began))


def grouped(changes):
    """By person, kind, what they did and day, where the reader is; the newest first."""
    day = TruncDate("at", tzinfo=timezone.get_current_timezone())
    answered = When(kind=PROPOSAL.name, what=What.CHANGED, then=KT("became__state"))
    answer = Case(answered, default=Value(""), output_field=Text())
    who_and_what = ("by", "by__name", "by__email", "kind", "what", "answer")
    by_day = changes.annotate(day=day, answer=answer).values(*who_and_what, "day")
    return by_day.annotate(
        number=Count("record", distinct=True),
        one=Min(Cast("record", Text())),
        last=Max("at"),
    ).order_by("-last", "kind", "what", "answer")


def line(group: dict, member: Member) -> Line:
    gone = _("Somebody who is no longer here")
    who = User(name=group["by__name"], email=group["by__email"]).called if group["by"] else gone
    what, number = What(group["what"]), group["number"]
    if group["kind"] == PLAN:
        things = _("what is written about %(name)s") % {"name": member.plan.person_name}
        url = reverse("about_me", args=[member.plan.pk])
    else:
        kind = BY_NAME[group["kind"]]
        things = kind.counted % {"n": number}
        stands = number == 1 and what != What.REMOVED
        url = kind.address(member.plan.pk, UUID(group["one"]) if stands else None)
    if what == What.REMOVED:
        url = reverse("removed", args=[member.plan.pk])
    if group["kind"] == PROPOSAL.name and what != What.CHANGED:  # “suggested 2 questions”
        things = QUESTION.counted % {"n": number}
    pattern = PATTERNS.get(group["kind"], SENTENCES)[group["answer"] or what]
    return Line(_(pattern) % {"who": who, "things": things}, day_words(group["day"]), url)


def day_words(day: datetime.date) -> str:
    """“Today.”, “Yesterday.” or “3 December.”"""
    ago = (timezone.localdate() - day).days
    if ago < 2:
        return _("Yesterday.") if ago else _("Today.")
    return _("%(day)s.") % {"day": date_format(day, pgettext("day of this year", "j F"))}
