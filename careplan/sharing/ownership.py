"""The one way in which a plan gets another owner."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from careplan.accounts.models import User
from careplan.plans.grant_events import Granted, note_grant
from careplan.plans.models import Grant, Membership, Plan, Role
from careplan.plans.sections import Section
from careplan.sharing.invitations import end_those_of
from careplan.sharing.link_making import end_links_of


@transaction.atomic
def change_owner(plan: Plan, *, to: User, by: User, role: Role = Role.MANAGER) -> None:
    """From now on `to`, a member of `plan`, owns it, and who owned it is a member as `role`.

    Whom the old owner named to stand in, or asked to keep it, is so no more, and what they invited
    and may no longer invite opens nothing. Raises ValidationError, in a sentence, where `to` is no
    member or has no room for one more plan.
    """
    plan.lock()
    plan.refresh_from_db(fields=["owner", "is_for_owner", "deletion_asked_at"])
    members = plan.memberships.filter(user=to, removed_at=None)
    if not members.exists():
        raise ValidationError(_("Only somebody who is in this plan can become its owner."))
    ensure_room(to)
    before = plan.owner
    plan.stand_ins.all().delete()
    plan.memberships.exclude(opens_at=None).update(opens_at=None)
    members.delete()
    keep_as_member(plan, before, role)
    plan.owner, plan.is_for_owner = to, False
    plan.offered_to, plan.offered_role = None, ""
    if plan.deletion_asked_at:  # that was the wish of who owned it
        plan.deletion_asked_at = None
        note_grant(plan, Granted.DELETION_STOPPED, by=by)
    changed = ["owner", "is_for_owner", "offered_to", "offered_role", "deletion_asked_at"]
    plan.save(update_fields=changed)
    end_those_of(plan, before, by=by, only_managers=role == Role.MANAGER)
    if role != Role.MANAGER:
        end_links_of(plan=plan, maker=before, by=by)
    note_grant(plan, Granted.HANDED_OVER, by=by, subject=to, role=role)


def ensure_room(user: User) -> None:
    """Raise ValidationError, in a sentence, where `user` owns as many plans as they may."""
    # One at a time, so that two plans cannot both take the last place.
    User.objects.select_for_update().get(pk=user.pk)
    if Plan.objects.filter(owner=user).count() >= Plan.MOST:
        raise ValidationError(
            _("They own as many plans as one person can. Ask them to remove one.")
        )


def keep_as_member(plan: Plan, user: User, role: Role) -> None:
    """Who owned the plan stays in it, and sees and changes every section, as far as `role` may."""
    grant = Grant.SEE if role == Role.VIEWER else Grant.CHANGE
    rights = {section.value: grant for section in Section}
    Membership.objects.update_or_create(
        plan=plan, user=user, defaults={"role": role, "removed_at": None, **rights}
    )
