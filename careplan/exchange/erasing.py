"""What was asked to be deleted is erased, and what people who left had kept to themselves.

What there is to erase is found by the models themselves: a new table that names its plan or its
person is erased with them. A run that is killed leaves each plan whole or gone; the next goes on.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from careplan.accounts.invitations import erase_expired
from careplan.accounts.models import DELETION_WAITS, User
from careplan.documents.parts import Scan
from careplan.documents.scan_erasing import erase_files, erase_what_is_left, file_names
from careplan.exchange.account_erasing import empty_account
from careplan.exchange.nightly import Run
from careplan.exchange.reminders import ReminderChoice, ReminderSent
from careplan.plans.grant_events import Granted, note_grant
from careplan.plans.history import Change
from careplan.plans.models import Membership, Plan
from careplan.plans.records import PlanRecord, record_models
from careplan.printing.fillable_lists import FillableList, erase_old_lists
from careplan.sharing.invitations import Invitation
from careplan.sharing.people_members import take_out

MAY_COME_BACK = datetime.timedelta(days=30)  # somebody who left, to what they kept private


@dataclass
class Erased:
    plans: int = 0
    accounts: int = 0


def erase_due(run: Run | None = None) -> Erased:
    """Erase all whose time has come. What fails is counted in `run`."""
    erased, run = Erased(), run or Run()
    asked = timezone.now() - DELETION_WAITS
    for model, erase, name in (
        (User, erase_account, "accounts"),
        (Plan, erase_plan, "plans"),
    ):
        due = model.objects.filter(deletion_asked_at__lte=asked)
        for pk in list(due.order_by("pk").values_list("pk", flat=True)):
            with run.going_on(name), transaction.atomic():
                # It may have been kept since, or erased by somebody who runs this beside us.
                going = due.select_for_update().filter(pk=pk).first()
                if going:
                    erase(going)
                    setattr(erased, name, getattr(erased, name) + 1)
    for membership in left_for_good():
        with run.going_on("what was left"):
            erase_what_was_left(membership)
    with run.going_on("strays"), transaction.atomic():
        erase_strays()
    with run.going_on("what ran out"):
        erase_expired()
    with run.going_on("files"):
        erase_what_is_left()
    with run.going_on("old lists"):
        erase_old_lists()
    return erased


@transaction.atomic
def erase_plan(plan: Plan) -> None:
    """`plan`, every row that names it, and the files of its scans."""
    files = file_names(Scan.objects.filter(plan=plan.pk))
    Invitation.objects.filter(plan=plan.pk).end_sign_ups()
    Plan.objects.filter(pk=plan.pk).delete()
    # The logs let go of their rows once the plan is gone, and not before.
    for model in naming_by_number():
        model.objects.filter(plan_id=plan.pk).delete()
    erase_files(files)


@transaction.atomic
def erase_account(user: User) -> None:
    """The plans of `user`, what they kept private in others', and all that says who they are."""
    # One by one, under its lock: somebody else may own it by now.
    while plan := Plan.objects.select_for_update().filter(owner=user).order_by("created").first():
        erase_plan(plan)
    for theirs in user.memberships.filter(removed_at=None).select_related("plan"):
        theirs.plan.lock()
        take_out(theirs.plan, theirs, by=user)
        note_grant(theirs.plan, Granted.LEFT, by=user, subject=user)
    erase_private(of=user)
    empty_account(user)


def left_for_good() -> Iterator[Membership]:
    """Those who left a plan, or were removed from it, too long ago to come back to their own."""
    gone = Membership.objects.filter(removed_at__lte=timezone.now() - MAY_COME_BACK)
    return gone.exclude(plan__owner=F("user")).select_related("plan", "user").order_by("pk")


@transaction.atomic
def erase_what_was_left(membership: Membership) -> None:
    membership.plan.lock()
    if left_for_good().filter(pk=membership.pk).exists():
        erase_private(of=membership.user, plan=membership.plan)
        erase_own(membership.user, membership.plan)


def erase_own(user: User, plan: Plan) -> None:
    """What `user` had set up in `plan` for themselves: whoever is let in again begins anew."""
    for model in (ReminderChoice, ReminderSent):
        model.objects.filter(user=user, plan=plan).delete()
    FillableList.objects.filter(made_by=user, plan=plan).delete()


def erase_private(*, of: User, plan: Plan | None = None) -> None:
    """The private records of `of`, the removed ones too, in `plan` or in all, with their traces."""
    found = private_records(of, plan)
    files = file_names(Scan.objects.filter(pk__in=found[Scan]))
    for model, keys in found.items():
        model.objects.filter(pk__in=keys).delete()
    erase_history(of, plan, [key for keys in found.values() for key in keys])
    erase_files(files)


def erase_history(of: User, plan: Plan | None, records: list) -> None:
    """What was changed in these `records`, and what `of` had kept private in others for a time."""
    theirs = [
        model.objects.filter(author=of).values_list("pk", flat=True) for model in record_models()
    ]
    changes = Change.objects.filter(**({"plan": plan} if plan else {}))
    changes.filter(record__in=records).delete()
    changes.filter(is_private=True, record__in=[pk for keys in theirs for pk in keys]).delete()


def private_records(of: User, plan: Plan | None) -> dict[type[PlanRecord], list]:
    """Of each kind of record the keys of those that `of` keeps private, with their parts; in one
    `plan`, of those that nobody else reads."""
    found = {}
    for model in record_models():
        wanted = Q(author=of, is_private=True)
        if plan:  # whoever is still in it may read what its author shared with them
            wanted &= Q(private_to=None)
        for field in model._meta.concrete_fields:
            if field.related_model in found and field.remote_field.on_delete is models.CASCADE:
                wanted |= Q(**{f"{field.name}__in": found[field.related_model]})
        records = model.objects.filter(wanted, **({"plan": plan} if plan else {}))
        found[model] = list(records.values_list("pk", flat=True))
    return found


def erase_strays() -> None:
    """What was written about a plan in the moment in which it was erased."""
    for model in naming_by_number():
        strays = model.objects.filter(plan_id__isnull=False)
        strays.exclude(plan_id__in=Plan.objects.values("pk")).delete()


def naming_by_number() -> list[type[models.Model]]:
    """The tables that name a plan by its number alone: such a row outlives its plan."""
    return [
        model
        for model in of_ours()
        if any(f.name == "plan_id" and not f.is_relation for f in model._meta.concrete_fields)
    ]


def of_ours():
    return apps.get_app_config("careplan").get_models()
