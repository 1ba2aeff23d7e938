"""The form with which a scan or a photo of a paper is added."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careplan.documents.part_forms import PartForm
from careplan.documents.parts import Scan
from careplan.documents.scan_files import open_safe
from careplan.documents.scan_reading import SENTENCES, read
from careplan.documents.scan_refusal import Refused
from careplan.documents.scan_uploads import most_bytes

ACCEPT = "image/*,application/pdf,.heic,.heif"


class ScanField(forms.FileField):
    ask = gettext_lazy("Choose a photo or a file")
    widget = forms.FileInput(attrs={"accept": ACCEPT, "class": "input"})

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.error_messages["empty"] = SENTENCES["empty"]
        self.error_messages["invalid"] = self.ask

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        if file.size > most_bytes():
            room = {"size": filesizeformat(file.size), "limit": settings.SCAN_MB}
            said = _("This file has %(size)s, and there is room for %(limit)d MB.") % room
            raise ValidationError(f"{said} {_('Take a photo of the paper instead.')}")
        return file


class ScanForm(PartForm):
    """What was sent is read before it is kept; one that is sent twice is read and kept once."""

    file = ScanField(label=gettext_lazy("Photo or file"))
    field_order = ("file", "label")
    kept = gettext_lazy("Nothing is saved yet. Please choose the file again.")

    class Meta:
        model = Scan
        fields = ("label",)
        help_texts = {
            "label": gettext_lazy(
                "For example: page 2, with the signatures. You can leave this empty."
            )
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.reading = None
        self.fields["file"].help_text = _(
            "A photo (JPEG, PNG or HEIC) or a PDF. It can have up to %(limit)d MB."
        ) % {"limit": settings.SCAN_MB}

    def clean(self):
        cleaned = super().clean()
        if not self.errors and self.already_kept() is None:
            try:
                self.reading = read(cleaned["file"].read())
            except Refused as refused:
                self.add_error("file", SENTENCES[refused.args[0]])
        return cleaned

    def keep(self):
        """Save, and return the scan. Raises SiteTrouble; then neither row nor file stays."""
        with open_safe() as safe:
            if self.reading:  # before the row: the database is not held while the disk writes
                safe.put_scan(self.instance, self.reading)
            return super().keep()
