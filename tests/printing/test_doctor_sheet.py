"""The doctor's page, opened: all of it in order, in the largest type that lets it fit, and full of
lines to write on."""

import dataclasses
import datetime as dt

import pytest

from careplan.printing import doctor_sheet, printer
from careplan.printing.doctor_sheet import (
    STEPS,
    Bother,
    Decider,
    DecidingPaper,
    DoctorSheet,
    cut,
    doctor_page,
)
from careplan.printing.sheets import Look, typed
from tests.printing.conftest import MARIAS_QUESTIONS
from tests.printing.test_fetches_nothing import (
    WAYS,
    listener,  # noqa: F401 - a fixture
    nothing_came_of_it,
    secret,  # noqa: F401 - a fixture
    traps,
)
from tests.printing.test_sheets import ARABIC, PAPER, VIETNAMESE

pytestmark = pytest.mark.pdf
ANA = Decider("Ana Alvarez", "daughter", "555-0142", "555-0143")
LUIS = Decider("Luis Alvarez", "brother", "555-0117", is_next=True)


def marias_page(**fields) -> DoctorSheet:
    """Maria's page for Dr Lee, in its usual look."""
    marias = {
        "printed_on": dt.date(2026, 12, 1),
        "look": Look("a4", "normal"),
        "person": "Maria Alvarez",
        "with_whom": "Dr Lee",
        "day": dt.date(2026, 12, 3),
        "time": dt.time(10, 30),
        "who_comes": "Ana, my daughter",
        "questions": tuple(question.text for question in MARIAS_QUESTIONS[:3]),
        "more_questions": 4,
        "bothers": (
            Bother("Tired all day", 8),
            Bother("Back pain at night", 6),
            Bother("Cough", 0),
        ),
        "more_bothers": 1,
        "how_much": "Everything, but the big picture first.",
        "information_need": "Slowly, in plain words.\nAna takes notes.",
        "who_may_hear": "Ana: everything. Luis: only what I tell him.",
        "paper": DecidingPaper(
            "Health care proxy",
            "12 May 2026",
            (ANA, LUIS),
            "blue folder, kitchen shelf",
            ("Dr Lee", "Ana"),
            more_copies=2,
        ),
        "in_own_words": True,
    }
    return DoctorSheet(**{**marias, **fields})


def test_the_page_says_all_in_order(opened):
    pdf = opened(doctor_page(marias_page()))
    assert pdf.spoken() == [
        "You can hand this page over",
        "Maria Alvarez",
        "For Dr Lee",
        "Thursday 3\u00a0December\u00a02026, 10:30. With Ana, my daughter",
        "My three questions",
        "1",
        "Is this tiredness from the cancer, the treatment, or",
        "something else we can treat?",
        "2",
        "If this treatment stops working, what comes next? And",
        "what if I choose to stop?",
        "3",
        "What can we do about the pain in my back at night?",
        "And 4 more on the question list.",
        "What bothers me most",
        *("Concern", "0 = not at all, 10 = worst", "How much"),
        *("Tired all day", "8", "of 10"),
        *("Back pain at night", "6", "of 10"),
        *("Cough", "0", "of 10"),
        "And 1 more concern in the plan.",
        *("What I want to know", "Everything, but the big picture first."),
        *("How I need information", "Slowly, in plain words. Ana takes", "notes."),
        *("Who may hear what", "Ana: everything. Luis: only what I tell", "him."),
        "Who decides if I cannot",
        *("Ana Alvarez", ", daughter,", "555-0142", ",", "at night", "555-0143"),
        *("Then", "Luis Alvarez", ", brother,", "555-0117"),
        *("Health care proxy, signed 12 May", "2026."),
        "It is here: blue folder, kitchen shelf",
        *("Copies:", "Dr Lee", ",", "Ana", ". And 2 more."),
        "Notes",
    ]
    assert pdf.foot(0) == (
        "Page 1 of 1 My own words. A notebook, not medical advice. "
        "Printed Tuesday 1 December 2026. "
        "Maria Alvarez: one page for Dr Lee, 3 December 2026"
    )


def test_every_look_is_one_page_that_passes_every_check(opened, look):
    pdf = opened(doctor_page(marias_page(look=look)))
    pdf.check()
    assert (pdf.pages, pdf.paper) == (1, {PAPER[look.paper]})
    assert pdf.outside() == []
    assert pdf.lines() >= 1
    assert "Cut short" not in pdf.words()
    assert pdf.root["/Lang"] == "en"
    assert all(pdf.fonts().values())
    title = "Maria Alvarez: one page for Dr Lee, 3\u00a0December\u00a02026"
    assert pdf.reader.metadata.title == title


def test_a_page_with_nothing_on_it_is_full_of_lines(opened, look):
    pdf = opened(doctor_page(DoctorSheet(dt.date(2026, 12, 1), look)))
    pdf.check()
    assert pdf.spoken() == ["You can hand this page over", "For the care team", "Notes"]
    assert pdf.pages == 1
    assert pdf.lines() >= 15


def test_the_less_there_is_to_say_the_larger_it_is_said(opened):
    """In large print, three short questions stand in 21 pt; a full page in smaller type."""
    look = Look("letter", "large")
    short = marias_page(look=look, questions=("Why?",) * 3, bothers=(), paper=None, how_much="")
    heights = []
    for sheet in (short, marias_page(look=look), marias_page(look=look, how_much="Slowly. " * 30)):
        pdf = opened(doctor_page(sheet))
        words = {word: y1 - y0 for _x0, y0, _x1, y1, word in pdf.words_on_page(0)}
        heights.append(words["three"])
        assert pdf.pages == 1
        assert "Cut short" not in pdf.words()
    assert heights[0] > heights[1] > heights[2]


def test_what_is_cut_says_so_and_where_it_is_whole(opened, look):
    long = "Why is it so, and what can be done about it? " * 88
    pdf = opened(doctor_page(marias_page(look=look, questions=(long, "Short?", "Why?"))))
    pdf.check()
    words = pdf.words()
    assert pdf.pages == 1
    assert "Cut short to fit. The whole text is on the question list." in words
    assert "in the plan." not in words.replace("more concern in the plan.", "")
    assert "… 2 Short? 3 Why?" in words
    assert len(words) > 1_200  # no more is cut than has to be


def test_what_else_is_cut_is_in_the_plan(opened):
    sheet = marias_page(how_much="W" * 500, information_need="W" * 500, who_may_hear="W" * 500)
    words = opened(doctor_page(sheet)).words()
    assert "Cut short to fit. The whole text is in the plan." in words
    assert "on the question list. What bothers me most" in words  # the questions are whole
    assert "Cut short to fit. The whole text is on" not in words


def test_where_room_is_least_the_first_alone_is_named_and_the_others_are_counted(opened):
    wide = Decider("W" * 120, "W" * 80, "1" * 40, "2" * 40)
    paper = DecidingPaper("W" * 120, "2026", (wide,) * 3, "W" * 300, ("W" * 120,) * 3, 4, 5)
    sheet = marias_page(paper=paper, questions=("W" * 4_000,) * 3, how_much="W" * 500)
    pdf = opened(doctor_page(sheet))
    assert pdf.pages == 1
    words = pdf.words()
    assert "And 6 more named in the paper." in words
    assert "And 7 more." in words


@pytest.mark.parametrize("language", ["ar", "es"])
def test_another_language(opened, language):
    sheet = marias_page(look=Look("a4", "large", language), questions=(ARABIC, VIETNAMESE, "Why?"))
    pdf = opened(doctor_page(sheet))
    pdf.check()
    assert pdf.outside() == []
    assert (pdf.pages, pdf.root["/Lang"]) == (1, language)
    assert VIETNAMESE in pdf.words()


def test_a_mixed_page_keeps_its_column_of_numbers(opened):
    pdf = opened(doctor_page(marias_page(questions=(ARABIC, VIETNAMESE, "Why?"))))
    numbers = [w for w in pdf.words_on_page(0) if w[4] in {"1", "2", "3"} and w[0] < 80]
    assert [w[4] for w in sorted(numbers, key=lambda w: w[1])][:3] == ["1", "2", "3"]
    assert len({round(w[0]) for w in numbers[:3]}) == 1


@pytest.mark.parametrize("value", range(11))
def test_the_bar_is_as_long_as_the_value(opened, value):
    pdf = opened(doctor_page(marias_page(bothers=(Bother("Pain", value),))))
    thick, thin = pdf.bar()
    assert round(thick / thin * 10, 1) == value


def test_an_unchanged_page_is_printed_once(monkeypatch):
    jobs = []
    monkeypatch.setattr(printer, "render", lambda html, **_how: jobs.append(html) or b"%PDF-")
    for sheet in (marias_page(), marias_page(), marias_page(more_questions=5)):
        doctor_page(sheet)
    assert len(jobs) == 2


def test_a_short_page_sends_few_versions(monkeypatch):
    """Texts that are cut alike are sent once, and one more that always fits."""
    sent = []
    monkeypatch.setattr(printer, "render", lambda html, **how: sent.append(how) or b"%PDF-")
    doctor_page(DoctorSheet(dt.date(2026, 12, 1), Look("a4", "large"), "Maria"))
    assert (len(sent[0]["shorter"]), sent[0]["fit"].one_page) == (1, STEPS["large"])
    assert 'class="doc1 in-one-line"' in sent[0]["shorter"][0]


def test_cutting_keeps_short_words_and_what_is_no_text():
    sheet = typed(marias_page(how_much="one two three four five six seven"))
    shorter = cut(sheet, 20)
    assert shorter.how_much == "one two three four…"
    assert shorter.paper.people == (ANA, LUIS)
    assert (shorter.day, shorter.more_questions) == (sheet.day, 4)
    assert cut(shorter, 20) == shorter


@pytest.mark.parametrize("way", range(WAYS))
def test_nothing_is_fetched(opened, listener, secret, way):  # noqa: F811 - fixtures
    """Each trap in every field of the page."""
    trap = traps(listener.port, secret)[way]
    one = Decider(trap, trap, trap, trap)
    filled = DoctorSheet(
        dt.date(2026, 12, 1),
        Look("a4", "normal"),
        questions=(trap,) * 3,
        bothers=(Bother(trap, 10),) * 3,
        paper=DecidingPaper(trap, trap, (one,) * 3, trap, (trap,) * 3),
    )
    texts = ("person", "with_whom", "who_comes", "how_much", "information_need", "who_may_hear")
    pdf = opened(doctor_page(dataclasses.replace(filled, **dict.fromkeys(texts, trap))))
    assert pdf.pages == 1
    nothing_came_of_it(pdf, listener)


def test_the_last_version_is_one_page_by_itself(monkeypatch, opened):
    """It is what the halving falls back on, so it must fit whatever the letters are like."""
    sent = []
    monkeypatch.setattr(printer, "render", lambda html, **how: sent.append(how["shorter"][-1]))
    for letter in "WمẾ﷽":
        c = letter * 4_000
        one = Decider(c[:120], c[:80], c[:40], c[:40])
        fields = {
            "person": c[:80],
            "with_whom": c[:120],
            "who_comes": c[:200],
            "questions": (c,) * 3,
        }
        fields |= dict.fromkeys(("how_much", "information_need", "who_may_hear"), c[:500])
        fields["paper"] = DecidingPaper(c[:120], "2026", (one,) * 3, c[:300], (c[:120],) * 3, 9, 9)
        fields["bothers"] = (Bother(c[:80], 10),) * 3
        look = Look("letter", "large")
        doctor_sheet._print(marias_page(**fields, look=look))
    monkeypatch.undo()
    for html in sent:
        html = html.replace('class="letter large"', 'class="letter large fit-7"')
        assert opened(printer.render(html)).pages == 1
