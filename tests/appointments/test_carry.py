"""Taking questions from one visit's list to another's."""

import pytest

from careplan.appointments.models import ListedQuestion
from careplan.questions.models import Question
from tests.appointments.lists import listed, question, texts, visit


@pytest.fixture
def lee(cast):
    return visit(cast, on="2020-01-05")


@pytest.fixture
def patel(cast):
    return visit(cast, with_whom="Dr Patel")


def test_the_unanswered_are_ticked_and_what_is_ticked_goes(cast, browser, at, lee, patel):
    a, b, c = listed(cast, lee, "a", "b", "c")
    listed(cast, patel, "z")
    a.question.record_answer("yes", by=cast.maria)
    client = browser("ana")
    form = client.get(at("appointment_carry", lee)).context["form"]
    assert form["questions"].value() == [str(b.question.pk), str(c.question.pk)]
    assert form["to"].value() == str(patel.pk)
    data = {"questions": [c.question.pk], "to": patel.pk}
    for _press in range(2):
        response = client.post(at("appointment_carry", lee), data)
        assert response["Location"] == at("appointment_detail", patel)
    member = cast.as_member(cast.maria)
    assert texts(patel, member) == ["z", "c"]
    assert texts(lee, member) == ["a", "b", "c"]


def test_one_text_and_one_answer_on_both_lists(cast, browser, at, lee, patel):
    (a,) = listed(cast, lee, "a")
    client = browser("maria")
    client.post(at("appointment_carry", lee), {"questions": [a.question.pk], "to": patel.pk})
    assert Question.objects.count() == 1
    question = Question.objects.get()
    question.text = "in other words"
    question.save_changes(by=cast.maria, fields=["text"])
    question.record_answer("the answer", by=cast.ana)
    for appointment in (lee, patel):
        page = client.get(at("appointment_detail", appointment)).content.decode()
        assert "in other words" in page
        assert "It has an answer." in page


def test_only_what_the_reader_sees_can_go_and_only_to_a_visit_they_see(
    cast, browser, at, lee, patel
):
    (a,) = listed(cast, lee, "a")
    (secret,) = listed(cast, lee, "canary", by=cast.ana, is_private=True)
    sams = visit(cast, cast.sam, plan=cast.sams_plan)
    loose = question(cast, "not on this list")
    client = browser("maria")
    assert "canary" not in client.get(at("appointment_carry", lee)).content.decode()
    for key in (secret.question.pk, loose.pk, "x"):
        response = client.post(at("appointment_carry", lee), {"questions": [key], "to": patel.pk})
        assert response.context["form"].errors == {
            "questions": ["Choose one of the answers on this page"]
        }
    for to in (sams.pk, lee.pk, "x", ""):
        data = {"questions": [a.question.pk], "to": to}
        assert list(client.post(at("appointment_carry", lee), data).context["form"].errors) == [
            "to"
        ]
    assert texts(patel, cast.as_member(cast.ana)) == []


def test_nothing_ticked_is_said(cast, browser, at, lee, patel):
    listed(cast, lee, "a")
    response = browser("maria").post(at("appointment_carry", lee), {"to": patel.pk})
    assert response.context["form"].errors == {"questions": ["Tick at least one"]}


def test_a_full_list_says_so(cast, browser, at, lee, patel, monkeypatch):
    (a,) = listed(cast, lee, "a")
    listed(cast, patel, "z")
    monkeypatch.setattr(ListedQuestion, "MOST", 1)
    data = {"questions": [a.question.pk], "to": patel.pk}
    response = browser("maria").post(at("appointment_carry", lee), data)
    assert list(response.context["form"].errors) == ["__all__"]
    assert texts(patel, cast.as_member(cast.maria)) == ["z"]


def test_with_no_other_visit_one_is_added_and_leads_back(cast, browser, at, lee):
    listed(cast, lee, "a")
    client = browser("maria")
    page = client.get(at("appointment_carry", lee)).content.decode()
    new = f"{at('appointment_create')}?carry={lee.pk}"
    assert f'href="{new}"' in page
    assert client.post(new, {"with_whom": "Dr Patel"})["Location"] == at("appointment_carry", lee)
    forged = f"{at('appointment_create')}?carry=x"
    assert client.post(forged, {"with_whom": "Dr Who"}).status_code == 302


def test_who_may(cast, browser, at, lee, patel):
    (a,) = listed(cast, lee, "canary")
    data = {"questions": [a.question.pk], "to": patel.pk}
    for who, status in (("sam", 404), ("rita", 404), ("ben", 403)):
        for response in (
            browser(who).get(at("appointment_carry", lee)),
            browser(who).post(at("appointment_carry", lee), data),
        ):
            assert response.status_code == status
            assert "canary" not in response.content.decode()
    assert browser("maria").put(at("appointment_carry", lee)).status_code == 405
    assert ListedQuestion.objects.count() == 1
