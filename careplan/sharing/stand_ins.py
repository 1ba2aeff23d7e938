"""Who stands in when the owner cannot: emergency access, and a successor.

Both go the same way. The owner names a member beforehand, with a wait in days. That person asks;
the owner is told; once the wait since then is over it opens, unless the owner refused.
"""

import datetime
import uuid

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careplan.accounts.models import User
from careplan.accounts.outbox import post
from careplan.plans.access import Action, Member
from careplan.plans.grant_events import Granted, note_grant
from careplan.plans.models import Membership, Plan
from careplan.sharing.ownership import change_owner
from careplan.sharing.people_rank import acting

LEAST_DAYS, MOST_DAYS = 1, 30
# Who was refused, or whose notice could not be sent, may ask again after this long.
AGAIN_AFTER = datetime.timedelta(days=1)


class Purpose(models.TextChoices):
    LOOK = "look", gettext_lazy("See all of the plan")
    SUCCEED = "succeed", gettext_lazy("Become its owner")


USUAL_DAYS = {Purpose.LOOK: 3, Purpose.SUCCEED: 14}


class StandIn(models.Model):
    """A member whom the owner named beforehand.

    `asked_at` is when they asked; `notice_at` when the owner's notice was sent, from which the
    wait counts; `refused_at` when the owner last refused, after which nothing is asked.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="stand_ins")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="stand_ins")
    purpose = models.CharField(max_length=8, choices=Purpose.choices)
    wait_days = models.PositiveSmallIntegerField()
    named_at = models.DateTimeField(default=timezone.now)
    asked_at = models.DateTimeField(null=True)
    notice_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["named_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "purpose"], name="standin_is_one_a_person_and_purpose"
            ),
            models.UniqueConstraint(
                fields=["plan"], condition=Q(purpose="succeed"), name="standin_is_one_successor"
            ),
            models.CheckConstraint(
                condition=Q(wait_days__range=(LEAST_DAYS, MOST_DAYS)), name="standin_waits_1_to_30"
            ),
            models.CheckConstraint(
                condition=Q(notice_at=None) | Q(notice_at__gte=F("asked_at")),
                name="standin_is_asked_before_its_notice",
            ),
            models.CheckConstraint(
                condition=Q(asked_at=None, notice_at=None) | Q(asked_at__isnull=False),
                name="standin_notice_tells_of_something_asked",
            ),
            models.CheckConstraint(
                condition=Q(asked_at=None) | Q(refused_at=None),
                name="standin_is_asked_or_refused",
            ),
        ]

    def __str__(self):
        return f"StandIn {self.pk}"

    @property
    def user(self) -> User:
        return self.membership.user

    @property
    def opens_at(self) -> datetime.datetime | None:
        """When the wait is over; None while the owner has not been told."""
        return self.notice_at and self.notice_at + datetime.timedelta(days=self.wait_days)

    @property
    def is_open(self) -> bool:
        return self.opens_at is not None and self.opens_at <= timezone.now()

    @property
    def may_ask_from(self) -> datetime.datetime | None:
        """From when on they may ask; None while they have asked and the owner was told."""
        if self.notice_at:
            return None
        last = self.refused_at or self.asked_at
        return last + AGAIN_AFTER if last else self.named_at

    @property
    def may_ask(self) -> bool:
        return self.may_ask_from is not None and self.may_ask_from <= timezone.now()

    def show_from_its_moment(self) -> None:
        """Have the member see every section once the wait is over, or no longer."""
        if self.purpose == Purpose.LOOK:
            Membership.objects.filter(pk=self.membership_id).update(opens_at=self.opens_at)


def standing(plan: Plan) -> models.QuerySet:
    """The stand-ins of `plan` who are members of it now."""
    return plan.stand_ins.filter(membership__removed_at=None).select_related("membership__user")


def asks_on_home(member: Member) -> dict:
    """For the reading of a plan in which Home counts: whether somebody asks its owner to stand in,
    or whether this reader is named to."""
    mine = StandIn.objects.filter(plan=member.plan, membership__removed_at=None)
    if member.owns:
        return {"is_asked": Exists(mine.exclude(asked_at=None))}
    return {"is_named": Exists(mine.filter(membership__user=member.user.pk))}


@transaction.atomic
def name_stand_in(membership: Membership, *, purpose: Purpose, wait_days: int, by: User) -> StandIn:
    """Name a member to stand in; named already, they have that many days from now on.

    Raises ValidationError, in a sentence, where they left meanwhile, or another is the successor.
    """
    plan = acting(membership.plan, by, Action.OWN).plan
    if not plan.memberships.filter(pk=membership.pk, removed_at=None).exists():
        raise ValidationError(_("They are no longer in this plan. Nothing was changed."))
    named = plan.stand_ins.filter(purpose=purpose)
    if stand_in := named.filter(membership=membership).first():
        return set_days(stand_in, wait_days=wait_days, by=by)
    if purpose == Purpose.SUCCEED and named.exists():
        raise ValidationError(_("There is one already. Stop that one first."))
    stand_in = StandIn.objects.create(
        plan=plan, membership=membership, purpose=purpose, wait_days=wait_days
    )
    note(Granted.TRUSTED, stand_in, by, wait_days=wait_days)
    post("stand_in_set", to=plan.owner, plan_id=plan.pk)
    post("stand_in_named", to=stand_in.user, plan_id=plan.pk, object_id=stand_in.pk)
    return stand_in


@transaction.atomic
def set_days(stand_in: StandIn, *, wait_days: int, by: User) -> StandIn:
    """Change the wait, of what was asked already too."""
    acting(stand_in.plan, by, Action.OWN)
    stand_in = locked(stand_in)
    if stand_in.wait_days != wait_days:
        stand_in.wait_days = wait_days
        stand_in.save(update_fields=["wait_days"])
        stand_in.show_from_its_moment()
        note(Granted.TRUSTED, stand_in, by, wait_days=wait_days)
        post("stand_in_set", to=stand_in.plan.owner, plan_id=stand_in.plan_id)
    return stand_in


@transaction.atomic
def ask(stand_in: StandIn, *, by: User) -> None:
    """Ask to stand in. The wait begins once the owner's notice has been sent.

    Pressed twice, it is asked once. Raises ValidationError, in a sentence.
    """
    stand_in = locked(stand_in)
    if stand_in.plan.closed_at:
        raise ValidationError(_("This plan is closed. Nobody can ask for more of it."))
    if not stand_in.may_ask:
        if stand_in.refused_at:
            raise ValidationError(_("The owner said no. You can ask again one day later."))
        return
    stand_in.asked_at, stand_in.refused_at = timezone.now(), None
    stand_in.save(update_fields=["asked_at", "refused_at"])
    note(Granted.ASKED, stand_in, by)
    plan = stand_in.plan
    post("stand_in_asked", to=plan.owner, plan_id=plan.pk, object_id=stand_in.pk)


@transaction.atomic
def begin_wait(pk: uuid.UUID, asked_at: datetime.datetime) -> None:
    """The owner's notice of what was asked at `asked_at` has been sent, if that still stands."""
    asked = StandIn.objects.filter(pk=pk, asked_at=asked_at, notice_at=None)
    for found in asked.select_related("plan"):
        found.plan.lock()
    for stand_in in asked.select_for_update():
        stand_in.notice_at = timezone.now()
        stand_in.save(update_fields=["notice_at"])
        stand_in.show_from_its_moment()


@transaction.atomic
def refuse(stand_in: StandIn, *, by: User) -> None:
    """End what was asked, before or after it opened, at once."""
    acting(stand_in.plan, by, Action.OWN)
    stand_in = locked(stand_in)
    if stand_in.asked_at is None:
        return
    stand_in.asked_at, stand_in.notice_at, stand_in.refused_at = None, None, timezone.now()
    stand_in.save(update_fields=["asked_at", "notice_at", "refused_at"])
    stand_in.show_from_its_moment()
    note(Granted.REFUSED, stand_in, by)
    post("stand_in_refused", to=stand_in.user, plan_id=stand_in.plan_id, object_id=stand_in.pk)


@transaction.atomic
def stop(stand_in: StandIn, *, by: User) -> None:
    """From now on they are not named for this, and what it opened is closed at once."""
    acting(stand_in.plan, by, Action.OWN)
    stand_in = locked(stand_in)
    stand_in.notice_at = None
    stand_in.show_from_its_moment()
    note(Granted.UNTRUSTED, stand_in, by)
    post(
        "stand_in_stopped",
        to=stand_in.user,
        plan_id=stand_in.plan_id,
        object_id=stand_in.purpose,
    )
    stand_in.delete()


@transaction.atomic
def take_over(stand_in: StandIn, *, by: User) -> None:
    """Become the owner, once the wait is over. Raises ValidationError, in a sentence."""
    stand_in = locked(stand_in)
    plan = stand_in.plan
    if stand_in.purpose != Purpose.SUCCEED or stand_in.user != by or not stand_in.is_open:
        raise ValidationError(_("The wait is not over yet. Nothing was changed."))
    before = plan.owner
    change_owner(plan, to=by, by=by)
    post("stand_in_owns", to=before, plan_id=plan.pk)


def end_stand_ins(membership: Membership) -> None:
    """Somebody leaves the plan, or is removed: they stand in for nobody, even if they come back."""
    membership.stand_ins.all().delete()
    Membership.objects.filter(pk=membership.pk).update(opens_at=None)


def locked(stand_in: StandIn) -> StandIn:
    """It as it is by now, held until the transaction ends.

    Raises ValidationError, in a sentence, where it was stopped meanwhile.
    """
    stand_in.plan.lock()
    found = StandIn.objects.select_for_update(of=["self"]).filter(membership__removed_at=None)
    found = found.select_related("plan__owner", "membership__user").filter(pk=stand_in.pk).first()
    if found is None:
        raise ValidationError(_("This was stopped meanwhile. Nothing was changed."))
    return found


def note(kind: Granted, stand_in: StandIn, by: User, **detail) -> None:
    note_grant(
        stand_in.plan, kind, by=by, subject=stand_in.user, purpose=stand_in.purpose, **detail
    )
