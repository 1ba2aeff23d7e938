"""The pages of the second step: allauth's views, where they need a word of ours."""

import json

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.internal.auth import begin_authentication
from allauth.mfa.webauthn.internal.flows import begin_registration
from allauth.mfa.webauthn.views import (
    AddWebAuthnView,
    LoginWebAuthnView,
    ReauthenticateWebAuthnView,
    RemoveWebAuthnView,
)
from django.conf import settings
from django.contrib import messages
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse_lazy
from django.views.decorators.http import require_GET

from careplan.accounts.second_step import APP, PASSKEY, steps_of
from careplan.accounts.second_step_forms import NO_PASSKEY
from careplan.accounts.second_step_keys import keys_held
from careplan.accounts.spare_codes import count_left, new_codes


def as_json(options: dict) -> str:
    """What a browser is asked about a passkey, for an attribute of the page."""
    return json.dumps(options, cls=DjangoJSONEncoder)


@require_GET
def second_step(request):
    steps = list(steps_of(request.user))
    context = {
        "steps": steps,
        "app": next((step for step in steps if step.type == APP), None),
        "passkeys": [step.wrap() for step in steps if step.type == PASSKEY],
        "spare_codes": count_left(request.user),
        "required": settings.REQUIRE_MFA,
        "may_take_off": len(steps) > 1 or not settings.REQUIRE_MFA,
    }
    return render(request, "mfa/index.html", context)


class TurnAppOn(ActivateTOTPView):
    def form_valid(self, form):
        with keys_held():
            return super().form_valid(form)


class MakeSpareCodes(GenerateRecoveryCodesView):
    def form_valid(self, form):
        with keys_held():
            return super().form_valid(form)


@require_GET
def spare_codes(request):
    codes = new_codes(request)
    context = {"codes": codes, "left": count_left(request.user)}
    return render(request, "mfa/recovery_codes/index.html", context)


@require_GET
def spare_codes_file(request):
    """The codes as a text file, as long as their page shows them."""
    codes = new_codes(request)
    if not codes:
        return redirect("mfa_view_recovery_codes")
    text = render_to_string("mfa/recovery_codes/file.txt", {"codes": codes}, request)
    headers = {"Content-Disposition": 'attachment; filename="spare-codes.txt"'}
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers=headers)


class AddPasskey(AddWebAuthnView):
    """Each passkey can sign in by itself, too: the device asks its owner each time."""

    def get_context_data(self, **kwargs):
        get_adapter().encrypt("")  # spare codes will need the keys: trouble is told before
        context = super().get_context_data(**kwargs)
        options = begin_registration(self.request, self.request.user, passwordless=True)
        return context | {"options": as_json(options)}

    def form_valid(self, form):
        with keys_held():
            return super().form_valid(form)


class TakePasskeyOff(RemoveWebAuthnView):
    success_url = reverse_lazy("mfa_index")

    def form_valid(self, form):
        adapter = get_adapter()
        if not adapter.can_delete_authenticator(self.object):
            messages.error(self.request, adapter.error_messages["cannot_delete_authenticator"])
            return redirect(self.success_url)
        return super().form_valid(form)


class SecondStep(AuthenticateView):
    """The page between the password and the plan."""

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        kinds = {step.type for step in steps_of(self.stage.login.user)}
        options = as_json(context["js_data"]["request_options"]) if PASSKEY in kinds else ""
        return context | {"options": options, "has_app": APP in kinds}


class SignInByPasskey(LoginWebAuthnView):
    def get(self, request, *args, **kwargs):
        """What to ask the browser for; static/js/passkey.js asks this."""
        return JsonResponse({"request_options": begin_authentication(user=None)})


class ShowByPasskey(ReauthenticateWebAuthnView):
    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {"options": as_json(context["js_data"]["request_options"])}

    def form_invalid(self, form):
        messages.error(self.request, NO_PASSKEY)
        return redirect(self.request.get_full_path())
