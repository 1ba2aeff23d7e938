"""Somebody is invited: the form, and what is done with an invitation that stands."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from careplan.accounts.ask_again import ask_again
from careplan.plans.access import Action, plan_access
from careplan.sharing.invitation_making import make_link, send_again, take_back
from careplan.sharing.people_forms import InvitationForm
from careplan.sharing.people_page import day
from careplan.sharing.people_views import back_to_people


@plan_access(Action.SHARE)
@require_http_methods(["GET", "POST"])
@ask_again
def invitation_create(request, plan):
    form = InvitationForm(request.POST or None, member=request.member)
    if request.method == "POST" and form.is_valid() and (kept := form.keep()):
        messages.success(request, after_inviting(kept, is_new=kept is form.instance))
        return redirect(reverse("people", args=[plan.pk]) + f"#invitation-{kept.pk}")
    form.cancel_url = reverse("people", args=[plan.pk])
    lede = _("You choose what they see. They see it once they accept.")
    context = {"form": form, "title": _("Invite someone"), "lede": lede}
    return render(request, "form_page.html", back_to_people(plan, **context))


def after_inviting(invitation, *, is_new: bool) -> str:
    if not is_new:
        return _("This email has an invitation already. It stands below.")
    if not settings.EMAIL_HOST:
        return _("This site sends no email. Make a link to copy, and send it yourself.")
    return _("The invitation is on its way. It stands below.")


@plan_access(Action.SHARE)
@require_POST
@ask_again
def invitation_send(request, plan, pk):
    if send_again(plan=plan, pk=pk, by=request.user):
        messages.success(request, _("It is sent again, with a new link."))
    else:
        messages.warning(request, _("It was sent a moment ago. Wait five minutes, then try again."))
    return redirect("people", plan.pk)


@plan_access(Action.SHARE)
@require_POST
@ask_again
def invitation_link(request, plan, pk):
    """The link stands on this page once, and nowhere else."""
    invitation, token = make_link(plan=plan, pk=pk, by=request.user)
    context = {
        "invitation": invitation,
        "link": request.build_absolute_uri(reverse("invitation_open", args=[token])),
        "until": day(invitation.expires_at),
    }
    return render(request, "sharing/invitation_link.html", back_to_people(plan, **context))


@plan_access(Action.WITHDRAW)
@require_POST
def invitation_take_back(request, plan, pk):
    invitation = take_back(plan=plan, pk=pk, by=request.user)
    said = _("The invitation to %(name)s opens nothing now.") % {"name": invitation.name}
    messages.success(request, said)
    return redirect("people", plan.pk)
