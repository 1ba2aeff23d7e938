"""Reminders go out: one letter a person and plan, once for each thing and its day.

The letter says that something is due, and not what, when or whose: a mailbox may be read by others.
"""

import datetime
import logging
import uuid

from django.conf import settings
from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careplan.accounts.models import User
from careplan.accounts.outbox import Letter, WaitingLetter, letter, post
from careplan.exchange.reminder_sources import Due, all_due
from careplan.exchange.reminders import Remind, ReminderChoice, ReminderSent, ReminderTime
from careplan.plans.access import find_member
from careplan.plans.open_plans import open_plan

logger = logging.getLogger(__name__)

REMINDER = "reminder"
KEPT_FOR = datetime.timedelta(days=30)  # no reminder is later than a day
SAID = {
    Remind.VISITS: gettext_lazy("A visit is coming up."),
    Remind.FOLLOW_UPS: gettext_lazy("There is something to do."),
    Remind.PAPERS: gettext_lazy("It is time to look at a paper again."),
}


def due_for(choice: ReminderChoice) -> list[Due]:
    """What is due for this person in this plan; nothing where they may see none of it."""
    if choice.user.deletion_asked_at or not choice.user.is_active:
        return []
    try:
        member = find_member(choice.plan_id, choice.user)
    except Http404:
        return []
    return all_due(member, choice.kinds, ReminderTime.of(choice.user))


def send_reminders() -> int:
    """Post what is due by now: how many letters. Two that run at once post each letter once."""
    if not settings.EMAIL_HOST:
        return 0
    ReminderSent.objects.filter(created__lt=timezone.now() - KEPT_FOR).delete()
    choices = ReminderChoice.objects.filter(plan__closed_at=None).select_related("user")
    return sum(remind(choice) for choice in choices.order_by("pk").iterator(chunk_size=100))


def remind(choice: ReminderChoice) -> bool:
    """Whether a letter was posted. What goes wrong for one stands in the way of no other."""
    try:
        due = [each for each in due_for(choice) if each.is_now()]
        return bool(due) and post_once(choice, due)
    except Exception as error:  # such as a plan that was erased meanwhile
        logger.error("A reminder could not be posted: %s", type(error).__name__)
        return False


@transaction.atomic
def post_once(choice: ReminderChoice, due: list[Due]) -> bool:
    """One letter for all that is new: what was reminded of for its day is not once more."""
    number = uuid.uuid4()
    made = [note(choice, each, number) for each in due]
    if any(made):
        post(REMINDER, to=choice.user, plan_id=choice.plan_id, object_id=number)
    return any(made)


def note(choice: ReminderChoice, due: Due, number: uuid.UUID) -> bool:
    """Whether it is new. Of two who come at once, the second waits, and finds it there."""
    kind, object_id, for_day = due.key
    _row, is_new = ReminderSent.objects.get_or_create(
        user_id=choice.user_id,
        plan_id=choice.plan_id,
        kind=kind,
        object_id=object_id,
        for_day=for_day,
        defaults={"letter": number},
    )
    return is_new


@letter(REMINDER)
def reminder(waiting: WaitingLetter) -> Letter | None:
    """Out of date where nothing of it is still to come, wanted, and for this person to see."""
    if open_plan(waiting) is None:
        return None
    still = standing(waiting.user, waiting.plan_id)
    said = ReminderSent.objects.filter(letter=waiting.object_id, user=waiting.user_id)
    rows = {(row.kind, row.object_id, row.for_day) for row in said}
    kinds = {due.kind for due in still if due.key in rows}
    if not kinds:
        return None
    context = {
        "said": [str(SAID[kind]) for kind in Remind if kind in kinds],
        "path": reverse("home", args=[waiting.plan_id]),
        "settings_path": reverse("my_reminders"),
    }
    return Letter(_("A reminder"), "exchange/letters/reminder", context)


def standing(user: User, plan_id) -> list[Due]:
    """What they are to be reminded of in this plan, as it is now, and is not over."""
    choice = ReminderChoice.objects.filter(user=user, plan=plan_id).select_related("user").first()
    return [due for due in due_for(choice) if not due.is_over()] if choice else []
