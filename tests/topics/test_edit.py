"""Writing down what the plan holds on a topic: alone, twice, and beside somebody else."""

import datetime
import re
import uuid

import pytest
from django.utils import timezone

from careplan.plans.models import Grant, Membership
from careplan.topics.models import TopicNote
from tests.appointments.lists import visit
from tests.at_once import post_at_once, shared_cast  # noqa: F401 - a fixture
from tests.posting import hidden_in, read
from tests.topics.making import AHEAD, TOPIC, at, note, page, said

DAY = datetime.date(2019, 11, 12)


@pytest.fixture
def address(cast):
    return at(cast, "topic_edit", TOPIC)


def saved(response, cast) -> bool:
    there = f"{at(cast, 'topic_detail', TOPIC)}?saved"
    return response.status_code == 302 and response.headers["Location"] == there


def standing(cast) -> TopicNote:
    return TopicNote.objects.get(plan=cast.plan, topic=TOPIC, removed_at=None)


def test_the_first_words(cast, signed_in, address):
    client = signed_in(cast.ana)
    sent = read(client, address) | {"state": "wanted", "wish": "To be at home"}
    assert saved(client.post(address, sent), cast)
    made = standing(cast)
    assert (made.state, made.wish, made.author) == ("wanted", "To be at home", cast.ana)
    assert (made.visit, made.talked_on, made.decided_on) == (None, None, None)
    assert "Saved." in page(client, f"{at(cast, 'topic_detail', TOPIC)}?saved")


def test_sent_twice_it_is_kept_once(cast, signed_in, address):
    client = signed_in(cast.ana)
    sent = read(client, address) | {"wish": "To be at home"}
    assert saved(client.post(address, sent), cast)
    assert saved(client.post(address, sent), cast)
    assert TopicNote.objects.count() == 1
    assert standing(cast).version == 1
    sent = read(client, address) | {"wish": "To be at home, in bed"}
    assert saved(client.post(address, sent), cast)
    assert saved(client.post(address, sent), cast)
    assert (standing(cast).wish, standing(cast).version) == ("To be at home, in bed", 2)


def test_nothing_said(cast, signed_in, address):
    client = signed_in(cast.ana)
    response = client.post(address, read(client, address) | {"state": ""})
    assert response.status_code == 200
    assert "Choose where it stands, or write a few words. One is enough" in said(response)
    assert TopicNote.objects.count() == 0


def test_talked_about_at_a_visit(cast, signed_in, address):
    was = visit(cast, on=DAY)
    client = signed_in(cast.ana)
    sent = {"state": "talked", "visit": was.pk}
    assert saved(client.post(address, read(client, address) | sent), cast)
    made = standing(cast)
    assert (made.visit, made.talked_on, made.decided_on) == (was, DAY, None)
    sent = {"state": "decided", "visit": was.pk}
    assert saved(client.post(address, read(client, address) | sent), cast)
    today = timezone.localdate()
    made = standing(cast)
    assert (made.visit, made.talked_on, made.decided_on) == (was, DAY, today)
    TopicNote.objects.update(decided_on=DAY)
    sent["wish"] = "At home"
    assert saved(client.post(address, read(client, address) | sent), cast)
    assert standing(cast).decided_on == DAY
    sent = {"state": "wanted", "visit": was.pk, "wish": "At home"}
    assert saved(client.post(address, read(client, address) | sent), cast)
    made = standing(cast)
    assert (made.state, made.visit, made.talked_on, made.decided_on) == ("wanted", None, None, None)
    assert made.wish == "At home"


def test_not_at_that_visit_after_all(cast, signed_in, address):
    was = visit(cast, on=DAY)
    note(cast, state="talked", visit=was, talked_on=DAY)
    client = signed_in(cast.ana)
    sent = {"state": "talked", "visit": ""}
    assert saved(client.post(address, read(client, address) | sent), cast)
    assert (standing(cast).visit, standing(cast).talked_on) == (None, timezone.localdate())


def test_a_visit_chosen_with_no_talk(cast, signed_in, address):
    was = visit(cast, on=DAY)
    client = signed_in(cast.ana)
    sent = {"state": "wanted", "visit": was.pk, "wish": "At home"}
    response = client.post(address, read(client, address) | sent)
    assert "You chose a visit. Choose “Talked about it” too, or leave the visit out" in said(
        response
    )
    assert "> At home</textarea>" in said(response)
    assert TopicNote.objects.count() == 0


def test_the_visits_to_choose_from(cast, signed_in, address):
    """Those that were, newest first, and those with no day; none private to others or removed."""
    today = timezone.localdate()
    ahead = visit(cast, on=today + datetime.timedelta(days=3), with_whom="Dr Ahead")
    old, undated = visit(cast, on=DAY, with_whom="Dr Old"), visit(cast, with_whom="Dr Undated")
    new = visit(cast, on=today, with_whom="Dr New")
    private = visit(cast, on=DAY, with_whom="Dr Canary", is_private=True)
    visit(cast, on=DAY, with_whom="Dr Gone").remove(by=cast.maria)
    client = signed_in(cast.ana)
    html = page(client, address)
    offered = re.findall(r'<option value="([^"]*)"', html)
    assert offered == ["", str(new.pk), str(old.pk), str(undated.pk)]
    assert "Canary" not in html
    for refused in (ahead, private, uuid.uuid4(), "forged"):
        sent = {"state": "talked", "visit": getattr(refused, "pk", refused)}
        response = client.post(address, read(client, address) | sent)
        assert "Choose one of the answers on this page" in said(response)
    assert TopicNote.objects.count() == 0


def test_without_visits_there_is_nothing_to_choose(cast, signed_in, address):
    assert "When did you talk about it?" not in page(signed_in(cast.maria), address)


def test_the_visit_stays_for_who_may_not_see_it(cast, signed_in, address):
    was = visit(cast, on=DAY, with_whom="Dr Canary")
    note(cast, state="talked", visit=was, talked_on=DAY)
    Membership.objects.filter(user=cast.ana).update(visits=Grant.NONE)
    client = signed_in(cast.ana)
    html = page(client, address)
    assert "Canary" not in html
    assert "When did you talk about it?" not in html
    other = visit(cast, on=DAY, with_whom="Dr Other")
    sent = {"state": "decided", "wish": "At home", "visit": other.pk}
    assert saved(client.post(address, read(client, address) | sent), cast)
    made = standing(cast)
    assert (made.state, made.wish, made.visit, made.talked_on) == ("decided", "At home", was, DAY)


def test_a_private_visit_of_another_stays(cast, signed_in, address):
    was = visit(cast, on=DAY, with_whom="Dr Canary", is_private=True)
    visit(cast, on=DAY)
    note(cast, state="talked", visit=was, talked_on=DAY)
    client = signed_in(cast.ana)
    assert "Canary" not in page(client, address)
    sent = {"state": "talked", "wish": "At home", "visit": ""}
    assert saved(client.post(address, read(client, address) | sent), cast)
    assert (standing(cast).visit, standing(cast).wish) == (was, "At home")


def test_a_removed_visit_stays_chosen(cast, signed_in, address):
    was = visit(cast, on=DAY)
    note(cast, state="talked", visit=was, talked_on=DAY)
    was.remove(by=cast.maria)
    html = page(signed_in(cast.ana), address)
    assert f'<option value="{was.pk}" selected>' in html


def test_two_write_the_first_note(cast, signed_in, address):
    """The second is asked, as with any newer text. Nothing is lost, and no error page shows."""
    client = signed_in(cast.maria)
    marias = read(client, address)
    note(cast, cast.ana, state="wanted", wish="Ana wrote this")
    response = client.post(address, marias | {"state": "", "wish": "Maria wrote this"})
    assert response.status_code == 200
    html = said(response)
    assert "Ana saved a change while you were writing." in html
    assert "Where does it stand?" not in html  # Maria chose nothing
    assert "<p>Ana wrote this</p>" in html
    assert "<p>Maria wrote this</p>" in html
    assert standing(cast).wish == "Ana wrote this"
    again = hidden_in(response) | {"keep_wish": "mine"}
    assert saved(client.post(address, again), cast)
    assert (standing(cast).wish, standing(cast).author) == ("Maria wrote this", cast.ana)
    assert standing(cast).state == "wanted"
    assert standing(cast).changed_by == cast.maria


def test_two_write_the_same_first_note(cast, signed_in, address):
    client = signed_in(cast.maria)
    marias = read(client, address)
    note(cast, cast.ana, state="wanted", wish="At home")
    assert saved(client.post(address, marias | {"state": "wanted", "wish": "At home"}), cast)
    assert standing(cast).version == 1


def test_two_change_one_note(cast, signed_in, address):
    note(cast, wish="At home")
    client = signed_in(cast.maria)
    marias = read(client, address)
    theirs = standing(cast)
    theirs.wish = "Ana wrote this"
    theirs.save_changes(by=cast.ana, fields=["wish"])
    response = client.post(address, marias | {"wish": "Maria wrote this"})
    assert "Ana saved a change while you were writing." in said(response)
    assert "<p>Ana wrote this</p>" in said(response)
    assert saved(client.post(address, hidden_in(response) | {"keep_wish": "mine"}), cast)
    assert standing(cast).wish == "Maria wrote this"


def test_a_note_removed_while_somebody_writes(cast, signed_in, address):
    made = note(cast, wish="At home")
    client = signed_in(cast.ana)
    anas = read(client, address)
    made.remove(by=cast.maria)
    response = client.post(address, anas | {"wish": "At home, in bed"})
    assert "Maria removed this while you were writing." in said(response)
    sent = hidden_in(response) | {"wish": "At home, in bed"}
    assert saved(client.post(address, sent), cast)
    made.refresh_from_db()
    assert (made.wish, made.removed_at is None) == ("At home, in bed", False)
    html = page(client, f"{at(cast, 'topic_detail', TOPIC)}?saved")
    assert "What was written here was removed. You can put it back." in html
    assert "At home, in bed" in html
    assert "At home, in bed" not in page(client, at(cast, "topic_detail", TOPIC))
    restored = client.post(at(cast, "topic_restore", made.pk))
    assert restored.headers["Location"] == at(cast, "topic_detail", TOPIC)
    assert "At home, in bed" in page(client, at(cast, "topic_detail", TOPIC))


def test_a_note_removed_and_written_anew_while_somebody_writes(cast, signed_in, address):
    """Both notes are of version 1 or 2: one is not taken for the other."""
    old = note(cast, wish="Old", version=1)
    client = signed_in(cast.ana)
    anas = read(client, address)
    old.remove(by=cast.maria)
    new = note(cast, wish="New", version=1)
    response = client.post(address, anas | {"wish": "Ana wrote this"})
    assert "Maria saved a change while you were writing." in said(response)
    assert "<p>New</p>" in said(response)
    new.refresh_from_db()
    assert new.wish == "New"
    assert saved(client.post(address, hidden_in(response) | {"keep_wish": "mine"}), cast)
    new.refresh_from_db()
    assert new.wish == "Ana wrote this"
    old.refresh_from_db()
    assert old.wish == "Old"


def test_to_write_anew_after_it_was_removed(cast, signed_in, address):
    note(cast, wish="Canary").remove(by=cast.maria)
    client = signed_in(cast.maria)
    assert "Canary" not in page(client, address)
    assert saved(client.post(address, read(client, address) | {"wish": "New"}), cast)
    assert TopicNote.objects.count() == 2
    assert standing(cast).wish == "New"


def test_put_back_beside_a_newer_one_is_a_sentence(cast, signed_in):
    old = note(cast, wish="Old")
    old.remove(by=cast.maria)
    note(cast, cast.ana, wish="New")
    client = signed_in(cast.maria)
    client.post(at(cast, "topic_restore", old.pk))
    html = page(client, at(cast, "topic_detail", TOPIC))
    assert "Something newer is written on this topic. Remove that first." in html
    assert standing(cast).wish == "New"


def test_buttons_pressed_twice(cast, signed_in):
    made = note(cast, wish="At home")
    client = signed_in(cast.maria)
    for _twice in range(2):
        assert client.post(at(cast, "topic_remove", made.pk)).status_code == 302
    made.refresh_from_db()
    assert (made.version, made.removed_at is None) == (2, False)
    for _twice in range(2):
        assert client.post(at(cast, "topic_restore", made.pk)).status_code == 302
    made.refresh_from_db()
    assert (made.version, made.removed_at) == (3, None)


def test_who_may_write(cast, signed_in, address):
    made = note(cast, wish="canary")
    posts = [address, at(cast, "topic_remove", made.pk), at(cast, "topic_restore", made.pk)]
    before = TopicNote.objects.values().get()
    for user, status in ((cast.ben, 403), (cast.sam, 404), (cast.rita, 404)):
        client = signed_in(user)
        for post in posts:
            response = client.post(post, {"wish": "Mine", "note": made.pk, "version": 1})
            assert response.status_code == status
            assert "canary" not in said(response)
        assert client.get(address).status_code == status
    assert TopicNote.objects.values().get() == before
    for post in posts[1:]:
        assert signed_in(cast.maria).get(post).status_code == 405


def test_a_note_of_another_plan(cast, signed_in):
    made = note(cast, wish="canary")
    client = signed_in(cast.sam)
    for name in ("topic_remove", "topic_restore"):
        there = at(cast, name, made.pk).replace(str(cast.plan.pk), str(cast.sams_plan.pk))
        assert client.post(there).status_code == 404
    there = at(cast, "topic_edit", TOPIC).replace(str(cast.plan.pk), str(cast.sams_plan.pk))
    client.post(there, {"wish": "Sam’s", "note": made.pk, "version": 1})
    made.refresh_from_db()
    assert (made.wish, made.version) == ("canary", 1)


def test_extra_fields_change_nothing(cast, signed_in, address):
    client = signed_in(cast.ana)
    extra = {"plan": cast.sams_plan.pk, "author": cast.sam.pk, "topic": AHEAD, "is_private": "on"}
    extra |= {"talked_on": "2019-11-12", "decided_on": "2019-11-12", "removed_at": "2019-11-12"}
    client.post(address, read(client, address) | extra | {"wish": "At home"})
    made = standing(cast)
    assert (made.plan, made.author, made.topic, made.is_private) == (
        cast.plan,
        cast.ana,
        TOPIC,
        False,
    )
    assert (made.talked_on, made.decided_on, made.removed_at) == (None, None, None)


def test_a_topic_hidden_while_its_form_was_open(cast, signed_in, address):
    """What was typed is kept; the page asks before it shows the topic."""
    client = signed_in(cast.maria)
    sent = read(client, address) | {"wish": "My back hurts badly. My legs are numb."}
    client.post(at(cast, "topic_choose"), {TOPIC: "hide"})
    assert saved(client.post(address, sent), cast)
    html = page(client, f"{at(cast, 'topic_detail', TOPIC)}?saved")
    assert "You chose not to show this" in html
    assert "Call now for severe back pain" in html
    assert standing(cast).wish == "My back hurts badly. My legs are numb."


@pytest.mark.django_db(transaction=True)
def test_at_the_same_moment(shared_cast):  # noqa: F811
    address = at(shared_cast, "topic_edit", TOPIC)
    one = {"wish": "At home", "request_uuid": str(uuid.uuid4()), "note": ""}
    assert post_at_once(shared_cast.ana, [(address, one)] * 4) == [302] * 4
    assert TopicNote.objects.count() == 1
    address = at(shared_cast, "topic_edit", AHEAD)
    several = [one | {"request_uuid": str(uuid.uuid4()), "wish": f"Wish {n}"} for n in range(4)]
    answers = post_at_once(shared_cast.ana, [(address, sent) for sent in several])
    assert sorted(answers) == [200, 200, 200, 302]  # three are asked
    assert TopicNote.objects.filter(topic=AHEAD).count() == 1


@pytest.mark.django_db(transaction=True)
def test_put_back_while_another_writes(shared_cast):  # noqa: F811
    old = note(shared_cast, wish="Old")
    old.remove(by=shared_cast.maria)
    new = {"wish": "New", "request_uuid": str(uuid.uuid4()), "note": ""}
    edit, restore = at(shared_cast, "topic_edit", TOPIC), at(shared_cast, "topic_restore", old.pk)
    answers = post_at_once(shared_cast.maria, [(edit, new), (restore, {})])
    assert answers in ([302, 302], [200, 302])
    assert TopicNote.objects.filter(topic=TOPIC, removed_at=None).count() == 1
