"""A list as a file to take along: to fill in, and to read on a phone; what each holds, for whom."""

import re
from html import unescape

import pytest
from django.core import signing
from django.urls import reverse

from careplan.appointments.models import Appointment, Asked, ListedQuestion
from careplan.plans.clashes import digest
from careplan.plans.models import Grant, Membership
from careplan.printing import fillable_sheet
from careplan.printing.errors import PrintBusy
from careplan.printing.fillable_lists import SALT, FillableList
from tests.making import concern, doctor
from tests.printing.test_views import CHOICE, address, put, visit

FIXTURES = (put, visit)
pytestmark = pytest.mark.django_db


@pytest.fixture
def made(monkeypatch):
    """The lists to fill in that were sent to print; nothing is laid out."""
    sent = []

    def take(sheet):
        sent.append(sheet)
        return b"%PDF-"

    monkeypatch.setattr(fillable_sheet, "fillable_list", take)
    return sent


def to_fill_in(client, cast, visit, **more):
    return client.get(address(cast, visit, "fillable_pdf"), CHOICE | more)


def on_phone(client, cast, visit, **more):
    return client.get(address(cast, visit, "phone_list_file"), more)


def words_of(response) -> str:
    """What the page of a phone says, after its head."""
    page = response.content.decode()
    body = page[page.index("<body>") :]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


# --- to fill in ---


def test_the_file_to_fill_in(cast, visit, put, signed_in, made):
    first = put(cast.maria, "First?", concern=concern(cast, cast.maria, words="Pain", bother=6))
    put(cast.ana, "Second?")
    first.record_answer("Rest", by=cast.ana)
    ListedQuestion.objects.filter(question=first).update(asked=Asked.ASKED)
    response = to_fill_in(signed_in(cast.maria), cast, visit)
    assert response["Content-Type"] == "application/pdf"
    name = 'attachment; filename="questions-to-fill-in-2026-12-03.pdf"'
    assert response["Content-Disposition"] == name
    (sheet,) = made
    assert [(q.text, q.why, q.answer, q.is_asked) for q in sheet.questions] == [
        ("First?", "My concern: Pain, 6 of 10", "Rest", True),
        ("Second?", "", "", False),
    ]
    given = FillableList.objects.get()
    assert (given.plan, given.appointment, given.made_by) == (cast.plan, visit, cast.maria)
    assert sheet.reference == given.reference
    assert signing.Signer(salt=SALT).unsign(sheet.reference) == str(given.pk)
    assert [(row.number, row.answer, row.is_asked) for row in given.printed] == [
        (1, digest("Rest"), True),
        (2, digest(""), False),
    ]


def test_private_stands_on_its_authors_file_when_ticked(cast, visit, put, signed_in, made):
    put(cast.maria, "Shared?")
    put(cast.ana, "canary of Ana?", is_private=True).private_to.add(cast.maria)
    put(cast.maria, "canary of Maria?", is_private=True)
    for user, more, count in [
        (cast.maria, {}, 1),
        (cast.maria, {"private": "on"}, 2),
        (cast.ana, {}, 1),
    ]:
        made.clear()
        to_fill_in(signed_in(user), cast, visit, **more)
        expected = ["Shared?", "canary of Maria?"][:count]
        assert [q.text for q in made[0].questions] == expected
        newest = FillableList.objects.order_by("-created").first()
        assert len(newest.rows) == count


def test_nothing_to_fill_in_is_the_page_before(cast, visit, put, signed_in, made):
    for _time in range(2):
        response = to_fill_in(signed_in(cast.maria), cast, visit)
        assert "Print or save the list" in response.content.decode()
        put(cast.maria, "canary?", is_private=True)  # and it is not ticked
    assert made == []
    assert FillableList.objects.count() == 0


def test_a_busy_printer_is_a_plain_page(cast, visit, put, signed_in, monkeypatch):
    def busy(_sheet):
        raise PrintBusy

    monkeypatch.setattr(fillable_sheet, "fillable_list", busy)
    put(cast.maria, "One?")
    response = to_fill_in(signed_in(cast.maria), cast, visit)
    assert (response.status_code, response["Retry-After"]) == (503, "5")


def test_it_is_offered_to_whoever_can_send_it_back(cast, visit, put, signed_in):
    put(cast.maria, "One?")
    page = address(cast, visit, "question_list_print")
    for user, may in ((cast.maria, True), (cast.ana, True), (cast.ben, False)):
        html = signed_in(user).get(page).content.decode()
        assert ("Make a file to fill in" in html) is may
        assert (reverse("returned_list", args=[cast.plan.pk, visit.pk]) in html) is may
        assert "Save to this phone" in html
        assert f'formaction="{address(cast, visit, "phone_list_file")}"' in html


# --- to read on a phone ---


def test_the_page_of_a_phone_stands_by_itself(cast, visit, put, signed_in):
    first = put(cast.maria, "First? <b>x</b>")
    put(cast.ana, "Second?")
    first.record_answer("Rest\nand walk", by=cast.ana)
    Appointment.objects.update(place="Harbor Hospital")
    response = on_phone(signed_in(cast.ben), cast, visit)
    assert response["Content-Type"] == "text/html; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="questions-2026-12-03.html"'
    assert response["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert "no-store" in response["Cache-Control"]
    said = words_of(response)
    assert said.startswith("Questions for Dr Lee Thursday 3 December at 10:30 Harbor Hospital")
    assert "1. First? <b>x</b> Rest and walk 2. Second?" in said
    assert "This is a notebook, not medical advice." in said
    page = response.content.decode()
    assert not re.findall(r"<script|<link|<img|<iframe|<form|url\(|@import|https?://|\bsrc=", page)
    assert set(re.findall(r'href="([^"]*)"', page)) == set()


def test_a_lost_phone_tells_nobodys_name(cast, visit, put, signed_in):
    put(cast.maria, "One?", concern=concern(cast, cast.maria, words="canary"))
    cast.plan.how_much = cast.plan.information_need = "canary"
    cast.plan.save()
    Appointment.objects.update(who_comes="Ana canary")
    page = on_phone(signed_in(cast.maria), cast, visit).content.decode()
    for word in ("Maria", "Alvarez", "canary", str(cast.plan.pk), visit.code):
        assert word not in page


def test_numbers_stand_there_for_whoever_may_see_them(cast, visit, put, signed_in):
    put(cast.maria, "One?")
    doctor(cast, name="Dr Lee", phone_day="555 0142")
    page = on_phone(signed_in(cast.ben), cast, visit).content.decode()
    assert "Dr Lee, by day<b>555 0142</b>" in page
    assert 'href="tel:5550142"' in page
    Membership.objects.filter(user=cast.ben).update(people=Grant.NONE)
    assert "555 0142" not in on_phone(signed_in(cast.ben), cast, visit).content.decode()


def test_what_is_private_is_on_its_authors_phone_when_ticked(cast, visit, put, signed_in):
    put(cast.maria, "Shared?")
    put(cast.ana, "canary of Ana?", is_private=True).private_to.add(cast.maria)
    put(cast.maria, "canary of Maria?", is_private=True)
    for user, more, found in [
        (cast.maria, {}, []),
        (cast.maria, {"private": "on"}, ["Maria"]),
        (cast.ana, {"private": "on"}, ["Ana"]),
        (cast.ben, {"private": "on"}, []),
    ]:
        page = on_phone(signed_in(user), cast, visit, **more).content.decode()
        assert re.findall(r"canary of (\w+)", page) == found


def test_a_visit_of_no_day_and_no_question(cast, signed_in):
    by = {"plan": cast.plan, "author": cast.maria, "changed_by": cast.maria}
    bare = Appointment.objects.create(**by)
    response = on_phone(signed_in(cast.maria), cast, bare)
    assert response["Content-Disposition"] == 'attachment; filename="questions.html"'
    assert "No questions are on this list yet." in words_of(response)


@pytest.mark.usefixtures("seen_this_hour")
def test_reads_are_few_and_the_same(
    cast, visit, put, signed_in, made, django_assert_max_num_queries
):
    client = signed_in(cast.maria)
    for count in (10, 100):
        for n in range(count):
            put(cast.maria, f"{n}?", concern=concern(cast, cast.maria, words=f"{n}"))
        with django_assert_max_num_queries(9):
            on_phone(client, cast, visit)
        with django_assert_max_num_queries(10):
            to_fill_in(client, cast, visit)


def test_who_looked_tells_of_both(cast, visit, put, signed_in, made):
    put(cast.maria, "One?")
    client = signed_in(cast.ana)
    to_fill_in(client, cast, visit)
    on_phone(client, cast, visit)
    page = signed_in(cast.maria).get(reverse("who_looked", args=[cast.plan.pk])).content.decode()
    said = "Took the question list along, to fill in. Saved the question list to a phone."
    assert said in " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())
    assert "scan" not in page
