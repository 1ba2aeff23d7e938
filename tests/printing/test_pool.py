"""A sheet that goes wrong stops its print process, and nothing else."""

import os
import select
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from careplan.printing.errors import PrintError, PrintTooBig, PrintTooSlow
from careplan.printing.pool import Pool
from careplan.printing.press import Job

pytestmark = pytest.mark.pdf
ROOT = Path(__file__).resolve().parent.parent.parent
MB = 2**20
SMALL = Job("<html lang=en class='a4 normal'><title>Small</title><p>One line</p></html>")
ENDLESS = Job("<p>" + "word " * 400_000)
PARENT = """
import os, sys
from careplan.printing.pool import Pool
from careplan.printing.press import Job

if __name__ == "__main__":
    pool = Pool("", processes=1, memory=4000 * 2**20, seconds=2)
    pool.print(Job("<p>a"))
    [worker] = pool._pool._pool_manager.worker_manager.workers
    if sys.argv[1] == "busy":
        future = pool._schedule(Job("<p>" + "word " * 3_000_000))
        while not future.running():
            os.sched_yield()
    print(worker, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def make_pool():
    pools = []

    def make(*, memory=600 * MB, seconds=15.0):
        pools.append(Pool("", processes=1, memory=memory, seconds=seconds))
        return pools[-1]

    yield make
    for pool in pools:
        pool.close()


def workers(pool) -> list[int]:
    return list(pool._pool._pool_manager.worker_manager.workers)


def ended(pid_file: int, seconds: float) -> bool:
    """Whether a process ends within `seconds`; the kernel tells when."""
    return bool(select.select([pid_file], [], [], seconds)[0])


def test_a_sheet_is_printed_in_another_process(make_pool):
    pool = make_pool()
    assert pool.print(SMALL).startswith(b"%PDF-")
    [worker] = workers(pool)
    assert worker != os.getpid()
    assert pool.print(SMALL).startswith(b"%PDF-")
    assert workers(pool) == [worker]


def test_too_slow(make_pool):
    pool = make_pool(seconds=0.5)
    with pytest.raises(PrintTooSlow):
        pool.print(ENDLESS)
    assert pool.print(SMALL).startswith(b"%PDF-")


def test_too_big(make_pool):
    pool = make_pool(memory=90 * MB)
    with pytest.raises(PrintTooBig):
        pool.print(Job(("<p>" + "word " * 3_000) * 100))
    assert pool.print(SMALL).startswith(b"%PDF-")


def test_html_that_breaks_the_layout(make_pool):
    """The failure says nothing of what the sheet says."""
    pool = make_pool()
    with pytest.raises(PrintError) as failure:
        pool.print(Job("<div>canary" * 3_000))
    assert type(failure.value) is PrintError
    assert "canary" not in f"{failure.value!r} {failure.value}"
    assert pool.print(SMALL).startswith(b"%PDF-")


def test_killed_between_two_sheets(make_pool):
    pool = make_pool()
    pool.print(SMALL)
    [worker] = workers(pool)
    pid_file = os.pidfd_open(worker)
    os.kill(worker, signal.SIGKILL)
    assert ended(pid_file, 30)
    assert pool.print(SMALL).startswith(b"%PDF-")
    assert workers(pool) != [worker]


def test_killed_while_it_prints(make_pool):
    pool = make_pool()
    pool.print(SMALL)
    [worker] = workers(pool)
    future = pool._schedule(ENDLESS)
    while not future.running():
        os.sched_yield()
    with pool._pool._pool_manager.worker_manager.workers_channel.lock():  # it holds the job now
        os.kill(worker, signal.SIGKILL)
    assert type(future.exception(30)).__name__ == "ProcessExpired"
    assert pool.print(SMALL).startswith(b"%PDF-")


def test_a_print_process_holds_nothing_of_ours(make_pool, monkeypatch):
    """No secret of the environment, no file and no socket, no system font; its own limits."""
    monkeypatch.setenv("CAREPLAN_SECRET_KEY", "canary")
    pool = make_pool()
    with Path(__file__).open() as open_file:
        os.set_inheritable(open_file.fileno(), True)
        pool.print(SMALL)
        [worker] = workers(pool)
        files = {str(f.readlink()) for f in Path(f"/proc/{worker}/fd").iterdir()}
        maps = Path(f"/proc/{worker}/maps").read_text()
    assert __file__ not in files
    assert not {f for f in files if f.startswith("socket:")}
    assert "django" not in maps
    assert "/usr/share/fonts" not in maps
    assert f"{600 * MB}" in Path(f"/proc/{worker}/limits").read_text()
    assert pool._pool.schedule(os.getenv, ["CAREPLAN_SECRET_KEY"]).result(30) is None


def test_closed_it_leaves_nothing(make_pool):
    pool = make_pool()
    pool.print(SMALL)
    folder, [worker] = Path(pool._folder), workers(pool)
    pid_file = os.pidfd_open(worker)
    assert list(folder.iterdir())
    pool.close()
    assert ended(pid_file, 0)
    assert not folder.exists()
    assert pool.print(SMALL).startswith(b"%PDF-")  # it opens again


def test_a_forked_child_has_a_pool_of_its_own(make_pool):
    pool = make_pool()
    pool.print(SMALL)
    mine = workers(pool)
    child = os.fork()
    if child == 0:
        pool.forget()
        printed = pool.print(SMALL).startswith(b"%PDF-")
        its_own = workers(pool) != mine
        pool.close()
        os._exit(0 if printed and its_own else 1)
    _pid, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    assert pool.print(SMALL).startswith(b"%PDF-")
    assert workers(pool) == mine


@pytest.mark.parametrize("state", ["idle", "busy"])
def test_a_killed_parent_takes_its_print_processes_along(tmp_path, state):
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    env = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(temporary)}
    parent = subprocess.Popen(
        [sys.executable, str(script), state],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=env,
    )
    try:
        pid_file = os.pidfd_open(int(parent.stdout.readline()))
    finally:
        parent.kill()
        parent.wait(30)
        parent.stdin.close()
        parent.stdout.close()
    try:
        assert ended(pid_file, 45)
        if state == "idle":  # it ended by itself, and left nothing
            assert [*temporary.iterdir()] == []
    finally:
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(pid_file, signal.SIGKILL)
