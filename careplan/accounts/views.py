"""The pages of this room that are not allauth's."""

from allauth.account.utils import get_next_redirect_url
from allauth.core.ratelimit import respond_429
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.i18n import set_language

from careplan.accounts import invitations, sessions
from careplan.accounts.ask_again import note_shown
from careplan.accounts.ask_by_code import CodeAsked
from careplan.accounts.context import keep_look, look_of
from careplan.accounts.models import User
from careplan.accounts.preferences import (
    PREFERENCES,
    BrowserLanguageForm,
    LookForm,
    language_name,
)
from careplan.accounts.second_step import steps_of
from careplan.accounts.time_zones import zone_label


@login_not_required
@require_GET
def invited(request, token):
    """The link of an invitation. Looking at it uses nothing up, and its token goes no further."""
    invitations.bring(request, token)
    return redirect("account_signup")


@login_not_required
@require_http_methods(["GET", "POST"])
def look(request):
    """Text size and colours: of the account, or without one of this browser."""
    reader = request.user if request.user.is_authenticated else User(**look_of(request))
    form = LookForm(request.POST if request.method == "POST" else None, instance=reader)
    if request.method == "POST" and form.is_valid():
        response = redirect(reverse("look") + "?saved=yes")
        if request.user.is_authenticated:
            form.keep()
        else:
            keep_look(response, form.cleaned_data)
        return response
    here = {"language": translation.get_language(), "next": reverse("look")}
    context = {"form": form, "languages": BrowserLanguageForm(initial=here)}
    return render(request, "accounts/look.html", context)


# The language of a browser; an account has its own.
browser_language = login_not_required(require_POST(set_language))


@require_GET
def settings(request):
    context = {
        "language": language_name(request.user.language),
        "zone": zone_label(request.user.time_zone),
        "second_step": steps_of(request.user).exists(),
        "kept_posts": request.user.kept_posts.open(),
    }
    return render(request, "accounts/settings.html", context)


@require_http_methods(["GET", "POST"])
def preference(request, which):
    """One of the small forms of the settings page."""
    if which not in PREFERENCES:
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = PREFERENCES[which](data, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.keep()
        with translation.override(request.user.language):  # it may be the one just chosen
            messages.success(request, _("Saved."))
        return redirect("settings")
    form.cancel_url = reverse("settings")
    return render(request, "accounts/preference.html", {"form": form})


@require_http_methods(["GET", "POST"])
def ask_by_code(request):
    """“Is it you?”, by a code that is sent when the button is pressed."""
    if request.user.has_usable_password():
        return redirect("account_reauthenticate")
    asked = CodeAsked(request)
    if "send" in request.POST:
        if not asked.may_send():
            return respond_429(request)
        asked.send()
        return redirect(request.get_full_path())
    form = asked.form if asked.state else None
    if form and form.is_valid():
        asked.abort()
        note_shown(request, request.user, "code")
        return redirect(get_next_redirect_url(request) or "settings")
    if form and form.errors and not asked.record_invalid_attempt():
        messages.error(request, _("There were three tries. Ask for a new code."))
        return redirect(request.get_full_path())
    return render(request, "accounts/ask_by_code.html", {"form": form})


@require_GET
def session_list(request):
    return render(request, "accounts/sessions.html", {"rows": sessions.signed_in(request)})


@require_POST
def session_end(request, pk):
    """Sign out one of the reader's own browsers."""
    session = get_object_or_404(sessions.others(request), pk=pk)
    sessions.sign_out([session])
    messages.success(request, _("That one is signed out."))
    return redirect("sessions")


@require_POST
def session_end_others(request):
    sessions.sign_out(sessions.others(request))
    messages.success(request, _("All others are signed out."))
    return redirect("sessions")
