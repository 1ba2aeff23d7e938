"""Who may do what with a plan: one table, asked by every view and every template."""

import enum
import functools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import IntegrityError
from django.db.models import F, FilteredRelation, Q
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from careplan.accounts.models import User
from careplan.plans.looking import Looked, Sight, looked_already, note_look
from careplan.plans.models import Grant, Membership, Plan, Role
from careplan.plans.sections import Section


class Action(enum.Enum):
    VIEW = "view"
    SUGGEST = "suggest"  # a question, to be taken or left by whoever may edit
    EDIT = "edit"
    SHARE = "share"  # give somebody more: invite, make a link, widen a grant
    WITHDRAW = "withdraw"  # take it back: remove, revoke, refuse
    OWN = "own"


EVERY_SECTION = dict.fromkeys(Section, Grant.CHANGE)

# What a role may do at most; in which sections, its grants say.
ALLOWED: dict[Role, frozenset[Action]] = {
    Role.OWNER: frozenset(Action),
    Role.MANAGER: frozenset(Action) - {Action.OWN},
    Role.CAREGIVER: frozenset({Action.VIEW, Action.SUGGEST, Action.EDIT}),
    Role.VIEWER: frozenset({Action.VIEW}),
    Role.LINK: frozenset({Action.VIEW}),
}
# Of these, what is left of it when the plan is closed: reading, and taking back.
WHEN_CLOSED = frozenset({Action.VIEW, Action.WITHDRAW, Action.OWN})
NEEDED: dict[Action, frozenset[Grant]] = {
    Action.VIEW: frozenset({Grant.SEE, Grant.CHANGE}),
    Action.SUGGEST: frozenset({Grant.SEE, Grant.CHANGE}),
    Action.EDIT: frozenset({Grant.CHANGE}),
    Action.SHARE: frozenset({Grant.CHANGE}),
    Action.WITHDRAW: frozenset({Grant.CHANGE}),
    Action.OWN: frozenset({Grant.CHANGE}),
}


class NoLongerAMember(Http404):
    """Somebody who was removed from the plan: they are told so, and nothing else."""


@dataclass(frozen=True)
class Member:
    """One person in one plan, as whom every record of it is read.

    The reader of a share link is a Member too: `user` is then nobody's account and has no pk, and
    `link_id` says which link.
    """

    plan: Plan
    user: User
    role: Role
    grants: dict[Section, Grant]
    link_id: object = None

    def can(self, action: Action, section: Section | None = None) -> bool:
        """Whether the table allows `action` in `section`; with no section, in any of them.

        To look at what is of no section, it is enough to be in the plan.
        """
        if action not in ALLOWED[self.role]:
            return False
        if self.plan.closed_at and action not in WHEN_CLOSED:
            return False
        if action is Action.VIEW and section is None:
            return True
        grants = self.grants.values() if section is None else [self.grants[section]]
        return any(grant in NEEDED[action] for grant in grants)

    def require(self, action: Action, section: Section | None) -> None:
        """Raise PermissionDenied, in a sentence, where the table does not allow it."""
        if not self.can(action, section):
            raise PermissionDenied(sentence(self, action))

    @property
    def owns(self) -> bool:
        return self.role is Role.OWNER

    @property
    def sees_nothing(self) -> bool:
        """Whether no part of the plan is open to them, as to who is trusted for emergencies."""
        return all(grant is Grant.NONE for grant in self.grants.values())


def member_of(plan: Plan, user: User, membership: Membership | None) -> Member | None:
    """`user` in `plan`; None for somebody who is not in it, or not any more."""
    if plan.owner_id == user.pk:
        return Member(plan, user, Role.OWNER, EVERY_SECTION)
    if membership is None or membership.removed_at:
        return None
    role = Role(membership.role)
    if role is Role.MANAGER:
        return Member(plan, user, role, EVERY_SECTION)
    grants = {section: Grant(getattr(membership, section.value)) for section in Section}
    if membership.opens_at and membership.opens_at <= timezone.now():
        grants = {s: Grant.SEE if g == Grant.NONE else g for s, g in grants.items()}
    return Member(plan, user, role, grants)


# Read together with the plan, whoever its reader is.
OF_MEMBERSHIP = [field.attname for field in Membership._meta.concrete_fields]


def find_member(plan_id, user: User, sight: Sight | None = None) -> Member:
    """`user` as a member of the plan `plan_id`, for reading its records. One reading.

    With a `sight`, whether it stands on “who looked” already is found in the same reading, and
    put there. Raises Http404, the same for a stranger and for a plan that does not exist, or
    NoLongerAMember.
    """
    own = FilteredRelation("memberships", condition=Q(memberships__user=user.pk))
    columns = {f"own_{name}": F(f"own__{name}") for name in OF_MEMBERSHIP}
    looked = {"looked": looked_already(plan_id, sight)} if sight else {}
    found = Plan.objects.annotate(own=own).annotate(**columns, **looked).filter(pk=plan_id)
    plan = found.filter(Q(owner=user.pk) | Q(own__isnull=False)).first()
    if plan is None:
        raise Http404
    of_mine = {name: getattr(plan, f"own_{name}") for name in OF_MEMBERSHIP}
    member = member_of(plan, user, Membership(**of_mine) if plan.own_id else None)
    if member is None:
        raise NoLongerAMember
    if sight:
        sight.is_noted = plan.looked
    return member


def plans_of(user: User):
    """The plans that `user` owns or is a member of, oldest first."""
    current = Membership.objects.filter(user=user, removed_at=None).values("plan")
    return Plan.objects.filter(Q(owner=user) | Q(pk__in=current)).order_by("created")


def was_taken_out(user: User) -> bool:
    """Whether `user` was in somebody's plan, and is in none by now."""
    was_in_one = Membership.objects.filter(user=user).exclude(removed_at=None).exists()
    return was_in_one and not plans_of(user).exists()


def sentence(member: Member, action: Action) -> str:
    """What a member without the right is told."""
    if action is Action.VIEW:
        return _("You can see this plan, but not this part of it.")
    if member.plan.closed_at and action not in WHEN_CLOSED:
        return _("This plan is closed. It can be read, but not changed.")
    return _("You can see this plan, but not change this part of it.")


@contextmanager
def not_erased_meanwhile(plan_id) -> Iterator[None]:
    """Raises Http404 for whatever a view met because the plan was erased while it ran."""
    try:
        yield
    except (ObjectDoesNotExist, IntegrityError):
        if Plan.objects.filter(pk=plan_id).exists():
            raise
        raise Http404 from None


def plan_access(
    action: Action, section: Section | None = None, *, looks: Looked | None = Looked.VIEW
):
    """Turn `plan_id` into `plan` for a view, and put the reader on `request.member`.

    An outsider gets 404, a member without the right 403. What was shown is noted for “who
    looked at this plan”, as `looks`.
    """

    def decorate(view):
        @functools.wraps(view)
        def wrapper(request, plan_id, **kwargs):
            sight = Sight.of(request, looks) if request.method == "GET" and looks else None
            member = find_member(plan_id, request.user, sight)
            member.require(action, section)
            request.member = member
            with not_erased_meanwhile(plan_id):
                response = view(request, member.plan, **kwargs)
                if sight and response.status_code == 200:
                    note_look(member.plan, sight)
            return response

        wrapper.plan_access = (action, section)
        return wrapper

    return decorate
