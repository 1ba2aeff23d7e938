"""The three information levels."""

import pytest

from careplan.library.levels import Level


@pytest.mark.parametrize(
    ("reader", "opens"),
    [
        (Level.BASICS, ["basics"]),
        (Level.MAIN, ["basics", "main"]),
        (Level.EVERYTHING, ["basics", "main", "everything"]),
    ],
)
def test_a_level_opens_its_own_items_and_those_below(reader, opens):
    assert [level.value for level in Level if reader.opens(level)] == opens


def test_a_level_reads_an_items_level_from_its_stored_value_too():
    assert Level.MAIN.opens("basics") is True
    assert Level.MAIN.opens("everything") is False
