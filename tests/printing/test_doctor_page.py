"""The doctor's page of a visit: who may print it, and what of the plan its reader prints."""

import datetime

import pytest
from django.urls import reverse

from careplan.appointments.models import Appointment
from careplan.concerns.models import Concern
from careplan.documents.models import AdvanceDocument, State
from careplan.documents.parts import DocumentCopy, NamedPerson, Part
from careplan.plans.models import Grant, Membership
from careplan.printing import doctor_sheet
from careplan.printing.doctor_sheet import Bother, Decider, DecidingPaper
from careplan.printing.errors import PrintBusy
from tests.appointments.lists import listed
from tests.making import concern

pytestmark = pytest.mark.django_db
CHOICE = {"paper": "a4", "size": "normal"}
TICK = "Print what I keep private too"


@pytest.fixture
def visit(cast):
    by = {"plan": cast.plan, "author": cast.maria, "changed_by": cast.maria}
    return Appointment.objects.create(
        with_whom="Dr Lee", on="2026-12-03", at="10:30", who_comes="Ana, my daughter", **by
    )


@pytest.fixture
def printed(monkeypatch):
    """The sheets that were sent to print; nothing is laid out."""
    sent = []

    def kept(sheet, _make):
        return sent.append(sheet) or b"%PDF-"

    monkeypatch.setattr(doctor_sheet.printer, "kept", kept)
    return sent


@pytest.fixture
def print_as(cast, visit, signed_in, printed):
    """`print_as(maria)`: the sheet that she prints."""

    def print_it(user, **choice):
        printed.clear()
        signed_in(user).get(address(cast, visit), CHOICE | choice)
        (sheet,) = printed
        return sheet

    return print_it


def address(cast, visit, name="doctor_page_pdf"):
    return reverse(name, args=[cast.plan.pk, visit.pk])


def proxy(cast, author, signed_on="2026-05-12", **fields) -> AdvanceDocument:
    """A signed health care proxy of `author`'s that names “<author>’s agent”."""
    by = {"plan": cast.plan, "author": author, "changed_by": author}
    kept = {"kind": "health-care-proxy", "state": State.SIGNED, "signed_on": signed_on}
    document = AdvanceDocument.objects.create(**kept, **by, **fields)
    NamedPerson.objects.create(document=document, name=f"{author.name}’s agent", **by)
    return document


@pytest.mark.pdf
def test_the_file(cast, visit, signed_in, opened):
    listed(cast, visit, "First?", "Second?")
    response = signed_in(cast.maria).get(address(cast, visit), CHOICE)
    assert response.status_code == 200
    assert response["Content-Disposition"] == 'attachment; filename="doctor-page-2026-12-03.pdf"'
    assert "no-store" in response["Cache-Control"]
    pdf = opened(response.content)
    assert pdf.pages == 1
    assert pdf.spoken()[2:7] == [
        "For Dr Lee",
        "Thursday 3\u00a0December\u00a02026, 10:30. With Ana, my daughter",
        "My two questions",
        "1",
        "First?",
    ]


def test_the_first_three_questions_and_how_many_more(cast, visit, print_as):
    listed(cast, visit, *"ABCDE")
    sheet = print_as(cast.ben)
    assert (sheet.questions, sheet.more_questions) == (("A", "B", "C"), 2)


def test_the_concerns_that_bother_most_and_whose_they_are(cast, print_as):
    for words, bother in [("Cough", 0), ("Tired", 8), ("Pain", 8), ("Weight", 5), ("Food", None)]:
        concern(cast, cast.maria, words=words, bother=bother)
    concern(cast, cast.ana, words="She is not sleeping.", bother=7)
    concern(cast, cast.maria, words="canary", bother=10).remove(by=cast.maria)
    sheet = print_as(cast.ana)
    anas = Bother("She is not sleeping (Ana)", 7)
    assert sheet.bothers == (Bother("Pain", 8), Bother("Tired", 8), anas)  # the newest first
    assert sheet.more_bothers == 2
    cast.plan.is_for_owner = False
    cast.plan.save()
    assert print_as(cast.ana).bothers[0] == Bother("Pain (Maria)", 8)


def seen_before(cast, by=None, on="2026-11-05", **fields) -> Appointment:
    by = by or cast.maria
    return Appointment.objects.create(
        plan=cast.plan, author=by, changed_by=by, with_whom="Dr Lee", on=on, **fields
    )


def level(made, number, on, **fields) -> None:
    made.levels.create(level=number, on=on, by=made.author, noted_at=f"{on}T12:00Z", **fields)


def test_what_it_was_at_the_visit_before_and_what_is_new_since(cast, print_as, time_machine):
    time_machine.move_to("2026-12-02T12:00Z", tick=False)
    pain = concern(cast, cast.maria, words="Pain", bother=6)
    for number, on in ((4, "2026-10-01"), (8, "2026-11-05"), (7, "2026-11-06")):
        level(pain, number, on)
    concern(cast, cast.maria, words="Cough", bother=5)
    old = concern(cast, cast.maria, words="Tired", bother=3)
    Concern.objects.filter(pk=old.pk).update(created="2026-11-05T12:00Z")
    now = (Bother("Pain", 6), Bother("Cough", 5), Bother("Tired", 3))
    assert (print_as(cast.ben).bothers, print_as(cast.ben).visit_before) == (now, None)
    for on in ("2026-10-02", "2026-11-05", "2026-12-04"):
        seen_before(cast, on=on)
    seen_before(cast, on=None)
    seen_before(cast, on="2026-11-30").remove(by=cast.maria)
    sheet = print_as(cast.ben)
    assert sheet.visit_before == datetime.date(2026, 11, 5)
    assert sheet.bothers == (
        Bother("Pain", 6, was=8),
        Bother("Cough", 5, is_new=True),
        Bother("Tired", 3),
    )


def test_a_visit_still_to_come_is_not_the_one_before(cast, print_as, time_machine):
    time_machine.move_to("2026-11-24T12:00Z", tick=False)
    concern(cast, cast.maria, bother=6)
    seen_before(cast, on="2026-11-25")
    assert print_as(cast.ben).visit_before is None
    seen_before(cast, on="2026-11-24")
    assert print_as(cast.ben).visit_before == datetime.date(2026, 11, 24)


def test_a_private_visit_or_number_before_is_told_on_its_authors_copy_alone(
    cast, print_as, time_machine
):
    time_machine.move_to("2026-12-02T12:00Z", tick=False)
    pain = concern(cast, cast.maria, words="Pain", bother=6)
    level(pain, 8, "2026-11-01")
    level(pain, 1, "2026-11-20", is_private=True)  # set while it was private
    seen_before(cast)
    hidden = seen_before(cast, on="2026-11-25", is_private=True)
    hidden.private_to.add(cast.ana)
    for user in (cast.maria, cast.ana, cast.ben):
        assert print_as(user).bothers == (Bother("Pain", 6, was=8),)
        assert print_as(user).visit_before == datetime.date(2026, 11, 5)
    sheet = print_as(cast.maria, private="on")
    assert (sheet.bothers, sheet.visit_before) == (
        (Bother("Pain", 6, was=1),),
        datetime.date(2026, 11, 25),
    )
    assert print_as(cast.ana, private="on").visit_before == datetime.date(2026, 11, 5)


def test_private_prints_on_its_authors_copy_when_ticked(cast, visit, print_as):
    """Neither shared with somebody nor ticked by anybody else does it stand on their copy."""
    listed(cast, visit, "Shared?")
    for author in (cast.maria, cast.ana, cast.ben):
        name = f"canary of {author.name}"
        (row,) = listed(cast, visit, name, by=author, is_private=True, first=True)
        worry = concern(cast, author, words=name, is_private=True, bother=10)
        for record in (row.question, worry):
            record.private_to.add(cast.maria, cast.ana, cast.ben)
    for author in (cast.maria, cast.ana, cast.ben):
        assert "canary" not in repr(print_as(author))
        sheet = print_as(author, private="on")
        assert sheet.questions == (f"canary of {author.name}", "Shared?")
        assert len(sheet.bothers) == 1
        for other in {cast.maria, cast.ana, cast.ben} - {author}:
            assert f"canary of {other.name}" not in repr(sheet)


def test_who_decides(cast, print_as):
    by = {"plan": cast.plan, "author": cast.maria, "changed_by": cast.maria}
    proxy(cast, cast.maria, "2020", original_place="canary drawer")
    paper = proxy(cast, cast.ana, original_place="blue folder")
    luis = {"name": "Luis", "relation": "brother", "phone_day": "1", "phone_night": "2"}
    NamedPerson.objects.create(document=paper, part=Part.ALTERNATE, **luis, **by)
    NamedPerson.objects.create(document=paper, part=Part.WITNESS, name="canary", **by)
    for n in range(5):
        DocumentCopy.objects.create(document=paper, holder=f"H{n}", holder_kind="family", **by)
    DocumentCopy.objects.filter(holder="H0").update(back_on="2026-06-01")
    assert print_as(cast.ben).paper == DecidingPaper(
        name=paper.name,
        signed="12 May 2026",
        people=(Decider("Ana’s agent"), Decider("Luis", "brother", "1", "2", is_next=True)),
        original="blue folder",
        copies=("H1", "H2", "H3"),
        more_copies=1,
    )


def test_no_older_paper_stands_for_a_newer_one_that_is_private(cast, print_as):
    proxy(cast, cast.maria, "2020")
    proxy(cast, cast.maria, "2026", is_private=True)
    assert print_as(cast.maria).paper is None
    assert print_as(cast.maria, private="on").paper.signed == "2026"
    assert print_as(cast.ana, private="on").paper.signed == "2020"  # all that Ana can know


def test_a_reader_prints_no_part_that_they_may_not_see(cast, print_as):
    proxy(cast, cast.maria, original_place="canary")
    fields = ("how_much", "information_need", "who_may_hear", "what_matters")
    for field in fields:
        setattr(cast.plan, field, f"canary {field}")
    cast.plan.save()
    assert repr(print_as(cast.ben)).count("canary") == 4
    assert "canary what_matters" not in repr(print_as(cast.maria))
    Membership.objects.filter(user=cast.ben).update(papers=Grant.NONE)
    sheet = print_as(cast.ben)
    assert (sheet.paper, sheet.who_may_hear) == (None, "canary who_may_hear")
    Membership.objects.filter(user=cast.ben).update(people=Grant.NONE)
    assert "canary" not in repr(print_as(cast.ben))


@pytest.mark.parametrize("may_see", [True, False])
def test_own_words_of_the_person_stand_there_as_granted(cast, print_as, may_see):
    """Without the part on people, none of the three; the rest of the page stays."""
    proxy(cast, cast.maria, original_place="Blue folder")
    words = {name: f"canary {name}" for name in ("how_much", "information_need", "who_may_hear")}
    type(cast.plan).objects.update(**words)
    if not may_see:
        Membership.objects.filter(user=cast.ben).update(people=Grant.NONE)
    sheet = print_as(cast.ben)
    assert {name: getattr(sheet, name) for name in words} == (
        words if may_see else dict.fromkeys(words, "")
    )
    assert sheet.paper.original == "Blue folder"
    assert {name: getattr(print_as(cast.ana), name) for name in words} == words


def test_words_that_somebody_else_wrote_or_changed_are_not_called_own(cast, visit, print_as):
    listed(cast, visit, "One?")
    question = cast.plan.questions.get()
    assert print_as(cast.ben).in_own_words
    question.text = "One, said better?"
    question.save_changes(by=cast.ana, fields=["text"])
    assert not print_as(cast.ben).in_own_words
    question.save_changes(by=cast.maria, fields=["text"])
    assert print_as(cast.ben).in_own_words
    concern(cast, cast.ana, words="Somebody should be at home", bother=9)
    assert not print_as(cast.ben).in_own_words


def test_how_much_its_reader_wants_to_see_is_never_on_it(cast, print_as):
    before = repr(print_as(cast.maria))
    cast.maria.information_level = "everything"
    cast.maria.save()
    assert repr(print_as(cast.maria)) == before
    assert "everything" not in before


def test_own_words_are_said_to_be_so_if_they_are(cast, visit, print_as):
    listed(cast, visit, "One?")
    assert print_as(cast.ben).in_own_words
    listed(cast, visit, "Two?", by=cast.ana)
    assert not print_as(cast.ben).in_own_words
    cast.plan.is_for_owner = False
    cast.plan.save()
    Appointment.objects.get().listed.all().delete()
    assert not print_as(cast.ben).in_own_words


def test_who_may_print_it(cast, visit, signed_in, printed):
    for name in ("doctor_page_print", "doctor_page_pdf"):
        url = address(cast, visit, name)
        codes = {u.name: signed_in(u).get(url, CHOICE).status_code for u in (cast.ben, cast.sam)}
        assert codes == {"Ben": 200, "Sam": 404}
        assert signed_in(cast.maria).post(url, CHOICE).status_code == 405
    Membership.objects.filter(user=cast.ana).update(visits=Grant.NONE)
    assert signed_in(cast.ana).get(address(cast, visit), CHOICE).status_code == 403
    visit.is_private = True
    visit.save()
    assert signed_in(cast.ben).get(address(cast, visit), CHOICE).status_code == 404
    assert len(printed) == 1


def test_the_page_before_it(cast, visit, signed_in):
    """The tick stands only where it would change the page; large print promises no more than it
    keeps."""
    concern(cast, cast.ana, words="canary", is_private=True, bother=4)
    concern(cast, cast.maria, words="Private without a number", is_private=True)
    page = address(cast, visit, "doctor_page_print")
    html = {u.name: signed_in(u).get(page).content.decode() for u in (cast.maria, cast.ana)}
    assert (TICK in html["Ana"], TICK in html["Maria"]) == (True, False)
    assert "Where there is much to say, large print comes out smaller." in html["Maria"]
    assert f'action="{address(cast, visit)}"' in html["Maria"]
    assert "canary" not in "".join(html.values())


def test_it_is_found_from_the_visit_and_from_the_list(cast, visit, signed_in):
    listed(cast, visit, "One?")
    for name in ("appointment_detail", "question_list_print"):
        html = signed_in(cast.ben).get(address(cast, visit, name)).content.decode()
        assert f'href="{address(cast, visit, "doctor_page_print")}"' in html


@pytest.mark.parametrize("wrong", [{}, {"paper": "a0", "size": "normal"}])
def test_a_wrong_choice_is_a_sentence(cast, visit, signed_in, printed, wrong):
    html = signed_in(cast.maria).get(address(cast, visit), wrong).content.decode()
    assert printed == []
    assert "to fix" in html


def test_a_busy_printer_is_a_plain_page(cast, visit, signed_in, monkeypatch):
    def busy(_sheet, _make):
        raise PrintBusy

    monkeypatch.setattr(doctor_sheet.printer, "kept", busy)
    response = signed_in(cast.maria).get(address(cast, visit), CHOICE)
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert str(PrintBusy.sentence) in response.content.decode()


@pytest.mark.usefixtures("seen_this_hour")
def test_reads_are_few_and_the_same(cast, visit, signed_in, printed, django_assert_num_queries):
    client = signed_in(cast.maria)
    seen_before(cast)
    for count in (3, 30):
        listed(cast, visit, *(f"{count} {n}?" for n in range(count)))
        for n in range(count):
            concern(cast, cast.maria, words=f"{n}", bother=n % 11)
            proxy(cast, cast.maria)
        with django_assert_num_queries(11):
            client.get(address(cast, visit), CHOICE)
