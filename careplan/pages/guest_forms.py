"""The two forms of the guest list: choosing, and printing."""

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careplan.forms import BaseForm
from careplan.library.catalog import LIBRARY
from careplan.pages.guest import MOST, TEXT_LENGTH, GuestList, own_names
from careplan.printing.forms import PaperForm
from careplan.widgets import Ticks

LINES_AT_FIRST = 2  # for own questions
LINES_MORE = 3


def own_field(number: int) -> forms.CharField:
    return forms.CharField(
        label=format_lazy(gettext_lazy("Your own question, number {number}"), number=number),
        widget=forms.Textarea({"rows": 2}),
        max_length=TEXT_LENGTH,
        required=False,
    )


OwnQuestions = type(
    "OwnQuestions", (BaseForm,), {name: own_field(n) for n, name in enumerate(own_names(), 1)}
)


EMPTY = GuestList((), {})
NOTHING_LOST = gettext_lazy("Nothing you ticked or typed was lost.")


class ChoosingForm(OwnQuestions):
    """Ticks of the library, and lines for own questions.

    With `data` it checks what was sent, by its own page or by a later one; with `shown` it only
    shows that list again, with `more` lines.
    """

    kept = NOTHING_LOST

    picks = forms.MultipleChoiceField(
        required=False, widget=Ticks, choices=[(slug, slug) for slug in LIBRARY.questions]
    )

    def __init__(self, data=None, *, shown: GuestList = EMPTY, more: bool = False):
        self.list = shown if data is None else GuestList.sent(data)
        super().__init__(data, initial=self.list.own)
        lines = self._lines() + (LINES_MORE if more else 0)
        for name in own_names()[lines:]:
            del self.fields[name]
        self.has_room = lines < MOST

    def _lines(self) -> int:
        """How many lines are shown: those sent, one that is free, and some at the least."""
        used = [n for n, name in enumerate(own_names(), 1) if name in {*self.list.own, *self.data}]
        return min(MOST, max(max(used, default=0) + 1, LINES_AT_FIRST))

    @property
    def own_fields(self):
        return [field for field in self if field.name != "picks"]

    def clean(self):
        cleaned = super().clean()
        over = len(self.list.keys) - MOST
        if over > 0:
            sentence = _("There is room for %(most)d questions. Take off %(over)d.")
            self.add_error("picks", sentence % {"most": MOST, "over": over})
        elif not self.list.keys and not self.errors:
            self.add_error("picks", _("Tick a question, or write one of your own"))
        return cleaned


class GuestPaperForm(PaperForm):
    """How the list is printed."""

    kept = NOTHING_LOST
