"""A member's rights are changed, a member is removed, or leaves."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from careplan.accounts.models import User
from careplan.accounts.outbox import post
from careplan.plans.access import Action
from careplan.plans.grant_events import Granted, note_grant
from careplan.plans.models import Grant, Membership, Plan, Rights, Role
from careplan.plans.private import forget_reader
from careplan.plans.records import StaleRecord
from careplan.plans.sections import Section
from careplan.sharing.invitations import end_those_of
from careplan.sharing.link_making import end_links_of
from careplan.sharing.people_letters import tell
from careplan.sharing.people_rank import acting, require_touch
from careplan.sharing.stand_ins import end_stand_ins

ORDER = [Grant.NONE, Grant.SEE, Grant.CHANGE]
ROLES = [Role.VIEWER, Role.CAREGIVER, Role.MANAGER]


@transaction.atomic
def change_grants(
    *, plan: Plan, membership: Membership, wanted: Rights, by: User, version: int | None = None
) -> Membership:
    """Give a member the role, relation and grants of `wanted`, and return them as they are now.

    Raises StaleRecord where somebody changed them since `version`, PermissionDenied where `by`
    may not, and Http404 where one of the two is no longer in the plan.
    """
    actor = acting(plan, by, Action.WITHDRAW)
    theirs = current(plan, membership)
    require_touch(actor, theirs)
    require_touch(actor, wanted)
    if version not in (None, theirs.version):
        raise StaleRecord(theirs)
    if is_wider(wanted, than=theirs):
        actor.require(Action.SHARE, None)
    before = theirs.rights
    fields = ["role", "relation", *(section.value for section in Section)]
    for name in fields:
        setattr(theirs, name, getattr(wanted, name))
    theirs.version += 1
    theirs.save(update_fields=[*fields, "version"])
    if theirs.rights != before:
        if theirs.role != Role.MANAGER:
            end_what_they_gave(plan, theirs.user, by=by)
        note_grant(
            plan, Granted.CHANGED, by=by, subject=theirs.user, before=before, **theirs.rights
        )
        tell("sharing_changed", plan=actor.plan, by=by)
    return theirs


def is_wider(wanted: Rights, *, than: Rights) -> bool:
    """Whether `wanted` allows anything that `than` does not."""
    if Role.MANAGER in (wanted.role, than.role):
        return wanted.role == Role.MANAGER != than.role
    return ROLES.index(wanted.role) > ROLES.index(than.role) or any(
        ORDER.index(getattr(wanted, s.value)) > ORDER.index(getattr(than, s.value)) for s in Section
    )


@transaction.atomic
def remove_member(*, plan: Plan, membership: Membership, by: User) -> None:
    """Take a member out of the plan, at once. What they wrote stays with the plan.

    Raises PermissionDenied where `by` may not, and Http404 for whoever is no longer in it.
    """
    actor = acting(plan, by, Action.WITHDRAW)
    theirs = current(plan, membership)
    require_touch(actor, theirs)
    take_out(actor.plan, theirs, by=by)
    note_grant(plan, Granted.REMOVED, by=by, subject=theirs.user)
    post("access_removed", to=theirs.user, plan_id=plan.pk)
    tell("sharing_changed", plan=actor.plan, by=by)


@transaction.atomic
def leave(*, plan: Plan, by: User) -> None:
    """A member goes by themselves. Raises PermissionDenied for the owner, who cannot."""
    actor = acting(plan, by, Action.VIEW)
    if actor.owns:
        raise PermissionDenied(_("You keep this plan. Hand it over before you leave."))
    take_out(actor.plan, plan.memberships.get(user=by), by=by)
    note_grant(plan, Granted.LEFT, by=by, subject=by)
    post("member_left", to=actor.plan.owner, plan_id=plan.pk, object_id=by.pk)


def take_out(plan: Plan, theirs: Membership, *, by: User) -> None:
    """End a membership, and all that hangs on it: emergency access, an offer, own invitations."""
    theirs.removed_at, theirs.opens_at = timezone.now(), None
    theirs.version += 1
    theirs.save(update_fields=["removed_at", "opens_at", "version"])
    end_stand_ins(theirs)
    forget_reader(plan, theirs.user)
    end_what_they_gave(plan, theirs.user, by=by)
    if plan.offered_to_id == theirs.user_id:
        plan.offered_to, plan.offered_role = None, ""
        plan.save(update_fields=["offered_to", "offered_role"])


def end_what_they_gave(plan: Plan, user: User, *, by: User) -> None:
    """The invitations and links of somebody who may no longer share open nothing from now on."""
    end_those_of(plan, user, by=by)
    end_links_of(plan=plan, maker=user, by=by)


def current(plan: Plan, membership: Membership) -> Membership:
    """A membership as it stands now, under the plan's lock. Raises Http404 for one that ended."""
    theirs = plan.memberships.filter(pk=membership.pk, removed_at=None)
    return get_object_or_404(theirs.select_related("user"))
