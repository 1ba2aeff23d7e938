"""The pages of somebody who was invited: public, until they say yes."""

import functools

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from careplan.accounts import invitations as sign_up
from careplan.accounts.tokens import digest
from careplan.sharing.invitation_answers import (
    InvitationGone,
    NotTheirs,
    accept,
    came_in_by,
    decline,
    found,
)
from careplan.sharing.people_page import day, sights_of
from careplan.sharing.people_rank import is_in

IN_SESSION = "invitation"  # the digest of the link that this browser came with


def invitation_page(view):
    """A page in no search engine; one and the same answer where no invitation stands (any more).

    Whoever came in by it is led on: they pressed twice, went back, or opened the letter again.
    """

    @never_cache
    @functools.wraps(view)
    def wrapper(request, *args, **kwargs):
        try:
            response = view(request, *args, **kwargs)
        except InvitationGone as gone:
            if plan := came_in_by(gone.key, request.user):
                messages.info(request, _("You can see this plan already."))
                return redirect("home", plan.pk)
            request.session.pop(IN_SESSION, None)
            response = render(request, "sharing/invitation_gone.html", status=404)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return wrapper


@login_not_required
@invitation_page
@require_GET
def invitation_open(request, token):
    """Looking at a link uses nothing up, and its token goes no further.

    One that opens nothing leaves no session behind.
    """
    key = digest(token)
    found(key)
    request.session[IN_SESSION] = key
    response = redirect("invitation")
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@login_not_required
@invitation_page
@require_GET
def invitation(request):
    """Who invites, into whose plan, and exactly what there will be to see."""
    invitation = found(key_of(request))
    user = request.user
    context = {
        "invitation": invitation,
        "sights": sights_of(invitation),
        "until": day(invitation.expires_at),
        "is_in": user.is_authenticated and is_in(invitation.plan, user.pk),
        "is_mine": user.is_authenticated and invitation.is_for(user),
        "login_url": login_url(),
    }
    return render(request, "sharing/invitation.html", context)


@login_not_required
@invitation_page
@require_POST
def invitation_accept(request):
    if not request.user.is_authenticated:
        return redirect(login_url())
    try:
        plan = accept(key=key_of(request), by=request.user)
    except NotTheirs:  # the page says which account to use
        return redirect("invitation")
    messages.success(request, _("You are in this plan now."))
    return redirect("home", plan.pk)


@login_not_required
@invitation_page
@require_POST
def invitation_decline(request):
    decline(key=key_of(request))
    del request.session[IN_SESSION]
    return render(request, "sharing/invitation_declined.html")


@login_not_required
@invitation_page
@require_POST
def invitation_sign_up(request):
    """To the form of a new account, also where that needs an invitation; and back from there."""
    invitation = found(key_of(request))
    sign_up.let_in(request, key_of(request), until=invitation.expires_at)
    return redirect(f"{reverse('account_signup')}?{back_here()}")


def key_of(request) -> str:
    return request.session.get(IN_SESSION, "")


def back_here() -> str:
    return urlencode({"next": reverse("invitation")})


def login_url() -> str:
    return f"{reverse('account_login')}?{back_here()}"
