"""The sheets, opened: what stands on them, in which order, on which pages."""

import dataclasses
import datetime as dt
import unicodedata

import pytest

from careplan.printing.glyphs import covered, printable
from careplan.printing.sheets import (
    Look,
    QuestionSheet,
    SheetQuestion,
    Words,
    blank_list,
    question_list,
)
from tests.printing.conftest import MARIAS_QUESTIONS, marias_list
from tests.printing.opened import MM

pytestmark = pytest.mark.pdf
PAPER = {"a4": (595, 842), "letter": (612, 792)}
ATKINSON = {"Atkinson-Hyperlegible": True, "Atkinson-Hyperlegible-Bold": True}
VIETNAMESE = "Tôi có thể làm gì để giảm mệt mỏi và đau lưng vào ban đêm?"
ARABIC = "هل هذا التعب من السرطان أم من العلاج؟"


def test_the_question_list_says_all_in_order(opened):
    pdf = opened(question_list(marias_list()))
    assert pdf.spoken() == [
        "Question list",
        "Maria Alvarez",
        "Questions for Dr Lee",
        "Thursday 3\u00a0December\u00a02026, 10:30",
        *("Who comes along", "Ana, my daughter"),
        *("How much I want to know", "Everything, but the big picture first"),
        *("How I need information", "Slowly, in plain words, and written down"),
        "The three that matter most",
        "1",
        "Is this tiredness from the cancer, the treatment,",
        "or something else we can treat?",
        "My concern: tired all day, 8 of 10",
        "2",
        "If this treatment stops working, what comes",
        "next? And what if I choose to stop?",
        "My concern: not knowing what lies ahead",
        "3",
        "What can we do about the pain in my back at",
        "night?",
        "My concern: back pain at night, 6 of 10",
        "If there is time",
        *("4", "Which of my medicines could I stop?", "My concern: too many tablets, 4 of 10"),
        *("5", "What can I eat when nothing tastes right?", "My concern: losing weight"),
        "What we agreed, and what happens next",
    ]
    for page in (1, 2):
        assert pdf.foot(page - 1) == (
            f"Page {page} of 2 This is a notebook, not medical advice. "
            "Printed Tuesday 1 December 2026. The code opens this list, with sign-in. "
            "Maria Alvarez: questions, 3 December 2026"
        )


def test_every_look_passes_every_check(opened, look):
    pdf = opened(question_list(marias_list(look=look)))
    pdf.check()
    assert pdf.paper == {PAPER[look.paper]}
    assert pdf.fonts() == ATKINSON
    assert pdf.outside() == []
    assert pdf.root["/Lang"] == "en"
    assert pdf.root["/MarkInfo"]["/Marked"]
    assert pdf.reader.metadata.title == "Maria Alvarez: questions, 3\u00a0December\u00a02026"
    assert "/EmbeddedFiles" not in pdf.root.get("/Names", {})


def test_the_foot_has_three_lines(opened, look):
    """Name and page on one, above the two others, all above the edge that printers leave white."""
    pdf = opened(question_list(marias_list(look=look)))
    top = {word: y0 for _x0, y0, _x1, _y1, word in pdf.words_on_page(0)}  # the last of each
    assert round(top["questions,"]) == round(top["Page"]) < top["notebook,"] < top["sign-in."]
    last = max(y1 for _x0, _y0, _x1, y1, _word in pdf.words_on_page(0))
    assert last < PAPER[look.paper][1] - 7.5 * MM


def test_three_questions_make_one_page(opened, look):
    pdf = opened(question_list(marias_list(*MARIAS_QUESTIONS[:3], look=look)))
    assert pdf.pages == 1
    assert pdf.outside() == []
    pdf.check()
    for question in MARIAS_QUESTIONS[:3]:
        assert question.text in pdf.words()
        assert question.why in pdf.words()
    assert "Page 1 of 1" in pdf.foot(0)


def test_a_guests_three_questions_make_one_page(opened, look):
    """It has no name, no visit and no empty rows; and no code, without an address."""
    questions = tuple(SheetQuestion(q.text) for q in MARIAS_QUESTIONS[:3])
    pdf = opened(question_list(QuestionSheet(questions, dt.date(2026, 12, 1), look)))
    assert pdf.pages == 1
    pdf.check()
    spoken = pdf.spoken()
    assert spoken[:4] == ["Question list", "My questions", "The three that matter most", "1"]
    assert "Who comes along" not in spoken
    assert "code" not in pdf.foot(0)
    assert pdf.reader.metadata.title == "My questions"


def test_the_code_is_a_drawing_of_the_address(opened):
    with_code = question_list(marias_list())
    without = question_list(marias_list(code_address=""))
    assert len(with_code) > len(without)
    assert "The code opens" not in opened(without).foot(0)
    other = question_list(marias_list(code_address="https://careplan.example.org/v/ZZZZZ99999/"))
    assert opened(other).foot(0) == opened(with_code).foot(0)
    assert other != with_code


def test_closing_lines_are_left_out_where_they_would_stand_alone(opened):
    """With four questions they would be alone on page 2 of the large print."""
    look = Look("letter", "large")
    counted = {}
    for count in range(4, 12):
        questions = tuple(SheetQuestion(f"Question {n}?") for n in range(count))
        pdf = opened(question_list(marias_list(*questions, look=look)))
        last = pdf.reader.pages[-1].extract_text()
        counted["agreed" in pdf.words()] = counted.get("agreed" in pdf.words(), 0) + 1
        assert "Question" in last.replace("Question list", "")  # never the closing lines alone
    assert counted[True]
    assert counted[False]


@pytest.mark.parametrize("count", [1, 2])
def test_fewer_than_three(opened, count):
    pdf = opened(question_list(marias_list(*MARIAS_QUESTIONS[:count])))
    assert pdf.pages == 1
    assert "What matters most" in pdf.words()
    assert "If there is time" not in pdf.words()
    pdf.check()


def test_the_blank_list(opened, look):
    pdf = opened(blank_list(look, dt.date(2026, 12, 1)))
    pdf.check()
    assert (pdf.pages, pdf.paper) == (2, {PAPER[look.paper]})
    assert pdf.fonts() == ATKINSON
    assert pdf.outside() == []
    words = pdf.words()
    assert words.startswith("Question list My questions My name Doctor, day and time Who comes")
    # A ninth would stand alone on a third page of the large print on Letter.
    ninth = look != Look("letter", "large")
    assert ("8 9" in words) == ninth
    assert "6 7 8" in words


STRANGE = {
    "4,000 letters": "Why is it so, and what can be done about it? " * 89,
    "4,000 letters in lines": "Why is it so?\n\n\n" * 250,
    "a word of 300 letters": "x" * 300,
    "a word of 300 wide letters": "W" * 300,
    "markup": "<script>alert(1)</script> & <b>bold</b> &amp; {{ person }} {% now 'Y' %}",
    "signs": "I feel 😀 👩🏽‍⚕️ 🇺🇸 — it’s ½ of “that”",
    "Vietnamese": VIETNAMESE,
    "Vietnamese with dots": "Hẹn gặp bác sĩ: dị ứng, bụng, chọc? ẹ ị ọ ụ Ạ Ị",
    "Arabic": ARABIC,
    "a long Arabic word": "ك" * 300,
    "Arabic with marks": "كَيْفَ حَالُكَ؟ اَلْأَلَمُ شَدِيدٌ لِماذا",
    "Greek, Cyrillic, Hindi": "Τι να κάνω; Что мне делать? मुझे क्या करना चाहिए?",
    "a script that no font has": "我该怎么办？" * 20,
    "all in one": f"{VIETNAMESE} {ARABIC} 😀 <b>x</b> Ελληνικά",
}


def letters(text: str) -> list[str]:
    """Every letter and accent, in no order: a PDF holds Arabic as it stands on the paper."""
    return sorted(c for c in unicodedata.normalize("NFKD", text) if not c.isspace())


@pytest.mark.parametrize("name", STRANGE)
@pytest.mark.parametrize("paper_size", ["a4-normal", "letter-large"])
def test_whatever_is_typed_is_printed_whole(opened, name, paper_size):
    """First in bold among the top three, then further down: no letter lost, none over the edge."""
    typed = STRANGE[name]
    marked = SheetQuestion(typed, why=typed[:300])
    look = Look(*paper_size.split("-"))
    plain = marias_list(*MARIAS_QUESTIONS[:2], *MARIAS_QUESTIONS[:3], look=look)
    strange = dataclasses.replace(
        plain, questions=(marked, *plain.questions[1:4], marked), person=typed[:80]
    )
    pdf = opened(question_list(strange))
    pdf.check()
    assert pdf.outside() == []
    assert all(pdf.fonts().values())
    wanted = letters(printable(typed) * 2)
    found = letters(pdf.words())
    for c in set(wanted):
        assert found.count(c) >= wanted.count(c), c


def test_the_words_come_back(opened):
    pdf = opened(question_list(marias_list(SheetQuestion(STRANGE["markup"], VIETNAMESE))))
    assert STRANGE["markup"] in pdf.words()
    assert VIETNAMESE in pdf.words()
    pdf = opened(question_list(marias_list(SheetQuestion(STRANGE["Vietnamese with dots"]))))
    assert STRANGE["Vietnamese with dots"] in pdf.words()
    pdf = opened(question_list(marias_list(SheetQuestion(STRANGE["signs"]))))
    assert (
        "I feel [grinning face] [woman, medium skin, staff of aesculapius] [flag US]" in pdf.words()
    )


def test_a_mixed_list_keeps_its_columns(opened):
    """An Arabic question in an English list: from the right, its number in the numbers' column."""
    questions = (SheetQuestion(VIETNAMESE), SheetQuestion(ARABIC), SheetQuestion("Why?"))
    pdf = opened(question_list(marias_list(*questions)))
    pdf.check()
    numbers = {}
    for word in pdf.words_on_page(0):
        if word[4] in {"1", "2", "3"} and word[1] < 700:  # above the foot
            numbers[word[4]] = round(word[0])
    assert len(set(numbers.values())) == 1
    assert set(numbers) == {"1", "2", "3"}


def test_an_arabic_sheet_runs_from_right_to_left(opened):
    look = Look("a4", "normal", "ar")
    pdf = opened(
        question_list(marias_list(SheetQuestion(ARABIC), SheetQuestion("Why?"), look=look))
    )
    pdf.check()
    assert pdf.root["/Lang"] == "ar"
    assert pdf.outside() == []


@pytest.mark.parametrize(
    ("text", "direction"),
    [("Why?", "ltr"), (ARABIC, "rtl"), ("12? لماذا", "rtl"), ("[x] لماذا", "ltr"), ("12", "")],
)
def test_direction_of_typed_words(text, direction):
    assert Words(text).direction == direction


@pytest.mark.parametrize("name", ["Maria Guadalupe de la Santísima Trinidad Alvarez", "W" * 80])
def test_a_long_name_is_cut_at_the_foot_alone(opened, look, name):
    pdf = opened(question_list(marias_list(person=name, look=look)))
    assert name in pdf.words().replace("W W", "WW")
    assert pdf.reader.metadata.title == f"{name}: questions, 3\u00a0December\u00a02026"
    assert pdf.outside() == []
    assert pdf.foot(0).endswith("…")
    assert pdf.foot(0).count("sign-in") == 1


def test_two_hundred_questions(opened):
    questions = tuple(SheetQuestion(f"Question number {n} of many?") for n in range(1, 201))
    pdf = opened(question_list(marias_list(*questions)))
    pdf.check()
    said = [text for text in pdf.spoken() if text.startswith("Question number")]
    assert said == [q.text for q in questions]
    assert "200" in pdf.spoken()


# Two vowels of Hindi that Noto Sans draws as another vowel and a sign: they are heard as those.
DRAWN_AS_TWO = {"ई", "ऐ"}


@pytest.mark.long
def test_every_character_of_our_fonts(opened):
    """Each that we call printable prints, comes back, and keeps all rules."""
    everything = sorted(covered() - {"\n"})
    for start in range(0, len(everything), 400):
        part = everything[start : start + 400]
        wanted = {c for c in letters("".join(part)) if unicodedata.category(c)[0] != "M"}
        pdf = opened(question_list(marias_list(SheetQuestion(" ".join(part)))))
        pdf.check()
        assert pdf.outside() == []
        assert wanted - set(letters(pdf.words())) <= DRAWN_AS_TWO
