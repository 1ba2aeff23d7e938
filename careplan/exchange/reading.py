"""What the pages of this room show: how much there is, and in which plans somebody is."""

from dataclasses import dataclass

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careplan.accounts.models import User
from careplan.exchange.archive import in_parts
from careplan.exchange.kinds import KINDS
from careplan.exchange.plan_copy import kept_by
from careplan.plans.access import Action, Member, Section, plans_of
from careplan.plans.models import Plan


@dataclass(frozen=True)
class MyPlan:
    """A plan of the reader's, and who else is in it."""

    plan: Plan
    is_mine: bool
    others: int

    @property
    def others_words(self) -> str:
        if not self.others:
            return _("Nobody else is in it.")
        words = ngettext(
            "%(n)d other person is in it.", "%(n)d other people are in it.", self.others
        )
        return words % {"n": self.others}


def my_plans(user: User) -> list[MyPlan]:
    """The plans that `user` is in, in one reading."""
    current = Plan.members.through.objects.filter(plan=OuterRef("pk"), removed_at=None)
    plans = plans_of(user).annotate(others=number(current, "plan"))
    return [MyPlan(plan, plan.owner_id == user.pk, plan.others) for plan in plans]


def number(rows, by: str) -> Coalesce:
    """How many of the `rows` there are, inside a query."""
    counted = rows.order_by().values(by).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def amounts(member: Member) -> list[str]:
    """“12 questions”, “3 papers”: what `member` sees in the plan, in one reading."""
    counted = {
        f"{kind.key}_seen": number(getattr(member.plan, kind.key).seen_by(member), "plan")
        for kind in KINDS
        if kind.key in AMOUNTS and member.can(Action.VIEW, kind.section)
    }
    found = Plan.objects.filter(pk=member.plan.pk).values(**counted).get() if counted else {}
    numbers = {key: found.get(f"{key}_seen", 0) for key in AMOUNTS}
    return [words(numbers[key]) for key, words in AMOUNTS.items() if numbers[key]]


AMOUNTS = {
    "concerns": lambda n: ngettext("%(n)d concern", "%(n)d concerns", n) % {"n": n},
    "questions": lambda n: ngettext("%(n)d question", "%(n)d questions", n) % {"n": n},
    "appointments": lambda n: ngettext("%(n)d visit", "%(n)d visits", n) % {"n": n},
    "documents": lambda n: ngettext("%(n)d legal paper", "%(n)d legal papers", n) % {"n": n},
    "scans": lambda n: ngettext("%(n)d scan", "%(n)d scans", n) % {"n": n},
    "topic_notes": lambda n: (
        ngettext("%(n)d note on comfort", "%(n)d notes on comfort", n) % {"n": n}
    ),
}


@dataclass(frozen=True)
class Part:
    """One file of a copy."""

    number: int
    label: str
    size: str  # of its scans


def parts_of(member: Member) -> list[Part]:
    """The files in which a copy comes, in one reading. Most plans have one."""
    scans = []
    if member.can(Action.VIEW, Section.PAPERS):
        scans = list(kept_by(member.plan.scans, member))
    parts = in_parts(scans)
    return [
        Part(
            place,
            _("Take a copy")
            if len(parts) == 1
            else _("Take part %(n)d of %(all)d") % {"n": place, "all": len(parts)},
            filesizeformat(sum(scan.size for scan in part)) if part else "",
        )
        for place, part in enumerate(parts, 1)
    ]
