"""The two views that each kind of record has: remove it, and put it back."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from careplan.plans.access import Action, Section, plan_access
from careplan.plans.records import PlanRecord
from careplan.plans.removed import put_back, standing_or_removed


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
