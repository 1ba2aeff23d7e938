"""The papers checklist, opened."""

import dataclasses

import pytest

from careplan.printing.glyphs import printable
from careplan.printing.papers_sheet import (
    OldCopy,
    PapersUnderTitle,
    PrintedPaper,
    papers_checklist,
)
from careplan.printing.sheets import Fact, Look
from tests.printing.family import marias_papers
from tests.printing.test_sheets import ATKINSON, PAPER, STRANGE, letters

pytestmark = pytest.mark.pdf


def test_it_says_all_in_order(opened):
    pdf = opened(papers_checklist(marias_papers()))
    assert pdf.spoken() == [
        *("Papers checklist", "Maria Alvarez", "My papers"),
        "As of Tuesday 1\u00a0December\u00a02026",
        *("Who decides if I cannot", "Ana Alvarez, daughter, 555-0142"),
        *("In reserve", "Luis Alvarez, brother, 555-0117"),
        *("Signed", "In progress", "Thinking about it", "Not now"),
        "Who speaks for me",
        *("Signed 4 May 2026", "Health care proxy", "Names the person who speaks for you"),
        *("Agent", "Ana Alvarez, daughter, 555-0142, at night 555-0143"),
        *("In reserve", "Luis Alvarez, brother, 555-0117"),
        *("Original", "Blue folder, kitchen shelf"),
        *("Copies", "Ana (4 May 2026), Dr Lee (12 May 2026), Luis (20 June", "2026)"),
        *("Look again by", "4 May 2036"),
        "Doctor’s orders",
        *("In progress", "POLST form", "A clinician’s orders for emergencies"),
        *("Next step", "Talk with Dr Lee on 3 December"),
        "Family and after",
        *("Signed 2015", "Will", "Who gets what; guardians"),
        *("Original", "Ms Ortiz, lawyer, 555-0188"),
        *("Copies", "Nobody has one"),
        *("Look again by", "Overdue since 1 January 2025"),
        *("Not now", "Donation paper", "A gift after death"),
        "Funeral wishes",
        "Old copies to call back",
        "These papers were replaced. Ask each holder to give the old copy back, or to destroy it.",
        "Then tick.",
        *("St Mary’s Hospital, 555-0190", "Health care proxy, signed 2019"),
        *("Rosa, 555-0133", "Health care proxy, signed 2019", "Asked on 2 November 2026"),
        "Rules differ from place to place. Only the signed papers count. This page says where they",
        "are.",
    ]
    assert pdf.foot(0) == (
        "Page 1 of 2 This is a notebook, not medical advice. "
        "Printed Tuesday 1 December 2026. Maria Alvarez: papers checklist"
    )


def test_every_look_passes_every_check(opened, look):
    pdf = opened(papers_checklist(marias_papers(look=look)))
    pdf.check()
    assert pdf.paper == {PAPER[look.paper]}
    assert pdf.fonts() == ATKINSON
    assert pdf.outside() == []
    assert pdf.reader.metadata.title == "Maria Alvarez: papers checklist"


def test_without_old_copies_there_is_no_list_of_them(opened):
    words = opened(papers_checklist(marias_papers(old_copies=()))).words()
    assert "Old copies" not in words
    assert words.endswith("This page says where they are.")


@pytest.mark.parametrize("name", STRANGE)
@pytest.mark.parametrize("paper_size", ["a4-normal", "letter-large"])
def test_whatever_is_typed_is_printed_whole(opened, name, paper_size):
    """Notes of 4,000 letters, and every other text as long as its field has room."""
    typed = STRANGE[name]
    line = " ".join(typed.split())[:300]
    facts = (Fact("Original", line), Fact("Notes", typed))
    strange = PrintedPaper(line[:120], line[:120], "1", "Signed 2019", facts)
    sheet = marias_papers(
        person=line[:80],
        facts=(Fact("Who decides if I cannot", line[:250]),),
        groups=(PapersUnderTitle("What I want", (strange, strange)),),
        old_copies=(OldCopy(line[:160], line[:140]),),
        look=Look(*paper_size.split("-")),
    )
    pdf = opened(papers_checklist(sheet))
    pdf.check()
    assert pdf.outside() == []
    assert all(pdf.fonts().values())
    wanted, found = letters(printable(typed) * 2), letters(pdf.words())
    for c in set(wanted):
        assert found.count(c) >= wanted.count(c), c


def test_a_hundred_papers(opened):
    papers = tuple(
        dataclasses.replace(marias_papers().groups[0].papers[0], name=f"Paper {n} of many")
        for n in range(100)
    )
    copies = tuple(OldCopy(f"Holder {n} of many", "Will, signed 2015") for n in range(300))
    sheet = marias_papers(groups=(PapersUnderTitle("What I want", papers),), old_copies=copies)
    pdf = opened(papers_checklist(sheet))
    pdf.check()
    spoken = pdf.spoken()
    assert [said for said in spoken if said.startswith("Paper ")] == [p.name for p in papers]
    assert [said for said in spoken if said.startswith("Holder ")] == [c.holder for c in copies]
