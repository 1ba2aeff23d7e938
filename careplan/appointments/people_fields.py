"""Whom a visit is with, and who comes along: ticks of those whom the plan knows by name."""

from django import forms
from django.utils.translation import gettext_lazy as _

from careplan.plans.access import Action, Section
from careplan.plans.forms import RecordForm
from careplan.plans.private import people_who_see
from careplan.widgets import Ticks

CHOSEN = ("team", "companions")


class PeopleForm(RecordForm):
    """A form of a visit that names the care team, and people who see the plan, by ticks.

    Who was chosen and is no longer offered, since they were taken off the team or left the plan,
    stays a choice as long as they are ticked: a past visit was with them.
    """

    team = forms.MultipleChoiceField(
        label=_("Who of the care team is it with?"), widget=Ticks, required=False
    )
    companions = forms.MultipleChoiceField(
        label=_("Who comes along?"), widget=Ticks, required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in CHOSEN:
            if name in self.fields:
                self.offer(name)

    def offer(self, name: str) -> None:
        standing = [] if self.is_new else self.instance.named(name)
        people = {str(one.pk): called(one) for one in (*self.offered(name), *standing)}
        self.initial[name] = self.stands[name] = [str(one.pk) for one in standing]
        self.fields[name].choices = list(people.items())
        if not people:
            del self.fields[name]

    def offered(self, name: str) -> list:
        if name == "companions":
            return people_who_see(self.member.plan, Section.VISITS)
        if not self.member.can(Action.VIEW, Section.PEOPLE):
            return []
        return list(self.member.plan.care_team.seen_by(self.member))

    @property
    def chosen(self) -> dict[str, list[str]]:
        """The keys that a valid form names, of each field that it has."""
        return {name: self.cleaned_data[name] for name in CHOSEN if name in self.fields}

    def typed(self) -> dict:
        return super().typed() | self.chosen

    def save(self, commit=True):
        visit = super().save(commit)
        for name, keys in self.chosen.items():
            getattr(visit, name).set(keys)
        return visit

    def save_instance(self, fields: list[str]) -> None:
        self.instance.save_changes(by=self.member.user, fields=fields, chosen=self.chosen)


def called(one) -> str:
    """What somebody is called: of the care team by their name, of the plan by theirs."""
    return getattr(one, "called", "") or one.name
