"""What the page on people shows: who may see a plan, who is invited, and what else leads on."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from careplan.plans.access import Action, Member, Section, member_of
from careplan.plans.models import Grant, Membership, Role
from careplan.sharing.invitations import Invitation
from careplan.sharing.people_rank import may_touch
from careplan.sharing.people_words import PARTS


@dataclass(frozen=True)
class Sight:
    """One part of the plan, and whether somebody sees it and changes it."""

    words: str
    sees: bool
    changes: bool


@dataclass(frozen=True)
class Reader:
    """Somebody who may see the plan; `pk` is that of a membership the page's reader may change."""

    name: str
    called: str
    relation: str
    sentence: str
    sights: tuple[Sight, ...]
    pk: int | None = None


def readers(member: Member) -> list[Reader]:
    """Everybody who may see the plan, its owner first, as `member` is shown them. One reading.

    Who may not see the part on people is shown the owner and themselves.
    """
    plan = member.plan
    owner = member.user if member.owns else plan.owner
    rows = [(member_of(plan, owner, None), None)]
    current = plan.memberships.filter(removed_at=None)
    if not member.can(Action.VIEW, Section.PEOPLE):
        current = current.filter(user=member.user.pk)
    for membership in current.select_related("user").order_by("created"):
        rows.append((member_of(plan, membership.user, membership), membership))
    return [reader(somebody, membership, member) for somebody, membership in rows]


def reader(somebody: Member, membership: Membership | None, shown_to: Member) -> Reader:
    is_me = somebody.user.pk == shown_to.user.pk
    called = somebody.user.called
    may_change = membership and not is_me and may_touch(shown_to, membership)
    return Reader(
        _("%(name)s (you)") % {"name": called} if is_me else called,
        called,
        membership.relation if membership else "",
        role_sentence(somebody),
        sights(somebody.role, somebody.grants),
        membership.pk if may_change else None,
    )


def role_sentence(member: Member) -> str:
    """What a role means, to somebody who has it."""
    if member.sees_nothing:
        return _("Is in this plan, but sees nothing of it yet.")
    return {
        Role.OWNER: _("Keeps this plan. Can see and change all of it."),
        Role.MANAGER: _("Helps to keep this plan. Can see and change all of it."),
        Role.CAREGIVER: _("Can help with these parts."),
        Role.VIEWER: _("Can look at these parts. Cannot change anything."),
    }[member.role]


def sights(role: Role, grants: dict[Section, Grant]) -> tuple[Sight, ...]:
    """Each part that a plan has, for a role that does not see all of them anyway."""
    if role in {Role.OWNER, Role.MANAGER}:
        return ()
    return tuple(
        Sight(words, grants[part] != Grant.NONE, grants[part] == Grant.CHANGE)
        for part, words in PARTS.items()
    )


def sights_of(rights) -> tuple[Sight, ...]:
    """The same of an invitation."""
    return sights(Role(rights.role), {s: Grant(getattr(rights, s.value)) for s in Section})


@dataclass(frozen=True)
class Invited:
    """An invitation on the page, with how it stands."""

    invitation: Invitation
    state: str
    sights: tuple[Sight, ...]
    may_change: bool

    @property
    def is_manager(self) -> bool:
        return self.invitation.role == Role.MANAGER


def invited(member: Member) -> list[Invited]:
    """The invitations that stand, for whoever may invite or take back. One reading."""
    if not member.can(Action.WITHDRAW):
        return []
    return [
        Invited(each, state_of(each), sights_of(each), may_touch(member, each))
        for each in member.plan.invitations.standing().order_by("created")
    ]


def state_of(invitation: Invitation) -> str:
    if invitation.declined_at:
        return _("Said no, thank you. Sees nothing.")
    if invitation.is_expired:
        return _("The invitation has run out. Sees nothing.")
    until = {"day": day(invitation.expires_at)}
    if invitation.sent_at or invitation.link_sha256:
        return _("Has not answered yet. Sees nothing until then. It ends on %(day)s.") % until
    return _("Not sent yet. Sees nothing.")


def day(moment) -> str:
    """“Friday 4 December at 16:02”, where its reader is."""
    moment = localtime(moment)
    on = date_format(moment, pgettext("date", "l j F"))
    time = date_format(moment, pgettext("time", "H:i"))
    return _("%(day)s at %(time)s") % {"day": on, "time": time}


@dataclass(frozen=True)
class Lead:
    """A short block that leads on from the page. `shown` says to whom."""

    title: str
    words: str
    label: str
    route: str
    shown: Callable[[Member], bool]


LEADS = (
    Lead(
        gettext_lazy("A link for your doctor"),
        gettext_lazy("A doctor or hospital can read chosen parts, without an account."),
        gettext_lazy("See the links"),
        "share_links",
        lambda member: member.can(Action.WITHDRAW),
    ),
    Lead(
        gettext_lazy("Who looked at this plan"),
        gettext_lazy("Who saw what, and on which day."),
        gettext_lazy("See who looked"),
        "who_looked",
        lambda member: True,
    ),
    Lead(
        gettext_lazy("If I cannot"),
        gettext_lazy("Who may see all in an emergency, and who may keep this plan after that."),
        gettext_lazy("See who is named"),
        "stand_ins",
        lambda member: True,
    ),
    Lead(
        gettext_lazy("Hand this plan over"),
        gettext_lazy("Somebody else keeps it from then on. You both say yes first."),
        gettext_lazy("Choose who keeps it"),
        "hand_over",
        lambda member: member.owns,
    ),
    Lead(
        gettext_lazy("Close this plan"),
        gettext_lazy("It can then be read, and nothing of it changes."),
        gettext_lazy("See what closing means"),
        "plan_close",
        lambda member: member.owns and not member.plan.closed_at,
    ),
    Lead(
        gettext_lazy("This plan is closed"),
        gettext_lazy("You can open it again at any time."),
        gettext_lazy("Open it again"),
        "plan_close",
        lambda member: member.owns and bool(member.plan.closed_at),
    ),
    Lead(
        gettext_lazy("Leave this plan"),
        gettext_lazy("You can then see nothing of it."),
        gettext_lazy("Leave this plan"),
        "plan_leave",
        lambda member: not member.owns,
    ),
)


def leads(member: Member) -> list[Lead]:
    """The blocks that this reader may follow."""
    return [lead for lead in LEADS if lead.shown(member)]
