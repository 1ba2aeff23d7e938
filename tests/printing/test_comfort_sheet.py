"""The comfort checklist, opened."""

import pytest

from careplan.library.catalog import LIBRARY
from careplan.printing.comfort_sheet import PrintedTopic, TopicsUnderTitle, comfort_checklist
from careplan.printing.glyphs import printable
from careplan.printing.sheets import Look
from tests.printing.family import marias_topics
from tests.printing.test_sheets import ATKINSON, PAPER, STRANGE, letters

pytestmark = pytest.mark.pdf
HEAD = ("Topic", "I want to talk", "We talked on", "Decided")


def test_it_says_all_in_order(opened):
    pdf = opened(comfort_checklist(marias_topics()))
    assert pdf.spoken() == [
        *("Comfort and support", "Maria Alvarez", "What I would like to talk about"),
        "As of Tuesday 1\u00a0December\u00a02026",
        "Tick what you want to bring up. Nothing here has to be decided today. Every box can stay",
        "empty.",
        "Comfort now",
        *HEAD,
        *("Palliative care alongside", "treatment", "Yes"),
        *("A plan for pain and for", "breathlessness", "12 Nov 2026"),
        "Medicines I take now",
        "In my own words",
        "A plan for pain and for breathlessness",
        *("No more nights like the one in May.", "Ana knows which drops I mean."),
        "What matters to me",
        *HEAD,
        *("Going back to the hospital", "or not", "4 May 2026", "19 Nov 2026"),
        "Spiritual needs and rites",
        "In my own words",
        *("Going back to the hospital or not", "At home, if Ana can manage."),
        "Something else",
    ]


def test_for_somebody_else_it_says_no_i(opened):
    words = opened(comfort_checklist(marias_topics(is_mine=False, groups=()))).words()
    assert "What to talk about As of" in words
    assert " I " not in words


def all_topics(**fields) -> TopicsUnderTitle:
    topics = tuple(PrintedTopic(topic.title, **fields) for topic in LIBRARY.topics.values())
    return tuple(TopicsUnderTitle(f"Group {n}", topics[n::4]) for n in range(4))


def test_every_look_passes_every_check(opened, look):
    """All topics of the library, with all that can be said of each."""
    days = {"talked": "30 Sep 2026", "decided": "30 Sep 2026"}
    pdf = opened(comfort_checklist(marias_topics(groups=all_topics(**days), look=look)))
    pdf.check()
    assert pdf.paper == {PAPER[look.paper]}
    assert pdf.fonts() == ATKINSON
    assert pdf.outside() == []
    assert pdf.reader.metadata.title == "Maria Alvarez: comfort and support"
    assert pdf.pages == {"normal": 3, "large": 4}[look.size]


@pytest.mark.parametrize("name", STRANGE)
@pytest.mark.parametrize("paper_size", ["a4-normal", "letter-large"])
def test_whatever_is_typed_is_printed_whole(opened, name, paper_size):
    typed = STRANGE[name]
    topics = (PrintedTopic("Where", wanted=True, wish=typed), PrintedTopic("Who", wish=typed))
    sheet = marias_topics(
        person=" ".join(typed.split())[:80],
        groups=(TopicsUnderTitle("Comfort now", topics),),
        look=Look(*paper_size.split("-")),
    )
    pdf = opened(comfort_checklist(sheet))
    pdf.check()
    assert pdf.outside() == []
    wanted, found = letters(printable(typed) * 2), letters(pdf.words())
    for c in set(wanted):
        assert found.count(c) >= wanted.count(c), c
