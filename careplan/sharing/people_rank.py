"""Who may invite, change or remove whom: asked under the plan's lock, as things stand then."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from careplan.plans.access import Action, Member, find_member
from careplan.plans.models import Membership, Plan, Rights, Role


def acting(plan: Plan, by, action: Action) -> Member:
    """`by` as a member who may do `action` now. Locks the plan.

    Raises PermissionDenied in a sentence, or Http404 for whoever is not in it, or not any more.
    """
    plan.lock()
    member = find_member(plan.pk, by)
    member.require(action, None)
    return member


def is_in(plan: Plan, user_id) -> bool:
    """Whether the account of that number is in the plan now, as its owner or as a member."""
    members = plan.memberships.filter(user=user_id or None, removed_at=None)
    return str(plan.owner_id) == str(user_id) or members.exists()


def may_touch(member: Member, theirs: Rights) -> bool:
    """Whether `member` may change or take these rights back: a manager's, the owner alone."""
    return member.owns or (member.can(Action.WITHDRAW) and theirs.role != Role.MANAGER)


def require_touch(member: Member, theirs: Rights) -> None:
    if not may_touch(member, theirs):
        raise PermissionDenied(_("Only the person who keeps this plan can do this."))


def member_to_touch(member: Member, pk) -> Membership | None:
    """The present member of that number, if `member` may change what they see."""
    theirs = member.plan.memberships.filter(pk=pk, removed_at=None).select_related("user").first()
    return theirs if theirs and may_touch(member, theirs) else None
