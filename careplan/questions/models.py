"""A question for the doctor, and its answer."""

import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from careplan.concerns import safety
from careplan.concerns.models import Concern
from careplan.library.catalog import LIBRARY
from careplan.partial_dates import day_words
from careplan.plans.records import PlanRecord, RecordQuerySet
from careplan.text import shortened

NAME_LENGTH = 160  # characters


class QuestionQuerySet(RecordQuerySet):
    def with_concern(self, member) -> "QuestionQuerySet":
        """Each with its `concern`, or None where `member` may not see that concern."""
        return self.prefetch_related(Prefetch("concern", member.plan.concerns.seen_by(member)))

    def with_places(self, member) -> "QuestionQuerySet":
        """Each with `places`: where it stands on visits' lists, as `member` sees them."""
        listed = self.listed_for(member).select_related("appointment").order_by("appointment__on")
        listed = listed.prefetch_related("appointment__team", "appointment__companions")
        return self.prefetch_related(Prefetch("listed", listed, to_attr="places"))

    def unlisted(self, member) -> "QuestionQuerySet":
        """Those on no visit's list, as `member` sees the lists."""
        return self.exclude(pk__in=self.listed_for(member).values("question"))

    def listed_for(self, member):
        """The places on lists that `member` sees, of visits that `member` sees."""
        visits = member.plan.appointments.seen_by(member)
        return member.plan.listed.seen_by(member).filter(appointment__in=visits)

    def held_slugs(self) -> set[str]:
        """The slugs of those that came from the library."""
        return set(self.exclude(library_slug="").values_list("library_slug", flat=True))


class Question(PlanRecord):
    """One text and one answer, on however many visits' lists it stands.

    A question from the library keeps its slug and a copy of the library's text as it was picked,
    so that a later edition rewrites nobody's record and the original can be put back.
    """

    MOST = 2_000
    TEXT_LENGTH = 4_000  # characters
    ANSWER_LENGTH = 10_000
    TOLD = {
        "text": pgettext_lazy("what was changed", "the question"),
        "answer": pgettext_lazy("what was changed", "the answer"),
        "is_private": _("Private"),
    }

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

    objects = QuestionQuerySet.as_manager()

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
                condition=~Q(library_slug="") & Q(removed_at=None, is_private=False),
                name="question_is_picked_once_a_person",
            ),
        ]

    @property
    def name(self) -> str:
        """The beginning of its text."""
        return shortened(self.text, NAME_LENGTH)

    @property
    def answered_on(self) -> str:
        """“3 December 2026”, where the reader is."""
        return day_words(timezone.localdate(self.answered_at))

    @property
    def origin(self) -> str:
        """Where it comes from: "article", "careplan" or, in somebody's own words, "own"."""
        if not self.library_slug:
            return "own"
        known = LIBRARY.questions.get(self.library_slug)
        return known.origin if known else "careplan"

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

    def restore(self, *, by) -> None:
        """Put it back. Raises ValidationError if its author has picked the same one again.

        What of the two is private is told to nobody but its author. Lock the plan first.
        """
        if self.twins().exists() and (by.pk == self.author_id or not self.is_private):
            raise ValidationError(gettext("This question was added again. It stands once."))
        super().restore(by=by)

    def twins(self) -> "QuestionQuerySet":
        """The same one of the library as its author has picked it again, as open or private."""
        if not self.library_slug:
            return type(self).objects.none()
        return (
            type(self)
            .objects.filter(plan=self.plan_id, author=self.author_id, removed_at=None)
            .filter(library_slug=self.library_slug, is_private=self.is_private)
            .exclude(pk=self.pk)
        )

    def alerts(self, today: datetime.date) -> tuple[safety.Alert, ...]:
        """The warnings that somebody's own words raise, in the question and in its answer."""
        own = self.text if self.text != self.library_text else ""
        return safety.alerts(texts=[own, self.answer], today=today)
