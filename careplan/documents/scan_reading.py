"""A file that somebody sent, read in a process of its own: scan_reader.py.

What comes back is checked like anything else that comes from outside: a hostile file may have taken
that process over.
"""

import json
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from careplan.documents.parts import ScanKind
from careplan.documents.scan_refusal import Refused
from careplan.places import Places

PROGRAM = ("-m", "careplan.documents.scan_reader")
SECONDS = 25  # until the process is ended, whatever it does
PATIENCE = 5  # seconds in a chair; both together stay below gunicorn's timeout
AT_ONCE, CHAIRS = 1, 2  # one process takes up to 800 MB
MOST_BYTES = 100_000_000  # that it may send back: 4096 x 4096 dots in colour are 50 million
MOST_HEAD = 200  # bytes
PAGES = range(1, 201)
JPEG = b"\xff\xd8\xff"
STARTS = {ScanKind.PDF: b"%PDF-", ScanKind.JPEG: JPEG, ScanKind.PNG: b"\x89PNG"}

SENTENCES = {
    "empty": _("This file is empty. Choose another one."),
    "kind": _("This is no photo and no PDF. Take a photo of the paper instead."),
    "damaged": _("This file is cut off or damaged. Choose it again, or take another photo."),
    "dots": _("This picture is too large to open. Make it smaller, or take a photo of the paper."),
    "heavy": _("This file takes too long to open. Take a photo of the paper instead."),
    "pages": _("This PDF has more than 200 pages. Split it, then add the parts."),
    "locked": _("This PDF is locked with a password. Save a copy without one, then add that."),
    "protected": _("This PDF is locked against changes. Print it to a new PDF, then add that."),
    "program": _("This PDF has a program in it. Print it to a new PDF, then add that."),
    "file": _("This PDF has another file inside it. Print it to a new PDF, then add that."),
    "mixed": _("This PDF has something else mixed in. Print it to a new PDF, then add that."),
    "busy": _("Other papers are being read just now. Wait a minute, then choose the file again."),
}


@dataclass(frozen=True)
class Reading:
    """What of a file is to be kept: its bytes, and a JPEG of its first page."""

    kind: ScanKind
    pages: int
    file: bytes
    preview: bytes


class Busy(Refused):
    """As many files are being read as this site reads at one time."""

    def __init__(self):
        super().__init__("busy")


def read(data: bytes) -> Reading:
    """What of `data` is to be kept. Raises Refused, with a key of SENTENCES."""
    if not data:
        raise Refused("empty")
    folder = settings.VAR_DIR / "reading"
    with Places(folder, count=AT_ONCE, chairs=CHAIRS, patience=PATIENCE, busy=Busy).one():
        return reading_of(data, ask(data))


def ask(data: bytes, program: tuple[str, ...] = ()) -> bytes:
    """What the process says to `data`; no more of it than it may say. Raises Refused.

    Another room has a `program` of its own, which limits itself as this one does.
    """
    cache = ["-X", f"pycache_prefix={sys.pycache_prefix}"] if sys.pycache_prefix else []
    words = [sys.executable, *cache, *(program or PROGRAM)]
    pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(  # noqa: S603 - no word of it comes from outside
        words, cwd=settings.BASE_DIR, env={}, stdin=pipe, stdout=pipe, stderr=nothing
    ) as process:
        timer = threading.Timer(SECONDS, process.kill)
        timer.start()
        try:
            with suppress(BrokenPipeError), process.stdin:  # it may end before it has read all
                process.stdin.write(data)
            said = process.stdout.read(MOST_BYTES + 1)
            if len(said) > MOST_BYTES:
                process.kill()
            process.wait()
        finally:
            timer.cancel()
            process.kill()
    if process.returncode != 0:  # at an end of its memory or time, or the picture's maker crashed
        raise Refused("heavy")
    return said


def reading_of(data: bytes, said: bytes) -> Reading:
    """`said` about `data`, if it makes sense. Raises Refused."""
    line, _newline, rest = said.partition(b"\n")
    try:
        head = json.loads(line[:MOST_HEAD])
        if "refused" in head:
            raise Refused(head["refused"] if head["refused"] in SENTENCES else "damaged")
        kind, length = ScanKind(head["kind"]), head["file"]
        file, preview = rest[:length], rest[length:]
        is_whole = (len(file), len(preview)) == (length, head["preview"])
        pages = head["pages"]
    except (ValueError, KeyError, TypeError):
        raise Refused("damaged") from None
    if kind is ScanKind.PDF:
        file = data
    if is_whole and pages in PAGES and file.startswith(STARTS[kind]) and preview.startswith(JPEG):
        return Reading(kind, pages, file, preview)
    raise Refused("damaged")
