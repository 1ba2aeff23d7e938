"""What was changed of one record, as one reader may know it, in words."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from careplan.accounts.models import User
from careplan.pages.kinds import BY_NAME, LISTED, PROPOSAL, VISIT, Kind
from careplan.paging import Page, page_of
from careplan.plans.access import Action, Section
from careplan.plans.history import What
from careplan.plans.models import Plan
from careplan.plans.told import MOVED, Told, told, when

PLAN = Plan._meta.model_name
LISTED_MOVED = {
    What.MADE: (
        gettext_noop("You put this on the list."),
        gettext_noop("%(who)s put this on the list."),
    ),
    What.REMOVED: (
        gettext_noop("You took this off the list."),
        gettext_noop("%(who)s took this off the list."),
    ),
    What.RESTORED: (
        gettext_noop("You put this on the list again."),
        gettext_noop("%(who)s put this on the list again."),
    ),
}
PROPOSAL_MOVED = {
    What.MADE: (gettext_noop("You suggested this."), gettext_noop("%(who)s suggested this.")),
    What.REMOVED: (
        gettext_noop("You took back what you suggested."),
        gettext_noop("%(who)s took back what they suggested."),
    ),
    What.RESTORED: (
        gettext_noop("You suggested this again."),
        gettext_noop("%(who)s suggested this again."),
    ),
}
MOVED_OF = {LISTED.name: LISTED_MOVED, PROPOSAL.name: PROPOSAL_MOVED}


@dataclass(frozen=True)
class Entry:
    """One change: when, and of what, where it is not the record itself."""

    when: str
    about: str
    told: list[Told]


def record_history(kind: Kind, record, member, typed: str) -> Page:
    """The changes of `record` and of what belongs to it, the newest first."""
    wanted = Q(kind=kind.name, record=record.pk)
    for part, field in kind.parts:
        theirs = part.standing_and_removed(member).filter(**{field: record.pk})
        wanted |= Q(kind=part.name, record__in=theirs.values("pk"))
    return in_words(wanted, member, typed, other_end=other_end(kind))


def plan_history(member, typed: str) -> Page:
    """The changes of what the plan says about its person."""
    return in_words(Q(kind=PLAN), member, typed)


def in_words(wanted: Q, member, typed: str, other_end: str = "") -> Page:
    changes = member.plan.changes.seen_by(member).filter(wanted).select_related("by")
    page = page_of(changes.order_by("-at", "-pk"), typed)
    abouts, known = part_names(page.rows, member, other_end), names_known(page.rows, member)
    entries = [
        Entry(
            when(change.at),
            abouts.get(change.record, ""),
            told(
                change,
                member.user,
                known=known,
                moved=MOVED_OF.get(change.kind, MOVED),
            ),
        )
        for change in page.rows
    ]
    return Page([entry for entry in entries if entry.told], page.before, page.after)


def other_end(kind: Kind) -> str:
    """What a place on a list is told by: the question on a visit's page, else the visit."""
    return "question" if kind is VISIT else "appointment"


def part_names(changes, member, other_end: str) -> dict:
    """“Copy of a paper: Dr Lee”, by the id of each part among `changes`."""
    names = {}
    for part in (BY_NAME[name] for name in {change.kind for change in changes} if name != PLAN):
        if part.prefix:  # the record itself
            continue
        ids = {change.record for change in changes if change.kind == part.name}
        records = part.standing_and_removed(member).filter(pk__in=ids)
        if part is LISTED:
            records = records.select_related(other_end)
        for record in records:
            named = getattr(record, other_end) if part is LISTED else record
            label = BY_NAME[named._meta.model_name].label
            names[record.pk] = _("%(kind)s: %(name)s") % {"kind": label, "name": named.name}
    return names


def names_known(changes, member) -> dict:
    """The names of the visits and the people that the changes speak of, as far as `member` may
    know them."""
    known = {}
    visits = named_in(changes, "visit")
    if visits and member.can(Action.VIEW, Section.VISITS):
        visits = VISIT.standing_and_removed(member).filter(pk__in=visits)
        known |= {visit.pk: visit.name for visit in visits}
    if people := named_in(changes, "taken_by"):
        known |= {user.pk: user.called for user in User.objects.filter(pk__in=people)}
    return known


def named_in(changes, field: str) -> set:
    """The keys of other records that `field` held before or after these changes."""
    both = (values for change in changes for values in (change.was, change.became))
    return {values[field] for values in both if values.get(field)}
