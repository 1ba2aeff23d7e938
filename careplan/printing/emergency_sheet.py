"""The emergency page for the fridge door with its two wallet cards, and their PDF.

Somebody has twenty seconds. The page is one page, and a card is as large as a bank card, whatever
there is to say. Both are in the HTML in several versions, each with less on it than the one before;
the print process takes the first that has room.
"""

import datetime as dt
from dataclasses import dataclass, replace

from django.utils import translation
from django.utils.translation import gettext as _

from careplan.printing import printer
from careplan.printing.press import Fit, Ladder
from careplan.printing.sheets import Look, Words, long_day, page, typed
from careplan.text import shortened

LARGE_NUMBER = 18  # characters that stand on one line of the page in its largest print


@dataclass(frozen=True)
class Contact:
    """Somebody to call. A phone number is never cut."""

    name: str
    who: str = ""
    day: str = ""
    night: str = ""

    @property
    def phone(self) -> str:
        """The number that stands large."""
        return self.day or self.night

    @property
    def other_phone(self) -> str:
        """That of the night, where it is another one."""
        return self.night if self.day and self.night != self.day else ""

    @property
    def only_at_night(self) -> bool:
        return bool(self.night and not self.day)

    @property
    def is_long(self) -> bool:
        return len(self.phone) > LARGE_NUMBER


@dataclass(frozen=True)
class PlacedPaper:
    """A signed paper: where the original is, and who has a copy."""

    name: str
    signed: str
    place: str = ""
    copies: tuple[str, ...] = ()
    is_order: bool = False


@dataclass(frozen=True)
class EmergencySheet:
    """What the page and the cards say, as one reader may print it. `matters` is None for somebody
    who may not read it, and empty where nothing is written.

    `deciders`: who speaks for the person by a signed paper, whoever is asked first at the start.
    """

    person: str
    printed_on: dt.date
    look: Look
    is_mine: bool = True
    deciders: tuple[Contact, ...] = ()
    doctors: tuple[Contact, ...] = ()
    papers: tuple[PlacedPaper, ...] = ()
    matters: str | None = None


@dataclass(frozen=True)
class Room:
    """How much there is room for: characters of the person's name, another name, a place and what
    matters; rows of doctors and papers; holders of copies."""

    person: int
    name: int
    place: int
    matters: int
    doctors: int
    papers: int
    copies: int
    order: int = 0  # characters of the place of a doctor's order, where it has more than others


# What matters and who has copies go first; the papers, and whose page it is, last.
ON_THE_PAGE = (
    Room(person=80, name=120, place=300, matters=500, doctors=6, papers=6, copies=6),
    Room(person=80, name=60, place=100, matters=300, doctors=5, papers=6, copies=3),
    Room(person=80, name=60, place=80, matters=160, doctors=4, papers=6, copies=1, order=160),
    Room(person=80, name=50, place=60, matters=100, doctors=4, papers=5, copies=0, order=120),
    Room(person=60, name=40, place=50, matters=60, doctors=3, papers=5, copies=0, order=100),
    Room(person=60, name=30, place=40, matters=50, doctors=2, papers=4, copies=0, order=80),
    Room(person=40, name=24, place=30, matters=40, doctors=2, papers=3, copies=0, order=60),
    Room(person=16, name=16, place=20, matters=40, doctors=1, papers=2, copies=0),
)
ON_A_CARD = (
    Room(person=80, name=60, place=80, matters=0, doctors=1, papers=5, copies=0),
    Room(person=60, name=50, place=60, matters=0, doctors=1, papers=4, copies=0),
    Room(person=60, name=40, place=50, matters=0, doctors=0, papers=3, copies=0),
    Room(person=40, name=30, place=40, matters=0, doctors=0, papers=3, copies=0),
    Room(person=30, name=24, place=30, matters=0, doctors=0, papers=2, copies=0),
    Room(person=24, name=20, place=20, matters=0, doctors=0, papers=2, copies=0),
    Room(person=14, name=14, place=14, matters=0, doctors=0, papers=1, copies=0),
)
LAST = len(ON_THE_PAGE) - 1
# The type first, as far down as can be read from a step away; then fewer words.
TYPES = {
    "normal": (("fit-1", "fit-2"), "fit-3"),
    "large": (("fit-2", "fit-3", "fridge-4"), "fridge-5"),
}
FACES = ("call", "papers")  # of a card: whom to call, and where the papers are


def fit(size: str) -> Fit:
    """The page and each face of a card, one after the other: none has less on it for another."""
    return Fit(ladders=(page_ladder(size), *(card_ladder(face, size) for face in FACES)))


def page_ladder(size: str) -> Ladder:
    types, smallest = TYPES[size]
    fewer = [f"{types[-1]} page-{n}" for n in range(1, 4)]
    steps = [*types, *fewer, *(f"{smallest} page-{n}" for n in range(2, LAST + 1))]
    return Ladder(tuple(f"tight {step}" for step in steps), most=2)


def card_ladder(face: str, size: str) -> Ladder:
    small = f"small-{face}" if size == "large" else ""
    versions = range(1, len(ON_A_CARD))
    fewer = tuple(f"{small} {face}-{n}" for n in versions)
    inside = tuple((f"{face}-{n}-words-1", f"{face}-{n}-room-1") for n in (0, *versions))
    return Ladder(steps=((small,) if small else ()) + fewer, most=2, inside=inside)


@dataclass(frozen=True)
class Part:
    """The page, or a card, in one of its versions: the sheet in its room, and what was left out."""

    sheet: EmergencySheet
    more_deciders: int
    more_doctors: int
    more_papers: int
    is_cut: bool

    @property
    def first(self) -> Contact | None:
        """Whom to call first: who decides; where no paper says so, the care team."""
        found = (*self.sheet.deciders, *self.sheet.doctors)
        return found[0] if found else None

    @property
    def second(self) -> Contact | None:
        return self.sheet.deciders[1] if len(self.sheet.deciders) > 1 else None

    @property
    def has_orders(self) -> bool:
        return any(paper.is_order for paper in self.sheet.papers)

    @property
    def places(self) -> list[tuple[Words, list[PlacedPaper]]]:
        """Each place with the papers in it; last, nowhere, those of which none is known."""
        found: dict[Words, list[PlacedPaper]] = {}
        for paper in self.sheet.papers:
            found.setdefault(paper.place, []).append(paper)
        return sorted(found.items(), key=lambda item: not item[0])


def emergency_page(sheet: EmergencySheet) -> bytes:
    """The PDF of the page and the cards. Raises PrintError."""
    return printer.kept(sheet, _print)


def _print(sheet: EmergencySheet) -> bytes:
    sheet = typed(sheet)
    with translation.override(sheet.look.language):
        context = {
            "name": _("%(person)s: in an emergency") % {"person": sheet.person},
            "kind": "fridge",
            "pages": [part(sheet, room) for room in ON_THE_PAGE],
            "cards": [part(sheet, room) for room in ON_A_CARD],
            "day": long_day(sheet.printed_on),
        }
        return printer.render(
            page("printing/emergency.html", sheet, context), fit=fit(sheet.look.size)
        )


def part(sheet: EmergencySheet, room: Room) -> Part:
    """`sheet` as far as there is room for it."""
    whole = replace(
        sheet,
        deciders=sheet.deciders[:2],
        doctors=sheet.doctors[: room.doctors],
        papers=tuple(_some_copies(paper, room.copies) for paper in sheet.papers[: room.papers]),
    )
    cut = replace(
        whole,
        person=shortened(sheet.person, room.person),
        deciders=tuple(_called(contact, room) for contact in whole.deciders),
        doctors=tuple(_called(contact, room) for contact in whole.doctors),
        papers=tuple(_placed(paper, room) for paper in whole.papers),
        matters=sheet.matters and shortened(sheet.matters, room.matters),
    )
    return Part(
        sheet=typed(cut),
        more_deciders=len(sheet.deciders) - len(whole.deciders),
        more_doctors=len(sheet.doctors) - len(whole.doctors),
        more_papers=len(sheet.papers) - len(whole.papers),
        is_cut=cut != whole,
    )


def _some_copies(paper: PlacedPaper, most: int) -> PlacedPaper:
    """The first who have a copy, and how many others."""
    more = len(paper.copies) - most
    others = (_("%(n)d more") % {"n": more} if most else str(more),) if more > 0 else ()
    return replace(paper, copies=paper.copies[:most] + others)


def _called(contact: Contact, room: Room) -> Contact:
    name, who = shortened(contact.name, room.name), shortened(contact.who, room.name)
    return replace(contact, name=name, who=who)


def _placed(paper: PlacedPaper, room: Room) -> PlacedPaper:
    # Where a doctor's order is has to be found at once.
    place = room.order or room.place if paper.is_order else room.place
    return replace(
        paper,
        name=shortened(paper.name, room.place),
        place=shortened(paper.place, place),
        copies=tuple(shortened(holder, room.name) for holder in paper.copies),
    )
