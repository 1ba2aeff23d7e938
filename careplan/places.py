"""How many do some costly thing at one time, over all web processes of the site.

A place is a locked file: the kernel gives it back when a process dies. Some may wait for a place,
the others are sent away at once, so that what is costly never holds every web process.
"""

import fcntl
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

LOOK_AGAIN = 0.03  # seconds


class Places:
    """`count` places, and `chairs` to wait in, as files in `folder`. `busy` is what is raised."""

    def __init__(
        self, folder: Path, *, count: int, chairs: int, patience: float, busy: type[Exception]
    ):
        self.folder = folder
        self.count = count
        self.chairs = chairs
        self.patience = patience
        self.busy = busy

    @contextmanager
    def one(self) -> Iterator[None]:
        """Hold a place. Raises `busy` after `patience` seconds, or where no chair is free."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with ExitStack() as held:
            if not self._take("place", self.count, held):
                self._wait(held)
            yield

    def _wait(self, held: ExitStack) -> None:
        with ExitStack() as chair:
            if not self._take("chair", self.chairs, chair):
                raise self.busy
            until = time.monotonic() + self.patience
            while not self._take("place", self.count, held):
                if time.monotonic() > until:
                    raise self.busy
                time.sleep(LOOK_AGAIN)

    def _take(self, kind: str, count: int, held: ExitStack) -> bool:
        """Lock a free file of this kind, if there is one, until `held` closes."""
        for number in range(count):
            file = (self.folder / f"{kind}-{number}").open("a")
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                file.close()
            else:
                held.callback(file.close)
                return True
        return False
