"""A plan is closed, after a death or at any other time, and opened again.

What a closed plan still allows stands in the table of plans/access.py.
"""

from django.db import transaction
from django.utils import timezone

from careplan.accounts.models import User
from careplan.plans.access import Action
from careplan.plans.grant_events import Granted, note_grant
from careplan.plans.models import Plan
from careplan.sharing.people_rank import acting


@transaction.atomic
def close_plan(plan: Plan, *, by: User) -> None:
    """From now on `plan` is read, and nothing of it changes."""
    acting(plan, by, Action.OWN)
    if Plan.objects.filter(pk=plan.pk, closed_at=None).update(closed_at=timezone.now()):
        note_grant(plan, Granted.CLOSED, by=by)


@transaction.atomic
def reopen_plan(plan: Plan, *, by: User) -> None:
    """Everything is as it was before the plan was closed."""
    acting(plan, by, Action.OWN)
    if Plan.objects.filter(pk=plan.pk).exclude(closed_at=None).update(closed_at=None):
        note_grant(plan, Granted.OPENED, by=by)
