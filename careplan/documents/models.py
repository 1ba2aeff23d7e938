"""The ledger of papers: each version of a paper, and what belongs to it."""

import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from careplan import partial_dates
from careplan.concerns import safety
from careplan.documents.versions import Versions
from careplan.library.catalog import LIBRARY
from careplan.plans.records import PlanRecord, RecordQuerySet

A_DECADE = 10  # years


class State(models.TextChoices):
    """Where a paper stands. REPLACED is never chosen: a signed newer version makes it so."""

    NOT_NOW = "not_now", _("Not now")
    THINKING = "thinking", _("Thinking about it")
    IN_PROGRESS = "in_progress", _("In progress")
    SIGNED = "signed", _("Signed")
    REPLACED = "replaced", _("Replaced")


class Change(models.TextChoices):
    """What happened since a paper was signed; with a decade, the five D's for looking again."""

    DEATH = "death", _("Somebody named in it died")
    DIVORCE = "divorce", _("A divorce or a separation")
    DIAGNOSIS = "diagnosis", _("A new diagnosis")
    DECLINE = "decline", _("My health got worse")


def change_names(values: list[str]) -> str:
    return "; ".join(str(Change(value).label) for value in values)


class DocumentQuerySet(RecordQuerySet):
    def with_links(self, member) -> "DocumentQuerySet":
        """As `member` may read them, what was removed long ago too: it still links the versions
        before and after it. Show none that `is_gone`."""
        return self.filter(self.readable_by(member))

    def in_force(self) -> "DocumentQuerySet":
        """Those that are signed, and not replaced."""
        return self.filter(state=State.SIGNED)

    def current(self) -> "DocumentQuerySet":
        """Those that were not replaced."""
        return self.exclude(state=State.REPLACED)

    def of_known_kinds(self) -> "DocumentQuerySet":
        """Those whose kind the library has."""
        return self.filter(kind__in=list(LIBRARY.papers))


class AdvanceDocument(PlanRecord):
    """One version of one paper. `edition` counts them, from 1; `replaces` is the one before.

    A version in progress may stand beside the signed one that it is to replace: until it is signed
    itself, the old one counts (`replace_older`).
    """

    MOST = 100
    TOLD = {
        "own_name": pgettext_lazy("what was changed", "its name"),
        "state": pgettext_lazy("what was changed", "where it stands"),
        "signed_on": pgettext_lazy("what was changed", "when it was signed"),
        "notarized": _("A notary signed it too"),
        "jurisdiction": pgettext_lazy("what was changed", "the state or country"),
        "form_url": pgettext_lazy("what was changed", "the link to the form"),
        "form_checked_on": pgettext_lazy("what was changed", "the day the link was checked"),
        "form_checked_by": pgettext_lazy("what was changed", "who checked the link"),
        "original_place": pgettext_lazy("what was changed", "where the original is"),
        "next_step": pgettext_lazy("what was changed", "what comes next"),
        "look_again_on": pgettext_lazy("what was changed", "the day to look at it again"),
        "changes": pgettext_lazy("what was changed", "what happened since"),
        "looked_at_on": pgettext_lazy("what was changed", "the day it was last looked at"),
        "notes": pgettext_lazy("what was changed", "the notes"),
        "is_private": _("Private"),
    }
    IN_WORDS = {"signed_on": partial_dates.wording, "changes": change_names}

    # A slug of the library's papers. One that a later edition drops is shown as it stands.
    kind = models.CharField(max_length=40, editable=False)
    own_name = models.CharField(_("What you call it"), max_length=120, blank=True)
    state = models.CharField(
        _("Where it stands"), max_length=12, choices=State.choices, default=State.THINKING
    )
    edition = models.PositiveSmallIntegerField(default=1, editable=False)
    replaces = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, editable=False, related_name="successors"
    )
    # Known in part: careplan/partial_dates.py.
    signed_on = models.CharField(_("When was it signed?"), max_length=10, blank=True)
    replaced_on = models.DateField(null=True, editable=False)
    notarized = models.BooleanField(_("A notary signed it too"), default=False)
    jurisdiction = models.CharField(_("For which state or country?"), max_length=80, blank=True)
    form_url = models.URLField(_("Link to the official form"), max_length=500, blank=True)
    form_checked_on = models.DateField(_("When was the link checked?"), null=True, blank=True)
    form_checked_by = models.CharField(_("Who checked it?"), max_length=120, blank=True)
    original_place = models.CharField(_("Where is the original?"), max_length=300, blank=True)
    next_step = models.CharField(_("What comes next?"), max_length=300, blank=True)
    # Empty: by the rule of the five D's.
    look_again_on = models.DateField(_("Look at it again by"), null=True, blank=True)
    changes = models.JSONField(default=list, blank=True)  # values of Change
    looked_at_on = models.DateField(null=True, editable=False)
    notes = models.TextField(_("Notes"), max_length=4_000, blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta(PlanRecord.Meta):
        default_related_name = "documents"
        ordering = ["created"]
        constraints = [
            *PlanRecord.Meta.constraints,
            models.CheckConstraint(
                condition=Q(
                    state__in=[State.NOT_NOW, State.THINKING, State.IN_PROGRESS],
                    signed_on="",
                    replaced_on=None,
                    notarized=False,
                )
                | (Q(state=State.SIGNED, replaced_on=None) & ~Q(signed_on=""))
                | (Q(state=State.REPLACED, replaced_on__isnull=False) & ~Q(signed_on="")),
                name="document_state_has_its_dates",
            ),
            models.CheckConstraint(
                condition=Q(form_checked_on=None, form_checked_by="")
                | (Q(form_checked_on__isnull=False) & ~Q(form_checked_by="") & ~Q(form_url="")),
                name="document_form_check_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(edition__gte=1), name="document_editions_start_at_1"
            ),
            models.UniqueConstraint(
                fields=["replaces"],
                condition=Q(removed_at=None),
                name="document_is_replaced_by_one",
            ),
        ]

    @property
    def paper(self):
        """The library's item of its kind; None for a kind that it does not have (any more)."""
        return LIBRARY.papers.get(self.kind)

    @property
    def short(self) -> str:
        """What to call it inside a sentence."""
        return self.own_name or (self.paper.short if self.paper else self.kind)

    @property
    def name(self) -> str:
        """What to call it on lists and sheets."""
        return capfirst(self.short)

    @property
    def state_icon(self) -> str:
        """The name of its drawing in static/icons."""
        return self.state.replace("_", "-")

    @property
    def is_signed(self) -> bool:
        return self.state == State.SIGNED

    @property
    def is_replaced(self) -> bool:
        return self.state == State.REPLACED

    @property
    def was_signed(self) -> bool:
        """Whether it was ever signed: copies of it may be out."""
        return bool(self.signed_on)

    @property
    def signed_when(self) -> str:
        """“14 October 2026”, as far as it is known."""
        return partial_dates.wording(self.signed_on)

    def look_again(self, today: datetime.date) -> datetime.date | None:
        """The day by which to look at it again; None for what is not signed.

        The person's own day; else today where one of `changes` happened; else a decade after it
        was signed or last looked at. Source: the five D's (decade, death, divorce, diagnosis,
        decline) of the American Bar Association's toolkit for advance care planning.
        """
        if not self.is_signed:
            return None
        if self.look_again_on:
            return self.look_again_on
        if self.changes:
            return today
        signed = partial_dates.parse(self.signed_on).earliest
        return in_years(max(signed, self.looked_at_on or signed), A_DECADE)

    def standing_successors(self) -> "DocumentQuerySet":
        """The version that was written after this one, if it stands; more than one never does."""
        return type(self).objects.filter(replaces=self, removed_at=None)

    def versions(self) -> Versions:
        """The papers of its kind in its plan, those that were removed too. One reading."""
        same_kind = type(self).objects.filter(plan=self.plan_id, kind=self.kind)
        return Versions(list(same_kind))

    def is_superseded(self) -> bool:
        """Whether a later version is signed and stands."""
        return self.versions().in_force_after(self) is not None

    def replace_older(self, *, by) -> None:
        """Where this version is signed and stands, those before it that counted are replaced now.

        In a transaction, with the plan locked first.
        """
        if not self.is_signed or self.removed_at:
            return
        for older in self.versions().earlier(self):
            if older.is_signed:
                older.state, older.replaced_on = State.REPLACED, timezone.localdate()
                older.save_changes(by=by, fields=["state", "replaced_on"])

    def count_again(self, *, by) -> None:
        """A replaced version counts again, as long as no later one is signed.

        In a transaction, with the plan locked first. Raises ValidationError, in a sentence.
        """
        if self.is_superseded():
            raise ValidationError(gettext("A newer version is signed. That one counts."))
        if self.is_replaced:
            self.state, self.replaced_on = State.SIGNED, None
            self.save_changes(by=by, fields=["state", "replaced_on"])
            self.replace_older(by=by)

    def restore(self, *, by) -> None:
        """Put it back. Raises ValidationError if another newer version stands. Lock the plan first.

        Where it is signed, those before it are replaced, as they were when it was signed.
        """
        if self.replaces and self.replaces.standing_successors().exclude(pk=self.pk).exists():
            raise ValidationError(
                gettext("Another newer version was written. Remove that one first.")
            )
        super().restore(by=by)
        self.replace_older(by=by)

    def alerts(self, today: datetime.date) -> tuple[safety.Alert, ...]:
        """The warnings that its notes raise."""
        return safety.alerts(texts=[self.notes], today=today)


class PartQuerySet(RecordQuerySet):
    def readable_by(self, member) -> Q:
        """The part and its paper, both as this reader may see them; nothing of a removed paper."""
        papers = AdvanceDocument.objects.filter(plan=member.plan).seen_by(member)
        return super().readable_by(member) & Q(document__in=papers)


class DocumentPart(PlanRecord):
    """What belongs to one version of a paper, and is read as that paper may be read."""

    document = models.ForeignKey(AdvanceDocument, on_delete=models.CASCADE)

    objects = PartQuerySet.as_manager()

    class Meta(PlanRecord.Meta):
        abstract = True

    @property
    def read_with(self) -> tuple:
        return (self.document,)


def in_years(day: datetime.date, years: int) -> datetime.date:
    """The same day, `years` later; 28 February for a 29th that is not there."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
