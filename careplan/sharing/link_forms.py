"""The forms of share links: making one, and opening one."""

import datetime
import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from careplan.accounts.tokens import digest
from careplan.forms import BaseForm
from careplan.plans.sections import Section
from careplan.sharing.link_keys import Keys, code_digest, keys_of
from careplan.sharing.link_making import make_link
from careplan.sharing.people_words import PARTS
from careplan.sharing.share_links import ShareLink
from careplan.widgets import Radios, Ticks

HINTS = {
    "visits": gettext_lazy("The list of one visit, and what bothers you most. No answers."),
    "papers": gettext_lazy("Who decides, and where each paper is. No scans."),
    "comfort": gettext_lazy("What you want to talk about, and your wishes."),
    "people": gettext_lazy("How to speak with you, and whom to call."),
}
NEXT = "next"
VISITS_OFFERED = 20


def length_choices():
    """Each number of days, with the day on which the link ends."""
    today = timezone.localdate()
    for days in range(1, ShareLink.MOST_DAYS + 1):
        ends = date_format(today + datetime.timedelta(days=days), pgettext("date", "l j F"))
        said = ngettext("%(n)d day, until %(day)s", "%(n)d days, until %(day)s", days)
        yield days, said % {"n": days, "day": ends}


class ShareLinkForm(BaseForm):
    """A new link, as `member` makes it; `instead_of` is one that ends when it is made."""

    submit_label = gettext_lazy("Make the link")

    label = forms.CharField(
        label=gettext_lazy("Who is it for?"),
        help_text=gettext_lazy("For example: Dr Lee. It is for your own list of links."),
        max_length=ShareLink._meta.get_field("label").max_length,
    )
    shows = forms.MultipleChoiceField(
        label=gettext_lazy("What can they see?"),
        help_text=gettext_lazy("What is marked as private is never shown."),
        choices=[(section.value, words) for section, words in PARTS.items()],
        widget=Ticks(hints=HINTS),
    )
    visit = forms.ChoiceField(label=gettext_lazy("Which visit’s list?"), widget=Radios)
    days = forms.TypedChoiceField(
        label=gettext_lazy("How long does it work?"), choices=length_choices, coerce=int
    )
    # Not “code” in its name: what a form sends under that is not sent again after “Is it you?”.
    six_digits = forms.BooleanField(
        label=gettext_lazy("Ask them for a number of six digits"),
        help_text=gettext_lazy("You tell them by phone. It is safer, if the link goes astray."),
        required=False,
    )
    # Parsed by hand: a forged value is as good as none, and has no field to stand beside.
    request_uuid = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, member, instead_of: ShareLink | None = None):
        super().__init__(data, initial=self.initial_of(instead_of))
        self.member, self.instead_of = member, instead_of
        self.fields["label"].error_messages["required"] = _("Write who it is for, such as Dr Lee")
        seen = member.plan.appointments.seen_by(member).filter(is_private=False)
        self.visits = {
            str(visit.pk): visit for visit in seen.upcoming(timezone.localdate())[:VISITS_OFFERED]
        }
        self.fields["visit"].choices = [
            (NEXT, _("The next visit, whichever that is then")),
            *((key, visit.name) for key, visit in self.visits.items()),
        ]

    @staticmethod
    def initial_of(old: ShareLink | None) -> dict:
        initial = {"visit": NEXT, "days": ShareLink.DAYS, "six_digits": True}
        initial["request_uuid"] = uuid.uuid4()
        if old:
            initial |= {
                "label": old.label,
                "shows": [section.value for section in old.sections],
                "visit": str(old.visit_id or NEXT),
                "days": old.days,
                "six_digits": bool(old.code_digest),
            }
        return initial

    def keep(self) -> tuple[ShareLink, Keys] | None:
        """Make the link, and return it with its keys; or None, with the error on the form."""
        said, by = self.cleaned_data, self.member.user
        keys = keys_of([self.member.plan.pk, by.pk, self.seed(), sorted(said.items())])
        token = digest(keys.token)
        shows_visits = Section.VISITS.value in said["shows"]
        try:
            link = make_link(
                plan=self.member.plan,
                by=by,
                token_sha256=token,
                instead_of=self.instead_of,
                label=said["label"],
                visit=self.visits.get(said["visit"]) if shows_visits else None,
                days=said["days"],
                code_digest=code_digest(keys.code, token) if said["six_digits"] else "",
                **{section.value: section.value in said["shows"] for section in Section},
            )
        except ValidationError as full:
            self.add_error(None, full)
            return None
        return link, keys

    def seed(self) -> str:
        """The random number of this form; of a forged one, a new one."""
        try:
            return str(uuid.UUID(self.cleaned_data["request_uuid"]))
        except ValueError:
            return str(uuid.uuid4())


class OpenForm(BaseForm):
    """Opening a link: one button, and the number where it has one."""

    submit_label = gettext_lazy("Open")
    kept = gettext_lazy("Nothing was opened.")

    code = forms.CharField(
        label=gettext_lazy("The number of six digits"),
        help_text=gettext_lazy("Whoever sent you the link tells you."),
        widget=forms.TextInput({"inputmode": "numeric", "class": "input input--short"}),
    )

    def __init__(self, data=None, *, link: ShareLink):
        super().__init__(data)
        self.link = link
        if not link.code_digest:
            del self.fields["code"]

    @property
    def helper(self):
        helper = super().helper
        helper.form_action = reverse("link_open", args=[self.link.pk])
        return helper

    def clean_code(self):
        return "".join(c for c in self.cleaned_data["code"] if c.isdigit())
