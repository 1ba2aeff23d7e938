"""The letters about who may see a plan. None names the plan, its person, or what is in it.

A letter may wait for days. Whether it is still true is asked again just before it goes.
"""

from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from careplan.accounts.outbox import Letter, WaitingLetter, letter, post
from careplan.plans.models import Plan
from careplan.plans.open_plans import open_plan
from careplan.sharing.invitations import Invitation
from careplan.sharing.people_rank import is_in

# kind: its subject. The words of each are templates/sharing/letters/<kind>.
SUBJECTS = {
    "access_granted": gettext_noop("An invitation was accepted"),
    "access_removed": gettext_noop("A plan is no longer shared with you"),
    "member_left": gettext_noop("Somebody left a plan"),
    "sharing_changed": gettext_noop("Who can see a plan"),
    "hand_over_asked": gettext_noop("You are asked to keep a plan"),
    "hand_over_refused": gettext_noop("An answer to your question"),
    "handed_over": gettext_noop("A plan has a new keeper"),
}


def tell(kind: str, *, plan: Plan, by, object_id="") -> None:
    """Post a letter to the owner of `plan`, and to `by` who did it."""
    for person in {plan.owner, by}:
        post(kind, to=person, plan_id=plan.pk, object_id=object_id)


def is_said_no(plan: Plan, waiting: WaitingLetter) -> bool:
    """Of an owner who asks nobody anew: with a new question, “no” would seem to answer that."""
    return plan.owner_id == waiting.user_id and plan.offered_to_id is None


def is_handed_over(plan: Plan, waiting: WaitingLetter) -> bool:
    """To whoever it was handed to, while they keep it; to whoever kept it, while they do not."""
    is_new_owner = str(waiting.user_id) == waiting.object_id
    return (plan.owner_id == waiting.user_id) == is_new_owner


# Whether a letter is still true. The object is the user whom it is about.
STILL_TRUE: dict[str, Callable[[Plan, WaitingLetter], bool]] = {
    "access_granted": lambda plan, waiting: (
        is_in(plan, waiting.user_id) and is_in(plan, waiting.object_id)
    ),
    "access_removed": lambda plan, waiting: not is_in(plan, waiting.user_id),
    "member_left": lambda plan, waiting: (
        plan.owner_id == waiting.user_id and not is_in(plan, waiting.object_id)
    ),
    "sharing_changed": lambda plan, waiting: is_in(plan, waiting.user_id),
    "hand_over_asked": lambda plan, waiting: plan.offered_to_id == waiting.user_id,
    "hand_over_refused": is_said_no,
    "handed_over": is_handed_over,
}


def neutral(kind: str, waiting: WaitingLetter) -> Letter | None:
    """A letter of fixed words; none about a plan that is closed or gone, or about what is over."""
    plan = open_plan(waiting)
    if plan is None or not STILL_TRUE[kind](plan, waiting):
        return None
    return Letter(_(SUBJECTS[kind]), f"sharing/letters/{kind}")


for each in SUBJECTS:
    letter(each)(partial(neutral, each))


@letter("invitation")
@transaction.atomic
def write_invitation(waiting: WaitingLetter) -> Letter | None:
    """The token of its link is made here, at sending; the link that was sent before is dead.

    A site without a mail server sends none; there a link is copied.
    """
    if open_plan(waiting) is None or not settings.EMAIL_HOST:
        return None
    standing = Invitation.objects.standing().filter(pk=waiting.object_id, declined_at=None)
    locked = standing.select_for_update(of=["self"])
    invitation = locked.select_related("invited_by").first()
    if invitation is None or invitation.is_expired:
        return None
    path = reverse("invitation_open", args=[invitation.new_link("mail")])
    return Letter(
        _("An invitation"),
        "sharing/letters/invitation",
        {"inviter": invitation.invited_by.called, "link": f"{settings.SITE_URL}{path}"},
        partial(note_sent, invitation),
    )


def note_sent(invitation: Invitation) -> None:
    Invitation.objects.filter(pk=invitation.pk).update(sent_at=timezone.now())
