"""The measure of reading that other tests rest on, against counts made by hand."""

import pytest

from tests.reading import grade, sentences, syllables, words


@pytest.mark.parametrize(
    ("word", "count"),
    [("cat", 1), ("pain", 1), ("again", 2), ("care", 1), ("hospice", 2), ("chemotherapy", 5)],
)
def test_syllables(word, count):
    assert syllables(word) == count


def test_words_and_sentences():
    assert words("When I’m unable, is a follow-up at 2?") == [
        *("When", "I’m", "unable", "is", "a", "follow-up", "at", "2"),
    ]
    assert sentences("Who comes at 2 a.m. then? “A nurse.” Call.") == [
        "Who comes at 2 am then?",
        "“A nurse.",
        "Call.",
    ]


def test_the_grade_rises_with_longer_words_and_sentences():
    # Six words of one syllable: 0.39 x 6 + 11.8 x 1 - 15.59
    assert grade(["The cat sat on the mat."]) == pytest.approx(-1.45)
    # Two sentences, 4 words, 8 syllables: 0.39 x 2 + 11.8 x 2 - 15.59
    assert grade(["Chemotherapy may help.", "It"]) == pytest.approx(0.39 * 2 + 11.8 * 2 - 15.59)
