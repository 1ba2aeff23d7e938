"""The plan is handed over: both say yes, and there is always one owner."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404

from careplan.plans.access import find_member
from careplan.plans.grant_events import GrantEvent
from careplan.plans.models import Membership, Plan
from careplan.sharing.hand_over import accept_offer, offer, refuse_offer, take_back_offer
from careplan.sharing.invitations import Invitation
from careplan.sharing.people_members import leave, remove_member
from tests.sharing.conftest import invited

pytestmark = pytest.mark.django_db


def of(user) -> Membership:
    return Membership.objects.get(user=user)


def asked(cast, user=None, becomes="manager") -> None:
    offer(plan=cast.plan, to=of(user or cast.ana), becomes=becomes, by=cast.maria)


def owner(cast) -> str:
    return Plan.objects.get(pk=cast.plan.pk).owner.name


@pytest.fixture
def at(cast):
    def address(end: str) -> str:
        return f"/plans/{cast.plan.pk}/{end}"

    return address


@pytest.mark.parametrize("becomes", ["manager", "caregiver"])
def test_both_say_yes(cast, becomes):
    asked(cast, becomes=becomes)
    assert owner(cast) == "Maria"
    assert accept_offer(plan=cast.plan, by=cast.ana)
    plan = Plan.objects.get(pk=cast.plan.pk)
    assert (plan.owner, plan.is_for_owner, plan.person_name) == (cast.ana, False, "Maria Alvarez")
    assert (plan.offered_to, plan.offered_role) == (None, "")
    assert not Membership.objects.filter(user=cast.ana).exists()
    assert of(cast.maria).rights == {
        "role": becomes,
        "visits": "change",
        "papers": "change",
        "comfort": "change",
        "people": "change",
    }
    event = GrantEvent.objects.latest("pk")
    assert (event.kind, event.actor_id, event.subject_id) == (
        "handed_over",
        cast.ana.pk,
        cast.ana.pk,
    )
    assert event.detail["role"] == becomes
    assert find_member(plan.pk, cast.ana).owns
    assert not find_member(plan.pk, cast.maria).owns


def test_it_can_be_handed_back(cast):
    asked(cast)
    accept_offer(plan=cast.plan, by=cast.ana)
    offer(plan=cast.plan, to=of(cast.maria), becomes="caregiver", by=cast.ana)
    assert accept_offer(plan=cast.plan, by=cast.maria)
    assert owner(cast) == "Maria"
    assert of(cast.ana).role == "caregiver"
    assert not Membership.objects.filter(user=cast.maria).exists()


def test_nobody_else_says_yes(cast):
    asked(cast)
    for user in (cast.ben, cast.maria):
        assert not accept_offer(plan=cast.plan, by=user)
        refuse_offer(plan=cast.plan, by=user)
    for user in (cast.sam, cast.rita):
        with pytest.raises(Http404):
            accept_offer(plan=cast.plan, by=user)
    assert owner(cast) == "Maria"
    assert Plan.objects.get(pk=cast.plan.pk).offered_to == cast.ana


def test_nobody_but_the_owner_asks(cast, max_):
    for user in (cast.ana, cast.ben, max_):
        with pytest.raises(PermissionDenied):
            offer(plan=cast.plan, to=of(cast.ana), becomes="manager", by=user)
        with pytest.raises(PermissionDenied):
            take_back_offer(plan=cast.plan, by=user)


@pytest.mark.parametrize("end", ["refused", "taken back", "left", "removed", "another"])
def test_what_ends_it(cast, end):
    asked(cast)
    if end == "refused":
        refuse_offer(plan=cast.plan, by=cast.ana)
    elif end == "taken back":
        take_back_offer(plan=cast.plan, by=cast.maria)
    elif end == "left":
        leave(plan=cast.plan, by=cast.ana)
    elif end == "removed":
        remove_member(plan=cast.plan, membership=of(cast.ana), by=cast.maria)
    else:
        asked(cast, cast.ben)
    if end in {"left", "removed"}:
        Membership.objects.filter(user=cast.ana).update(removed_at=None)  # and is back
    assert not accept_offer(plan=cast.plan, by=cast.ana)
    assert owner(cast) == "Maria"


def test_it_is_offered_to_members_alone(cast):
    removed = of(cast.rita)
    with pytest.raises(ValidationError, match="no longer in the plan"):
        offer(plan=cast.plan, to=removed, becomes="manager", by=cast.maria)
    for becomes in ("viewer", "owner", ""):
        with pytest.raises(ValidationError):
            asked(cast, becomes=becomes)


def test_who_keeps_20_plans_keeps_no_more(cast):
    asked(cast)
    Plan.objects.bulk_create(Plan(owner=cast.ana, person_name="n") for _n in range(20))
    with pytest.raises(ValidationError):
        accept_offer(plan=cast.plan, by=cast.ana)
    assert owner(cast) == "Maria"
    Plan.objects.filter(owner=cast.ana).first().delete()
    assert accept_offer(plan=cast.plan, by=cast.ana)


@pytest.mark.parametrize(("becomes", "left"), [("manager", ["viewer"]), ("caregiver", [])])
def test_what_the_old_owner_invited(cast, becomes, left):
    invited(cast, "viewer@example.org")
    invited(cast, "manager@example.org", role="manager")
    asked(cast, becomes=becomes)
    accept_offer(plan=cast.plan, by=cast.ana)
    assert [i.role for i in Invitation.objects.standing()] == left


# -- the pages -----------------------------------------------------------------------------------


def test_the_pages(cast, browser, at):
    maria, ana = browser(cast.maria), browser(cast.ana)
    sent = {"to": of(cast.ana).pk, "becomes": "manager"}
    assert maria.post(at("hand-over/"), sent)["Location"] == at("people/")
    assert "You asked Ana." in maria.get(at("hand-over/")).content.decode()
    for end, words in (("", "Will you keep this plan?"), ("people/", "Yes, I will keep it")):
        assert words in ana.get(at(end)).content.decode()
        assert words not in browser(cast.ben).get(at(end)).content.decode()
    page = ana.post(at("hand-over/answer/"), {"answer": "yes"}, follow=True).content.decode()
    assert "You keep this plan now." in page
    assert owner(cast) == "Ana"
    assert maria.get(at("hand-over/")).status_code == 403


def test_no_and_taken_back(cast, browser, at):
    asked(cast)
    browser(cast.ana).post(at("hand-over/answer/"), {"answer": "no"})
    assert Plan.objects.get(pk=cast.plan.pk).offered_to is None
    asked(cast)
    browser(cast.maria).post(at("hand-over/take-back/"))
    page = browser(cast.ana).post(at("hand-over/answer/"), {"answer": "yes"}, follow=True)
    assert "Nobody asks you to keep this plan now." in page.content.decode()
    assert owner(cast) == "Maria"


def test_somebody_of_another_plan_cannot_be_chosen(cast, browser, at):
    response = browser(cast.maria).post(
        at("hand-over/"), {"to": of(cast.rita).pk, "becomes": "manager"}
    )
    assert list(response.context["form"].errors) == ["to"]
    assert Plan.objects.get(pk=cast.plan.pk).offered_to is None


@pytest.mark.django_db(transaction=True)
def test_the_letters(cast, letters):
    asked(cast)
    refuse_offer(plan=cast.plan, by=cast.ana)
    asked(cast)
    letters.clear()
    accept_offer(plan=cast.plan, by=cast.ana)
    assert sorted((x.to[0], x.subject) for x in letters) == [
        ("ana@example.org", "A plan has a new keeper"),
        ("maria@example.org", "A plan has a new keeper"),
    ]
