"""The form of what was said at a visit, and what can be done from the page after it."""

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careplan.appointments.carry_forms import CarryForm
from careplan.appointments.visit_notes import VisitNote
from careplan.plans.access import Section
from careplan.plans.private import PrivateRecordForm


class NoteForm(PrivateRecordForm):
    """What was said. `is_quick` asks for the words alone: a new note is then for everybody."""

    section = Section.VISITS
    submit_label = gettext_lazy("Save this note")

    class Meta:
        model = VisitNote
        fields = ("text",)
        widgets = {"text": forms.Textarea({"rows": 5})}
        help_texts = {"text": gettext_lazy("As you remember it. A few words are enough.")}

    def __init__(self, *args, is_quick=False, **kwargs):
        self.is_quick = is_quick
        super().__init__(*args, **kwargs)
        self.fields["text"].error_messages["required"] = _("Write what was said, even a few words")

    def may_choose_readers(self) -> bool:
        return not self.is_quick and super().may_choose_readers()


class CarryUnaskedForm(CarryForm):
    """What was not asked goes to a visit to come: all of it, unless ticked otherwise.

    It is sent to the page that takes questions to another visit, which says what is wrong with it.
    """

    def __init__(self, *args, visit, **kwargs):
        super().__init__(*args, **kwargs)
        self.visit = visit
        self.fields["questions"].label = _("Carry these to the next visit")

    @property
    def address(self) -> str:
        return reverse("appointment_carry", args=[self.visit.plan_id, self.visit.pk])

    @property
    def only_visit(self) -> str:
        """The key of the one visit that is coming up; empty where there are several."""
        return next(iter(self.visits)) if len(self.visits) == 1 else ""
