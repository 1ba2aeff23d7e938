"""Who looked: a line a person a day, in words; and what of it is told to whom."""

import datetime
import uuid

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from careplan.accounts.models import User
from careplan.documents.models import AdvanceDocument
from careplan.plans.grant_events import Granted, GrantEvent, note_grant
from careplan.plans.looking import AccessEvent, Looked
from careplan.plans.models import Grant, Role
from careplan.sharing.looked_grants import grant_sentences
from careplan.sharing.looked_pages import PAGES
from tests.cast import membership, person
from tests.making import concern, doctor, question
from tests.test_access import SHOWN, TABLE, addresses, fresh, named_routes

assert addresses  # the fixture
# A Tuesday, 10:20 in New York.
NOW = datetime.datetime(2026, 11, 24, 15, 20, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


def look(cast, user, page="home", record="", at=NOW, kind=Looked.VIEW, link=None):
    hour = at.replace(minute=0, second=0, microsecond=0)
    AccessEvent.objects.create(
        plan_id=cast.plan.pk,
        user_id=user and user.pk,
        link_id=link,
        kind=kind,
        page=page,
        record=str(record),
        hour=hour,
    )


@pytest.fixture
def told(cast, signed_in, monkeypatch):
    """`told(maria)`: {day: lines} as that person is shown them, the visit itself not noted."""
    User.objects.update(time_zone="America/New_York")
    monkeypatch.setattr("careplan.plans.access.note_look", lambda plan, sight: None)

    def lines(user, query="") -> dict:
        with time_machine.travel(NOW, tick=False):
            page = signed_in(user).get(reverse("who_looked", args=[cast.plan.pk]) + query)
        return {
            day.words: [" ".join([line.who, *line.texts]) for line in day.lines]
            for day in page.context["span"].days
        }

    return lines


@pytest.fixture
def details(cast, signed_in, monkeypatch):
    """`details(maria)`: {person: {hour: pages}} of the day of NOW."""
    User.objects.update(time_zone="America/New_York")
    monkeypatch.setattr("careplan.plans.access.note_look", lambda plan, sight: None)

    def pages(user, day="2026-11-24") -> dict:
        with time_machine.travel(NOW, tick=False):
            page = signed_in(user).get(reverse("who_looked_day", args=[cast.plan.pk, day]))
        if page.status_code == 404:
            return {}
        return {
            visitor.name: {hour.words: hour.pages for hour in visitor.hours}
            for visitor in page.context["visitors"]
        }

    return pages


def test_one_line_a_person_a_day(cast, told):
    worry, asked = concern(cast, cast.maria), question(cast, cast.maria)
    for page, record in [
        ("home", ""),
        ("concern_list", ""),
        ("concern_detail", worry.pk),
        ("question_detail", asked.pk),
    ]:
        look(cast, cast.ana, page, record)
        look(cast, cast.ana, page, record, at=NOW - datetime.timedelta(hours=2))
    look(cast, cast.ana, "papers_pdf", kind=Looked.PRINT)
    look(cast, cast.ana, at=NOW - DAY)
    look(cast, cast.maria, at=NOW - DAY - datetime.timedelta(hours=1))
    look(cast, cast.ben, at=NOW - 4 * DAY)
    assert told(cast.maria) == {
        "Today": ["Ana Looked at 4 pages. Printed the papers checklist."],
        "Yesterday": ["Ana Looked at 1 page.", "Maria (you) Looked at 1 page."],
        "Friday 20 November": ["Ben Looked at 1 page."],
    }


def test_days_are_the_readers_own(cast, told):
    """03:00 in London is still the evening before in New York."""
    look(cast, cast.ana, at=NOW.replace(hour=3))
    assert list(told(cast.maria)) == ["Yesterday"]
    User.objects.update(time_zone="Europe/London")
    assert list(told(cast.maria)) == ["Today"]


def test_a_link_has_its_name(cast, told, details):
    link, other = uuid.uuid4(), uuid.uuid4()
    long_ago = NOW - 60 * DAY
    with time_machine.travel(long_ago):
        note_grant(cast.plan, Granted.LINK_MADE, by=cast.maria, name="Dr Lee", link=str(link))
    look(cast, None, "link_page", link=link, kind=Looked.LINK)
    look(cast, None, "link_page", link=other, kind=Looked.LINK)
    assert sorted(told(cast.maria)["Today"]) == ["A link Opened.", "The link for Dr Lee Opened."]
    assert set(details(cast.maria)) == {"A link", "The link for Dr Lee"}


def test_grants_stand_in_the_same_list(cast, told):
    with time_machine.travel(NOW):
        note_grant(
            cast.plan, Granted.CHANGED, by=cast.maria, subject=cast.ana, role="caregiver",
            visits="change", papers="see", comfort="none", people="none",
        )  # fmt: skip
    assert told(cast.maria)["Today"] == [
        "Who may see this plan Maria changed what Ana may see and do. They can see: Legal papers. "
        "They can see and change: Visits, concerns and questions."
    ]


@pytest.mark.parametrize("kind", Granted.values)
def test_every_kind_has_a_sentence(cast, kind):
    names = {cast.maria.pk: "Maria", cast.ana.pk: "Ana"}
    for purpose in ("look", "succeed"):
        event = GrantEvent(
            kind=kind,
            actor_id=cast.maria.pk,
            subject_id=cast.ana.pk,
            name="Dr Lee",
            detail={"purpose": purpose},
        )
        (sentence,) = grant_sentences(event, names)
        assert ":" not in sentence, "it is said by the name of its kind alone"
        assert sentence.endswith(".")


def test_pages_of_one_name_in_one_hour_are_counted(cast, details):
    for slug in ("sleep", "food", "faith"):
        look(cast, cast.ana, "topic_detail", slug)
    look(cast, cast.ana)
    look(cast, cast.ana, "topic_detail", "sleep", at=NOW - datetime.timedelta(hours=1))
    topic = "A topic of Comfort and support"
    assert details(cast.maria) == {
        "Ana": {"10:00 to 11:00": [f"{topic} (3 times)", "Home"], "09:00 to 10:00": [topic]}
    }


@pytest.mark.parametrize("day", ["2026-11-23", "2030-01-01", "2000-01-01", "2026-13-01", "x"])
def test_a_day_of_which_nothing_is_noted_is_not_found_and_leaves_no_look(cast, signed_in, day):
    look(cast, cast.ana)
    address = reverse("who_looked_day", args=[cast.plan.pk, day])
    with time_machine.travel(NOW, tick=False):
        assert signed_in(cast.maria).get(address).status_code == 404
    assert AccessEvent.objects.count() == 1


def test_a_day_on_which_only_others_looked_is_not_found_by_whoever_sees_themselves(cast, signed_in):
    look(cast, cast.maria, at=NOW - DAY)
    address = reverse("who_looked_day", args=[cast.plan.pk, "2026-11-23"])
    with time_machine.travel(NOW, tick=False):
        assert signed_in(cast.ana).get(address).status_code == 404
        assert AccessEvent.objects.count() == 1
        assert signed_in(cast.maria).get(address).status_code == 200


def test_who_left_is_somebody_who_left(cast, told):
    look(cast, cast.ana)
    note_grant(cast.plan, Granted.LEFT, by=cast.ben)
    gone = User(pk=cast.ana.pk + 1000)
    look(cast, gone)
    assert sorted(told(cast.maria)["Today"])[1] == "Somebody who left Looked at 1 page."


def test_earlier_days_are_a_page_away_and_nothing_is_dropped(cast, told, signed_in):
    look(cast, cast.ana)
    look(cast, cast.ana, at=NOW - 13 * DAY)
    look(cast, cast.ben, at=NOW - 400 * DAY)
    assert list(told(cast.maria)) == ["Today", "Wednesday 11 November"]
    with time_machine.travel(NOW, tick=False):
        page = signed_in(cast.maria).get(reverse("who_looked", args=[cast.plan.pk]))
    assert page.context["span"].earlier == datetime.date(2025, 10, 20)
    assert told(cast.maria, "?until=2025-10-20") == {
        "Monday 20 October 2025": ["Ben Looked at 1 page."]
    }
    for odd in ("?until=x", "?until=9999-12-31", "?until=0001-01-01", "?until=2026-13-01"):
        assert list(told(cast.maria, odd)) == ["Today", "Wednesday 11 November"]


# --- who is told what ---


def test_a_member_is_told_of_what_they_did_alone(cast, told, details):
    worry = concern(cast, cast.maria, words="canary")
    look(cast, cast.maria, "concern_detail", worry.pk)
    look(cast, cast.ana, "concern_list")
    note_grant(cast.plan, Granted.REMOVED, by=cast.maria, subject=cast.rita)
    note_grant(cast.plan, Granted.CHANGED, by=cast.maria, subject=cast.ana)
    assert details(cast.ana) == {"Ana (you)": {"10:00 to 11:00": ["What is on my mind"]}}
    with time_machine.travel(NOW, tick=False):
        assert told(cast.ana)["Today"][0] == "Ana (you) Looked at 1 page."
    assert told(cast.ben).get("Today", []) == []


def test_a_manager_is_told_of_all(cast, told):
    max_ = person("Max")
    membership(cast.plan, max_, Role.MANAGER, Grant.NONE)
    look(cast, cast.maria)
    assert told(max_) == {"Today": ["Maria Looked at 1 page."]}


def test_a_closed_plan_is_told_of_too(cast, told):
    cast.plan.closed_at = NOW
    cast.plan.save()
    look(cast, cast.ana)
    assert told(cast.maria) == {"Today": ["Ana Looked at 1 page."]}


def private_things(cast) -> dict:
    """Ana's own, by page; each says a word that nobody else may read."""
    mine = {"is_private": True}
    by = {"plan": cast.plan, "author": cast.ana, "changed_by": cast.ana}
    paper = AdvanceDocument.objects.create(kind="will", own_name="canary", **by, **mine)
    return {
        "concern_detail": concern(cast, cast.ana, words="canary", **mine),
        "question_detail": question(cast, cast.ana, text="canary", **mine),
        "document_detail": paper,
        "copy_create": paper,
    }


def test_what_is_private_to_others_is_told_and_counted_nowhere(cast, told, details):
    for page, record in private_things(cast).items():
        look(cast, cast.ana, page, record.pk)
    assert told(cast.maria) == {}
    assert details(cast.maria) == {}
    look(cast, cast.ana)
    assert told(cast.maria) == {"Today": ["Ana Looked at 1 page."]}
    assert "canary" not in str(details(cast.maria))
    assert details(cast.maria) == {"Ana": {"10:00 to 11:00": ["Home"]}}
    assert told(cast.ana) == {"Today": ["Ana (you) Looked at 5 pages."]}
    (pages,) = details(cast.ana)["Ana (you)"].values()
    assert sorted(pages) == [
        "A paper: Canary",
        "A question: canary",
        "Home",
        "Something on somebody’s mind: canary",
        "Write down a copy: Canary",
    ]


def test_a_private_time_is_told_to_nobody_afterwards(cast, told):
    """Ana looked at her question while it was private, and opens it to all later."""
    asked = private_things(cast)["question_detail"]
    look(cast, cast.ana, "question_detail", asked.pk, at=NOW - DAY)
    asked.is_private = False
    with time_machine.travel(NOW - datetime.timedelta(hours=3), tick=False):
        asked.save_changes(by=cast.ana, fields=["is_private"])
    assert told(cast.maria) == {}
    look(cast, cast.ana, "question_detail", asked.pk)
    assert told(cast.maria) == {"Today": ["Ana Looked at 1 page."]}
    assert [len(lines) for lines in told(cast.ana).values()] == [1, 1]


def test_what_was_private_and_is_gone_is_told_nowhere(cast, told):
    worry = private_things(cast)["concern_detail"]
    look(cast, cast.ana, "concern_detail", worry.pk)
    worry.delete()
    assert told(cast.maria) == {}
    assert told(cast.ana) == {"Today": ["Ana (you) Looked at 1 page."]}


def test_earlier_private_looks_lead_to_no_page(cast, told, signed_in):
    worry = private_things(cast)["concern_detail"]
    look(cast, cast.ana, "concern_detail", worry.pk, at=NOW - 100 * DAY)
    with time_machine.travel(NOW, tick=False):
        page = signed_in(cast.maria).get(reverse("who_looked", args=[cast.plan.pk]))
    assert page.context["span"].earlier is None


def test_private_to_maria_too_is_told_to_maria(cast, told):
    worry = private_things(cast)["concern_detail"]
    worry.private_to.add(cast.maria)
    look(cast, cast.ana, "concern_detail", worry.pk)
    assert told(cast.maria) == {"Today": ["Ana Looked at 1 page."]}


def test_each_kind_of_record_has_its_name(cast, details, addresses):
    """Records of Maria's that hold the word; each page names its own, in one reading."""
    by = {"plan": cast.plan, "author": cast.maria, "changed_by": cast.maria}
    visit = cast.plan.appointments.create(with_whom="Dr Lee", on=datetime.date(2026, 12, 3), **by)
    removed = question(cast, cast.maria, text="Removed?", removed_at=NOW)
    look(cast, cast.ana, "appointment_detail", visit.pk)
    look(cast, cast.ana, "care_team_edit", doctor(cast, name="Dr Lee").pk)
    look(cast, cast.ana, "question_detail", removed.pk)
    look(cast, cast.ana, "concern_detail", concern(cast, cast.maria, symptoms=["pain"]).pk)
    look(cast, cast.ana, "scan_file", cast.plan.scans.get().pk, kind=Looked.DOWNLOAD)
    look(cast, cast.ana, "no_such_page")
    (pages,) = details(cast.maria)["Ana"].values()
    assert pages[:3] == [
        "A visit: Thursday 3 December, Dr Lee",
        "Someone on the care team: Dr Lee",
        "A question: Removed?",
    ]
    assert pages[3].startswith("Something on somebody’s mind: ")
    assert pages[4:] == ["A scan of a paper (Downloaded)"]


# --- every page leaves its trace ---

FILES = {
    "question_list_pdf": Looked.PRINT,
    "doctor_page_pdf": Looked.PRINT,
    "after_pdf": Looked.PRINT,
    "papers_pdf": Looked.PRINT,
    "comfort_pdf": Looked.PRINT,
    "emergency_pdf": Looked.PRINT,
    "scan_file": Looked.DOWNLOAD,
    "fillable_pdf": Looked.DOWNLOAD,
    "phone_list_file": Looked.DOWNLOAD,
    "appointment_calendar_file": Looked.DOWNLOAD,
}


def test_every_page_that_is_shown_leaves_its_event(cast, addresses, signed_in):
    client = fresh(signed_in(cast.maria))
    shown = {
        name
        for name, address in addresses.items()
        if "GET" in TABLE[name][1] and client.get(address).status_code == 200
    }
    pages = {n for n, (who, how) in TABLE.items() if "GET" in how and who != "named"}
    assert pages - set(SHOWN) == shown
    noted = dict(AccessEvent.objects.values_list("page", "kind"))
    assert noted == {name: FILES.get(name, Looked.VIEW) for name in shown}


def test_every_file_is_known_as_one():
    ends = ("_pdf", "_file", "_export", "_zip")
    files = {name for _path, name in named_routes() if name in TABLE and name.endswith(ends)}
    assert files == {*FILES, "plan_copy_file"}  # which is made by a button: tests/exchange


def test_every_page_has_its_words():
    looked_at = {name for name, (_who, methods) in TABLE.items() if "GET" in methods}
    looked_at |= {"plan_copy_file", "calendar_feed"}
    looked_at |= {name for path, name in named_routes() if "link_id" in path} - {"link_open"}
    assert looked_at - set(PAGES) == set(), "add these to careplan/sharing/looked_pages.py"
    assert set(PAGES) - looked_at == set(), "these are there no longer"


def test_a_page_of_a_record_says_so():
    """A route with the id of a record tells of it only to who may read that record."""
    of_record = {
        name
        for path, name in named_routes()
        if name in PAGES and "<uuid:pk>" in path and not name.startswith(("stand_in_", "share_"))
    }
    assert {name for name, page in PAGES.items() if page.of_record} == of_record


@pytest.mark.parametrize("name", ["who_looked", "who_looked_day"])
def test_eight_reads_however_much_there_is(cast, signed_in, seen_this_hour, name):
    where = [cast.plan.pk] + (["2026-11-24"] if name == "who_looked_day" else [])
    client, counts = signed_in(cast.maria), []
    for many in (1, 40):
        for n in range(many):
            somebody = person(f"Zoe{many}x{n}")
            look(cast, somebody, "concern_detail", concern(cast, cast.maria).pk)
            look(cast, somebody, "question_detail", question(cast, cast.maria).pk)
            look(cast, somebody, "papers_pdf", kind=Looked.PRINT)
            look(cast, None, "link_page", link=uuid.uuid4(), kind=Looked.LINK)
            note_grant(cast.plan, Granted.JOINED, by=somebody)
        with time_machine.travel(NOW, tick=False), CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(name, args=where)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8, [q["sql"][:120] for q in queries]
