"""“If I cannot”: who may see all in an emergency, and who may keep the plan after its owner."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from careplan.accounts.ask_again import ask_again
from careplan.plans.access import Action, plan_access
from careplan.sharing import stand_in_letters  # noqa: F401 - declares who writes them
from careplan.sharing.stand_in_forms import DaysForm, NameForm
from careplan.sharing.stand_in_page import row, stand_in_page
from careplan.sharing.stand_ins import Purpose, ask, refuse, standing, stop, take_over


@plan_access(Action.VIEW)
@require_GET
def stand_ins(request, plan):
    context = {
        "plan": plan,
        "place": "people",
        "page": stand_in_page(request.member),
        "may_name": request.member.owns and request.member.can(Action.SHARE),
        "sends_email": bool(settings.EMAIL_HOST),
    }
    return render(request, "sharing/stand_ins.html", context)


@plan_access(Action.OWN)
@require_http_methods(["GET", "POST"])
@ask_again
def stand_in_create(request, plan, purpose):
    request.member.require(Action.SHARE, None)
    form = NameForm(request.POST or None, member=request.member, purpose=Purpose(purpose))
    if not form.people:
        return render(request, "sharing/stand_in_nobody.html", {"plan": plan, "place": "people"})
    if request.method == "POST" and form.is_valid() and form.keep():
        messages.success(request, _("Saved. We tell them that you chose them."))
        return redirect("stand_ins", plan.pk)
    title = {
        Purpose.LOOK: _("Choose somebody for an emergency"),
        Purpose.SUCCEED: _("Choose who keeps the plan after you"),
    }[form.purpose]
    return stand_in_form(request, plan, form, title)


@plan_access(Action.OWN)
@require_http_methods(["GET", "POST"])
@ask_again
def stand_in_edit(request, plan, pk):
    request.member.require(Action.SHARE, None)
    stand_in = found(request, pk)
    form = DaysForm(request.POST or None, member=request.member, days=stand_in.wait_days)
    if request.method == "POST" and form.is_valid() and form.keep(stand_in):
        messages.success(request, _("Saved."))
        return redirect("stand_ins", plan.pk)
    title = _("Change the wait for %(name)s") % {"name": stand_in.user.called}
    return stand_in_form(request, plan, form, title)


@plan_access(Action.OWN)
@require_POST
def stand_in_stop(request, plan, pk):
    stand_in = found(request, pk)
    said = _("%(name)s is no longer chosen.") % {"name": stand_in.user.called}
    return done(request, said, lambda: stop(stand_in, by=request.user))


@plan_access(Action.OWN)
@require_POST
def stand_in_refuse(request, plan, pk):
    stand_in = found(request, pk)
    said = _("You said no. We tell %(name)s.") % {"name": stand_in.user.called}
    return done(request, said, lambda: refuse(stand_in, by=request.user))


@plan_access(Action.VIEW)
@require_http_methods(["GET", "POST"])
def stand_in_ask(request, plan, pk):
    stand_in = found(request, pk, mine=True)
    if request.method == "POST":
        said = _("You asked. We tell the owner now.")
        return done(request, said, lambda: ask(stand_in, by=request.user))
    return stand_in_step(request, plan, stand_in, "sharing/stand_in_ask.html")


@plan_access(Action.VIEW)
@require_http_methods(["GET", "POST"])
@ask_again
def stand_in_take_over(request, plan, pk):
    stand_in = found(request, pk, mine=True, purpose=Purpose.SUCCEED)
    if request.method == "POST":
        said = _("You are the owner of this plan now.")
        return done(request, said, lambda: take_over(stand_in, by=request.user))
    return stand_in_step(request, plan, stand_in, "sharing/stand_in_take_over.html")


def found(request, pk, *, mine=False, **fields):
    """A stand-in of the plan; with `mine`, of the reader's own. Raises Http404."""
    if mine:
        fields["membership__user"] = request.user
    return get_object_or_404(standing(request.member.plan), pk=pk, **fields)


def done(request, said: str, write: Callable[[], None]):
    """Back to the page, with `said`; or with why it could not be done."""
    try:
        write()
        messages.success(request, said)
    except ValidationError as refused:
        messages.warning(request, refused.messages[0])
    return redirect("stand_ins", request.member.plan.pk)


def stand_in_form(request, plan, form, title):
    page = reverse("stand_ins", args=[plan.pk])
    form.cancel_url = page
    context = {
        "plan": plan,
        "place": "people",
        "form": form,
        "title": title,
        "back_url": page,
        "back_label": _("If I cannot"),
    }
    return render(request, "form_page.html", context)


def stand_in_step(request, plan, stand_in, template):
    """The page before somebody asks or takes over: what happens then."""
    context = {"plan": plan, "place": "people", "row": row(stand_in, request.member)}
    return render(request, template, context)
