"""The form of a question that somebody suggests."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careplan.appointments.carry_forms import VISITS_OFFERED
from careplan.appointments.forms import VisitField
from careplan.appointments.models import Appointment
from careplan.plans.forms import RecordForm
from careplan.questions.proposals import ProposedQuestion


class ProposalForm(RecordForm):
    submit_label = gettext_lazy("Suggest this question")

    class Meta:
        model = ProposedQuestion
        fields = ("text", "why", "visit")
        field_classes = {"visit": VisitField}
        widgets = {"text": forms.Textarea({"rows": 4}), "why": forms.Textarea({"rows": 2})}
        labels = {"text": gettext_lazy("The question")}
        help_texts = {"why": gettext_lazy("You can leave this empty.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].error_messages["required"] = _("Write the question, even a few words")
        self.fields["visit"].empty_label = _("No visit in particular")
        coming = Appointment.objects.filter(plan=self.member.plan).seen_by(self.member)
        coming = coming.upcoming(timezone.localdate()).values("pk")[:VISITS_OFFERED]
        offered = Appointment.objects.filter(pk__in=coming).with_people()
        self.fields["visit"].queryset = offered.upcoming(timezone.localdate())
