"""The forms of a plan itself: whose it is, and what it says about that person."""

import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careplan.forms import BaseForm
from careplan.library.catalog import LIBRARY
from careplan.plans.forms import VersionedForm
from careplan.plans.models import Plan
from careplan.widgets import Radios, Ticks

NAME_LENGTH = Plan._meta.get_field("person_name").max_length  # characters
# What a plan says about its person: on the printed list too, or on other sheets.
PRINTED = ("how_much", "information_need")
KEPT = ("what_matters", "who_may_hear")
ME, SOMEONE = "me", "someone"


def site_choices():
    """The places of the library where the cancer may be."""
    return [(site.slug, site.name) for site in LIBRARY.sites.values()]


class SitesField(forms.MultipleChoiceField):
    """Where the cancer is, as slugs of the library's sites; none is an answer."""

    widget = Ticks

    def __init__(self, **kwargs):
        kwargs.setdefault("label", gettext_lazy("Where is the cancer?"))
        super().__init__(choices=site_choices, required=False, **kwargs)


class PlanForm(BaseForm):
    """The first of the first steps. A form that is sent twice makes one plan."""

    submit_label = gettext_lazy("Next")

    whose = forms.ChoiceField(
        label=gettext_lazy("Who is this plan for?"),
        choices=[(ME, gettext_lazy("Me")), (SOMEONE, gettext_lazy("Someone I care for"))],
        widget=Radios,
    )
    name = forms.CharField(
        label=gettext_lazy("Their name, if it is for someone else"),
        help_text=gettext_lazy("A first name is enough. It stands on every page."),
        max_length=NAME_LENGTH,
        required=False,
    )
    # Parsed by hand: a forged value is as good as none, and has no field to stand beside.
    request_uuid = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, user):
        if data is not None and "skip" in data:  # a plan for oneself, until it is changed
            data = data.copy()
            data["whose"], data["name"] = ME, ""
        super().__init__(data)
        self.user = user
        self.fields["request_uuid"].initial = uuid.uuid4()

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("whose") == SOMEONE and cleaned.get("name") == "":
            self.add_error("name", _("Write the name of the person you care for"))
        return cleaned

    def keep(self, next_step: str) -> Plan | None:
        """Make the plan, and return it; or None, with the error on the form."""
        is_for_owner, name = self.cleaned_data["whose"] == ME, self.cleaned_data["name"]
        try:
            return Plan.begin(
                form_id=self._form_id(),
                owner=self.user,
                person_name=name or self.user.called,
                is_for_owner=is_for_owner,
                next_step=next_step,
            )
        except ValidationError as full:
            self.add_error(None, full)
            return None

    def _form_id(self) -> uuid.UUID:
        try:
            return uuid.UUID(self.data.get("request_uuid", ""))
        except ValueError:
            return uuid.uuid4()


class AboutForm(VersionedForm):
    """A form of what a plan says about its person, made with the member who fills it in."""

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        self.member = member

    def save_instance(self, fields: list[str]) -> None:
        self.instance.save_changes(by=self.member.user, fields=fields)

    def made_with(self) -> dict:
        return {"member": self.member}


class SitesForm(AboutForm):
    """One of the first steps: where the cancer is, if the person wants to say."""

    submit_label = gettext_lazy("Next")
    sites = SitesField(help_text=gettext_lazy("You can change this later, under About me."))

    class Meta:
        model = Plan
        fields = ("sites",)


class AboutMeForm(AboutForm):
    """What a plan says about its person; each part of it can be left empty."""

    sites = SitesField(
        help_text=gettext_lazy("Tick all that fit, or none. It is not printed on your list.")
    )

    class Meta:
        model = Plan
        fields = ("person_name", *PRINTED, *KEPT, "sites")
        widgets = {name: forms.Textarea({"rows": 2}) for name in (*PRINTED, *KEPT)}
        help_texts = {
            "person_name": gettext_lazy("It stands on every page and on the printed list."),
            "how_much": gettext_lazy(
                "For example: the big picture first. This goes on the printed list."
            ),
            "information_need": gettext_lazy(
                "For example: slowly, and written down. This goes on the printed list."
            ),
            "what_matters": gettext_lazy(
                "For example: time at home. This goes on the emergency page."
            ),
            "who_may_hear": gettext_lazy(
                "For example: my daughter may hear everything. This goes on the doctor’s page."
            ),
        }
