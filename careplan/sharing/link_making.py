"""Share links are made and ended here, each time with its line in the plan's log."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from careplan.accounts.outbox import post
from careplan.plans.access import Action
from careplan.plans.grant_events import Granted, note_grant
from careplan.sharing.link_letters import LINK_MADE
from careplan.sharing.people_rank import acting
from careplan.sharing.share_links import ShareLink, links_of


@transaction.atomic
def make_link(*, plan, by, token_sha256: str, instead_of=None, **fields) -> ShareLink:
    """A new link, or the one that the same form has made already; `instead_of` ends with it.

    Raises ValidationError, in a sentence, where too many stand.
    """
    acting(plan, by, Action.SHARE)
    made = plan.share_links.select_related("made_by").filter(token_sha256=token_sha256).first()
    if made:
        return made
    if instead_of:
        end_link(link=instead_of, by=by)
    stand, _over = links_of(plan)
    if len(stand) >= ShareLink.MOST:
        full = _("%(most)d links stand. End one that you no longer need, then make this one.")
        raise ValidationError(full % {"most": ShareLink.MOST}, code="full")
    link = ShareLink.objects.create(plan=plan, made_by=by, token_sha256=token_sha256, **fields)
    shows = [section.value for section in link.sections]
    note_grant(plan, Granted.LINK_MADE, by=by, name=link.label, link=str(link.pk), shows=shows)
    for person in {plan.owner, by}:
        post(LINK_MADE, to=person, plan_id=plan.pk, object_id=link.pk)
    return link


@transaction.atomic
def end_link(*, link: ShareLink, by) -> None:
    """From now on nobody reads by it. A second time changes nothing."""
    if ShareLink.objects.filter(pk=link.pk, ended_at=None).update(ended_at=timezone.now()):
        note_grant(link.plan, Granted.LINK_ENDED, by=by, name=link.label, link=str(link.pk))


@transaction.atomic
def end_links_of(*, plan, maker, by) -> None:
    """End what `maker` made, who leaves the plan or may no longer share it."""
    for link in plan.share_links.filter(made_by=maker, ended_at=None):
        end_link(link=link, by=by)
