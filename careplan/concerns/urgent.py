"""What templates/_components/urgent.html shows: which warnings, and whom to call.

    {% include "_components/urgent.html" %}    with `urgent` in the context

Without a plan (a guest's list) there are no numbers: `Urgent(raised)`.
"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from careplan.concerns.safety import Alert
from careplan.plans.access import Action, Section

PEOPLE_SHOWN = 3


@dataclass(frozen=True)
class Call:
    """One number to call."""

    label: str
    number: str


@dataclass(frozen=True)
class Urgent:
    """The warnings to show. With none of them it is false, and nothing is shown."""

    raised: tuple[Alert, ...]
    calls: tuple[Call, ...] = ()
    add_url: str = ""  # where a number can be added, for whoever may

    def __bool__(self):
        return bool(self.raised)

    @property
    def spine(self) -> bool:
        return Alert.SPINE in self.raised

    @property
    def new_symptom(self) -> bool:
        return Alert.NEW_SYMPTOM in self.raised


def urgent(raised, member, *, just_saved: bool) -> Urgent:
    """The box for what `raised` warns of, with the numbers of the plan's care team.

    The first warning stands on each look; that of a new symptom only when it was `just_saved`, so
    that it keeps being read. One reading, and none where nothing is shown.
    """
    shown = tuple(alert for alert in raised if just_saved or alert is Alert.SPINE)
    if not shown:
        return Urgent(())
    numbers = calls(member)
    may_add = not numbers and member.can(Action.EDIT, Section.PEOPLE)
    add_url = reverse("care_team_create", args=[member.plan.pk]) if may_add else ""
    return Urgent(shown, numbers, add_url)


def calls(member) -> tuple[Call, ...]:
    """The care team's numbers by day and by night, whoever is to be called first at the top."""
    team = member.plan.care_team.seen_by(member).exclude(phone_day="", phone_night="")
    found = []
    for somebody in team[:PEOPLE_SHOWN]:
        name, day, night = somebody.name, somebody.phone_day, somebody.phone_night
        if day and day == night:
            found.append(Call(_("%(name)s, day and night") % {"name": name}, day))
            continue
        if day:
            found.append(Call(_("%(name)s, by day") % {"name": name}, day))
        if night:
            found.append(Call(_("%(name)s, nights and weekends") % {"name": name}, night))
    return tuple(found)
