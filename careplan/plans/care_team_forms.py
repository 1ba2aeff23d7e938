"""The form of one doctor, nurse or office."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careplan.plans.forms import RecordForm
from careplan.plans.models import CareTeamMember

LEAST_DIGITS = 3  # as in 911


class CareTeamForm(RecordForm):
    class Meta:
        model = CareTeamMember
        fields = ("name", "role", "phone_day", "phone_night", "place", "call_first")
        help_texts = {
            "name": gettext_lazy("A person or an office, such as Dr Lee or Nurse line."),
            "role": gettext_lazy("For example: cancer doctor. You can leave this empty."),
            "phone_day": gettext_lazy("Start with the number, such as 555 0142."),
            "phone_night": gettext_lazy("The number to call at any hour."),
            "place": gettext_lazy("For example: Harbour Clinic, floor 2."),
            "call_first": gettext_lazy("This number stands first when you need help."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].error_messages["required"] = _("Write a name, such as Nurse line")

    def clean_phone_day(self):
        return phone(self.cleaned_data["phone_day"])

    def clean_phone_night(self):
        return phone(self.cleaned_data["phone_night"])


def phone(value: str) -> str:
    """`value`, if it can be called. Raises ValidationError."""
    start = value.lstrip("(+ ")[:1]
    if value and (not start.isdigit() or sum(c.isdigit() for c in value) < LEAST_DIGITS):
        raise ValidationError(_("Start with the number, such as 555 0142"), code="no_number")
    return value
