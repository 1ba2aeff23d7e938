"""Several at the same moment: an invitation is used once, and there is one owner."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connections
from django.http import Http404

from careplan.accounts.tokens import digest
from careplan.plans.grant_events import GrantEvent
from careplan.plans.models import Membership, Plan
from careplan.sharing.hand_over import accept_offer, offer, take_back_offer
from careplan.sharing.invitation_answers import InvitationGone, accept
from careplan.sharing.invitation_making import invite, make_link
from careplan.sharing.invitations import Invitation
from careplan.sharing.people_members import remove_member
from tests.at_once import shared_cast  # noqa: F401 - a fixture
from tests.cast import membership, person
from tests.sharing.conftest import invitation_to, invited

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 4


def at_once(*acts) -> list:
    """Do all of them at the same moment: what each gave, or the kind of refusal."""
    ready = Barrier(len(acts), timeout=60)

    def do(act):
        ready.wait()
        try:
            return act()
        except (InvitationGone, Http404, PermissionDenied) as refused:
            return type(refused)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(do, acts))


def test_one_accepts_once(shared_cast):  # noqa: F811
    sofia = person("Sofia")
    kept = invited(shared_cast)
    keys = [digest(kept.new_link("mail")), digest(kept.new_link("link"))] * 2
    at_once(*[lambda key=key: accept(key=key, by=sofia) for key in keys])
    assert Membership.objects.filter(user=sofia).count() == 1
    assert GrantEvent.objects.filter(kind="joined").count() == 1


def test_two_accounts_of_one_address_do_not_both_get_in(shared_cast):  # noqa: F811
    """Each had confirmed the address; that allauth allows one alone is not what this rests on."""
    people = [person(name) for name in ("Sofia", "Other")]
    people[1].emailaddress_set.update(email="SOFIA@example.org")
    kept = invited(shared_cast)
    key = digest(make_link(plan=shared_cast.plan, pk=kept.pk, by=shared_cast.maria)[1])
    answers = at_once(*[lambda who=who: accept(key=key, by=who) for who in people])
    assert answers.count(InvitationGone) == 1
    assert Membership.objects.filter(user__in=people).count() == 1


def test_the_same_address_invited_at_once_is_one(shared_cast):  # noqa: F811
    def ask():
        new = invitation_to("sofia@example.org")
        return invite(plan=shared_cast.plan, invitation=new, by=shared_cast.maria).pk

    assert len(set(at_once(*[ask] * TIMES))) == 1
    assert Invitation.objects.count() == 1


def test_whoever_is_removed_meanwhile_removes_nobody(shared_cast):  # noqa: F811
    """Of two managers' worth of changes, the one that comes second meets what stands then."""
    max_ = membership(shared_cast.plan, person("Max"), "manager", "change")
    ben = Membership.objects.get(user=shared_cast.ben)
    plan = shared_cast.plan
    answers = at_once(
        lambda: remove_member(plan=plan, membership=max_, by=shared_cast.maria),
        lambda: remove_member(plan=plan, membership=ben, by=max_.user),
    )
    max_.refresh_from_db()
    ben.refresh_from_db()
    assert max_.removed_at is not None
    refused = isinstance(answers[1], type) and issubclass(answers[1], Http404)
    assert refused == (ben.removed_at is None)


def test_yes_and_taken_back_at_once(shared_cast):  # noqa: F811
    plan, ana = shared_cast.plan, Membership.objects.get(user=shared_cast.ana)
    offer(plan=plan, to=ana, becomes="manager", by=shared_cast.maria)
    answers = at_once(
        lambda: accept_offer(plan=plan, by=shared_cast.ana),
        lambda: take_back_offer(plan=plan, by=shared_cast.maria),
    )
    owner = Plan.objects.get(pk=plan.pk).owner
    assert owner == (shared_cast.ana if answers[0] else shared_cast.maria)
    members = set(Membership.objects.filter(removed_at=None).values_list("user", flat=True))
    assert owner.pk not in members
    assert {shared_cast.ana.pk, shared_cast.maria.pk} - members == {owner.pk}
