"""A visit's list as one reader sees it: numbered without gaps, each question with its why."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from careplan.appointments import waiting
from careplan.appointments.drafts import begun_words, newest_begun
from careplan.appointments.models import Asked, ListedQuestion
from careplan.plans.access import Action, Section
from careplan.plans.private import is_shared, private_sentence
from careplan.questions.models import Question

TOP = 3  # questions that stand first, in large letters
NEAR = 6  # places below the first from which “Move to top” saves presses
TAKEN_OFF_SHOWN = 50  # older ones are found under “Add questions”


@dataclass(frozen=True)
class Row:
    """One question of the list, with the rows that the reader sees above and below it."""

    listed: ListedQuestion
    number: int
    why: str
    private: str
    url: str
    top: str = ""  # each a move, as its button says it: “<row> before <row>”
    up: str = ""
    down: str = ""

    @property
    def question(self) -> Question:
        return self.listed.question

    @property
    def is_open(self) -> bool:
        """Whether it waits to be asked: neither asked, nor left out, nor answered."""
        return not self.listed.asked and not self.question.answer


@dataclass(frozen=True)
class Offer:
    """What an empty list can be filled with, as its button says, and where that leads."""

    label: str
    url: str


class ReadersList:
    """The list of `appointment` for `member`: two readings, however long it is."""

    undo: ListedQuestion | None = None  # what was taken off last, where the page offers “Undo”

    def __init__(self, appointment, member):
        self.appointment, self.member = appointment, member
        concerns = member.plan.concerns.seen_by(member).select_related("author")
        self.all = list(
            appointment.listed.standing_and_removed(member)
            .order_by("position")
            .select_related("question", "author")
            .prefetch_related(Prefetch("question__concern", concerns))
            .annotate(is_shared=is_shared(Question, "question"), begun=newest_begun())
        )
        self.standing = [listed for listed in self.all if listed.removed_at is None]

    @property
    def title(self) -> str:
        """“Your questions for Dr Lee” for the plan's owner."""
        who = self.appointment.with_whom_named
        if self.member.owns:
            return _("Your questions for %(who)s") % {"who": who} if who else _("Your questions")
        return _("Questions for %(who)s") % {"who": who} if who else _("Questions for this visit")

    @property
    def has_after(self) -> bool:
        """Whether the visit has a page of what came of it: from its day on, or with an answer."""
        on = self.appointment.on
        is_here = on is not None and on <= timezone.localdate()
        return is_here or any(row.asked or row.question.answer for row in self.standing)

    @cached_property
    def rows(self) -> list[Row]:
        """What stands on the list, in order."""
        ids = [listed.pk for listed in self.standing]
        return [
            Row(
                listed=listed,
                number=n + 1,
                why=self.why(listed),
                private=private_sentence(listed.question, self.member, shared=listed.is_shared),
                url=reverse("question_detail", args=[listed.plan_id, listed.question_id]),
                top=f"{ids[n]} before {ids[0]}" if n >= NEAR else "",
                up=f"{ids[n]} before {ids[n - 1]}" if n else "",
                down=f"{ids[n]} after {ids[n + 1]}" if n + 1 < len(ids) else "",
            )
            for n, listed in enumerate(self.standing)
        ]

    @property
    def top(self) -> list[Row]:
        return self.rows[:TOP]

    @property
    def rest(self) -> list[Row]:
        return self.rows[TOP:]

    @cached_property
    def taken_off(self) -> list[ListedQuestion]:
        """What was taken off and may be put back, the newest first."""
        gone = [listed for listed in self.all if listed.removed_at]
        return sorted(gone, key=lambda listed: listed.removed_at, reverse=True)[:TAKEN_OFF_SHOWN]

    @cached_property
    def offer(self) -> Offer | None:
        """The questions on no list yet, while this one is empty and its visit is to come."""
        may = self.member.can(Action.EDIT, Section.VISITS)
        if self.standing or self.appointment.is_past or not may:
            return None
        number = waiting.waiting(self.member)[: waiting.MOST + 1].count()
        if not 0 < number <= waiting.MOST:
            return None
        label = waiting.label(number, self.appointment.with_whom_named)
        return Offer(label, waiting.address(self.appointment))

    @property
    def undo_place(self) -> Row | None:
        """The row that stands where the last one was taken off, if that is far down the page."""
        if self.undo is None:
            return None
        below = (row for row in self.rows if row.listed.position > self.undo.position)
        row = next(below, None)
        return row if row and row.number > TOP else None

    def why(self, listed) -> str:
        """Why it is on the list, and what became of it there."""
        return " ".join([self.reason(listed), *self.became(listed)]).strip()

    def reason(self, listed) -> str:
        """Why it is on the list, as far as the reader may know: its concern, and who added it."""
        said = []
        concern = listed.question.concern
        if concern:
            said.append(sentence(concern.name))
        if concern and concern.is_first:
            mine = concern.author_id == self.member.user.pk
            said.append(
                _("You asked to talk about this first.")
                if mine
                else _("%(name)s asked to talk about this first.") % {"name": concern.author.called}
            )
        if listed.author_id != self.member.user.pk:
            said.append(_("Added by %(name)s.") % {"name": listed.author.called})
        return " ".join(said)

    def became(self, listed) -> Iterator[str]:
        """What became of it at the visit, as far as it is written down."""
        if listed.question.answer:
            yield _("It has an answer.")
        elif listed.asked == Asked.ASKED:
            yield _("It was asked.")
        if listed.asked == Asked.NOT_ASKED:
            yield _("It was not asked.")
        if begun := begun_words(listed.begun, self.member):
            yield begun


def sentence(words: str) -> str:
    """`words` with a full stop, unless they end in a mark of their own."""
    return words if words.endswith((".", "?", "!", "…")) else f"{words}."
