"""The controls of our forms. Each names the template in templates/forms/ that draws it: `kind`."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careplan.partial_dates import PartialDate, parse


class HintedMixin:
    """Answers that may each have a line of hint: `hints` maps an answer's value to it."""

    kind = "choices"
    ask = gettext_lazy("Choose one of these")

    def __init__(self, *args, hints=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.hints = hints or {}

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        return option | {"hint": self.hints.get(str(value), "")}


class Radios(HintedMixin, forms.RadioSelect):
    """One answer of several, a row each."""


class Cards(Radios):
    """The first, big choice on a screen: six cards at most."""

    kind = "cards"


class Segments(Radios):
    """Two to four short answers, side by side."""

    kind = "segments"


class Scale(Radios):
    """0 to 10. Always optional."""

    kind = "scale"


class Ticks(HintedMixin, forms.CheckboxSelectMultiple):
    """Any number of several answers."""

    ask = gettext_lazy("Tick at least one")


class DateParts(forms.MultiWidget):
    """Day, month and year, each typed."""

    kind = "dates"
    use_fieldset = True
    sizes = ("2", "2", "4")

    def __init__(self, attrs=None):
        part = {"inputmode": "numeric", "autocomplete": "off"}
        widgets = {
            name: forms.TextInput({**part, "class": f"input input--{size}"})
            for name, size in zip(("day", "month", "year"), self.sizes, strict=True)
        }
        super().__init__(widgets, attrs)

    def decompress(self, value):
        return [value.day, value.month, value.year] if value else [None, None, None]


def whole_number(text: str, least: int, most: int) -> int | None:
    """`text` as a number from `least` to `most`, or None."""
    text = text.strip()
    if text.isascii() and text.isdigit() and len(text) <= 4 and least <= int(text) <= most:
        return int(text)
    return None


def part_sentences() -> tuple[str, str, str]:
    """What to say of a year, a month and a day that is none."""
    return (
        _("Write the year in four digits, such as 2026"),
        _("Write the month as a number from 1 to 12"),
        _("Write the day as a number from 1 to 31"),
    )


class DatePartsField(forms.MultiValueField):
    """A date of three numbers, with an error that says which of them to mend."""

    widget = DateParts

    def __init__(self, **kwargs):
        fields = [forms.CharField(required=False) for _part in range(3)]
        super().__init__(fields, require_all_fields=False, **kwargs)

    def clean(self, value):
        day, month, year = [(part or "").strip() for part in (value or ["", "", ""])]
        if not (day or month or year):
            if self.required:
                raise ValidationError(_("Write the day, the month and the year"), code="required")
            return None
        return self.compress([day, month, year])

    def compress(self, parts):
        day, month, year = parts
        numbers = (
            whole_number(year, 1900, 2200),
            whole_number(month, 1, 12),
            whole_number(day, 1, 31),
        )
        wrong = [s for n, s in zip(numbers, part_sentences(), strict=True) if n is None]
        if wrong:
            raise ValidationError(wrong[-1], code="invalid")
        try:
            return datetime.date(*numbers)
        except ValueError:
            raise ValidationError(
                _("This month has no such day. Look at the day again"), code="invalid"
            ) from None


class PartialDateParts(DateParts):
    """Day, month and year of a date that may be known in part."""

    def decompress(self, value):
        year, month, day = parse(value) if value else (None, None, None)
        return [day, month, year]


class PartialDateField(DatePartsField):
    """A date of the past, without its day, or without day and month, if they are not known.

    Kept as text, as careplan/partial_dates.py says.
    """

    widget = PartialDateParts
    still_to_come = gettext_lazy("This date is still to come. Look at it again, or leave it out")

    def clean(self, value):
        return super().clean(value) or ""

    def compress(self, parts):
        typed = [part for part in reversed(parts) if part]  # the year first
        if not parts[2] or (parts[0] and not parts[1]):
            raise ValidationError(self.sentence_for_gap(parts), code="part")
        # The day, which is checked last, is the first that stands on the page.
        limits = ((1900, 2200), (1, 12), (1, 31))
        numbers = [whole_number(text, *limit) for text, limit in zip(typed, limits, strict=False)]
        wrong = [s for n, s in zip(numbers, part_sentences(), strict=False) if n is None]
        if wrong:
            raise ValidationError(wrong[-1], code="invalid")
        return str(self.past(PartialDate(*numbers)))

    @staticmethod
    def sentence_for_gap(parts) -> str:
        if not parts[2]:
            return _("Write the year too, such as 2026")
        return _("Write the month too, or leave the day out")

    def past(self, date: PartialDate) -> PartialDate:
        try:
            began = date.earliest
        except ValueError:
            raise ValidationError(
                _("This month has no such day. Look at the day again"), code="invalid"
            ) from None
        if began > timezone.localdate():
            raise ValidationError(self.still_to_come, code="future")
        return date
