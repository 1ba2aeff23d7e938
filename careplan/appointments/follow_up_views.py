"""The pages of things to do: all of them, one of them, and what its buttons do."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from careplan.appointments.follow_up_forms import FollowUpForm, HandOverForm
from careplan.appointments.follow_up_rows import (
    ONE,
    address_after,
    address_when_kept,
    may_tick,
    row_of,
    rows_of,
    to_show,
)
from careplan.appointments.follow_ups import FollowUp, take_on, tick
from careplan.appointments.picked import as_uuid
from careplan.concerns.urgent import urgent
from careplan.paging import SIZE, page_of
from careplan.plans.access import Action, Section, plan_access
from careplan.plans.private import readers_sentence
from careplan.plans.removal import just_removed, removal_views
from careplan.plans.removed import standing_or_removed

PLACE = "appointment_list"  # things to do stand under Visits


@plan_access(Action.VIEW, Section.VISITS)
@require_GET
def follow_up_list(request, plan):
    member = request.member
    standing = to_show(plan.follow_ups.seen_by(member), member)
    to_do = page_of(standing.to_do(), request.GET.get("open", ""))
    done = page_of(standing.done(), request.GET.get("done", ""))
    removed = plan.follow_ups.removed_seen_by(member).order_by("-removed_at")[:SIZE]
    context = {
        "plan": plan,
        "place": PLACE,
        "to_do": to_do,
        "open_rows": rows_of(to_do.rows, member),
        "done": done,
        "done_rows": rows_of(done.rows, member),
        "removed": removed,
        "just_removed": just_removed(request, removed),
    }
    return render(request, "appointments/follow_up_list.html", context)


@plan_access(Action.VIEW, Section.VISITS)
@require_GET
def follow_up_detail(request, plan, pk):
    member, just_saved = request.member, "saved" in request.GET
    follow_up = in_or_out(request, pk)
    raised = follow_up.alerts(timezone.localdate())
    context = {
        "plan": plan,
        "place": PLACE,
        "row": row_of(follow_up, member),
        "follow_up": follow_up,
        "private": readers_sentence(follow_up, member, Section.VISITS),
        "just_saved": just_saved,
        "urgent": urgent(raised, member, just_saved=just_saved),
    }
    return render(request, "appointments/follow_up_detail.html", context)


@plan_access(Action.EDIT, Section.VISITS)
@require_http_methods(["GET", "POST"])
def follow_up_create(request, plan):
    """A new one; with `visit` in the address, one that was agreed at that visit."""
    visits = plan.appointments.seen_by(request.member)
    visit = visits.filter(pk=as_uuid(request.GET.get("visit", ""))).first()
    form = FollowUpForm(request.POST or None, member=request.member, instance=FollowUp(visit=visit))
    if request.method == "POST" and form.is_valid() and (kept := form.keep()):
        return redirect(address_when_kept(kept, timezone.localdate(), visit))
    return form_page(request, plan, form, _("Add a thing to do"), way_back(plan, visit))


@plan_access(Action.EDIT, Section.VISITS)
@require_http_methods(["GET", "POST"])
def follow_up_edit(request, plan, pk):
    follow_up = in_or_out(request, pk)
    here = address_after(follow_up, ONE)
    form = FollowUpForm(request.POST or None, member=request.member, instance=follow_up)
    if request.method == "POST" and form.is_valid() and form.keep():
        return redirect(f"{here}?saved" if here.endswith(f"{pk}/") else here)
    return form_page(request, plan, form, _("Change this thing to do"), (here, _("Back")))


@plan_access(Action.EDIT, Section.VISITS)
@require_http_methods(["GET", "POST"])
def follow_up_hand_over(request, plan, pk):
    follow_up = in_or_out(request, pk)
    here, what = address_after(follow_up, ONE), follow_up.what
    form = HandOverForm(request.POST or None, member=request.member, instance=follow_up)
    if request.method == "POST" and form.is_valid() and form.keep():
        return redirect(here)
    return form_page(request, plan, form, _("Hand it over"), (here, _("Back")), what)


@plan_access(Action.SUGGEST, Section.VISITS)
@require_POST
def follow_up_done(request, plan, pk):
    return ticked(request, pk, done=True)


@plan_access(Action.SUGGEST, Section.VISITS)
@require_POST
def follow_up_undone(request, plan, pk):
    return ticked(request, pk, done=False)


@plan_access(Action.EDIT, Section.VISITS)
@require_POST
def follow_up_take(request, plan, pk):
    follow_up = in_or_out(request, pk)
    if follow_up.removed_at:
        return say_removed(request, follow_up)
    current = take_on(follow_up=follow_up, member=request.member)
    if current.held_by.pk != request.user.pk:
        said = _("%(name)s takes care of this by now.") % {"name": current.held_by.called}
        messages.warning(request, said)
    return redirect(address_after(current, request.POST.get("on", "")))


def ticked(request, pk, *, done: bool):
    follow_up = in_or_out(request, pk)
    if follow_up.removed_at:
        return say_removed(request, follow_up)
    if not may_tick(follow_up, request.member):
        request.member.require(Action.EDIT, Section.VISITS)  # which says what is missing
    tick(follow_up, done=done, by=request.user)
    if done:
        messages.success(request, _("Ticked off. It stands under “Done”, where you can undo it."))
    return redirect(address_after(follow_up, request.POST.get("on", "")))


def say_removed(request, follow_up):
    messages.info(request, _("This was removed. You can put it back."))
    return redirect(address_after(follow_up, ""))


def after_removal(follow_up) -> str:
    return address_after(follow_up, ONE)


follow_up_remove, follow_up_restore = removal_views(FollowUp, Section.VISITS, after_removal)


def in_or_out(request, pk) -> FollowUp:
    """One that stands or was removed, with all that its page shows."""
    member = request.member
    found = to_show(standing_or_removed(FollowUp, member, Section.VISITS), member)
    return get_object_or_404(found.with_visit(member), pk=pk)


def way_back(plan, visit) -> tuple[str, str]:
    if visit is None:
        return reverse("follow_up_list", args=[plan.pk]), _("Things to do")
    return reverse("visit_after", args=[plan.pk, visit.pk]), _("After the visit")


def form_page(request, plan, form, title, back: tuple[str, str], lede=""):
    form.cancel_url = back[0]
    context = {
        "plan": plan,
        "place": PLACE,
        "form": form,
        "title": title,
        "lede": lede,
        "back_url": back[0],
        "back_label": back[1],
    }
    return render(request, "form_page.html", context)
