"""The first steps of a new plan: one thing a page, each of them skippable."""

from dataclasses import dataclass

from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from careplan.accounts.models import HowMuch, User
from careplan.appointments.forms import AppointmentForm
from careplan.forms import BaseModelForm
from careplan.plans.plan_forms import SitesForm
from careplan.widgets import Radios


class LevelForm(BaseModelForm):
    """How much this person wants to see: their own setting, and nobody else's."""

    submit_label = _("Next")

    class Meta:
        model = User
        fields = ("information_level",)
        labels = {"information_level": _("How much do you want to see?")}
        help_texts = {
            "information_level": _("Only you see this answer. You can change it in Settings.")
        }
        widgets = {
            "information_level": Radios(
                hints={
                    HowMuch.BASICS.value: _("What to ask, in short. The rest stays closed."),
                    HowMuch.MAIN.value: _("The basics, and what treatment may do."),
                    HowMuch.EVERYTHING.value: _("Also what may lie ahead."),
                    HowMuch.LATER.value: _("We start with the basics."),
                }
            )
        }

    def keep(self) -> User:
        self.instance.save(update_fields=["information_level"])
        return self.instance


class FirstVisitForm(AppointmentForm):
    """The next visit: who with, and which day. The rest can wait for the visit's own page."""

    submit_label = _("Next")
    at = how = team = companions = None

    class Meta(AppointmentForm.Meta):
        fields = ("with_whom", "on")

    @property
    def is_empty(self) -> bool:
        """Nothing was typed, which is an answer too."""
        return not any(self.data.get(key, "").strip() for key in TYPED)


TYPED = ("with_whom", "on_day", "on_month", "on_year")


@dataclass(frozen=True)
class Step:
    """One of the first steps. `number` counts from 1, the choice of whose plan it is included."""

    name: str
    number: int
    title: Promise
    lede: Promise
    skip: Promise

    def form(self, data, member):
        """Its form. Each has `keep()`, which answers None where it could not save."""
        if self.name == "level":
            return LevelForm(data, instance=member.user)
        if self.name == "where":
            return SitesForm(data, instance=member.plan, member=member)
        return FirstVisitForm(data, member=member)


STEPS = (
    Step(
        "level",
        2,
        _("How much to see"),
        _("People differ. Choose what is right for you."),
        _("Skip"),
    ),
    Step(
        "where",
        3,
        _("Where it is"),
        _("Tick all that fit. You do not have to say."),
        _("I would rather not say"),
    ),
    Step(
        "visit",
        4,
        _("Your next visit"),
        _("Your question list is made for a visit."),
        _("I do not know yet"),
    ),
)
FIRST = STEPS[0].name
COUNT = len(STEPS) + 1


def step_called(name: str) -> Step:
    """Raises Http404."""
    for step in STEPS:
        if step.name == name:
            return step
    raise Http404


def after(step: Step) -> str:
    """The name of the step that follows, empty after the last."""
    following = STEPS[STEPS.index(step) + 1 :]
    return following[0].name if following else ""
