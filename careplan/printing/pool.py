"""The print processes of one web process.

They are spawned, not forked: a fork would carry the web process's sockets, its database connection
and its secrets along, and may stop at a lock that another thread held. Spawning takes a second,
once for a web process and once after each sheet that was stopped at its limit.
"""

import multiprocessing
import shutil
import tempfile
import threading
from concurrent.futures.process import BrokenProcessPool

from pebble import ProcessExpired, ProcessPool

from careplan.printing import press
from careplan.printing.errors import PrintError, PrintTooBig, PrintTooSlow

START = 20  # seconds: how long a new process may take until it begins
# How a process ends without memory: our own word for it, or GLib's SIGTRAP and SIGABRT.
WITHOUT_MEMORY = {press.OUT_OF_MEMORY, -5, -6}


class Pool:
    """Opened by the first sheet, closed when the web process ends, and never taken through a fork.

    A web process that is killed closes the pipe to its print processes, and they end.
    """

    def __init__(self, css: str, *, processes: int, memory: int, seconds: float):
        self.css = css
        self.processes = processes
        self.limits = press.Limits(memory=memory, seconds=seconds)
        self.forget()

    def forget(self) -> None:
        """In a forked child: the pool is the parent's, and so is its folder."""
        self._lock = threading.Lock()
        self._pool = self._folder = None

    def print(self, job: press.Job) -> bytes:
        """The PDF of `job`, made in a print process. Raises PrintError."""
        try:
            return self._try(job)
        except BrokenProcessPool:  # the process died between two sheets
            self.close()
        try:
            return self._try(job)
        except BrokenProcessPool:
            self.close()
            raise PrintError from None

    def _try(self, job: press.Job) -> bytes:
        future = self._schedule(job)
        try:
            return future.result(self.limits.seconds + START)
        except TimeoutError:
            if not future.done():  # pebble did not stop it: it never began
                self.close()
            raise PrintTooSlow from None
        except ProcessExpired as death:
            raise (PrintTooBig if death.exitcode in WITHOUT_MEMORY else PrintError) from None
        except press.Unprintable:
            raise PrintError from None

    def _schedule(self, job: press.Job):
        with self._lock:
            if self._pool is None:
                self._open()
            try:
                return self._pool.schedule(press.work, [job], timeout=self.limits.seconds)
            except RuntimeError as error:  # pebble's word for a pool that has stopped
                raise BrokenProcessPool from error

    def _open(self) -> None:
        self._folder = tempfile.mkdtemp(prefix="careplan-print-")
        self._pool = ProcessPool(
            max_workers=self.processes,
            initializer=press.start,
            initargs=(self.css, self._folder, self.limits),
            context=multiprocessing.get_context("spawn"),
        )

    def close(self) -> None:
        """End the print processes; the next sheet starts new ones."""
        with self._lock:
            pool, folder, self._pool, self._folder = self._pool, self._folder, None, None
        if pool is not None:
            pool.stop()
            pool.join()
            shutil.rmtree(folder, ignore_errors=True)
