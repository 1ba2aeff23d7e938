"""What a plan says about its person."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from careplan.accounts.models import User
from careplan.plans.models import Plan, site_names
from careplan.plans.plan_forms import KEPT, PRINTED


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
