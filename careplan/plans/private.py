"""Who sees a private record, in a sentence for its reader."""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from careplan.plans.access import Member


def is_shared(model, record="pk") -> Exists:
    """Whether somebody may read a private record of `model`, beside its author. `record` names it
    inside the query."""
    through = model.private_to.through.objects
    return Exists(through.filter(**{model._meta.model_name: OuterRef(record)}))


def private_sentence(record, member: Member, *, shared: bool) -> str:
    """“Private. Only you can see this.”; empty for what is open."""
    if not record.is_private:
        return ""
    if record.author_id == member.user.pk and not shared:
        return _("Private. Only you can see this.")
    return _("Private. Only some people can see this.")
