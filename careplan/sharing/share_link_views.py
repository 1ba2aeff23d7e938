"""The share links of a plan, for whoever may give and end them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from careplan.accounts.ask_again import ask_again
from careplan.plans.access import Action, plan_access
from careplan.sharing.link_forms import PARTS, ShareLinkForm
from careplan.sharing.link_locking import locked_words
from careplan.sharing.link_making import end_link
from careplan.sharing.share_links import links_of


@plan_access(Action.WITHDRAW)
@require_GET
def share_links(request, plan):
    stand, over = links_of(plan)
    wanted = {link.visit_id for link in stand if link.visit_id}
    visits = plan.appointments.seen_by(request.member).filter(pk__in=wanted)
    names = {visit.pk: visit.name for visit in visits}
    locked = locked_words(plan, stand + over)
    rows = [
        row_of(link, locked) | {"shows": parts(link), "visit": names.get(link.visit_id)}
        for link in stand
    ]
    ended = [row_of(link, locked) for link in over]
    context = {"plan": plan, "place": "people", "rows": rows, "over": ended}
    return render(request, "sharing/share_links.html", context)


def row_of(link, locked: dict) -> dict:
    return {"link": link, "locked": locked.get(link.pk, "")}


@plan_access(Action.SHARE)
@require_http_methods(["GET", "POST"])
@ask_again
def share_link_new(request, plan):
    return making(request, plan, _("Make a link"))


@plan_access(Action.SHARE)
@require_http_methods(["GET", "POST"])
@ask_again
def share_link_replace(request, plan, pk):
    old = get_object_or_404(plan.share_links, pk=pk)
    return making(request, plan, _("Make a new link"), old)


def making(request, plan, title, instead_of=None):
    """The form, and in answer to it the link itself: shown once, and kept nowhere."""
    data = request.POST if request.method == "POST" else None
    form = ShareLinkForm(data, member=request.member, instead_of=instead_of)
    context = {"plan": plan, "place": "people", "form": form, "title": title}
    if form.is_valid() and (made := form.keep()):
        link, keys = made
        context |= {"link": link, "shows": parts(link), "form": None}
        context["address"] = request.build_absolute_uri(reverse("link_arrive", args=[keys.token]))
        context["code"] = f"{keys.code[:3]} {keys.code[3:]}" if link.code_digest else ""
        return render(request, "sharing/share_link_made.html", context)
    form.cancel_url = context["back_url"] = reverse("share_links", args=[plan.pk])
    context["back_label"] = _("Links for a doctor or hospital")
    context["lede"] = _("Whoever has the link can look, without an account. They change nothing.")
    if instead_of:
        context["lede"] = _("The old link stops working when this one is made.")
    return render(request, "form_page.html", context)


@plan_access(Action.WITHDRAW)
@require_POST
def share_link_end(request, plan, pk):
    end_link(link=get_object_or_404(plan.share_links, pk=pk), by=request.user)
    messages.success(request, _("That link has ended. Nobody can read by it now."))
    return redirect("share_links", plan.pk)


def parts(link) -> list[str]:
    """What it shows, in words."""
    return [PARTS[section] for section in link.sections]
