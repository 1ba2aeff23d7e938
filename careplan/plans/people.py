"""What the pages on people show: who may see a plan, and what it says about its person."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from careplan.accounts.models import User
from careplan.plans.access import Action, Member, Section, member_of
from careplan.plans.models import Plan, Role, site_names
from careplan.plans.plan_forms import KEPT, PRINTED


@dataclass(frozen=True)
class Sight:
    """One part of the plan, and whether somebody sees it."""

    words: str
    sees: bool


@dataclass(frozen=True)
class Reader:
    """Somebody who may see the plan."""

    name: str
    relation: str
    sentence: str
    sights: tuple[Sight, ...]


def readers(plan: Plan, reader: User) -> list[Reader]:
    """Everybody who may see `plan`, its owner first, as `reader` is shown them. One reading."""
    current = plan.memberships.filter(removed_at=None).select_related("user").order_by("created")
    owner = reader if plan.owner_id == reader.pk else plan.owner
    members = [member_of(plan, owner, None)]
    relations = [""]
    for membership in current:
        members.append(member_of(plan, membership.user, membership))
        relations.append(membership.relation)
    return [
        Reader(_name(member, reader), relation, _sentence(member), _sights(member))
        for member, relation in zip(members, relations, strict=True)
    ]


def _name(member: Member, reader: User) -> str:
    if member.user == reader:
        return _("%(name)s (you)") % {"name": member.user.called}
    return member.user.called


def _sentence(member: Member) -> str:
    """What a role means."""
    return {
        Role.OWNER: _("Keeps this plan. Can see and change all of it."),
        Role.MANAGER: _("Helps to keep this plan. Can see and change all of it."),
        Role.CAREGIVER: _("Can help with these parts."),
        Role.VIEWER: _("Can look at these parts. Cannot change anything."),
    }[member.role]


def _sights(member: Member) -> tuple[Sight, ...]:
    """Each part that a plan has now; what is private to others is never among it."""
    if member.role in {Role.OWNER, Role.MANAGER}:
        return ()
    parts = (
        (Section.VISITS, pgettext("part of a plan", "Visits, concerns and questions")),
        (Section.PAPERS, pgettext("part of a plan", "Legal papers")),
        (Section.COMFORT, pgettext("part of a plan", "Comfort and support")),
        (Section.PEOPLE, pgettext("part of a plan", "Care team and about me")),
    )
    return tuple(Sight(words, member.can(Action.VIEW, section)) for section, words in parts)


@dataclass(frozen=True)
class AboutFact:
    """One thing that a plan says about its person, and whether the printed list shows it."""

    label: str
    words: str
    is_printed: bool


def about_facts(plan: Plan) -> list[AboutFact]:
    """All that can be said about the person of `plan`, with empty words where nothing is."""
    facts = [
        AboutFact(plan._meta.get_field(name).verbose_name, getattr(plan, name), name in PRINTED)
        for name in (*PRINTED, *KEPT)
    ]
    return [*facts, AboutFact(_("Where the cancer is"), site_names(plan.sites), False)]


def about_title(plan: Plan, reader: User) -> str:
    """“About me”, to the person whose plan it is."""
    if plan.is_for_owner and plan.owner_id == reader.pk:
        return _("About me")
    return _("About %(name)s") % {"name": plan.person_name}
