"""Forms that say which visit some questions are for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from careplan.appointments.ordering import ListFull, put_on_list
from careplan.forms import BaseForm
from careplan.widgets import Radios, Ticks

VISITS_OFFERED = 25


class ToVisitForm(BaseForm):
    """Which of the visits that are coming up. Made with `visits`, soonest first."""

    submit_label = _("Put on this visit’s list")

    to = forms.ChoiceField(label=_("Which visit?"), widget=Radios)

    def __init__(self, *args, member, visits, **kwargs):
        super().__init__(*args, **kwargs)
        self.member = member
        self.visits = {str(visit.pk): visit for visit in visits[:VISITS_OFFERED]}
        self.fields["to"].choices = [
            (key, ", ".join(filter(None, (visit.when, visit.with_whom_named))))
            for key, visit in self.visits.items()
        ]
        self.fields["to"].widget.hints = {
            key: ". ".join(visit.facts) for key, visit in self.visits.items()
        }
        self.fields["to"].initial = next(iter(self.visits), None)

    def keep_on_list(self, questions, *, first=False):
        """List `questions`, and return the visit; or None, with the error on the form."""
        visit = self.visits[self.cleaned_data["to"]]
        try:
            put_on_list(appointment=visit, questions=questions, member=self.member, first=first)
        except ListFull as full:
            self.add_error(None, full)
            return None
        return visit


class CarryForm(ToVisitForm):
    """Which questions of a list go to which other visit; unless ticked otherwise, the unanswered.

    Made with `rows` too: the list as its reader sees it.
    """

    field_order = ("questions", "to")

    questions = forms.MultipleChoiceField(label=_("Which questions?"), widget=Ticks)

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.questions = {str(row.question.pk): row.question for row in rows}
        field = self.fields["questions"]
        field.choices = [(key, question.text) for key, question in self.questions.items()]
        field.initial = [key for key, question in self.questions.items() if not question.answer]
        field.widget.hints = {
            key: _("It has an answer.")
            for key, question in self.questions.items()
            if question.answer
        }

    @property
    def chosen(self) -> list:
        return [self.questions[key] for key in self.cleaned_data["questions"]]

    def keep(self):
        """List what was chosen, and return the visit; or None, with the error on the form."""
        return self.keep_on_list(self.chosen)
