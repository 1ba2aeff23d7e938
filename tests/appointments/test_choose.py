"""Choosing questions for a visit: from the plan, from what is suggested, in own words."""

import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from careplan.appointments.models import ListedQuestion
from careplan.appointments.ordering import put_on_list
from careplan.concerns.models import Concern
from careplan.library.catalog import LIBRARY
from careplan.questions.models import Question
from tests.appointments.lists import listed, question, texts, visit

NINE = [each.slug for each in LIBRARY.questions_tagged("nine")]


@pytest.fixture
def lee(cast):
    return visit(cast)


def concern(cast, author, **fields) -> Concern:
    fields = {"category": "cost"} | fields
    return Concern.objects.create(plan=cast.plan, author=author, changed_by=author, **fields)


def offered(response) -> list[str]:
    return [label for _key, label in response.context["form"].fields["questions"].choices]


def ticked(response) -> set[str]:
    return set(response.context["form"]["questions"].value())


def titles(response) -> list[str]:
    return [group.title for group, _is_open in response.context["form"].folds]


def errors(response) -> dict:
    return {name: list(found) for name, found in response.context["form"].errors.items()}


def test_what_is_offered(cast, browser, at, lee):
    a, b = listed(cast, lee, "on it", "taken off")
    b.remove(by=cast.maria)
    (elsewhere,) = listed(cast, visit(cast), "elsewhere")
    answered = question(cast, "answered")
    answered.record_answer("yes", by=cast.maria)
    question(cast, "new")
    question(cast, "canary", by=cast.ana, is_private=True)
    response = browser("maria").get(at("appointment_choose", lee))
    assert offered(response) == ["new", "taken off", "elsewhere", "answered"]
    assert "canary" not in response.content.decode()
    hints = response.context["form"].fields["questions"].widget.hints
    assert hints[str(elsewhere.question.pk)] == "On another list."
    assert hints[str(answered.pk)] == "It has an answer."
    assert a.question.text not in offered(response)


def test_the_nine_stand_open_or_closed_and_none_is_missing(browser, at, cast, lee):
    for level in ("later", "basics", "main", "everything"):
        cast.maria.information_level = level
        cast.maria.save()
        suggestions = (
            browser("maria").get(at("appointment_choose", lee)).context["form"].suggestions
        )
        shown = [each.question.slug for each in (*suggestions.open, *suggestions.ahead)]
        assert sorted(shown) == sorted(NINE)
        closed = {
            slug for slug in NINE if not cast.maria.level.opens(LIBRARY.questions[slug].level)
        }
        assert {each.question.slug for each in suggestions.ahead} == closed


def test_each_concern_has_its_fold_and_each_question_stands_once(cast, browser, at, lee):
    concern(cast, cast.maria)
    concern(cast, cast.ana, category="symptom", symptoms=["bone-pain"])
    concern(cast, cast.ana, category="feelings", is_private=True)
    maria = browser("maria").get(at("appointment_choose", lee))
    assert titles(maria) == [
        "Because Ana wrote about bone pain",
        "Because you wrote about cost",
        "For any visit",
    ]
    ana = browser("ana").get(at("appointment_choose", lee))
    assert titles(ana)[-2:] == ["Because you wrote about how you feel", "For any visit"]
    form = ana.context["form"]
    slugs = [each.question.slug for each in (*form.suggestions.open, *form.suggestions.ahead)]
    assert len(slugs) == len(set(slugs)) > len(NINE)
    page = ana.content.decode()
    assert page.count("This is private. What you pick here is private too.") == 1
    ids = re.findall(r'id="id_slugs_(\d+)"', page)
    assert sorted(map(int, ids)) == list(range(len(slugs)))


def test_what_lies_ahead_has_its_reason_or_none(cast, browser, at, lee):
    concern(cast, cast.ana, category="treatment-worry")
    page = browser("maria").get(at("appointment_choose", lee)).content.decode()
    hints = set(re.findall(r'<span class="hint">(Because.*?)</span>', page))
    assert hints == {"Because of worry about treatment"}


def test_all_three_ways_at_once_in_this_order(cast, browser, at, lee):
    old, cost = question(cast, "old"), concern(cast, cast.maria)
    slug = LIBRARY.questions_tagged("concern:cost")[0].slug
    nine = next(s for s in NINE if "concern:cost" not in LIBRARY.questions[s].tags)
    data = {
        "questions": [old.pk],
        "slugs": [nine, slug],
        "own": "my own",
        "request_uuid": uuid.uuid4(),
    }
    client = browser("maria")
    for _press in range(2):
        response = client.post(at("appointment_choose", lee), data)
        assert response["Location"] == at("appointment_detail", lee)
    words = [LIBRARY.questions[each].text for each in (slug, nine)]
    assert texts(lee, cast.as_member(cast.maria)) == ["old", *words, "my own"]
    assert Question.objects.count() == ListedQuestion.objects.count() == 4
    assert Question.objects.get(library_slug=slug).concern == cost
    assert Question.objects.get(library_slug=nine).concern is None
    assert "4 questions were added." in client.get(response["Location"]).content.decode()


def test_what_is_picked_from_a_private_concern_is_private(cast, browser, at, lee):
    secret = concern(cast, cast.ana, is_private=True)
    slug = LIBRARY.questions_tagged("concern:cost")[0].slug
    browser("ana").post(at("appointment_choose", lee), {"slugs": [slug]})
    made = Question.objects.get()
    assert (made.concern, made.is_private) == (secret, True)
    assert texts(lee, cast.as_member(cast.maria)) == []
    assert texts(lee, cast.as_member(cast.ana)) == [made.text]


def test_what_an_open_concern_suggests_too_is_not_private(cast, browser, at, lee):
    concern(cast, cast.ana, is_private=True, is_first=True)
    marias = concern(cast, cast.maria)
    slug = LIBRARY.questions_tagged("concern:cost")[0].slug
    browser("ana").post(at("appointment_choose", lee), {"slugs": [slug]})
    made = Question.objects.get()
    assert (made.concern, made.is_private) == (marias, False)


def test_taken_off_and_chosen_again_comes_back_at_the_end(cast, browser, at, lee):
    a, *_others = listed(cast, lee, "a", "b")
    a.remove(by=cast.maria)
    browser("ana").post(at("appointment_choose", lee), {"questions": [a.question.pk]})
    assert texts(lee, cast.as_member(cast.maria)) == ["b", "a"]


def test_nothing_chosen_is_said(cast, browser, at, lee):
    response = browser("maria").post(at("appointment_choose", lee), {"own": " \x00 "})
    assert errors(response) == {"slugs": ["Tick a question, or write one in your own words"]}
    question(cast, "a")
    response = browser("maria").post(at("appointment_choose", lee), {"own": ""})
    assert errors(response) == {"questions": ["Tick a question, or write one in your own words"]}
    assert 'href="#id_questions_0"' in response.content.decode()
    assert 'id="id_questions_0"' in response.content.decode()


def test_too_long_is_said_and_kept(browser, at, cast, lee):
    old = question(cast, "old")
    data = {"own": "x" * 4_001, "questions": [old.pk]}
    response = browser("maria").post(at("appointment_choose", lee), data)
    assert errors(response) == {
        "own": ["Make this shorter. It has 4001 letters, and there is room for 4000."]
    }
    assert "x" * 4_001 in response.content.decode()
    assert ticked(response) == {str(old.pk)}
    assert ListedQuestion.objects.count() == 0


@pytest.mark.parametrize("forged", ["x", "nobodys", "sams", "private"])
def test_forged_ids_are_a_form_error(cast, browser, at, lee, forged):
    keys = {
        "nobodys": uuid.uuid4(),
        "sams": question(cast, "canary", cast.sam, plan=cast.sams_plan).pk,
        "private": question(cast, "canary", cast.ana, is_private=True).pk,
    }
    data = {"questions": [keys.get(forged, forged)]}
    response = browser("maria").post(at("appointment_choose", lee), data)
    assert errors(response) == {"questions": ["Choose one of the answers on this page"]}
    assert "canary" not in response.content.decode()
    response = browser("maria").post(at("appointment_choose", lee), {"slugs": ["no-such"]})
    assert errors(response) == {"slugs": ["Choose one of the answers on this page"]}
    assert ListedQuestion.objects.count() == 0


def test_a_full_list_says_so_and_makes_nothing(cast, browser, at, lee, monkeypatch):
    listed(cast, lee, "a", "b")
    monkeypatch.setattr(ListedQuestion, "MOST", 2)
    response = browser("maria").post(at("appointment_choose", lee), {"own": "c", "slugs": NINE[:1]})
    assert errors(response) == {
        "__all__": [
            "A list has room for 2 questions. "
            "Take off those that you no longer need, then try again."
        ]
    }
    assert "c</textarea>" in response.content.decode()
    assert Question.objects.count() == 2


def test_own_words_that_warn_are_saved_and_the_warning_stands_on_the_list(cast, browser, at, lee):
    words = "My back hurts terribly and my legs are numb. What is it?"
    client = browser("maria")
    response = client.post(at("appointment_choose", lee), {"own": words})
    made = Question.objects.get()
    assert response["Location"] == f"{at('appointment_detail', lee)}?new={made.pk}"
    page = client.get(response["Location"]).content.decode()
    assert "Call now for severe back pain" in page
    assert texts(lee, cast.as_member(cast.maria)) == [words]
    sams = question(cast, words, cast.sam, plan=cast.sams_plan)
    forged = client.get(f"{at('appointment_detail', lee)}?new={sams.pk}").content.decode()
    assert "Call now" not in forged
    assert client.get(f"{at('appointment_detail', lee)}?new=x").status_code == 200


@pytest.mark.parametrize("number", [10, 300])
@pytest.mark.usefixtures("seen_this_hour")
def test_reads_of_the_page(cast, browser, at, lee, number):
    for many in range(number):
        question(cast, f"{many}", concern=concern(cast, cast.maria))
    client = browser("maria")
    with CaptureQueriesContext(connection) as reads:
        response = client.get(at("appointment_choose", lee))
    assert len(offered(response)) == min(number, 12)
    assert len(reads) == 9


def test_pages_of_the_plans_questions(cast, browser, at, lee):
    made = [question(cast, f"q{many}") for many in range(15)]
    client = browser("maria")
    assert "?page=2" in client.get(at("appointment_choose", lee)).content.decode()
    second = client.get(at("appointment_choose", lee) + "?page=2")
    assert offered(second) == ["q2", "q1", "q0"]
    client.post(at("appointment_choose", lee) + "?page=2", {"questions": [made[0].pk]})
    assert texts(lee, cast.as_member(cast.maria)) == ["q0"]


def test_who_may(cast, browser, at, lee):
    question(cast, "canary")
    for who, status in (("sam", 404), ("rita", 404), ("ben", 403)):
        for response in (
            browser(who).get(at("appointment_choose", lee)),
            browser(who).post(at("appointment_choose", lee), {"own": "x"}),
        ):
            assert response.status_code == status
            assert "canary" not in response.content.decode()
    assert browser("maria").put(at("appointment_choose", lee)).status_code == 405
    assert ListedQuestion.objects.count() == 0


def test_first_in_the_address_puts_them_before_all_others(cast, browser, at, lee):
    listed(cast, lee, "a")
    new = [question(cast, words) for words in ("b", "c")]
    choose = at("appointment_choose", lee) + "?first=1"
    browser("maria").post(choose, {"questions": [q.pk for q in new]})
    assert sorted(texts(lee, cast.as_member(cast.maria))[:2]) == ["b", "c"]
    assert texts(lee, cast.as_member(cast.maria))[2] == "a"


@pytest.mark.parametrize("why", ["private", "removed"])
def test_a_list_that_the_reader_does_not_see_is_not_told(cast, browser, at, lee, why):
    other = visit(cast, cast.ana, is_private=why == "private")
    mine = question(cast, "mine")
    put_on_list(appointment=other, questions=[mine], member=cast.as_member(cast.ana))
    if why == "removed":
        other.remove(by=cast.ana)
    response = browser("maria").get(at("appointment_choose", lee))
    assert offered(response) == ["mine"]
    assert response.context["form"].fields["questions"].widget.hints[str(mine.pk)] == ""
    assert "On another list." not in response.content.decode()


def test_what_is_chosen_for_a_visit_that_was_removed_meanwhile_is_kept(cast, browser, at, lee):
    lee.remove(by=cast.ana)
    client, choose = browser("maria"), at("appointment_choose", lee)
    response = client.post(choose, {"own": "Parking?"})
    assert response["Location"] == at("question_list")
    page = client.get(response["Location"]).content.decode()
    assert "This visit was removed. Your questions are kept." in page
    assert "Parking?" in page
    warned = client.post(choose, {"own": "Severe back pain and my legs are numb"}, follow=True)
    assert "Call now for severe back pain" in warned.content.decode()
    assert "x" * 4_001 in client.post(choose, {"own": "x" * 4_001}).content.decode()
    assert Question.objects.count() == 2
    assert ListedQuestion.objects.count() == 0
    assert client.get(choose)["Location"] == at("appointment_list")
