"""The files of scans whose rows are erased: written down with the erasing, so that none is left.

A server may be killed between the two. The names wait in the database until their files are gone;
no other file of the storage is ever touched.
"""

from collections.abc import Collection
from contextlib import suppress

from django.core.files.storage import default_storage
from django.db import models, transaction

from careplan.documents.scan_files import remove_unnamed


class FileToErase(models.Model):
    """A file that no scan names any more. The row is gone as soon as the file is."""

    name = models.CharField(max_length=100, unique=True)

    def __str__(self):
        return f"FileToErase {self.pk}"


def file_names(scans) -> list[str]:
    """The files of these scans, which stay as they are until the transaction ends."""
    pairs = scans.select_for_update().order_by("pk").values_list("file", "preview")
    return [name for pair in pairs for name in pair]


def erase_files(names: Collection[str]) -> None:
    """Have these files erased once the present transaction, which erases their rows, holds."""
    FileToErase.objects.bulk_create(
        [FileToErase(name=name) for name in names], ignore_conflicts=True
    )
    transaction.on_commit(erase_what_is_left)


def erase_what_is_left() -> None:
    """Erase every file that waits for it. What the storage does not give up waits on."""
    for waiting in FileToErase.objects.order_by("pk"):
        remove_unnamed([waiting.name])
        with suppress(OSError):
            if not default_storage.exists(waiting.name):
                waiting.delete()
