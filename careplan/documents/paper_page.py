"""One paper as its page shows it: this version, who is in it, who has copies, and the old ones."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Subquery
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from careplan.documents.models import AdvanceDocument, change_names
from careplan.documents.parts import DocumentCopy, NamedPerson, Part
from careplan.documents.versions import Versions
from careplan.partial_dates import day_words
from careplan.plans.access import Action, Section
from careplan.plans.private import readers_sentence


@dataclass(frozen=True)
class Fact:
    """A row of what is known of a paper; `url` where the words lead somewhere."""

    label: str
    words: str
    url: str = ""


class PaperPage:
    """The paper `pk` for `member`: four readings. Raises Http404."""

    def __init__(self, member, pk):
        self.member, self.today = member, timezone.localdate()
        kind = AdvanceDocument.objects.filter(pk=pk).values("kind")
        same_kind = list(member.plan.documents.with_links(member).filter(kind=Subquery(kind)))
        self.versions = Versions(same_kind)
        self.document = self.found(same_kind, pk)
        chain = {version.pk: version for version in (self.document, *self.earlier)}
        of_this = {"document": self.document}
        self._people = self.read("named_people", **of_this)
        self._scans = self.read("scans", **of_this)
        self._copies = self.read("copies", document__in=chain)
        for copy in self._copies:
            copy.document = chain[copy.document_id]

    def read(self, name: str, **of) -> list:
        return list(getattr(self.member.plan, name).standing_and_removed(self.member).filter(**of))

    def found(self, documents, pk) -> AdvanceDocument:
        """The paper itself; one that was removed only for whoever may put it back."""
        for document in documents:
            may_open = document.removed_at is None or (self.can_edit and not document.is_gone)
            if document.pk == pk and may_open:
                return document
        raise Http404

    # -- versions ----------------------------------------------------------------------------------

    @cached_property
    def earlier(self) -> list[AdvanceDocument]:
        """The versions before this one that stand, the newest first."""
        return [v for v in self.versions.earlier(self.document) if v.removed_at is None]

    @property
    def later(self) -> AdvanceDocument | None:
        """The version after this one, if it stands."""
        return self.versions.next(self.document)

    @cached_property
    def instead(self) -> AdvanceDocument | None:
        """The version that whoever has an old copy should have: the one that counts."""
        if self.document.is_signed:
            return self.document
        signed_before = next((version for version in self.earlier if version.is_signed), None)
        return self.versions.in_force_after(self.document) or signed_before

    @property
    def may_replace(self) -> bool:
        return self.document.is_signed and self.later is None and not self.document.removed_at

    @property
    def may_count_again(self) -> bool:
        later = self.versions.in_force_after(self.document)
        return self.document.is_replaced and later is None and not self.document.removed_at

    # -- what belongs to it ------------------------------------------------------------------------

    @property
    def people(self) -> list[NamedPerson]:
        order = list(Part)
        standing = [person for person in self._people if person.removed_at is None]
        return sorted(standing, key=lambda person: order.index(person.part))

    @property
    def scans(self) -> list:
        return [scan for scan in self._scans if scan.removed_at is None]

    @property
    def copies(self) -> list[DocumentCopy]:
        """Who has this version, as long as it was not replaced."""
        return [] if self.document.is_replaced else self.out_of([self.document])

    @property
    def recall(self) -> list[DocumentCopy]:
        """The copies of replaced versions that are still out: of this one and those before."""
        return self.out_of([v for v in (self.document, *self.earlier) if v.is_replaced])

    @property
    def back(self) -> list[DocumentCopy]:
        """The copies, of this version and those before, that were given back or destroyed."""
        return [copy for copy in self._copies if copy.back_on and copy.removed_at is None]

    def out_of(self, versions) -> list[DocumentCopy]:
        return [
            copy
            for copy in self._copies
            if copy.document in versions and copy.back_on is None and copy.removed_at is None
        ]

    @property
    def removed_people(self) -> list:
        return [person for person in self._people if person.removed_at]

    @property
    def removed_copies(self) -> list:
        return [copy for copy in self._copies if copy.removed_at]

    @property
    def removed_scans(self) -> list:
        return [scan for scan in self._scans if scan.removed_at]

    # -- what is known of it -----------------------------------------------------------------------

    @property
    def can_edit(self) -> bool:
        return self.member.can(Action.EDIT, Section.PAPERS)

    @property
    def may_edit(self) -> bool:
        return self.can_edit and self.document.removed_at is None

    @property
    def facts(self) -> list[Fact]:
        document = self.document
        facts = (
            Fact(_("This version"), self.version_words),
            Fact(_("The original"), document.original_place),
            Fact(_("What comes next"), document.next_step),
            Fact(_("Look at it again"), self.look_again_words),
            Fact(_("For which state or country"), document.jurisdiction),
            Fact(_("Official form"), self.link_words, document.form_url),
            Fact(_("Notes"), document.notes),
            Fact(_("Who sees it"), readers_sentence(document, self.member, Section.PAPERS)),
        )
        return [fact for fact in facts if fact.words]

    @property
    def version_words(self) -> str:
        document = self.document
        said = [_("Version %(number)d.") % {"number": document.edition}]
        if document.was_signed:
            said.append(_("Signed %(date)s.") % {"date": document.signed_when})
        if document.notarized:
            said.append(_("A notary signed it too."))
        if document.replaced_on:
            said.append(_("Replaced %(date)s.") % {"date": day_words(document.replaced_on)})
        return " ".join(said) if len(said) > 1 or document.edition > 1 else ""

    @property
    def look_again_words(self) -> str:
        day = self.document.look_again(self.today)
        if day is None:
            return ""
        by = _("By %(date)s.") % {"date": day_words(day)}
        said = [_("Now.") if day <= self.today else by]
        if self.document.changes:
            what = change_names(self.document.changes)
            said.append(_("Since it was signed: %(what)s.") % {"what": what})
        return " ".join(said)

    @property
    def link_words(self) -> str:
        document = self.document
        if document.form_checked_on is None:
            return document.form_url
        return _("%(link)s (checked on %(date)s by %(name)s)") % {
            "link": document.form_url,
            "date": day_words(document.form_checked_on),
            "name": document.form_checked_by,
        }
