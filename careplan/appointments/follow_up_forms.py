"""The forms of a thing to do: the thing itself, and whom it is handed to."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careplan.accounts.models import User
from careplan.appointments.follow_ups import FollowUp
from careplan.plans.access import Action, Section
from careplan.plans.forms import RecordForm
from careplan.plans.private import PrivateRecordForm, members_who_see
from careplan.widgets import DatePartsField, Radios


class TakerField(forms.TypedChoiceField):
    """Somebody who sees the visits, or nobody: then it is for anyone."""

    def __init__(self, **kwargs):
        label = FollowUp._meta.get_field("taken_by").verbose_name
        super().__init__(
            label=label, widget=Radios, required=False, empty_value=None, coerce=str, **kwargs
        )

    def offer(self, members) -> None:
        people = {str(member.user.pk): member.user for member in members}
        self.coerce = people.get
        self.choices = [
            ("", _("For anyone")),
            *((key, person.called) for key, person in people.items()),
        ]
        self.widget.hints = {
            str(member.user.pk): _("Sees this, and cannot tick it off.")
            for member in members
            if not member.can(Action.SUGGEST, Section.VISITS)
        }


def ensure_reads(follow_up: FollowUp, user: User, readers: set[int]) -> None:
    """Raise ValidationError, in a sentence, where `user` may not read what they are to do."""
    if not follow_up.may_be_read_by(user, readers):
        said = _("%(name)s cannot see this. Choose somebody who can, or let them see it")
        raise ValidationError(said, code="unread", params={"name": user.called})


class FollowUpForm(PrivateRecordForm):
    """What is to do, who takes care of it, and by when.

    `is_quick` asks for the first three alone, as beside other things on a page: what is new then is
    for everybody who sees the visits.
    """

    section = Section.VISITS

    taken_by = TakerField()
    by_when = DatePartsField(
        label=FollowUp._meta.get_field("by_when").verbose_name,
        required=False,
        help_text=gettext_lazy("Such as day 3, month 12, year 2026. You can leave it empty."),
    )

    class Meta:
        model = FollowUp
        fields = ("what", "taken_by", "by_whom_else", "by_when")
        help_texts = {
            "what": gettext_lazy("For example, make the appointment for the blood test."),
            "by_whom_else": gettext_lazy("For example, Dr Lee’s office. You can leave it empty."),
        }

    def __init__(self, *args, is_quick=False, **kwargs):
        self.is_quick = is_quick
        super().__init__(*args, **kwargs)
        if is_quick:
            del self.fields["by_whom_else"]
        self.fields["what"].error_messages["required"] = _("Write what is to do, even one word")
        self.fields["taken_by"].offer(self.seeing)
        if self.initial.get("taken_by") not in {member.user.pk for member in self.seeing}:
            self.initial["taken_by"] = None

    def may_choose_readers(self) -> bool:
        return not self.is_quick and super().may_choose_readers()

    def clean(self):
        cleaned = super().clean()
        taker = cleaned.get("taken_by")
        if taker and not {"who_sees", "readers"} & set(self.errors):
            try:
                ensure_reads(self.with_author(), taker, self.readers_after())
            except ValidationError as unread:
                self.add_error("taken_by", unread)
        return cleaned

    def with_author(self) -> FollowUp:
        if self.is_new:
            self.instance.author = self.member.user
        return self.instance

    def readers_after(self) -> set[int]:
        """Who reads it, beside its author, once this is saved."""
        if "who_sees" in self.fields:
            return {int(key) for key in self.chosen_readers()}
        if self.is_new or not self.instance.is_private:
            return set()
        return set(self.instance.private_to.values_list("pk", flat=True))


class HandOverForm(RecordForm):
    """Who takes care of it from now on."""

    submit_label = gettext_lazy("Hand it over")

    taken_by = TakerField()

    class Meta:
        model = FollowUp
        fields = ("taken_by",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        members = members_who_see(self.member.plan, Section.VISITS)
        self.fields["taken_by"].offer(members)
        if self.initial.get("taken_by") not in {member.user.pk for member in members}:
            self.initial["taken_by"] = None

    def clean_taken_by(self):
        taker = self.cleaned_data["taken_by"]
        if taker and self.instance.is_private:
            readers = set(self.instance.private_to.values_list("pk", flat=True))
            ensure_reads(self.instance, taker, readers)
        return taker
