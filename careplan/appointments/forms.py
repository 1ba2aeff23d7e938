"""The form of a visit."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from careplan.accounts.time_zones import grouped_zones
from careplan.appointments.clock import ClockField
from careplan.appointments.models import Appointment, MeetingKind
from careplan.plans.forms import RecordForm
from careplan.widgets import DatePartsField, Radios


class VisitField(forms.ModelChoiceField):
    """One of the plan's visits, by its day and with whom it was."""

    def label_from_instance(self, visit: Appointment) -> str:
        return visit.name

    def to_python(self, value):
        try:
            return super().to_python(value)
        except ValidationError:  # Django says of a forged value what is wrong with it as an id
            said = self.error_messages["invalid_choice"]
            raise ValidationError(said, code="invalid_choice") from None


class AppointmentForm(RecordForm):
    """A visit. What is not known yet is left empty; one thing must be known."""

    submit_label = _("Save this visit")

    on = DatePartsField(
        label=_("When is it?"),
        required=False,
        help_text=_("Such as day 3, month 12, year 2026. Leave it empty if you do not know yet."),
    )
    at = ClockField(
        label=_("At what time?"),
        required=False,
        help_text=_("For example, 10:30 or 2:15 pm. Leave it empty if you do not know yet."),
    )
    how = forms.ChoiceField(
        label=_("How will you meet?"),
        required=False,
        choices=[*MeetingKind.choices, ("", _("I do not know yet"))],
        widget=Radios,
    )

    class Meta:
        model = Appointment
        fields = ("with_whom", "on", "at", "how", "place", "who_comes")
        help_texts = {
            "with_whom": _("A name or a clinic. For example, Dr Lee, oncology."),
            "place": _("For example, Harbour Clinic, floor 2."),
            "who_comes": _("Someone to listen with you. You can leave this empty."),
        }

    def make(self):
        self.instance.time_zone = self.member.user.time_zone
        return super().make()

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("at") and "on" in cleaned and cleaned["on"] is None:
            self.add_error(
                "at", ValidationError(_("Write the day too, or leave the time empty"), code="day")
            )
        if not self.errors and not any(cleaned.get(f) for f in ("with_whom", "on", "place")):
            self.add_error(
                "with_whom",
                ValidationError(
                    _("Write who it is with, the day or the place. One is enough"), code="empty"
                ),
            )
        return cleaned


class VisitZoneForm(RecordForm):
    """The time zone of the place where a visit is."""

    time_zone = forms.ChoiceField(
        label=_("Where is the visit?"),
        help_text=_("Choose the nearest city."),
        widget=forms.Select({"class": "input input--short"}),
    )

    class Meta:
        model = Appointment
        fields = ("time_zone",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = grouped_zones(self.instance.time_zone)
