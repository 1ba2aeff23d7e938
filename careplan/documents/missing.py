"""“What is missing?”: plain facts about the papers of a plan, from one table. No scores."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from careplan.documents.models import State
from careplan.documents.parts import Holder
from careplan.documents.reading import DECIDING, Ledger, PaperRow, is_oneself
from careplan.plans.access import Action, Section

# Who “often holds a copy” in the library and is the person's own place: no copy is asked for.
OWN_PLACES = {"with you at home", "with you, easy to see", "wallet", "hospital"}
IN_THE_CHART = {"doctors", "hospital", "each provider", "provider"}


@dataclass(frozen=True)
class Missing:
    """One fact, and the page on which it can be mended, by whoever may."""

    sentence: str
    url: str


# -- rules about one paper: what each answers is put into its sentence, None where it does not fit -


def names_nobody(row: PaperRow, ledger: Ledger) -> dict | None:
    return fits(row.document.is_signed and row.document.kind in DECIDING and not row.agents)


def no_number(row: PaperRow, ledger: Ledger) -> dict | None:
    counts = row.document.is_signed and row.document.kind in DECIDING
    silent = [person for person in row.agents if not person.has_phone] if counts else []
    return {"name": silent[0].name} if silent else None


def no_copy(row: PaperRow, ledger: Ledger) -> dict | None:
    return fits(row.document.is_signed and not row.copies and held_by(row) - OWN_PLACES)


def not_with_agent(row: PaperRow, ledger: Ledger) -> dict | None:
    counts = row.document.is_signed and row.document.kind in DECIDING and row.copies
    if not counts or not row.agents or held_as(row, Holder.AGENT):
        return None
    if names_of(row) & {copy.holder.casefold() for copy in row.copies}:
        return None
    return {"name": row.agents[0].name}


def not_in_chart(row: PaperRow, ledger: Ledger) -> dict | None:
    wanted = row.document.is_signed and row.copies and held_by(row) & IN_THE_CHART
    return fits(wanted and not held_as(row, Holder.DOCTOR, Holder.HOSPITAL))


def no_original(row: PaperRow, ledger: Ledger) -> dict | None:
    return fits(row.document.is_signed and not row.document.original_place)


def is_due(row: PaperRow, ledger: Ledger) -> dict | None:
    return fits(row.is_due)


def old_copies(row: PaperRow, ledger: Ledger) -> dict | None:
    return fits(row.document.is_replaced and row.copies)


def none_counts(row: PaperRow, ledger: Ledger) -> dict | None:
    later = ledger.versions.in_force_after(row.document)
    return fits(row.document.is_replaced and later is None and is_last(row, ledger))


def is_last(row: PaperRow, ledger: Ledger) -> bool:
    """Whether no other replaced version came after it: it is told of the last one alone."""
    later = ledger.versions.later(row.document)
    return not any(v.is_replaced and v.removed_at is None for v in later)


def fits(condition) -> dict | None:
    return {} if condition else None


def held_by(row: PaperRow) -> set[str]:
    """Who often holds a copy of such a paper, as the library names them in English."""
    return set(row.document.paper.often_held_by_en) if row.document.paper else {"agent"}


def names_of(row: PaperRow) -> set[str]:
    """The agents of a paper, to be compared."""
    return {person.name.casefold() for person in row.agents}


def held_as(row: PaperRow, *kinds: Holder) -> bool:
    return any(copy.holder_kind in kinds for copy in row.copies)


# In the order in which they are told. %(paper)s is “your living will”; it begins a sentence.
RULES: tuple[tuple[Callable, str], ...] = (
    (old_copies, gettext_noop("%(paper)s was replaced. Old copies are still out.")),
    (none_counts, gettext_noop("%(paper)s was replaced. No newer one is signed here.")),
    (
        names_nobody,
        gettext_noop("%(paper)s is signed. It does not say here who speaks for %(whom)s."),
    ),
    (no_number, gettext_noop("%(paper)s names %(name)s. No phone number is written here.")),
    (no_copy, gettext_noop("%(paper)s is signed. Nobody holds a copy yet.")),
    (not_with_agent, gettext_noop("%(paper)s names %(name)s, who is not noted as holding a copy.")),
    (not_in_chart, gettext_noop("%(paper)s is signed. No doctor or hospital holds a copy.")),
    (no_original, gettext_noop("%(paper)s is signed. Nothing says where the original is.")),
    (is_due, gettext_noop("%(paper)s is due. Look at it again.")),
)


def missing(ledger: Ledger) -> list[Missing]:
    """Every fact, in the order of the rules and then of the papers."""
    return [*about_all(ledger), *about_each(ledger)]


def about_each(ledger: Ledger) -> Iterator[Missing]:
    for rule, sentence in RULES:
        for row in ledger.every:
            said = rule(row, ledger)
            if said is not None:
                ground = {
                    "paper": capfirst(called(row, ledger.member)),
                    "whom": whom(ledger.member),
                }
                yield Missing(_(sentence) % (ground | said), address(row))


def about_all(ledger: Ledger) -> Iterator[Missing]:
    """What is told of all papers together, as soon as there are some."""
    may_choose = ledger.member.can(Action.EDIT, Section.PAPERS)
    choose = reverse("document_choose", args=[ledger.member.plan.pk]) if may_choose else ""
    spoken_for = {"whom": whom(ledger.member)}
    if ledger.rows and not any(row.document.kind in DECIDING for row in ledger.rows):
        yield Missing(_("No paper here says who speaks for %(whom)s.") % spoken_for, choose)
    speaking = [row for row in ledger.signed if row.document.kind in DECIDING and row.agents]
    named = {frozenset(names_of(row)) for row in speaking}
    if len(named) > 1:
        sentence = _("Two signed papers name different people to speak for %(whom)s.")
        yield Missing(sentence % spoken_for, address(speaking[0]))


def whom(member) -> str:
    """“you”, or the name of the person whose papers they are."""
    return _("you") if is_oneself(member) else member.plan.person_name


def called(row: PaperRow, member) -> str:
    """“your living will” to whoever it is, “the living will” to others, or its own name."""
    document = row.document
    if document.own_name:
        return f"“{document.own_name}”"
    if is_oneself(member):
        return _("your %(paper)s") % {"paper": document.short}
    return _("the %(paper)s") % {"paper": document.short}


def address(row: PaperRow) -> str:
    """The page of a paper; where old copies are out, the list that calls them back."""
    page = reverse("document_detail", args=[row.document.plan_id, row.document.pk])
    return f"{page}#call-back" if row.document.state == State.REPLACED else page
