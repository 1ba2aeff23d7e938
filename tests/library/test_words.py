"""The library's words: short, plain, and none of those that we do not use."""

import re

import pytest

from careplan.library import items
from careplan.library.catalog import LIBRARY, english_texts
from tests.reading import grade, sentences, words

QUOTED = {item.text_en for item in LIBRARY.warnings.values()} | {
    question.text_en for question in LIBRARY.questions_tagged("nine")
}
TEXTS = list(dict.fromkeys(english_texts(LIBRARY)))
OURS = [text for text in TEXTS if text not in QUOTED]

NOT_USED = (
    *("journey", "battle", "battles", "loved", "fight", "fighting", "fighter", "warrior"),
    *("streak", "congratulations", "bravo", "amazing", "great", "percent", "survival", "survive"),
    *("survivor", "simply", "cleveland", "five-year"),
)


def prose_of(section):
    """The sentences of a section; a list of names is not one."""
    parts = [line for part in section.parts for line in (*part.paragraphs_en, *part.points_en)]
    return [section.lede_en, *(line for line in parts if line.endswith((".", "?")))]


def test_no_text_has_a_survival_figure_a_per_cent_sign_or_an_exclamation_mark():
    assert [text for text in TEXTS if re.search(r"[%!]|\b(7|28|22)\b", text)] == []


def test_numbers_stand_only_in_names_and_in_the_title_of_the_night():
    with_digits = {number for text in TEXTS for number in re.findall(r"\d+", text)}
    assert with_digits == {"125", "2"}  # CA-125; "Who comes at 2 a.m."


@pytest.mark.parametrize("word", NOT_USED)
def test_a_word_that_we_do_not_use_is_nowhere(word):
    assert [text for text in TEXTS if re.search(rf"\b{word}\b", text, re.IGNORECASE)] == []


def test_quotes_are_typographic():
    assert [text for text in TEXTS if re.search(r"""['"`]""", text)] == []


def test_no_sentence_of_ours_is_longer_than_fifteen_words():
    every = [sentence for text in OURS for sentence in sentences(text)]
    assert [sentence for sentence in every if len(words(sentence)) > 15] == []


@pytest.mark.parametrize("slug", LIBRARY.sections)
def test_a_section_reads_at_grade_six_or_below(slug):
    assert grade(prose_of(LIBRARY.sections[slug])) <= 6


@pytest.mark.parametrize("slug", LIBRARY.topics)
def test_a_topic_reads_at_grade_six_or_below(slug):
    topic = LIBRARY.topics[slug]
    own = [q.text_en for q in LIBRARY.questions_tagged(topic.tag) if q.origin == "careplan"]
    assert grade([topic.text_en, topic.is_not_en]) <= 6
    assert grade(own) <= 6


@pytest.mark.parametrize("slug", LIBRARY.topics)
def test_a_topic_has_two_or_three_sentences_and_says_what_it_is_not(slug):
    topic = LIBRARY.topics[slug]
    assert len(sentences(topic.text_en)) in (2, 3)
    assert len(sentences(topic.is_not_en)) in (1, 2)


def test_our_questions_are_questions_in_the_first_person_or_to_the_team():
    ours = [q.text_en for q in LIBRARY.questions.values() if q.origin == "careplan"]
    assert [text for text in ours if not text.endswith("?") or "your " in text.lower()] == [
        "Which of your numbers should be on my wallet card?"
    ]


@pytest.mark.parametrize("kind", ["categories", "symptoms", "tests", "treatments", "papers"])
def test_the_questions_of_a_kind_read_at_grade_six_or_below(kind):
    tags = [item.tag for item in getattr(LIBRARY, kind).values()]
    ours = [q.text_en for q in LIBRARY.questions_tagged(*tags) if q.origin == "careplan"]
    assert grade(ours) <= 6


@pytest.mark.parametrize("kind", ["categories", "symptoms", "tests", "treatments"])
def test_because_fits_after_you_wrote_about(kind):
    abbreviations = ("CT", "MRI", "PET", "X-ray")
    for item in getattr(LIBRARY, kind).values():
        plain = [word for word in item.because_en.split() if word not in abbreviations]
        assert " ".join(plain) == " ".join(plain).lower()
        assert not item.because_en.endswith((".", "?"))


def test_shown_text_is_translated_when_it_is_read(monkeypatch):
    monkeypatch.setattr(items, "gettext", lambda text: f"<{text}>")
    assert LIBRARY.questions["cough-cause"].text == "<What is causing my cough?>"
    assert LIBRARY.papers["polst"].often_held_by == ("<with you at home>", "<agent>", "<facility>")
    assert LIBRARY.symptoms["cough"].because == "<a cough>"
    assert LIBRARY.sections["where-it-spreads"].parts[0].points[0] == "<Lungs>"
