"""Printing the papers, comfort and support, the emergency page: who may, what stands on it."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from careplan.accounts.models import HowMuch
from careplan.appointments.models import Appointment
from careplan.documents.models import AdvanceDocument
from careplan.documents.parts import DocumentCopy, NamedPerson
from careplan.plans.models import Grant, Membership
from careplan.printing import printer
from careplan.printing.comfort_list import PrintedTopics
from careplan.printing.emergency_list import PrintedEmergency
from careplan.printing.emergency_sheet import Contact, PlacedPaper
from careplan.printing.errors import PrintBusy
from careplan.printing.papers_list import PrintedPapers
from careplan.printing.papers_sheet import OldCopy
from careplan.topics.models import TopicChoice, TopicNote
from tests.making import doctor

pytestmark = pytest.mark.django_db
CHOICE = {"paper": "a4", "size": "normal"}
SHEETS = ("papers", "comfort", "emergency")
TODAY = dt.date(2026, 12, 1)


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC))


@pytest.fixture
def make(cast):
    """`make(Model, author, ...)`: a record of Maria's plan."""

    def make_record(model, author=None, **fields):
        author = author or cast.maria
        return model.objects.create(plan=cast.plan, author=author, changed_by=author, **fields)

    return make_record


@pytest.fixture
def papers(make):
    """A signed proxy with its people and copies, the one it replaced, and a POLST in progress."""
    old = make(
        AdvanceDocument, kind="health-care-proxy", state="replaced", signed_on="2019",
        replaced_on="2026-05-04",
    )  # fmt: skip
    proxy = make(
        AdvanceDocument, kind="health-care-proxy", state="signed", signed_on="2026-05-04",
        edition=2, replaces=old, original_place="Blue folder", notes="Two lines\nof notes",
    )  # fmt: skip
    make(AdvanceDocument, kind="polst", state="in_progress", next_step="Ask Dr Lee")
    make(AdvanceDocument, kind="will", state="signed", signed_on="2015", own_name="Blue will")
    ana = {
        "name": "Ana",
        "relation": "daughter",
        "phone_day": "555 0142",
        "phone_night": "555 0143",
    }
    make(NamedPerson, document=proxy, part="agent", **ana)
    make(NamedPerson, document=proxy, part="alternate", name="Luis", phone_day="555 0117")
    make(NamedPerson, document=proxy, part="witness", name="Wit")
    make(DocumentCopy, document=proxy, holder="Dr Lee", holder_kind="doctor", since="2026-05-12")
    make(DocumentCopy, document=proxy, holder="Ana", holder_kind="agent")
    make(DocumentCopy, document=proxy, holder="Gone", holder_kind="other", back_on=TODAY)
    asked = {"phone": "555 0190", "asked_on": "2026-11-02"}
    make(DocumentCopy, document=old, holder="St Mary’s", holder_kind="hospital", **asked)
    return proxy


@pytest.fixture
def sent(monkeypatch):
    """The HTML of the sheets that were sent to print; nothing is laid out."""
    pages = []

    def take(html, **_how):
        pages.append(html)
        return b"%PDF-"

    monkeypatch.setattr(printer, "render", take)
    return pages


def address(cast, name, suffix="pdf"):
    return reverse(f"{name}_{suffix}", args=[cast.plan.pk])


def facts(printed) -> list[tuple[str, str]]:
    return [(fact.label, fact.words) for fact in printed.facts]


# -- the papers checklist --------------------------------------------------------------------------


def test_the_papers(cast, papers):
    sheet = PrintedPapers(cast.as_member(cast.ben)).sheet("a4", "large")
    assert (sheet.person, sheet.title) == ("Maria Alvarez", "My papers")
    assert facts(sheet) == [
        ("Who decides if I cannot", "Ana, daughter, 555\u00a00142, at night 555\u00a00143"),
        ("In reserve", "Luis, 555\u00a00117"),
    ]
    assert [(g.title, [(p.name, p.mark, p.state) for p in g.papers]) for g in sheet.groups] == [
        ("Who speaks for me", [("Health care proxy", "1", "Signed 4 May 2026")]),
        ("Doctor’s orders", [("POLST form", "half", "In progress")]),
        ("Family and after", [("Blue will", "1", "Signed 2015")]),
    ]
    proxy, polst, will = (group.papers[0] for group in sheet.groups)
    assert facts(proxy) == [
        ("Agent", "Ana, daughter, 555\u00a00142, at night 555\u00a00143"),
        ("In reserve", "Luis, 555\u00a00117"),
        ("Witness", "Wit"),
        ("Original", "Blue folder"),
        ("Copies", "Dr Lee (12\u00a0May\u00a02026), Ana"),
        ("Look again by", "4 May 2036"),
        ("Notes", "Two lines\nof notes"),
    ]
    assert facts(polst) == [("Next step", "Ask Dr Lee")]
    assert will.what == "Will. Who gets what; guardians"
    assert facts(will) == [
        ("Copies", "Nobody has one yet"),
        ("Look again by", "Overdue since 1 January 2025"),
    ]
    assert sheet.old_copies == (
        OldCopy(
            "St Mary’s, 555\u00a00190", "Health care proxy, signed 2019", "Asked on 2 November 2026"
        ),
    )


def test_it_is_time_to_look_again(cast, papers):
    AdvanceDocument.objects.filter(kind="will").update(changes=["death", "decline"])
    papers.look_again_on = TODAY
    papers.save()
    sheet = PrintedPapers(cast.as_member(cast.maria)).sheet("a4", "normal")
    said = [words for g in sheet.groups for label, words in facts(g.papers[0]) if "again" in label]
    assert said == [
        "Today",
        "Now. What happened: Somebody named in it died; My health got worse",
    ]


def test_a_newer_version_in_progress(cast, papers, make):
    make(AdvanceDocument, kind="health-care-proxy", edition=3, replaces=papers)
    sheet = PrintedPapers(cast.as_member(cast.maria)).sheet("a4", "normal")
    newer = sheet.groups[0].papers[0]
    assert (newer.mark, newer.state) == ("0", "Thinking about it")
    assert facts(newer) == [("Version", "A newer one. The signed one counts until this is signed.")]


def test_kinds_that_are_not_here(cast, papers, make, signed_in):
    """On the tick, and without any paper always; as far as they are open to the reader."""
    member = cast.as_member(cast.maria)
    plain = PrintedPapers(member).sheet("a4", "normal")
    assert [g.not_yet for g in plain.groups] == [(), (), ()]
    ticked = PrintedPapers(member).sheet("a4", "normal", others=True)
    kinds = {g.title: g.not_yet for g in ticked.groups}
    assert kinds["Doctor’s orders"] == ()  # DNR and code status are for the main points
    assert kinds["What I want"] == (
        "Living will",
        "Mental health directive",
        "Letter on what matters",
    )
    member.user.information_level = HowMuch.EVERYTHING
    ticked = PrintedPapers(member).sheet("a4", "normal", others=True)
    assert {g.title: g.not_yet for g in ticked.groups}["Doctor’s orders"] == (
        "DNR order",
        "Code status",
    )
    html = signed_in(cast.maria).get(address(cast, "papers", "print")).content.decode()
    assert "Print the kinds of paper not here yet" in html
    AdvanceDocument.objects.update(removed_at=dt.datetime.now(dt.UTC))
    empty = PrintedPapers(member).sheet("a4", "normal")
    assert sum(len(g.not_yet) for g in empty.groups) == 20
    assert facts(empty) == [("Who decides if I cannot", "No signed paper here names anyone.")]
    html = signed_in(cast.maria).get(address(cast, "papers", "print")).content.decode()
    assert "not here yet" not in html


def test_papers_of_somebody_else(cast, papers):
    cast.plan.is_for_owner = False
    cast.plan.save()
    sheet = PrintedPapers(cast.as_member(cast.maria)).sheet("a4", "normal")
    assert sheet.title == "Papers of Maria Alvarez"
    assert facts(sheet)[0][0] == "Who decides if Maria Alvarez cannot"


# -- the comfort checklist -------------------------------------------------------------------------


@pytest.fixture
def topics(cast, make):
    visit = make(Appointment, on="2026-11-12")
    note = {"state": "talked", "visit": visit, "talked_on": "2026-11-12", "wish": "Ana knows."}
    note["wish_by"] = cast.maria
    make(TopicNote, topic="plan-for-pain-and-breath", **note)
    make(TopicNote, topic="palliative-alongside-treatment", state="wanted")
    make(TopicNote, topic="what-is-given-up", state="decided", decided_on="2026-11-19")
    return visit


def by_title(sheet) -> dict:
    return {topic.title: topic for group in sheet.groups for topic in group.topics}


def test_the_topics(cast, topics):
    sheet = PrintedTopics(cast.as_member(cast.maria)).sheet("a4", "normal")
    assert [group.title for group in sheet.groups] == [
        "Comfort now", "Help at home", "What matters to me", "Hospice, by choice",
    ]  # fmt: skip
    found = by_title(sheet)
    pain = found["A plan for pain and for breathlessness"]
    assert (pain.wanted, pain.talked, pain.decided, pain.wish) == (
        False, "12 Nov 2026", "", "Ana knows.",
    )  # fmt: skip
    assert found["Palliative care alongside treatment"].wanted
    assert found["What is given up"].decided == "Yes"  # the plan holds it
    assert "Who can have hospice" not in found  # closed at her level, and nothing is held


def test_words_of_somebody_else_are_not_printed_as_the_persons(cast, topics, signed_in, sent):
    signed_in(cast.maria).get(address(cast, "comfort"), CHOICE)
    TopicNote.objects.exclude(wish="").update(wish_by=cast.ana)
    signed_in(cast.maria).get(address(cast, "comfort"), CHOICE)
    assert ["In my own words" in html for html in sent] == [True, False]
    assert ["Ana wrote this." in html for html in sent] == [False, True]


def test_topics_that_are_folded_print_on_the_tick(cast, topics, signed_in, sent):
    html = signed_in(cast.maria).get(address(cast, "comfort", "print")).content.decode()
    assert "topics are left out. Tick to print them on this copy." in html
    signed_in(cast.maria).get(address(cast, "comfort"), CHOICE)
    signed_in(cast.maria).get(address(cast, "comfort"), CHOICE | {"ahead": "on"})
    assert ["Who can have hospice" in html for html in sent] == [False, True]
    cast.maria.information_level = HowMuch.EVERYTHING
    cast.maria.save()
    html = signed_in(cast.maria).get(address(cast, "comfort", "print")).content.decode()
    assert "lie ahead" not in html


def test_each_persons_choice_stands_on_no_sheet(cast, topics):
    """What Maria hides is left out of her copy, and stands on Ana's. “Not now” changes nothing."""
    before = PrintedTopics(cast.as_member(cast.ana)).sheet("a4", "normal")
    chosen = {"plan-for-pain-and-breath": "hide", "medicines-now": "not_now"}
    for topic, show in chosen.items():
        TopicChoice.objects.create(plan=cast.plan, user=cast.maria, topic=topic, show=show)
    assert PrintedTopics(cast.as_member(cast.ana)).sheet("a4", "normal") == before
    hers = by_title(PrintedTopics(cast.as_member(cast.maria)).sheet("a4", "normal", ahead=True))
    assert "A plan for pain and for breathlessness" not in hers
    assert "Medicines I take now" in hers


def test_the_day_of_a_visit_is_not_told_to_who_may_not_see_visits(cast, topics):
    Membership.objects.filter(user=cast.ana).update(visits=Grant.NONE)
    found = by_title(PrintedTopics(cast.as_member(cast.ana)).sheet("a4", "normal"))
    assert found["A plan for pain and for breathlessness"].talked == "Yes"
    topics.is_private = True
    topics.save()
    found = by_title(PrintedTopics(cast.as_member(cast.maria)).sheet("a4", "normal"))
    assert found["A plan for pain and for breathlessness"].talked == "Yes"


# -- the emergency page ----------------------------------------------------------------------------


def test_the_emergency_page(cast, papers, make):
    order = {"kind": "out-of-hospital-dnr", "state": "signed", "signed_on": "2026-06"}
    make(AdvanceDocument, **order, own_name="Pink form", original_place="Fridge door")
    make(AdvanceDocument, kind="living-will", state="signed", signed_on="2026-05-04")
    make(AdvanceDocument, kind="hipaa-authorization", state="signed", signed_on="2026-05-04")
    doctor(cast, name="Nurse", phone_night="555 0160")
    doctor(cast, name="Dr Lee", role="cancer clinic", phone_day="555 0150", call_first=True)
    doctor(cast, name="No number")
    cast.plan.what_matters = "At home,\nwith Ana."
    cast.plan.save()
    sheet = PrintedEmergency(cast.as_member(cast.ben)).sheet("a4", "normal")
    assert sheet.deciders == (
        Contact("Ana", "daughter", "555 0142", "555 0143"),
        Contact("Luis", "", "555 0117", ""),
    )
    assert sheet.doctors == (
        Contact("Dr Lee", "cancer clinic", "555 0150", ""),
        Contact("Nurse", "", "", "555 0160"),
    )
    assert sheet.papers == (
        PlacedPaper("DNR order (Pink form)", "June 2026", "Fridge door", (), True),
        PlacedPaper("Health care proxy", "4 May 2026", "Blue folder", ("Dr Lee", "Ana")),
        PlacedPaper("HIPAA form", "4 May 2026"),
        PlacedPaper("Living will", "4 May 2026"),
    )
    assert sheet.matters == "At home, with Ana."


def test_the_care_team_stands_there_for_every_member(cast, papers):
    """As beside a warning: three names and numbers, and no word of what else is under People."""
    for n in range(5):
        doctor(cast, name=f"Doctor {n}", role="canary", phone_day=f"555-000{n}", place="canary")
    cast.plan.what_matters = "canary"
    cast.plan.save()
    Membership.objects.filter(user=cast.ana).update(people=Grant.NONE)
    sheet = PrintedEmergency(cast.as_member(cast.ana)).sheet("a4", "normal")
    assert [(d.name, d.who, d.day) for d in sheet.doctors] == [
        (f"Doctor {n}", "", f"555-000{n}") for n in range(3)
    ]
    assert sheet.matters is None
    assert "canary" not in repr(sheet)


# -- all three -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SHEETS)
def test_the_page_before_and_the_file(cast, papers, signed_in, sent, name):
    client = signed_in(cast.ben)
    html = client.get(address(cast, name, "print")).content.decode()
    assert f'action="{address(cast, name)}"' in html
    back = "topic_list" if name == "comfort" else "document_list"
    assert f'class="back" href="{reverse(back, args=[cast.plan.pk])}"' in html
    response = client.get(address(cast, name), CHOICE)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'attachment; filename="{name}-2026-12-01.pdf"'
    assert "no-store" in response["Cache-Control"]
    assert "Maria Alvarez" in sent[0]
    client.get(address(cast, name), CHOICE)
    assert len(sent) == 1  # an unchanged sheet is not printed again
    client.get(address(cast, name), CHOICE | {"size": "large"})
    assert len(sent) == 2


@pytest.mark.parametrize("name", SHEETS)
def test_who_may(cast, papers, topics, signed_in, sent, name):
    section = "comfort" if name == "comfort" else "papers"
    Membership.objects.filter(user=cast.ana).update(**{section: Grant.NONE})
    for user, status in [(cast.ana, 403), (cast.sam, 404), (cast.rita, 404)]:
        for suffix in ("print", "pdf"):
            response = signed_in(user).get(address(cast, name, suffix), CHOICE)
            assert response.status_code == status, (user.name, suffix)
            assert not re.search("555|Blue|Ana knows|Dr Lee", response.content.decode())
    assert signed_in(cast.ben).post(address(cast, name), CHOICE).status_code == 405
    assert sent == []


@pytest.mark.parametrize("name", SHEETS)
def test_what_is_private_or_removed_stands_on_no_sheet(cast, papers, make, signed_in, sent, name):
    """Not even on the copy of whoever wrote it: a sheet is for others to read."""
    gone = {"removed_at": dt.datetime.now(dt.UTC)}
    signed = {"state": "signed", "signed_on": "2026-11"}
    for hidden in ({"is_private": True}, gone):
        for author in (cast.maria, cast.ana):
            paper = {"kind": "combined-directive", "original_place": "canary", "own_name": "canary"}
            own = make(AdvanceDocument, author, **paper, **signed, **hidden)
            for document in (own, papers):
                make(NamedPerson, author, document=document, name="canary", **hidden)
                holder = {"holder": "canary", "holder_kind": "other"}
                make(DocumentCopy, author, document=document, **holder, **hidden)
            note = {
                "topic": "medicines-now",
                "state": "wanted",
                "wish": "canary",
                "wish_by": cast.ana,
            }
            make(TopicNote, author, **note, **hidden)
            doctor(cast, name="canary", phone_day="canary", **hidden)
    for user in (cast.maria, cast.ana, cast.ben):
        signed_in(user).get(address(cast, name), CHOICE | {"others": "on", "ahead": "on"})
    assert sent
    assert "canary" not in "".join(sent)


@pytest.mark.parametrize("name", SHEETS)
@pytest.mark.parametrize("wrong", [{"x": "1"}, {"paper": "a0", "size": "normal"}, {"paper": "a4"}])
def test_a_wrong_choice_is_a_sentence(cast, signed_in, sent, name, wrong):
    html = signed_in(cast.maria).get(address(cast, name), wrong).content.decode()
    assert sent == []
    assert "to fix" in html


@pytest.mark.parametrize("name", SHEETS)
def test_a_busy_printer_is_a_plain_page(cast, signed_in, monkeypatch, name):
    def busy(_html, **_how):
        raise PrintBusy

    monkeypatch.setattr(printer, "render", busy)
    response = signed_in(cast.maria).get(address(cast, name), CHOICE)
    assert response.status_code == 503
    assert response["Retry-After"] == "5"
    assert str(PrintBusy.sentence) in response.content.decode()


@pytest.mark.parametrize(("name", "reads"), [("papers", 5), ("comfort", 4), ("emergency", 6)])
@pytest.mark.usefixtures("seen_this_hour")
def test_reads_are_few_and_the_same(
    cast, papers, topics, make, signed_in, sent, django_assert_num_queries, name, reads
):
    client = signed_in(cast.maria)
    for count in (3, 30):
        for n in range(count):
            make(NamedPerson, document=papers, name=f"{n}")
            make(DocumentCopy, document=papers, holder=f"{n}", holder_kind="other")
            make(AdvanceDocument, kind="will", own_name=f"{n}")
            doctor(cast, name=f"{n}", phone_day="5")
        with django_assert_num_queries(1 + reads):
            client.get(address(cast, name), CHOICE)
