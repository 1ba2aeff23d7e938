"""The book of phrases that the safety warnings listen for, made from `phrases.toml` at start-up."""

import tomllib
from collections.abc import Iterable, Iterator
from enum import Enum, IntEnum, auto
from itertools import product
from pathlib import Path

PHRASES = Path(__file__).with_name("phrases.toml")


class Sense(Enum):
    """What a phrase means; each is a table of phrases.toml, with its reason."""

    BACK = auto()
    LEGS = auto()
    BLADDER = auto()
    ELSEWHERE = auto()
    PAIN = auto()
    PAIN_CARE = auto()
    BAD = auto()
    NUMB = auto()
    WEAK = auto()
    FAILING = auto()
    TIRED = auto()
    CANT = auto()
    BACK_PAIN = auto()
    LEGS_FAIL = auto()
    NO_CONTROL = auto()
    SYMPTOM = auto()
    VAGUE = auto()
    NEW = auto()
    SINCE = auto()
    STARTED = auto()
    LONG_AGO = auto()
    NO = auto()
    OR = auto()
    AND = auto()
    SMALL = auto()
    OWN = auto()
    IF = auto()
    FINE = auto()
    GONE = auto()
    NOTHING = auto()
    UNKNOWN = auto()  # no table: a word that we do not know


class Gap(IntEnum):
    """What stands before a word. Only SOFT may lie inside a phrase; every gap ends a clause."""

    NONE = 0
    SOFT = 1  # a new line, an emoji, quotes
    COMMA = 2
    ASK = 3  # "?" or ":": a bare "no" after it answers what stood before it
    STOP = 4


def expand(line: str, groups: dict[str, str]) -> Iterator[tuple[str, ...]]:
    """Every phrase that one line of phrases.toml stands for: "cant|wont [really] go" is four."""
    slots = []
    for slot in line.format_map(groups).split():
        optional = slot.startswith("[")
        slots.append(slot.strip("[]").split("|") + [""] * optional)
    for words in product(*slots):
        yield tuple(word for word in words if word)


class Book:
    """Phrases as a tree of words, each with its meaning at its end."""

    def __init__(self, entries: Iterable[tuple[tuple[str, ...], object]]) -> None:
        self.words: set[str] = set()
        self._tree: dict = {}
        for phrase, meaning in entries:
            branch = self._tree
            for word in phrase:
                branch = branch.setdefault(word, {})
            branch[None] = meaning  # no word is None
            self.words.update(phrase)

    def match(self, words: list[str], gaps: list[Gap]) -> Iterator[tuple[object | None, int]]:
        """Meaning and start of the longest phrase at each place, left to right.

        A word that starts no phrase comes alone, with None.
        """
        start = 0
        while start < len(words):
            meaning, end = None, start + 1
            branch = self._tree
            for at in range(start, len(words)):
                if at > start and gaps[at] > Gap.SOFT:
                    break
                branch = branch.get(words[at])
                if branch is None:
                    break
                if None in branch:
                    meaning, end = branch[None], at + 1
            yield meaning, start
            start = end


def load(path: Path = PHRASES) -> tuple[dict[str, str], Book, Book]:
    """The spellings, the book of same words, and the book of meanings."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    groups = data["groups"]
    spelling = {slip: word for word, slips in data["spelling"].items() for slip in slips}
    same = Book(
        (phrase, word)
        for word, lines in data["same"].items()
        for line in lines
        for phrase in expand(line, groups)
    )
    meanings = Book(
        (phrase, Sense[name])
        for name, table in data["table"].items()
        for line in [*table["en"], *table["es"]]
        for phrase in expand(line, groups)
    )
    return spelling, same, meanings


SPELLING, SAME, MEANINGS = load()
