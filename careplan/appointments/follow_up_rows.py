"""Things to do as one reader sees them, each with what its reader may do with it."""

from dataclasses import dataclass

from django.urls import reverse

from careplan.appointments.follow_ups import FollowUp, FollowUpQuerySet
from careplan.appointments.models import Appointment
from careplan.plans.access import Action, Member, Section
from careplan.plans.private import is_shared, private_sentence

# Where a button was pressed, as its page says it: there its reader goes on.
HOME, VISIT, ONE = "home", "visit", "one"


@dataclass(frozen=True)
class Row:
    """One thing to do, in words."""

    follow_up: FollowUp
    who: str
    when: str
    private: str
    may_tick: bool
    may_take: bool
    url: str


def to_show(follow_ups: FollowUpQuerySet, member: Member) -> FollowUpQuerySet:
    """With all that a row needs, in the one reading."""
    return follow_ups.with_who(member).annotate(is_shared=is_shared(FollowUp))


def row_of(follow_up: FollowUp, member: Member) -> Row:
    """One of `to_show`."""
    is_open = not follow_up.is_done
    may_edit = member.can(Action.EDIT, Section.VISITS)
    return Row(
        follow_up,
        who=follow_up.who,
        when=follow_up.when,
        private=private_sentence(follow_up, member, shared=follow_up.is_shared),
        may_tick=may_tick(follow_up, member),
        may_take=may_edit and is_open and follow_up.held_by is None,
        url=reverse("follow_up_detail", args=[follow_up.plan_id, follow_up.pk]),
    )


def rows_of(follow_ups, member: Member) -> list[Row]:
    return [row_of(follow_up, member) for follow_up in follow_ups]


def may_tick(follow_up: FollowUp, member: Member) -> bool:
    """Whether `member` may say that it is done: whoever may change the visits; and a caregiver who
    may only see them, of what they took care of.

    The table gives such a caregiver SUGGEST, and a viewer nothing but VIEW. So a viewer who was
    handed something tells somebody else.
    """
    if follow_up.removed_at:
        return False
    own = follow_up.taken_by_id == member.user.pk and member.can(Action.SUGGEST, Section.VISITS)
    return own or member.can(Action.EDIT, Section.VISITS)


def address_after(follow_up: FollowUp, pressed_on: str) -> str:
    """Where to go on from a button for `follow_up`."""
    plan_id = follow_up.plan_id
    if pressed_on == HOME:
        return reverse("home", args=[plan_id])
    if pressed_on == VISIT and follow_up.visit_id:
        return f"{reverse('visit_after', args=[plan_id, follow_up.visit_id])}#to-do"
    if pressed_on == ONE and not follow_up.removed_at:
        return reverse("follow_up_detail", args=[plan_id, follow_up.pk])
    return reverse("follow_up_list", args=[plan_id])


def address_when_kept(follow_up: FollowUp, today, visit: Appointment | None) -> str:
    """Where to go on from its form: to the visit it was made at; where its words raise a warning,
    to its own page, which shows it."""
    if follow_up.removed_at is None and follow_up.alerts(today):
        return f"{address_after(follow_up, ONE)}?saved"
    return address_after(follow_up, VISIT if visit else "")
