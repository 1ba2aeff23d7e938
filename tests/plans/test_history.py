"""What was changed, by whom and when: noted where it is made, told to whoever could read it."""

import datetime
import uuid

import pytest
from django.urls import reverse

from careplan.appointments.models import Appointment, ListedQuestion
from careplan.appointments.ordering import place, put_on_list
from careplan.concerns.models import Concern
from careplan.documents.recalling import out_again, take_back
from careplan.plans.history import Change, What
from careplan.plans.models import Plan
from careplan.questions.picking import add_from_library, add_own_words
from tests.documents.papers import copy_of, paper
from tests.making import change, concern, made, question

NOW = datetime.datetime(2026, 11, 24, 15, 30, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


def seen(cast, user, record) -> list[tuple]:
    """What the history holds of `record` for `user`, the oldest first."""
    changes = Change.objects.seen_by(cast.as_member(user)).filter(record=record.pk)
    return [(c.what, c.by.name, c.was, c.became) for c in changes.order_by("pk")]


# -- what is noted -----------------------------------------------------------------------------


def test_the_changed_fields_alone_with_both_values(cast):
    visit = made(
        Appointment.objects.create(
            plan=cast.plan,
            author=cast.maria,
            place="A",
            changed_by=cast.maria,
            with_whom="Dr Lee",
            on=datetime.date(2026, 12, 3),
        )
    )
    change(visit, cast.ana, on=datetime.date(2026, 12, 5), with_whom="Dr Lee")
    moved = "changed", "Ana", {"on": "2026-12-03"}, {"on": "2026-12-05"}
    assert seen(cast, cast.ben, visit) == [("made", "Maria", {}, {}), moved]
    noted = Change.objects.get(what=What.CHANGED)
    assert (noted.at, noted.version, noted.plan, noted.is_private) == (NOW, 2, cast.plan, False)


def test_saved_as_it_was_is_no_change(cast):
    mine = concern(cast, cast.maria)
    change(mine, cast.ana, words="My words")
    assert seen(cast, cast.maria, mine) == []


def test_removed_and_put_back_once_each(cast):
    mine = concern(cast, cast.maria)
    for _twice in range(2):
        Concern.objects.get(pk=mine.pk).remove(by=cast.ana)
    for _twice in range(2):
        Concern.objects.get(pk=mine.pk).restore(by=cast.maria)
    assert seen(cast, cast.maria, mine) == [
        ("removed", "Ana", {}, {}),
        ("restored", "Maria", {}, {}),
    ]


def test_a_form_sent_twice_is_noted_once(cast, signed_in):
    data = {"category": "other", "words": "Mine", "request_uuid": str(uuid.uuid4())}
    for _twice in range(2):
        signed_in(cast.ana).post(reverse("concern_create", args=[cast.plan.pk]), data)
    assert seen(cast, cast.maria, Concern.objects.get()) == [("made", "Ana", {}, {})]


def test_every_way_to_make_a_record_notes_it(cast, signed_in):
    """Each new record of each kind, through the pages; `Change` has one row for it."""
    client, member = signed_in(cast.ana), cast.as_member(cast.ana)

    def send(route, *args, **data):
        address = reverse(route, args=[cast.plan.pk, *args])
        assert client.post(address, data).status_code == 302, route

    send("concern_create", category="cost", words="Mine")
    send("appointment_create", with_whom="Dr Lee")
    send("question_create", text="Mine?")
    send("care_team_create", name="Dr Lee")
    send("concern_pick", Concern.objects.get().pk, slugs=["cost-me"], own="Own?")
    send("document_choose", kinds=["will", "polst"])
    signed = paper(cast, signed_on="2020")
    send("named_create", signed.pk, part="agent", name="Ana")
    send("copy_create", signed.pk, holder="Dr Lee", holder_kind="doctor")
    newer = {"state": "signed", "signed_on_year": "2026", "same_people": "on"}
    send("document_replace", signed.pk, **newer)
    take_back(copy=cast.plan.copies.get(), by=cast.ana, newer=cast.plan.documents.get(edition=2))
    send("topic_edit", "respite", state="wanted")
    for records in (
        "concerns",
        "questions",
        "appointments",
        "listed",
        "documents",
        "named_people",
        "copies",
        "topic_notes",
        "care_team",
    ):
        stand = getattr(cast.plan, records).exclude(pk=signed.pk)
        assert stand.seen_by(member).count() > 0
        for record in stand.all():
            whats = [what for what, *_rest in seen(cast, cast.maria, record)]
            assert whats.count("made") == 1, records


def test_a_question_that_was_held_already_is_not_made_again(cast):
    member = cast.as_member(cast.ana)
    for _twice in range(2):
        (picked,) = add_from_library(slugs=["cough-help"], member=member)
    sent = uuid.uuid4()
    for _twice in range(2):
        own = add_own_words(text="Mine?", member=member, request_uuid=sent)
    assert seen(cast, cast.maria, picked) == [("made", "Ana", {}, {})]
    assert seen(cast, cast.maria, own) == [("made", "Ana", {}, {})]


def test_a_list_notes_what_comes_and_goes_and_no_move(cast):
    visit = Appointment.objects.create(plan=cast.plan, author=cast.maria, changed_by=cast.maria)
    asked = [question(cast, cast.maria, text=f"{n}?") for n in range(2)]
    member = cast.as_member(cast.ana)
    put_on_list(appointment=visit, questions=asked, member=member)
    first, second = ListedQuestion.objects.order_by("position")
    place(listed=second, before=first, by=cast.ana)
    first.remove(by=cast.maria)
    put_on_list(appointment=visit, questions=asked, member=member)
    assert [what for what, *_rest in seen(cast, cast.ben, first)] == ["made", "removed", "restored"]
    assert [what for what, *_rest in seen(cast, cast.ben, second)] == ["made"]


def test_about_me_is_noted(cast, signed_in):
    data = {"person_name": "Maria A", "what_matters": "My garden.", "version": cast.plan.version}
    signed_in(cast.ana).post(reverse("about_me_edit", args=[cast.plan.pk]), data)
    was = {"person_name": "Maria Alvarez", "what_matters": ""}
    became = {"person_name": "Maria A", "what_matters": "My garden."}
    plan = Plan.objects.get(pk=cast.plan.pk)
    assert seen(cast, cast.maria, plan) == [("changed", "Ana", was, became)]


def test_an_account_that_is_gone_leaves_its_changes(cast):
    mine = made(concern(cast, cast.maria))
    Change.objects.update(by=None)
    assert Change.objects.get(record=mine.pk).by is None


def test_a_deleted_plan_takes_its_changes(cast):
    made(concern(cast, cast.maria))
    made(
        Concern.objects.create(
            plan=cast.sams_plan, author=cast.sam, changed_by=cast.sam, category="other"
        )
    )
    cast.plan.delete()
    assert [c.plan for c in Change.objects.all()] == [cast.sams_plan]


# -- who is told -------------------------------------------------------------------------------


def test_a_private_time_is_told_to_nobody_afterwards(cast):
    """Private for a month, then open: for others it was added when it was opened."""
    mine = made(concern(cast, cast.maria, words="canary one", is_private=True))
    change(mine, cast.maria, words="canary two")
    change(mine, cast.maria, words="open words", is_private=False)
    change(mine, cast.maria, words="later words")
    later = "changed", "Maria", {"words": "open words"}, {"words": "later words"}
    assert seen(cast, cast.ana, mine) == [("made", "Maria", {}, {}), later]
    opening = (
        {"words": "canary two", "is_private": True},
        {"words": "open words", "is_private": False},
    )
    assert seen(cast, cast.maria, mine) == [
        ("made", "Maria", {}, {}),
        ("changed", "Maria", {"words": "canary one"}, {"words": "canary two"}),
        ("changed", "Maria", *opening),
        later,
    ]


def test_open_then_private_then_open(cast):
    mine = made(concern(cast, cast.maria, words="open words"))
    change(mine, cast.maria, is_private=True)
    change(mine, cast.maria, words="canary")
    change(mine, cast.maria, words="plain", is_private=False)
    assert seen(cast, cast.ana, mine) == [("made", "Maria", {}, {})]
    assert [what for what, *_rest in seen(cast, cast.maria, mine)] == ["made", *["changed"] * 3]


def test_me_and_ana_then_me_and_ben(cast):
    mine = made(concern(cast, cast.maria, words="first", is_private=True))
    change(mine, cast.maria, is_private=True, readers=[cast.ana])
    change(mine, cast.maria, words="canary for Ana")
    change(mine, cast.maria, words="for Ben", is_private=True, readers=[cast.ben])
    change(mine, cast.maria, words="later for Ben")
    assert seen(cast, cast.ana, mine) == [
        ("made", "Maria", {}, {}),
        ("changed", "Maria", {"words": "first"}, {"words": "canary for Ana"}),
    ]
    assert seen(cast, cast.ben, mine) == [
        ("made", "Maria", {}, {}),
        ("changed", "Maria", {"words": "for Ben"}, {"words": "later for Ben"}),
    ]
    assert len(seen(cast, cast.maria, mine)) == 5


def test_a_reader_who_is_deleted_makes_no_change_public(cast):
    mine = made(concern(cast, cast.ana, words="canary", is_private=True))
    Change.readers.through.objects.all().delete()
    assert seen(cast, cast.maria, mine) == []


def test_a_question_picked_from_a_private_concern(cast):
    about = concern(cast, cast.maria, is_private=True, category="cost")
    member = cast.as_member(cast.maria)
    (picked,) = add_from_library(slugs=["cost-me"], member=member, concern=about)
    own = add_own_words(text="canary?", member=member, request_uuid=uuid.uuid4(), concern=about)
    visit = Appointment.objects.create(plan=cast.plan, author=cast.maria, changed_by=cast.maria)
    put_on_list(appointment=visit, questions=[picked, own], member=member)
    for record in (picked, own, *ListedQuestion.objects.all()):
        assert seen(cast, cast.ana, record) == []
        assert seen(cast, cast.maria, record) == [("made", "Maria", {}, {})]


def test_questions_that_a_concern_hides(cast):
    about = concern(cast, cast.maria)
    hers = made(question(cast, cast.maria, text="mine?", concern=about))
    about = change(about, cast.maria, is_private=True)
    assert about.hide_questions()
    hidden = "changed", "Maria", {"is_private": False}, {"is_private": True}
    assert seen(cast, cast.ana, hers) == [("made", "Maria", {}, {})]
    assert seen(cast, cast.maria, hers) == [("made", "Maria", {}, {}), hidden]
    assert Change.objects.get(record=hers.pk, what="changed").version == 2


def test_what_belongs_to_a_private_paper(cast):
    private = paper(cast, signed_on="2020", is_private=True)
    copy = made(copy_of(cast, private, "canary"))
    take_back(copy=copy, by=cast.maria)
    out_again(copy=copy, by=cast.maria)
    assert seen(cast, cast.ana, copy) == []
    assert len(seen(cast, cast.maria, copy)) == 3
