"""How hard a text is to read: words per sentence, and the Flesch-Kincaid grade."""

import re
from collections.abc import Iterable
from functools import cache

import pyphen

_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*|\d+")
_SENTENCE_END = re.compile(r"(?<=[.?!])[”)]*\s+")
_ABBREVIATIONS = {"a.m.": "am", "p.m.": "pm", "Dr.": "Dr"}
_HYPHENS = pyphen.Pyphen(lang="en_US")


def words(text: str) -> list[str]:
    """The words of a text; a number is a word."""
    return _WORD.findall(text)


def sentences(text: str) -> list[str]:
    """The sentences of a text."""
    for short, plain in _ABBREVIATIONS.items():
        text = text.replace(short, plain)
    return [part for part in _SENTENCE_END.split(text.strip()) if words(part)]


@cache
def syllables(word: str) -> int:
    """How many syllables a word has, by where it may be hyphenated.

    Hyphenation leaves single letters on the line, so that "a-gain" counts as one: where a
    count of vowel groups gives more, that is taken.
    """
    spoken = re.sub(r"(?<=[^aeiouy])es?$|(?<=[^aeiouytd])ed$", "", word.lower())
    groups = len(re.findall(r"[aeiouy]+", spoken))
    return max(1, len(_HYPHENS.positions(word.lower())) + 1, groups)


def grade(lines: Iterable[str]) -> float:
    """The Flesch-Kincaid grade of lines that each hold one sentence or more.

    Source: Kincaid and others (1975), 0.39 words per sentence + 11.8 syllables per word - 15.59.
    """
    every = [sentence for line in lines for sentence in sentences(line)]
    spoken = [word for sentence in every for word in words(sentence)]
    sounds = sum(syllables(word) for word in spoken)
    return 0.39 * len(spoken) / len(every) + 11.8 * sounds / len(spoken) - 15.59
