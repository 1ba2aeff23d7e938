"""How a sheet is printed: its paper, its print, and whether what is private stands on it."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from careplan.accounts.models import Paper, PrintSize
from careplan.forms import BaseForm
from careplan.widgets import Segments


class PaperForm(BaseForm):
    """The paper and the print of any sheet; as `user` likes them, until they are chosen."""

    kept = _("Nothing you wrote was lost.")
    submit_label = _("Make the file")

    paper = forms.ChoiceField(
        label=_("Paper"),
        choices=[(Paper.LETTER.value, _("Letter")), (Paper.A4.value, "A4")],
        widget=Segments,
    )
    size = forms.ChoiceField(label=_("Size of print"), choices=PrintSize.choices, widget=Segments)

    def __init__(self, data=None, *, user=None):
        liked = {"paper": settings.PAPER, "size": PrintSize.NORMAL.value}
        if user and user.is_authenticated:
            liked = {"paper": user.paper, "size": user.print_size}
        super().__init__(data, initial=liked)


class SheetForm(PaperForm):
    """A sheet of a plan, whose file is at `address`. `printed` is what can stand on it."""

    def __init__(self, data=None, *, user, address: str, printed=None):
        super().__init__(data, user=user)
        self.address, self.printed = address, printed

    @property
    def helper(self):
        helper = super().helper
        helper.form_method, helper.form_action = "get", self.address
        helper.form_id = "sheet"  # for buttons that stand below it
        return helper


class PapersForm(SheetForm):
    """The papers checklist. `others` is offered where there are papers, and some kinds are not."""

    others = forms.BooleanField(label=_("Print the kinds of paper not here yet"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["others"].help_text = _("Each has a box to tick by hand.")
        if not self.printed.others_are_optional:
            del self.fields["others"]


class ComfortForm(SheetForm):
    """The comfort checklist. `ahead` is offered to somebody for whom some topics stand folded."""

    ahead = forms.BooleanField(
        label=_("Print the topics about what may lie ahead too"), required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        count = self.printed.ahead_count
        left_out = ngettext(
            "%(n)d topic is left out. Tick to print it on this copy.",
            "%(n)d topics are left out. Tick to print them on this copy.",
            count,
        )
        self.fields["ahead"].help_text = left_out % {"n": count}
        if not count:
            del self.fields["ahead"]


class QuestionListForm(SheetForm):
    """A visit's list. `private` is offered to somebody who has private questions on it."""

    private = forms.BooleanField(
        label=_("Print my private questions too"),
        required=False,
    )

    def __init__(self, data=None, *, user, private_count: int, address: str):
        super().__init__(data, user=user, address=address)
        left_out = ngettext(
            "%(n)d private question is left out. Tick to print it on this copy.",
            "%(n)d private questions are left out. Tick to print them on this copy.",
            private_count,
        )
        self.fields["private"].help_text = left_out % {"n": private_count}
        if not private_count:
            del self.fields["private"]


class PrivateSheetForm(SheetForm):
    """A sheet of a visit. `private` is offered where something would be left out."""

    private = forms.BooleanField(
        label=_("Print what I keep private too"),
        help_text=_("It is left out. Tick to print it on this copy."),
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.printed.has_private:
            del self.fields["private"]


class DoctorPageForm(PrivateSheetForm):
    """The doctor's page of a visit."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["size"].help_text = _(
            "All must fit on one page. Where there is much to say, large print comes out smaller."
        )
