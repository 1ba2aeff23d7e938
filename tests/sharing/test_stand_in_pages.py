"""“If I cannot”: what the owner and who is named see and press, and nobody else."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from careplan.accounts.models import User
from careplan.plans.models import Grant, Membership, Plan, Role
from careplan.sharing.stand_ins import Purpose, StandIn, name_stand_in
from tests.cast import just_asked, membership, person

NOON = datetime.datetime(2026, 11, 24, 17, 0, tzinfo=datetime.UTC)  # in New York
DAY = datetime.timedelta(days=1)


@pytest.fixture
def page(cast):
    """`page("ask", stand_in)`: an address."""

    def address(name: str, *more) -> str:
        ids = [m.pk if isinstance(m, StandIn) else m for m in more]
        return reverse(name, args=[cast.plan.pk, *ids])

    return address


def named(cast, user=None, purpose=Purpose.LOOK, days=3) -> StandIn:
    theirs = cast.plan.memberships.get(user=user or cast.ana)
    return name_stand_in(theirs, purpose=purpose, wait_days=days, by=cast.maria)


def asked(stand_in, at=NOON, notice=NOON):
    StandIn.objects.filter(pk=stand_in.pk).update(asked_at=at, notice_at=notice)


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_the_owner_names_somebody(cast, signed_in, page):
    client = signed_in(cast.maria)
    assert client.get(page("stand_in_create", "look"))["Location"].startswith("/account/")
    just_asked(client)
    form = client.get(page("stand_in_create", "look"))
    assert [label for _pk, label in form.context["form"].fields["who"].choices] == [
        "Ana, daughter",
        "Ben",
    ]
    ana = cast.plan.memberships.get(user=cast.ana)
    sent = {"who": ana.pk, "days": "5"}
    assert client.post(page("stand_in_create", "look"), sent)["Location"] == page("stand_ins")
    rows = StandIn.objects.values_list("membership", "purpose", "wait_days")
    assert list(rows) == [(ana.pk, "look", 5)]
    shown = text(client.get(page("stand_ins")))
    assert "Has not asked." in shown
    assert "The wait is 5 days." in shown


@pytest.mark.parametrize("days", ["0", "31", "x", "", "-1", "1.5"])
def test_a_wait_is_1_to_30_days(cast, signed_in, page, days):
    client = signed_in(cast.maria)
    just_asked(client)
    ana = cast.plan.memberships.get(user=cast.ana)
    response = client.post(page("stand_in_create", "look"), {"who": ana.pk, "days": days})
    assert response.status_code == 200
    assert set(response.context["form"].errors) == {"days"}
    assert StandIn.objects.count() == 0


@pytest.mark.parametrize("who", ["rita", "sam"])
def test_only_members_are_named(cast, signed_in, page, who):
    membership(cast.sams_plan, cast.ben, Role.VIEWER, Grant.SEE)
    theirs = Membership.objects.filter(user=getattr(cast, who)).first()
    other = theirs or Membership.objects.get(plan=cast.sams_plan)
    client = signed_in(cast.maria)
    just_asked(client)
    response = client.post(page("stand_in_create", "look"), {"who": other.pk, "days": "3"})
    assert set(response.context["form"].errors) == {"who"}
    assert StandIn.objects.count() == 0


def test_each_sees_their_own_and_the_owner_all(cast, signed_in, page):
    named(cast, cast.ana)
    zoe = person("Zoe")
    membership(cast.plan, zoe, Role.VIEWER, Grant.NONE)
    named(cast, zoe, Purpose.SUCCEED)
    rows = {}
    for user in (cast.maria, cast.ana, cast.ben, zoe):
        shown = signed_in(user).get(page("stand_ins")).context["page"]
        rows[user.name] = [r.name for r in (*shown.looking, *shown.succeeding)]
    assert rows == {"Maria": ["Ana", "Zoe"], "Ana": ["Ana"], "Ben": [], "Zoe": ["Zoe"]}


def test_others_press_nothing(cast, signed_in, page):
    stand_in = named(cast, cast.ana, Purpose.SUCCEED, 1)
    asked(stand_in)
    for user, status in ((cast.ben, 404), (cast.maria, 404), (cast.sam, 404), (cast.rita, 404)):
        client = signed_in(user)
        just_asked(client)
        for name in ("stand_in_ask", "stand_in_take_over"):
            assert client.post(page(name, stand_in)).status_code == status
    client = signed_in(cast.ana)
    just_asked(client)
    for name in ("stand_in_refuse", "stand_in_stop", "stand_in_edit"):
        assert client.post(page(name, stand_in), {"days": "1"}).status_code == 403
    row = StandIn.objects.get()
    assert (row.asked_at, row.notice_at, row.refused_at, row.wait_days) == (NOON, NOON, None, 1)
    assert Plan.objects.get(pk=cast.plan.pk).owner == cast.maria


@pytest.mark.django_db(transaction=True)
def test_ana_asks_and_maria_refuses(cast, signed_in, page, settings):
    settings.EMAIL_HOST = ""
    User.objects.update(time_zone="America/New_York")
    with time_machine.travel(NOON, tick=False):
        stand_in = named(cast)
        client = signed_in(cast.ana)
        assert "You wait 3 days." in text(client.get(page("stand_in_ask", stand_in)))
        assert StandIn.objects.get().asked_at is None
        assert client.post(page("stand_in_ask", stand_in))["Location"] == page("stand_ins")
        shown = text(client.get(page("stand_ins")))
        assert "You asked on 24 November 2026 at 12:00." in shown
        assert "You can see all from 27 November 2026 at 12:00, unless the owner says no." in shown
        client = signed_in(cast.maria)
        assert "Somebody asks to step in for you" in text(client.get(page("home")))
        shown = text(client.get(page("stand_ins")))
        assert "Can see all from 27 November 2026 at 12:00, unless you say no." in shown
    with time_machine.travel(NOON + 3 * DAY, tick=False):
        client = signed_in(cast.maria)
        assert "Can see all since 27 November" in text(client.get(page("stand_ins")))
        client.post(page("stand_in_refuse", stand_in))
        assert "Somebody asks" not in text(client.get(page("home")))
        client = signed_in(cast.ana)
        assert "You can ask again from 28 November 2026 at 12:00." in text(
            client.get(page("stand_ins"))
        )
        client.post(page("stand_in_ask", stand_in))
    assert StandIn.objects.get().asked_at is None


def test_ana_becomes_the_owner_and_is_asked_who_she_is(cast, signed_in, page):
    stand_in = named(cast, cast.ana, Purpose.SUCCEED, 14)
    asked(stand_in)
    with time_machine.travel(NOON + 14 * DAY):
        client = signed_in(cast.ana)
        response = client.post(page("stand_in_take_over", stand_in))
        assert response["Location"].startswith("/account/")
        just_asked(client)
        client.post(page("stand_in_take_over", stand_in))
        assert Plan.objects.get(pk=cast.plan.pk).owner == cast.ana
        assert client.post(page("stand_in_take_over", stand_in)).status_code == 404


def test_who_is_named_without_a_grant_finds_it_on_home(cast, signed_in, page):
    zoe = person("Zoe")
    membership(cast.plan, zoe, Role.VIEWER, Grant.NONE)
    client = signed_in(zoe)
    assert "You are chosen to step in." not in text(client.get(page("home")))
    named(cast, zoe)
    assert "You are chosen to step in." in text(client.get(page("home")))
    assert "You are chosen to step in." not in text(signed_in(cast.ben).get(page("home")))


@pytest.mark.parametrize("who", ["maria", "ana"])
def test_eight_reads_at_the_most(cast, signed_in, page, seen_this_hour, who):
    client, counts = signed_in(getattr(cast, who)), []
    for more in range(2):
        for n in range(5 * more + 1):
            new = person(f"Zoe{more}{n}")
            membership(cast.plan, new, Role.VIEWER, Grant.SEE)
            asked(named(cast, new))
        with CaptureQueriesContext(connection) as queries:
            client.get(page("stand_ins"))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8


def test_where_nobody_is_left_to_choose_the_page_says_so(cast, signed_in, page):
    for user in (cast.ana, cast.ben):
        named(cast, user)
    client = signed_in(cast.maria)
    just_asked(client)
    for send in (client.get, client.post):
        assert "Nobody to choose yet" in text(send(page("stand_in_create", "look")))
