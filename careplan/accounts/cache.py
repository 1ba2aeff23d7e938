"""The cache that every web process shares: it counts attempts, and must not lose one."""

import fcntl
from pathlib import Path

from django.core.cache.backends.filebased import FileBasedCache


class CountingFileCache(FileBasedCache):
    """Django's file cache, with an `add` that only one process can win.

    Its own `add` looks first and writes then. Two processes could both take the lock that guards
    a count, and tries would go uncounted.
    """

    def add(self, *args, **kwargs):
        self._createdir()
        with (Path(self._dir) / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            return super().add(*args, **kwargs)

    def _cull(self):
        """Make room by what has run out. Django's own way throws out counts that still hold."""
        names = self._list_cache_files()
        if len(names) < self._max_entries:
            return
        for name in names:
            try:
                with Path(name).open("rb") as entry:
                    self._is_expired(entry)  # deletes what has run out
            except FileNotFoundError:
                continue  # another process was first
        super()._cull()
