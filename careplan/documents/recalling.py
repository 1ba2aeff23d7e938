"""Calling old copies back: asked, given back, and the newer version handed over instead."""

import uuid

from django.db import transaction
from django.utils import timezone

from careplan.documents.models import AdvanceDocument
from careplan.documents.parts import DocumentCopy
from careplan.plans.history import note_made


@transaction.atomic
def ask_back(*, copy: DocumentCopy, by) -> None:
    """Note that its holder was asked today to give it back or destroy it; the first day stays."""
    copy.plan.lock()
    copy.refresh_from_db()
    if copy.asked_on is None:
        copy.asked_on = timezone.localdate()
        copy.save_changes(by=by, fields=["asked_on"])


@transaction.atomic
def take_back(*, copy: DocumentCopy, by, newer: AdvanceDocument | None = None) -> None:
    """Note that it was given back or destroyed. With `newer`, its holder has that version now.

    Sent twice, the newer copy is noted once.
    """
    copy.plan.lock()
    copy.refresh_from_db()
    if copy.back_on is None:
        copy.back_on = timezone.localdate()
        copy.save_changes(by=by, fields=["back_on"])
    if newer:
        hand_over(copy=copy, newer=newer, by=by)


def hand_over(*, copy: DocumentCopy, newer: AdvanceDocument, by) -> None:
    """The copy of `newer` that the holder of `copy` has got instead; made once."""
    made, is_new = DocumentCopy.objects.get_or_create(
        plan=copy.plan,
        request_uuid=instead_of(copy, newer),
        defaults={
            "document": newer,
            "author": by,
            "changed_by": by,
            "holder": copy.holder,
            "holder_kind": copy.holder_kind,
            "phone": copy.phone,
            "since": timezone.localdate().isoformat(),
        },
    )
    if is_new:
        note_made([made], by=by)
    else:
        made.restore(by=by)
        made.back_on = made.asked_on = None
        made.save_changes(by=by, fields=["back_on", "asked_on"])


@transaction.atomic
def out_again(*, copy: DocumentCopy, by) -> None:
    """Undo `take_back`: its holder still has it, and the newer copy was not handed over.

    Raises ValidationError where its paper is not signed any more.
    """
    copy.plan.lock()
    copy.refresh_from_db()
    copy.ensure_signed()
    if copy.back_on is not None:
        copy.back_on = None
        copy.save_changes(by=by, fields=["back_on"])
    versions = AdvanceDocument.objects.filter(plan=copy.plan, kind=copy.document.kind)
    numbers = [instead_of(copy, version) for version in versions]
    for made in DocumentCopy.objects.filter(plan=copy.plan, request_uuid__in=numbers):
        made.remove(by=by)


def instead_of(copy: DocumentCopy, newer: AdvanceDocument) -> uuid.UUID:
    """The number of the copy of `newer` that is handed over instead of `copy`."""
    return uuid.uuid5(copy.pk, str(newer.pk))
