"""The keys of scans and second steps: a file with one Fernet key a line, the newest first.

What is kept is encrypted with the newest, and opens with any. Whoever keeps something holds the
keys meanwhile, so that none is changed under it; whoever changes the keys waits until nobody does.
"""

import fcntl
import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.translation import gettext_lazy as _

PATIENCE = 5  # seconds until somebody who wants to keep something is told to come back
LOOK_AGAIN = 0.05  # seconds

log = logging.getLogger(__name__)


class SiteTrouble(Exception):
    """Something on the side of the site: nothing is kept or opened. `sentence` says what to do."""

    sentence = _("This cannot be opened now. Please tell the people who run this site.")

    def __init__(self, for_the_log: str = ""):
        super().__init__(type(self).__name__)
        if for_the_log:
            log.error(for_the_log)


class KeysAreChanging(SiteTrouble):
    """`manage.py rotate_keys` is at work."""

    sentence = _("This site is changing its locks. Please try again in ten minutes.")


def read() -> list[str]:
    """The keys, the newest first. Raises SiteTrouble where there are none that work."""
    try:
        keys = Path(settings.SCAN_KEYS).read_text("ascii").split()
        MultiFernet([Fernet(key) for key in keys])
    except (OSError, ValueError):
        raise SiteTrouble("The file of CAREPLAN_SCAN_KEYS is missing or broken.") from None
    return keys


def box() -> MultiFernet:
    """What encrypts and opens. Raises SiteTrouble."""
    return MultiFernet([Fernet(key) for key in read()])


def write(keys: list[str]) -> None:
    """Put `keys` in the file's place, whole or not at all."""
    file = Path(settings.SCAN_KEYS)
    beside = file.with_name(f"{file.name}.new")
    with suppress(FileNotFoundError):
        beside.unlink()
    with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
        new.write("".join(f"{key}\n" for key in keys))
        new.flush()
        os.fsync(new.fileno())
    beside.replace(file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@contextmanager
def held() -> Iterator[MultiFernet]:
    """The keys, which stay as they are until this closes. Raises SiteTrouble."""
    with lock_file() as lock:
        until = time.monotonic() + PATIENCE
        while not take(lock, fcntl.LOCK_SH | fcntl.LOCK_NB):
            if time.monotonic() > until:
                raise KeysAreChanging
            time.sleep(LOOK_AGAIN)
        yield box()


@contextmanager
def alone() -> Iterator[None]:
    """Until this closes, nobody else holds the keys. Waits for those who do."""
    with lock_file() as lock:
        take(lock, fcntl.LOCK_EX)
        yield


def lock_file():
    """Not the key file itself, which another one replaces."""
    return (Path(settings.VAR_DIR) / "scan_keys.lock").open("a")


def take(lock, how: int) -> bool:
    try:
        fcntl.flock(lock, how)
    except BlockingIOError:
        return False
    return True
