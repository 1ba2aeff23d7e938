"""Who looked: what is written down, and that nobody changes it."""

import datetime

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from careplan.plans.grant_events import Granted, GrantEvent, note_grant
from careplan.plans.looking import AccessEvent
from careplan.plans.models import Plan
from tests.making import concern

NINE = datetime.datetime(2026, 11, 24, 9, 40, tzinfo=datetime.UTC)


def rows():
    fields = ("user_id", "kind", "page", "record", "hour")
    return list(AccessEvent.objects.order_by("pk").values_list(*fields))


def test_a_view_stands_once_a_person_page_and_hour(cast, signed_in):
    worry = concern(cast, cast.maria)
    nine, ten = NINE.replace(minute=0), NINE.replace(hour=10, minute=0)
    client = signed_in(cast.ana)
    with time_machine.travel(NINE, tick=False):
        for _again in range(3):
            assert client.get(f"/plans/{cast.plan.pk}/").status_code == 200
            client.get(f"/plans/{cast.plan.pk}/concerns/{worry.pk}/")
    with time_machine.travel(NINE + datetime.timedelta(minutes=20), tick=False):
        client.get(f"/plans/{cast.plan.pk}/")
    assert rows() == [
        (cast.ana.pk, "view", "home", "", nine),
        (cast.ana.pk, "view", "concern_detail", str(worry.pk), nine),
        (cast.ana.pk, "view", "home", "", ten),
    ]


def test_what_was_not_shown_is_not_noted(cast, signed_in):
    for who in (cast.sam, cast.rita, cast.ben):
        client = signed_in(who)
        client.get(f"/plans/{cast.plan.pk}/concerns/new/")
        client.post(f"/plans/{cast.plan.pk}/concerns/new/")
        client.get(f"/plans/{cast.plan.pk}/concerns/{cast.plan.pk}/")
    assert rows() == []


def test_a_repeated_view_writes_nothing_and_reads_no_more(cast, signed_in):
    client = signed_in(cast.maria)
    counts = []
    for _time in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/plans/{cast.plan.pk}/concerns/")
        counts.append([q["sql"].split()[0] for q in queries])
    assert counts[0].count("INSERT") == 1
    assert counts[1] == [word for word in counts[0] if word != "INSERT"]


def test_where_it_cannot_be_noted_reading_goes_on(cast, signed_in, monkeypatch, caplog):
    def full(*args, **kwargs):
        raise DatabaseError("database or disk is full: canary")

    monkeypatch.setattr(AccessEvent.objects, "bulk_create", full)
    assert signed_in(cast.ana).get(f"/plans/{cast.plan.pk}/").status_code == 200
    assert caplog.messages == ["Who looked could not be noted: DatabaseError"]


def look(cast):
    hour = timezone.now()
    return AccessEvent.objects.create(
        plan_id=cast.plan.pk, user_id=cast.ana.pk, kind="view", page="home", hour=hour
    )


def grant(cast):
    note_grant(cast.plan, Granted.CHANGED, by=cast.maria, subject=cast.ana, role="viewer")
    return GrantEvent.objects.get()


@pytest.mark.parametrize("made", [look, grant])
def test_the_logs_are_not_changed_while_their_plan_stands(cast, made):
    event = made(cast)
    everything = type(event).objects.all()
    for change in (
        lambda: everything.update(kind="x"),
        lambda: everything.filter(pk=event.pk).update(plan_id=cast.sams_plan.pk),
        everything.delete,
        event.delete,
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    assert everything.get().kind == event.kind
    cast.plan.memberships.all().delete()
    Plan.objects.filter(pk=cast.plan.pk).delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        everything.update(kind="x")
    assert everything.delete()[0] == 1


def test_an_event_is_by_a_person_or_by_a_link(cast):
    with pytest.raises(IntegrityError, match="accessevent_is_by_a_person_or_a_link"):
        AccessEvent.objects.create(plan_id=cast.plan.pk, page="home", hour=timezone.now())


@pytest.mark.parametrize("made", [look, grant])
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
def test_the_logs_are_not_emptied_at_once(cast, made):
    event = made(cast)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {event._meta.db_table}")
    assert type(event).objects.count() == 1
