"""Who may do what: the table of plans/access.py, row by row."""

import uuid

import pytest
from django.http import Http404

from careplan.plans.access import Action, NoLongerAMember, Section, find_member, plans_of
from careplan.plans.models import Grant, Membership, Role
from tests.cast import membership, person


def allowed(member):
    return {(a.value, s.value) for a in Action for s in Section if member.can(a, s)}


def test_owner_may_do_everything(cast):
    assert allowed(cast.as_member(cast.maria)) == {
        (a, s)
        for a in ("view", "edit", "share", "own")
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
        ("edit", "visits"),
        ("view", "papers"),
        ("view", "comfort"),
        ("edit", "comfort"),
    }


def test_manager_may_do_all_but_own(cast):
    max_ = person("Max")
    membership(cast.plan, max_, Role.MANAGER, Grant.NONE)
    assert {a for a, _s in allowed(cast.as_member(max_))} == {"view", "edit", "share"}


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
