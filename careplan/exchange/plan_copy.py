"""A plan as one reader may see it, as plain values for plan.json.

FORMAT is raised when a key changes its meaning or goes; docs/copy.md says what each key is.
"""

import datetime
from collections import Counter, defaultdict
from functools import cached_property

from django.db.models import Q
from django.utils import timezone

from careplan.accounts.models import User
from careplan.concerns.levels import ConcernLevel
from careplan.exchange.kinds import COMMON, KINDS, Kind
from careplan.plans.access import Action, Member, Section
from careplan.topics.reading import own_choices

FORMAT = 1
ABOUT_ME = ("information_need", "who_may_hear", "what_matters", "how_much", "sites")
ABOUT_PLAN = ("person_name", "is_for_owner", "created", "closed_at", "deletion_asked_at")


def kept_by(records, member: Member):
    """What `member` sees of them, and what of their own was removed and may still be put back."""
    mine = Q(author=member.user.pk)
    return records.standing_and_removed(member).filter(Q(removed_at=None) | mine)


class PlanCopy:
    """The plan of `member`, read once. `scan_paths` says under which name each scan's file goes."""

    def __init__(self, member: Member):
        self.member, self.plan = member, member.plan
        self.records = {kind: self.read(kind) for kind in KINDS if self.sees(kind.section)}
        self.ids = {record.pk for records in self.records.values() for record in records}
        self.scan_paths: dict[object, str] = {}

    def sees(self, section: Section) -> bool:
        return self.member.can(Action.VIEW, section)

    def read(self, kind: Kind) -> list:
        found = kept_by(getattr(self.plan, kind.key), self.member)
        return list(kind.read(found, self.member))

    def of(self, key: str) -> list:
        """The records under `key`; none where the reader may not see them."""
        return next((rows for kind, rows in self.records.items() if kind.key == key), [])

    @cached_property
    def names(self) -> dict[int, str]:
        """What each person in it is called, by their number."""
        people = {self.plan.owner_id}
        for records in self.records.values():
            for record in records:
                people |= {
                    getattr(record, field.attname)
                    for field in record._meta.concrete_fields
                    if field.related_model is User
                }
        return {pk: user.called for pk, user in User.objects.in_bulk(people - {None}).items()}

    def data(self) -> dict:
        """All of it. What is in no section of the reader's has no key."""
        found = {
            "format": "careplan-plan",
            "version": FORMAT,
            "made_at": plain(timezone.now()),
            "made_for": self.member.user.called,
            "sections": [section.value for section in Section if self.sees(section)],
            "plan": {"id": plain(self.plan.pk), "owner": self.names[self.plan.owner_id]}
            | {name: plain(getattr(self.plan, name)) for name in ABOUT_PLAN},
        }
        if self.sees(Section.PEOPLE):
            found["about_me"] = {name: getattr(self.plan, name) for name in ABOUT_ME}
            found["people"] = self.people()
        if self.sees(Section.VISITS):
            found["answer_drafts"] = self.own_drafts()
        if self.sees(Section.COMFORT):
            own = own_choices(self.member).order_by("topic").values("topic", "show")
            found["topic_choices"] = list(own)
        return found | {kind.key: self.rows(kind) for kind in self.records}

    def own_drafts(self) -> list[dict]:
        """What the reader has typed at visits and not saved as an answer yet."""
        mine = self.plan.answer_drafts.filter(user=self.member.user.pk).order_by("saved_at", "pk")
        rows = mine.values("listed", "text", "saved_at")
        return [
            {name: plain(value) for name, value in row.items()}
            for row in rows
            if row["listed"] in self.ids
        ]

    def people(self) -> list[dict]:
        """Who may see the plan, beside its owner, as its page on people has them."""
        current = self.plan.memberships.filter(removed_at=None).select_related("user")
        return [
            {
                "name": membership.user.called,
                "relation": membership.relation,
                "role": membership.role,
                "since": plain(membership.created),
                **{section.value: getattr(membership, section.value) for section in Section},
            }
            for membership in current.order_by("created")
        ]

    def rows(self, kind: Kind) -> list[dict]:
        readers = readers_of(kind.model, self.own_private(kind))
        rows = [
            {name: self.value(record, name, kind) for name in (*COMMON, *kind.fields)}
            | {"private_to": readers.get(record.pk, [])}
            for record in self.records[kind]
        ]
        if kind.key == "concerns":
            return self.with_levels(rows)
        return in_order(rows) if kind.key == "listed" else rows

    def with_levels(self, rows: list[dict]) -> list[dict]:
        """Concerns, each with the numbers that were set, in their order."""
        kept, found = self.ids, defaultdict(list)
        levels = ConcernLevel.objects.seen_by(self.member).select_related("by")
        for row in levels.in_time():
            if row.concern_id in kept:
                said = {"level": row.level, "on": plain(row.on), "noted_at": plain(row.noted_at)}
                found[plain(row.concern_id)].append(said | {"by": row.by.called})
        return [row | {"levels": found[row["id"]]} for row in rows]

    def own_private(self, kind: Kind) -> list:
        """Of whose readers the reader is told: they chose them."""
        mine = self.member.user.pk
        return [r.pk for r in self.records[kind] if r.is_private and r.author_id == mine]

    def value(self, record, name: str, kind: Kind):
        """A field as it stands in the file. A person is a name; another record is its id, where
        that one is in the file too; a scan's file is its path in the archive."""
        if name == "private_to" or name in kind.withheld(record):
            return None
        if name == "file":
            return self.scan_paths.get(record.pk)
        field = record._meta.get_field(name)
        value = getattr(record, field.attname)
        if field.related_model is User:
            return self.names.get(value)
        if field.is_relation and value not in self.ids:
            return None
        return plain(value)


def readers_of(model, records: list) -> dict[object, list[str]]:
    """Who else may read each of these records, by name."""
    through, which = model.private_to.through, f"{model._meta.model_name}_id"
    found = defaultdict(list)
    rows = through.objects.filter(**{f"{which}__in": records}).select_related("user")
    for row in rows.order_by("pk"):
        found[getattr(row, which)].append(row.user.called)
    return found


def in_order(rows: list[dict]) -> list[dict]:
    """Places on lists, numbered from 1 on each, so that no gap tells of others; none for what
    was taken off, and no row whose visit or question is not in the file."""
    found, places = [], Counter()
    for row in rows:
        if row["appointment"] is None or row["question"] is None:
            continue
        standing = row["removed_at"] is None
        places[row["appointment"]] += standing
        found.append(row | {"place": places[row["appointment"]] if standing else None})
    return found


def plain(value):
    """Times in UTC, days and hours by ISO 8601; what JSON knows stays as it is."""
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, datetime.time):
        return value.isoformat(timespec="minutes")
    return value if value is None or isinstance(value, bool | int | list | dict) else str(value)
