"""What of the library somebody's own words name: by its name, or in the words of every day.

It only offers questions, so what is denied ("no pain in my bones") is named too.
"""

import re
from collections.abc import Mapping
from functools import cache

from careplan.concerns.own_words import plain
from careplan.library.items import Category, Choice

IN_BRACKETS = re.compile(r"\(([^()]*)\)")
ARTICLE = re.compile(r"^(?:an?|the|un|una|el|la|los|las) ")
BREAK = re.compile(r"[.,;:!?¿¡()…\n]")
WORD = re.compile(r"[^\W_]+")
NEAR = 6  # words, from the first to the last of those that name a thing together


def named_in(words: str, shelf: Mapping, *, by_name: bool = True) -> list[Category | Choice]:
    """The items of `shelf` that `words` name.

    Their own name counts in the reader's language, unless not `by_name`; their everyday words do
    in every language.
    """
    text = " ".join(words.casefold().split())
    if not text:
        return []
    clauses = [WORD.findall(clause) for clause in BREAK.split(plain(words))]
    said = frozenset(word for clause in clauses for word in clause)
    return [
        item
        for item in shelf.values()
        if (by_name and any(p.search(text) for p in names_of(item)))
        or any(is_said(way, said, clauses) for way in ways_of(item.words))
    ]


def names_of(item: Choice) -> list[re.Pattern]:
    """A name, what its brackets hold, and the wording of “you wrote about”, each as whole words."""
    phrases = [IN_BRACKETS.sub("", item.name), ARTICLE.sub("", item.because)]
    phrases += ", ".join(IN_BRACKETS.findall(item.name)).split(", ")
    texts = {phrase.strip().casefold() for phrase in phrases} - {""}
    return [re.compile(rf"(?<!\w){re.escape(text)}(?!\w)") for text in texts]


@cache
def ways_of(words: tuple[str, ...]) -> list[list[frozenset[str]]]:
    """The `words` of an item, each as its slots."""
    return [[frozenset(slot.split("|")) for slot in way.split()] for way in words]


def is_said(way: list[frozenset[str]], said: frozenset[str], clauses: list[list[str]]) -> bool:
    """Whether one clause has a word of each slot of `way`, near each other."""
    if any(slot.isdisjoint(said) for slot in way):
        return False
    return any(
        all(not slot.isdisjoint(near) for slot in way)
        for clause in clauses
        for start in range(len(clause))
        if (near := clause[start : start + NEAR])
    )
