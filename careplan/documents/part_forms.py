"""The forms of what belongs to a paper: somebody who is named in it, and a copy that is out."""

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careplan.documents.models import AdvanceDocument
from careplan.documents.parts import NOT_SIGNED, DocumentCopy, Handed, Holder, NamedPerson, Part
from careplan.partial_dates import parse
from careplan.plans.care_team_forms import phone
from careplan.plans.forms import RecordForm
from careplan.widgets import PartialDateField, Radios


class PartForm(RecordForm):
    """A form of what belongs to the paper `document`."""

    def __init__(self, *args, document: AdvanceDocument, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.document = self.document = document

    def made_with(self) -> dict:
        return super().made_with() | {"document": self.document}


class NamedPersonForm(PartForm):
    part = forms.ChoiceField(
        label=NamedPerson._meta.get_field("part").verbose_name,
        choices=Part.choices,
        initial=Part.AGENT,
        widget=Radios(
            hints={
                Part.AGENT.value: gettext_lazy("An agent, a proxy, an executor, a guardian."),
                Part.WITNESS.value: gettext_lazy("They saw it being signed."),
            }
        ),
    )

    class Meta:
        model = NamedPerson
        fields = ("part", "name", "relation", "phone_day", "phone_night")
        help_texts = {
            "relation": gettext_lazy("For example: daughter. You can leave this empty."),
            "phone_day": gettext_lazy("Start with the number, such as 555 0142."),
            "phone_night": gettext_lazy("The number to call at any hour."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].error_messages["required"] = _("Write their name")

    def clean_phone_day(self):
        return phone(self.cleaned_data["phone_day"])

    def clean_phone_night(self):
        return phone(self.cleaned_data["phone_night"])


class SinceField(PartialDateField):
    """Since when somebody has a copy."""

    still_to_come = gettext_lazy("This date is still to come. Write it down when they have it")


class CopyForm(PartForm):
    holder_kind = forms.ChoiceField(
        label=DocumentCopy._meta.get_field("holder_kind").verbose_name,
        choices=Holder.choices,
        widget=Radios,
    )
    since = SinceField(
        label=DocumentCopy._meta.get_field("since").verbose_name,
        help_text=gettext_lazy("The year alone, or month and year, will do. Or leave it out."),
        required=False,
    )
    handed = forms.ChoiceField(
        label=DocumentCopy._meta.get_field("handed").verbose_name,
        choices=[*Handed.choices, ("", gettext_lazy("I do not know"))],
        widget=Radios,
        required=False,
    )

    class Meta:
        model = DocumentCopy
        fields = ("holder", "holder_kind", "phone", "since", "handed")
        help_texts = {
            "holder": gettext_lazy("A person or a place, such as Ana or Harbour Hospital."),
            "phone": gettext_lazy("So that you can call them when it changes."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["holder"].error_messages["required"] = _("Write who has it, such as Ana")

    def clean(self):
        cleaned = super().clean()
        if not self.document.was_signed:
            self.add_error(None, NOT_SIGNED)
        elif cleaned.get("since") and (
            parse(cleaned["since"]).latest < parse(self.document.signed_on).earliest
        ):
            self.add_error(
                "since", _("The paper was signed later than that. Look at the date again")
            )
        return cleaned

    def keep(self):
        with transaction.atomic():
            self.member.plan.lock()
            self.document.refresh_from_db()
            if not self.document.was_signed:  # somebody took it back meanwhile
                self.add_error(None, NOT_SIGNED)
                return None
            return super().keep()

    def clean_phone(self):
        return phone(self.cleaned_data["phone"])
