"""The form with which a list that was filled in comes back, and the page that asks before it is
saved."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from careplan.documents.scan_refusal import Refused
from careplan.documents.scan_uploads import most_bytes
from careplan.exchange.returned_changes import Choice, Returned, returned, said_in, take_in
from careplan.exchange.returned_reading import MOST_BYTES, SENTENCES, list_of, read
from careplan.exchange.returned_waiting import packed, unpacked
from careplan.forms import BaseForm
from careplan.plans.clashes import Keep
from careplan.printing.fillable_sheet import REFERENCE


class ReturnedField(forms.FileField):
    ask = _("Choose the file that you filled in")
    widget = forms.FileInput(attrs={"accept": "application/pdf,.pdf", "class": "input"})

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.error_messages["empty"] = SENTENCES["empty"]
        self.error_messages["invalid"] = self.ask

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        # Of what is larger than the site takes, nothing but the size came through.
        if file.size > min(MOST_BYTES, most_bytes()):
            raise ValidationError(SENTENCES["large"], code="large")
        return file


class ReturnedForm(BaseForm):
    """The file of a filled list of `visit`. Valid, it has a `review`."""

    submit_label = _("Look at what it says")
    kept = _("Nothing is saved yet. Choose the file again.")

    file = ReturnedField(
        label=_("The list that you filled in"), help_text=_("A PDF. It can have up to 5 MB.")
    )

    def __init__(self, *args, member, visit, **kwargs):
        super().__init__(*args, **kwargs)
        self.member, self.visit, self.review = member, visit, None

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            try:
                fields = read(cleaned["file"].read())
                self.review = Review(fields, self.member, self.visit)
            except Refused as refused:
                self.add_error("file", SENTENCES[refused.args[0]])
        return cleaned


class Review:
    """What a file would change, and what was chosen of it. Raises Refused."""

    def __init__(self, fields, member, visit, posted=None, read=None):
        self.member = member
        self.given = list_of(fields[REFERENCE], member, visit)
        self.said = said_in(fields, self.given)
        self.problem = ""
        self.posted, self.read = posted or {}, read or {}

    @classmethod
    def posted_by(cls, request, visit) -> "Review | None":
        """What the page carried that somebody sends; None for one that is too old. Raises
        Refused."""
        waiting = unpacked(request.POST.get("read", ""), request.member)
        if waiting is None:
            return None
        return cls(waiting.fields, request.member, visit, request.POST, waiting.read)

    @property
    def found(self) -> Returned:
        return returned(self.said, self.given, self.member)

    def rows(self, found: Returned) -> list[tuple]:
        """Each change, and what of a clash was chosen so far."""
        return [(change, self.chosen(change)) for change in found.changes]

    def chosen(self, change) -> str:
        if not change.is_clash:
            return ""
        typed = self.posted.get(change.control, "")
        offered = [value for value, _label in change.answers]
        default = Keep.BOTH.value if change.fits_together else ""
        return typed if typed in offered else default

    def carried(self, found: Returned) -> str:
        """What its page carries. Raises Refused."""
        return packed(self.said, found, self.given, self.member)

    def save(self):
        """The questions that were changed; None, with the `problem`, where nothing was saved."""
        choices = {}
        for number, digest in self.read.items():
            typed = self.posted.get(f"keep_{number}", "")
            keep = Keep(typed) if typed in set(Keep) else Keep.BOTH
            choices[number] = Choice(keep, digest)
        try:
            return take_in(said=self.said, choices=choices, given=self.given, member=self.member)
        except ValidationError as too_long:
            self.problem = too_long.messages[0]
            return None
