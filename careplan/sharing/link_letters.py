"""The letters about a share link, that it was made or locked: nothing of the plan is in them."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from careplan.accounts.middleware import zone_of
from careplan.accounts.outbox import Letter, letter
from careplan.plans.open_plans import open_plan
from careplan.sharing.share_links import ShareLink

LINK_MADE, LINK_LOCKED = "link_made", "link_locked"


@letter(LINK_MADE)
def link_made(waiting) -> Letter | None:
    """To whoever made it and to the plan's owner; out of date once it has ended."""
    plan, link = open_plan(waiting), link_of(waiting)
    if plan is None or link is None:
        return None
    if waiting.user_id not in {plan.owner_id, link.made_by_id}:  # they kept the plan until now
        return None
    with timezone.override(zone_of(waiting.user)):
        until = link.until
    context = {
        "is_mine": link.made_by_id == waiting.user_id,
        "name": link.made_by.called,
        "until": until,
        "path": reverse("share_links", args=[link.plan_id]),
    }
    return Letter(_("A new link was made"), "sharing/letters/link_made", context)


@letter(LINK_LOCKED)
def link_locked(waiting) -> Letter | None:
    """To the plan's owner; out of date once the link has ended."""
    plan, link = open_plan(waiting), link_of(waiting)
    if plan is None or link is None or plan.owner_id != waiting.user_id:
        return None
    context = {"tries": link.wrong_codes, "path": reverse("share_links", args=[plan.pk])}
    return Letter(_("A link was locked"), "sharing/letters/link_locked", context)


def link_of(waiting) -> ShareLink | None:
    """The link that a letter is about, until it is over."""
    link = ShareLink.objects.filter(pk=waiting.object_id).select_related("made_by").first()
    return None if link is None or link.is_over else link
