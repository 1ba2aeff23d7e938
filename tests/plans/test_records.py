"""What every record of a plan keeps to: read as its reader, kept once, changed by one at a time."""

import uuid

import pytest
from django.db import IntegrityError

from careplan.concerns.models import Concern
from careplan.plans.models import CareTeamMember, Membership
from careplan.plans.records import StaleRecord
from tests.cast import membership, person


def concern(cast, author, **fields) -> Concern:
    fields = {"category": "other", "words": "canary"} | fields
    return Concern.objects.create(plan=cast.plan, author=author, changed_by=author, **fields)


def seen(cast, user) -> list[Concern]:
    return list(cast.plan.concerns.seen_by(cast.as_member(user)))


def test_private_is_seen_by_its_author_alone(cast):
    anas = concern(cast, cast.ana, is_private=True)
    assert seen(cast, cast.ana) == [anas]
    assert seen(cast, cast.maria) == []
    assert seen(cast, cast.ben) == []


def test_private_to_somebody(cast):
    anas = concern(cast, cast.ana, is_private=True)
    anas.private_to.add(cast.ben)
    assert seen(cast, cast.ben) == [anas]
    assert seen(cast, cast.maria) == []


def test_a_reader_who_is_deleted_makes_nothing_public(cast):
    anas = concern(cast, cast.ana, is_private=True)
    anas.private_to.add(cast.ben)
    Membership.objects.filter(user=cast.ben).delete()
    cast.ben.delete()
    assert seen(cast, cast.maria) == []
    assert seen(cast, cast.ana) == [anas]


def test_shared_with_two_readers_stands_once(cast):
    other = person("Olga")
    membership(cast.plan, other, "viewer", "see")
    anas = concern(cast, cast.ana, is_private=True)
    anas.private_to.add(cast.ben, other)
    assert seen(cast, other) == [anas]


def test_another_plans_records_are_not_in_this_one(cast):
    Concern.objects.create(
        plan=cast.sams_plan, author=cast.sam, changed_by=cast.sam, category="other", words="canary"
    )
    assert seen(cast, cast.maria) == []


def test_removed_and_restored_is_equal_in_every_field(cast):
    mine = concern(cast, cast.maria, bother=6, since="2026-03", symptoms=["cough"])
    before = Concern.objects.values().get(pk=mine.pk)
    mine.remove(by=cast.maria)
    assert seen(cast, cast.maria) == []
    assert list(cast.plan.concerns.removed_seen_by(cast.as_member(cast.maria))) == [mine]
    mine.restore(by=cast.maria)
    after = Concern.objects.values().get(pk=mine.pk)
    moved = {"version", "changed"}
    assert {k: v for k, v in after.items() if k not in moved} == {
        k: v for k, v in before.items() if k not in moved
    }
    assert seen(cast, cast.maria) == [mine]


def test_removing_twice_changes_nothing_more(cast):
    mine = concern(cast, cast.maria)
    mine.remove(by=cast.maria)
    first = Concern.objects.values().get(pk=mine.pk)
    Concern.objects.get(pk=mine.pk).remove(by=cast.ana)
    assert Concern.objects.values().get(pk=mine.pk) == first


def test_the_second_to_save_is_told(cast):
    mine = concern(cast, cast.maria, words="first")
    hers, his = Concern.objects.get(pk=mine.pk), Concern.objects.get(pk=mine.pk)
    hers.words = "Ana's words"
    hers.save_changes(by=cast.ana, fields=["words"])
    his.words = "later words"
    with pytest.raises(StaleRecord) as stale:
        his.save_changes(by=cast.maria, fields=["words"])
    assert stale.value.current.words == "Ana's words"
    assert stale.value.current.changed_by == cast.ana
    assert Concern.objects.get(pk=mine.pk).words == "Ana's words"
    assert Concern.objects.get(pk=mine.pk).version == 2


def test_one_form_makes_one_record(cast):
    sent = uuid.uuid4()
    concern(cast, cast.maria, request_uuid=sent)
    with pytest.raises(IntegrityError, match=r"request_uuid|made_once_a_form"):
        concern(cast, cast.maria, request_uuid=sent)


def test_the_limit_of_number_is_a_sentence(cast, signed_in, monkeypatch):
    monkeypatch.setattr(CareTeamMember, "MOST", 1)
    url = f"/plans/{cast.plan.pk}/care-team/new/"
    client = signed_in(cast.maria)
    client.post(url, {"name": "Dr Lee", "request_uuid": str(uuid.uuid4())})
    response = client.post(url, {"name": "Dr Second", "request_uuid": str(uuid.uuid4())})
    assert "This plan holds 1 of these, and has no room for more." in response.content.decode()
    assert "Dr Second" in response.content.decode()
    assert cast.plan.care_team.count() == 1
