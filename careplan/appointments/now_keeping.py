"""What is kept while somebody is still writing at a visit: their draft, and what was asked.

Nothing of it is an answer yet. `answering.keep_answer` makes one, when its writer says so, and
`settle_drafts` of what was left lying.
"""

import datetime
import logging
import uuid
from dataclasses import dataclass

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction
from django.http import Http404
from django.utils import timezone

from careplan.appointments.answering import Heard, holds, keep_answer
from careplan.appointments.drafts import AnswerDraft
from careplan.appointments.models import Asked, ListedQuestion
from careplan.appointments.ordering import place, put_on_list
from careplan.plans.access import Action, Member, Section, find_member
from careplan.plans.clashes import digest
from careplan.questions.models import Question
from careplan.questions.picking import add_own_words

logger = logging.getLogger(__name__)

SETTLES_AFTER = datetime.timedelta(hours=12)


@transaction.atomic
def keep_so_far(*, listed: ListedQuestion, heard: Heard, member: Member) -> None:
    """Keep what somebody has typed so far as their draft, and at once whether it was asked."""
    member.plan.lock()
    rows = ListedQuestion.objects.select_related("question")
    listed = rows.select_for_update(of=("self",)).get(pk=listed.pk)
    if heard.asked not in {heard.asked_read, listed.asked}:
        listed.asked = heard.asked
        listed.save_changes(by=member.user, fields=["asked"])
    if is_news(heard, listed.question.answer):
        said = {"text": heard.answer, "began_from": heard.answer_read, "saved_at": timezone.now()}
        whose = {"listed": listed, "user": member.user}
        AnswerDraft.objects.update_or_create(**whose, defaults=said | {"plan": member.plan})
    else:
        listed.drafts.filter(user=member.user).delete()


def is_news(heard: Heard, stands: str) -> bool:
    """Whether what was typed says something that the answer does not hold already: what is sent
    late, after the answer was saved, begins no draft of it anew."""
    if not heard.answer or not heard.is_answer_changed:
        return False
    return digest(stands) == heard.answer_read or not holds(stands, heard.answer)


@transaction.atomic
def ask_there(
    *, text: str, request_uuid: uuid.UUID, after: ListedQuestion, member: Member
) -> ListedQuestion:
    """A question that came up in the room: right `after` another one, and asked.

    Raises ValidationError, in a sentence, where the plan or the list is full.
    """
    member.plan.lock()
    question = add_own_words(text=text, member=member, request_uuid=request_uuid)
    put_on_list(appointment=after.appointment, questions=[question], member=member)
    listed = ListedQuestion.objects.get(appointment=after.appointment, question=question)
    if not listed.asked:  # not yet; else the same form was sent before
        place(listed=listed, after=after, by=member.user)
        listed.refresh_from_db()
        listed.asked = Asked.ASKED
        listed.save_changes(by=member.user, fields=["asked"])
    return listed


@dataclass
class Settled:
    """What became of drafts: answers, or erased where their writer may not write there now."""

    kept: int = 0
    erased: int = 0

    @property
    def any(self) -> bool:
        return bool(self.kept or self.erased)


def settle_drafts() -> Settled:
    """Make answers of the drafts that nobody wrote on for half a day, each as its writer."""
    settled = Settled()
    due = AnswerDraft.objects.filter(saved_at__lte=timezone.now() - SETTLES_AFTER)
    for draft in due.select_related("user", "plan").order_by("saved_at", "pk"):
        try:
            settle(draft, settled)
        except ValidationError:  # too long beside what somebody else wrote: it waits as it is
            logger.info("A draft is too long to be an answer yet.")
        except ObjectDoesNotExist:  # its plan or its list was erased meanwhile, and it too
            logger.info("A draft went while drafts were looked through.")
    if settled.erased:
        logger.info("Erased %d drafts of people who may not write there now.", settled.erased)
    return settled


@transaction.atomic
def settle(draft: AnswerDraft, settled: Settled) -> None:
    draft.plan.lock()  # before it is asked whether its writer may write, and the plan is open
    member = writer_of(draft)
    if member and member.plan.closed_at:  # as everything of it, it stays as it is
        return
    # As it is by now: its writer may have gone on, or saved it.
    still = AnswerDraft.objects.filter(pk=draft.pk, saved_at=draft.saved_at)
    if not still.exists():
        return
    found = ListedQuestion.objects.filter(pk=draft.listed_id)
    if member and member.can(Action.EDIT, Section.VISITS) and found.in_or_out(member).exists():
        heard = Heard(draft.text, Asked.OPEN, draft.began_from, Asked.OPEN)
        keep_answer(listed=found.get(), heard=heard, member=member)
        settled.kept += 1
    else:
        still.delete()
        settled.erased += 1


def writer_of(draft: AnswerDraft) -> Member | None:
    """Its writer in the plan; None for somebody who is not in it any more."""
    try:
        return find_member(draft.plan_id, draft.user)
    except Http404:  # NoLongerAMember is one
        return None


def began_from(draft: AnswerDraft | None, question: Question) -> str:
    """The digest of the answer from which its writer begins."""
    return draft.began_from if draft else digest(question.answer)
