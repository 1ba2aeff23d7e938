"""Where a person says of what they want to be reminded."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from careplan.exchange.reminder_forms import RemindersForm


@require_http_methods(["GET", "POST"])
def my_reminders(request):
    form = RemindersForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        form.keep()
        messages.success(request, _("Saved."))
        return redirect("my_reminders")
    form.cancel_url = reverse("settings")
    context = {"form": form, "sends_email": bool(settings.EMAIL_HOST)}
    return render(request, "exchange/my_reminders.html", context)
