"""Questions that somebody suggests who may see the visits, and not change them.

What is suggested stands on no list and on no sheet. Taken, it becomes a question of whoever
suggested it.
"""

from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.db.models import Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from careplan.partial_dates import day_words
from careplan.plans.access import Action, Section
from careplan.plans.records import UNDO_SHOWN_FOR, PlanRecord, RecordQuerySet
from careplan.questions.models import NAME_LENGTH, Question
from careplan.text import shortened

OWN_SHOWN = 20  # of those that one suggested, the newest


class Answered(models.TextChoices):
    """What became of a suggestion."""

    WAITING = "waiting", _("Waiting for an answer")
    TAKEN = "taken", _("Taken")
    LEFT = "left", _("Left for now")


# What the history says of each, to the one who answered and to others.
ANSWERS = {
    Answered.WAITING: (
        gettext_noop("You put this back among what waits."),
        gettext_noop("%(who)s put this back among what waits."),
    ),
    Answered.TAKEN: (
        gettext_noop("You took this into the plan."),
        gettext_noop("%(who)s took this into the plan."),
    ),
    Answered.LEFT: (
        gettext_noop("You left this for now."),
        gettext_noop("%(who)s left this for now."),
    ),
}


class ProposalQuerySet(RecordQuerySet):
    def readable_by(self, member) -> Q:
        """Those of the reader's own; all of them for whoever may take one."""
        readable = super().readable_by(member)
        if member.can(Action.EDIT, Section.VISITS):
            return readable
        return readable & Q(author=member.user.pk)

    def removed_seen_by(self, member) -> "ProposalQuerySet":
        """What was taken back is its author's alone, who may suggest it again."""
        return super().removed_seen_by(member).filter(author=member.user.pk)

    def standing_and_removed(self, member) -> "ProposalQuerySet":
        mine = Q(removed_at=None) | Q(author=member.user.pk)
        return super().standing_and_removed(member).filter(mine)

    def waiting(self) -> "ProposalQuerySet":
        return self.filter(state=Answered.WAITING)

    def with_visit(self, member) -> "ProposalQuerySet":
        """Each with its `visit`, or None where `member` may not see that visit."""
        visits = Prefetch("visit", member.plan.appointments.seen_by(member))
        return self.select_related("author", "answered_by").prefetch_related(visits)


class ProposedQuestion(PlanRecord):
    """A question that its author suggests for the doctor."""

    MOST = 200
    WHY_LENGTH = 500  # characters
    TOLD = {"state": pgettext_lazy("what was changed", "what became of it")}
    SAID = {"state": ANSWERS}

    text = models.TextField(_("Your question"), max_length=Question.TEXT_LENGTH)
    why = models.TextField(_("Why do you suggest it?"), max_length=WHY_LENGTH, blank=True)
    visit = models.ForeignKey(
        "careplan.Appointment",
        verbose_name=_("For which visit?"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
    )
    state = models.CharField(
        max_length=8, choices=Answered.choices, default=Answered.WAITING, editable=False
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    # What it became. Left for now afterwards, that question is removed; taken again, put back.
    question = models.ForeignKey(
        Question, null=True, on_delete=models.SET_NULL, editable=False, related_name="+"
    )

    objects = ProposalQuerySet.as_manager()

    class Meta(PlanRecord.Meta):
        default_related_name = "proposals"
        ordering = ["created"]
        constraints = [
            *PlanRecord.Meta.constraints,
            models.CheckConstraint(
                condition=Q(state=Answered.WAITING, answered_by=None)
                | (~Q(state=Answered.WAITING) & Q(answered_by__isnull=False)),
                name="proposal_answer_has_its_author",
            ),
        ]

    @property
    def name(self) -> str:
        """The beginning of its text."""
        return shortened(self.text, NAME_LENGTH)

    @property
    def is_waiting(self) -> bool:
        return self.state == Answered.WAITING

    @property
    def told(self) -> str:
        """What its author is told of it."""
        if self.is_waiting:
            return gettext("Nobody has answered yet.")
        said = {"name": self.answered_by.called, "day": self.answered_day}
        if self.state == Answered.TAKEN:
            if said["day"]:
                return gettext("%(name)s took this into the plan on %(day)s.") % said
            return gettext("%(name)s took this into the plan.") % said
        if said["day"]:
            return gettext("%(name)s left this for now on %(day)s.") % said
        return gettext("%(name)s left this for now.") % said

    @property
    def answered_day(self) -> str:
        """The day of the answer; empty where its author changed it since, by taking it back and
        suggesting it again. The history has it then."""
        if self.changed_by_id != self.answered_by_id or self.answered_by_id == self.author_id:
            return ""
        return day_words(timezone.localdate(self.changed))

    def answer(self, state: Answered, *, by) -> None:
        """Note what became of it. Lock the plan first."""
        self.state, self.answered_by = state, (None if state == Answered.WAITING else by)
        self.save_changes(by=by, fields=["state", "answered_by", "question"])


@dataclass(frozen=True)
class Proposals:
    """What waits for the reader's answer, and what they answered last, within a day."""

    waiting: list[ProposedQuestion]
    answered: ProposedQuestion | None


def proposals_for(member, visit=None) -> Proposals:
    """What others suggest, for whoever may take it; on the page of a `visit`, what is for it.

    Two readings; none for whoever may not take.
    """
    if not member.can(Action.EDIT, Section.VISITS):
        return Proposals([], None)
    proposals = member.plan.proposals.seen_by(member).with_visit(member).order_by("created", "pk")
    if visit:
        proposals = proposals.filter(visit=visit)
    since = timezone.now() - UNDO_SHOWN_FOR
    mine = Q(answered_by=member.user.pk, changed__gt=since)
    found = list(proposals.filter(Q(state=Answered.WAITING) | mine))
    answered = [proposal for proposal in found if not proposal.is_waiting]
    return Proposals(
        [proposal for proposal in found if proposal.is_waiting],
        max(answered, key=lambda proposal: proposal.changed, default=None),
    )


def waiting_proposals(member) -> ProposalQuerySet:
    """What waits for the answer of `member`: of others, where `member` may take it."""
    proposals = member.plan.proposals.seen_by(member).waiting()
    may_take = member.can(Action.EDIT, Section.VISITS)
    return proposals if may_take else proposals.none()


def own_proposals(member) -> ProposalQuerySet:
    """What `member` suggested, the newest first; what they took back too."""
    mine = member.plan.proposals.standing_and_removed(member).filter(author=member.user.pk)
    return mine.with_visit(member).order_by("-created", "pk")[:OWN_SHOWN]
