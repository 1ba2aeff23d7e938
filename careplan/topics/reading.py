"""Comfort and support as one reader meets it: the topics, what they chose, what the plan holds.

The only place that other rooms read from: printing its board, Home its `wanted`.
"""

from dataclasses import dataclass

from django.db.models import F, OuterRef, Subquery
from django.utils.translation import gettext as _

from careplan.library.catalog import LIBRARY
from careplan.library.items import Topic
from careplan.plans.access import Action, Section
from careplan.topics.models import Show, TopicNote, TopicState

GROUPS = ("comfort", "home", "matters", "hospice")  # in the order of the page
FOLDED = "hospice"  # by choice: behind a fold for everybody


@dataclass(frozen=True)
class Row:
    """One topic for one reader."""

    item: Topic
    note: TopicNote | None  # the plan's, as the reader sees it
    show: str  # the reader's own choice; empty where they made none
    opens: bool  # whether it stands open at the reader's level

    @property
    def is_open(self) -> bool:
        """Whoever wants to see a topic now, sees it, whatever their level."""
        return self.opens or self.show == Show.NOW

    @property
    def answers(self) -> list[tuple[str, str, bool]]:
        """What can be chosen, each with its name and whether it is."""
        return [(show.value, show.label, show == self.show) for show in Show]

    @property
    def is_hidden(self) -> bool:
        return self.show == Show.HIDE

    @property
    def removed(self) -> TopicNote | None:
        """The note, where it was removed."""
        return self.note if self.note and self.note.removed_at else None

    @property
    def status(self) -> str:
        return self.note.status if self.note else ""


@dataclass(frozen=True)
class Group:
    slug: str
    title: str
    rows: tuple[Row, ...]

    @property
    def is_in_use(self) -> bool:
        """Whether something in it was written, or is wanted now: then it stands open."""
        return any(row.status or row.show == Show.NOW for row in self.rows)


class TopicBoard:
    """Every topic for `member`, in the order of the page. Two readings, whatever was written."""

    def __init__(self, member):
        self.member = member
        # Of two, an open one and a private one of the reader's own, the open one comes last.
        seen = member.plan.topic_notes.seen_by(member).with_visit(member)
        held = {note.topic: note for note in seen.order_by("-is_private", "created")}
        chosen = dict(own_choices(member).values_list("topic", "show"))
        level = member.user.level
        self.rows = tuple(
            Row(item, held.get(item.slug), chosen.get(item.slug, ""), level.opens(item.level))
            for group in GROUPS
            for item in LIBRARY.topics.values()
            if item.group == group
        )

    @property
    def groups(self) -> list[Group]:
        """What stands on the page itself."""
        return [group for group in self._groups() if group.slug != FOLDED and group.rows]

    @property
    def hospice(self) -> Group:
        """What stands behind the fold for hospice."""
        return next(group for group in self._groups() if group.slug == FOLDED)

    @property
    def shown(self) -> list[Row]:
        """All but what the reader hid, folded or not."""
        return [row for row in self.rows if not row.is_hidden]

    @property
    def ahead(self) -> list[Row]:
        """What is not open at the reader's level."""
        return [row for row in self._wanted() if not row.is_open]

    @property
    def not_now(self) -> list[Row]:
        return [row for row in self.rows if row.show == Show.NOT_NOW]

    @property
    def hidden(self) -> list[Row]:
        return [row for row in self.rows if row.is_hidden]

    def _wanted(self) -> list[Row]:
        return [row for row in self.rows if row.show not in (Show.NOT_NOW, Show.HIDE)]

    def _groups(self) -> list[Group]:
        opened = [row for row in self._wanted() if row.is_open]
        return [
            Group(slug, title, tuple(row for row in opened if row.item.group == slug))
            for slug, title in group_titles(self.member).items()
        ]


def group_titles(member) -> dict[str, str]:
    plan = member.plan
    mine = member.owns and plan.is_for_owner
    matters = _("What matters to %(name)s") % {"name": plan.person_name}
    titles = {
        "comfort": _("Comfort now"),
        "home": _("Help at home"),
        "matters": _("What matters to me") if mine else matters,
        "hospice": _("Hospice, by choice"),
    }
    return {slug: titles[slug] for slug in GROUPS}


def topic_row(item: Topic, member) -> Row:
    """One topic alone. Its note is the one that stands; where none does, the one removed last,
    for whoever may put it back. One reading, and one more where there is no note."""
    own = own_choices(member)
    found = member.plan.topic_notes.seen_by(member)
    if member.can(Action.EDIT, Section.COMFORT):
        found = found | member.plan.topic_notes.removed_seen_by(member)
    show = own.filter(topic=OuterRef("topic")).values("show")
    note = (
        found.filter(topic=item.slug)
        .with_visit(member)
        .annotate(show=Subquery(show))
        .order_by(F("removed_at").desc(nulls_first=True), "is_private")
        .first()
    )
    if note:
        chosen = note.show
    else:
        chosen = own.filter(topic=item.slug).values_list("show", flat=True).first()
    return Row(item, note, chosen or "", member.user.level.opens(item.level))


def notes_beside(row: Row, member) -> list[TopicNote]:
    """What `member` sees on the topic beside its one note: what is private to them. One reading."""
    notes = member.plan.topic_notes.seen_by(member).filter(topic=row.item.slug)
    return [note for note in notes.with_visit(member).select_related("author") if note != row.note]


def own_choices(member):
    """What `member` chose for themselves."""
    return member.plan.topic_choices.filter(user=member.user.pk)


def hidden_topics(member):
    """The topics that `member` does not want to see."""
    return own_choices(member).filter(show=Show.HIDE).values("topic")


def wanted(member):
    """The notes that say “want to talk about it”, for Home to count.

    Less the topics that this reader does not want to see, and those that the library has no more.
    """
    standing = member.plan.topic_notes.seen_by(member).filter(state=TopicState.WANTED)
    known = standing.filter(topic__in=list(LIBRARY.topics))
    return known.exclude(topic__in=hidden_topics(member))
