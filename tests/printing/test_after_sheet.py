"""The sheet after a visit, opened."""

import dataclasses

import pytest

from careplan.printing.after_sheet import (
    AfterSheet,
    PrintedAnswer,
    PrintedNote,
    PrintedToDo,
    after_visit,
)
from careplan.printing.glyphs import printable
from careplan.printing.sheets import Fact, Look, SheetQuestion
from tests.printing.family import A4, ON, marias_visit
from tests.printing.test_sheets import ATKINSON, PAPER, STRANGE, letters

pytestmark = pytest.mark.pdf


def test_it_says_all_in_order(opened):
    pdf = opened(after_visit(marias_visit()))
    said = " ".join(pdf.spoken()).replace("\u00a0", " ")
    parts = [
        "After the visit Maria Alvarez What we heard Dr Lee Thursday 3 December 2026, 10:30",
        "Who came along Ana Next visit Thursday 14 January 2027, 9:00",
        "Answers 1. Is this tiredness",
        "Partly the treatment, partly low iron.",
        "3. What can we do about the pain in my back at night? Nothing is written down.",
        "What was said The nurse line answers at night too. Bring the list of medicines next time. "
        "Ana wrote this.",
        "Things to do Done What Who By when Yes Blood test for iron Ana and Harbour Clinic 4 Dec",
        "Send the list of medicines to Dr Lee For anyone",
        "Carried over to the next visit 1 Will I be well enough to visit my sister in April? "
        "My concern: time with Rosa",
    ]
    places = [said.find(part) for part in parts]
    assert -1 not in places, [part for part in parts if part not in said]
    assert places == sorted(places)
    assert pdf.foot(0) == (
        "Page 1 of 2 This is a notebook, not medical advice. "
        "Printed Tuesday 1 December 2026. Maria Alvarez: after the visit, 3 December 2026"
    )


def test_every_look_passes_every_check(opened, look):
    pdf = opened(after_visit(marias_visit(look=look)))
    pdf.check()
    assert pdf.paper == {PAPER[look.paper]}
    assert pdf.fonts() == ATKINSON
    assert pdf.outside() == []
    assert pdf.reader.metadata.title == "Maria Alvarez: after the visit, 3\u00a0December\u00a02026"
    assert pdf.pages == {"normal": 2, "large": 3}[look.size]


def test_with_nothing_on_it_there_are_lines_for_what_is_to_do(opened):
    pdf = opened(after_visit(AfterSheet(person="Maria Alvarez", printed_on=ON, look=A4)))
    pdf.check()
    words = pdf.words()
    assert words.endswith("What we heard Things to do Done What Who By when")
    assert "Carried over" not in words


@pytest.mark.parametrize("name", STRANGE)
@pytest.mark.parametrize("paper_size", ["a4-normal", "letter-large"])
def test_whatever_is_typed_is_printed_whole(opened, name, paper_size):
    """Answers and notes as long as their fields have room, and every other text."""
    typed = STRANGE[name]
    line = " ".join(typed.split())
    sheet = marias_visit(
        person=line[:80],
        with_whom=line[:120],
        facts=(Fact("Who came along", line[:200]),),
        answers=(PrintedAnswer(1, typed, typed), PrintedAnswer(2, line[:300])),
        notes=(PrintedNote(typed, line[:60]),),
        to_do=(PrintedToDo(line[:300], line[:200], "4 Dec 2026"),) * 3,
        carried=(SheetQuestion(typed, line[:120]),),
        look=Look(*paper_size.split("-")),
    )
    pdf = opened(after_visit(sheet))
    pdf.check()
    assert pdf.outside() == []
    wanted = letters(
        printable(typed) * 4
        + printable(line[:300]) * 4
        + printable(line[:120]) * 2
        + printable(line[:200]) * 4
        + printable(line[:80])
        + printable(line[:60])
    )
    found = letters(pdf.words())
    for c in set(wanted):
        assert found.count(c) >= wanted.count(c), c


def test_where_one_is_long_the_things_to_do_stand_in_a_list(opened):
    rows = (PrintedToDo("Call " * 30, "Ana", "4 Dec 2026"), PrintedToDo("Test", "Ana", "", True))
    pdf = opened(after_visit(marias_visit(to_do=rows)))
    pdf.check()
    assert "Things to do Call Call" in pdf.words()
    assert "Ana By 4 Dec 2026 Test Ana Done" in pdf.words()
    assert "By when" not in pdf.words()


def test_a_long_answer_runs_over_pages_and_a_short_one_stays_whole():
    assert PrintedAnswer(1, "Why?", "word " * 200).is_long
    assert not PrintedAnswer(1, "Why?", "word " * 100).is_long
    assert marias_visit().table_is_short
    many = dataclasses.replace(marias_visit(), to_do=(PrintedToDo("x" * 300, "Ana"),) * 2)
    assert not many.table_is_short
