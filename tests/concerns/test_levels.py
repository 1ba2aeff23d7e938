"""How much a concern bothers, over time: what is kept, who reads it, and what its page shows."""

import datetime as dt

import pytest
from django.apps import apps
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from careplan.concerns.level_line import LevelLine
from careplan.concerns.levels import ConcernLevel, set_bother
from careplan.exchange.plan_copy import PlanCopy
from careplan.migrations._levels import note_numbers_that_stand
from careplan.plans.history import Change
from careplan.plans.models import Membership
from tests.making import concern
from tests.posting import read

NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(NOW, tick=False)
    return time_machine


def url(made, tail="") -> str:
    return f"/plans/{made.plan_id}/concerns/{made.pk}/{tail}"


def level(made, number, days_ago=0, by=None, **fields) -> ConcernLevel:
    at = NOW - DAY * days_ago
    kept = {"concern": made, "by": by or made.author, "on": at.date(), "noted_at": at}
    return ConcernLevel.objects.create(level=number, **kept, **fields)


def rows(made) -> list[tuple]:
    return [(r.level, r.on, r.by.name) for r in made.levels.in_time()]


def form(client, made, **changed) -> dict:
    """What the whole form sends of a concern in words, where `changed` was typed."""
    edit = url(made, "edit/")
    sent = {"category": "other", "words": made.words, "bother": made.bother or ""}
    return client.post(edit, sent | changed | read(client, edit), follow=True)


# -- what is kept ---------------------------------------------------------------------------------


def test_a_new_number_is_kept_and_others_changes_keep_none(cast, signed_in, clock):
    client, new = signed_in(cast.maria), f"/plans/{cast.plan.pk}/concerns/new/"
    sent = {"category": "other", "words": "Hip"}
    client.post(new, sent)
    made = cast.plan.concerns.get()
    assert rows(made) == []
    client.post(new, {"category": "other", "words": "Knee", "bother": "0"})
    assert rows(cast.plan.concerns.get(words="Knee")) == [(0, dt.date(2026, 11, 24), "Maria")]
    form(client, made, bother="5")
    clock.move_to(NOW + DAY, tick=False)
    made.refresh_from_db()
    form(client, made, words="My hip")
    assert rows(made) == [(5, dt.date(2026, 11, 24), "Maria")]
    form(client, made, bother="")
    made.refresh_from_db()
    assert made.bother is None
    assert rows(made) == [(5, dt.date(2026, 11, 24), "Maria")]


def test_the_later_of_one_person_and_day_stands(cast, signed_in, clock):
    made = concern(cast, cast.maria, bother=4)
    client = signed_in(cast.maria)
    for number in ("7", "6"):
        response = client.post(url(made, "level/"), {"bother": number})
        assert (response.status_code, response["Location"]) == (302, f"{url(made)}?saved")
    signed_in(cast.ana).post(url(made, "level/"), {"bother": "8"})
    clock.move_to(NOW + DAY, tick=False)
    signed_in(cast.ana).post(url(made, "level/"), {"bother": "8"})
    today, tomorrow = dt.date(2026, 11, 24), dt.date(2026, 11, 25)
    assert rows(made) == [(6, today, "Maria"), (8, today, "Ana"), (8, tomorrow, "Ana")]
    made.refresh_from_db()
    assert (made.bother, made.version) == (8, 4)
    told = Change.objects.filter(record=made.pk).order_by("pk").values_list("was", "became")
    assert list(told) == [
        ({"bother": 4}, {"bother": 7}),
        ({"bother": 7}, {"bother": 6}),
        ({"bother": 6}, {"bother": 8}),  # the same number on another day is no change
    ]


def test_the_day_is_that_of_whoever_sets_it(cast, signed_in, clock):
    clock.move_to(dt.datetime(2026, 11, 24, 3, tzinfo=dt.UTC), tick=False)
    cast.maria.time_zone = "America/Denver"
    cast.maria.save()
    made = concern(cast, cast.maria)
    signed_in(cast.maria).post(url(made, "level/"), {"bother": "3"})
    assert rows(made) == [(3, dt.date(2026, 11, 23), "Maria")]


@pytest.mark.parametrize("typed", [{}, {"bother": ""}, {"bother": "11"}, {"bother": "x\x00"}])
def test_what_is_no_number_is_a_sentence(cast, signed_in, typed):
    made = concern(cast, cast.maria, bother=4)
    response = signed_in(cast.maria).post(url(made, "level/"), typed)
    assert response.status_code == 200
    ask = (
        "Choose one of the answers on this page"
        if typed.get("bother")
        else ("Choose a number from 0 to 10")
    )
    assert response.content.decode().count(ask) == 2  # in the summary, and at its place
    made.refresh_from_db()
    assert (made.bother, rows(made)) == (4, [])


def test_what_was_removed_meanwhile_keeps_none(cast, signed_in):
    made = concern(cast, cast.maria, bother=4)
    made.remove(by=cast.ana)
    html = signed_in(cast.maria).post(url(made, "level/"), {"bother": "9"}, follow=True)
    assert "This was removed, so the number was not kept." in html.content.decode()
    made.refresh_from_db()
    assert (made.bother, rows(made)) == (4, [])
    assert set_bother(concern=made, number=9, by=cast.maria) is None


def test_an_open_form_and_a_number_meanwhile_are_put_together(cast, signed_in):
    made = concern(cast, cast.maria, words="Hip", bother=4)
    client, edit = signed_in(cast.maria), url(made, "edit/")
    opened = read(client, edit)
    set_bother(concern=made, number=9, by=cast.ana)
    client.post(edit, {"category": "other", "words": "My hip", "bother": "4"} | opened)
    made.refresh_from_db()
    assert (made.words, made.bother) == ("My hip", 9)
    assert [row[0] for row in rows(made)] == [9]


@pytest.mark.parametrize(
    ("number", "on", "name"),
    [(11, 1, "concernlevel_is_0_to_10"), (5, 0, "UNIQUE|concernlevel_is_one_a_person_and_day")],
)
def test_the_table_holds_its_rules(cast, number, on, name):
    made = concern(cast, cast.maria)
    level(made, 4)
    with pytest.raises(IntegrityError, match=name):
        level(made, number, days_ago=on)


def test_the_numbers_that_stood_before_are_noted_once(cast):
    made = concern(cast, cast.maria, bother=6, changed=NOW - 9 * DAY)
    made.changed_by = cast.ana
    made.save()
    concern(cast, cast.maria)
    hidden = concern(cast, cast.ben, bother=0, is_private=True)
    note_numbers_that_stand(apps, None)
    assert rows(made) == [(6, dt.date(2026, 11, 15), "Ana")]
    assert rows(hidden) == [(0, dt.date(2026, 11, 24), "Ben")]
    assert [row.is_private for row in ConcernLevel.objects.in_time()] == [False, True]


# -- who reads it ---------------------------------------------------------------------------------


def seen(cast, user) -> list[int]:
    levels = ConcernLevel.objects.seen_by(cast.as_member(user)).in_time()
    return [row.level for row in levels]


def test_it_is_read_as_its_concern(cast):
    mine = concern(cast, cast.maria, is_private=True)
    mine.private_to.add(cast.ana)
    level(mine, 9, is_private=True)
    gone = concern(cast, cast.maria)
    level(gone, 8)
    gone.removed_at = NOW - 31 * DAY
    gone.save()
    assert [seen(cast, user) for user in (cast.maria, cast.ana, cast.ben)] == [[9], [9], []]


def test_whoever_is_named_later_reads_the_number_that_stands_and_none_before(cast):
    made = concern(cast, cast.maria, words="Hip", bother=4, is_private=True)
    level(made, 9, days_ago=3, is_private=True)
    level(made, 4, days_ago=1, is_private=True)
    made.private_to.add(cast.ana)
    seen = ConcernLevel.objects.seen_by(cast.as_member(cast.ana)).in_time()
    assert [row.level for row in seen] == [4]
    mine = ConcernLevel.objects.seen_by(cast.as_member(cast.maria)).in_time()
    assert [row.level for row in mine] == [9, 4]
    assert not ConcernLevel.objects.seen_by(cast.as_member(cast.ben)).exists()


def test_what_was_set_in_private_stays_so_when_it_is_opened(cast, signed_in):
    made = concern(cast, cast.maria, words="Hip", bother=4, is_private=True)
    level(made, 9, days_ago=3, is_private=True)
    level(made, 4, days_ago=1, is_private=True)
    form(signed_in(cast.maria), made, who_sees="")
    assert [seen(cast, user) for user in (cast.maria, cast.ben)] == [[9, 4], [4]]
    html = signed_in(cast.ben).get(url(made)).content.decode()
    assert "4 of 10 on 23 November." in html
    assert "9 of 10" not in html
    made.refresh_from_db()
    form(signed_in(cast.maria), made, who_sees="me")
    assert [seen(cast, user) for user in (cast.maria, cast.ben)] == [[9, 4], []]


def test_who_may_set_it(cast, signed_in):
    made = concern(cast, cast.maria, bother=4)
    codes = {
        u.name: signed_in(u).post(url(made, "level/"), {"bother": "9"}).status_code
        for u in (cast.ben, cast.sam, cast.rita)
    }
    assert codes == {"Ben": 403, "Sam": 404, "Rita": 404}
    hidden = concern(cast, cast.maria, is_private=True)
    post = signed_in(cast.ana).post(url(hidden, "level/"), {"bother": "9"})
    assert post.status_code == 404
    assert ConcernLevel.objects.count() == 0
    assert "How much does it bother" not in signed_in(cast.ben).get(url(made)).content.decode()
    html = signed_in(cast.ana).get(url(made)).content.decode()
    assert "How much does it bother Maria today?" in html


def test_it_is_in_a_copy_as_its_reader_sees_it(cast):
    made = concern(cast, cast.maria, words="open")
    level(made, 9, days_ago=2, is_private=True)
    level(made, 4, by=cast.ana)
    hidden = concern(cast, cast.maria, is_private=True)
    level(hidden, 8)
    four = {"level": 4, "on": "2026-11-24", "noted_at": "2026-11-24T12:00:00Z", "by": "Ana"}
    (bens,) = PlanCopy(cast.as_member(cast.ben)).data()["concerns"]
    assert bens["levels"] == [four]
    marias = PlanCopy(cast.as_member(cast.maria)).data()["concerns"]
    by_id = {row["id"]: [each["level"] for each in row["levels"]] for row in marias}
    assert by_id == {str(made.pk): [9, 4], str(hidden.pk): [8]}


# -- what its page shows --------------------------------------------------------------------------


def line(cast, made) -> LevelLine:
    return LevelLine(made, cast.as_member(cast.maria))


def test_one_number_is_words_alone(cast, signed_in):
    made = concern(cast, cast.maria)
    assert "over time" in signed_in(cast.maria).get(url(made)).content.decode()
    assert "over time" not in signed_in(cast.ben).get(url(made)).content.decode()
    level(made, 7)
    html = signed_in(cast.ben).get(url(made)).content.decode()
    assert "<p>7 of 10 today.</p>" in html
    assert "<figure" not in html
    assert "All the numbers" not in html


def test_the_line_its_words_and_its_table(cast, signed_in):
    made = concern(cast, cast.maria)
    level(made, 10, days_ago=400)
    level(made, 5, days_ago=21, by=cast.ana)
    level(made, 7)
    html = signed_in(cast.ben).get(url(made)).content.decode()
    assert "<p>5 of 10 on 3 November, 7 of 10 today.</p>" in html
    told = (
        "3 numbers, the first on 20 October 2025, the last on 24 November. "
        "The lowest is 5, the highest 10."
    )
    assert f"{told}</desc>" in html
    assert 'd="M8.0 8.0 L561.3 50.0 L592.0 33.2"' in html
    assert 'd="M8.0 8.0h0 M561.3 50.0h0 M592.0 33.2h0"' in html
    table = html[html.index("All the numbers") :]
    days = [table.index(day) for day in ("24 November", "3 November<", "20 October 2025")]
    assert days == sorted(days)
    assert "style=" not in html[html.index("<figure") : html.index("</figure>")]


def test_its_numbers_have_a_point_in_spanish_too(cast, signed_in):
    cast.maria.language = "es"
    cast.maria.save()
    made = concern(cast, cast.maria)
    for number, ago in ((1, 9), (2, 6), (3, 0)):
        level(made, number, days_ago=ago)
    html = signed_in(cast.maria).get(url(made)).content.decode()
    assert 'lang="es"' in html
    assert 'd="M8.0 83.6 L202.7 75.2 L592.0 66.8"' in html


def test_numbers_of_one_moment_stand_in_the_middle(cast):
    made = concern(cast, cast.maria)
    level(made, 0)
    level(made, 10, by=cast.ana)
    assert line(cast, made).path == "M300.0 92.0 L300.0 8.0"


def test_the_newest_sixty_in_as_many_reads(cast, signed_in):
    made = concern(cast, cast.maria)
    client = signed_in(cast.maria)
    counts = []
    for days in (range(2), range(2, 70)):
        for ago in days:
            level(made, ago % 11, days_ago=ago)
        client.get(url(made))
        with CaptureQueriesContext(connection) as captured:
            client.get(url(made))
        counts.append(len(captured))
    assert counts[0] == counts[1]
    found = line(cast, made)
    assert (len(found.levels), found.first_day) == (60, "26 September")


def test_it_goes_with_its_concern_and_stays_when_its_setter_leaves(cast):
    made = concern(cast, cast.maria)
    level(made, 5, by=cast.ana)
    Membership.objects.filter(user=cast.ana).update(removed_at=NOW)
    assert rows(made) == [(5, dt.date(2026, 11, 24), "Ana")]
    made.delete()
    assert ConcernLevel.objects.count() == 0
