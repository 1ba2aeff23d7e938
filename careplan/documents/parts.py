"""What belongs to a version of a paper: who is named in it, who holds a copy, and its scans."""

from django.core.exceptions import ValidationError
from django.db import models
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from careplan import partial_dates
from careplan.documents.models import DocumentPart, PartQuerySet, State


class Part(models.TextChoices):
    """What somebody who is named in a paper is there for."""

    AGENT = "agent", _("Speaks or acts for me")
    ALTERNATE = "alternate", _("The next one, if the first cannot")
    WITNESS = "witness", _("Witness")
    OTHER = "other", _("Something else")


class NamedPerson(DocumentPart):
    """Somebody who is named in a paper: an agent, an alternate, a witness."""

    MOST = 500
    TOLD = {
        "part": pgettext_lazy("what was changed", "what they are in it"),
        "name": pgettext_lazy("what was changed", "the name"),
        "relation": pgettext_lazy("what was changed", "who they are to you"),
        "phone_day": pgettext_lazy("what was changed", "the phone by day"),
        "phone_night": pgettext_lazy("what was changed", "the phone at night"),
    }

    part = models.CharField(
        _("What are they in it?"), max_length=12, choices=Part.choices, default=Part.AGENT
    )
    name = models.CharField(_("Name"), max_length=120)
    relation = models.CharField(_("Who they are to you"), max_length=80, blank=True)
    phone_day = models.CharField(_("Phone by day"), max_length=40, blank=True)
    phone_night = models.CharField(_("Phone at night and on weekends"), max_length=40, blank=True)

    class Meta(DocumentPart.Meta):
        default_related_name = "named_people"
        ordering = ["created"]

    @property
    def has_phone(self) -> bool:
        return bool(self.phone_day or self.phone_night)


NOT_SIGNED = _("Copies go out when the paper is signed. Write that down first")


class Holder(models.TextChoices):
    """What kind of holder a copy has."""

    AGENT = "agent", _("Somebody named in it")
    FAMILY = "family", _("Family or a friend")
    DOCTOR = "doctor", _("A doctor or a clinic")
    HOSPITAL = "hospital", _("A hospital")
    LAWYER = "lawyer", _("A lawyer")
    OTHER = "other", _("Somebody else")


class Handed(models.TextChoices):
    """How a copy was handed over."""

    PAPER = "paper", _("On paper")
    EMAIL = "email", _("By email")
    PORTAL = "portal", _("In a patient portal")
    FAX = "fax", _("By fax")
    PHOTO = "photo", _("As a photo")
    OTHER = "other", _("Another way")


class CopyQuerySet(PartQuerySet):
    def out(self) -> "CopyQuerySet":
        """Those that somebody still has."""
        return self.filter(back_on=None)

    def to_call_back(self) -> "CopyQuerySet":
        """The recall list: what is still out of versions that were replaced."""
        return self.out().filter(document__state=State.REPLACED)


class DocumentCopy(DocumentPart):
    """Who holds a copy of which version, and whether it came back."""

    MOST = 1_000
    TOLD = {
        "holder": pgettext_lazy("what was changed", "who has it"),
        "holder_kind": pgettext_lazy("what was changed", "who that is"),
        "phone": pgettext_lazy("what was changed", "the phone"),
        "since": pgettext_lazy("what was changed", "since when they have it"),
        "handed": pgettext_lazy("what was changed", "how they got it"),
        "asked_on": pgettext_lazy("what was changed", "the day they were asked for it"),
        "back_on": pgettext_lazy("what was changed", "the day it came back"),
    }
    IN_WORDS = {"since": partial_dates.wording}

    holder = models.CharField(_("Who has it?"), max_length=120)
    holder_kind = models.CharField(_("Who is that?"), max_length=12, choices=Holder.choices)
    phone = models.CharField(_("Their phone"), max_length=40, blank=True)
    # Known in part: careplan/partial_dates.py.
    since = models.CharField(_("Since when?"), max_length=10, blank=True)
    handed = models.CharField(
        _("How did they get it?"), max_length=12, choices=Handed.choices, blank=True
    )
    asked_on = models.DateField(null=True, editable=False)  # to give it back or destroy it
    back_on = models.DateField(null=True, editable=False)  # given back or destroyed

    objects = CopyQuerySet.as_manager()

    class Meta(DocumentPart.Meta):
        default_related_name = "copies"
        ordering = ["created"]

    @property
    def name(self) -> str:
        """What to call it in a list."""
        return self.holder

    def ensure_signed(self) -> None:
        """Raise ValidationError, in a sentence, where its paper is not signed: then none is out."""
        if not self.document.was_signed:
            raise ValidationError(NOT_SIGNED)

    def restore(self, *, by) -> None:
        """Put it back. Raises ValidationError where its paper is not signed any more."""
        self.ensure_signed()
        super().restore(by=by)

    @property
    def since_when(self) -> str:
        """“14 October 2026”, as far as it is known."""
        return partial_dates.wording(self.since)

    @property
    def asked_when(self) -> str:
        return partial_dates.day_words(self.asked_on) if self.asked_on else ""

    @property
    def back_when(self) -> str:
        return partial_dates.day_words(self.back_on) if self.back_on else ""


class ScanKind(models.TextChoices):
    """What a scan is kept as; the values are content types."""

    PDF = "application/pdf", "PDF"
    JPEG = "image/jpeg", "JPEG"
    PNG = "image/png", "PNG"


class Scan(DocumentPart):
    """A scan or photo of a paper. Its two files are encrypted, and their names tell nothing.

    `size` (bytes) and `sha256` are of what a download gives.
    """

    MOST = 500
    TOLD = {"label": pgettext_lazy("what was changed", "what is on it")}

    label = models.CharField(_("What is on it?"), max_length=120, blank=True)
    kind = models.CharField(max_length=20, choices=ScanKind.choices, editable=False)
    pages = models.PositiveIntegerField(default=1, editable=False)
    size = models.PositiveIntegerField(editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    file = models.FileField(max_length=100, editable=False)
    preview = models.FileField(max_length=100, editable=False)

    class Meta(DocumentPart.Meta):
        default_related_name = "scans"
        ordering = ["created"]

    @property
    def name(self) -> str:
        """What to call it in a list."""
        return self.label or self.words

    @property
    def words(self) -> str:
        """“PDF, 3 pages, 1.2 MB”."""
        size = filesizeformat(self.size)
        if self.kind != ScanKind.PDF:
            return _("Photo, %(size)s") % {"size": size}
        words = ngettext(
            "PDF, %(pages)d page, %(size)s", "PDF, %(pages)d pages, %(size)s", self.pages
        )
        return words % {"pages": self.pages, "size": size}
