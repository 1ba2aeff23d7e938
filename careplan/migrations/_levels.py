"""The first row of each concern's numbers: the one that stands, on the day it was last changed.

No longer ago is known for certain: a number may be older than its concern's last change.
"""

from django.utils import timezone


def note_numbers_that_stand(apps, _schema_editor):
    concerns = apps.get_model("careplan", "Concern").objects.exclude(bother=None)
    levels = apps.get_model("careplan", "ConcernLevel").objects
    levels.bulk_create(
        (
            levels.model(
                concern=concern,
                level=concern.bother,
                on=timezone.localdate(concern.changed),
                noted_at=concern.changed,
                by_id=concern.changed_by_id,
                is_private=concern.is_private,
            )
            for concern in concerns.iterator(chunk_size=500)
        ),
        batch_size=500,
    )
