"""The form of what a plan holds on a topic."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from careplan.appointments.forms import VisitField
from careplan.appointments.models import Appointment
from careplan.plans.access import Action, Section
from careplan.plans.clashes import unread
from careplan.plans.private import PrivateRecordForm
from careplan.topics.models import NOT_TALKED_YET, TopicNote
from careplan.widgets import Radios

VISITS_OFFERED = 30  # the newest


class NoteForm(PrivateRecordForm):
    """Where a topic stands, at which visit it was talked about, and the wish.

    A topic has one open note. Whoever writes the first one while another does meets theirs, as
    with any newer text. Private ones may stand beside it.
    """

    section = Section.COMFORT

    # Which note was on the page, for the view to find it again.
    note = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = TopicNote
        fields = ("state", "visit", "wish")
        field_classes = {"visit": VisitField}
        widgets = {"state": Radios, "wish": forms.Textarea({"rows": 6})}
        labels = {"visit": _("When did you talk about it?")}
        help_texts = {
            "visit": _("Leave this as it is if you have not talked about it."),
            "wish": _("A few words are enough."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "who_sees" in self.fields:
            self.fields["who_sees"].help_text = _("A private note is never printed.")
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
        return offered.order_by(*newest_first).with_people()

    def clean(self):
        cleaned = super().clean()
        state, visit = cleaned.get("state"), cleaned.get("visit")
        if visit and "visit" in self.changed_data and state in NOT_TALKED_YET:
            said = _("You chose a visit. Choose “Talked about it” too, or leave the visit out")
            self.add_error("state", ValidationError(said, code="visit"))
        if self.is_new and not self.errors and not state and not cleaned.get("wish"):
            said = _("Choose where it stands, or write a few words. One is enough")
            self.add_error("state", ValidationError(said, code="empty"))
        if self.opens_up and not self.instance.removed_at and self.standing():
            said = _("Something is written here for all to see too. Keep this one private")
            self.add_error("who_sees", ValidationError(said, code="twin"))
        return cleaned

    @transaction.atomic
    def keep(self):
        self.member.plan.lock()
        if self.is_new:
            self.settle()
            is_first = self.instance.is_private or self.already_kept()
            if not is_first and (standing := self.standing()):
                return self.keep_over(standing, unread(self.shown(self.stands)))
        return super().keep()

    def standing(self) -> TopicNote | None:
        """The open note on this topic, beside this one."""
        held = TopicNote.objects.filter(plan=self.member.plan, topic=self.instance.topic)
        held = held.filter(removed_at=None, is_private=False).exclude(pk=self.instance.pk)
        return held.select_related("changed_by").first()

    def begin_again(self, posted, instance) -> None:
        posted["note"] = str(instance.pk)
        super().begin_again(posted, instance)

    def settle(self) -> None:
        """Bring into line what follows from the fields."""
        if "visit" in self.changed_data:
            self.instance.talked_on = None  # the day of another visit
        self.instance.settle(timezone.localdate())
        if "wish" in self.changed_data:
            self.instance.wish_by = self.member.user if self.instance.wish else None

    def save_instance(self, fields: list[str]) -> None:
        self.settle()
        super().save_instance([*fields, "talked_on", "decided_on", "wish_by"])
