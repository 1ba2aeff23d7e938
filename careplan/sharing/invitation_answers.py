"""An invitation is answered: yes by whoever holds its address, no by whoever holds its link."""

from django.db import transaction
from django.utils import timezone

from careplan.accounts.models import User
from careplan.plans.grant_events import Granted, note_grant
from careplan.plans.models import Membership, Plan
from careplan.plans.sections import Section
from careplan.sharing.invitations import Invitation
from careplan.sharing.people_letters import tell
from careplan.sharing.people_rank import is_in


class InvitationGone(Exception):
    """It ran out, was used or taken back, or there never was one: they are told alike."""

    def __init__(self, key: str):
        super().__init__()
        self.key = key


class NotTheirs(Exception):
    """It was sent to an address that this account has not shown to hold."""


def found(key: str) -> Invitation:
    """The open invitation of that digest. Raises InvitationGone."""
    people = ("plan__owner", "invited_by")
    invitation = Invitation.objects.by_digest(key).select_related(*people).first()
    if invitation is None:
        raise InvitationGone(key)
    return invitation


def came_in_by(key: str, user: User) -> Plan | None:
    """The plan that `user` is in and came into by the link of that digest."""
    used = Invitation.objects.accepted_with(key, user).select_related("plan").first()
    return used.plan if used and is_in(used.plan, user.pk) else None


@transaction.atomic
def accept(*, key: str, by: User) -> Plan:
    """Make `by` a member, as the invitation of that digest says; it is used up by that.

    Of two who come at once, one alone succeeds. Who is in the plan keeps what they have. Raises
    InvitationGone and NotTheirs.
    """
    found(key).plan.lock()
    invitation = found(key)  # as it is under the lock
    plan = invitation.plan
    if not invitation.is_for(by):
        raise NotTheirs
    if is_in(plan, by.pk):
        return plan
    invitation.use_up(by=by)
    join(plan, invitation, by)
    note_grant(plan, Granted.JOINED, by=by, subject=by, **invitation.rights)
    tell("access_granted", plan=plan, by=invitation.invited_by, object_id=by.pk)
    return plan


def join(plan: Plan, invitation: Invitation, user: User) -> None:
    """A new membership; or that of somebody who was in the plan before, with the new rights."""
    names = ("role", "relation", *(section.value for section in Section))
    rights = {name: getattr(invitation, name) for name in names}
    membership = plan.memberships.filter(user=user).first() or Membership(plan=plan, user=user)
    for name, value in rights.items():
        setattr(membership, name, value)
    membership.removed_at = membership.opens_at = None
    membership.version += 1
    membership.save()


@transaction.atomic
def decline(*, key: str) -> None:
    """Say no to it. Raises InvitationGone."""
    found(key).plan.lock()
    invitation = found(key)
    invitation.drop_keys("mail_sha256", "link_sha256")
    invitation.declined_at = timezone.now()
    invitation.save(update_fields=["mail_sha256", "link_sha256", "declined_at"])
