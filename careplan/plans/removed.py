"""Records that were removed: who still reads them, and how they are put back."""

from django.db import transaction

from careplan.plans.access import Action, Member, Section
from careplan.plans.records import PlanRecord, RecordQuerySet


def standing_or_removed(
    model, member: Member, section: Section, put_back: Action = Action.EDIT
) -> RecordQuerySet:
    """What of `model` stands in the plan; for whoever may put it back, what was removed too.

    So a button pressed twice does what it says, once, and what somebody typed while another
    removed it has a page to go to.
    """
    records = model.objects.filter(plan=member.plan)
    if member.can(put_back, section):
        return records.seen_by(member) | records.removed_seen_by(member)
    return records.seen_by(member)


@transaction.atomic
def put_back(record: PlanRecord, member: Member) -> None:
    """Put `record` back, where there is room among what `member` sees.

    Raises ValidationError, in a sentence, and leaves it removed.
    """
    member.plan.lock()
    record.refresh_from_db()  # as it is by now: it was read before the lock
    others = type(record).objects.filter(plan=member.plan).seen_by(member).exclude(pk=record.pk)
    others.ensure_room()
    record.restore(by=member.user)
