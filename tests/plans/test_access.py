"""Who may do what: the table of plans/access.py, row by row."""

import datetime
import uuid

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from careplan.plans.access import Action, NoLongerAMember, Section, find_member, plans_of
from careplan.plans.models import Grant, Membership, Role
from tests.cast import membership, person


def allowed(member):
    return {(a.value, s.value) for a in Action for s in Section if member.can(a, s)}


def test_owner_may_do_everything(cast):
    assert allowed(cast.as_member(cast.maria)) == {
        (a, s)
        for a in ("view", "suggest", "edit", "share", "withdraw", "own")
        for s in ("visits", "papers", "comfort", "people")
    }


def test_viewer_only_looks(cast):
    assert allowed(cast.as_member(cast.ben)) == {
        ("view", "visits"),
        ("view", "papers"),
        ("view", "comfort"),
        ("view", "people"),
    }


def test_caregiver_changes_what_is_granted_and_no_more(cast):
    Membership.objects.filter(user=cast.ana).update(papers=Grant.SEE, people=Grant.NONE)
    assert allowed(cast.as_member(cast.ana)) == {
        ("view", "visits"),
        ("suggest", "visits"),
        ("edit", "visits"),
        ("view", "papers"),
        ("suggest", "papers"),
        ("view", "comfort"),
        ("suggest", "comfort"),
        ("edit", "comfort"),
    }


def test_manager_may_do_all_but_own(cast):
    max_ = person("Max")
    membership(cast.plan, max_, Role.MANAGER, Grant.NONE)
    assert {a for a, _s in allowed(cast.as_member(max_))} == {
        "view",
        "suggest",
        "edit",
        "share",
        "withdraw",
    }


def test_a_closed_plan_is_read_and_taken_back_alone(cast):
    cast.plan.closed_at = timezone.now()
    assert {a for a, _s in allowed(cast.as_member(cast.maria))} == {"view", "withdraw", "own"}
    assert {a for a, _s in allowed(cast.as_member(cast.ana))} == {"view"}
    with pytest.raises(PermissionDenied, match="This plan is closed"):
        cast.as_member(cast.ana).require(Action.EDIT, Section.VISITS)


def test_an_emergency_opens_every_section_to_see_from_its_moment_on(cast):
    moment = timezone.now()
    Membership.objects.filter(user=cast.ana).update(
        papers=Grant.NONE, people=Grant.NONE, comfort=Grant.SEE, opens_at=moment
    )
    with time_machine.travel(moment - datetime.timedelta(seconds=1), tick=False):
        assert ("view", "papers") not in allowed(cast.as_member(cast.ana))
    with time_machine.travel(moment, tick=False):
        seen = allowed(cast.as_member(cast.ana))
    assert {s for a, s in seen if a == "view"} == {"visits", "papers", "comfort", "people"}
    assert {s for a, s in seen if a == "edit"} == {"visits"}


def test_stranger_removed_and_missing_plan(cast):
    with pytest.raises(Http404) as stranger:
        find_member(cast.plan.pk, cast.sam)
    with pytest.raises(Http404) as missing:
        find_member(uuid.uuid4(), cast.sam)
    assert type(stranger.value) is type(missing.value) is Http404
    with pytest.raises(NoLongerAMember):
        find_member(cast.plan.pk, cast.rita)


def test_plans_of(cast):
    assert list(plans_of(cast.ana)) == [cast.plan]
    assert list(plans_of(cast.rita)) == []
    assert list(plans_of(cast.sam)) == [cast.sams_plan]
