"""Who looked at a plan: a line a person a day, and each page of one day."""

import datetime

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from careplan.plans.access import Action, plan_access
from careplan.sharing.looked import day_called, span_until
from careplan.sharing.looked_day import day_page


@plan_access(Action.VIEW)
@require_GET
def who_looked(request, plan):
    today = timezone.localdate()
    last = min(date_of(request.GET.get("until", "")) or today, today)
    context = {
        "plan": plan,
        "place": "people",
        "span": span_until(last, request.member),
        "is_newest": last == today,
        "tells_all": request.member.can(Action.WITHDRAW),
    }
    return render(request, "sharing/who_looked.html", context)


@plan_access(Action.VIEW)
@require_GET
def who_looked_day(request, plan, day):
    date = date_of(day)
    if date is None:
        raise Http404
    visitors, page = day_page(date, request.GET.get("page", ""), request.member)
    if not visitors:  # what is not found leaves no look of its own either
        raise Http404
    context = {
        "plan": plan,
        "place": "people",
        "day": date,
        "title": day_called(date),
        "visitors": visitors,
        "page": page,
    }
    return render(request, "sharing/who_looked_day.html", context)


def date_of(typed: str) -> datetime.date | None:
    """The day that an address names, such as 2026-11-24; None for anything else, and for days
    that lie beyond every calendar's edge."""
    try:
        date = datetime.date.fromisoformat(typed)
    except ValueError:
        return None
    return date if 2000 <= date.year <= 2999 else None
