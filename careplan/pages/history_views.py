"""What was changed, what others did, and what was removed lately."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from careplan.pages.history_page import plan_history, record_history
from careplan.pages.kinds import KINDS, Kind
from careplan.pages.news import news_page
from careplan.pages.removed_list import removed_page
from careplan.plans.access import Action, Section, plan_access
from careplan.plans.history import see_until
from careplan.plans.people import about_title
from careplan.plans.removed import standing_or_removed


def history_view(kind: Kind):
    """The page of what was changed of one record of this kind."""

    @plan_access(Action.VIEW, kind.section)
    @require_GET
    def history(request, plan, pk):
        member = request.member
        records = standing_or_removed(kind.model, member, kind.section, kind.put_back)
        met = kind.standing_and_removed(member).values("pk")
        record = get_object_or_404(records.filter(pk__in=met), pk=pk)
        context = {
            "plan": plan,
            "place": kind.index,
            "page": record_history(kind, record, member, request.GET.get("page", "")),
            "name": record.name,
            "back_url": kind.page(record),
            "back_label": record.name,
        }
        return render(request, "pages/history.html", context)

    return history


@plan_access(Action.VIEW, Section.PEOPLE)
@require_GET
def about_me_history(request, plan):
    title = about_title(plan, request.user)
    context = {
        "plan": plan,
        "place": "people",
        "page": plan_history(request.member, request.GET.get("page", "")),
        "name": title,
        "back_url": reverse("about_me", args=[plan.pk]),
        "back_label": title,
    }
    return render(request, "pages/history.html", context)


@plan_access(Action.VIEW)
@require_GET
def news(request, plan):
    page = news_page(request.member, request.GET.get("page", ""))
    return render(request, "pages/news.html", {"plan": plan, "place": "home", "page": page})


@plan_access(Action.VIEW)
@require_POST
def home_seen(request, plan):
    """Keep until when the reader has seen what others did; a viewer may say so too."""
    see_until(request.member, request.POST.get("until", ""))
    return redirect("home", plan.pk)


@plan_access(Action.SUGGEST)
@require_GET
def removed(request, plan):
    page = removed_page(request.member, request.GET.get("page", ""))
    return render(request, "pages/removed.html", {"plan": plan, "place": "home", "page": page})


HISTORIES = {kind: history_view(kind) for kind in KINDS if kind.prefix}
