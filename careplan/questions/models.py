"""A question for the doctor, and its answer."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from careplan.concerns.models import Concern
from careplan.plans.records import PlanRecord


class Question(PlanRecord):
    """One text and one answer, on however many visits' lists it stands.

    A question from the library keeps its slug and a copy of the library's text as it was picked,
    so that a later edition rewrites nobody's record and the original can be put back.
    """

    MOST = 2_000
    TEXT_LENGTH = 4_000  # characters
    ANSWER_LENGTH = 10_000

    text = models.TextField(_("Your question"), max_length=TEXT_LENGTH)
    library_slug = models.CharField(max_length=80, blank=True, editable=False)
    library_text = models.TextField(blank=True, editable=False)
    concern = models.ForeignKey(Concern, null=True, blank=True, on_delete=models.SET_NULL)
    answer = models.TextField(_("What did they say?"), max_length=ANSWER_LENGTH, blank=True)
    answered_at = models.DateTimeField(null=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    class Meta(PlanRecord.Meta):
        default_related_name = "questions"
        ordering = ["created"]
        constraints = [
            *PlanRecord.Meta.constraints,
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None, answered_by=None)
                | (~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="question_answer_has_time_and_author",
            ),
            models.CheckConstraint(
                condition=Q(library_slug="", library_text="")
                | (~Q(library_slug="") & ~Q(library_text="")),
                name="question_slug_has_its_text",
            ),
            models.UniqueConstraint(
                fields=["plan", "author", "library_slug"],
                condition=~Q(library_slug="") & Q(removed_at=None),
                name="question_is_picked_once_a_person",
            ),
        ]

    @property
    def is_reworded(self) -> bool:
        return bool(self.library_slug) and self.text != self.library_text

    def put_original_back(self, *, by) -> None:
        """The library's text as it was picked. Raises StaleRecord."""
        self.text = self.library_text
        self.save_changes(by=by, fields=["text"])

    def record_answer(self, text: str, *, by) -> None:
        """Keep the answer with its time and author; an empty one takes it away. StaleRecord."""
        self.answer = text
        self.answered_at, self.answered_by = (timezone.now(), by) if text else (None, None)
        self.save_changes(by=by, fields=["answer", "answered_at", "answered_by"])
