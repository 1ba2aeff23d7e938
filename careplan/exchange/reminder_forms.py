"""Of what a person is reminded, and when: one form for all their plans."""

import datetime

from django import forms
from django.db import transaction
from django.http import Http404
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from careplan.exchange.reminder_sources import kinds_open_to
from careplan.exchange.reminders import Remind, ReminderChoice, ReminderTime
from careplan.forms import BaseForm
from careplan.plans.access import Member, find_member, plans_of
from careplan.widgets import Radios, Ticks

BEFORE, ON_DAY = "before", "day"


def open_members(user) -> list[Member]:
    """`user` in each of their plans that is open, and of which something can be due for them."""
    found = []
    for plan in plans_of(user).filter(closed_at=None):
        try:
            member = find_member(plan.pk, user)
        except Http404:  # it ended a moment ago
            continue
        if kinds_open_to(member):
            found.append(member)
    return found


class RemindersForm(BaseForm):
    """A row of ticks for each plan, then the time. Nothing is ticked until the person ticks it."""

    when = forms.ChoiceField(
        label=gettext_lazy("When do you want to be reminded of a visit?"), widget=Radios
    )
    hour = forms.TypedChoiceField(
        label=gettext_lazy("At what time of the day?"),
        coerce=int,
        widget=forms.Select({"class": "input input--short"}),
    )

    def __init__(self, data=None, *, user):
        self.user, self.members = user, open_members(user)
        self.time = ReminderTime.of(user)
        when = BEFORE if self.time.day_before else ON_DAY
        super().__init__(data, initial={"when": when, "hour": self.time.hour})
        self.fields["when"].choices = [
            (BEFORE, _("At 17:00 on the day before")),
            (ON_DAY, _("On the day of the visit")),
        ]
        self.fields["hour"].choices = [(hour, clock(hour)) for hour in ReminderTime.HOURS]
        self.fields["hour"].help_text = _("For papers, things to do, and visits on their day.")
        self.offer_plans()

    def offer_plans(self) -> None:
        chosen = {each.plan_id: each for each in ReminderChoice.objects.filter(user=self.user)}
        for member in self.members:
            stands = chosen.get(member.plan.pk)
            field = forms.MultipleChoiceField(
                label=_("%(name)s’s plan") % {"name": member.plan.person_name},
                choices=[(kind.value, kind.label) for kind in kinds_open_to(member)],
                initial=[kind.value for kind in stands.kinds] if stands else [],
                required=False,
                widget=Ticks,
            )
            self._set_sentences(field)
            self.fields[name_of(member)] = field
        self.order_fields([name_of(member) for member in self.members])

    @transaction.atomic
    def keep(self) -> None:
        said = self.cleaned_data
        time = {"day_before": said["when"] == BEFORE, "hour": said["hour"]}
        ReminderTime.objects.update_or_create(user=self.user, defaults=time)
        for member in self.members:
            ticked = {kind.value: kind.value in said[name_of(member)] for kind in Remind}
            mine = {"user": self.user, "plan": member.plan}
            if any(ticked.values()):
                ReminderChoice.objects.update_or_create(**mine, defaults=ticked)
            else:
                ReminderChoice.objects.filter(**mine).delete()


def name_of(member: Member) -> str:
    return f"plan_{member.plan.pk.hex}"


def clock(hour: int) -> str:
    return date_format(datetime.time(hour), pgettext("time", "H:i"))
