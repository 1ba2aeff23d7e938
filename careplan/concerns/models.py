"""What is on somebody's mind."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from careplan.plans.records import PlanRecord


class Concern(PlanRecord):
    """One worry, in the person's own words, with what the library can name of it."""

    WORDS_LENGTH = 4_000  # characters

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
