"""What becomes of a suggested question: taken, left for now, or waiting again."""

import uuid

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from careplan.appointments.ordering import ListFull, put_on_list
from careplan.plans.access import Member
from careplan.plans.history import note_made
from careplan.plans.removed import put_back
from careplan.questions.models import Question
from careplan.questions.picking import ensure_room
from careplan.questions.proposals import Answered, ProposedQuestion


@transaction.atomic
def take(*, proposal: ProposedQuestion, member: Member) -> bool:
    """Make it a question of whoever suggested it, and list it for its visit. Twice is once.

    Answers whether the list had room for it. Raises ValidationError where the plan has none.
    """
    member.plan.lock()
    proposal.refresh_from_db()
    if proposal.state == Answered.TAKEN:
        return True
    if proposal.removed_at or hidden(proposal, member):
        raise ValidationError(_("This was taken back meanwhile. Nothing was added."))
    if proposal.question is None:
        proposal.question = made_of(proposal, member)
    elif proposal.question.removed_at:
        put_back(proposal.question, member)
    proposal.answer(Answered.TAKEN, by=member.user)
    return listed(proposal, member)


def hidden(proposal: ProposedQuestion, member: Member) -> bool:
    """Whether its author has made the question private to others since it was taken."""
    questions = member.plan.questions.standing_and_removed(member)
    return bool(proposal.question_id) and not questions.filter(pk=proposal.question_id).exists()


def made_of(proposal: ProposedQuestion, member: Member) -> Question:
    ensure_room(member)
    question = Question.objects.create(
        plan=member.plan,
        author=proposal.author,
        changed_by=member.user,
        text=proposal.text,
        request_uuid=uuid.uuid5(proposal.pk, "question"),
    )
    note_made([question], by=member.user)
    return question


def listed(proposal: ProposedQuestion, member: Member) -> bool:
    """Put its question on the list of its visit, where `member` sees that. False: no room."""
    visit = member.plan.appointments.seen_by(member).filter(pk=proposal.visit_id).first()
    try:
        if visit:
            put_on_list(appointment=visit, questions=[proposal.question], member=member)
    except ListFull:
        return False
    return True


@transaction.atomic
def leave(*, proposal: ProposedQuestion, member: Member) -> None:
    """Leave it for now. One that was taken stays taken."""
    member.plan.lock()
    proposal.refresh_from_db()
    if proposal.is_waiting:
        proposal.answer(Answered.LEFT, by=member.user)


@transaction.atomic
def wait_again(*, proposal: ProposedQuestion, member: Member) -> None:
    """Undo `take` or `leave`: it waits, and the question that it became is removed."""
    member.plan.lock()
    proposal.refresh_from_db()
    if proposal.question and not hidden(proposal, member):
        proposal.question.remove(by=member.user)
    if not proposal.is_waiting:
        proposal.answer(Answered.WAITING, by=member.user)
