"""The forms that name somebody to stand in, and say how long they wait."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from careplan.forms import BaseForm
from careplan.plans.access import Member
from careplan.sharing.stand_ins import (
    LEAST_DAYS,
    MOST_DAYS,
    USUAL_DAYS,
    Purpose,
    StandIn,
    name_stand_in,
    set_days,
    standing,
)
from careplan.widgets import Radios, whole_number

DAYS = _("Write a number of days from 1 to 30")


class DaysField(forms.CharField):
    """A whole number of days, as a wait may be."""

    def clean(self, value):
        days = whole_number(super().clean(value), LEAST_DAYS, MOST_DAYS)
        if days is None:
            raise ValidationError(DAYS)
        return days


class DaysForm(BaseForm):
    """Change how long somebody waits."""

    days = DaysField(
        label=_("How many days is the wait?"),
        help_text=_("From 1 to 30. In these days you can say no."),
        max_length=8,
        widget=forms.TextInput({"inputmode": "numeric"}),
    )

    def __init__(self, data=None, *, member: Member, days: int):
        super().__init__(data, initial={"days": days})
        self.member = member

    def keep(self, stand_in: StandIn) -> bool:
        return self._kept(
            lambda: set_days(stand_in, wait_days=self.cleaned_data["days"], by=self.member.user)
        )

    def _kept(self, write) -> bool:
        """Whether it was written; if not, why stands on the form."""
        try:
            write()
        except ValidationError as refused:
            self.add_error(None, refused)
            return False
        return True


class NameForm(DaysForm):
    """Name a member who is not named for this yet."""

    field_order = ("who", "days")
    who = forms.TypedChoiceField(label=_("Who is it?"), widget=Radios)

    def __init__(self, data=None, *, member: Member, purpose: Purpose):
        super().__init__(data, member=member, days=USUAL_DAYS[purpose])
        self.purpose = purpose
        taken = standing(member.plan).filter(purpose=purpose).values("membership")
        free = member.plan.memberships.filter(removed_at=None).exclude(pk__in=taken)
        self.people = {str(m.pk): m for m in free.select_related("user").order_by("created")}
        self.fields["who"].choices = [(pk, self._words(m)) for pk, m in self.people.items()]
        self.fields["who"].error_messages["required"] = _("Choose one person")

    @staticmethod
    def _words(membership) -> str:
        called = membership.user.called
        return f"{called}, {membership.relation}" if membership.relation else called

    def keep(self) -> bool:
        sent = self.cleaned_data
        return self._kept(
            lambda: name_stand_in(
                self.people[sent["who"]],
                purpose=self.purpose,
                wait_days=sent["days"],
                by=self.member.user,
            )
        )
