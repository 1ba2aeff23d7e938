"""A list that was filled in comes back: it is shown before it is saved, and nothing is lost."""

import datetime
import re
from html import unescape
from pathlib import Path

import pikepdf
import pytest
import time_machine
from django.utils import timezone

from careplan.appointments.models import Asked, ListedQuestion
from careplan.exchange.returned_reading import SENTENCES
from careplan.plans.history import Change
from careplan.plans.models import Grant, Membership
from careplan.printing.fillable_lists import FillableList, erase_old_lists, give_out
from careplan.questions.models import Question
from tests.exchange.returned_files import (
    WORD,
    address,
    filled,
    given_out,
    marias_visit,
    saving,
    send,
)
from tests.posting import hidden_in

pytestmark = pytest.mark.django_db
SAVE = "Save in my plan"


@pytest.fixture
def visit(cast):
    return marias_visit(cast, "One?", "Two?", "Three?")


def text_of(response) -> str:
    page = response.content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def answers(visit) -> dict[str, tuple[str, str]]:
    rows = ListedQuestion.objects.filter(appointment=visit).select_related("question")
    return {row.question.text: (row.question.answer, row.asked) for row in rows}


def save(client, visit, page, **choices):
    return client.post(saving(visit), hidden_in(page) | choices, follow=True)


def answer(visit, text, words, by):
    """As somebody saved it on the site."""
    Question.objects.get(plan=visit.plan, text=text).record_answer(words, by=by)


# --- the way through ---


def test_what_was_typed_is_shown_and_then_saved(signed_in, cast, visit):
    given = given_out(visit, cast.maria)
    client = signed_in(cast.ana)
    typed = {"q1_answer": "Rest more\r\nand walk", "q2_asked": True, "q2_answer": ""}
    page = send(client, visit, filled(given.reference, typed))
    assert page.status_code == 200
    said = text_of(page)
    assert "Nothing is saved yet. Look it over, then save." in said
    assert "1. One? In the plan No answer yet In the file Rest more and walk" in said
    assert "It will stand as: Asked." in said
    assert "Three?" not in said
    assert answers(visit) == dict.fromkeys(("One?", "Two?", "Three?"), ("", ""))
    page = save(client, visit, page)
    assert "2 questions were changed." in page.content.decode()
    assert answers(visit) == {
        "One?": ("Rest more\nand walk", "asked"),
        "Two?": ("", "asked"),
        "Three?": ("", ""),
    }
    assert Question.objects.get(text="One?").answered_by == cast.ana


def test_a_second_time_it_changes_nothing_and_says_so(signed_in, cast, visit):
    given = given_out(visit, cast.maria)
    client = signed_in(cast.maria)
    file = filled(given.reference, {"q1_answer": "Rest more"})
    save(client, visit, send(client, visit, file))
    # Even where the answer was written anew in between.
    answer(visit, "One?", "Sleep", cast.ana)
    before = Change.objects.count()
    page = client.get(send(client, visit, file)["Location"])
    assert "Everything in this file is in your plan already." in page.content.decode()
    assert answers(visit)["One?"] == ("Sleep", "asked")
    assert Change.objects.count() == before


def test_saved_twice_at_once_it_is_kept_once(signed_in, cast, visit):
    client = signed_in(cast.maria)
    page = send(client, visit, filled(given_out(visit, cast.maria).reference, {"q1_answer": "A"}))
    assert "1 question was changed." in save(client, visit, page).content.decode()
    assert "Nothing was changed." in save(client, visit, page).content.decode()
    assert Change.objects.filter(kind="question").count() == 1


def test_two_copies_of_one_file_both_come_back(signed_in, cast, visit):
    """Ana's has no answer to the first question: that takes Maria's away from nobody."""
    given = given_out(visit, cast.maria)
    maria, ana = {"q1_answer": "A scan"}, {"q1_answer": "", "q2_answer": "A tablet"}
    client = signed_in(cast.maria)
    for typed in (maria, ana):
        save(client, visit, send(client, visit, filled(given.reference, typed)))
    assert (answers(visit)["One?"][0], answers(visit)["Two?"][0]) == ("A scan", "A tablet")


def test_what_was_filled_in_already_and_left_alone_says_nothing(signed_in, cast, visit):
    answer(visit, "One?", "Old", cast.maria)
    ListedQuestion.objects.filter(question__text="One?").update(asked=Asked.ASKED)
    given = given_out(visit, cast.maria)
    answer(visit, "One?", "New", cast.ana)
    file = filled(given.reference, {"q1_answer": "Old", "q1_asked": True, "q2_asked": False})
    page = send(signed_in(cast.maria), visit, file)
    assert (page.status_code, answers(visit)["One?"]) == (302, ("New", "asked"))


def test_an_answer_that_was_there_can_be_changed_and_emptied(signed_in, cast, visit):
    answer(visit, "One?", "Old", cast.maria)
    answer(visit, "Two?", "Wrong", cast.maria)
    given = given_out(visit, cast.maria)
    client = signed_in(cast.maria)
    page = send(client, visit, filled(given.reference, {"q1_answer": "New", "q2_answer": ""}))
    assert "In the plan Old In the file New" in text_of(page)
    assert "In the plan Wrong In the file No answer" in text_of(page)
    assert "keep_" not in page.content.decode()
    save(client, visit, page)
    assert (answers(visit)["One?"][0], answers(visit)["Two?"][0]) == ("New", "")


# --- what the site has by now ---


@pytest.mark.parametrize(
    ("choice", "kept"),
    [
        ({}, "From Ana\n\nFrom the file"),
        ({"keep_1": "both"}, "From Ana\n\nFrom the file"),
        ({"keep_1": "theirs"}, "From Ana"),
        ({"keep_1": "mine"}, "From the file"),
        ({"keep_1": "<b>"}, "From Ana\n\nFrom the file"),
    ],
)
def test_an_answer_of_the_site_since_then_stands_beside_it(signed_in, cast, visit, choice, kept):
    given = given_out(visit, cast.maria)
    answer(visit, "One?", "From Ana", cast.ana)
    client = signed_in(cast.maria)
    page = send(client, visit, filled(given.reference, {"q1_answer": "From the file"}))
    said = text_of(page)
    assert "This answer was changed in the plan since the file was made." in said
    assert "In the plan From Ana In the file From the file" in said
    assert re.findall(r'value="(\w+)" checked', page.content.decode()) == ["both"]
    save(client, visit, page, **choice)
    assert answers(visit)["One?"][0] == kept


def test_what_came_in_while_the_page_was_looked_at_is_not_lost(signed_in, cast, visit):
    """“Keep what is in the file” was said of the answer that stood beside it, and of no other."""
    given = given_out(visit, cast.maria)
    answer(visit, "One?", "From Ana", cast.ana)
    client = signed_in(cast.maria)
    page = send(client, visit, filled(given.reference, {"q1_answer": "From the file"}))
    answer(visit, "One?", "From Ana, and more", cast.ana)
    save(client, visit, page, keep_1="mine")
    assert answers(visit)["One?"][0] == "From Ana, and more\n\nFrom the file"


def test_two_that_are_too_long_together_are_asked_again(signed_in, cast, visit):
    given = given_out(visit, cast.maria)
    answer(visit, "One?", "a" * 6_000, cast.ana)
    client = signed_in(cast.maria)
    typed = {"q1_answer": "b" * 6_000, "q2_answer": "Short"}
    page = send(client, visit, filled(given.reference, typed))
    assert "Keep both" not in text_of(page)
    page = save(client, visit, page)
    assert "The two answers to question 1 are too long together. Keep one of them." in text_of(page)
    assert answers(visit)["Two?"] == ("", "")
    assert "b" * 6_000 in page.content.decode()
    save(client, visit, page, keep_1="mine")
    assert answers(visit)["One?"][0] == "b" * 6_000
    assert answers(visit)["Two?"] == ("Short", "asked")


def test_a_question_that_was_taken_off_can_still_be_answered(signed_in, cast, visit):
    given = given_out(visit, cast.maria)
    visit.listed.get(question__text="One?").remove(by=cast.ana)
    client = signed_in(cast.maria)
    page = send(client, visit, filled(given.reference, {"q1_answer": "Rest"}))
    assert "It is not on this list any more. The question is still in your plan." in text_of(page)
    save(client, visit, page)
    assert answers(visit)["One?"][0] == "Rest"


def test_a_question_that_is_gone_gives_its_words_back(signed_in, cast, visit):
    given = given_out(visit, cast.maria)
    Question.objects.get(text="One?").remove(by=cast.ana)
    page = send(
        signed_in(cast.maria),
        visit,
        filled(given.reference, {"q1_answer": "Rest", "q2_answer": "Two"}),
    )
    assert "You cannot open these questions any more. Copy what you need. 1 Rest" in text_of(page)
    assert SAVE in text_of(page)
    page = send(signed_in(cast.maria), visit, filled(given.reference, {"q1_answer": "Rest"}))
    assert SAVE not in text_of(page)


def test_a_private_question_is_answered_by_who_may_see_it(signed_in, cast, visit):
    mine = {"is_private": True}
    Question.objects.filter(text="One?").update(text=f"{WORD}?", **mine)
    given = given_out(visit, cast.maria)
    file = filled(given.reference, {"q1_answer": "Rest"})
    page = send(signed_in(cast.ana), visit, file)
    assert WORD not in page.content.decode()
    assert "You cannot open these questions any more." in text_of(page)
    page = send(signed_in(cast.maria), visit, file)
    save(signed_in(cast.maria), visit, page)
    assert answers(visit)[f"{WORD}?"][0] == "Rest"


def test_an_answer_that_is_too_long_is_a_sentence(signed_in, cast, visit):
    given = given_out(visit, cast.maria)
    client = signed_in(cast.maria)
    typed = {"q1_answer": "x" * 10_001, "q2_answer": "y" * 10_000}
    page = send(client, visit, filled(given.reference, typed))
    assert "Too long to save These answers have more than 10,000 letters." in text_of(page)
    save(client, visit, page)
    assert answers(visit)["One?"][0] == ""
    assert answers(visit)["Two?"][0] == "y" * 10_000


def test_new_answers_warn(signed_in, cast, visit):
    given = given_out(visit, cast.maria)
    client = signed_in(cast.maria)
    typed = {
        "q1_answer": "The rash is new since Monday",
        "q2_answer": "Severe back pain and my legs are numb",
    }
    page = save(client, visit, send(client, visit, filled(given.reference, typed)))
    assert "Call now for severe back pain" in page.content.decode()


# --- what is refused ---


def refusal(response) -> str:
    """The one sentence beside the control."""
    errors = re.findall(
        r'class="error" id="id_file_error".*?</span></p>', response.content.decode(), re.DOTALL
    )
    (found,) = errors
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found[found.index("Problem:") + 8 :])).split())


def sams_list(cast) -> FillableList:
    visit = marias_visit(cast, f"{WORD}?", author=cast.sam, plan=cast.sams_plan)
    return given_out(visit, cast.sam)


REFUSED = {
    "nothing": ("empty", lambda cast, given: b""),
    "text": ("kind", lambda cast, given: b"I typed it here"),
    "HTML": ("kind", lambda cast, given: b"<html><script>alert(1)</script>"),
    "too large": ("large", lambda cast, given: b"%PDF-1.7" + b" " * (5 * 2**20)),
    "cut off": ("damaged", lambda cast, given: filled(given.reference)[:300]),
    "locked": (
        "locked",
        lambda cast, given: filled(
            given.reference, encryption=pikepdf.Encryption(owner="a", user="b")
        ),
    ),
    "protected": (
        "locked",
        lambda cast, given: filled(
            given.reference, encryption=pikepdf.Encryption(owner="a", user="")
        ),
    ),
    "no fields": ("strange", lambda cast, given: filled(None)),
    "another form": ("strange", lambda cast, given: filled(None, {"q1_answer": WORD})),
    "no reference": ("strange", lambda cast, given: filled("", {"q1_answer": WORD})),
    "another signature": ("changed", lambda cast, given: filled(f"{given.pk}:AAAA")),
    "another list": (
        "changed",
        lambda cast, given: filled(f"{given.pk}x{given.reference[36:]}"),
    ),
    "another plan": ("strange", lambda cast, given: filled(sams_list(cast).reference)),
    "another visit": (
        "other",
        lambda cast, given: filled(given_out(marias_visit(cast, "Else?"), cast.maria).reference),
    ),
    "a private visit": (
        "strange",
        lambda cast, given: filled(
            given_out(
                marias_visit(cast, "Else?", author=cast.maria, is_private=True), cast.maria
            ).reference
        ),
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_each_refusal_is_a_sentence_and_nothing_is_kept(signed_in, cast, visit, name):
    why, make = REFUSED[name]
    file = make(cast, given_out(visit, cast.maria))
    before = answers(visit)
    page = send(signed_in(cast.ana), visit, file)
    assert page.status_code == 200
    assert refusal(page) == str(SENTENCES[why])
    assert "Nothing is saved yet. Choose the file again." in page.content.decode()
    assert WORD not in page.content.decode()
    assert answers(visit) == before


def test_a_list_of_another_plan_reads_as_one_of_another_site(signed_in, cast, visit):
    theirs = send(signed_in(cast.maria), visit, filled(sams_list(cast).reference))
    strange = send(signed_in(cast.maria), visit, filled(None))
    assert refusal(theirs) == refusal(strange)


def test_after_90_days_it_is_too_old_and_erased(signed_in, cast, visit):
    given = given_out(visit, cast.maria)
    file = filled(given.reference, {"q1_answer": "Rest"})
    for days, over in ((89, False), (90, True)):
        FillableList.objects.update(created=timezone.now() - datetime.timedelta(days=days))
        assert (
            "more than 90 days ago" in send(signed_in(cast.maria), visit, file).content.decode()
        ) is over
        erase_old_lists()
        assert FillableList.objects.filter(pk=given.pk).exists() is not over
    assert refusal(send(signed_in(cast.maria), visit, file)) == str(SENTENCES["old"])


def test_nothing_sent_is_a_sentence(signed_in, cast, visit):
    page = signed_in(cast.maria).post(address(visit))
    assert "Choose the file that you filled in" in refusal(page)


def test_every_refusal_is_asked_for():
    asked = {why for why, _make in REFUSED.values()}
    assert set(SENTENCES) - asked == {"heavy", "old", "much", "busy"}


# --- the page in between ---


@pytest.mark.parametrize("token", ["", "x", "gAAAAAB" + "x" * 100, "\ud800"])
def test_a_forged_page_saves_nothing(signed_in, cast, visit, token):
    client = signed_in(cast.maria)
    sent = {"read": token.encode("utf-8", "surrogatepass")} if token else {"read": ""}
    page = client.post(saving(visit), sent, follow=True)
    assert "This page waited too long. Choose the file again." in page.content.decode()


def test_a_page_is_its_readers_alone_and_for_a_day(signed_in, cast, visit):
    file = filled(given_out(visit, cast.maria).reference, {"q1_answer": "Rest"})
    carried = hidden_in(send(signed_in(cast.maria), visit, file))
    for user, later in ((cast.ana, 0), (cast.maria, 25)):
        with time_machine.travel(timezone.now() + datetime.timedelta(hours=later), tick=False):
            signed_in(user).post(saving(visit), carried)
        assert answers(visit)["One?"] == ("", "")
    signed_in(cast.maria).post(saving(visit), carried)
    assert answers(visit)["One?"][0] == "Rest"


def test_what_waits_can_be_read_by_nobody_else_and_lies_nowhere(signed_in, cast, visit, settings):
    file = filled(given_out(visit, cast.maria).reference, {"q1_answer": WORD})
    page = send(signed_in(cast.maria), visit, file)
    assert WORD in text_of(page)
    assert WORD not in hidden_in(page)["read"]
    assert WORD not in repr(list(FillableList.objects.values()))
    assert WORD not in repr(dict(signed_in(cast.maria).session))
    lying = [f.read_bytes() for f in Path(settings.VAR_DIR).rglob("*") if f.is_file()]
    assert set(lying) <= {b""}  # the places of those who read


def test_who_lost_the_right_meanwhile_saves_nothing(signed_in, cast, visit):
    file = filled(given_out(visit, cast.maria).reference, {"q1_answer": "Rest"})
    client = signed_in(cast.ana)
    carried = hidden_in(send(client, visit, file))
    Membership.objects.filter(user=cast.ana).update(visits=Grant.SEE)
    assert client.post(saving(visit), carried).status_code == 403
    assert answers(visit)["One?"] == ("", "")


def test_a_list_that_was_erased_meanwhile_is_a_sentence(signed_in, cast, visit):
    client = signed_in(cast.maria)
    page = send(client, visit, filled(given_out(visit, cast.maria).reference, {"q1_answer": "A"}))
    FillableList.objects.all().delete()
    page = save(client, visit, page)
    assert str(SENTENCES["old"]) in page.content.decode()


def test_300_long_answers_come_back_at_once(signed_in, cast):
    visit = marias_visit(cast, *(f"{n}?" for n in range(300)))
    given = given_out(visit, cast.maria)
    prose = "They said that we rest more, eat what we like, and call the ward at night. " * 9
    typed = {f"q{n}_answer": f"{n}: {prose}" for n in range(1, 301)}
    client = signed_in(cast.maria)
    page = send(client, visit, filled(given.reference, typed))
    assert len(hidden_in(page)["read"]) < 100_000
    save(client, visit, page)
    assert Question.objects.exclude(answer="").count() == 300


def test_too_many_new_words_for_one_page_are_a_sentence(signed_in, cast, visit, monkeypatch):
    monkeypatch.setattr("careplan.exchange.returned_waiting.MOST", 100)
    file = filled(given_out(visit, cast.maria).reference, {"q1_answer": "Rest"})
    client = signed_in(cast.maria)
    page = client.get(send(client, visit, file)["Location"])
    assert str(SENTENCES["much"]) in page.content.decode()


# --- the row of a file ---


def test_the_same_list_is_given_out_once_a_day(cast, visit):
    rows = list(visit.listed.select_related("question"))
    first = give_out(visit, rows, by=cast.maria)
    assert give_out(visit, rows, by=cast.maria).pk == first.pk
    assert give_out(visit, rows, by=cast.ana).pk != first.pk
    assert give_out(visit, rows[:1], by=cast.maria).pk != first.pk
    with time_machine.travel(timezone.now() + datetime.timedelta(days=2)):
        assert give_out(visit, rows, by=cast.maria).pk != first.pk


def test_the_reference_says_nothing_but_its_key(cast, visit):
    given = given_out(visit, cast.maria)
    key, _colon, signature = given.reference.partition(":")
    assert key == str(given.pk)
    assert re.fullmatch(r"[\w-]{43}", signature)
