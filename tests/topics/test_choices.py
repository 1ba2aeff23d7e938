"""Now, not now, do not show: each person's own, and nobody else's."""

import pytest

from careplan.library.catalog import LIBRARY
from careplan.topics.models import TopicChoice
from tests.at_once import post_at_once, shared_cast  # noqa: F401 - a fixture
from tests.topics.making import AHEAD, TOPIC, at, choices, fold, level, linked, note, page, said


def choose(client, cast, **sent):
    return client.post(at(cast, "topic_choose"), {k.replace("_", "-"): v for k, v in sent.items()})


def test_one_form_keeps_all(cast, signed_in):
    client = signed_in(cast.maria)
    sent = {TOPIC: "now", "where": "not_now", AHEAD: "hide"}
    response = client.post(at(cast, "topic_choose"), sent)
    assert response.headers["Location"] == at(cast, "topic_list")
    assert choices(cast.maria) == sent
    html = page(client, at(cast, "topic_list"))
    assert "Your choices are saved." in html
    again = client.post(at(cast, "topic_choose"), sent)
    assert again.status_code == 302
    assert choices(cast.maria) == sent


def test_what_is_not_sent_stays(cast, signed_in):
    client = signed_in(cast.maria)
    choose(client, cast, where="hide", respite="now")
    choose(client, cast, respite="not_now")
    assert choices(cast.maria) == {"where": "hide", "respite": "not_now"}


def test_forged_values_are_left_out(cast, signed_in):
    client = signed_in(cast.maria)
    choose(client, cast, where="hide")
    sent = {"where": "always", "no-such-topic": "hide", "respite": "", "user": cast.ana.pk}
    assert client.post(at(cast, "topic_choose"), sent | {"topic": "/evil"}).status_code == 302
    assert choices(cast.maria) == {"where": "hide"}
    assert TopicChoice.objects.count() == 1


def test_a_hidden_topic_comes_back(cast, signed_in):
    client = signed_in(cast.maria)
    choose(client, cast, where="hide")
    title = LIBRARY.topics["where"].title
    html = page(client, at(cast, "topic_list"))
    assert "where" not in linked(html)
    shown, _summary, kept = html.partition("What I do not show")
    assert title not in shown
    assert title in kept
    assert '<input type="hidden" name="where" value="">' in kept
    choose(client, cast, where="")
    assert choices(cast.maria) == {}
    html = page(client, at(cast, "topic_list"))
    assert "What I do not show" not in html
    assert title in html


def test_not_now_moves_to_a_quiet_fold(cast, signed_in):
    client = signed_in(cast.maria)
    choose(client, cast, where="not_now")
    html = page(client, at(cast, "topic_list"))
    assert linked(fold(html, "Not now")) == ["where"]
    assert linked(html).count("where") == 1
    assert 'id="where-not_now" value="not_now" checked' in html


def test_now_opens_what_the_level_keeps_closed(cast, signed_in):
    level(cast.maria, "basics")
    client = signed_in(cast.maria)
    html = page(client, at(cast, "topic_list"))
    assert "where" in linked(fold(html, "Topics about what may lie ahead"))
    choose(client, cast, where="now")
    html = page(client, at(cast, "topic_list"))
    assert "where" not in linked(fold(html, "Topics about what may lie ahead"))
    assert "where" in linked(fold(html, "Help at home"))


def test_all_can_be_hidden(cast, signed_in):
    client = signed_in(cast.maria)
    client.post(at(cast, "topic_choose"), dict.fromkeys(LIBRARY.topics, "hide"))
    html = page(client, at(cast, "topic_list"))
    assert linked(html) == []
    assert "Save my choices" not in html
    assert html.count("Show again") == len(LIBRARY.topics)


def test_a_viewer_has_their_own(cast, signed_in):
    client = signed_in(cast.ben)
    assert choose(client, cast, where="hide").status_code == 302
    assert choices(cast.ben) == {"where": "hide"}
    assert choices(cast.maria) == {}
    assert "where" not in linked(page(client, at(cast, "topic_list")))
    assert "where" in linked(page(signed_in(cast.maria), at(cast, "topic_list")))


@pytest.mark.parametrize("who", ["ana", "ben"])
def test_nobody_sees_what_another_chose(cast, signed_in, who):
    """Their pages are the same, byte for byte, with Maria's choices and without."""
    note(cast, wish="To be at home", state="wanted")
    note(cast, topic="where", wish="Here")
    pages = [at(cast, "topic_list"), at(cast, "topic_detail", TOPIC), at(cast, "home")]
    pages += [at(cast, "topic_detail", "where"), at(cast, "topic_detail", AHEAD)]
    client = signed_in(getattr(cast, who))
    before = [page(client, address) for address in pages]
    every = dict(zip(LIBRARY.topics, ["hide", "not_now", "now"] * 9, strict=False))
    signed_in(cast.maria).post(at(cast, "topic_choose"), every)
    assert len(choices(cast.maria)) == len(LIBRARY.topics)
    client = signed_in(getattr(cast, who))
    assert [page(client, address) for address in pages] == before


def test_each_plan_has_its_own(cast, signed_in):
    cast.sams_plan.memberships.create(user=cast.maria, role="caregiver", comfort="change")
    client = signed_in(cast.maria)
    choose(client, cast, where="hide")
    there = at(cast, "topic_list").replace(str(cast.plan.pk), str(cast.sams_plan.pk))
    assert "where" in linked(page(client, there))


def test_outsiders_and_other_sections(cast, signed_in):
    for outsider in (cast.sam, cast.rita):
        assert choose(signed_in(outsider), cast, where="hide").status_code == 404
    cast.plan.memberships.filter(user=cast.ana).update(comfort="none")
    response = choose(signed_in(cast.ana), cast, where="hide")
    assert response.status_code == 403
    assert "not this part of it" in said(response)
    assert TopicChoice.objects.count() == 0
    assert signed_in(cast.maria).get(at(cast, "topic_choose")).status_code == 405


def test_from_a_topics_own_page(cast, signed_in):
    client = signed_in(cast.maria)
    there = at(cast, "topic_detail", TOPIC)
    sent = client.post(at(cast, "topic_choose"), {"topic": TOPIC, TOPIC: "now"})
    assert sent.headers["Location"] == there
    assert f'id="{TOPIC}-now" value="now" checked' in page(client, there)
    sent = client.post(at(cast, "topic_choose"), {"topic": TOPIC, TOPIC: "hide"})
    assert sent.headers["Location"] == at(cast, "topic_list")


def test_a_hidden_topic_opened_by_its_address(cast, signed_in):
    note(cast, wish="To be at home")
    client, there = signed_in(cast.maria), at(cast, "topic_detail", TOPIC)
    client.post(at(cast, "topic_choose"), {TOPIC: "hide"})
    client.get(at(cast, "topic_list"))  # takes the notice away
    html = page(client, there)
    assert "You chose not to show this" in html
    for kept in (LIBRARY.topics[TOPIC].title, LIBRARY.topics[TOPIC].text, "To be at home"):
        assert kept not in html
    edit = client.get(at(cast, "topic_edit", TOPIC))
    assert edit.headers["Location"] == there
    shown = client.post(at(cast, "topic_choose"), {"topic": TOPIC, TOPIC: ""})
    assert shown.headers["Location"] == there
    assert LIBRARY.topics[TOPIC].text in page(client, there)
    assert choices(cast.maria) == {}


def test_no_topic_has_the_name_of_another_page():
    assert not {"choose", "notes", "topic"} & set(LIBRARY.topics)


@pytest.mark.django_db(transaction=True)
def test_at_the_same_moment(shared_cast):  # noqa: F811
    every = dict.fromkeys(LIBRARY.topics, "not_now")
    address = at(shared_cast, "topic_choose")
    assert post_at_once(shared_cast.ben, [(address, every)] * 4) == [302] * 4
    assert choices(shared_cast.ben) == every
