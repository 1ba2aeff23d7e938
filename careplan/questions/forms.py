"""The forms of questions: picking them, one's own, and an answer."""

import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careplan.forms import BaseForm
from careplan.plans.access import Section
from careplan.plans.forms import RecordForm
from careplan.plans.private import PrivateRecordForm
from careplan.questions.models import Question
from careplan.questions.picking import add_from_library, add_own_words, in_a_row
from careplan.widgets import Ticks


class PickForm(BaseForm):
    """Ticks on what is suggested, and a place for one's own words.

    `keep()` makes the questions. Sent twice, it makes them once: what was held already is as good
    a tick as what is shown.
    """

    ways = ("slugs", "own")  # of choosing a question: one is enough

    slugs = forms.MultipleChoiceField(
        label=gettext_lazy("Tick the ones you want to ask"), widget=Ticks, required=False
    )
    own = forms.CharField(
        label=gettext_lazy("Your question"),
        widget=forms.Textarea({"rows": 3}),
        max_length=Question.TEXT_LENGTH,
        required=False,
    )
    request_uuid = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, suggestions, member, concern=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.member, self.concern, self.suggestions = member, concern, suggestions
        self.fields["slugs"].choices = [(slug, slug) for slug in sorted(suggestions.slugs)]
        self.fields["request_uuid"].initial = uuid.uuid4()

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not any(cleaned[name] for name in self.ways):
            self.add_error(self.first_way, _("Tick a question, or write one in your own words"))
        return cleaned

    @property
    def first_way(self) -> str:
        """The field at which nothing chosen is said."""
        return "slugs" if self.suggestions else "own"

    @property
    def ticked(self) -> list[str]:
        return self["slugs"].value() or []

    @property
    def ahead_is_open(self) -> bool:
        """The closed section stands open where a tick or the error is in it."""
        in_it = {each.question.slug for each in self.suggestions.ahead}
        return bool(in_it.intersection(self.ticked) or (self.errors and not self.suggestions.open))

    @property
    def own_is_open(self) -> bool:
        return bool(self["own"].value() or self["own"].errors)

    def keep(self) -> list[Question] | None:
        """The picked questions, own words last; or None, with the error on the form."""
        try:
            with transaction.atomic():
                return self._keep()
        except ValidationError as full:
            self.add_error(None, full)
            return None

    def _keep(self) -> list[Question]:
        self.member.plan.lock()  # the same form, sent twice at once, is kept one after the other
        ground = {"member": self.member, "concern": self.concern, "row": in_a_row()}
        ticked = set(self.cleaned_data["slugs"])
        in_order = [slug for slug in self.suggestions.slugs if slug in ticked]
        questions = add_from_library(slugs=in_order, **ground)
        if text := self.cleaned_data["own"]:
            sent = self.typed_uuid()
            questions.append(add_own_words(text=text, request_uuid=sent, **ground))
        return questions

    def typed_uuid(self) -> uuid.UUID:
        try:
            return uuid.UUID(self.cleaned_data["request_uuid"])
        except ValueError:
            return uuid.uuid4()


class QuestionForm(PrivateRecordForm):
    """A question in somebody's own words, or their wording of a suggested one."""

    section = Section.VISITS

    class Meta:
        model = Question
        fields = ("text",)
        widgets = {"text": forms.Textarea({"rows": 4})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].error_messages["required"] = _("Write your question, even a few words")

    def clean(self):
        cleaned = super().clean()
        if self.opens_up and not self.instance.removed_at and self.instance.twins().exists():
            said = _("You added this question for all to see too. Keep this one private.")
            self.add_error("who_sees", ValidationError(said, code="twin"))
        return cleaned

    @transaction.atomic
    def keep(self):
        self.member.plan.lock()
        return super().keep()


class AnswerForm(RecordForm):
    """What was said. An empty answer takes the last one away."""

    submit_label = gettext_lazy("Save the answer")

    class Meta:
        model = Question
        fields = ("answer",)
        widgets = {"answer": forms.Textarea({"rows": 5})}

    @property
    def helper(self):
        helper = super().helper
        helper.form_action = reverse(
            "question_answer", args=[self.instance.plan_id, self.instance.pk]
        )
        return helper

    def save_instance(self, fields) -> None:
        self.instance.record_answer(self.instance.answer, by=self.member.user)
