"""The order of a list: moved, taken off, put back, by one person or several."""

import pytest

from careplan.appointments.models import ListedQuestion
from careplan.appointments.ordering import ListFull, place, put_back, put_on_list
from tests.appointments.lists import listed, positions, question, texts, visit


@pytest.fixture
def maria(cast):
    return cast.as_member(cast.maria)


@pytest.fixture
def ana(cast):
    return cast.as_member(cast.ana)


def test_put_on_list_at_the_end_in_their_order(cast, maria):
    lee = visit(cast)
    listed(cast, lee, "a", "b")
    listed(cast, lee, "c", "d")
    assert texts(lee, maria) == ["a", "b", "c", "d"]
    assert positions(lee) == [1, 2, 3, 4]


def test_first_stands_before_all_others_in_their_order(cast, maria):
    lee = visit(cast)
    listed(cast, lee, "a", "b")
    listed(cast, lee, "c", "d", first=True)
    assert texts(lee, maria) == ["c", "d", "a", "b"]
    assert positions(lee) == [1, 2, 3, 4]


def test_twice_on_a_list_is_one_row_where_it_stands(cast, maria):
    lee = visit(cast)
    a, _b = listed(cast, lee, "a", "b")
    for first in (False, True):
        put_on_list(appointment=lee, questions=[a.question] * 2, member=maria, first=first)
        assert texts(lee, maria) == ["a", "b"]
    new = question(cast, "c")
    put_on_list(appointment=lee, questions=[new, new], member=maria)
    assert texts(lee, maria) == ["a", "b", "c"]
    assert ListedQuestion.objects.count() == 3


def test_taken_off_and_picked_again_comes_back_at_the_end(cast, maria):
    lee = visit(cast)
    a, *_others = listed(cast, lee, "a", "b", "c")
    a.remove(by=cast.maria)
    put_on_list(appointment=lee, questions=[question(cast, "d"), a.question], member=maria)
    assert texts(lee, maria) == ["b", "c", "d", "a"]
    assert ListedQuestion.objects.count() == 4


@pytest.mark.parametrize(
    ("moving", "side", "anchor", "expected"),
    [
        ("c", "before", "b", "acbd"),
        ("c", "before", "a", "cabd"),
        ("a", "after", "b", "bacd"),
        ("a", "after", "d", "bcda"),
        ("d", "before", "a", "dabc"),
        ("b", "before", "c", "abcd"),
        ("b", "after", "a", "abcd"),
        ("b", "before", "b", "abcd"),
    ],
)
def test_place_says_where_and_a_second_time_changes_nothing(
    cast, maria, moving, side, anchor, expected
):
    lee = visit(cast)
    rows = {row.question.text: row for row in listed(cast, lee, *"abcd")}
    for _press in range(2):
        place(listed=rows[moving], by=cast.ana, **{side: rows[anchor]})
        assert "".join(texts(lee, maria)) == expected
        assert positions(lee) == [1, 2, 3, 4]


def test_place_is_signed_once(cast):
    lee = visit(cast)
    a, b = listed(cast, lee, "a", "b")
    for _press in range(2):
        place(listed=b, before=a, by=cast.ana)
    b.refresh_from_db()
    a.refresh_from_db()
    assert (b.changed_by, b.version) == (cast.ana, 2)
    assert (a.changed_by, a.version) == (cast.maria, 1)


def test_place_beside_what_was_taken_off_meanwhile(cast, maria):
    lee = visit(cast)
    a, b, c = listed(cast, lee, "a", "b", "c")
    b.remove(by=cast.ana)
    place(listed=c, before=b, by=cast.maria)
    assert texts(lee, maria) == ["a", "c"]
    put_back(listed=b, member=maria)
    assert texts(lee, maria) == ["a", "c", "b"]
    a.remove(by=cast.ana)
    place(listed=a, after=b, by=cast.maria)  # read before Ana took it off
    put_back(listed=a, member=maria)
    assert texts(lee, maria) == ["a", "c", "b"]


def test_put_back_is_in_the_very_place_whatever_moved_around_it(cast, maria):
    lee = visit(cast)
    _a, b, c, d = listed(cast, lee, *"abcd")
    b.remove(by=cast.maria)
    place(listed=d, before=c, by=cast.maria)
    assert texts(lee, maria) == ["a", "d", "c"]
    for _press in range(2):
        put_back(listed=b, member=maria)
        assert texts(lee, maria) == ["a", "b", "d", "c"]


def test_place_by_a_row_of_another_list_is_refused(cast):
    lee, patel = visit(cast), visit(cast, with_whom="Dr Patel")
    (a,) = listed(cast, lee, "a")
    (b,) = listed(cast, patel, "b")
    with pytest.raises(ValueError, match="two lists"):
        place(listed=a, before=b, by=cast.maria)


def test_a_full_list_takes_no_more_and_keeps_what_it_has(cast, maria, monkeypatch):
    monkeypatch.setattr(ListedQuestion, "MOST", 3)
    lee = visit(cast)
    a, b = listed(cast, lee, "a", "b")
    with pytest.raises(ListFull) as full:
        put_on_list(
            appointment=lee, questions=[question(cast, "c"), question(cast, "d")], member=maria
        )
    assert full.value.messages == [
        "A list has room for 3 questions. Take off those that you no longer need, then try again."
    ]
    assert texts(lee, maria) == ["a", "b"]
    b.remove(by=cast.maria)
    listed(cast, lee, "e", "f")
    with pytest.raises(ListFull):
        put_back(listed=b, member=maria)
    put_on_list(appointment=lee, questions=[a.question], member=maria)  # it stands there already
    assert texts(lee, maria) == ["a", "e", "f"]


def test_what_is_private_to_others_takes_no_room(cast, maria, ana, monkeypatch):
    """Else “no room” would say that there is something that Maria cannot see."""
    monkeypatch.setattr(ListedQuestion, "MOST", 3)
    lee = visit(cast)
    listed(cast, lee, "canary", by=cast.ana, is_private=True)
    listed(cast, lee, "a", "b", "c")
    assert texts(lee, maria) == ["a", "b", "c"]
    assert texts(lee, ana) == ["canary", "a", "b", "c"]


def test_put_back_a_second_time_from_an_older_page_signs_nothing(cast, maria, ana, monkeypatch):
    lee = visit(cast)
    (a,) = listed(cast, lee, "a")
    a.remove(by=cast.maria)
    older = ListedQuestion.objects.get(pk=a.pk)
    monkeypatch.setattr(ListedQuestion, "MOST", 1)
    put_back(listed=a, member=maria)
    put_back(listed=older, member=ana)  # it asks for no room either: the list is full by now
    a.refresh_from_db()
    assert (a.changed_by, a.version, a.removed_at) == (cast.maria, 3, None)
