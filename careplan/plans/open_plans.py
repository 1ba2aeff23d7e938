"""A closed plan sends no letters. Who writes one asks here first."""

from careplan.accounts.outbox import WaitingLetter
from careplan.plans.models import Plan


def open_plan(waiting: WaitingLetter) -> Plan | None:
    """The plan that a waiting letter is about; None where it is closed or no longer there.

    The letters that tell that a plan is to be deleted do not ask.
    """
    return Plan.objects.filter(pk=waiting.plan_id, closed_at=None).select_related("owner").first()
