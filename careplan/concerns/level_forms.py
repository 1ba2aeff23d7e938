"""How much it bothers today: one number, without the whole form of a concern."""

from django import forms
from django.utils.translation import gettext as _

from careplan.concerns.levels import set_bother
from careplan.forms import BaseForm
from careplan.widgets import Scale


class LevelForm(BaseForm):
    """Made with the member who presses a number, and the concern that it is of."""

    bother = forms.TypedChoiceField(
        choices=[(str(number), str(number)) for number in range(11)],
        coerce=int,
        widget=Scale,
    )

    def __init__(self, *args, member, concern, **kwargs):
        super().__init__(*args, **kwargs)
        self.member, self.concern = member, concern
        field = self.fields["bother"]
        field.error_messages["required"] = _("Choose a number from 0 to 10")
        field.label = _("How much does it bother you today?")
        if concern.author_id != member.user.pk:
            name = {"name": concern.author.called}
            field.label = _("How much does it bother %(name)s today?") % name

    def keep(self):
        """The concern as it is by now; None where it was removed meanwhile."""
        number = self.cleaned_data["bother"]
        return set_bother(concern=self.concern, number=number, by=self.member.user)
