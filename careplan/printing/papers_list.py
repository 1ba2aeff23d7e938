"""The papers of a plan, as one reader may print them."""

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from careplan.documents.models import Change, State
from careplan.documents.parts import Part
from careplan.documents.reading import Ledger, PaperRow, group_titles
from careplan.library.catalog import LIBRARY
from careplan.partial_dates import day_words
from careplan.printing.papers_sheet import OldCopy, PapersSheet, PapersUnderTitle, PrintedPaper
from careplan.printing.sheets import Fact, Look

MARKS = {State.SIGNED: "1", State.IN_PROGRESS: "half", State.THINKING: "0", State.NOT_NOW: "no"}
AT_THE_TOP = 3  # who decides: the others stand with their paper


class SharedLedger(Ledger):
    """The papers that are private to nobody: a sheet is for others to read."""

    def __init__(self, member):
        super().__init__(member)
        self.documents = [document for document in self.documents if not document.is_private]
        for parts in (*self._people.values(), *self._copies.values()):
            parts[:] = [part for part in parts if not part.is_private]

    def titles(self) -> dict[str, str]:
        """In the words of the plan's person, whoever prints."""
        plan = self.member.plan
        return group_titles("" if plan.is_for_owner else plan.person_name)


class PrintedPapers:
    """The papers checklist for `member`."""

    def __init__(self, member):
        self.member, self.plan, self.ledger = member, member.plan, SharedLedger(member)

    @property
    def others_are_optional(self) -> bool:
        """Whether the reader may have the kinds printed that are not here. A checklist without any
        paper has nothing else on it."""
        return bool(self.ledger.rows and self.others())

    def sheet(self, paper: str, size: str, *, others: bool = False) -> PapersSheet:
        name = self.plan.person_name
        return PapersSheet(
            person=name,
            title=_("My papers") if self.mine else _("Papers of %(name)s") % {"name": name},
            groups=self.groups(with_others=others or not self.ledger.rows),
            printed_on=timezone.localdate(),
            look=Look(paper, size, get_language()),
            facts=tuple(self.deciders()),
            old_copies=tuple(old_copy(row, copy) for row, copy in self.ledger.recall),
        )

    @property
    def mine(self) -> bool:
        """Whether the sheet speaks as the plan's person, whoever prints it."""
        return self.plan.is_for_owner

    def groups(self, *, with_others: bool) -> tuple[PapersUnderTitle, ...]:
        papers = {group.title: group.rows for group in self.ledger.groups}
        others = self.others() if with_others else []
        return tuple(
            PapersUnderTitle(
                title,
                tuple(self.printed(row) for row in papers.get(title, ())),
                tuple(capfirst(kind.short) for kind in others if kind.group == group),
            )
            for group, title in self.ledger.titles().items()
            if title in papers or any(kind.group == group for kind in others)
        )

    def others(self) -> list:
        """The kinds of which there is no paper, as far as they are open at the reader's level."""
        held = {row.document.kind for row in self.ledger.every}
        opens = self.member.user.level.opens
        kinds = LIBRARY.papers.values()
        return [kind for kind in kinds if kind.slug not in held and opens(kind.level)]

    def deciders(self):
        """Who decides, and who is in reserve, as the paper that was signed last names them."""
        decides = _("Who decides if I cannot")
        if not self.mine:
            decides = _("Who decides if %(name)s cannot") % {"name": self.plan.person_name}
        row = self.ledger.deciding
        if row is None:
            yield Fact(decides, _("No signed paper here names anyone."))
            return
        for label, people in ((decides, row.agents), (_("In reserve"), row.alternates)):
            shown = [described(person) for person in people[:AT_THE_TOP]]
            more = len(people) - len(shown)
            if more:
                shown.append(ngettext("%(n)d more, below", "%(n)d more, below", more) % {"n": more})
            if shown:
                yield Fact(label, "\n".join(shown))

    def printed(self, row: PaperRow) -> PrintedPaper:
        document = row.document
        what = [document.paper.purpose] if document.paper else []
        if document.own_name and document.paper:
            what.insert(0, capfirst(document.paper.short))
        state = document.get_state_display()
        if document.is_signed:
            state = _("Signed %(day)s") % {"day": document.signed_when}
        return PrintedPaper(
            name=document.name,
            what=". ".join(what),
            mark=MARKS[State(document.state)],
            state=state,
            facts=tuple(Fact(label, words) for label, words in self.facts(row) if words),
        )

    def facts(self, row: PaperRow):
        document = row.document
        for part, label in labels().items():
            for person in row.playing(part):
                yield label, described(person)
        yield _("Original"), document.original_place
        copies = ", ".join(copy_words(copy) for copy in row.copies)
        yield _("Copies"), copies or (_("Nobody has one yet") if document.is_signed else "")
        yield _("Look again by"), look_again(row)
        yield _("Next step"), document.next_step
        if any(other.document.pk == document.replaces_id for other in self.ledger.signed):
            yield _("Version"), _("A newer one. The signed one counts until this is signed.")
        yield _("Notes"), document.notes


def labels() -> dict[Part, str]:
    """What somebody named in a paper is on the sheet, in the order in which they stand."""
    return {
        Part.AGENT: _("Agent"),
        Part.ALTERNATE: _("In reserve"),
        Part.WITNESS: _("Witness"),
        Part.OTHER: _("Also named"),
    }


def described(person) -> str:
    """“Ana Alvarez, daughter, 555-0142, at night 555-0143”."""
    night = person.phone_night if person.phone_night != person.phone_day else ""
    words = (
        person.name,
        person.relation,
        unbroken(person.phone_day),
        _("at night %(phone)s") % {"phone": unbroken(night)} if night else "",
    )
    return ", ".join(filter(None, words))


def unbroken(phone: str) -> str:
    """`phone`, which stays on one line where it can."""
    return phone.replace(" ", "\u00a0")


def copy_words(copy) -> str:
    """“Ana (4 May 2026)”: since when, as far as it is known."""
    since = copy.since_when.replace(" ", "\u00a0")
    return f"{copy.holder} ({since})" if since else copy.holder


def look_again(row: PaperRow) -> str:
    """By when to look at it again, or that it is time, and why."""
    if row.look_again is None:
        return ""
    changes = [str(Change(change).label) for change in row.document.changes]
    if changes and row.look_again == row.today:
        return _("Now. What happened: %(changes)s") % {"changes": "; ".join(changes)}
    if row.look_again < row.today:
        return _("Overdue since %(day)s") % {"day": day_words(row.look_again)}
    return _("Today") if row.look_again == row.today else day_words(row.look_again)


def old_copy(row: PaperRow, copy) -> OldCopy:
    asked = copy.asked_on and _("Asked on %(day)s") % {"day": day_words(copy.asked_on)}
    signed = _("%(paper)s, signed %(day)s") % {
        "paper": row.document.name,
        "day": row.document.signed_when,
    }
    holder = ", ".join(filter(None, (copy.holder, unbroken(copy.phone))))
    return OldCopy(holder, signed, asked or "")
