"""At the visit: one question a page, and what each button keeps. Without a script throughout."""

import datetime

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from careplan.accounts.models import User
from careplan.appointments.drafts import AnswerDraft
from careplan.appointments.models import ListedQuestion
from careplan.plans.clashes import digest
from careplan.plans.history import Change
from careplan.plans.looking import AccessEvent
from careplan.plans.models import Grant, Membership
from careplan.questions.models import Question
from tests import making
from tests.appointments.lists import listed, question, texts, visit
from tests.posting import read

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 12, 3)


@pytest.fixture(autouse=True)
def _on_the_day(cast, time_machine):
    User.objects.update(time_zone="America/New_York")
    time_machine.move_to(datetime.datetime(2026, 12, 3, 15, 0, tzinfo=datetime.UTC), tick=False)


@pytest.fixture
def lee(cast):
    return visit(cast, on=TODAY)


@pytest.fixture
def rows(cast, lee):
    return listed(cast, lee, "Is it working?", "Can I travel?", "Who do I call?")


def at_now(row, name="now_question") -> str:
    return reverse(name, args=[row.plan_id, row.appointment_id, row.question_id])


@pytest.fixture
def send(browser):
    """`send("maria", row, answer="A scan")`: her page, as she has it open now, sent."""

    def of(who, row, page=None, **typed):
        client = browser(who)
        carried = read(client, at_now(row)) if page is None else page
        return client.post(at_now(row, "now_save"), carried | {"go": "next"} | typed)

    return of


def stands(row) -> tuple[str, str]:
    row = ListedQuestion.objects.select_related("question").get(pk=row.pk)
    return row.question.answer, row.asked


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_the_visit_begins_with_the_first_question_that_waits(browser, at, lee, rows):
    client = browser("maria")
    start = at("visit_now", lee)
    assert client.get(start)["Location"] == at_now(rows[0])
    ListedQuestion.objects.filter(pk=rows[0].pk).update(asked="not_asked")
    Question.objects.get(pk=rows[1].question_id).record_answer("Yes", by=rows[1].author)
    assert client.get(start)["Location"] == at_now(rows[2])
    ListedQuestion.objects.filter(pk=rows[2].pk).update(asked="asked")
    assert client.get(start)["Location"] == at("visit_after", lee)


@pytest.mark.parametrize(
    ("days", "open_rows", "label", "leads"),
    [
        (0, 3, "Start the visit", True),
        (None, 3, "Start the visit", True),
        (1, 3, "Start the visit", False),
        (0, 1, "Go on with the visit", True),
        (-1, 3, "Write down what was said", False),
        (0, 0, "See what is written", False),
    ],
)
def test_the_button_of_the_visits_page(browser, at, cast, lee, rows, days, open_rows, label, leads):
    lee.on = None if days is None else TODAY + datetime.timedelta(days)
    lee.save()
    done = [row.pk for row in rows[open_rows:]]
    ListedQuestion.objects.filter(pk__in=done).update(asked="asked")
    page = browser("ana").get(at("appointment_detail", lee)).content.decode()
    link = f'<a class="{"btn" if leads else "link"}" href="'
    where = at("visit_now", lee) if open_rows else at_now(rows[0])
    assert f'{link}{where}">{label}</a>' in page
    seen = browser("ben").get(at("appointment_detail", lee)).content.decode()
    assert f'<a class="link" href="{at_now(rows[0])}">See what is written</a>' in seen
    assert f'href="{at("visit_now", lee)}"' not in seen


def test_the_page_says_which_question_of_how_many(browser, cast, lee, rows):
    secret = question(cast, "Canary?", by=cast.maria, is_private=True)
    ListedQuestion.objects.filter(pk=rows[0].pk).update(question=secret)
    page = browser("ana").get(at_now(rows[1])).content.decode()
    assert "Question 1 of 2 for Dr Lee" in page
    assert '<h1 class="ask-now">Can I travel?</h1>' in page
    assert "Save and go to question 2" in page
    assert "Canary" not in page
    assert browser("ana").get(at_now(ListedQuestion.objects.get(pk=rows[0].pk))).status_code == 404
    mine = browser("maria").get(at_now(rows[1])).content.decode()
    assert "Question 2 of 3 for Dr Lee" in mine
    assert "Back to question 1" in mine
    assert "checked" not in mine


def test_who_can_write_here_and_who_sees_it(browser, cast, rows):
    page = browser("maria").get(at_now(rows[0])).content.decode()
    assert "A few words are fine. Ana can write here too." in page
    Question.objects.filter(pk=rows[0].question_id).update(is_private=True)
    page = browser("maria").get(at_now(rows[0])).content.decode()
    assert "A few words are fine.</p>" in page
    draft = browser("maria").post(at_now(rows[0], "now_draft"), {"answer": "Rest"})
    assert draft.json() == {"saved": "10:00", "said": "Saved at 10:00."}


def test_saving_goes_to_the_next_question_and_at_last_to_the_visit(browser, send, at, lee, rows):
    assert send("maria", rows[0], answer="A scan")["Location"] == at_now(rows[1])
    assert stands(rows[0]) == ("A scan", "asked")
    assert send("maria", rows[1], asked="not_asked")["Location"] == at_now(rows[2])
    assert stands(rows[1]) == ("", "not_asked")
    assert said(browser("maria").get(at_now(rows[2]))) == []
    client = browser("maria")
    sent = client.post(at_now(rows[2], "now_save"), read(client, at_now(rows[2])) | {"go": "next"})
    assert sent["Location"] == at("visit_after", lee)
    assert said(client.get(sent["Location"])) == ["Saved."]
    assert stands(rows[2]) == ("", "")


@pytest.mark.parametrize("go", ["back", "list", "new", "next", "canary"])
def test_every_button_saves(send, at, lee, rows, go):
    where = {
        "back": at_now(rows[0]),
        "list": at("appointment_detail", lee),
        "new": at("concern_create"),
    }
    sent = send("maria", rows[1], answer="A scan", go=go)
    assert sent["Location"] == where.get(go, at_now(rows[2]))
    assert stands(rows[1]) == ("A scan", "asked")


def test_two_who_answer_at_once_both_stand_and_are_told(browser, send, cast, rows):
    page = read(browser("maria"), at_now(rows[0]))
    send("ana", rows[0], answer="Scan on Monday")
    client = browser("maria")
    sent = client.post(at_now(rows[0], "now_save"), page | {"answer": "Rest more", "go": "next"})
    assert said(client.get(sent["Location"])) == ["Ana wrote an answer too. Both are kept."]
    assert stands(rows[0]) == ("Scan on Monday\n\nRest more", "asked")


@pytest.mark.parametrize("forged", ["", "x" * 400, "canary"])
def test_forged_digests_lose_nothing_and_are_no_error(browser, send, rows, forged):
    send("ana", rows[0], answer="Scan on Monday")
    typed = {"answer": "Rest", "answer_read": forged, "asked_read": forged, "asked": "asked"}
    assert send("maria", rows[0], page={}, **typed).status_code == 302
    assert stands(rows[0]) == ("Scan on Monday\n\nRest", "asked")
    sent = browser("maria").post(at_now(rows[1], "now_draft"), typed)
    assert sent.json()["said"] == "Saved at 10:00. Ana and Ben can see it."
    assert AnswerDraft.objects.get().began_from == ""


def test_what_is_too_long_is_said_and_kept_on_the_page(send, rows):
    page = send("maria", rows[0], answer="a" * 10_001, asked="asked")
    assert page.status_code == 200
    words = page.content.decode()
    assert "Make this shorter. It has 10001 letters, and there is room for 10000." in words
    assert "a" * 10_001 in words
    assert stands(rows[0]) == ("", "")
    assert send("maria", rows[0], asked="canary").status_code == 200


def test_two_answers_that_are_too_long_together(browser, send, rows):
    page = read(browser("maria"), at_now(rows[0]))
    send("ana", rows[0], answer="a" * 9_000)
    sent = send("maria", rows[0], page=page, answer="m" * 2_000, new="Then what?")
    assert "Together they are too long. Make yours shorter." in sent.content.decode()
    assert "m" * 2_000 in sent.content.decode()
    assert stands(rows[0])[0] == "a" * 9_000
    assert not Question.objects.filter(text="Then what?").exists()


def test_a_question_that_comes_up_stands_next_and_is_asked(send, cast, lee, rows):
    sent = send("maria", rows[0], answer="A scan", new="What does it cost?", go="add")
    new = ListedQuestion.objects.get(question__text="What does it cost?")
    assert sent["Location"] == at_now(new)
    assert (new.asked, new.author) == ("asked", cast.maria)
    assert stands(rows[0]) == ("A scan", "asked")
    assert texts(lee, cast.as_member(cast.maria)) == [
        "Is it working?",
        "What does it cost?",
        "Can I travel?",
        "Who do I call?",
    ]


def test_sent_twice_it_is_added_once(browser, send, rows):
    page = read(browser("maria"), at_now(rows[0]))
    for _again in range(2):
        sent = send("maria", rows[0], page=page, new="What does it cost?", go="next")
    new = ListedQuestion.objects.get(question__text="What does it cost?")
    assert sent["Location"] == at_now(new)
    assert Change.objects.filter(record=new.pk).count() == 2  # made, and marked as asked


def test_an_empty_one_is_said_and_saves_nothing(send, rows):
    page = send("maria", rows[0], answer="A scan", go="add")
    assert "Write your question, even a few words" in page.content.decode()
    assert '<details class="fold fold--bare t3" open>' in page.content.decode()
    assert stands(rows[0]) == ("", "")


def test_a_full_list_says_so_and_keeps_what_was_typed(send, rows, monkeypatch):
    monkeypatch.setattr(ListedQuestion, "MOST", 3)
    page = send("maria", rows[0], answer="A scan", new="What does it cost?", go="add")
    assert "A list has room for 3 questions." in page.content.decode()
    assert "What does it cost?" in page.content.decode()
    assert stands(rows[0]) == ("", "")
    assert not Question.objects.filter(text="What does it cost?").exists()


@pytest.mark.parametrize("go", ["next", "list", "new", "back"])
def test_an_answer_that_warns_shows_the_warning_on_the_next_page(browser, cast, send, rows, go):
    making.doctor(cast, name="Nurse line", phone_day="555 0160")
    words = "Severe back pain and my legs are numb"
    where = send("maria", rows[1], answer=words, go=go)["Location"]
    page = browser("maria").get(where).content.decode()
    assert "Call now for severe back pain with either of these" in page
    assert "555 0160" in page
    assert "Canary" not in page
    assert where.split("?")[1] == f"new={rows[1].question_id}"


def test_a_draft_that_warns_shows_the_warning_too(browser, rows):
    words = "Severe back pain and my legs are numb"
    browser("maria").post(at_now(rows[0], "now_draft"), {"answer": words})
    page = browser("maria").get(at_now(rows[0])).content.decode()
    assert "Call now for severe back pain with either of these" in page


def test_my_draft_stands_in_the_field_when_i_come_back(browser, send, rows, time_machine):
    client = browser("maria")
    page = read(client, at_now(rows[0]))
    kept = client.post(at_now(rows[0], "now_draft"), page | {"answer": "New sc", "asked": "asked"})
    assert kept.json() == {"saved": "10:00", "said": "Saved at 10:00. Ana and Ben can see it."}
    assert stands(rows[0]) == ("", "asked")
    again = client.get(at_now(rows[0])).content.decode()
    assert ">\nNew sc</textarea>" in again
    assert "You were writing this at 10:00. It is not saved as the answer yet." in again
    time_machine.shift(datetime.timedelta(days=1))
    assert (
        "You were writing this on 3 December 2026 at 10:00. It is not saved as the answer yet."
        in client.get(at_now(rows[0])).content.decode()
    )
    send("maria", rows[0], answer="New scan")
    assert not AnswerDraft.objects.exists()


def test_an_answer_saved_meanwhile_stands_beside_my_draft(browser, send, rows):
    client = browser("maria")
    client.post(at_now(rows[0], "now_draft"), read(client, at_now(rows[0])) | {"answer": "Rest"})
    send("ana", rows[0], answer="Scan on Monday")
    page = client.get(at_now(rows[0])).content.decode()
    shown = '<div class="aside t2" data-newer="answer"><p class="meta">The answer now:</p>'
    assert f"{shown}<p>Scan on Monday</p>" in page
    assert "Ana wrote this on 3 December 2026 at 10:00." in page
    send("maria", rows[0], answer="Rest")  # as her page carries it
    assert stands(rows[0])[0] == "Scan on Monday\n\nRest"
    quiet = client.get(at_now(rows[0])).content.decode()
    assert 'data-newer="answer" hidden>' in quiet


def test_look_again_keeps_a_draft_and_shows_what_others_write(browser, send, rows):
    ana = browser("ana")
    ana.post(at_now(rows[0], "now_draft"), {"answer": "Scan on"})
    page = send("maria", rows[0], answer="Rest", new="What does it cost?", go="again")
    words = page.content.decode()
    assert "Ana is writing:</p><p>Scan on</p>" in words
    assert ">\nRest</textarea>" in words
    assert ">\nWhat does it cost?</textarea>" in words
    assert "You were writing this at 10:00." in words
    assert stands(rows[0]) == ("", "")
    assert AnswerDraft.objects.get(user__name="Maria").text == "Rest"


def test_what_others_write_is_a_piece_of_a_page(browser, cast, rows, time_machine):
    browser("ana").post(at_now(rows[0], "now_draft"), {"answer": "<b>Scan</b>"})
    for who in ("maria", "ben"):
        piece = browser(who).get(at_now(rows[0], "now_others")).content.decode()
        assert "Ana is writing:</p><p>&lt;b&gt;Scan&lt;/b&gt;</p>" in piece
        assert "<html" not in piece
        assert f'data-answer="{digest("")}"' in piece
    time_machine.shift(datetime.timedelta(minutes=3))
    piece = browser("maria").get(at_now(rows[0], "now_others")).content.decode()
    assert "Ana has begun an answer, at 10:00:" in piece
    assert "Scan" not in browser("ana").get(at_now(rows[0], "now_others")).content.decode()
    Question.objects.filter(pk=rows[0].question_id).update(is_private=True)
    assert browser("ben").get(at_now(rows[0], "now_others")).status_code == 404


def test_to_look_at_what_others_write_keeps_no_session_alive(browser, rows, time_machine):
    client = browser("maria")
    client.get(at_now(rows[0], "now_others"))
    before = list(Session.objects.values())
    time_machine.shift(datetime.timedelta(hours=1))
    piece = client.get(at_now(rows[0], "now_others"))
    assert piece.status_code == 200
    assert list(Session.objects.values()) == before
    assert not piece.cookies
    assert piece.resolver_match.func.keeps_no_session_alive is True
    page = client.get(at_now(rows[0]))
    assert not hasattr(page.resolver_match.func, "keeps_no_session_alive")


def test_a_viewer_reads_along_and_writes_nothing(browser, send, cast, rows):
    send("maria", rows[0], answer="A scan")
    browser("ana").post(at_now(rows[0], "now_draft"), {"answer": "On Monday"})
    page = browser("ben").get(at_now(rows[0])).content.decode()
    for words in ("A scan", "Maria wrote this on 3 December 2026 at 10:00.", "Asked", "On Monday"):
        assert words in page
    assert "<textarea" not in page
    assert f'href="{at_now(rows[1])}">Go to question 2' in page
    for name in ("now_save", "now_draft"):
        assert browser("ben").post(at_now(rows[0], name), {"answer": "Ben"}).status_code == 403
    assert stands(rows[0])[0] == "A scan"


def test_what_was_taken_off_meanwhile_is_still_kept(browser, send, cast, lee, rows):
    page = read(browser("maria"), at_now(rows[1]))
    rows[1].remove(by=cast.ana)
    shown = browser("maria").get(at_now(rows[1])).content.decode()
    assert "This question was taken off the list. What you write is kept with it." in shown
    sent = send("maria", rows[1], page=page, answer="Yes")
    assert sent["Location"] == at_now(rows[2])
    Question.objects.get(pk=rows[1].question_id).remove(by=cast.ana)
    send("maria", rows[1], answer="Yes, by train")
    lee.remove(by=cast.ana)
    shown = browser("maria").get(at_now(rows[0])).content.decode()
    assert "This visit was removed. What you write is kept with the question." in shown
    send("maria", rows[0], answer="A scan")
    assert [stands(row)[0] for row in rows] == ["A scan", "Yes, by train", ""]
    assert browser("ben").get(at_now(rows[0])).status_code == 404


def test_a_question_of_another_visit_or_plan_is_not_found(browser, cast, at, lee, rows):
    other = visit(cast, with_whom="Dr Canary")
    address = reverse("now_question", args=[cast.plan.pk, other.pk, rows[0].question_id])
    assert browser("maria").get(address).status_code == 404
    theirs = question(cast, "Canary?", by=cast.sam, plan=cast.sams_plan)
    address = reverse("now_save", args=[cast.plan.pk, lee.pk, theirs.pk])
    assert browser("maria").post(address, {"answer": "x"}).status_code == 404
    assert Question.objects.get(pk=theirs.pk).answer == ""


def test_the_list_says_what_became_of_each(browser, send, at, cast, lee, rows):
    send("maria", rows[0], asked="asked")
    send("maria", rows[1], asked="not_asked")
    browser("ana").post(at_now(rows[2], "now_draft"), {"answer": "Canary"})
    page = browser("maria").get(at("appointment_detail", lee)).content.decode()
    for why in ("It was asked.", "It was not asked.", "Ana has begun an answer."):
        assert page.count(f'<p class="meta">{why}</p>') == 1
    assert "Canary" not in page
    anas = browser("ana").get(at("appointment_detail", lee)).content.decode()
    assert "You have begun an answer." in anas


def test_the_history_and_home_tell_what_was_asked(browser, send, at, lee, rows, time_machine):
    time_machine.shift(datetime.timedelta(minutes=1))  # the plan is older than what is news
    send("ana", rows[0], asked="asked")
    send("ana", rows[1], asked="not_asked")
    told = browser("maria").get(at("appointment_history", lee)).content.decode()
    assert "Ana marked this as asked." in told
    assert "Ana marked this as not asked." in told
    mine = browser("ana").get(at("appointment_history", lee)).content.decode()
    assert "You marked this as asked." in mine
    home = browser("maria").get(at("home")).content.decode()
    assert "Ana marked 2 questions as asked or not asked." in home


def test_who_looked_names_the_question_to_who_may_read_it(browser, cast, at, rows):
    browser("ben").get(at_now(rows[0]))
    row = AccessEvent.objects.get(page="now_question")
    assert row.record == f"{rows[0].appointment_id} {rows[0].question_id}"
    day = reverse("who_looked_day", args=[cast.plan.pk, "2026-12-03"])
    words = "A question, at the visit: Is it working?"
    assert words in browser("maria").get(day).content.decode()
    Question.objects.filter(pk=rows[0].question_id).update(is_private=True, author=cast.ana)
    page = browser("maria").get(day).content.decode()
    assert "Is it working" not in page
    assert "A question, at the visit" not in page


def test_who_may_only_see_visits_no_longer_writes(browser, send, cast, rows):
    page = read(browser("ana"), at_now(rows[0]))
    Membership.objects.filter(user=cast.ana).update(visits=Grant.SEE)
    assert send("ana", rows[0], page=page, answer="Late").status_code == 403
    assert (
        browser("ana").post(at_now(rows[0], "now_draft"), page | {"answer": "Late"}).status_code
        == 403
    )
    assert not AnswerDraft.objects.exists()


@pytest.mark.parametrize("many", [3, 60])
def test_as_many_reads_however_long_the_list(
    browser, cast, lee, seen_this_hour, django_assert_max_num_queries, many
):
    some = listed(cast, lee, *(f"Question {n}?" for n in range(many)))
    client = browser("maria")
    with django_assert_max_num_queries(13):
        assert client.get(at_now(some[1])).status_code == 200
    with django_assert_max_num_queries(8):
        assert client.get(at_now(some[1], "now_others")).status_code == 200
