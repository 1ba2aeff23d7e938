"""A visit as a file for a calendar, and the address from which a calendar reads all of them."""

import functools

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from careplan.accounts.ask_again import ask_again
from careplan.accounts.time_zones import zone_label
from careplan.appointments.forms import VisitZoneForm
from careplan.exchange.calendar_feeds import feed_of, read_feed, show_place, stop_feed
from careplan.exchange.calendar_file import calendar_file
from careplan.exchange.calendar_forms import CalendarFileForm, FeedForm
from careplan.exchange.calendar_limits import may_read
from careplan.plans.access import Action, Section, plan_access
from careplan.plans.looking import Looked

RETRY_AFTER = 3600  # seconds


@plan_access(Action.VIEW, Section.VISITS)
@require_GET
def appointment_calendar(request, plan, pk):
    appointment = get_object_or_404(plan.appointments.seen_by(request.member), pk=pk)
    address = reverse("appointment_calendar_file", args=[plan.pk, pk])
    context = {
        "plan": plan,
        "place": "appointment_list",
        "appointment": appointment,
        "zone": zone_label(appointment.time_zone),
        "form": CalendarFileForm(visit=appointment, address=address),
    }
    return render(request, "exchange/appointment_calendar.html", context)


@plan_access(Action.VIEW, Section.VISITS, looks=Looked.DOWNLOAD)
@require_GET
def appointment_calendar_file(request, plan, pk):
    appointment = get_object_or_404(plan.appointments.seen_by(request.member), pk=pk)
    if appointment.on is None:  # the page before says why
        return redirect("appointment_calendar", plan.pk, pk)
    words = calendar_file([appointment], with_place="place" in request.GET)
    name = f"appointment-{appointment.on:%Y-%m-%d}.ics"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(words, content_type="text/calendar; charset=utf-8", headers=headers)


@plan_access(Action.EDIT, Section.VISITS)
@require_http_methods(["GET", "POST"])
def appointment_zone(request, plan, pk):
    appointment = get_object_or_404(plan.appointments.seen_by(request.member), pk=pk)
    form = VisitZoneForm(request.POST or None, member=request.member, instance=appointment)
    here = reverse("appointment_calendar", args=[plan.pk, pk])
    if form.is_valid() and form.keep():
        return redirect(here)
    form.cancel_url = here
    context = {
        "plan": plan,
        "place": "appointment_list",
        "form": form,
        "title": _("The time zone of this visit"),
        "lede": _("The time of the visit is the time at that place."),
        "back_url": here,
        "back_label": _("Put it in my calendar"),
    }
    return render(request, "form_page.html", context)


@require_GET
def my_calendar(request):
    return render(request, "exchange/my_calendar.html", {"feed": feed_of(request.user)})


@require_http_methods(["GET", "POST"])
@ask_again
def my_calendar_new(request):
    """The form, and in answer to it the address itself: shown once, and kept nowhere."""
    form = FeedForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid() and (token := form.keep()):
        address = request.build_absolute_uri(reverse("calendar_feed", args=[token]))
        return render(request, "exchange/my_calendar_made.html", {"address": address})
    form.cancel_url = reverse("my_calendar")
    return render(request, "exchange/my_calendar_new.html", {"form": form})


@require_POST
@ask_again
def my_calendar_place(request):
    show_place(request.user, request.POST.get("shown") == "yes")
    messages.success(request, _("Saved."))
    return redirect("my_calendar")


@require_POST
def my_calendar_stop(request):
    stop_feed(request.user)
    messages.success(request, _("The address opens nothing from now on."))
    return redirect("my_calendar")


def unseen(view):
    """In no cache, in no search engine, and no other page learns the address."""

    @functools.wraps(view)
    def wrapper(request, **kwargs):
        response = view(request, **kwargs)
        response.headers["Cache-Control"] = "no-store, private"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return login_not_required(wrapper)


@unseen
@require_safe
def calendar_feed(request, token):
    """For programs. What opens nothing is answered as any address that is not there."""
    if not may_read(request, token):
        return HttpResponse(status=429, headers={"Retry-After": RETRY_AFTER})
    reading = read_feed(token)
    if reading is None:
        return render(request, "pages/404.html", status=404)
    words = reading.file()
    reading.note()
    return HttpResponse(words, content_type="text/calendar; charset=utf-8")
