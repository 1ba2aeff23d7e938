"""A visit's page: its list, and what its buttons do."""

import datetime
import re
import uuid

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from careplan.appointments.models import ListedQuestion
from careplan.appointments.ordering import put_on_list
from careplan.concerns.models import Concern
from tests.appointments.lists import listed, question, texts, visit


@pytest.fixture
def lee(cast):
    return visit(cast)


def shown(response) -> list[str]:
    """The numbers and texts of the page's rows, as a reader finds them."""
    rows = response.context["list"].rows
    return [f"{row.number} {row.question.text}" for row in rows]


def plain(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def concern(cast, author, **fields) -> Concern:
    fields = {"category": "other"} | fields
    return Concern.objects.create(plan=cast.plan, author=author, changed_by=author, **fields)


def test_top_three_stand_large_and_the_others_count_on(cast, browser, at, lee):
    listed(cast, lee, "a", "b", "c", "d", "e")
    response = browser("maria").get(at("appointment_detail", lee))
    page = response.content.decode()
    assert "Your top three" in page
    top, rest = page.split("If there is time")
    assert (top.count('<p class="q"'), rest.count('<p class="q"')) == (3, 2)
    assert 'class="asks asks--rest" start="4"' in rest
    assert shown(response) == ["1 a", "2 b", "3 c", "4 d", "5 e"]


def test_print_or_save_stands_where_there_is_something_to_print(cast, browser, at, lee):
    link = f'href="{at("question_list_print", lee)}"'
    assert link not in browser("maria").get(at("appointment_detail", lee)).content.decode()
    listed(cast, lee, "a")
    for who in ("maria", "ben"):
        assert link in browser(who).get(at("appointment_detail", lee)).content.decode()


def test_a_private_row_of_anas_leaves_no_gap_and_no_trace_for_maria(cast, browser, at, lee):
    listed(cast, lee, "a")
    (secret,) = listed(cast, lee, "canary", by=cast.ana, is_private=True)
    listed(cast, lee, "b", "c", "d")
    for who in ("maria", "ben"):
        response = browser(who).get(at("appointment_detail", lee))
        assert shown(response) == ["1 a", "2 b", "3 c", "4 d"]
        assert "canary" not in response.content.decode()
        assert str(secret.pk) not in response.content.decode()
    anas = browser("ana").get(at("appointment_detail", lee))
    assert shown(anas) == ["1 a", "2 canary", "3 b", "4 c", "5 d"]
    assert "Private. Only you can see this." in plain(anas)
    secret.question.private_to.add(cast.ben)
    bens = browser("ben").get(at("appointment_detail", lee))
    assert shown(bens) == ["1 a", "2 canary", "3 b", "4 c", "5 d"]
    assert "Private. Only some people can see this." in plain(bens)


def test_first_and_last_have_no_move_that_leads_nowhere(cast, browser, at, lee):
    listed(cast, lee, "a", "b", "c")
    rows = browser("maria").get(at("appointment_detail", lee)).context["list"].rows
    ids = [row.listed.pk for row in rows]
    assert [(row.up, row.down, row.top) for row in rows] == [
        ("", f"{ids[0]} after {ids[1]}", ""),
        (f"{ids[1]} before {ids[0]}", f"{ids[1]} after {ids[2]}", ""),
        (f"{ids[2]} before {ids[1]}", "", ""),
    ]


def test_move_to_top_stands_on_far_rows(cast, browser, at, lee):
    rows = listed(cast, lee, *"abcdefgh")
    client = browser("maria")
    page = client.get(at("appointment_detail", lee))
    assert [bool(row.top) for row in page.context["list"].rows] == [False] * 6 + [True] * 2
    client.post(at("listed_place", lee), {"move": page.context["list"].rows[7].top})
    assert "".join(texts(lee, cast.as_member(cast.maria))) == "habcdefg"
    assert rows[7].question.text == "h"


def test_why_says_the_concern_only_to_those_who_see_it(cast, browser, at, lee):
    pain = concern(cast, cast.maria, category="symptom", symptoms=["bone-pain"], is_first=True)
    secret = concern(cast, cast.ana, words="canary", is_private=True)
    listed(cast, lee, "a", concern=pain)
    listed(cast, lee, "b", by=cast.ana, concern=secret)

    def whys(who):
        return [r.why for r in browser(who).get(at("appointment_detail", lee)).context["list"].rows]

    assert whys("maria") == [
        "Bone pain. You asked to talk about this first.",
        "Added by Ana.",
    ]
    assert whys("ana") == [
        "Bone pain. Maria asked to talk about this first. Added by Maria.",
        "canary.",
    ]
    pain.remove(by=cast.maria)
    assert whys("maria") == ["", "Added by Ana."]


def test_move_goes_back_to_the_row_and_twice_is_once(cast, browser, at, lee):
    _a, b, c = listed(cast, lee, "a", "b", "c")
    client = browser("ana")
    for _press in range(2):
        response = client.post(at("listed_place", lee), {"move": f"{c.pk} before {b.pk}"})
        assert response["Location"] == f"{at('appointment_detail', lee)}#q-{c.pk}"
        assert texts(lee, cast.as_member(cast.maria)) == ["a", "c", "b"]
    assert f'id="q-{c.pk}"' in client.get(at("appointment_detail", lee)).content.decode()


def test_two_people_moving_one_question_from_one_page(cast, browser, at, lee):
    """Both saw a, b, c and pressed “Move up” on c: it moves one place, not two."""
    _a, b, c = listed(cast, lee, "a", "b", "c")
    for who in ("maria", "ana"):
        browser(who).post(at("listed_place", lee), {"move": f"{c.pk} before {b.pk}"})
    assert texts(lee, cast.as_member(cast.maria)) == ["a", "c", "b"]


def test_moving_what_somebody_took_off_meanwhile(cast, browser, at, lee):
    a, b = listed(cast, lee, "a", "b")
    b.remove(by=cast.ana)
    response = browser("maria").post(at("listed_place", lee), {"move": f"{b.pk} before {a.pk}"})
    assert response["Location"] == at("appointment_detail", lee)
    assert [str(m) for m in get_messages(response.wsgi_request)] == [
        "That question was taken off the list. Nothing was moved."
    ]
    assert texts(lee, cast.as_member(cast.maria)) == ["a"]


@pytest.mark.parametrize(
    "move", ["", "x", "{a} before x", "{a} beside {b}", "{a} before {b} {b}", "{a} before {other}"]
)
def test_a_forged_move_is_not_found_and_changes_nothing(cast, browser, at, lee, move):
    a, b = listed(cast, lee, "a", "b")
    (other,) = listed(cast, visit(cast), "c")
    move = move.format(a=a.pk, b=b.pk, other=other.pk)
    response = browser("maria").post(at("listed_place", lee), {"move": move})
    assert response.status_code == 404
    assert texts(lee, cast.as_member(cast.maria)) == ["a", "b"]


def test_what_maria_cannot_see_she_cannot_move_nor_stand_by(cast, browser, at, lee):
    (a,) = listed(cast, lee, "a")
    (secret,) = listed(cast, lee, "canary", by=cast.ana, is_private=True)
    client = browser("maria")
    for move in (f"{secret.pk} before {a.pk}", f"{a.pk} after {secret.pk}"):
        assert client.post(at("listed_place", lee), {"move": move}).status_code == 404
    for name in ("listed_take_off", "listed_put_back"):
        assert client.post(at(name, lee), {"listed": secret.pk}).status_code == 404
    assert texts(lee, cast.as_member(cast.ana)) == ["a", "canary"]


def test_the_list_of_a_private_visit_is_its_authors(cast, browser, at):
    anas = visit(cast, cast.ana, is_private=True)
    a, b = listed(cast, anas, "a", "b", by=cast.ana)
    client = browser("maria")
    move = {"move": f"{b.pk} before {a.pk}"}
    assert client.post(at("listed_place", anas), move).status_code == 404
    assert client.post(at("listed_take_off", anas), {"listed": a.pk}).status_code == 404
    assert texts(anas, cast.as_member(cast.ana)) == ["a", "b"]


def test_take_off_says_so_with_undo_that_stays(cast, browser, at, lee):
    _a, b, c, _d = listed(cast, lee, "a", "b", "c", "d")
    client = browser("maria")
    for _press in range(2):
        response = client.post(at("listed_take_off", lee), {"listed": b.pk})
        assert response["Location"] == at("appointment_detail", lee)
    for _reload in range(2):
        response = client.get(at("appointment_detail", lee))
        assert "Taken off the list: b Undo" in plain(response)
        assert shown(response) == ["1 a", "2 c", "3 d"]
    client.post(at("listed_take_off", lee), {"listed": c.pk})
    response = client.get(at("appointment_detail", lee))
    assert "Taken off the list: c Undo" in plain(response)
    assert "Taken off this list c Put back b Put back" in plain(response)
    for _press in range(2):
        response = client.post(at("listed_put_back", lee), {"listed": b.pk})
        assert response["Location"] == f"{at('appointment_detail', lee)}#q-{b.pk}"
    assert texts(lee, cast.as_member(cast.maria)) == ["a", "b", "d"]


def test_taken_off_and_put_back_is_equal_field_by_field(cast, browser, at, lee):
    a, b, _c = listed(cast, lee, "a", "b", "c")
    kept = ("appointment_id", "question_id", "position", "author_id", "created", "request_uuid")
    client = browser("maria")
    client.post(at("listed_take_off", lee), {"listed": b.pk})
    client.post(at("listed_put_back", lee), {"listed": b.pk})
    now = ListedQuestion.objects.get(pk=b.pk)
    assert [getattr(now, f) for f in kept] == [getattr(b, f) for f in kept]
    assert now.removed_at is None
    assert a.position == 1


def test_the_undo_is_for_who_took_off_and_for_a_day(cast, browser, at, lee):
    (a,) = listed(cast, lee, "a")
    ana = browser("ana")
    ana.post(at("listed_take_off", lee), {"listed": a.pk})
    assert "Undo" in plain(ana.get(at("appointment_detail", lee)))
    marias = plain(browser("maria").get(at("appointment_detail", lee)))
    assert "Undo" not in marias
    assert "Taken off this list a Put back" in marias
    bens = plain(browser("ben").get(at("appointment_detail", lee)))
    assert "Put back" not in bens
    with time_machine.travel(timezone.now() + datetime.timedelta(days=1, minutes=1)):
        assert "Undo" not in plain(ana.get(at("appointment_detail", lee)))


def test_after_taking_off_far_down_the_way_back_is_offered(cast, browser, at, lee):
    rows = listed(cast, lee, *"abcdef")
    client = browser("maria")
    client.post(at("listed_take_off", lee), {"listed": rows[4].pk})
    page = client.get(at("appointment_detail", lee))
    assert "Go on at question 5" in plain(page)
    assert f'href="#q-{rows[5].pk}"' in page.content.decode()
    client.post(at("listed_take_off", lee), {"listed": rows[0].pk})
    assert "Go on at question" not in plain(client.get(at("appointment_detail", lee)))


def test_put_back_on_a_full_list_says_so(cast, browser, at, lee, monkeypatch):
    a, _b, _c = listed(cast, lee, "a", "b", "c")
    a.remove(by=cast.maria)
    monkeypatch.setattr(ListedQuestion, "MOST", 2)
    response = browser("maria").post(at("listed_put_back", lee), {"listed": a.pk})
    assert [str(m) for m in get_messages(response.wsgi_request)] == [
        "A list has room for 2 questions. Take off those that you no longer need, then try again."
    ]
    assert texts(lee, cast.as_member(cast.maria)) == ["b", "c"]


def test_a_question_removed_from_the_plan_leaves_the_list_and_comes_back_in_place(
    cast, browser, at, lee
):
    _a, b, _c = listed(cast, lee, "a", "b", "c")
    b.question.remove(by=cast.maria)
    response = browser("maria").get(at("appointment_detail", lee))
    assert shown(response) == ["1 a", "2 c"]
    assert "Taken off this list" not in plain(response)
    b.question.restore(by=cast.maria)
    response = browser("maria").get(at("appointment_detail", lee))
    assert shown(response) == ["1 a", "2 b", "3 c"]


def test_what_is_typed_stands_as_text(cast, browser, at, lee):
    listed(cast, lee, "<script>alert(1)</script>\nsecond line")
    page = browser("maria").get(at("appointment_detail", lee)).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;<br>second line" in page


def test_who_may(cast, browser, at, lee):
    a, b = listed(cast, lee, "canary one", "canary two")
    posts = {
        "listed_place": {"move": f"{b.pk} before {a.pk}"},
        "listed_take_off": {"listed": a.pk},
        "listed_put_back": {"listed": a.pk},
    }
    for name, data in posts.items():
        for who, status in (("sam", 404), ("rita", 404), ("ben", 403)):
            response = browser(who).post(at(name, lee), data)
            assert response.status_code == status, (name, who)
            assert "canary" not in response.content.decode()
        assert browser("maria").get(at(name, lee)).status_code == 405
        moved = at(name, lee, plan=cast.sams_plan)
        assert browser("sam").post(moved, data).status_code == 404
        assert browser("maria").post(at(name, lee), {"listed": "x"}).status_code == 404
        assert browser("maria").post(at(name, lee), {"listed": uuid.uuid4()}).status_code == 404
    assert texts(lee, cast.as_member(cast.ben)) == ["canary one", "canary two"]
    page = browser("ben").get(at("appointment_detail", lee)).content.decode()
    for words in ("Move up", "Take off", "Add questions", "<form", "reorder.js"):
        assert words not in page


@pytest.mark.parametrize("number", [10, 300])
@pytest.mark.usefixtures("seen_this_hour")
def test_reads_and_size_of_a_long_list(cast, browser, at, lee, number):
    by = {"symptoms": ["bone-pain"], "is_first": True}
    asked = [question(cast, f"{n}?", concern=concern(cast, cast.ana, **by)) for n in range(number)]
    put_on_list(appointment=lee, questions=asked, member=cast.as_member(cast.maria))
    rows = list(lee.listed.all())
    ListedQuestion.objects.filter(pk__in=[row.pk for row in rows[::2]]).update(author=cast.ana)
    client = browser("maria")
    with CaptureQueriesContext(connection) as reads:
        response = client.get(at("appointment_detail", lee))
    assert len(response.context["list"].rows) == number
    assert len(reads) == 7
    assert len(response.content) < 9_000 + number * 1_100  # bytes


def test_reads_of_a_move_are_the_same_however_long(cast, browser, at, lee):
    counts = []
    for number in (10, 290):
        rows = listed(cast, lee, *(f"{number} {n}" for n in range(number)))
        client = browser("maria")
        with CaptureQueriesContext(connection) as queries:
            client.post(at("listed_place", lee), {"move": f"{rows[2].pk} before {rows[0].pk}"})
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 15


def test_the_list_of_another_question_is_untouched(cast, browser, at, lee):
    """One question on two lists: taken off one, it stands on the other."""
    patel = visit(cast, with_whom="Dr Patel")
    (a,) = listed(cast, lee, "a")
    browser("maria").post(
        at("appointment_choose", patel), {"questions": [a.question.pk], "slugs": []}
    )
    browser("maria").post(at("listed_take_off", lee), {"listed": a.pk})
    member = cast.as_member(cast.maria)
    assert (texts(lee, member), texts(patel, member)) == ([], ["a"])
    assert question(cast, "x") != a.question
