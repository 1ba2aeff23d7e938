"""What was said at a visit is kept: whether a question was asked, and its answer.

Two people write at one visit. What the second saves never takes away what the first saved: where
both wrote, both texts stand, one after the other, and nobody is asked anything in the room.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from careplan.appointments.models import Asked, ListedQuestion
from careplan.plans.clashes import digest, joined
from careplan.questions.models import Question


@dataclass(frozen=True)
class Heard:
    """What somebody says of a question: its answer, and what became of it.

    `answer_read` and `asked_read` are what their page showed: a digest, and the value. What they
    left as it was changes nothing.
    """

    answer: str
    asked: str
    answer_read: str
    asked_read: str

    @property
    def is_answer_changed(self) -> bool:
        return digest(self.answer) != self.answer_read


@transaction.atomic
def keep_answer(*, listed: ListedQuestion, heard: Heard, member) -> bool:
    """Keep what was heard; whether somebody else's words stand beside it now.

    Raises ValidationError, in a sentence, where the two are longer together than an answer can be.
    """
    member.plan.lock()
    rows = ListedQuestion.objects.select_related("question")
    listed = rows.select_for_update(of=("self", "question")).get(pk=listed.pk)
    question, text = listed.question, heard.answer
    if heard.is_answer_changed:
        text = put_together(question.answer, heard.answer, was_read=heard.answer_read)
        ensure_fits(text)
        if text != question.answer:
            question.record_answer(text, by=member.user)
    asked = what_became(listed, heard)
    if asked != listed.asked:
        listed.asked = asked
        listed.save_changes(by=member.user, fields=["asked"])
    listed.drafts.filter(user=member.user).delete()
    return heard.is_answer_changed and text != heard.answer


def put_together(stands: str, typed: str, *, was_read: str) -> str:
    """The answer that stands and the one that was typed. `was_read` is the digest of the one that
    its writer read."""
    if digest(stands) == was_read or holds(typed, stands):
        return typed
    return stands if holds(stands, typed) else joined(typed, stands)


def holds(some: str, other: str) -> bool:
    """Whether a text has each line of another, in its order, and so takes nothing away."""
    lines = iter(some.splitlines())
    return all(line in lines for line in other.splitlines())


def ensure_fits(text: str) -> None:
    if len(text) > Question.ANSWER_LENGTH:
        raise ValidationError(
            _("Somebody else wrote an answer too. Together they are too long. Make yours shorter."),
            code="long",
        )


def what_became(listed: ListedQuestion, heard: Heard) -> str:
    """Of two who say different things, the one who changed it; an answer says that it was asked."""
    asked = listed.asked if heard.asked == heard.asked_read else heard.asked
    if heard.is_answer_changed and heard.answer and asked == Asked.OPEN:
        return Asked.ASKED
    return asked
