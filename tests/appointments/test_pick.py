"""From a suggestion to a list: one visit coming up, none, or several."""

import datetime
import uuid
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone

from careplan.appointments.models import Appointment, ListedQuestion
from careplan.concerns.models import Concern
from careplan.library.catalog import LIBRARY
from careplan.questions.models import Question
from tests.appointments.lists import listed, question, texts, visit

COST = [each.slug for each in LIBRARY.questions_tagged("concern:cost")]
WORDS = [LIBRARY.questions[slug].text for slug in COST]


@pytest.fixture
def cost(cast):
    return Concern.objects.create(
        plan=cast.plan, author=cast.maria, changed_by=cast.maria, category="cost"
    )


@pytest.fixture
def maria(cast):
    return cast.as_member(cast.maria)


def query(response) -> dict:
    return parse_qs(urlsplit(response["Location"]).query)


def path(response) -> str:
    return urlsplit(response["Location"]).path


def test_one_visit_coming_up_takes_them_at_the_end(cast, browser, at, cost, maria):
    lee = visit(cast, on=timezone.localdate())
    visit(cast, with_whom="Dr Old", on=timezone.localdate() - datetime.timedelta(days=1))
    listed(cast, lee, "a")
    data = {"slugs": [COST[1], COST[0]], "own": "mine", "request_uuid": uuid.uuid4()}
    client = browser("maria")
    for _press in range(2):
        response = client.post(at("concern_pick", cost), data)
        assert response["Location"] == at("appointment_detail", lee)
    assert texts(lee, maria) == ["a", *WORDS[:2], "mine"]
    assert "3 questions were added." in client.get(response["Location"]).content.decode()
    assert Question.objects.count() == 4


def test_it_says_how_many_were_added_not_how_many_stand_there(cast, browser, at, cost):
    listed(cast, visit(cast), "a", "b")
    client = browser("maria")
    page = client.post(at("concern_pick", cost), {"slugs": COST[:1]}, follow=True)
    assert "1 question was added." in page.content.decode()


def test_talk_about_this_first_goes_first(cast, browser, at, cost, maria):
    Concern.objects.update(is_first=True)
    lee = visit(cast)
    listed(cast, lee, "a", "b")
    browser("maria").post(at("concern_pick", cost), {"slugs": COST[:2]})
    assert texts(lee, maria) == [*WORDS[:2], "a", "b"]


def test_no_visit_keeps_them_for_the_one_that_is_added(cast, browser, at, cost, maria):
    Concern.objects.update(is_first=True)
    client = browser("maria")
    response = client.post(at("concern_pick", cost), {"slugs": COST[:2]})
    made = list(Question.objects.order_by("created"))
    assert path(response) == at("appointment_create")
    assert query(response) == {"q": [str(q.pk) for q in made], "first": ["1"]}
    page = client.get(response["Location"]).content.decode()
    assert "Your questions are saved. Add the visit that they are for." in page
    response = client.post(response["Location"], {"with_whom": "Dr Lee"})
    lee = Appointment.objects.get()
    assert path(response) == at("appointment_choose", lee)
    form = client.get(response["Location"]).context["form"]
    assert form["questions"].value() == [str(q.pk) for q in made]
    response = client.post(response["Location"], {"questions": [q.pk for q in made]})
    assert response["Location"] == at("appointment_detail", lee)
    assert texts(lee, maria) == WORDS[:2]


def test_several_visits_the_person_says_which(cast, browser, at, cost, maria):
    lee, patel = visit(cast, on=timezone.localdate()), visit(cast, with_whom="Dr Patel")
    listed(cast, patel, "a")
    client = browser("maria")
    response = client.post(at("concern_pick", cost), {"slugs": COST[:1]})
    assert path(response) == at("listed_create")
    which = response["Location"]
    page = client.get(which)
    assert WORDS[0] in page.content.decode()
    assert page.context["form"]["to"].value() == str(lee.pk)
    assert client.post(which, {"to": "x"}).context["form"].errors == {
        "to": ["Choose one of the answers on this page"]
    }
    for _press in range(2):
        response = client.post(which, {"to": patel.pk})
        assert response["Location"] == at("appointment_detail", patel)
    assert (texts(patel, maria), texts(lee, maria)) == (["a", WORDS[0]], [])


def test_which_visit_refuses_ids_that_the_reader_does_not_see(cast, browser, at, maria):
    lee, _patel = visit(cast), visit(cast)
    sams = visit(cast, cast.sam, plan=cast.sams_plan)
    canary = Question.objects.create(
        plan=cast.sams_plan, author=cast.sam, changed_by=cast.sam, text="canary"
    )
    which = f"{at('listed_create')}?q={canary.pk}&q=x&q="
    client = browser("maria")
    assert "canary" not in client.get(which).content.decode()
    assert client.post(which, {"to": sams.pk}).status_code == 200
    assert client.post(which, {"to": lee.pk}).status_code == 302
    assert ListedQuestion.objects.count() == 0


def test_own_words_that_warn_show_it_wherever_one_comes_to(cast, browser, at, cost):
    words = {"own": "Sudden terrible back pain and I cannot hold my urine"}
    client = browser("maria")
    for visits in range(3):
        response = client.post(at("concern_pick", cost), words | {"request_uuid": uuid.uuid4()})
        assert "new" in query(response), visits
        assert "Call now for severe back pain" in client.get(response["Location"]).content.decode()
        visit(cast)


def test_errors_show_the_suggestions_again(cast, browser, at, cost):
    response = browser("maria").post(at("concern_pick", cost), {"own": ""})
    assert response.status_code == 200
    assert "Tick a question, or write one in your own words" in response.content.decode()
    forged = browser("maria").post(at("concern_pick", cost), {"slugs": ["no-such"]})
    assert "Choose one of the answers on this page" in forged.content.decode()
    assert Question.objects.count() == 0


def test_a_full_list_keeps_the_questions_in_the_plan(cast, browser, at, cost, maria, monkeypatch):
    lee = visit(cast)
    listed(cast, lee, "a")
    monkeypatch.setattr(ListedQuestion, "MOST", 1)
    client = browser("maria")
    own = "Terrible back pain, and my legs are numb"
    response = client.post(at("concern_pick", cost), {"slugs": COST[:1], "own": own})
    page = client.get(response["Location"]).content.decode()
    assert "Call now for severe back pain" in page
    assert "A list has room for 1 questions." in page
    assert texts(lee, maria) == ["a"]
    assert Question.objects.filter(library_slug=COST[0]).count() == 1


def test_the_button_names_the_visit(cast, browser, cost):
    page = reverse("concern_questions", args=[cast.plan.pk, cost.pk])
    client = browser("maria")
    assert "Add to my list</button>" in client.get(page).content.decode()
    visit(cast)
    assert "Add to my list for Dr Lee</button>" in client.get(page).content.decode()


def test_pick_from_a_section(cast, browser, maria):
    lee = visit(cast)
    section = next(s for s in LIBRARY.sections.values() if LIBRARY.questions_tagged(s.tag))
    slug = LIBRARY.questions_tagged(section.tag)[0].slug
    address = reverse("section_pick", args=[cast.plan.pk, section.slug])
    client = browser("maria")
    assert client.post(address, {"own": ""}).status_code == 200
    client.post(address, {"slugs": [slug]})
    assert texts(lee, maria) == [LIBRARY.questions[slug].text]
    nowhere = reverse("section_pick", args=[cast.plan.pk, "no-such"])
    assert client.post(nowhere, {"slugs": [slug]}).status_code == 404


def test_who_may(cast, browser, at, cost):
    section = reverse("section_pick", args=[cast.plan.pk, next(iter(LIBRARY.sections))])
    secret = Concern.objects.create(
        plan=cast.plan, author=cast.ana, changed_by=cast.ana, category="cost", is_private=True
    )
    for address in (at("concern_pick", cost), section):
        for who, status in (("sam", 404), ("rita", 404), ("ben", 403)):
            assert browser(who).post(address, {"own": "x"}).status_code == status
        assert browser("maria").get(address).status_code == 405
    assert browser("maria").post(at("concern_pick", secret), {"own": "x"}).status_code == 404
    moved = at("concern_pick", cost, plan=cast.sams_plan)
    assert browser("sam").post(moved, {"own": "x"}).status_code == 404
    assert browser("ben").get(at("listed_create")).status_code == 403
    assert Question.objects.count() == 0


def test_left_without_a_visit_they_are_offered_when_there_is_one(cast, browser, at, cost, maria):
    client = browser("maria")
    client.post(at("concern_pick", cost), {"slugs": COST[:2], "own": "mine"})
    answered = Question.objects.get(text="mine")
    client.post(at("concern_pick", cost), {"own": "answered"})
    Question.objects.get(text="answered").record_answer("yes", by=cast.maria)
    question(cast, "canary", cast.ana, is_private=True)
    lee = visit(cast, on=timezone.localdate())
    choose = f"{at('appointment_choose', lee)}?waiting"
    for address in (reverse("home", args=[cast.plan.pk]), at("appointment_detail", lee)):
        page = client.get(address).content.decode()
        assert f'href="{choose}">Put your 3 questions on the list for Dr Lee</a>' in page
    page = client.get(choose)
    ticked = page.context["form"]["questions"].value()
    assert len(ticked) == 3
    assert str(answered.pk) in ticked
    assert page.content.decode().count('" checked') == 3
    client.post(choose, {"questions": ticked})
    assert set(texts(lee, maria)) == {*WORDS[:2], "mine"}
    assert "Put your" not in client.get(at("appointment_detail", lee)).content.decode()


def test_all_that_wait_stand_on_one_page(cast, browser, at):
    lee = visit(cast)
    for n in range(20):
        question(cast, f"q{n}")
    page = browser("maria").get(f"{at('appointment_choose', lee)}?waiting")
    assert page.content.decode().count('" checked') == 20


def test_a_viewer_and_a_past_visit_are_offered_nothing(cast, browser, at):
    question(cast, "a")
    lee = visit(cast)
    past = visit(cast, on=timezone.localdate() - datetime.timedelta(days=1))
    for who, of in (("ben", lee), ("maria", past)):
        page = browser(who).get(at("appointment_detail", of)).content.decode()
        assert "Put your" not in page
        assert "No question is on this list yet." in page


def test_first_goes_first_on_the_visit_that_the_person_names(cast, browser, at, cost, maria):
    Concern.objects.update(is_first=True)
    lee = visit(cast)
    visit(cast, with_whom="Dr Patel")
    listed(cast, lee, "a", "b")
    client = browser("maria")
    which = client.post(at("concern_pick", cost), {"slugs": COST[:2]})["Location"]
    client.post(which, {"to": lee.pk})
    assert texts(lee, maria) == [*WORDS[:2], "a", "b"]


def test_the_warning_of_a_private_question_is_its_readers(cast, browser, at, maria):
    words = "Severe back pain and my legs are numb"
    (row,) = listed(cast, visit(cast), words, is_private=True)
    pages = [
        browser(who).get(f"{at('appointment_create')}?new={row.question.pk}").content.decode()
        for who in ("maria", "ana")
    ]
    assert ["Call now for severe back pain" in page for page in pages] == [True, False]


def test_more_than_an_address_holds_is_said(cast, browser, at, cost, monkeypatch):
    monkeypatch.setattr("careplan.appointments.picked.MOST_IN_ADDRESS", 2)
    visit(cast)
    visit(cast)
    client = browser("maria")
    response = client.post(at("concern_pick", cost), {"slugs": COST[:3]})
    assert len(query(response)["q"]) == 2
    page = client.get(response["Location"]).content.decode()
    assert "Only 2 questions go to a list at once. The others stay under “Questions”." in page
    response = client.post(at("concern_pick", cost), {"slugs": COST[:2]})
    assert "go to a list at once" not in client.get(response["Location"]).content.decode()


def test_what_is_picked_from_a_concern_that_was_removed_meanwhile_is_kept(
    cast, browser, at, cost, maria
):
    lee = visit(cast)
    Concern.objects.get().remove(by=cast.ana)
    client = browser("maria")
    response = client.post(at("concern_pick", cost), {"own": "Parking?"})
    assert response["Location"] == at("appointment_detail", lee)
    page = client.get(response["Location"]).content.decode()
    assert "This concern was removed. Your questions are kept." in page
    assert texts(lee, maria) == ["Parking?"]
    response = client.post(at("concern_pick", cost), {"own": "x" * 4_001})
    assert "x" * 4_001 in response.content.decode()
    cost.refresh_from_db()
    assert cost.removed_at is not None


def test_what_is_picked_together_keeps_the_order_of_its_page(cast, browser, at, maria):
    """Nausea was chosen, bone pain was read: so it stands, though the library has it first."""
    about = {"category": "symptom", "symptoms": ["nausea"], "words": "My bones hurt"}
    by = {"plan": cast.plan, "author": cast.maria, "changed_by": cast.maria}
    concern = Concern.objects.create(**about, **by)
    question(cast, "older")
    client = browser("maria")
    slugs = ["bone-pain-cause", "nausea-help", "nausea-cause"]
    client.post(at("concern_pick", concern), {"slugs": slugs, "own": "mine"})
    picked = [LIBRARY.questions[slug].text for slug in ("nausea-cause", "nausea-help")]
    picked += [LIBRARY.questions["bone-pain-cause"].text, "mine"]
    lee = visit(cast)
    choose = client.get(at("appointment_choose", lee))
    offered = [label for _key, label in choose.context["form"].fields["questions"].choices]
    assert offered == [*picked, "older"]
    every = client.get(reverse("question_list", args=[cast.plan.pk])).context["page"].rows
    assert [each.text for each in every] == [*picked, "older"]
    its_own = client.get(reverse("concern_detail", args=[cast.plan.pk, concern.pk]))
    assert [each.text for each in its_own.context["questions"]] == picked
    key = choose.context["form"].fields["questions"].choices
    client.post(at("appointment_choose", lee), {"questions": [k for k, _label in key]})
    assert texts(lee, maria) == [*picked, "older"]
