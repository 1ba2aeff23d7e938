"""Erasing what was removed over 30 days ago: all of it, nothing else, and nobody sees a change."""

import datetime
import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from careplan.appointments.models import Appointment, ListedQuestion
from careplan.appointments.ordering import put_on_list
from careplan.concerns.models import Concern
from careplan.documents.models import AdvanceDocument
from careplan.documents.parts import DocumentCopy, NamedPerson, Scan
from careplan.pages import purging
from careplan.pages.kinds import KINDS
from careplan.pages.purging import purge
from careplan.plans.history import Change
from careplan.questions.models import Question
from careplan.topics.models import TopicNote
from tests.appointments.to_do import said, to_do
from tests.at_once import shared_cast  # noqa: F401 - a fixture
from tests.documents.papers import copy_of, named, paper
from tests.documents.scans import kept_scan, make_keys, scan_files
from tests.making import change, concern, doctor, made, question, suggested
from tests.test_access import named_routes, snapshot
from tests.topics.making import note

NOW = datetime.datetime(2026, 11, 24, 15, 0, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(NOW, tick=False)
    return time_machine


def one_of_each(cast) -> list:
    """A record of each kind, made and changed; the parts and places stand on what stays."""
    visit = Appointment.objects.create(plan=cast.plan, author=cast.maria, changed_by=cast.maria)
    stays = question(cast, cast.maria, text="stays?")
    put_on_list(appointment=visit, questions=[stays], member=cast.as_member(cast.maria))
    will = paper(cast, kind="will", signed_on="2020")
    kinds = [
        concern(cast, cast.maria, words="canary", is_private=True),
        question(cast, cast.maria, text="canary?"),
        suggested(cast, cast.maria, text="canary?"),
        ListedQuestion.objects.get(question=stays),
        Appointment.objects.create(plan=cast.plan, author=cast.maria, changed_by=cast.maria),
        paper(cast, own_name="canary"),
        named(cast, will, "canary"),
        copy_of(cast, will, "canary"),
        kept_scan(will, label="canary"),
        note(cast, wish="canary"),
        doctor(cast, name="canary"),
        to_do(cast, what="canary"),
        said(cast, visit, text="canary"),
    ]
    kinds[0].private_to.add(cast.ana)
    return [made(record) for record in kinds]


def gone(record, by):
    type(record).objects.get(pk=record.pk).remove(by=by)


def test_all_kinds_with_what_belongs_to_them(cast, settings, clock):
    make_keys(settings)
    records = one_of_each(cast)
    assert {type(record) for record in records} == {kind.model for kind in KINDS}
    assert len(scan_files(settings)) == 2
    for record in records:
        gone(record, cast.maria)
    clock.move_to(NOW + 30 * DAY - datetime.timedelta(seconds=1))
    assert purge().total() == 0
    assert Concern.objects.count() == 1
    clock.move_to(NOW + 30 * DAY)
    assert +purge() == {kind.name: 1 for kind in KINDS}
    assert [c.kind for c in Change.objects.all() if c.record in {r.pk for r in records}] == []
    assert not Concern.private_to.through.objects.exists()
    assert not Change.readers.through.objects.exists()
    assert scan_files(settings) == {}
    assert "canary" not in str(snapshot())
    assert list(Question.objects.values_list("text", flat=True)) == ["stays?"]
    assert AdvanceDocument.objects.get().kind == "will"
    assert purge().total() == 0


def test_what_stands_and_what_is_young_stays(cast, settings, clock):
    make_keys(settings)
    records = one_of_each(cast)
    clock.move_to(NOW + DAY)
    for record in records[:5]:
        gone(record, cast.maria)
    clock.move_to(NOW + 30 * DAY)
    before = snapshot()
    assert purge().total() == 0
    assert snapshot() == before
    assert len(scan_files(settings)) == 2


def test_what_hangs_on_it(cast, settings, clock):
    """A concern leaves its questions, a question takes its places, a paper its parts and files."""
    make_keys(settings)
    about = made(concern(cast, cast.maria))
    asked, other = (question(cast, cast.maria, text=t, concern=about) for t in ("a?", "b?"))
    visit = Appointment.objects.create(plan=cast.plan, author=cast.maria, changed_by=cast.maria)
    put_on_list(appointment=visit, questions=[asked, other], member=cast.as_member(cast.maria))
    will = paper(cast, signed_on="2020")
    for part in (named(cast, will), copy_of(cast, will), kept_scan(will)):
        made(part)
    for record in (about, asked, will):
        gone(record, cast.maria)
    clock.move_to(NOW + 31 * DAY)
    counted = {name: n for name, n in purge().items() if n}
    assert counted == {"concern": 1, "question": 1, "advancedocument": 1}
    assert Question.objects.get().concern is None
    assert ListedQuestion.objects.get().question == other
    assert [m.objects.count() for m in (NamedPerson, DocumentCopy, Scan)] == [0, 0, 0]
    assert scan_files(settings) == {}
    assert {c.record for c in Change.objects.all()} == {ListedQuestion.objects.get().pk}


def test_versions_follow_each_other_as_before(cast, clock):
    first = paper(cast, state="replaced", signed_on="2010", replaced_on="2015-01-01")
    second = paper(cast, signed_on="2015", replaces=first, edition=2)
    third = paper(cast, state="in_progress", replaces=second, edition=3)
    fourth = paper(cast, state="in_progress", replaces=third, edition=4)
    gone(second, cast.maria)
    gone(third, cast.maria)
    clock.move_to(NOW + 31 * DAY)
    purge()
    fourth.refresh_from_db()
    assert (fourth.replaces, fourth.edition) == (first, 4)


def test_another_version_has_taken_its_place(cast, clock):
    first = paper(cast, signed_on="2010")
    second = paper(cast, signed_on="2015", replaces=first, edition=2)
    third = paper(cast, state="in_progress", replaces=second, edition=3)
    gone(second, cast.maria)
    rival = paper(cast, state="in_progress", replaces=first, edition=2)
    clock.move_to(NOW + 31 * DAY)
    purge()
    third.refresh_from_db()
    rival.refresh_from_db()
    assert (third.replaces, rival.replaces) == (None, first)


def test_nobody_sees_a_difference(cast, settings, signed_in, clock):
    """Every page that has no name of a record in its address, and those of what stands."""
    make_keys(settings)
    for record in one_of_each(cast):
        gone(record, cast.maria)
    about = concern(cast, cast.maria, words="stands")
    gone_concern, gone_visit = (
        concern(cast, cast.maria),
        Appointment.objects.create(
            plan=cast.plan, author=cast.maria, changed_by=cast.maria, on=NOW.date()
        ),
    )
    asked = question(cast, cast.maria, text="stands?", concern=gone_concern)
    talked = note(cast, topic="respite", state="talked", talked_on=NOW.date(), visit=gone_visit)
    old = paper(cast, state="replaced", signed_on="2010", replaced_on="2015-01-01")
    copy_of(cast, old, "Old holder")
    middle = paper(
        cast, state="replaced", signed_on="2015", replaced_on="2016-01-01", replaces=old, edition=2
    )
    newest = paper(cast, signed_on="2016", replaces=middle, edition=3)
    change(about, cast.ana, words="stands, and was changed")
    for record in (gone_concern, gone_visit, middle):
        gone(record, cast.maria)
    clock.move_to(NOW + 30 * DAY)
    ids = [
        ("concern_detail", about),
        ("question_detail", asked),
        ("document_detail", newest),
        ("concern_history", about),
        ("question_history", asked),
        ("document_history", newest),
        ("document_edit", newest),
        ("topic_history", talked),
    ]
    addresses = [reverse(name, args=[cast.plan.pk, record.pk]) for name, record in ids]
    addresses += [
        reverse(name, args=[cast.plan.pk, "respite"]) for name in ("topic_detail", "topic_edit")
    ]
    plain = [
        name for path, name in named_routes() if re.fullmatch(r"plans/<uuid:plan_id>/[^<]*", path)
    ]
    # Sheets are files; what was looked at grows with each look.
    differs = re.compile(r".*_pdf|who_looked.*")
    addresses += [reverse(n, args=[cast.plan.pk]) for n in plain if not differs.fullmatch(n)]
    before = {
        who: read(signed_in(getattr(cast, who)), addresses) for who in ("maria", "ana", "ben")
    }
    assert "Old holder" in before["maria"][addresses[2]]
    assert purge().total() == 16
    for who, pages in before.items():
        now = read(signed_in(getattr(cast, who)), addresses)
        assert [a for a in addresses if now[a] != pages[a]] == [], who


def read(client, addresses) -> dict[str, str]:
    """What each page says, less what is new in every answer."""
    new = r'(name="(csrfmiddlewaretoken|request_uuid|version)" value|data-signed-in)="[^"]*"'
    return {a: re.sub(new, "", client.get(a).content.decode()) for a in addresses}


def test_the_command_says_counts_and_nothing_else(cast, settings, clock):
    make_keys(settings)
    for record in one_of_each(cast)[:2]:
        gone(record, cast.maria)
    clock.move_to(NOW + 31 * DAY)
    for expected in ("Erased: concern 1, question 1.\n", "Nothing is to be erased.\n"):
        out = io.StringIO()
        call_command("purge_removed", stdout=out)
        assert out.getvalue() == expected


def test_other_plans_are_purged_too(cast, clock):
    sams = Concern.objects.create(plan=cast.sams_plan, author=cast.sam, changed_by=cast.sam)
    gone(sams, cast.sam)
    gone(concern(cast, cast.maria), cast.maria)
    clock.move_to(NOW + 31 * DAY)
    assert purge()["concern"] == 2
    assert TopicNote.objects.count() == 0


@pytest.fixture
def broken(cast, clock, monkeypatch):
    """Maria's plan breaks, in the middle of it. In it and in Sam's a concern is to be erased."""
    sams = Concern.objects.create(plan=cast.sams_plan, author=cast.sam, changed_by=cast.sam)
    gone(sams, cast.sam)
    gone(concern(cast, cast.maria, words="canary"), cast.maria)
    clock.move_to(NOW + 31 * DAY)
    real = purging.link_versions

    def fails(plan):
        if plan == cast.plan:
            Concern.objects.filter(plan=plan).delete()
            raise ValueError("canary")
        real(plan)

    monkeypatch.setattr(purging, "link_versions", fails)


@pytest.mark.parametrize(
    ("command", "rest"),
    [("purge_removed", ""), ("tidy", "Erased: 0 plans, 0 accounts.\n")],
)
def test_a_plan_that_breaks_keeps_no_other_back(cast, broken, caplog, command, rest):
    out = io.StringIO()
    with pytest.raises(CommandError, match=r"^Not erased: 1\. The log says of which kind\.$"):
        call_command(command, stdout=out)
    assert out.getvalue() == f"Erased: concern 1.\n{rest}"
    assert [c.plan for c in Concern.objects.all()] == [cast.plan], "it is whole, the other is gone"
    said = "Of what was removed from a plan, one could not be erased: ValueError"
    assert caplog.messages == [said]


def test_what_fails_in_tidy_after_the_purge_is_told_too(cast, clock, monkeypatch, caplog):
    def fails():
        raise OSError("canary")

    monkeypatch.setattr("careplan.exchange.erasing.erase_what_is_left", fails)
    with pytest.raises(CommandError, match="Not erased: 1"):
        call_command("tidy", stdout=io.StringIO())
    assert caplog.messages == ["Of files, one could not be erased: OSError"]
