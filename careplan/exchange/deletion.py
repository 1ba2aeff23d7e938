"""Asking that a plan or an account be deleted, and keeping it after all, for seven days."""

from django.db import transaction
from django.utils import timezone

from careplan.accounts.models import User
from careplan.accounts.outbox import post
from careplan.exchange import letters
from careplan.plans.access import Action
from careplan.plans.grant_events import Granted, note_grant
from careplan.plans.models import Plan
from careplan.sharing.people_rank import acting


@transaction.atomic
def ask_plan_deletion(plan: Plan, *, by: User, at=None) -> None:
    """From now on all see that `plan` will be erased, and are told. Asked twice, it is once."""
    acting(plan, by, Action.OWN)
    asked = Plan.objects.filter(pk=plan.pk, deletion_asked_at=None)
    if asked.update(deletion_asked_at=at or timezone.now()):
        note_grant(plan, Granted.DELETION_ASKED, by=by)
        tell_everybody(plan, letters.PLAN_DELETION)


@transaction.atomic
def keep_plan(plan: Plan, *, by: User) -> bool:
    """Whether `plan` was to be deleted, and is not any more."""
    acting(plan, by, Action.OWN)
    going = Plan.objects.filter(pk=plan.pk).exclude(deletion_asked_at=None)
    if not going.update(deletion_asked_at=None):
        return False
    note_grant(plan, Granted.DELETION_STOPPED, by=by)
    tell_everybody(plan, letters.PLAN_KEPT)
    return True


def tell_everybody(plan: Plan, kind: str) -> None:
    """A letter to whoever is in `plan`, its owner too: it may not have been they who asked."""
    current = plan.memberships.filter(removed_at=None).select_related("user").order_by("pk")
    for user in (plan.owner, *(membership.user for membership in current)):
        post(kind, to=user, plan_id=plan.pk)


@transaction.atomic
def ask_account_deletion(user: User) -> None:
    """The account of `user` will be erased, with each plan that they own."""
    now = timezone.now()
    asked = User.objects.filter(pk=user.pk, deletion_asked_at=None)
    is_new = asked.update(deletion_asked_at=now)
    user.refresh_from_db(fields=["deletion_asked_at"])
    if not is_new:
        return
    for plan in user.owned_plans.order_by("created"):
        ask_plan_deletion(plan, by=user, at=now)
    post(letters.ACCOUNT_DELETION, to=user)


@transaction.atomic
def keep_account(user: User) -> None:
    """The account stays, and so do the plans that were to go with it."""
    asked_at = user.deletion_asked_at
    going = User.objects.filter(pk=user.pk).exclude(deletion_asked_at=None)
    if going.update(deletion_asked_at=None):
        for plan in user.owned_plans.filter(deletion_asked_at=asked_at).order_by("created"):
            keep_plan(plan, by=user)
