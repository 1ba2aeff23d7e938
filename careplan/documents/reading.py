"""The papers as one reader sees them: what stands where, who decides, who has old copies."""

import datetime
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careplan import partial_dates
from careplan.documents.models import AdvanceDocument
from careplan.documents.parts import DocumentCopy, NamedPerson, Part
from careplan.documents.versions import Versions
from careplan.library.catalog import LIBRARY
from careplan.partial_dates import day_words

# The kinds that name who speaks for the person in matters of care.
DECIDING = ("health-care-proxy", "combined-directive")


def is_oneself(member) -> bool:
    """Whether the reader is the person whose plan it is."""
    return member.owns and member.plan.is_for_owner


def group_titles(name: str) -> dict[str, str]:
    """The groups of papers in their order; the last is for a kind that the library dropped.

    `name` is whose papers they are, empty where that is who reads.
    """
    speaks, wants = _("Who speaks for %(name)s"), _("What %(name)s wants")
    return {
        "speaks": speaks % {"name": name} if name else _("Who speaks for me"),
        "want": wants % {"name": name} if name else _("What I want"),
        "orders": _("Doctor’s orders"),
        "money": _("Money and home"),
        "after": _("Family and after"),
        "": _("Other papers"),
    }


def titles_for(member) -> dict[str, str]:
    """The groups, as the reader meets them on a page."""
    return group_titles("" if is_oneself(member) else member.plan.person_name)


@dataclass(frozen=True)
class PaperRow:
    """One version of a paper, with who is named in it and the copies of it that are still out."""

    document: AdvanceDocument
    people: tuple[NamedPerson, ...]
    copies: tuple[DocumentCopy, ...]
    look_again: datetime.date | None
    today: datetime.date

    @property
    def group(self) -> str:
        """The group of its kind, as in `group_titles()`."""
        return self.document.paper.group if self.document.paper else ""

    def playing(self, part: Part) -> list[NamedPerson]:
        return [person for person in self.people if person.part == part]

    @property
    def agents(self) -> list[NamedPerson]:
        return self.playing(Part.AGENT)

    @property
    def alternates(self) -> list[NamedPerson]:
        return self.playing(Part.ALTERNATE)

    @property
    def original_words(self) -> str:
        """Where the original is; that nothing says so, for a signed paper."""
        unknown = _("Not written down") if self.document.is_signed else ""
        return self.document.original_place or unknown

    @property
    def copies_words(self) -> str:
        """“4 out”, “2 old ones out”, “None yet”; nothing for a paper that has none to give."""
        count = len(self.copies)
        if self.document.is_replaced:
            said = ngettext("%(n)d old copy out", "%(n)d old copies out", count)
            return said % {"n": count} if count else _("None out")
        if not self.document.is_signed:
            return ""
        return ngettext("%(n)d out", "%(n)d out", count) % {"n": count} if count else _("None yet")

    @property
    def look_again_words(self) -> str:
        if self.look_again is None:
            return ""
        return _("Now") if self.is_due else day_words(self.look_again)

    @property
    def is_due(self) -> bool:
        """Whether it is time to look at it again."""
        return self.look_again is not None and self.look_again <= self.today


@dataclass(frozen=True)
class PaperGroup:
    """Some papers under one plain title."""

    title: str
    rows: list[PaperRow]


class Ledger:
    """The papers of the plan of `member`: three readings, however many there are."""

    def __init__(self, member):
        self.member, self.today = member, timezone.localdate()
        plan = member.plan
        found = list(plan.documents.with_links(member))
        self.versions = Versions(found)
        self.documents = [document for document in found if document.removed_at is None]
        self.removed = sorted(
            (paper for paper in found if paper.removed_at and not paper.is_gone),
            key=lambda document: document.removed_at,
            reverse=True,
        )
        self._people = by_document(plan.named_people.seen_by(member))
        self._copies = by_document(plan.copies.seen_by(member).out())

    @cached_property
    def every(self) -> list[PaperRow]:
        """Every version that stands, in the order of the library, the newest version first."""
        kinds = {slug: place for place, slug in enumerate(LIBRARY.papers)}
        order = sorted(
            self.documents,
            key=lambda d: (kinds.get(d.kind, len(kinds)), -d.edition, d.created),
        )
        return [self.row(document) for document in order]

    def row(self, document: AdvanceDocument) -> PaperRow:
        return PaperRow(
            document=document,
            people=tuple(self._people[document.pk]),
            copies=tuple(self._copies[document.pk]),
            look_again=document.look_again(self.today),
            today=self.today,
        )

    @property
    def rows(self) -> list[PaperRow]:
        """The versions that were not replaced."""
        return [row for row in self.every if not row.document.is_replaced]

    @property
    def signed(self) -> list[PaperRow]:
        return [row for row in self.every if row.document.is_signed]

    @property
    def replaced(self) -> list[PaperRow]:
        return [row for row in self.every if row.document.is_replaced]

    @property
    def groups(self) -> list[PaperGroup]:
        """The versions that were not replaced, under their titles; no group that is empty."""
        found = defaultdict(list)
        for row in self.rows:
            found[row.group].append(row)
        return [
            PaperGroup(title, found[group])
            for group, title in self.titles().items()
            if found[group]
        ]

    def titles(self) -> dict[str, str]:
        return titles_for(self.member)

    @property
    def recall(self) -> list[tuple[PaperRow, DocumentCopy]]:
        """The recall list: each copy that is still out of a version that was replaced."""
        return [(row, copy) for row in self.replaced for copy in row.copies]

    @cached_property
    def deciding(self) -> PaperRow | None:
        """The paper that says who speaks for the person: the one that was signed last."""
        naming = [row for row in self.signed if row.document.kind in DECIDING and row.agents]
        return max(naming, key=lambda row: signed_last(row.document), default=None)

    @property
    def deciders(self) -> list[NamedPerson]:
        """Who speaks for the person: the agents of that paper, then its alternates."""
        return [*self.deciding.agents, *self.deciding.alternates] if self.deciding else []


def signed_last(document: AdvanceDocument) -> tuple:
    """Sorts signed papers by when they were signed, as far as it is known."""
    return partial_dates.parse(document.signed_on).latest, document.created


def by_document(parts) -> defaultdict[object, list]:
    found = defaultdict(list)
    for part in parts:
        found[part.document_id].append(part)
    return found
