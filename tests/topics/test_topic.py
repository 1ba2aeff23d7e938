"""A topic's own page: what it says, what the plan holds, and its questions."""

import datetime
import re

import pytest
from django.utils import timezone

from careplan.appointments.models import ListedQuestion
from careplan.library.catalog import LIBRARY
from careplan.plans.models import Grant, Membership
from careplan.questions.models import Question
from careplan.questions.picking import add_from_library
from careplan.topics.choosing import keep_choices
from tests.appointments.lists import visit
from tests.making import doctor
from tests.topics.making import AHEAD, TOPIC, at, fold, level, note, page, said

DAY = datetime.date(2019, 11, 12)
QUESTIONS = [question.slug for question in LIBRARY.questions_tagged(f"topic:{TOPIC}")]


def tomorrow() -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=1)


def ticks(html: str) -> dict[str, bool]:
    found = re.findall(r'name="slugs" id="[^"]*" value="([^"]*)"( checked)?', html)
    return {slug: bool(checked) for slug, checked in found}


@pytest.mark.parametrize("slug", LIBRARY.topics)
@pytest.mark.parametrize("who", ["maria", "ben"])
def test_each_topic_with_its_words(cast, signed_in, slug, who):
    topic = LIBRARY.topics[slug]
    html = page(signed_in(getattr(cast, who)), at(cast, "topic_detail", slug))
    for text in (topic.title, topic.text, topic.is_not, "We last checked this page on"):
        assert html.count(text) >= 1
    assert all(question.text in html for question in LIBRARY.questions_tagged(topic.tag))
    assert "Nothing is written down yet." in html
    assert ("Write something down" in html) == (who == "maria")


def test_no_such_topic(cast, signed_in):
    client = signed_in(cast.maria)
    for name in ("topic_detail", "topic_edit"):
        assert client.get(at(cast, name, "no-such-topic")).status_code == 404
    assert client.post(at(cast, "topic_pick", "no-such-topic")).status_code == 404


def test_what_the_plan_holds(cast, signed_in):
    was = visit(cast, on=DAY)
    fields = {"state": "decided", "visit": was, "talked_on": DAY, "decided_on": DAY}
    made = note(cast, wish="To be at home,\nin my own bed", **fields)
    made.save_changes(by=cast.ana, fields=[])
    html = page(signed_in(cast.ben), at(cast, "topic_detail", TOPIC))
    facts = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", html)
    link = (
        f'<a href="{at(cast, "appointment_detail", was.pk)}">Tuesday 12 November 2019, Dr Lee</a>'
    )
    assert facts[:4] == [
        ("Where it stands", "Decided"),
        ("At which visit", link),
        ("Noted as decided on", "12 November 2019"),
        ("The wish", "To be at home,<br>in my own bed"),
    ]
    # Ana changed something else since.
    assert facts[4] == ("Written by", "Maria")
    assert "Change what we wrote" not in html
    assert "Remove what we wrote" not in html
    html = page(signed_in(cast.ana), at(cast, "topic_detail", TOPIC))
    assert "Change what we wrote" in html
    assert f'action="{at(cast, "topic_remove", made.pk)}"' in html


def test_what_is_private_to_another(cast, signed_in):
    note(cast, cast.ana, state="wanted", wish="canary", is_private=True)
    html = page(signed_in(cast.maria), at(cast, "topic_detail", TOPIC))
    assert "canary" not in html
    assert "Nothing is written down yet." in html
    assert "canary" in page(signed_in(cast.ana), at(cast, "topic_detail", TOPIC))


def test_a_wish_that_warns(cast, signed_in):
    doctor(cast, name="Dr Lee", phone_day="555 0142")
    note(cast, wish="My back hurts badly. My legs are numb.")
    client = signed_in(cast.maria)
    html = page(client, at(cast, "topic_detail", TOPIC))
    assert "Call now for severe back pain" in html
    assert "555 0142" in html
    note(cast, topic="respite", wish="I have a new cough")
    address = at(cast, "topic_detail", "respite")
    assert "Call your care team right away</span>" not in page(client, address)
    assert "Call your care team right away</span>" in page(client, f"{address}?saved")
    keep_choices({"respite": "hide"}, by=cast.as_member(cast.maria))
    hidden = page(client, f"{address}?saved")
    assert "You chose not to show this" in hidden
    assert "Call your care team right away</span>" in hidden


def test_open_questions_are_ticked_already(cast, signed_in):
    html = page(signed_in(cast.maria), at(cast, "topic_detail", TOPIC))
    assert ticks(html) == dict.fromkeys(QUESTIONS, True)
    level(cast.maria, "basics")
    html = page(signed_in(cast.maria), at(cast, "topic_detail", "how-much-to-know"))
    assert ticks(html) == {"know-ask-first": True, "know-family": True, "know-ahead": False}
    assert ticks(fold(html, "Questions about what may lie ahead")) == {"know-ahead": False}


def test_one_press_puts_them_on_the_next_list(cast, signed_in):
    lee = visit(cast, on=tomorrow())
    client = signed_in(cast.maria)
    html = page(client, at(cast, "topic_detail", TOPIC))
    assert "Add to my list for Dr Lee" in html
    for _twice in range(2):
        response = client.post(at(cast, "topic_pick", TOPIC), {"slugs": QUESTIONS})
        assert response.headers["Location"] == at(cast, "appointment_detail", lee.pk)
    listed = ListedQuestion.objects.filter(appointment=lee).order_by("position")
    assert [row.question.library_slug for row in listed] == QUESTIONS


def test_what_is_held_is_left_out_and_said(cast, signed_in):
    sentence = "Some are in your plan already. They are left out here."
    client, address = signed_in(cast.maria), at(cast, "topic_detail", TOPIC)
    assert sentence not in page(client, address)
    add_from_library(slugs=QUESTIONS[:1], member=cast.as_member(cast.ana))
    html = page(client, address)
    assert sentence in html
    assert list(ticks(html)) == QUESTIONS[1:]
    add_from_library(slugs=QUESTIONS, member=cast.as_member(cast.ana))
    for user in (cast.maria, cast.ben):
        html = page(signed_in(user), address)
        assert ticks(html) == {}
        assert sentence not in html
        assert "The questions that we have on this are in your plan already." in html


def test_what_is_held_is_not_told_to_who_may_not_see_it(cast, signed_in):
    add_from_library(slugs=QUESTIONS, member=cast.as_member(cast.maria))
    Membership.objects.filter(user=cast.ben).update(visits=Grant.NONE)
    html = page(signed_in(cast.ben), at(cast, "topic_detail", TOPIC))
    assert "already" not in html
    assert all(LIBRARY.questions[slug].text in html for slug in QUESTIONS)


def test_nothing_ticked(cast, signed_in):
    client = signed_in(cast.maria)
    response = client.post(at(cast, "topic_pick", TOPIC), {"own": ""})
    assert response.status_code == 200
    html = said(response)
    assert "Tick a question, or write one in your own words" in html
    assert LIBRARY.topics[TOPIC].text in html
    assert ticks(html) == dict.fromkeys(QUESTIONS, False)
    assert Question.objects.count() == 0


def test_who_may_pick(cast, signed_in):
    address = at(cast, "topic_pick", TOPIC)
    sent = {"slugs": QUESTIONS}
    html = page(signed_in(cast.ben), at(cast, "topic_detail", TOPIC))
    assert "Add to my list" not in html
    assert "/pick/" not in html
    assert signed_in(cast.ben).post(address, sent).status_code == 403
    for outsider in (cast.sam, cast.rita):
        assert signed_in(outsider).post(address, sent).status_code == 404
    for without in ("visits", "comfort"):
        grants = {"visits": Grant.CHANGE, "comfort": Grant.CHANGE} | {without: Grant.NONE}
        Membership.objects.filter(user=cast.ana).update(**grants)
        response = signed_in(cast.ana).post(address, {"slugs": ["forged"]})
        assert response.status_code == 403
        assert LIBRARY.topics[TOPIC].text not in said(response)
    assert signed_in(cast.maria).get(address).status_code == 405
    assert Question.objects.count() == 0


@pytest.mark.parametrize("who", ["maria", "ana"])
@pytest.mark.usefixtures("seen_this_hour")
def test_it_reads_as_much_for_few_as_for_many(cast, signed_in, django_assert_num_queries, who):
    doctor(cast, name="Dr Lee", phone_day="555 0142")
    user, address = getattr(cast, who), at(cast, "topic_detail", TOPIC)
    client = signed_in(user)
    with django_assert_num_queries(8):  # with no note, the choice is read by itself
        client.get(address)
    was = visit(cast, on=DAY)
    wish = "My back hurts badly. My legs are numb."
    note(cast, state="talked", visit=was, talked_on=DAY, wish=wish).remove(by=cast.ana)
    note(cast, state="talked", visit=was, talked_on=DAY, wish=wish)
    keep_choices(dict.fromkeys(LIBRARY.topics, "now"), by=cast.as_member(user))
    for number in range(30):
        visit(cast, on=tomorrow())
        note(cast, topic=f"other-{number}", wish=wish)
    with django_assert_num_queries(11):  # and with the warning, the care team
        client.get(f"{address}?saved")


def test_the_level_closes_no_page(cast, signed_in):
    level(cast.maria, "basics")
    html = page(signed_in(cast.maria), at(cast, "topic_detail", AHEAD))
    assert LIBRARY.topics[AHEAD].text in html
    assert set(ticks(html).values()) == {False}
