"""A plan is closed, after a death or at any other time, and opened again.

What a closed plan still allows stands in the table of plans/access.py. What was given away to come
in by ends for good: nobody remembers, a year later, who still holds a link.
"""

from django.db import transaction
from django.utils import timezone

from careplan.accounts.models import User
from careplan.plans.access import Action
from careplan.plans.grant_events import Granted, note_grant
from careplan.plans.models import Plan
from careplan.sharing.invitation_making import revoke
from careplan.sharing.link_making import end_link
from careplan.sharing.people_rank import acting


@transaction.atomic
def close_plan(plan: Plan, *, by: User) -> None:
    """From now on `plan` is read, and nothing of it changes. Its links and invitations end."""
    acting(plan, by, Action.OWN)
    open_invitations = list(plan.invitations.open())  # of a closed plan there is none
    if not Plan.objects.filter(pk=plan.pk, closed_at=None).update(closed_at=timezone.now()):
        return
    for invitation in open_invitations:
        revoke(invitation, by=by)
    for link in plan.share_links.filter(ended_at=None):
        if not link.is_over:
            end_link(link=link, by=by)
    note_grant(plan, Granted.CLOSED, by=by)


@transaction.atomic
def reopen_plan(plan: Plan, *, by: User) -> None:
    """Members see and change what they did before. Links and invitations are made anew."""
    acting(plan, by, Action.OWN)
    if Plan.objects.filter(pk=plan.pk).exclude(closed_at=None).update(closed_at=None):
        note_grant(plan, Granted.OPENED, by=by)
