"""Taking questions up into a plan: of the library, or in somebody's own words."""

import itertools
import uuid
from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone

from careplan.library.catalog import LIBRARY
from careplan.plans.access import Member
from careplan.plans.history import note_made
from careplan.questions.models import Question


@transaction.atomic
def add_from_library(*, slugs, member: Member, concern=None, row=None) -> list[Question]:
    """The questions `slugs` in the plan of `member`, in that order, each there once.

    The text is copied, in the reader's language, so that a later edition of the library rewrites
    nothing. One that `member` can see already is taken as it stands. What comes from a private
    concern is as private. `row` is the form's own `in_a_row()`. Raises ValidationError, in a
    sentence, where the plan is full; KeyError for a slug that the library does not have.
    """
    held, row = held_questions(member, slugs), row or in_a_row()
    fresh = [
        Question(library_slug=slug, library_text=text, text=text, **ground(member, concern, row))
        for slug in dict.fromkeys(slugs)
        if slug not in held and (text := LIBRARY.questions[slug].text)
    ]
    if fresh:
        ensure_room(member)
        # The same ticks sent twice at once: the second finds what the first has made.
        Question.objects.bulk_create(fresh, ignore_conflicts=True)
        held = held_questions(member, slugs)
        added = [held[question.library_slug] for question in fresh]
        share_as_concern(added, member, concern)
        ours = {question.pk for question in fresh}
        note_made([question for question in added if question.pk in ours], by=member.user)
    return [held[slug] for slug in dict.fromkeys(slugs)]


@transaction.atomic
def add_own_words(
    *, text: str, member: Member, request_uuid: uuid.UUID, concern=None, row=None
) -> Question:
    """A question in somebody's own words; the same form sent twice makes it once.

    Raises ValidationError, in a sentence, where the plan is full.
    """
    made = Question.objects.filter(plan=member.plan, request_uuid=request_uuid)
    if mine := made.filter(author=member.user).first():
        return mine
    ensure_room(member)
    if made.exclude(author=member.user).exists():
        # A number that somebody else's form has: forged, or very bad luck.
        request_uuid = uuid.uuid4()
    question = Question.objects.create(
        text=text, request_uuid=request_uuid, **ground(member, concern, row or in_a_row())
    )
    share_as_concern([question], member, concern)
    note_made([question], by=member.user)
    return question


def held_questions(member: Member, slugs) -> dict[str, Question]:
    """Of the library's questions `slugs`, those that `member` sees; their own before others',
    and of two of their own, one that is open and one that is private, the open one."""
    seen = member.plan.questions.seen_by(member).filter(library_slug__in=list(slugs))
    best_last = sorted(seen, key=lambda q: (q.author_id == member.user.pk, not q.is_private))
    return {question.library_slug: question for question in best_last}


def in_a_row() -> Iterator[dict]:
    """The moment and the ids of one form's questions, one after the other.

    All are of one moment, with rising ids: newest first, a form still keeps its own order.
    """
    created, first = timezone.now(), uuid.uuid4()
    for number in itertools.count(first.int):
        yield {"created": created, "pk": uuid.UUID(int=number)}


def ground(member: Member, concern, row: Iterator[dict]) -> dict:
    """What every new question has of its form, its plan, its author and its concern."""
    return {
        **next(row),
        "plan": member.plan,
        "author": member.user,
        "changed_by": member.user,
        "concern": concern,
        "is_private": concern is not None and concern.is_private,
    }


def share_as_concern(questions: list[Question], member: Member, concern) -> None:
    """Whoever may read a private concern may read the questions that are picked from it."""
    if concern is None or not concern.is_private:
        return
    readers = {concern.author, *concern.private_to.all()} - {member.user}
    for question in questions:
        question.private_to.add(*readers)


def ensure_room(member: Member) -> None:
    Question.objects.filter(plan=member.plan).seen_by(member).ensure_room()
