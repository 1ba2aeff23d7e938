"""The form of what a plan holds on a topic."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from careplan.appointments.models import Appointment
from careplan.plans.access import Action, Section
from careplan.plans.forms import RecordForm
from careplan.topics.models import NOT_TALKED_YET, TopicNote
from careplan.widgets import Radios

VISITS_OFFERED = 30  # the newest


class VisitField(forms.ModelChoiceField):
    """One of the plan's visits, by its day and with whom it was."""

    def label_from_instance(self, visit: Appointment) -> str:
        return visit.name

    def to_python(self, value):
        try:
            return super().to_python(value)
        except ValidationError:  # Django says of a forged value what is wrong with it as an id
            said = self.error_messages["invalid_choice"]
            raise ValidationError(said, code="invalid_choice") from None


class NoteForm(RecordForm):
    """Where a topic stands, at which visit it was talked about, and the wish.

    A topic has one open note. Whoever writes the first one while another does meets theirs, as
    with any newer text.
    """

    # Which note was on the page: the versions of two notes on one topic say nothing of each other.
    note = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = TopicNote
        fields = ("state", "visit", "wish")
        field_classes = {"visit": VisitField}
        widgets = {"state": Radios, "wish": forms.Textarea({"rows": 6})}
        labels = {"visit": _("When did you talk about it?")}
        help_texts = {
            "visit": _("Leave this as it is if you have not talked about it."),
            "wish": _("A few words are enough. Everybody who sees this page can read them."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["note"].initial = "" if self.is_new else self.instance.pk
        visits = self.visits()
        if visits is not None and visits.exists():
            self.fields["visit"].queryset = visits
            self.fields["visit"].empty_label = _("Not at one of these visits")
            if self.instance.visit and self.instance.visit.is_gone:
                self.initial["visit"] = None
        else:
            del self.fields["visit"]

    def visits(self):
        """The visits to choose from; None where a choice would tell of one that the member may
        not see, or take it away."""
        chosen, member = self.instance.visit_id, self.member
        if not member.can(Action.VIEW, Section.VISITS):
            return None
        visits = Appointment.objects.filter(plan=member.plan).not_gone()
        known = visits.filter(visits.readable_by(member))
        if chosen and visits.exclude(pk__in=known.values("pk")).filter(pk=chosen).exists():
            return None
        newest_first = (F("on").desc(nulls_last=True), "-created")
        been = visits.seen_by(member).exclude(on__gt=timezone.localdate()).order_by(*newest_first)
        offered = known.filter(Q(pk=chosen) | Q(pk__in=been.values("pk")[:VISITS_OFFERED]))
        return offered.order_by(*newest_first)

    def clean(self):
        cleaned = super().clean()
        state, visit = cleaned.get("state"), cleaned.get("visit")
        if visit and "visit" in self.changed_data and state in NOT_TALKED_YET:
            said = _("You chose a visit. Choose “Talked about it” too, or leave the visit out")
            self.add_error("state", ValidationError(said, code="visit"))
        if self.is_new and not self.errors and not state and not cleaned.get("wish"):
            said = _("Choose where it stands, or write a few words. One is enough")
            self.add_error("state", ValidationError(said, code="empty"))
        return cleaned

    @transaction.atomic
    def keep(self):
        self.member.plan.lock()
        if "visit" in self.changed_data:
            self.instance.talked_on = None  # the day of another visit
        self.instance.settle(timezone.localdate())
        if "wish" in self.changed_data:
            self.instance.wish_by = self.member.user if self.instance.wish else None
        if self.is_new and self.already_kept() is None and (standing := self.standing()):
            return self._met_first(standing)
        if not self.is_new and self.cleaned_data["note"] != str(self.instance.pk):
            self.cleaned_data["version"] = ""
        return super().keep()

    def standing(self) -> TopicNote | None:
        """The open note on this topic that somebody made meanwhile."""
        held = TopicNote.objects.filter(plan=self.member.plan, topic=self.instance.topic)
        return held.filter(removed_at=None, is_private=False).first()

    def _met_first(self, standing: TopicNote):
        """Go on as a change of the note that stands by now."""
        self.is_new = False
        self.fields["version"] = self.base_fields["version"]
        del self.fields["request_uuid"]
        return self._met_newer(standing)

    def _met_newer(self, current):
        self.data["note"] = str(current.pk)
        return super()._met_newer(current)

    def save_instance(self, fields: list[str]) -> None:
        super().save_instance([*fields, "talked_on", "decided_on", "wish_by"])
