"""A share link that locks itself after many wrong numbers: the log, the letter, the words."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from careplan.accounts.outbox import post
from careplan.plans.grant_events import Granted, GrantEvent, note_grant
from careplan.plans.models import Plan
from careplan.sharing.link_letters import LINK_LOCKED
from careplan.sharing.share_links import ShareLink

PURPOSE = "link"  # of what was refused, in the plan's log


def note_locked(link: ShareLink) -> None:
    """From now on it opens for nobody new. The plan's log says so, and its owner is told.

    Nobody knows who typed the numbers: the log names whoever made the link.
    """
    about = {"purpose": PURPOSE, "link": str(link.pk)}
    note_grant(link.plan, Granted.REFUSED, by=link.made_by, name=link.label, **about)
    post(LINK_LOCKED, to=link.plan.owner, plan_id=link.plan_id, object_id=link.pk)


def locked_words(plan: Plan, links: list[ShareLink]) -> dict:
    """{key: “Wrong numbers were typed 20 times. The link was locked on Tuesday 24 November.”}, for
    those of `links` that are locked. One reading, where there is such a link."""
    locked = [link for link in links if link.is_locked]
    if not locked:
        return {}
    noted = GrantEvent.objects.filter(plan_id=plan.pk, kind=Granted.REFUSED)
    days = {
        event.detail["link"]: date_format(localtime(event.at), pgettext("date", "l j F"))
        for event in noted.filter(detail__purpose=PURPOSE)
    }
    return {link.pk: sentences(link, days.get(str(link.pk))) for link in locked}


def sentences(link: ShareLink, day: str | None) -> str:
    typed = ngettext(
        "A wrong number was typed %(n)d time.",
        "Wrong numbers were typed %(n)d times.",
        link.wrong_codes,
    )
    said = [typed % {"n": link.wrong_codes}]
    if day:  # the log does not tell it of a link that was locked by an older edition
        said.append(_("The link was locked on %(day)s.") % {"day": day})
    return " ".join(said)
