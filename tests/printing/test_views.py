"""Printing a visit's list: who may, what stands on it, and what never does."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from careplan.appointments.models import Appointment, ListedQuestion
from careplan.plans.models import Grant, Membership
from careplan.printing import sheets
from careplan.printing.errors import PrintBusy
from careplan.questions.models import Question
from tests.making import concern, question

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(cast):
    by = {"plan": cast.plan, "author": cast.maria, "changed_by": cast.maria}
    return Appointment.objects.create(
        with_whom="Dr Lee", on="2026-12-03", at="10:30", who_comes="Ana, my daughter", **by
    )


@pytest.fixture
def put(cast, visit):
    """Put a question of somebody's on the visit's list, at its end."""

    def put_on(author, text, **fields) -> Question:
        asked = question(cast, author, text=text, **fields)
        by = {"plan": cast.plan, "author": author, "changed_by": author}
        place = ListedQuestion.objects.filter(appointment=visit).count() + 1
        ListedQuestion.objects.create(appointment=visit, question=asked, position=place, **by)
        return asked

    return put_on


def address(cast, visit, name="question_list_pdf"):
    return reverse(name, args=[cast.plan.pk, visit.pk])


@pytest.fixture
def printed(monkeypatch):
    """The sheets that were sent to print; nothing is laid out."""
    sent = []

    def take(sheet, **_how):
        sent.append(sheet)
        return b"%PDF-"

    monkeypatch.setattr(sheets, "question_list", take)
    return sent


CHOICE = {"paper": "a4", "size": "normal"}


def texts(sheet) -> list[str]:
    return [q.text for q in sheet.questions]


@pytest.mark.pdf
def test_the_file(cast, visit, put, signed_in):
    put(cast.maria, "First?")
    put(cast.ana, "Second?")
    response = signed_in(cast.maria).get(address(cast, visit), CHOICE)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="questions-2026-12-03.pdf"'
    assert "no-store" in response["Cache-Control"]
    text = PdfReader(io.BytesIO(response.content)).pages[0].extract_text()
    assert text.index("Questions for Dr Lee") < text.index("First?") < text.index("Second?")
    assert "Maria Alvarez" in text


def test_facts_and_whose_concern(cast, visit, put, signed_in, printed):
    cast.plan.how_much, cast.plan.information_need = "The big picture", "Slowly"
    cast.plan.what_matters = cast.plan.who_may_hear = "canary"
    cast.plan.save()
    mine = concern(cast, cast.maria, symptoms=["bone-pain"], bother=6)
    anas = concern(cast, cast.ana, words="She is not sleeping.", bother=7)
    put(cast.maria, "One?", concern=mine)
    put(cast.ana, "Two?", concern=anas)
    put(cast.maria, "Three?")
    signed_in(cast.maria).get(address(cast, visit), CHOICE)
    (sheet,) = printed
    assert [(f.label, f.words) for f in sheet.facts] == [
        ("Who comes along", "Ana, my daughter"),
        ("How much I want to know", "The big picture"),
        ("How I need information", "Slowly"),
    ]
    assert [q.why for q in sheet.questions] == [
        "My concern: Bone pain, 6 of 10",
        "Ana’s concern: She is not sleeping, 7 of 10",
        "",
    ]
    assert "canary" not in repr(sheet)


def test_a_plan_for_somebody_else_has_no_my(cast, visit, put, signed_in, printed):
    cast.plan.is_for_owner = False
    cast.plan.save()
    put(cast.maria, "One?", concern=concern(cast, cast.maria, words="Pain"))
    signed_in(cast.maria).get(address(cast, visit), CHOICE)
    assert [q.why for q in printed[0].questions] == ["Maria’s concern: Pain"]


def test_private_prints_on_its_authors_copy_when_ticked(cast, visit, put, signed_in, printed):
    put(cast.maria, "Shared?")
    hers = put(cast.ana, "canary of Ana?", is_private=True)
    hers.private_to.add(cast.maria)
    secret = concern(cast, cast.maria, words="canary concern", is_private=True)
    put(cast.maria, "canary of Maria?", is_private=True, concern=secret)
    for user, extra, expected in [
        (cast.maria, {}, ["Shared?"]),
        (cast.maria, {"private": "on"}, ["Shared?", "canary of Maria?"]),
        (cast.ana, {}, ["Shared?"]),
        (cast.ana, {"private": "on"}, ["Shared?", "canary of Ana?"]),
        (cast.ben, {"private": "on"}, ["Shared?"]),
    ]:
        printed.clear()
        signed_in(user).get(address(cast, visit), CHOICE | extra)
        assert texts(printed[0]) == expected, user.name


def test_a_private_concern_is_not_named_beside_a_shared_question(
    cast, visit, put, signed_in, printed
):
    secret = concern(cast, cast.maria, words="canary", is_private=True)
    put(cast.maria, "Shared?", concern=secret)
    for user in (cast.maria, cast.ana, cast.ben):
        printed.clear()
        signed_in(user).get(address(cast, visit), CHOICE)
        assert [q.why for q in printed[0].questions] == [""], user.name


def test_the_tick_is_offered_to_an_author_alone(cast, visit, put, signed_in):
    put(cast.ana, "canary?", is_private=True)
    put(cast.maria, "Shared?")
    page = address(cast, visit, "question_list_print")
    tick = "Print my private questions too"
    html = signed_in(cast.ana).get(page).content.decode()
    assert tick in html
    assert "1 private question is left out. Tick to print it on this copy." in html
    assert tick not in signed_in(cast.maria).get(page).content.decode()
    assert tick not in signed_in(cast.ben).get(page).content.decode()


def test_the_form_stands_as_the_reader_likes_it(cast, visit, put, signed_in):
    put(cast.maria, "One?")
    cast.maria.paper, cast.maria.print_size = "a4", "large"
    cast.maria.save()
    html = signed_in(cast.maria).get(address(cast, visit, "question_list_print")).content.decode()
    for value in ("a4", "large"):
        assert f'value="{value}" checked' in html


@pytest.mark.parametrize("wrong", [{}, {"paper": "a0", "size": "normal"}, {"paper": "a4"}])
def test_a_wrong_choice_is_a_sentence(cast, visit, put, signed_in, printed, wrong):
    put(cast.maria, "One?")
    html = signed_in(cast.maria).get(address(cast, visit), wrong or {"x": "1"}).content.decode()
    assert printed == []
    assert "to fix" in html


def test_a_busy_printer_is_a_plain_page(cast, visit, put, signed_in, monkeypatch):
    def busy(_sheet, **_how):
        raise PrintBusy

    monkeypatch.setattr(sheets, "question_list", busy)
    put(cast.maria, "One?")
    response = signed_in(cast.maria).get(address(cast, visit), CHOICE)
    assert response.status_code == 503
    assert response["Retry-After"] == "5"
    assert str(PrintBusy.sentence) in response.content.decode()


def test_an_empty_list_offers_the_empty_sheet(cast, visit, signed_in):
    html = signed_in(cast.maria).get(address(cast, visit, "question_list_print")).content.decode()
    assert "No questions are on this list yet." in html
    assert reverse("blank_list") in html


def test_a_visit_without_a_day_has_no_day_in_its_file(cast, visit, put, signed_in, printed):
    Appointment.objects.update(on=None, at=None)
    put(cast.maria, "One?")
    response = signed_in(cast.maria).get(address(cast, visit), CHOICE)
    assert response["Content-Disposition"] == 'attachment; filename="questions.pdf"'


@pytest.mark.usefixtures("seen_this_hour")
def test_reads_are_few_and_the_same(
    cast, visit, put, signed_in, printed, django_assert_num_queries
):
    client = signed_in(cast.maria)
    for count in (10, 100):
        for n in range(count):
            put(cast.maria, f"{n}?", concern=concern(cast, cast.maria, words=f"{n}"))
        with django_assert_num_queries(8):
            client.get(address(cast, visit), CHOICE)


@pytest.mark.pdf
def test_the_blank_list_is_for_everybody(client):
    page = client.get(reverse("blank_list"))
    assert page.status_code == 200
    response = client.get(reverse("blank_list"), CHOICE)
    assert response["Content-Disposition"] == 'attachment; filename="question-list.pdf"'
    text = PdfReader(io.BytesIO(response.content)).pages[0].extract_text()
    assert "My questions" in text


def test_the_code_stands_only_with_a_public_address(cast, visit, put, signed_in, printed, settings):
    put(cast.maria, "One?")
    signed_in(cast.maria).get(address(cast, visit), CHOICE)
    settings.PUBLIC_URL = "https://careplan.example.org"
    signed_in(cast.maria).get(address(cast, visit), CHOICE)
    assert [sheet.code_address for sheet in printed] == [
        "",
        f"https://careplan.example.org/V/{visit.code}/",
    ]


def test_the_short_path_asks_for_sign_in_and_opens_the_list(cast, visit, client, signed_in):
    path = f"/V/{visit.code}/"
    response = client.get(path)
    assert response.status_code == 302
    assert response["Location"] == f"/account/login/?next={path}"
    for typed in (path, path.lower()):
        response = signed_in(cast.ben).get(typed)
        assert response["Location"] == reverse("appointment_detail", args=[cast.plan.pk, visit.pk])


def test_the_short_path_tells_a_stranger_nothing(cast, visit, signed_in):
    client = signed_in(cast.sam)
    answers = [client.get(f"/V/{code}/") for code in (visit.code, "AAAAAAAAAA")]
    assert [a.status_code for a in answers] == [404, 404]
    assert answers[0].content == answers[1].content
    visit.is_private = True
    visit.save()
    assert signed_in(cast.ben).get(f"/V/{visit.code}/").status_code == 404


def test_the_short_path_asks_for_the_visits_section(cast, visit, signed_in):
    Membership.objects.filter(user=cast.ana).update(visits=Grant.NONE)
    response = signed_in(cast.ana).get(f"/V/{visit.code}/")
    assert response.status_code == 404
    assert str(cast.plan.pk) not in response.content.decode()
