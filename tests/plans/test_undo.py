"""“Removed: … Undo”: who is shown it, in which browser, and how often."""

import pytest
from django.test import Client
from django.urls import reverse

from careplan.appointments.ordering import put_on_list
from tests.appointments.lists import visit
from tests.cast import PASSWORD
from tests.making import concern, question
from tests.topics.making import note

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def at(cast):
    return lambda name, *args: reverse(name, args=[cast.plan.pk, *args])


@pytest.fixture
def phone(cast):
    """A browser in which Maria is signed in."""
    return another(cast.maria)


def another(user) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def notice(client, address) -> str:
    """What the page says of a removal, with its “Undo”."""
    page = " ".join(client.get(address).content.decode().split())
    return page.split("<span>Removed: ")[1].split("</div>")[0] if "<span>Removed: " in page else ""


def test_what_is_private_is_named_once(cast, phone, at):
    open_one, mine = concern(cast, cast.maria), concern(cast, cast.maria, words="canary")
    mine.is_private = True
    mine.save()
    for record in (open_one, mine):
        phone.post(at("concern_remove", record.pk))
    assert "canary" in notice(phone, at("concern_list"))
    assert notice(phone, at("concern_list")) == ""
    removed = phone.get(at("concern_list")).content.decode()
    assert removed.count("canary") == 1, "among what was removed"
    assert "canary" in phone.get(at("removed")).content.decode()


def test_what_is_open_stays_in_this_browser_until_sign_out(cast, phone, at):
    mine = concern(cast, cast.maria, words="canary")
    phone.post(at("concern_remove", mine.pk))
    for _time in range(2):
        assert "canary" in notice(phone, at("concern_list"))
    computer = another(cast.maria)
    computer.post(at("question_remove", question(cast, cast.maria).pk))  # something else, there
    assert notice(computer, at("concern_list")) == ""
    assert notice(another(cast.ana), at("concern_list")) == ""
    phone.post(reverse("account_logout"))
    assert phone.login(email=cast.maria.email, password=PASSWORD)
    assert notice(phone, at("concern_list")) == ""


def test_somebody_else_in_the_same_browser_is_shown_nothing(cast, phone, at):
    mine = concern(cast, cast.maria, words="canary")
    phone.post(at("concern_remove", mine.pk))
    phone.force_login(cast.ana, backend=BACKEND)
    assert notice(phone, at("concern_list")) == ""


def test_the_session_keeps_no_word_and_a_short_list(cast, phone, at):
    for n in range(25):
        phone.post(at("concern_remove", concern(cast, cast.maria, words=f"canary {n}").pk))
    assert len(phone.session["removed"]) == 20
    assert "canary" not in str(dict(phone.session))


def test_a_private_question_taken_off_a_list_is_named_once(cast, phone, at):
    lee = visit(cast)
    hidden = question(cast, cast.maria, text="canary?", is_private=True)
    asked = question(cast, cast.maria, text="May I drive?")
    member = cast.as_member(cast.maria)
    put_on_list(appointment=lee, questions=[hidden, asked], member=member)
    said = []
    for record in (asked, hidden):
        row = lee.listed.get(question=record)
        phone.post(at("listed_take_off", lee.pk), {"listed": row.pk})
        for _time in range(2):
            found = phone.get(at("appointment_detail", lee.pk)).context["list"].undo
            said.append(found and found.question.text)
    assert said == ["May I drive?", "May I drive?", "canary?", None]


def test_a_note_on_a_topic_too(cast, phone, at):
    ours = note(cast)
    phone.post(at("topic_remove", ours.pk))
    assert ours.name in notice(phone, at("topic_list"))
