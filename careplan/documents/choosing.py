"""The kinds of paper that a person can pick: all twenty, in plain words, by group."""

import itertools
import uuid
from dataclasses import dataclass
from functools import cached_property

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from careplan.documents.models import AdvanceDocument
from careplan.documents.reading import titles_for
from careplan.forms import BaseForm
from careplan.library.catalog import LIBRARY
from careplan.library.items import Paper
from careplan.plans.history import note_made
from careplan.widgets import Ticks


@dataclass(frozen=True)
class Tick:
    """One kind that can be ticked. `number` makes its id, from 0 on the whole page."""

    paper: Paper
    number: int
    is_ticked: bool


@dataclass(frozen=True)
class Offer:
    """Kinds under one title."""

    title: str
    ticks: tuple[Tick, ...]


class ChoosePapersForm(BaseForm):
    """Ticks on the kinds that matter to somebody. `keep()` makes a paper of each.

    A form sent twice makes each once: the number of a paper comes of that of the form.
    """

    submit_label = _("Add these papers")

    kinds = forms.MultipleChoiceField(label=_("Which papers matter to you?"), widget=Ticks)
    request_uuid = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, member, held=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.member, self.held = member, set(held)
        self.fields["kinds"].choices = [(slug, slug) for slug in LIBRARY.papers]
        self.fields["kinds"].error_messages["required"] = _("Tick at least one paper")
        self.fields["request_uuid"].initial = uuid.uuid4()

    @cached_property
    def parts(self) -> tuple[list[Offer], list[Offer], list[Offer]]:
        """Three parts of the page, each by group: what stands open at the reader's level, what
        does not and stands in a closed fold, and the kinds that are in the plan already."""
        opens = self.member.user.level.opens
        fresh = [paper for paper in LIBRARY.papers.values() if paper.slug not in self.held]
        papers = (
            [paper for paper in fresh if opens(paper.level)],
            [paper for paper in fresh if not opens(paper.level)],
            [paper for paper in LIBRARY.papers.values() if paper.slug in self.held],
        )
        numbers, ticked = itertools.count(), self["kinds"].value() or []
        return tuple(
            [
                Offer(title, tuple(Tick(p, next(numbers), p.slug in ticked) for p in in_group))
                for group, title in titles_for(self.member).items()
                if (in_group := [paper for paper in some if paper.group == group])
            ]
            for some in papers
        )

    def keep(self) -> list[AdvanceDocument] | None:
        """The papers that were ticked; or None, with the error on the form."""
        try:
            with transaction.atomic():
                self.member.plan.lock()
                return [self._make(slug) for slug in self.cleaned_data["kinds"]]
        except ValidationError as full:
            self.add_error(None, full)
            return None

    def _make(self, slug: str) -> AdvanceDocument:
        ground = {"plan": self.member.plan, "author": self.member.user}
        number = uuid.uuid5(self._typed_uuid(), f"{slug} {self.member.user.pk}")
        made = AdvanceDocument.objects.filter(**ground, request_uuid=number).first()
        if made:
            return made
        AdvanceDocument.objects.filter(plan=self.member.plan).seen_by(self.member).ensure_room()
        paper = AdvanceDocument.objects.create(
            **ground, changed_by=self.member.user, request_uuid=number, kind=slug
        )
        note_made([paper], by=self.member.user)
        return paper

    def _typed_uuid(self) -> uuid.UUID:
        try:
            return uuid.UUID(self.cleaned_data["request_uuid"])
        except ValueError:
            return uuid.uuid4()
