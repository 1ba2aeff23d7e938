"""Where the encrypted files lie, if no other storage is set: in the data folder, for us alone."""

import os
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage


class PrivateStorage(FileSystemStorage):
    """A file is on the disk before its row is: after a power cut no row stands without it."""

    def __init__(self):
        modes = {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700}
        super().__init__(settings.VAR_DIR, **modes)

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
