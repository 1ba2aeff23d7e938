"""The page of all topics: their groups, their folds, and what the plan says of each."""

import datetime

import pytest

from careplan.library.catalog import LIBRARY
from careplan.library.levels import Level
from careplan.pages.standing import number_of
from careplan.plans.models import Grant, Membership, Plan
from careplan.topics.choosing import keep_choices
from careplan.topics.models import TopicNote
from careplan.topics.reading import TopicBoard, wanted
from tests.appointments.lists import visit
from tests.reading import grade, sentences, words
from tests.test_words import prose_of
from tests.topics.making import AHEAD, TOPIC, at, fold, level, linked, note, page

DAY = datetime.date(2019, 11, 12)
AHEAD_FOLD = "Topics about what may lie ahead"


@pytest.mark.parametrize("who", ["maria", "ana", "ben"])
@pytest.mark.parametrize("wanted_level", [*Level])
def test_every_topic_is_there_at_every_level(cast, signed_in, who, wanted_level):
    user = getattr(cast, who)
    level(user, wanted_level)
    html = page(signed_in(user), at(cast, "topic_list"))
    assert sorted(linked(html)) == sorted(LIBRARY.topics)
    closed = [t.slug for t in LIBRARY.topics.values() if not wanted_level.opens(t.level)]
    assert sorted(linked(fold(html, AHEAD_FOLD))) == sorted(closed)
    assert ("may lie ahead" in html) == bool(closed)
    assert '<details class="fold" open' not in html


def test_palliative_care_first_and_hospice_last_by_choice(cast, signed_in):
    level(cast.maria, "everything")
    html = page(signed_in(cast.maria), at(cast, "topic_list"))
    order = linked(html)
    assert order[:2] == ["palliative-and-hospice", TOPIC]
    hospice = [t.slug for t in LIBRARY.topics.values() if t.group == "hospice"]
    assert order[-len(hospice) :] == hospice
    assert linked(fold(html, "Hospice, by choice")) == hospice
    titles = ("Comfort now", "Help at home", "What matters to me", "Hospice, by choice")
    places = [html.index(f">{title}<") for title in titles]
    assert places == sorted(places)


def test_somebody_elses_plan(cast, signed_in):
    html = page(signed_in(cast.ana), at(cast, "topic_list"))
    assert "What matters to Maria Alvarez" in html
    assert "What matters to me" not in html
    cast.plan.is_for_owner = False
    cast.plan.save()
    html = page(signed_in(cast.maria), at(cast, "topic_list"))
    assert "What matters to Maria Alvarez" in html


def test_what_the_plan_says_of_each(cast, signed_in):
    note(cast, state="wanted")
    note(cast, topic="respite", state="talked", talked_on=DAY, visit=visit(cast, on=DAY))
    note(cast, topic="spiritual-needs", state="decided", decided_on=DAY)
    html = page(signed_in(cast.ben), at(cast, "topic_list"))
    states = ("Want to talk about it", "Talked about on 12 November 2019", "Decided")
    assert [html.count(f'<p class="state">{state}</p>') for state in states] == [1, 1, 1]
    assert html.count('<details class="fold" open>') == 2  # the groups in which something stands
    board = TopicBoard(cast.as_member(cast.ben))
    assert linked(fold(html, AHEAD_FOLD)) == [row.item.slug for row in board.ahead]


def test_what_is_private_or_removed_is_not_there(cast, signed_in):
    note(cast, cast.ana, state="wanted", wish="canary", is_private=True)
    note(cast, topic="respite", state="wanted", wish="canary").remove(by=cast.ana)
    for user in (cast.maria, cast.ben):
        html = page(signed_in(user), at(cast, "topic_list"))
        assert 'class="state"' not in html
        assert "canary" not in html
    assert 'class="state"' in page(signed_in(cast.ana), at(cast, "topic_list"))


def test_what_was_removed_is_put_back_from_here(cast, signed_in):
    made = note(cast, topic="respite", state="wanted")
    client = signed_in(cast.maria)
    removed = client.post(at(cast, "topic_remove", made.pk))
    assert removed.headers["Location"] == at(cast, "topic_list")
    html = page(client, at(cast, "topic_list"))
    assert "Removed:" in html
    assert html.count(f'action="{at(cast, "topic_restore", made.pk)}"') == 2
    assert "topic_restore" not in html
    assert "Removed" not in page(signed_in(cast.ben), at(cast, "topic_list"))


def test_a_hidden_topic_is_not_named_among_the_removed(cast, signed_in):
    made = note(cast, topic="respite", state="wanted")
    made.remove(by=cast.maria)
    keep_choices({"respite": "hide"}, by=cast.as_member(cast.maria))
    html = page(signed_in(cast.maria), at(cast, "topic_list"))
    assert str(made.pk) not in html
    assert html.count(LIBRARY.topics["respite"].title) == 1  # under “What I do not show”


def test_without_visits_no_day_of_a_visit(cast, signed_in):
    was = visit(cast, on=DAY, with_whom="Dr Canary")
    note(cast, state="talked", visit=was, talked_on=DAY)
    Membership.objects.filter(user=cast.ben).update(visits=Grant.NONE)
    for address in (at(cast, "topic_list"), at(cast, "topic_detail", TOPIC)):
        html = page(signed_in(cast.ben), address)
        assert "Talked about it" in html
        assert "2019" not in html
        assert "Canary" not in html


@pytest.mark.parametrize("who", ["maria", "ana", "ben"])
@pytest.mark.usefixtures("seen_this_hour")
def test_it_reads_as_much_for_few_as_for_many(cast, signed_in, django_assert_num_queries, who):
    readings = 5 if who == "ben" else 6  # what was removed is not for a viewer
    client = signed_in(getattr(cast, who))
    with django_assert_num_queries(readings):
        client.get(at(cast, "topic_list"))
    was = visit(cast, on=DAY)
    for slug in LIBRARY.topics:
        note(cast, topic=slug, state="talked", visit=was, talked_on=DAY, wish="At home")
    every = dict(zip(LIBRARY.topics, ["hide", "not_now", "now"] * 9, strict=False))
    keep_choices(every, by=cast.as_member(getattr(cast, who)))
    with django_assert_num_queries(readings):
        client.get(at(cast, "topic_list"))


def test_what_home_counts(cast):
    note(cast, state="wanted")
    note(cast, topic="respite", state="wanted")
    note(cast, topic="where", state="decided", decided_on=DAY)
    note(cast, topic="no-more-in-the-library", state="wanted")
    note(cast, topic="at-night", state="wanted").remove(by=cast.maria)
    note(cast, cast.ana, topic="crisis-care", state="wanted", is_private=True)
    keep_choices({"respite": "hide"}, by=cast.as_member(cast.maria))

    def counted(user) -> int:
        count = number_of(wanted(cast.as_member(user)))
        return Plan.objects.annotate(n=count).get(pk=cast.plan.pk).n

    assert [counted(user) for user in (cast.maria, cast.ana, cast.ben)] == [1, 3, 2]
    TopicNote.objects.all().delete()
    assert counted(cast.maria) == 0


@pytest.mark.parametrize("who", ["maria", "ben"])
def test_it_is_easy_to_read(cast, signed_in, who):
    user = getattr(cast, who)
    note(cast, state="talked", talked_on=DAY)
    keep_choices({"respite": "hide", "where": "not_now"}, by=cast.as_member(user))
    client = signed_in(user)
    slugs = [slug for slug in LIBRARY.topics if slug != "respite"]
    pages = [at(cast, "topic_detail", slug) for slug in slugs]
    pages += [at(cast, "topic_list"), at(cast, "topic_detail", "respite")]
    pages += [at(cast, "topic_edit", AHEAD)] if who == "maria" else []
    for address in pages:
        lines = prose_of(client.get(address).content.decode())
        assert grade(lines) <= 6, (address, grade(lines))
        assert [s for line in lines for s in sentences(line) if len(words(s)) > 15] == []
