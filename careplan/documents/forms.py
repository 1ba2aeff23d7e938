"""The forms of a paper: where it stands and what is known of it, and a newer version of it."""

import uuid
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from careplan.documents.models import AdvanceDocument, Change, State
from careplan.partial_dates import parse
from careplan.plans.access import Section
from careplan.plans.history import note_made
from careplan.plans.private import PrivateRecordForm
from careplan.widgets import DatePartsField, PartialDateField, Radios, Ticks

CHOSEN = [choice for choice in State.choices if choice[0] != State.REPLACED]


# What most people do not need at once: the title of each fold, and its fields.
FOLDS = (
    (
        gettext_noop("The official form"),
        ("jurisdiction", "form_url", "form_checked_on", "form_checked_by"),
    ),
    (gettext_noop("When to look at it again"), ("changes", "look_again_on")),
    (gettext_noop("Your own name for it, and notes"), ("own_name", "notes")),
    (gettext_noop("Who may see it"), ("who_sees", "readers")),
)


@dataclass(frozen=True)
class Fold:
    """Some fields of a form in a fold; it stands open where something is in it, or is wrong."""

    title: str
    fields: list

    @property
    def is_open(self) -> bool:
        return any(field.errors or any_value(field.value()) for field in self.fields)


def any_value(value) -> bool:
    return any(value) if isinstance(value, list | tuple) else bool(value)


def has_copies_out(document: AdvanceDocument) -> bool:
    return document.copies.filter(removed_at=None).out().exists()


class SignedOnField(PartialDateField):
    """When a paper was signed."""

    still_to_come = gettext_lazy("This date is still to come. Write when it was signed")


class WebAddressField(forms.URLField):
    """A link to a page of the web: https where nothing else was typed, and no other kind."""

    widget = forms.URLInput({"class": "input", "autocomplete": "off"})

    def __init__(self, **kwargs):
        super().__init__(
            assume_scheme="https",
            error_messages={
                "invalid": gettext_lazy("Write a link such as https://example.org/form")
            },
            **kwargs,
        )

    def clean(self, value):
        value = super().clean(value)
        if value and not value.lower().startswith(("https://", "http://")):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return value


class DocumentForm(PrivateRecordForm):
    """Where a paper stands, and what is known of it. A signed one has its date; no other has."""

    section = Section.PAPERS

    state = forms.ChoiceField(
        label=AdvanceDocument._meta.get_field("state").verbose_name, choices=CHOSEN, widget=Radios
    )
    signed_on = SignedOnField(
        label=AdvanceDocument._meta.get_field("signed_on").verbose_name,
        help_text=gettext_lazy("The year alone will do. Leave it empty if it is not signed."),
        required=False,
    )
    form_url = WebAddressField(
        label=AdvanceDocument._meta.get_field("form_url").verbose_name,
        help_text=gettext_lazy("Copy it from the page of your state or hospital."),
        max_length=500,
        required=False,
    )
    form_checked_on = DatePartsField(
        label=AdvanceDocument._meta.get_field("form_checked_on").verbose_name, required=False
    )
    changes = forms.MultipleChoiceField(
        label=gettext_lazy("Since it was signed, did one of these happen?"),
        help_text=gettext_lazy("Then it is time to look at it again."),
        choices=Change.choices,
        widget=Ticks,
        required=False,
    )
    look_again_on = DatePartsField(
        label=AdvanceDocument._meta.get_field("look_again_on").verbose_name,
        help_text=gettext_lazy("Leave it empty for ten years after it was signed."),
        required=False,
    )

    class Meta:
        model = AdvanceDocument
        fields = (
            "state",
            "signed_on",
            "notarized",
            "original_place",
            "next_step",
            "jurisdiction",
            "form_url",
            "form_checked_on",
            "form_checked_by",
            "changes",
            "look_again_on",
            "own_name",
            "notes",
        )
        widgets = {"notes": forms.Textarea({"rows": 4})}
        help_texts = {
            "original_place": gettext_lazy("For example: blue folder, top drawer of the desk."),
            "next_step": gettext_lazy("For example: talk with Dr Lee, who signs it."),
            "jurisdiction": gettext_lazy("Rules differ from place to place. For example: Ohio."),
            "form_checked_by": gettext_lazy("Who looked if the link and the form still hold."),
            "own_name": gettext_lazy("Leave it empty to use its usual name."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.is_replaced:
            del self.fields["state"]  # its newer version says that it was replaced

    def may_choose_readers(self) -> bool:
        """The versions of a paper have the same readers: chosen while there is one version."""
        paper = self.instance
        if not super().may_choose_readers() or paper.replaces_id:
            return False
        return self.is_new or not paper.successors.exists()

    @property
    def first_fields(self) -> list:
        """The fields that stand open on the page."""
        in_folds = {name for _title, names in FOLDS for name in names}
        return [field for field in self.visible_fields() if field.name not in in_folds]

    @property
    def folds(self) -> list["Fold"]:
        """The folds that have a field."""
        found = (
            Fold(_(title), [self[name] for name in names if name in self.fields])
            for title, names in FOLDS
        )
        return [fold for fold in found if fold.fields]

    def clean(self):
        cleaned = super().clean()
        if "state" in self.fields and "state" in cleaned:
            self.check_signing(cleaned, is_signed=cleaned["state"] == State.SIGNED)
        elif self.instance.is_replaced and cleaned.get("signed_on") == "":
            self.add_error("signed_on", _("Write when it was signed. The year alone will do"))
        self.check_link(cleaned)
        return cleaned

    def check_signing(self, cleaned, *, is_signed: bool) -> None:
        """The dates and marks of a signed paper, and of no other."""
        if is_signed and not self.is_new and self.instance.is_superseded():
            self.add_error("state", _("A newer version is signed. That one counts"))
        if is_signed and cleaned.get("signed_on") == "":
            self.add_error("signed_on", _("Write when it was signed. The year alone will do"))
        if is_signed:
            self.check_order(cleaned.get("signed_on"))
            return
        if cleaned.get("signed_on"):
            self.add_error(
                "state", _("You wrote when it was signed. Choose “Signed”, or take the date out")
            )
        if cleaned.get("notarized"):
            self.add_error("notarized", _("Choose “Signed” too, or take this tick out"))
        if self.instance.is_signed and not self.is_new and has_copies_out(self.instance):
            self.add_error("state", _("Copies of it are out. Add a newer version instead"))

    def check_order(self, signed_on: str | None) -> None:
        """A version is not signed before the one that it replaces."""
        before = self.instance.replaces.signed_on if self.instance.replaces else ""
        if signed_on and before and parse(signed_on).latest < parse(before).earliest:
            said = _("The version before was signed later. Look at the date again")
            self.add_error("signed_on", said)

    def check_link(self, cleaned) -> None:
        """Who checked a link and when stand together, beside the link."""
        checked = {n: cleaned.get(n) for n in ("form_checked_on", "form_checked_by")}
        if any(checked.values()) and cleaned.get("form_url") == "":
            self.add_error("form_url", _("Write the link too, or leave out who checked it"))
        if checked["form_checked_on"] and checked["form_checked_by"] == "":
            self.add_error("form_checked_by", _("Write who checked it, or leave out the day"))
        no_day = checked["form_checked_on"] is None and "form_checked_on" not in self.errors
        if checked["form_checked_by"] and no_day:
            self.add_error("form_checked_on", _("Write the day too, or leave out the name"))

    def keep(self):
        with transaction.atomic():
            # What is checked again then holds: others may have signed, or noted a copy, meanwhile.
            self.member.plan.lock()
            saved = super().keep()
            if saved:
                saved.replace_older(by=self.member.user)
            return saved


class NewVersionForm(DocumentForm):
    """A newer version of a signed paper. Until it is signed, the old one counts."""

    submit_label = gettext_lazy("Save the newer version")

    same_people = forms.BooleanField(
        label=gettext_lazy("It names the same people"),
        help_text=gettext_lazy("They are taken over from the old version."),
        required=False,
    )

    def __init__(self, *args, older: AdvanceDocument, **kwargs):
        new = AdvanceDocument(
            kind=older.kind,
            own_name=older.own_name,
            jurisdiction=older.jurisdiction,
            state=State.SIGNED,
            edition=older.edition + 1,
            replaces=older,
            is_private=older.is_private,
        )
        super().__init__(*args, instance=new, **kwargs)
        self.older = older
        if not self.people():
            del self.fields["same_people"]

    def people(self):
        return self.older.named_people.seen_by(self.member)

    def keep(self):
        with transaction.atomic():
            self.member.plan.lock()
            if self.already_kept():
                return self.already_kept()
            if refused := self.refusal():
                self.add_error(None, refused)
                return None
            saved = super().keep()
            if saved and self.cleaned_data.get("same_people"):
                self.take_over(saved)
            return saved

    def refusal(self) -> str:
        """Why there can be no newer version of it by now; empty where there can."""
        self.older.refresh_from_db()
        if self.older.standing_successors().exists():
            return _("A newer version stands already. Change that one.")
        if not self.older.is_signed or self.older.removed_at:
            return _("This paper is not signed any more. Look at it first.")
        return ""

    def save(self, commit=True) -> AdvanceDocument:
        """Whoever may read a private paper may read its newer version."""
        newer = super().save(commit)
        if newer.is_private:
            readers = {*self.older.private_to.all(), self.older.author} - {newer.author}
            newer.private_to.set(readers)
        return newer

    def take_over(self, newer: AdvanceDocument) -> None:
        """The people of the old version, named in the newer one as well."""
        by = {"author": self.member.user, "changed_by": self.member.user}
        for person in self.people():
            person.pk, person._state.adding = uuid.uuid4(), True
            person.request_uuid = uuid.uuid4()
            for name, value in {"document": newer, **by}.items():
                setattr(person, name, value)
            person.save()
            note_made([person], by=self.member.user)
