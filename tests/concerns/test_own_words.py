"""How own words are read: the phrases that are listened for, and how much work a text takes."""

import sys
import tomllib
from datetime import date

import pytest

from careplan.concerns import own_words, phrases, safety
from careplan.concerns.own_words import find
from careplan.concerns.phrases import PHRASES, Sense, expand
from careplan.concerns.safety import alerts

# -- the work grows with the length alone ----------------------------------------------------------

ENDLESS = [
    "no, ", "no pain, ", "pain, ", "no pain or ", "no ", "or ", "is gone pain ", "pain? no. ",
    "if no or ", "cant go to the ", "lost lost ", "my back and ", "back, ", "a", "😀", "\n", "ñ́",
    "''", "since the past ", "numb, ", "it is my back, the ", "pain, or ", "?!.,;:",
]  # fmt: skip


def steps(text):
    """How many lines of code one text takes: the same on any machine."""
    watched = {module.__file__ for module in (own_words, phrases, safety)}
    count = 0

    def on_line(_frame, event, _argument):
        nonlocal count
        count += event == "line"
        return on_line

    def on_call(frame, _event, _argument):
        return on_line if frame.f_code.co_filename in watched else None

    before = sys.gettrace()
    sys.settrace(on_call)
    try:
        alerts(texts=[text], today=date(2026, 12, 3))
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("part", ENDLESS)
def test_twice_the_text_takes_at_most_twice_the_steps(part):
    once = (part * 4000)[:4000]
    assert steps(once) <= 4000 * 40
    assert steps(once * 2) <= 2.1 * steps(once)


# -- the tables ------------------------------------------------------------------------------------

DATA = tomllib.loads(PHRASES.read_text())
LINES = [
    (name, line) for name, table in DATA["table"].items() for line in [*table["en"], *table["es"]]
]


def test_every_table_has_a_meaning_and_says_why():
    assert set(DATA["table"]) == {sense.name for sense in Sense} - {"UNKNOWN"}
    assert [name for name, table in DATA["table"].items() if len(table["why"]) < 20] == []


def test_no_phrase_stands_in_two_tables():
    home = {}
    twice = [
        (phrase, name, home[phrase])
        for name, line in LINES
        for phrase in expand(line, DATA["groups"])
        if home.setdefault(phrase, name) != name
    ]
    assert twice == []


def test_every_phrase_can_be_found_as_what_it_means():
    """A phrase that a spelling, a same word or an accent hides would be a dead line."""
    dead = [
        (name, " ".join(phrase))
        for name, line in LINES
        for phrase in expand(line, DATA["groups"])
        if [hit.sense.name for hit in find(" ".join(phrase))] != [name]
    ]
    assert dead == []


def test_every_slip_of_the_pen_is_read_as_its_word():
    for word, slips in DATA["spelling"].items():
        assert [own_words.split(slip)[0] for slip in slips] == [[word]] * len(slips)
