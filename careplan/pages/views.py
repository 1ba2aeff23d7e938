"""Start, the choice of a plan, Home, and where to get help."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from careplan.concerns.safety import Alert
from careplan.concerns.urgent import Urgent, urgent
from careplan.pages.home import contents, visit_card
from careplan.pages.news import news_since_here
from careplan.pages.next_thing import next_thing
from careplan.pages.removed_list import may_put_back
from careplan.pages.standing import due_soon, spine_warning, standing
from careplan.plans.access import Action, plan_access, plans_of


@login_not_required
@require_GET
def start(request):
    """What this is; for somebody who is signed in, their plan, or the way to one."""
    if not request.user.is_authenticated:
        context = {"sign_up_is_open": settings.SIGN_UP == "open"}
        return render(request, "pages/start.html", context)
    plans = list(plans_of(request.user)[:2])
    if not plans:
        return redirect("plan_create")
    return redirect("home", plans[0].pk) if len(plans) == 1 else redirect("plan_chooser")


@require_GET
def plan_chooser(request):
    return render(request, "pages/plan_chooser.html", {"plans": plans_of(request.user)})


@plan_access(Action.VIEW)
@require_GET
def home(request, plan):
    member = request.member
    now = standing(member)
    context = {
        "plan": plan,
        "place": "home",
        "urgent": urgent(spine_warning(member), member, just_saved=False),
        "standing": now,
        "card": visit_card(now, member),
        "thing": next_thing(now, member),
        "due": due_soon(now, member),
        "contents": contents(now, member),
        "news": news_since_here(member),
        "may_put_back": may_put_back(member),
    }
    return render(request, "pages/home.html", context)


@login_not_required
@require_GET
def get_help(request):
    return render(request, "pages/help.html", {"urgent": Urgent(tuple(Alert))})


@plan_access(Action.VIEW)
@require_GET
def plan_help(request, plan):
    # The numbers stand here for every member, as they do beside a warning.
    shown = urgent(tuple(Alert), request.member, just_saved=True)
    return render(request, "pages/help.html", {"plan": plan, "urgent": shown})


@login_not_required
@require_GET
@never_cache
def healthz(request):
    """For the machine that watches this one: 200, or 503 where the database does not answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"database": "no answer"}, status=503)
    return JsonResponse({"database": "ok"})
