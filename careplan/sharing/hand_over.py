"""The plan is handed over: the owner asks a member, and it is done once that member says yes."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from careplan.accounts.models import User
from careplan.accounts.outbox import post
from careplan.plans.access import Action
from careplan.plans.grant_events import Granted, note_grant
from careplan.plans.models import Membership, Plan, Role
from careplan.sharing.ownership import change_owner
from careplan.sharing.people_letters import tell
from careplan.sharing.people_rank import acting

AFTERWARDS = (Role.MANAGER, Role.CAREGIVER)  # what an owner can be once somebody else is


@transaction.atomic
def offer(*, plan: Plan, to: Membership, becomes: str, by: User) -> None:
    """Ask a member to keep the plan from now on. A later offer takes the place of this one.

    Raises ValidationError, in a sentence, where that is no member any more.
    """
    now = acting(plan, by, Action.OWN).plan
    if becomes not in AFTERWARDS or not is_member(now, to.user_id):
        raise ValidationError(_("This person is no longer in the plan. Choose somebody else"))
    set_offer(now, to.user, becomes)
    post("hand_over_asked", to=to.user, plan_id=plan.pk)
    tell("sharing_changed", plan=now, by=by)


@transaction.atomic
def take_back_offer(*, plan: Plan, by: User) -> None:
    set_offer(acting(plan, by, Action.OWN).plan, None)


@transaction.atomic
def refuse_offer(*, plan: Plan, by: User) -> None:
    """Whoever was asked says no. Nothing changes, and the owner is told."""
    now = acting(plan, by, Action.VIEW).plan
    if now.offered_to_id == by.pk:
        set_offer(now, None)
        note_grant(now, Granted.REFUSED, by=by, subject=now.owner)
        post("hand_over_refused", to=now.owner, plan_id=now.pk)


@transaction.atomic
def accept_offer(*, plan: Plan, by: User) -> bool:
    """Whoever was asked says yes, and owns the plan; False where it was taken back meanwhile.

    Raises ValidationError, in a sentence, where they own as many plans as they may.
    """
    now = acting(plan, by, Action.VIEW).plan
    if now.offered_to_id != by.pk:
        return False
    before = now.owner
    change_owner(now, to=by, by=by, role=Role(now.offered_role))
    for person in (before, by):
        post("handed_over", to=person, plan_id=now.pk, object_id=by.pk)
    return True


def set_offer(plan: Plan, to: User | None, becomes: str = "") -> None:
    plan.offered_to, plan.offered_role = to, becomes
    plan.save(update_fields=["offered_to", "offered_role"])


def is_member(plan: Plan, user_id) -> bool:
    return plan.memberships.filter(user=user_id, removed_at=None).exists()
