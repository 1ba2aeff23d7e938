"""Emergency access and a successor: named, asked, told, waited, opened, refused, ended."""

import datetime
import smtplib

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.db import IntegrityError, transaction

from careplan.accounts.outbox import WaitingLetter
from careplan.plans.access import Action, Section, find_member
from careplan.plans.grant_events import GrantEvent
from careplan.plans.models import Grant, Membership, Plan, Role
from careplan.sharing import stand_in_letters, stand_ins
from careplan.sharing.closing import close_plan
from careplan.sharing.ownership import change_owner
from careplan.sharing.stand_ins import Purpose, StandIn
from tests.cast import person
from tests.making import concern

NOON = datetime.datetime(2026, 11, 24, 12, 0, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)
SECOND = datetime.timedelta(seconds=1)
LOOK, SUCCEED = Purpose.LOOK, Purpose.SUCCEED

# The module is what declares who writes the letters.
assert stand_in_letters

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def letters(settings, mailoutbox):
    """The letters that a site with a mail server sends."""
    settings.EMAIL_HOST = "mail.example.org"
    return mailoutbox


@pytest.fixture
def dead(monkeypatch):
    def no_answer(backend, messages):
        raise smtplib.SMTPServerDisconnected("canary")

    monkeypatch.setattr(EmailBackend, "send_messages", no_answer)


@pytest.fixture
def clock():
    """`clock(moment)`: it is that moment from now on."""
    traveller = None

    def to(moment):
        nonlocal traveller
        if traveller:
            traveller.stop()
        traveller = time_machine.travel(moment, tick=False)
        traveller.start()

    to(NOON)
    yield to
    traveller.stop()


def ana_in(cast):
    return cast.plan.memberships.get(user=cast.ana)


def named(cast, purpose=LOOK, days=3, who=None):
    """Ana, who sees nothing of the plan yet, named by Maria."""
    grants = dict.fromkeys(("visits", "papers", "comfort", "people"), Grant.NONE)
    Membership.objects.filter(user=cast.ana).update(**grants)
    return stand_ins.name_stand_in(
        who or ana_in(cast), purpose=purpose, wait_days=days, by=cast.maria
    )


def sees(cast, user=None) -> set[str]:
    member = find_member(cast.plan.pk, user or cast.ana)
    return {section.value for section in Section if member.can(Action.VIEW, section)}


def said(letters) -> list[tuple]:
    return [(letter.to[0].partition("@")[0], letter.subject) for letter in letters]


ALL = {"visits", "papers", "comfort", "people"}


def test_it_opens_when_the_wait_since_the_notice_is_over(cast, letters, clock):
    stand_in = named(cast)
    stand_ins.ask(stand_in, by=cast.ana)
    stand_in.refresh_from_db()
    assert (stand_in.asked_at, stand_in.notice_at) == (NOON, NOON)
    clock(NOON + 3 * DAY - SECOND)
    assert sees(cast) == set()
    clock(NOON + 3 * DAY)
    assert sees(cast) == ALL
    member = find_member(cast.plan.pk, cast.ana)
    assert not any(member.can(Action.EDIT, section) for section in Section)
    concern(cast, cast.maria, words="canary", is_private=True)
    open_one = concern(cast, cast.maria)
    assert list(cast.plan.concerns.seen_by(member)) == [open_one]
    assert said(letters) == [
        ("maria", "Who may step in for you was changed"),
        ("ana", "Somebody trusts you to step in"),
        ("maria", "Somebody asks to step in for you"),
    ]
    assert [
        (e.kind, e.actor_id, e.subject_id, e.detail) for e in GrantEvent.objects.order_by("pk")
    ] == [
        ("trusted", cast.maria.pk, cast.ana.pk, {"purpose": "look", "wait_days": 3}),
        ("asked", cast.ana.pk, cast.ana.pk, {"purpose": "look"}),
    ]


def test_the_letters_name_nobody_and_nothing(cast, letters, clock):
    stand_in = named(cast)
    stand_ins.ask(stand_in, by=cast.ana)
    stand_ins.refuse(stand_in, by=cast.maria)
    stand_ins.stop(stand_in, by=cast.maria)
    assert len(letters) == 5
    for letter in letters:
        html = letter.alternatives[0][0]
        for word in ("maria", "ana ", "alvarez", "cancer", "illness", "treatment", "%"):
            assert word not in f"{letter.subject} {letter.body} {html}".lower()
    assert "in 3 days, unless you say no." in letters[2].body


def test_a_dead_mail_server_begins_no_wait(cast, letters, dead, clock, monkeypatch):
    stand_in = named(cast)
    stand_ins.ask(stand_in, by=cast.ana)
    clock(NOON + 5 * DAY)
    call_command("send_mail")
    stand_in.refresh_from_db()
    assert (stand_in.asked_at, stand_in.notice_at, sees(cast)) == (NOON, None, set())
    monkeypatch.undo()  # the server is back
    call_command("send_mail")
    stand_in.refresh_from_db()
    assert stand_in.notice_at == NOON + 5 * DAY
    clock(NOON + 8 * DAY - SECOND)
    assert sees(cast) == set()
    clock(NOON + 8 * DAY)
    assert sees(cast) == ALL
    assert WaitingLetter.objects.count() == 0


def test_without_a_mail_server_home_is_the_notice(cast, settings, mailoutbox, clock):
    settings.EMAIL_HOST = ""
    stand_ins.ask(named(cast), by=cast.ana)
    assert mailoutbox == []
    assert StandIn.objects.get().notice_at == NOON


@pytest.mark.parametrize("days_later", [1, 4])
def test_refusing_closes_at_once_before_and_after(cast, letters, clock, days_later):
    stand_in = named(cast)
    stand_ins.ask(stand_in, by=cast.ana)
    now = NOON + days_later * DAY
    clock(now)
    assert sees(cast) == (ALL if days_later == 4 else set())
    stand_ins.refuse(stand_in, by=cast.maria)
    assert sees(cast) == set()
    assert said(letters)[-1] == ("ana", "The owner said no for now")
    clock(now + 30 * DAY)
    assert sees(cast) == set()
    stand_ins.refuse(stand_in, by=cast.maria)  # pressed once more: nothing happens
    assert GrantEvent.objects.filter(kind="refused").count() == 1


def test_a_notice_that_leaves_after_no_was_said_begins_nothing(cast, letters, clock, monkeypatch):
    """The letter is with the mail server while the owner refuses on Home."""
    stand_in = named(cast)
    taken = EmailBackend.send_messages

    def slow(backend, messages):
        if "asks" in messages[0].subject:
            stand_ins.refuse(stand_in, by=cast.maria)
        return taken(backend, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", slow)
    stand_ins.ask(stand_in, by=cast.ana)
    stand_in.refresh_from_db()
    assert (stand_in.asked_at, stand_in.notice_at, stand_in.refused_at) == (None, None, NOON)
    assert ana_in(cast).opens_at is None


def test_who_was_refused_asks_again_a_day_later_and_waits_anew(cast, letters, clock):
    stand_in = named(cast)
    stand_ins.ask(stand_in, by=cast.ana)
    stand_ins.refuse(stand_in, by=cast.maria)
    clock(NOON + DAY - SECOND)
    with pytest.raises(ValidationError, match="You can ask again one day later"):
        stand_ins.ask(stand_in, by=cast.ana)
    clock(NOON + DAY)
    stand_ins.ask(stand_in, by=cast.ana)
    clock(NOON + 4 * DAY - SECOND)
    assert sees(cast) == set()
    clock(NOON + 4 * DAY)
    assert sees(cast) == ALL


def test_asked_twice_is_asked_once(cast, letters, clock):
    stand_in = named(cast)
    stand_ins.ask(stand_in, by=cast.ana)
    clock(NOON + DAY)
    stand_ins.ask(stand_in, by=cast.ana)
    assert StandIn.objects.get().asked_at == NOON
    assert GrantEvent.objects.filter(kind="asked").count() == 1
    assert said(letters).count(("maria", "Somebody asks to step in for you")) == 1


def test_the_wait_can_be_changed_while_it_runs(cast, letters, clock):
    stand_in = named(cast)
    stand_ins.ask(stand_in, by=cast.ana)
    stand_ins.set_days(stand_in, wait_days=10, by=cast.maria)
    clock(NOON + 10 * DAY - SECOND)
    assert sees(cast) == set()
    clock(NOON + 10 * DAY)
    assert sees(cast) == ALL


@pytest.mark.parametrize("how", ["stop", "end", "remove"])
def test_ended_while_it_is_open_it_is_closed_at_once(cast, letters, clock, how):
    stand_in = named(cast)
    stand_ins.ask(stand_in, by=cast.ana)
    clock(NOON + 3 * DAY)
    assert sees(cast) == ALL
    if how == "stop":
        stand_ins.stop(stand_in, by=cast.maria)
    elif how == "end":
        stand_ins.end_stand_ins(ana_in(cast))
    else:
        Membership.objects.filter(user=cast.ana).update(removed_at=NOON)
        assert list(stand_ins.standing(cast.plan)) == []
        stand_ins.end_stand_ins(ana_in(cast))
        Membership.objects.filter(user=cast.ana).update(removed_at=None)  # invited back
    assert sees(cast) == set()
    assert list(cast.plan.stand_ins.all()) == []
    with pytest.raises(ValidationError, match="stopped meanwhile"):
        stand_ins.ask(stand_in, by=cast.ana)


def test_nobody_asks_for_more_of_a_closed_plan(cast, letters, clock):
    stand_in = named(cast)
    close_plan(cast.plan, by=cast.maria)
    with pytest.raises(ValidationError, match="This plan is closed"):
        stand_ins.ask(stand_in, by=cast.ana)
    assert StandIn.objects.get().asked_at is None


def test_the_successor_becomes_the_owner(cast, letters, clock):
    stand_in = named(cast, SUCCEED, 14)
    ben = stand_ins.name_stand_in(
        cast.plan.memberships.get(user=cast.ben), purpose=LOOK, wait_days=1, by=cast.maria
    )
    stand_ins.ask(ben, by=cast.ben)
    stand_ins.ask(stand_in, by=cast.ana)
    clock(NOON + 14 * DAY - SECOND)
    assert sees(cast) == set()  # it opens no section by itself
    with pytest.raises(ValidationError, match="The wait is not over yet"):
        stand_ins.take_over(stand_in, by=cast.ana)
    clock(NOON + 14 * DAY)
    assert sees(cast) == set()
    with pytest.raises(ValidationError):
        stand_ins.take_over(stand_in, by=cast.ben)
    stand_ins.take_over(stand_in, by=cast.ana)
    plan = Plan.objects.get(pk=cast.plan.pk)
    assert (plan.owner, plan.is_for_owner) == (cast.ana, False)
    assert not plan.memberships.filter(user=cast.ana).exists()
    maria = find_member(plan.pk, cast.maria)
    assert (maria.role, sees(cast, cast.maria)) == (Role.MANAGER, ALL)
    assert list(plan.stand_ins.all()) == []
    assert plan.memberships.get(user=cast.ben).opens_at is None
    assert said(letters)[-1] == ("maria", "Your plan has a new owner")
    event = GrantEvent.objects.get(kind="handed_over")
    assert (event.actor_id, event.subject_id) == (cast.ana.pk, cast.ana.pk)


def test_a_successor_who_was_refused_owns_nothing(cast, letters, clock):
    stand_in = named(cast, SUCCEED, 1)
    stand_ins.ask(stand_in, by=cast.ana)
    clock(NOON + 5 * DAY)
    stand_ins.refuse(stand_in, by=cast.maria)
    with pytest.raises(ValidationError):
        stand_ins.take_over(stand_in, by=cast.ana)
    assert Plan.objects.get(pk=cast.plan.pk).owner == cast.maria


def test_a_trusted_person_takes_nothing_over(cast, letters, clock):
    stand_in = named(cast, LOOK, 1)
    stand_ins.ask(stand_in, by=cast.ana)
    clock(NOON + 5 * DAY)
    with pytest.raises(ValidationError):
        stand_ins.take_over(stand_in, by=cast.ana)


def test_there_is_one_successor(cast, letters):
    named(cast, SUCCEED)
    ben = cast.plan.memberships.get(user=cast.ben)
    with pytest.raises(ValidationError, match="There is one already"):
        stand_ins.name_stand_in(ben, purpose=SUCCEED, wait_days=3, by=cast.maria)
    again = stand_ins.name_stand_in(ana_in(cast), purpose=SUCCEED, wait_days=9, by=cast.maria)
    assert [(s.pk, s.wait_days) for s in StandIn.objects.all()] == [(again.pk, 9)]


def test_who_left_is_not_named(cast, letters):
    rita = cast.plan.memberships.get(user=cast.rita)
    with pytest.raises(ValidationError, match="no longer in this plan"):
        stand_ins.name_stand_in(rita, purpose=LOOK, wait_days=3, by=cast.maria)


def test_only_a_member_with_room_becomes_the_owner(cast, monkeypatch):
    for outsider in (cast.sam, cast.rita):
        with pytest.raises(ValidationError, match="Only somebody who is in this plan"):
            change_owner(cast.plan, to=outsider, by=cast.maria)
    monkeypatch.setattr(Plan, "MOST", 0)
    with pytest.raises(ValidationError, match="as many plans"):
        change_owner(cast.plan, to=cast.ana, by=cast.maria)
    assert Plan.objects.get(pk=cast.plan.pk).owner == cast.maria


def test_an_owner_who_was_a_member_before_is_one_again(cast):
    change_owner(cast.plan, to=cast.ana, by=cast.maria)
    change_owner(cast.plan, to=cast.maria, by=cast.ana, role=Role.CAREGIVER)
    rows = cast.plan.memberships.values_list("user__name", "role", "visits", "removed_at")
    assert set(rows) >= {("Ana", "caregiver", "change", None)}
    assert cast.plan.memberships.filter(user=cast.maria).count() == 0


def test_who_came_back_as_owner_keeps_no_old_row(cast):
    """A removed member's row is used again when an owner hands the plan on."""
    zoe = person("Zoe")
    Membership.objects.create(plan=cast.plan, user=zoe, role=Role.VIEWER)
    change_owner(cast.plan, to=zoe, by=cast.maria)
    assert cast.plan.memberships.get(user=cast.maria).removed_at is None


CONSTRAINTS = {
    "standin_waits_1_to_30": {"wait_days": 31},
    "standin_is_asked_before_its_notice": {"asked_at": NOON, "notice_at": NOON - SECOND},
    "standin_notice_tells_of_something_asked": {"notice_at": NOON},
    "standin_is_asked_or_refused": {"asked_at": NOON, "refused_at": NOON},
}


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_constraints(cast, name):
    stand_in = named(cast)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        StandIn.objects.filter(pk=stand_in.pk).update(**CONSTRAINTS[name])


def test_one_a_person_and_purpose_and_one_successor(cast):
    stand_in = named(cast, SUCCEED)
    ben = cast.plan.memberships.get(user=cast.ben)
    for membership in (stand_in.membership, ben):
        with pytest.raises(IntegrityError), transaction.atomic():
            StandIn.objects.create(
                plan=cast.plan, membership=membership, purpose=SUCCEED, wait_days=3
            )
