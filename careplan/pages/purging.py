"""Erasing for good what was removed so long ago that nobody can put it back.

Nobody saw it any more, so that nobody sees a difference.
"""

from collections import Counter

from django.db import transaction

from careplan.documents.models import AdvanceDocument
from careplan.documents.parts import Scan
from careplan.documents.scan_files import remove_unnamed
from careplan.pages.kinds import KINDS
from careplan.plans.history import Change
from careplan.plans.models import Plan


def purge() -> Counter:
    """Erase it in every plan, one at a time. Gives how many there were, by kind.

    What belonged to it goes with it, and is not counted. Safe to run twice, or two at once.
    """
    erased = Counter()
    for pk in plans_to_purge():
        counted, files = purge_plan(pk)
        erased.update(counted)
        remove_unnamed(files)  # by now their rows are gone for certain
    return erased


def plans_to_purge() -> list:
    found = set()
    for kind in KINDS:
        found.update(kind.model.objects.gone().values_list("plan", flat=True).distinct())
    return sorted(found)


@transaction.atomic
def purge_plan(pk) -> tuple[Counter, list[str]]:
    """What was erased of one plan, by kind, and the names of its files, of which some are left
    without a row."""
    plan = Plan.objects.select_for_update(no_key=True).filter(pk=pk).first()
    if plan is None:  # it was deleted meanwhile
        return Counter(), []
    scans = Scan.objects.filter(plan=plan)
    files = [name for pair in scans.values_list("file", "preview") for name in pair]
    link_versions(plan)
    erased = Counter()
    for kind in KINDS:
        gone = kind.model.objects.filter(plan=plan).gone()
        erased[kind.name] = gone.count()
        gone.delete()
    for kind in KINDS:
        left = kind.model.objects.filter(plan=plan).values("pk")
        Change.objects.filter(plan=plan, kind=kind.name).exclude(record__in=left).delete()
    return erased, files


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
