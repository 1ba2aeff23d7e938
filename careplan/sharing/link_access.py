"""The one way in by a share link: whether it stands is asked anew for each page and each file."""

import functools

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_GET

from careplan.accounts.middleware import zone_of
from careplan.plans.access import Action, Section
from careplan.plans.looking import Looked, Sight, note_look
from careplan.sharing.link_forms import OpenForm
from careplan.sharing.link_session import BroughtLinks
from careplan.sharing.share_links import find_standing


def link_access(section: Section | None = None, *, looks: Looked = Looked.LINK):
    """Turn `link_id` into `link` for a view, and put its reader on `request.member`.

    Whoever has not opened it yet is asked to. What does not stand, or does not show `section`, is
    answered by one and the same page. What was shown is noted for “who looked at this plan”.
    """

    def decorate(view):
        @functools.wraps(view)
        def wrapper(request, link_id, **kwargs):
            brought = BroughtLinks(request.session)
            sight = Sight.of(request, looks, link_id=link_id)
            link = find_standing(link_id, sight) if brought.brought(link_id) else None
            if link is None:
                return gone(request)
            if not brought.is_open(link_id):
                return ask_to_open(request, OpenForm(link=link))
            request.member = link.as_reader
            if section and not request.member.can(Action.VIEW, section):
                return gone(request)
            with timezone.override(zone_of(request.member.user)):
                response = view(request, link, **kwargs)
            if response.status_code == 200:
                note_look(link.plan, sight)
                if brought.count_now(link_id):
                    link.note_opening()
            return response

        wrapper.link_access = section
        return link_page(require_GET(wrapper))

    return decorate


def link_page(view):
    """A page of a link: open to everybody, in no cache, in no search engine, and no other page
    learns its address."""

    @functools.wraps(view)
    def wrapper(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        return response

    return login_not_required(wrapper)


def show(request, template: str, context: dict, status: int = 200):
    """A page for whoever has a link: the same for everybody, whoever is signed in there."""
    nobody = {"user": AnonymousUser()}
    return render(request, f"sharing/{template}", context | nobody, status=status)


def gone(request):
    """Unknown, ended, expired, or not opened here: nothing tells which."""
    return show(request, "link_gone.html", {}, status=404)


def ask_to_open(request, form: OpenForm, status: int = 200):
    """The page before: programs that look through mail press no button, and so open nothing.

    It has a form: without a referrer a browser would send “Origin: null”, and the check against
    forged forms would refuse it. The address has no key in it.
    """
    response = show(request, "link_open.html", {"form": form}, status)
    response.headers["Referrer-Policy"] = "same-origin"
    return response
