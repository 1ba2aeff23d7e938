"""The two sites of a bench, on ports of this machine that are free, with data of their own."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
START = 30  # seconds that a site may take


def environment(var: Path, database: str = "") -> dict:
    """No setting of this machine reaches a bench. Without a `database`: SQLite in `var`."""
    own = {"CAREPLAN_VAR": str(var), "CAREPLAN_SECRET_KEY": "bench " * 10}
    own |= {"DATABASE_URL": database} if database else {}
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("CAREPLAN_", "DATABASE_"))}
    return kept | own


def run(var: Path, *words: str, database: str = "") -> str:
    """What a Python program of the tree prints."""
    done = subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env=environment(var, database),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout


def filled(var: Path, module: str, database: str = "") -> dict:
    """What a module's fill() made, as it prints it."""
    return json.loads(run(var, "-m", module, database=database))


@contextlib.contextmanager
def served(var: Path, application: str, database: str = ""):
    """The port on which gunicorn serves `application`, set as script/server sets it."""
    port = free_port()
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", "--config", "script/gunicorn.conf.py"),
            *("--bind", f"127.0.0.1:{port}", application),
        ],
        cwd=ROOT,
        env=environment(var, database),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,  # a line for each who is asked to wait for the printer
    )
    try:
        wait_for(port, server)
        yield port
    finally:
        server.terminate()
        server.wait(40)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_for(port: int, server: subprocess.Popen) -> None:
    end = time.monotonic() + START
    while time.monotonic() < end and server.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise RuntimeError("The site did not start.")
