"""Recently removed: who may put back what, for how long, and that it comes back as it was."""

import datetime

import pytest
from django.urls import reverse

from careplan.appointments.follow_ups import FollowUp
from careplan.appointments.models import Appointment, ListedQuestion
from careplan.appointments.ordering import put_on_list
from careplan.appointments.visit_notes import VisitNote
from careplan.documents.models import AdvanceDocument
from careplan.pages.kinds import KINDS
from careplan.pages.removed_list import removed_page
from careplan.plans.models import Membership
from tests.documents.papers import copy_of, named, paper
from tests.documents.scans import kept_scan, make_keys
from tests.making import concern, doctor, question, suggested
from tests.test_access import snapshot
from tests.topics.making import note

NOW = datetime.datetime(2026, 11, 24, 15, 0, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(NOW, tick=False)
    return time_machine


def of(cast) -> dict:
    return {"plan": cast.plan, "author": cast.maria, "changed_by": cast.maria}


@pytest.fixture
def every(cast, settings) -> dict:
    """One record of each kind, with what hangs on it: places, questions, versions, parts."""
    make_keys(settings)
    about = concern(cast, cast.maria, symptoms=["cough"], bother=6, since="2026-03")
    asked = question(cast, cast.maria, concern=about)
    visit = Appointment.objects.create(
        plan=cast.plan,
        author=cast.maria,
        changed_by=cast.maria,
        with_whom="Dr Lee",
        on=datetime.date(2026, 12, 3),
    )
    others = [question(cast, cast.maria, text=f"{n}?") for n in range(2)]
    put_on_list(
        appointment=visit,
        questions=[others[0], asked, others[1]],
        member=cast.as_member(cast.maria),
    )
    old = paper(cast, state="replaced", signed_on="2019", replaced_on="2020-01-01")
    middle = paper(cast, signed_on="2020", replaces=old, edition=2)
    newer = paper(cast, state="in_progress", replaces=middle, edition=3)
    assert newer.replaces == middle
    return {
        "concern": about,
        "question": asked,
        "proposedquestion": suggested(cast, cast.maria),
        "listedquestion": ListedQuestion.objects.get(question=others[0]),
        "appointment": visit,
        "visitnote": VisitNote.objects.create(visit=visit, text="Rest more.", **of(cast)),
        "followup": FollowUp.objects.create(visit=visit, what="Call the nurse", **of(cast)),
        "advancedocument": middle,
        "namedperson": named(cast, middle),
        "documentcopy": copy_of(cast, middle),
        "scan": kept_scan(middle, label="page 2"),
        "topicnote": note(cast, wish="At home."),
        "careteammember": doctor(cast, name="Dr Lee", phone_day="555 0142"),
    }


NAMES = {
    "concern": "Cough",
    "question": "Can I travel?",
    "proposedquestion": "Can she fly?",
    "listedquestion": "0?",
    "appointment": "Thursday 3 December, Dr Lee",
    "visitnote": "Rest more.",
    "followup": "Call the nurse",
    "advancedocument": "Health care proxy",
    "namedperson": "Ana",
    "documentcopy": "Dr Lee",
    "scan": "page 2",
    "topicnote": "Palliative care with treatment",
    "careteammember": "Dr Lee",
}


def rows(cast, user, typed="", size=50) -> list:
    return removed_page(cast.as_member(user), typed, size).rows


def page(cast, client) -> str:
    return client.get(reverse("removed", args=[cast.plan.pk])).content.decode()


def test_every_kind_is_known(every):
    assert [kind.name for kind in KINDS if kind.name not in every] == []


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_removed_and_put_back_is_equal_in_every_field(cast, every, signed_in, clock, kind):
    """With its places, its links, its chain of versions, its parts; each by its own button."""
    record = every[kind.name]
    before = comparable(snapshot())
    type(record).objects.get(pk=record.pk).remove(by=cast.ana)
    assert comparable(snapshot()) != before
    clock.move_to(NOW + 2 * DAY)
    (row,) = rows(cast, cast.maria)
    assert row.name == record.name
    assert (row.pk, row.kind, row.by) == (record.pk, kind.label, "Ana")
    assert (row.removed, row.until) == ("24 November 2026", "24 December 2026")
    answer = signed_in(cast.maria).post(row.restore_url, {"listed": row.pk})
    assert answer.status_code == 302
    assert comparable(snapshot()) == before
    assert rows(cast, cast.maria) == []


def comparable(every_row: dict) -> dict:
    """Every row, less what says when and by whom it was changed last."""
    moved = {"version", "changed", "changed_by_id"}
    return {
        name: [{k: v for k, v in row.items() if k not in moved} for row in found]
        for name, found in every_row.items()
        if name not in {"Change", "User"}
    }


def test_the_newest_first_and_paged(cast, clock):
    for n in range(5):
        clock.move_to(NOW + n * DAY)
        (concern if n % 2 else question)(
            cast, cast.maria, **{"words" if n % 2 else "text": f"{n}"}
        ).remove(by=cast.maria)
    assert [row.name for row in rows(cast, cast.maria)] == ["4", "3", "2", "1", "0"]
    assert [row.name for row in rows(cast, cast.maria, "2", 2)] == ["2", "1"]


def test_for_30_days_everywhere(cast, every, signed_in, clock):
    """From then on it is as good as gone, also before it is erased."""
    record = every["question"]
    record.remove(by=cast.maria)
    last = NOW + 30 * DAY - datetime.timedelta(seconds=1)
    clock.move_to(last)
    client = signed_in(cast.maria)
    address = reverse("question_detail", args=[cast.plan.pk, record.pk])
    assert client.get(address).status_code == 200
    assert "Can I travel?" in page(cast, client)
    clock.move_to(NOW + 30 * DAY)
    client = signed_in(cast.maria)
    assert client.get(address).status_code == 404
    assert "Can I travel?" not in page(cast, client)
    assert "Nothing was removed in the last 30 days." in page(cast, client)
    for route in ("question_list", "appointment_list", "concern_list"):
        assert (
            "Can I travel?" not in client.get(reverse(route, args=[cast.plan.pk])).content.decode()
        )
    restore = reverse("question_restore", args=[cast.plan.pk, record.pk])
    assert client.post(restore).status_code == 404


def test_the_parts_and_versions_of_a_paper_too(cast, every, signed_in, clock):
    every["documentcopy"].remove(by=cast.maria)
    newer = AdvanceDocument.objects.get(edition=3)
    address = reverse("document_detail", args=[cast.plan.pk, every["advancedocument"].pk])
    assert "Removed copies" in signed_in(cast.maria).get(address).content.decode()
    every["advancedocument"].remove(by=cast.maria)
    clock.move_to(NOW + 30 * DAY)
    client = signed_in(cast.maria)
    assert client.get(address).status_code == 404
    assert (
        "Removed papers"
        not in client.get(reverse("document_list", args=[cast.plan.pk])).content.decode()
    )
    # It still links the versions around it.
    shown = client.get(reverse("document_detail", args=[cast.plan.pk, newer.pk]))
    assert [version.edition for version in shown.context["page"].earlier] == [1]


def test_only_for_whoever_may_put_it_back(cast, every, signed_in):
    for record in every.values():
        record.refresh_from_db()
        record.remove(by=cast.maria)
    shown = {row.kind for row in rows(cast, cast.ana)}
    # The places and the parts of what was removed itself come back with it.
    assert shown == {
        k.label
        for k in KINDS
        if k.name
        in {"concern", "question", "appointment", "followup", "advancedocument", "topicnote"}
        | {"careteammember"}
    }
    assert rows(cast, cast.ben) == []
    assert signed_in(cast.ben).get(reverse("removed", args=[cast.plan.pk])).status_code == 403
    for section, kinds in {
        "visits": {"Concern", "Question", "Visit", "Thing to do"},
        "papers": {"Paper"},
        "comfort": {"Note on comfort and support"},
        "people": {"Care team"},
    }.items():
        sections = dict.fromkeys(("visits", "papers", "comfort", "people"), "see")
        Membership.objects.filter(user=cast.ana).update(**sections | {section: "change"})
        assert {str(row.kind) for row in rows(cast, cast.ana)} == kinds


def test_what_is_private_to_others_is_not_on_it(cast, signed_in):
    concern(cast, cast.maria, words="canary", is_private=True).remove(by=cast.maria)
    hers = concern(cast, cast.maria, words="for Ana", is_private=True)
    hers.private_to.add(cast.ana)
    hers.remove(by=cast.maria)
    assert [row.name for row in rows(cast, cast.ana)] == ["for Ana"]
    assert {row.name for row in rows(cast, cast.maria)} == {"canary", "for Ana"}
    assert "canary" not in page(cast, signed_in(cast.ana))


def test_a_topic_that_somebody_hides_is_not_on_theirs(cast):
    ours = note(cast)
    ours.remove(by=cast.maria)
    cast.plan.topic_choices.create(user=cast.ana, topic=ours.topic, show="hide")
    assert rows(cast, cast.ana) == []
    assert len(rows(cast, cast.maria)) == 1


def test_its_sentences(cast, signed_in):
    concern(cast, cast.maria, words="<b>mine</b>").remove(by=cast.ana)
    shown = page(cast, signed_in(cast.maria))
    assert "&lt;b&gt;mine" in shown
    assert "Ana removed this on 24 November 2026. It stays here until 24 December 2026." in shown
    hers = page(cast, signed_in(cast.ana))
    assert "You removed this on 24 November 2026." in hers


@pytest.mark.parametrize("count", [1, 30])
def test_one_reading_for_all_kinds(cast, every, count, django_assert_num_queries):
    for n in range(count):
        concern(cast, cast.maria, words=f"{n}").remove(by=cast.maria)
    for kind in ("question", "documentcopy", "topicnote"):
        every[kind].remove(by=cast.maria)
    member = cast.as_member(cast.maria)
    with django_assert_num_queries(1):
        assert len(removed_page(member, "").rows) == count + 3
