"""What is on somebody's mind."""

import datetime

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from careplan import partial_dates
from careplan.concerns import safety
from careplan.library.catalog import LIBRARY
from careplan.plans.history import note_hidden
from careplan.plans.records import PlanRecord
from careplan.text import shortened

# What a concern can name, by its field.
SHELVES = {
    "symptoms": LIBRARY.symptoms,
    "tests": LIBRARY.tests,
    "treatments": LIBRARY.treatments,
}
NAME_LENGTH = 80  # characters
EXCERPT_LENGTH = 160


def category_name(slug: str) -> str:
    known = LIBRARY.categories.get(slug)
    return known.name if known else slug


def names_on(field: str):
    """What turns slugs of a shelf into names; a slug that it does not have stands as it is."""
    shelf = SHELVES[field]
    return lambda slugs: ", ".join(shelf[slug].name if slug in shelf else slug for slug in slugs)


def of_ten(number: int) -> str:
    return gettext("%(number)s of 10") % {"number": number}


class Concern(PlanRecord):
    """One worry, in the person's own words, with what the library can name of it."""

    WORDS_LENGTH = 4_000  # characters
    TOLD = {
        "category": pgettext_lazy("what was changed", "what it is about"),
        "symptoms": pgettext_lazy("what was changed", "the symptoms"),
        "tests": pgettext_lazy("what was changed", "the tests"),
        "treatments": pgettext_lazy("what was changed", "the treatments"),
        "words": pgettext_lazy("what was changed", "the words"),
        "bother": pgettext_lazy("what was changed", "how much it bothers"),
        "since": pgettext_lazy("what was changed", "since when it is so"),
        "is_first": _("Talk about this first"),
        "is_private": _("Private"),
    }
    IN_WORDS = {
        "category": category_name,
        **{field: names_on(field) for field in SHELVES},
        "bother": of_ten,
        "since": partial_dates.wording,
    }

    # Slugs of the library. A slug that a later edition drops is shown as it stands.
    category = models.CharField(_("What is it about?"), max_length=24)
    symptoms = models.JSONField(default=list, blank=True)
    tests = models.JSONField(default=list, blank=True)
    treatments = models.JSONField(default=list, blank=True)
    words = models.TextField(_("Say it in your own words"), max_length=WORDS_LENGTH, blank=True)
    # 0 not at all, 10 as much as it could; empty when left out.
    bother = models.PositiveSmallIntegerField(
        _("How much does it bother you today?"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(10)],
    )
    # ISO 8601 with reduced precision: 2026, 2026-03 or 2026-03-12.
    since = models.CharField(_("Since when?"), max_length=10, blank=True)
    is_first = models.BooleanField(_("Talk about this first"), default=False)

    class Meta(PlanRecord.Meta):
        default_related_name = "concerns"
        ordering = ["-is_first", "-created"]
        constraints = [
            *PlanRecord.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(bother=None) | models.Q(bother__lte=10),
                name="concern_bother_is_0_to_10",
            ),
        ]

    @property
    def about(self) -> str:
        """The name of its category."""
        return category_name(self.category)

    @property
    def names(self) -> list[str]:
        """The names of the symptoms, tests and treatments that were chosen."""
        return [
            shelf[slug].name if slug in shelf else slug
            for field, shelf in SHELVES.items()
            for slug in getattr(self, field)
        ]

    @property
    def name(self) -> str:
        """What to call it on lists and sheets."""
        return shortened(", ".join(self.names) or self.words or self.about, NAME_LENGTH)

    @property
    def excerpt(self) -> str:
        """The beginning of its words."""
        return shortened(self.words, EXCERPT_LENGTH)

    @property
    def since_when(self) -> str:
        """“12 March 2026”, as far as it is known."""
        return partial_dates.wording(self.since)

    def hide_questions(self) -> bool:
        """Make its author's own questions from it private as well, and say if there were any.

        What others asked about it stays as they said. Whoever may read it may read the questions
        that were open; nobody else reads one any more.
        """
        theirs = list(self.questions.filter(author=self.author_id).select_for_update())
        hidden = [question for question in theirs if not question.is_private]
        self.questions.filter(pk__in=[question.pk for question in hidden]).update(
            is_private=True,
            version=models.F("version") + 1,
            changed=self.changed,
            changed_by=self.changed_by,
        )
        readers = list(self.private_to.all())
        for question in theirs:
            question.private_to.remove(
                *question.private_to.exclude(pk__in=[reader.pk for reader in readers])
            )
        for question in hidden:
            question.private_to.set(readers)
            question.is_private, question.version = True, question.version + 1
        note_hidden(hidden, by=self.changed_by)
        return bool(hidden)

    def alerts(self, today: datetime.date) -> tuple[safety.Alert, ...]:
        """The warnings that it raises. One whose day is not known began as late as it can be."""
        return safety.alerts(
            texts=[self.words],
            symptoms=self.symptoms,
            began=partial_dates.parse(self.since).latest if self.since else None,
            is_symptom=self.category == "symptom",
            today=today,
        )
