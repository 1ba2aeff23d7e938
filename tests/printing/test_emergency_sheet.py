"""The emergency page and its cards, opened: in order, two pages at most, no word clipped."""

import dataclasses

import pymupdf
import pytest

from careplan.printing.emergency_sheet import ON_A_CARD, ON_THE_PAGE, emergency_page, part
from careplan.printing.sheets import Words, typed
from tests.printing import extremes
from tests.printing.family import ANA, DR_LEE, TEAM, marias_emergency
from tests.printing.opened import MM
from tests.printing.test_sheets import ATKINSON, PAPER

pytestmark = pytest.mark.pdf
CARD = [
    "In an emergency, please call",
    *("Ana Alvarez", "555-0142"),
    *("Daughter", ". Decides for me if I cannot", "speak. At night 555-0143."),
    *("Then:", "Luis Alvarez", ", 555-0117"),
    *("Maria Alvarez", "Signed papers:"),
    *("POLST form", ":", "Red sleeve, fridge door"),
    *("Health care proxy", ",", "Living will", ":", "Blue folder,", "kitchen shelf"),
    *("Care team:", "Dr Lee", ", 555-0150"),
    *("This card is not a medical order.", "Printed 1\u00a0December\u00a02026."),
]


def test_it_says_all_in_order(opened):
    pdf = opened(emergency_page(marias_emergency()))
    assert pdf.spoken() == [
        *("For the fridge door", "Maria Alvarez", "In an emergency"),
        *("Call first", "Ana Alvarez, daughter", "555-0142"),
        "Decides for me if I cannot speak.",
        *("At night and on weekends:", "555-0143"),
        *("If Ana Alvarez does not answer", "Luis Alvarez, brother", "555-0117"),
        "My doctors",
        *("Who", "Day", "Night and weekend"),
        *("Dr Lee, cancer clinic", "555-0150", "555-0151"),
        *("Palliative care team", "555-0160", "555-0161"),
        "Papers in place",
        "Hand the doctor’s orders to the ambulance crew. A living will is not an order to them.",
        *("What", "Where"),
        *("POLST form", "Signed 10 May 2026", "Red sleeve, fridge door", "Copies:", "Ana"),
        *("Health care proxy", "Signed 4 May 2026", "Blue folder, kitchen shelf"),
        *("Copies:", "Ana", ",", "Luis", ",", "Dr Lee"),
        *("Living will", "Signed 4 May 2026", "Blue folder, kitchen shelf", "Copies:", "Ana"),
        *("What matters most to me", "To be at home, without pain, with Ana beside me."),
        "Two wallet cards",
        "Cut along the solid line. Fold on the dashed line. Keep one, and give one to the",
        "person to call first.",
        *CARD,
        *CARD,
    ]
    assert pdf.foot(0) == (
        "Page 1 of 2 This page is not a medical order. The signed papers count. Printed Tuesday "
        "1 December 2026. Check it again in six months. Maria Alvarez: in an emergency"
    )


def test_every_look_passes_every_check(opened, look):
    pdf = opened(emergency_page(marias_emergency(look=look)))
    pdf.check()
    assert pdf.pages == 2
    assert pdf.paper == {PAPER[look.paper]}
    assert pdf.fonts() == ATKINSON
    assert pdf.outside() == []
    assert "more" not in pdf.words()
    assert "cut short" not in pdf.words()


def test_a_plan_without_anything_has_lines_to_write_on(opened, look):
    empty = {"deciders": (), "doctors": (), "papers": (), "matters": ""}
    pdf = opened(emergency_page(marias_emergency(look=look, **empty)))
    pdf.check()
    assert pdf.pages == 2
    words = pdf.words()
    assert "Call first Write a name and a number here. My doctors Who Day" in words
    assert (
        "Papers in place No signed paper stands in the plan yet. What Where What matters" in words
    )
    assert "please call Maria Alvarez Papers, and where they are: This card" in words


def test_without_a_paper_that_names_anyone_the_care_team_is_called(opened):
    words = opened(emergency_page(marias_emergency(deciders=()))).words()
    assert (
        "Call first Dr Lee, cancer clinic 555-0150 No signed paper in the plan names who decides. "
        "At night and on weekends: 555-0151 My doctors"
    ) in words
    assert "Decides" not in words
    assert "please call Dr Lee 555-0150 Cancer clinic At night 555-0151. Maria Alvarez" in words


def test_what_matters_is_left_out_for_who_may_not_read_it(opened):
    words = opened(emergency_page(marias_emergency(matters=None))).words()
    assert "matters" not in words


def test_for_somebody_else_it_says_no_me(opened):
    words = opened(emergency_page(marias_emergency(is_mine=False))).words()
    assert "Decides if Maria Alvarez cannot speak." in words
    assert "What matters most To be at home" in words
    assert not {"me", "my", "My"} & set(words.split())


def test_a_number_at_night_alone_is_said_to_be_one(opened):
    night = dataclasses.replace(ANA, day="")
    words = opened(emergency_page(marias_emergency(deciders=(night,)))).words()
    assert "Ana Alvarez, daughter 555-0143" in words
    assert "This is the number for nights and weekends." in words


def test_what_is_left_out_is_counted():
    """Rows, copies and people; and words that were cut are said to be."""
    sheet = marias_emergency(
        deciders=(ANA,) * 5, doctors=(DR_LEE, TEAM) * 6, papers=marias_emergency().papers * 4
    )
    for room in (*ON_THE_PAGE, *ON_A_CARD):
        cut = part(typed(sheet), room)
        assert len(cut.sheet.deciders) + cut.more_deciders == 5
        assert len(cut.sheet.doctors) + cut.more_doctors == 12
        assert len(cut.sheet.papers) + cut.more_papers == 12
    assert part(typed(sheet), ON_THE_PAGE[2]).sheet.papers[1].copies == ("Ana", "2 more")
    assert part(typed(sheet), ON_THE_PAGE[3]).sheet.papers[1].copies == ("3",)
    assert not part(typed(sheet), ON_THE_PAGE[0]).is_cut
    assert part(typed(sheet), ON_THE_PAGE[-1]).is_cut


def test_no_number_is_ever_cut():
    long = dataclasses.replace(ANA, day="W" * 40, night="5" * 40)
    for room in (*ON_THE_PAGE, *ON_A_CARD):
        found = part(typed(marias_emergency(deciders=(long, long))), room).sheet.deciders
        assert {contact.day for contact in found} == {Words("W" * 40)}
        assert {contact.night for contact in found} == {Words("5" * 40)}


def test_many_doctors_and_papers_are_counted_on_paper(opened):
    sheet = marias_emergency(doctors=(DR_LEE, TEAM) * 6, papers=marias_emergency().papers * 4)
    pdf = opened(emergency_page(sheet))
    assert pdf.pages == 2
    words = pdf.words()
    doctors = words.count("Dr Lee, cancer clinic") + words.count("Palliative care team")
    assert f"{12 - doctors} more stand in the plan, on the page People." in words
    papers = words.partition("Two wallet")[0].count(" Signed ")
    assert f"{12 - papers} more papers stand on the papers checklist." in words


def clipped(pdf) -> list[str]:
    """The words on the page of the cards that stand outside their card's 85.6 x 54 mm, folded."""
    with pymupdf.open(pdf.path) as document:
        page = document[1]
        cards = [
            drawn["rect"]
            for drawn in page.get_drawings()
            if abs(drawn["rect"].height - 54 * MM) < 1 and drawn["rect"].width > 170 * MM
        ]
        words = page.get_text("words")
    assert len({round(card.y0) for card in cards}) == 2, cards
    first = min(card.y0 for card in cards)
    last = max(card.y1 for card in cards)
    found = []
    for x0, y0, x1, y1, word, *_place in words:
        if y0 < first - 2 or y0 > last + 5:
            continue
        inside = any(card.y0 <= y0 + 2 and y1 <= card.y1 and card.x0 <= x0 for card in cards)
        fold = min(card.x0 for card in cards) + 85.6 * MM
        if not inside or x0 < fold < x1:
            found.append(word)
    return found


@pytest.mark.parametrize("seed", range(16))
def test_whatever_is_typed_it_has_two_pages(opened, seed):
    two_pages(opened(emergency_page(extremes.emergency(seed))))


@pytest.mark.long
@pytest.mark.parametrize("seed", range(16, 516))
def test_whatever_is_typed_it_has_two_pages_at_length(opened, seed):
    two_pages(opened(emergency_page(extremes.emergency(seed))))


def two_pages(pdf) -> None:
    assert pdf.pages == 2
    pdf.check()
    assert pdf.outside() == []
    assert clipped(pdf) == []
    assert "Two wallet cards" in pdf.words()
