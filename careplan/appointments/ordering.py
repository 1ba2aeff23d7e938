"""The order of a visit's list: what goes where, when several people move things at once.

A list is one sequence of places from 1. What was taken off keeps its place in it, and so does
what is private to somebody else. Each function locks the visit first, so that one is done after
the other; each is done to what stands then, and a second time changes nothing.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from careplan.appointments.models import Appointment, ListedQuestion
from careplan.plans.history import note_made

# Added to places that are about to change, so that no two rows hold one place meanwhile.
ASIDE = 1_000_000


class ListFull(ValidationError):
    """The list has no room for more, as its reader sees it."""

    def __init__(self):
        super().__init__(
            _(
                "A list has room for %(most)d questions. "
                "Take off those that you no longer need, then try again."
            ),
            code="full",
            params={"most": ListedQuestion.MOST},
        )


@transaction.atomic
def place(*, listed, before=None, after=None, by) -> None:
    """Move `listed` to stand right `before` or right `after` another row of its list.

    A row that was taken off is a place to stand by, and is itself not moved. Raises ValueError
    for the row of another list.
    """
    anchor = before or after
    if anchor.appointment_id != listed.appointment_id:
        raise ValueError("The two rows are of two lists.")
    rows = locked_rows(listed.appointment)
    moving = next((row for row in rows if row.pk == listed.pk and not row.removed_at), None)
    order = [row for row in rows if row != moving]
    if moving is None or anchor not in order:
        return
    order.insert(order.index(anchor) + (0 if before else 1), moving)
    if order != rows:
        renumber(order)
        ListedQuestion.objects.filter(pk=moving.pk).update(
            version=F("version") + 1, changed=timezone.now(), changed_by=by
        )


@transaction.atomic
def put_on_list(*, appointment, questions, member, first=False) -> None:
    """List `questions` at the end, in their order; `first` puts them before all others.

    What stands on the list already stays where it is; what was taken off comes back at the end.
    Raises ListFull, and lists none of them, where there is no room for all.
    """
    rows = locked_rows(appointment)
    known = {row.question_id: row for row in rows}
    added = []
    for question in dict.fromkeys(questions):
        row = known.get(question.pk)
        if row is None or row.removed_at:
            added.append(row or ListedQuestion(appointment=appointment, question=question))
    ensure_room(appointment, member, len(added))
    new = [row for row in added if row._state.adding]
    moved = set(added)
    for row in moved.difference(new):
        row.restore(by=member.user)
    for position, row in enumerate(new, start=max((row.position for row in rows), default=0) + 1):
        row.plan, row.position = appointment.plan, position
        row.author = row.changed_by = member.user
    ListedQuestion.objects.bulk_create(new)
    note_made(new, by=member.user)
    others = [row for row in rows if row not in moved]
    renumber([*added, *others] if first else [*others, *added])


@transaction.atomic
def put_back(*, listed, member) -> None:
    """Put a question back on its list, in the very place that it had. Raises ListFull."""
    rows = locked_rows(listed.appointment)
    if any(row == listed and row.removed_at for row in rows):
        ensure_room(listed.appointment, member, 1)
        listed.restore(by=member.user)


def locked_rows(appointment) -> list[ListedQuestion]:
    """Every row of the list in order, after the lock that each change of the order asks for."""
    lock_list(appointment)
    return list(ListedQuestion.objects.filter(appointment=appointment).order_by("position"))


def lock_list(appointment) -> None:
    """Until the transaction ends, nobody else changes the order. Before the locks of its rows."""
    Appointment.objects.select_for_update().get(pk=appointment.pk)


def ensure_room(appointment, member, more: int) -> None:
    """Raise ListFull if `more` do not fit. Counted as `member` sees it, so that no count tells."""
    standing = ListedQuestion.objects.filter(appointment=appointment).seen_by(member).count()
    if more and standing + more > ListedQuestion.MOST:
        raise ListFull


def renumber(order: list[ListedQuestion]) -> None:
    """Give the rows the places 1, 2, 3 and so on, in two steps: no place is held twice."""
    changed = [(n, row) for n, row in enumerate(order, start=1) if row.position != n]
    rows = [row for _place, row in changed]
    ListedQuestion.objects.filter(pk__in=[row.pk for row in rows]).update(
        position=F("position") + ASIDE
    )
    for position, row in changed:
        row.position = position
    ListedQuestion.objects.bulk_update(rows, ["position"])
