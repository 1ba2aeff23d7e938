"""Somebody is invited: the invitation is made, sent again, copied as a link, and taken back."""

import datetime

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from careplan.accounts.models import User
from careplan.accounts.outbox import WaitingLetter, post
from careplan.plans.access import Action, Member
from careplan.plans.grant_events import Granted, note_grant
from careplan.plans.models import Plan
from careplan.sharing.invitations import Invitation
from careplan.sharing.people_letters import tell
from careplan.sharing.people_rank import acting, may_touch, require_touch

MOST_A_DAY = 50  # invitations that one person makes, in all plans
PAUSE = datetime.timedelta(minutes=5)  # between two letters of one invitation


@transaction.atomic
def invite(*, plan: Plan, invitation: Invitation, by: User) -> Invitation:
    """Keep a new invitation and post it; or return the one that this address has already.

    Raises ValidationError, in a sentence that stands at “email” or at none, where it cannot be.
    """
    actor = acting(plan, by, Action.SHARE)
    require_touch(actor, invitation)
    invitation.email = invitation.email.strip().lower()
    ensure_stranger(actor.plan, invitation.email, by)
    before = plan.invitations.standing().filter(email=invitation.email).first()
    if before and before in plan.invitations.open():
        return before
    if before:  # it ran out, or the answer was no
        require_touch(actor, before)
        before.end(by=by)
    ensure_room(plan, by)
    invitation.plan, invitation.invited_by = plan, by
    invitation.expires_at = timezone.now() + Invitation.LIFETIME
    invitation.save(force_insert=True)
    note_grant(plan, Granted.INVITED, by=by, name=invitation.name, **invitation.rights)
    post("invitation", to=invitation.email, plan_id=plan.pk, object_id=invitation.pk)
    tell("sharing_changed", plan=actor.plan, by=by)
    return invitation


def ensure_stranger(plan: Plan, email: str, by: User) -> None:
    """Raise ValidationError for the address of somebody who is in the plan. Of others it tells
    nothing, not even whether they have an account."""
    if email == by.email:
        raise ValidationError({"email": _("This is your own email. Write that of somebody else")})
    holds = Q(user__memberships__plan=plan, user__memberships__removed_at=None)
    holds |= Q(user=plan.owner_id)
    verified = EmailAddress.objects.filter(holds, email__iexact=email, verified=True)
    if verified.exists():
        raise ValidationError(
            {"email": _("This person can see the plan already. Look under People")}
        )


def ensure_room(plan: Plan, by: User) -> None:
    if plan.invitations.standing().count() >= Invitation.MOST:
        raise ValidationError(
            _("%(most)d invitations are open. Take one back before you invite somebody else.")
            % {"most": Invitation.MOST}
        )
    since = timezone.now() - datetime.timedelta(days=1)
    if Invitation.objects.filter(invited_by=by, created__gt=since).count() >= MOST_A_DAY:
        raise ValidationError(_("You invited many people today. Wait until tomorrow."))


@transaction.atomic
def send_again(*, plan: Plan, pk, by: User) -> bool:
    """Post it once more, with a new link; False where it was sent in the last minutes."""
    actor = acting(plan, by, Action.SHARE)
    invitation = standing(actor, pk)
    if invitation.sent_at and invitation.sent_at > timezone.now() - PAUSE:
        return False
    if WaitingLetter.objects.filter(kind="invitation", object_id=str(invitation.pk)).exists():
        return False
    invitation.renew()
    post("invitation", to=invitation.email, plan_id=plan.pk, object_id=invitation.pk)
    tell("sharing_changed", plan=actor.plan, by=by)
    return True


@transaction.atomic
def make_link(*, plan: Plan, pk, by: User) -> tuple[Invitation, str]:
    """The token of a link to copy, which is kept nowhere; the one copied before is dead."""
    actor = acting(plan, by, Action.SHARE)
    invitation = standing(actor, pk)
    invitation.renew()
    tell("sharing_changed", plan=actor.plan, by=by)
    return invitation, invitation.new_link("link")


@transaction.atomic
def take_back(*, plan: Plan, pk, by: User) -> Invitation:
    """From now on its links open nothing."""
    actor = acting(plan, by, Action.WITHDRAW)
    invitation = standing(actor, pk)
    revoke(invitation, by=by)
    tell("sharing_changed", plan=actor.plan, by=by)
    return invitation


def revoke(invitation: Invitation, *, by: User) -> None:
    invitation.end(by=by)
    note_grant(invitation.plan, Granted.REVOKED, by=by, name=invitation.name)


def standing(actor: Member, pk) -> Invitation:
    """The invitation of that number. Raises Http404 where there is none that `actor` deals with."""
    invitation = actor.plan.invitations.standing().filter(pk=pk).first()
    if invitation is None or not may_touch(actor, invitation):
        raise Http404
    return invitation
