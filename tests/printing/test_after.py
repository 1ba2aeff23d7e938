"""What stands on the sheet after a visit, for whom; the page before it, and its file."""

import datetime as dt

import pytest
from django.urls import reverse

from careplan.appointments.ordering import put_on_list
from careplan.plans.models import Membership
from careplan.printing import printer
from careplan.printing.after_list import PrintedAfter
from careplan.printing.after_sheet import PrintedAnswer, PrintedNote, PrintedToDo
from careplan.printing.errors import PrintBusy
from careplan.printing.sheets import Fact, SheetQuestion
from tests.appointments.lists import listed, visit
from tests.appointments.to_do import said, to_do
from tests.making import concern

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 12, 4)
CHOICE = {"paper": "a4", "size": "normal"}


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(dt.datetime(2026, 12, 4, 12, tzinfo=dt.UTC), tick=False)


@pytest.fixture
def lee(cast):
    past = visit(cast, on=dt.date(2026, 12, 3), at=dt.time(10, 30), who_comes="Ana")
    visit(cast, on=dt.date(2027, 1, 14), at=dt.time(9), with_whom="Dr Lee")
    return past


@pytest.fixture
def print_as(cast, lee):
    """`print_as("ana", private=True)`: the sheet that she would print."""

    def sheet(who="maria", **choice):
        printed = PrintedAfter(lee, cast.as_member(getattr(cast, who)))
        return printed.sheet(**CHOICE, **choice)

    return sheet


@pytest.fixture
def sent(monkeypatch):
    """The HTML of the sheets that were sent to print; nothing is laid out."""
    pages = []
    monkeypatch.setattr(printer, "render", lambda html, **_more: pages.append(html) or b"%PDF-1.7")
    return pages


def test_the_whole_sheet(cast, lee, print_as):
    about = concern(cast, cast.maria, words="Time with Rosa", bother=6)
    first, _second, third = listed(cast, lee, "Travel?", "A scan?", "A trial?")
    first.question.record_answer("In spring.", by=cast.ana)
    third.question.concern = about
    third.question.save()
    coming = cast.plan.appointments.get(on=dt.date(2027, 1, 14))
    member = cast.as_member(cast.maria)
    put_on_list(appointment=coming, questions=[third.question], member=member)
    said(cast, lee, text="Rest more.")
    said(cast, lee, cast.ana, text="Bring the list.")
    to_do(cast, visit=lee, what="Call", by_when=TODAY, taken_by=cast.ana)
    to_do(cast, visit=lee, what="Test", done_at=dt.datetime.now(dt.UTC), done_by=cast.ana)
    to_do(cast, what="of no visit")
    sheet = print_as("ben")
    assert (sheet.person, sheet.with_whom, sheet.day) == ("Maria Alvarez", "Dr Lee", lee.on)
    assert sheet.facts == (
        Fact("Who came along", "Ana"),
        Fact("Next visit", "Thursday 14\u00a0January\u00a02027, 09:00"),
    )
    assert sheet.answers == (
        PrintedAnswer(1, "Travel?", "In spring."),
        PrintedAnswer(2, "A scan?", "", "Nothing is written down."),
    )
    assert sheet.carried == (SheetQuestion("A trial?", "My concern: Time with Rosa, 6 of 10"),)
    assert sheet.notes == (PrintedNote("Rest more."), PrintedNote("Bring the list.", "Ana"))
    assert sheet.to_do == (
        PrintedToDo("Call", "Ana", "4 Dec 2026"),
        PrintedToDo("Test", "For anyone", "", is_done=True),
    )


def test_private_prints_on_its_authors_copy_when_ticked(cast, lee, print_as):
    """Read by all of them; printed by their author alone."""
    (row,) = listed(cast, lee, "Canary?", by=cast.ana, is_private=True)
    things = (
        row.question,
        said(cast, lee, cast.ana, text="canary", is_private=True),
        to_do(cast, cast.ana, visit=lee, what="canary", is_private=True),
    )
    for thing in things:
        thing.private_to.add(cast.maria)
    listed(cast, lee, "Shared?")
    for choice in ({}, {"private": True}):
        theirs = print_as("maria", **choice)
        assert "anary" not in repr(theirs)
        assert [answer.number for answer in theirs.answers] == [1]
    assert "anary" not in repr(print_as("ana"))
    hers = print_as("ana", private=True)
    assert [answer.question for answer in hers.answers] == ["Canary?", "Shared?"]
    assert [note.words for note in hers.notes] == ["canary"]
    assert [row.what for row in hers.to_do] == ["canary"]


def test_a_private_visit_to_come_is_told_on_its_authors_copy_alone(cast, lee, print_as):
    (row,) = listed(cast, lee, "A scan?")
    hidden = visit(cast, on=dt.date(2026, 12, 24), with_whom="Dr Canary", is_private=True)
    member = cast.as_member(cast.maria)
    put_on_list(appointment=hidden, questions=[row.question], member=member)
    assert (len(print_as().answers), len(print_as().carried)) == (1, 0)
    assert Fact("Next visit", "Thursday 24\u00a0December\u00a02026") not in print_as().facts
    mine = print_as(private=True)
    assert (len(mine.answers), len(mine.carried)) == (0, 1)
    assert Fact("Next visit", "Thursday 24\u00a0December\u00a02026") in mine.facts


def test_a_private_concern_is_not_why(cast, lee, print_as):
    (row,) = listed(cast, lee, "A scan?")
    row.question.concern = concern(cast, cast.maria, words="canary", is_private=True)
    row.question.save()
    coming = cast.plan.appointments.get(on=dt.date(2027, 1, 14))
    member = cast.as_member(cast.maria)
    put_on_list(appointment=coming, questions=[row.question], member=member)
    assert print_as().carried == (SheetQuestion("A scan?", ""),)
    assert print_as(private=True).carried == (SheetQuestion("A scan?", "My concern: canary"),)


def test_the_page_before_and_the_file(cast, lee, signed_in, sent):
    said(cast, lee, text="Rest more.")
    client = signed_in(cast.ben)
    before = client.get(reverse("after_print", args=[cast.plan.pk, lee.pk])).content.decode()
    assert "Print what came of the visit" in before
    assert 'name="private"' not in before
    file = client.get(reverse("after_pdf", args=[cast.plan.pk, lee.pk]), CHOICE)
    assert file["Content-Disposition"] == 'attachment; filename="after-2026-12-03.pdf"'
    assert file["Content-Type"] == "application/pdf"
    assert "Rest more." in sent[0]


def test_who_has_something_private_is_asked(cast, lee, signed_in, sent):
    said(cast, lee, text="canary", is_private=True)
    client = signed_in(cast.maria)
    before = client.get(reverse("after_print", args=[cast.plan.pk, lee.pk])).content.decode()
    assert "It is left out. Tick to print it on this copy." in before
    address = reverse("after_pdf", args=[cast.plan.pk, lee.pk])
    for choice in (CHOICE, CHOICE | {"private": "on"}):
        client.get(address, choice)
    assert ["canary" in html for html in sent] == [False, True]


def test_who_may(cast, lee, signed_in, sent):
    address = reverse("after_pdf", args=[cast.plan.pk, lee.pk])
    Membership.objects.filter(user=cast.ben).update(visits="none")
    assert signed_in(cast.ben).get(address, CHOICE).status_code == 403
    assert signed_in(cast.sam).get(address, CHOICE).status_code == 404
    hidden = visit(cast, on=TODAY, is_private=True)
    theirs = reverse("after_pdf", args=[cast.plan.pk, hidden.pk])
    assert signed_in(cast.ana).get(theirs, CHOICE).status_code == 404
    assert sent == []


def test_a_busy_printer_is_a_plain_page(cast, lee, signed_in, monkeypatch):
    def busy(*_args, **_more):
        raise PrintBusy

    monkeypatch.setattr(printer, "render", busy)
    address = reverse("after_pdf", args=[cast.plan.pk, lee.pk])
    response = signed_in(cast.maria).get(address, CHOICE)
    assert response.status_code == 503
    assert "Print what came of the visit" in response.content.decode()


@pytest.mark.parametrize("many", [2, 40])
@pytest.mark.usefixtures("seen_this_hour")
def test_reads_are_few_and_the_same(cast, lee, signed_in, sent, many, django_assert_num_queries):
    about = concern(cast, cast.ana)
    listed(cast, lee, *(f"{n}?" for n in range(many)), by=cast.ana, concern=about)
    for n in range(many):
        said(cast, lee, cast.ana, text=f"{n}")
        to_do(cast, cast.ana, visit=lee, taken_by=cast.ana)
    client = signed_in(cast.maria)
    address = reverse("after_pdf", args=[cast.plan.pk, lee.pk])
    with django_assert_num_queries(14):
        client.get(address, CHOICE)
