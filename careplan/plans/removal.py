"""The two views that each kind of record has: remove it, and put it back; and the “Undo” between.

“Undo” is for the browser in which somebody removed something, until they sign out there, and for a
day at most. What is private is named in it once. Later it stands under “Removed”.
"""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from careplan.plans.access import Action, Section, plan_access
from careplan.plans.history import readers_of
from careplan.plans.records import PlanRecord, last_removal
from careplan.plans.removed import put_back, standing_or_removed

IN_SESSION = "removed"  # the keys of records, and no word of them
MOST = 20


def note_removed(request, record: PlanRecord) -> None:
    """Offer “Undo” for `record` in this browser."""
    others = [key for key in request.session.get(IN_SESSION, []) if key != str(record.pk)]
    request.session[IN_SESSION] = [*others, str(record.pk)][-MOST:]


def just_removed(request, removed) -> PlanRecord | None:
    """Of some removed records, the one for which this page offers “Undo”."""
    here = request.session.get(IN_SESSION, [])
    if not here:
        return None
    mine = [record for record in removed if str(record.pk) in here]
    found = last_removal(mine, by=request.user)
    if found and readers_of(found) is not None:  # with it goes what was removed before it
        request.session[IN_SESSION] = here[here.index(str(found.pk)) + 1 :]
    return found


def removal_views(model: type[PlanRecord], section: Section, page: Callable) -> tuple:
    """`remove` and `restore` for records of `model`.

    `page(record)` is the address where each leads, whether the record stands by then or not. What
    cannot be put back is said in its sentence.
    """

    @plan_access(Action.EDIT, section)
    @require_POST
    def remove(request, plan, pk):
        record = find(request, pk)
        record.remove(by=request.user)
        note_removed(request, record)
        return redirect(page(record))

    @plan_access(Action.EDIT, section)
    @require_POST
    def restore(request, plan, pk):
        record = find(request, pk)
        try:
            put_back(record, request.member)
        except ValidationError as refused:
            messages.warning(request, refused.messages[0])
        return redirect(page(record))

    def find(request, pk):
        return get_object_or_404(standing_or_removed(model, request.member, section), pk=pk)

    return remove, restore
