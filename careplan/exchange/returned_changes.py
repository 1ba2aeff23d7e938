"""What a list that came back would change: question by question, and beside what stands by now."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from careplan.appointments.answering import Heard, keep_answer, put_together, what_became
from careplan.appointments.models import Asked, ListedQuestion
from careplan.appointments.ordering import lock_list
from careplan.exchange.returned_reading import Fields
from careplan.plans.access import Member
from careplan.plans.clashes import Keep, digest
from careplan.printing.fillable_lists import FillableList, Printed
from careplan.printing.fillable_sheet import answer_field, asked_field
from careplan.questions.models import Question

MOST_TAKEN = 3_000  # rows of files that a list remembers: ten files of 300 questions, all answered


@dataclass(frozen=True)
class Said:
    """What the file says of one question."""

    printed: Printed
    answer: str | None  # None: the file has no such field
    is_asked: bool

    @property
    def digest(self) -> str:
        return digest([str(self.printed.number), self.answer or "", str(self.is_asked)])

    @property
    def is_answer_new(self) -> bool:
        return self.answer is not None and digest(self.answer) != self.printed.answer

    @property
    def is_new(self) -> bool:
        return self.is_answer_new or self.is_asked != self.printed.is_asked

    @property
    def has_words(self) -> bool:
        """Whether somebody would miss it."""
        return bool(self.is_answer_new and self.answer)

    @property
    def is_too_long(self) -> bool:
        return self.is_answer_new and len(self.answer) > Question.ANSWER_LENGTH


@dataclass(frozen=True)
class Change:
    """A question of the file that says something new, and its place on the list, as it stands."""

    said: Said
    listed: ListedQuestion

    @property
    def number(self) -> int:
        return self.said.printed.number

    @property
    def control(self) -> str:
        """The name of its radios."""
        return f"keep_{self.number}"

    @property
    def question(self) -> Question:
        return self.listed.question

    def heard(self, keep: Keep, read: str = "") -> Heard:
        """As `answering` takes it. `read` is the digest of the site's answer that the reader saw
        beside the file's, before they chose to keep the file's alone."""
        before = read if keep is Keep.MINE and read else self.said.printed.answer
        asked_before = Asked.ASKED if self.said.printed.is_asked else Asked.OPEN
        return Heard(
            answer=self.said.answer if self.said.is_answer_new else self.question.answer,
            asked=Asked.ASKED if self.said.is_asked else Asked.OPEN,
            answer_read=before if self.said.is_answer_new else digest(self.question.answer),
            asked_read=asked_before,
        )

    @property
    def answer_now(self) -> str:
        return self.question.answer

    @property
    def answer_then(self) -> str:
        """What would stand where both are kept."""
        if not self.said.is_answer_new:
            return self.answer_now
        return put_together(self.answer_now, self.said.answer, was_read=self.said.printed.answer)

    @property
    def is_clash(self) -> bool:
        """Whether the site's answer was changed since the file was made, to something else."""
        return self.answer_then != self.answer_now and self.answer_then != self.said.answer

    @property
    def is_changing(self) -> bool:
        return self.answer_then != self.answer_now or self.asked_then != self.listed.asked

    @property
    def asked_then(self) -> str:
        return what_became(self.listed, self.heard(Keep.BOTH))

    @property
    def asked_words(self) -> str:
        """What becomes of “asked”, where that changes."""
        return str(Asked(self.asked_then).label) if self.asked_then != self.listed.asked else ""

    @property
    def fits_together(self) -> bool:
        return len(self.answer_then) <= Question.ANSWER_LENGTH

    @property
    def answers(self) -> list[tuple[str, str]]:
        """What can be kept of a clash, both first: then nothing is lost."""
        found = [
            (Keep.THEIRS.value, _("Keep what is in the plan")),
            (Keep.MINE.value, _("Keep what is in the file")),
        ]
        both = (Keep.BOTH.value, _("Keep both, one after the other"))
        return [both, *found] if self.fits_together else found


@dataclass(frozen=True)
class Returned:
    """What a file says, sorted by what can be done with it."""

    changes: list[Change]
    too_long: list[Change]
    # Of questions that are gone, or that the reader cannot see: the words alone.
    lost: list[Said]

    def __bool__(self):
        return bool(self.changes or self.too_long or self.lost)


def said_in(fields: Fields, given: FillableList) -> list[Said]:
    """What the file says that is new: neither as it was given out, nor taken before."""
    taken, found = set(given.taken), []
    for printed in given.printed:
        typed = fields.get(answer_field(printed.number))
        ticked = fields.get(asked_field(printed.number), printed.is_asked)
        said = Said(printed, typed, ticked)
        if said.is_new and said.digest not in taken:
            found.append(said)
    return found


def returned(said: list[Said], given: FillableList, member: Member) -> Returned:
    """What is `said`, beside what stands by now: one reading."""
    rows = given.appointment.listed.standing_and_removed(member).select_related("question")
    standing = {str(listed.pk): listed for listed in rows}
    found = Returned([], [], [])
    for each in said:
        listed = standing.get(each.printed.listed)
        if listed is None:
            found.lost.extend([each] if each.has_words else [])
        elif each.is_too_long:
            found.too_long.append(Change(each, listed))
        elif (change := Change(each, listed)).is_changing:
            found.changes.append(change)
    return found


@dataclass(frozen=True)
class Choice:
    """What to keep of one question, and the digest of the answer that stood beside it."""

    keep: Keep
    read: str


@transaction.atomic
def take_in(
    *, said: list[Said], choices: dict[int, Choice], given: FillableList, member: Member
) -> list[Question]:
    """Keep what the file says as it was chosen, and that it was taken. Gives what was changed.

    Raises ValidationError, in a sentence, where two answers are too long together: then nothing of
    the file is kept.
    """
    member.plan.lock()
    lock_list(given.appointment)  # many rows of it follow, one after the other
    given = FillableList.objects.select_for_update(of=("self",)).get(pk=given.pk)
    fresh = [each for each in said if each.digest not in given.taken]
    changed = []
    for change in returned(fresh, given, member).changes:
        choice = choices.get(change.number, Choice(Keep.BOTH, ""))
        if choice.keep is not Keep.THEIRS:
            keep_one(change, choice, member)
            changed.append(Question.objects.get(pk=change.question.pk))
        given.taken.append(change.said.digest)
    given.taken = given.taken[-MOST_TAKEN:]
    given.save(update_fields=["taken"])
    return changed


def keep_one(change: Change, choice: Choice, member: Member) -> None:
    try:
        heard = change.heard(choice.keep, choice.read)
        keep_answer(listed=change.listed, heard=heard, member=member)
    except ValidationError:
        said = _("The two answers to question %(number)d are too long together. Keep one of them.")
        raise ValidationError(said % {"number": change.number}, code="long") from None
