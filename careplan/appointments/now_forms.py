"""The form of one question at a visit: was it asked, what did they say, what else came up."""

import re
import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careplan.appointments.answering import Heard, keep_answer
from careplan.appointments.models import Asked, ListedQuestion
from careplan.appointments.now_keeping import ask_there, keep_so_far
from careplan.appointments.now_reading import Screen
from careplan.forms import BaseForm
from careplan.questions.models import Question
from careplan.widgets import Segments

DIGEST = re.compile(r"[\da-f]{24}", re.ASCII)


class NowForm(BaseForm):
    """One form for all of the page, so that whichever button is pressed, nothing typed is lost.

    The digests that it carries are not signed: whoever says that they read what they did not may
    as well open the page, read it, and write over it.
    """

    asked = forms.ChoiceField(
        label=gettext_lazy("Did you ask it?"),
        choices=[(choice.value, choice.label) for choice in (Asked.ASKED, Asked.NOT_ASKED)],
        widget=Segments,
        required=False,
    )
    answer = forms.CharField(
        label=gettext_lazy("What did they say?"),
        widget=forms.Textarea({"rows": 6}),
        max_length=Question.ANSWER_LENGTH,
        required=False,
    )
    new = forms.CharField(
        label=gettext_lazy("What else do you ask?"),
        widget=forms.Textarea({"rows": 2}),
        max_length=Question.TEXT_LENGTH,
        required=False,
    )
    answer_read = forms.CharField(widget=forms.HiddenInput, required=False)
    asked_read = forms.CharField(widget=forms.HiddenInput, required=False)
    request_uuid = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, screen: Screen):
        super().__init__(data)
        self.screen, self.member = screen, screen.member
        self.beside_others, self.added = False, None  # what came of `keep`
        self.initial = {
            "asked": screen.listed.asked,
            "asked_read": screen.listed.asked,
            "answer": screen.draft.text if screen.draft else screen.question.answer,
            "answer_read": screen.answer_read,
            "request_uuid": uuid.uuid4(),
        }
        hints = [_("A few words are fine."), screen.who_writes]
        self.fields["answer"].help_text = " ".join(filter(None, hints))

    def clean_answer_read(self) -> str:
        typed = self.cleaned_data["answer_read"]
        return typed if DIGEST.fullmatch(typed) else ""

    def clean(self):
        cleaned = super().clean()
        if self.go == "add" and not cleaned.get("new") and "new" not in self.errors:
            self.add_error("new", _("Write your question, even a few words"))
        return cleaned

    @property
    def go(self) -> str:
        """Which button was pressed."""
        return self.data.get("go", "")

    @property
    def new_is_open(self) -> bool:
        return bool(self["new"].value() or self["new"].errors)

    @property
    def heard(self) -> Heard:
        names = ("answer", "asked", "answer_read", "asked_read")
        return Heard(**{name: self.cleaned_data[name] for name in names})

    @property
    def problem(self) -> str:
        """What is wrong with the answer, for a draft of it; empty for nothing."""
        wrong = [*self.errors.get("answer", []), *self.errors.get("asked", [])]
        return wrong[0] if wrong else ""

    def keep_draft(self) -> None:
        """Keep what was typed of the answer, which has no `problem`, as a draft."""
        keep_so_far(listed=self.screen.listed, heard=self.heard, member=self.member)

    def keep(self) -> bool:
        """Whether it was saved; if not, the error is on the form."""
        try:
            with transaction.atomic():
                self.beside_others, self.added = self._keep()
        except ValidationError as refused:
            self.add_error(None, refused)
            return False
        return True

    def _keep(self) -> tuple[bool, ListedQuestion | None]:
        listed, added = self.screen.listed, None
        # First what locks the visit: whoever moves its questions holds that, and waits for a place.
        if text := self.cleaned_data["new"]:
            sent = self.typed_uuid()
            added = ask_there(text=text, request_uuid=sent, after=listed, member=self.member)
        return keep_answer(listed=listed, heard=self.heard, member=self.member), added

    def typed_uuid(self) -> uuid.UUID:
        try:
            return uuid.UUID(self.cleaned_data["request_uuid"])
        except ValueError:
            return uuid.uuid4()
