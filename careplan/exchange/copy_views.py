"""My data: what is kept about the reader, and the copies to take along."""

from allauth.core import ratelimit
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from careplan.accounts.ask_again import ask_again
from careplan.accounts.outbox import post
from careplan.exchange.account_copy import account_data
from careplan.exchange.archive import CopyBusy, as_json, copy_of
from careplan.exchange.letters import COPY_MADE
from careplan.exchange.reading import amounts, my_plans, parts_of
from careplan.plans.access import Action, plan_access
from careplan.plans.looking import Looked, Sight, note_look
from careplan.widgets import whole_number


@require_GET
def my_data(request):
    return render(request, "exchange/my_data.html", {"rows": my_plans(request.user)})


@require_POST
@ask_again
def account_copy(request):
    if not ratelimit.consume(request, action="take_copy"):
        return later(request, too_many(), "my_data")
    content = as_json(account_data(request.user))
    tell(request)
    return as_file(content, "application/json", "account", "json")


# The page shows nothing of the plan; the file that leaves it is noted.
@plan_access(Action.VIEW)
@require_GET
@ask_again
def plan_copy(request, plan):
    context = {
        "plan": plan,
        "amounts": amounts(request.member),
        "parts": parts_of(request.member),
    }
    return render(request, "exchange/plan_copy.html", context)


@plan_access(Action.VIEW)
@require_POST
@ask_again
def plan_copy_file(request, plan):
    if not ratelimit.consume(request, action="take_copy"):
        return later(request, too_many(), "plan_copy", plan.pk)
    part = whole_number(request.POST.get("part", ""), 1, 9999) or 1
    try:
        content = copy_of(request.member, part)
    except CopyBusy:
        busy = _("Others are taking copies now. Please try again in a minute.")
        return later(request, busy, "plan_copy", plan.pk)
    if content is None:
        raise Http404
    note_look(plan, Sight.of(request, Looked.EXPORT))
    tell(request, plan_id=plan.pk)
    kind = "copy" if part == 1 else f"copy-part-{part}"
    return as_file(content, "application/zip", kind, "zip")


@transaction.atomic
def tell(request, plan_id=None) -> None:
    """A notice to the reader: somebody else may sit at their browser."""
    post(COPY_MADE, to=request.user, plan_id=plan_id)


def too_many() -> str:
    return _("You took many copies in the last hour. Please wait an hour, then go on.")


def later(request, sentence: str, *page):
    """Back to the page, which says why nothing was made."""
    messages.warning(request, sentence)
    return redirect(*page)


def as_file(content, kind: str, name: str, ending: str) -> HttpResponse:
    """A download named for its kind and day; nobody's name is in it."""
    file = f"careplan-{name}-{timezone.localdate():%Y-%m-%d}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{file}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
