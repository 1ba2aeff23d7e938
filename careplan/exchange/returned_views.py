"""A list that was filled in comes back: the file, what it would change, and what was saved."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from careplan.appointments.picked import list_address, warned_of, with_query
from careplan.concerns.safety import Alert
from careplan.documents.scan_refusal import Refused
from careplan.documents.scan_uploads import takes_file
from careplan.exchange.returned_forms import ReturnedForm, Review
from careplan.exchange.returned_reading import SENTENCES
from careplan.plans.access import Action, Section, plan_access


@takes_file
@plan_access(Action.EDIT, Section.VISITS)
@require_http_methods(["GET", "POST"])
def returned_list(request, plan, pk):
    visit = get_object_or_404(plan.appointments.seen_by(request.member), pk=pk)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ReturnedForm(*sent, member=request.member, visit=visit)
    if form.is_valid():
        return review_page(request, visit, form.review)
    return file_page(request, visit, form)


@plan_access(Action.EDIT, Section.VISITS)
@require_POST
def returned_save(request, plan, pk):
    visit = get_object_or_404(plan.appointments.seen_by(request.member), pk=pk)
    try:
        review = Review.posted_by(request, visit)
    except Refused as refused:
        messages.warning(request, SENTENCES[refused.args[0]])
        return redirect("returned_list", visit.plan_id, visit.pk)
    if review is None:
        messages.warning(request, _("This page waited too long. Choose the file again."))
        return redirect("returned_list", visit.plan_id, visit.pk)
    changed = review.save()
    if changed is None:
        return review_page(request, visit, review)
    return after_saving(request, visit, changed)


def after_saving(request, visit, changed):
    """The page of the visit, which shows what the new answers warn of, the gravest first."""
    if not changed:
        messages.info(request, _("Nothing was changed."))
        return redirect(list_address(visit))
    said = ngettext("%(n)d question was changed.", "%(n)d questions were changed.", len(changed))
    messages.success(request, said % {"n": len(changed)})
    today = timezone.localdate()
    changed = sorted(changed, key=lambda question: Alert.SPINE not in question.alerts(today))
    return redirect(with_query(list_address(visit), warned_of(changed)))


def file_page(request, visit, form):
    form.cancel_url = list_address(visit)
    context = {
        "plan": visit.plan,
        "place": "appointment_list",
        "form": form,
        "title": _("Send back a filled-in list"),
        "lede": _("You see what it says before anything is saved. The file itself is not kept."),
        "back_url": form.cancel_url,
        "back_label": _("Back to the visit"),
    }
    return render(request, "form_page.html", context)


def review_page(request, visit, review):
    found = review.found
    if not found:
        messages.info(request, _("Everything in this file is in your plan already."))
        return redirect(list_address(visit))
    try:
        carried = review.carried(found)
    except Refused as refused:
        messages.warning(request, SENTENCES[refused.args[0]])
        return redirect("returned_list", visit.plan_id, visit.pk)
    context = {
        "plan": visit.plan,
        "place": "appointment_list",
        "visit": visit,
        "found": found,
        "rows": review.rows(found),
        "carried": carried,
        "problem": review.problem,
    }
    return render(request, "exchange/returned_review.html", context)
