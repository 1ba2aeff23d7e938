"""The letters of this room. They name no plan and nobody in it: a mailbox may be read by others."""

from django.utils.translation import gettext as _

from careplan.accounts.middleware import zone_of
from careplan.accounts.models import erased_day
from careplan.accounts.outbox import Letter, WaitingLetter, letter
from careplan.plans.access import plans_of

PLAN_DELETION, PLAN_KEPT = "plan_deletion", "plan_kept"
ACCOUNT_DELETION, COPY_MADE = "account_deletion", "copy_made"


@letter(PLAN_DELETION)
def plan_deletion(waiting: WaitingLetter) -> Letter | None:
    """For somebody in a plan that is still to be deleted."""
    plan = plan_of(waiting)
    if plan is None or plan.deletion_asked_at is None:
        return None
    return Letter(
        _("A plan will be deleted"),
        "exchange/letters/plan_deletion",
        {
            "day": erased_day(plan.deletion_asked_at, zone_of(waiting.user)),
            "owns": plan.owner_id == waiting.user_id,
        },
    )


@letter(PLAN_KEPT)
def plan_kept(waiting: WaitingLetter) -> Letter | None:
    plan = plan_of(waiting)
    if plan is None or plan.deletion_asked_at:
        return None
    return Letter(_("A plan stays after all"), "exchange/letters/plan_kept")


@letter(ACCOUNT_DELETION)
def account_deletion(waiting: WaitingLetter) -> Letter | None:
    asked_at = waiting.user.deletion_asked_at
    if asked_at is None:
        return None
    day = erased_day(asked_at, zone_of(waiting.user))
    return Letter(
        _("Your account will be deleted"), "exchange/letters/account_deletion", {"day": day}
    )


@letter(COPY_MADE)
def copy_made(waiting: WaitingLetter) -> Letter:
    return Letter(_("A copy was taken"), "exchange/letters/copy_made")


def plan_of(waiting: WaitingLetter):
    """The plan that the letter is about, if its reader is still in it."""
    return plans_of(waiting.user).filter(pk=waiting.plan_id).first()
