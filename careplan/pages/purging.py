"""Erasing for good what was removed so long ago that nobody can put it back.

Nobody saw it any more, so that nobody sees a difference.
"""

from collections import Counter

from django.db import transaction

from careplan.appointments.models import Appointment
from careplan.documents.models import AdvanceDocument
from careplan.documents.parts import Scan
from careplan.documents.scan_erasing import erase_files, erase_what_is_left, file_names
from careplan.exchange.nightly import Run
from careplan.plans.history import Change
from careplan.plans.models import CareTeamMember, Plan
from careplan.plans.records import record_models


def purge(run: Run | None = None) -> Counter:
    """Erase it in every plan, one at a time. Gives how many there were, by kind.

    What belonged to it goes with it, and is not counted. Safe to run twice, or two at once. A plan
    that fails stays as it was, is counted in `run`, and keeps no other back.
    """
    erased, run = Counter(), run or Run()
    for pk in plans_to_purge():
        with run.going_on("what was removed from a plan"):
            erased.update(purge_plan(pk))
    with run.going_on("files"):
        erase_what_is_left()
    return erased


def counts_said(erased: Counter) -> str:
    """“Erased: concern 1, question 1.”"""
    counts = ", ".join(f"{name} {n}" for name, n in sorted(erased.items()) if n)
    return f"Erased: {counts}." if counts else "Nothing is to be erased."


def plans_to_purge() -> list:
    found = set()
    for model in record_models():
        found.update(model.objects.gone().values_list("plan", flat=True).distinct())
    return sorted(found)


@transaction.atomic
def purge_plan(pk) -> Counter:
    """What was erased of one plan, by kind."""
    plan = Plan.objects.select_for_update(no_key=True).filter(pk=pk).first()
    if plan is None:  # it was deleted meanwhile
        return Counter()
    scans = Scan.objects.filter(plan=plan)
    files = set(file_names(scans))
    link_versions(plan)
    erased = Counter()
    for model in record_models():
        gone = model.objects.filter(plan=plan).gone()
        if model is CareTeamMember:
            gone = gone.exclude(pk__in=empty_all_but_names(gone))
        erased[model._meta.model_name] = gone.count()
        gone.delete()
    for model in record_models():
        left = model.objects.filter(plan=plan).not_gone().values("pk")
        changes = Change.objects.filter(plan=plan, kind=model._meta.model_name)
        changes.exclude(record__in=left).delete()
    erase_files(files.difference(file_names(scans)))
    return erased


def empty_all_but_names(gone) -> list:
    """The keys of those whom a visit names: it says whom it was with, and no more of them stays."""
    named = gone.filter(pk__in=Appointment.team.through.objects.values("careteammember"))
    keys = list(named.values_list("pk", flat=True))
    nothing = {"role": "", "phone_day": "", "phone_night": "", "place": "", "call_first": False}
    CareTeamMember.objects.filter(pk__in=keys).update(**nothing)
    return keys


def link_versions(plan: Plan) -> None:
    """The versions of a paper follow each other as before, without those that go.

    Where another version has taken that place meanwhile, the later one starts anew.
    """
    papers = AdvanceDocument.objects.filter(plan=plan)
    for pk in papers.gone().values_list("pk", flat=True):
        before = papers.get(pk=pk).replaces_id
        is_taken = papers.filter(replaces=before, removed_at=None).exists()
        if before and not is_taken:
            papers.filter(replaces=pk).update(replaces=before)
