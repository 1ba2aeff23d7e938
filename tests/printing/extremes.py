"""Whatever a family can type, drawn at random: nothing, a little, as much as there is room for."""

import random

from careplan.printing.emergency_sheet import Contact, EmergencySheet, PlacedPaper
from careplan.printing.sheets import Look
from tests.printing.family import ON

WORDS = (
    "Ana",
    "W" * 300,
    "WWWWWWWWWWW " * 30,
    "Maria Guadalupe de la Santísima Trinidad Alvarez y Ortega " * 6,
    "Nguyễn Thị Hẹn, người đại diện " * 10,
    "ابنتها فاطمة الزهراء " * 15,
    "ك" * 300,
    "👩🏽‍⚕️😀 " * 40,
    "<b>bold</b> & <img src=x> " * 12,
    "的" * 300,
)
NUMBERS = (
    "555-0142",
    "+1 (555) 010-0142 ext. 1234",
    "W" * 40,
    "0123 456 789 0123 456 789 012345678901",
    "5" * 40,
)


def typed(chance: random.Random, most: int) -> str:
    """Some words of up to `most` characters, or none."""
    return chance.choice(["", chance.choice(WORDS)[: chance.choice([12, most])].strip()])


def number(chance: random.Random) -> str:
    return chance.choice(["", *NUMBERS])


def contact(chance: random.Random) -> Contact:
    name = typed(chance, 120) or "Ana Alvarez"
    return Contact(name, typed(chance, 120), number(chance), number(chance))


def some(chance: random.Random, make, most: int) -> tuple:
    return tuple(make(chance) for _n in range(chance.choice([0, 1, 2, 3, most])))


def paper(chance: random.Random) -> PlacedPaper:
    return PlacedPaper(
        name=typed(chance, 120) or "Living will",
        signed=chance.choice(["2019", "September 2026", "30 September 2026"]),
        place=typed(chance, 300),
        copies=some(chance, lambda c: typed(c, 120) or "Ana", 200),
        is_order=chance.random() < 0.5,
    )


def emergency(seed: int) -> EmergencySheet:
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    return EmergencySheet(
        person=typed(chance, 80) or "Maria Alvarez",
        printed_on=ON,
        look=Look(chance.choice(["a4", "letter"]), chance.choice(["normal", "large"])),
        is_mine=chance.random() < 0.5,
        deciders=some(chance, contact, 30),
        doctors=some(chance, contact, 50),
        papers=some(chance, paper, 60),
        matters=chance.choice([None, typed(chance, 500)]),
    )
