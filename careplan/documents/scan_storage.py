"""Where the encrypted files lie, if no other storage is set: in the data folder, for us alone."""

import os
from pathlib import Path

from django.core.files.storage import FileSystemStorage


class DurableStorage(FileSystemStorage):
    """A file is on the disk before its row is: after a power cut no row stands without it."""

    def _save(self, name, content):
        name = super()._save(name, content)
        file = Path(self.path(name))
        for path in (file, file.parent):
            opened = os.open(path, os.O_RDONLY)
            try:
                os.fsync(opened)
            finally:
                os.close(opened)
        return name
