"""HTML in, PDF out, for the rest of the site. Nothing is laid out in the web process.

pdf.py is how WeasyPrint prints, press.py is what runs in a print process, pool.py keeps the
processes of this web process, careplan/places.py counts those of the whole site.
"""

import atexit
import functools
import hashlib
import os
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.core.cache import caches

from careplan.places import Places
from careplan.printing.errors import PrintBusy
from careplan.printing.pool import Pool
from careplan.printing.press import Fit, Job

# Of the cores, one is left to the pages; of the web processes (two a core and one more, nine at
# most), two, whoever prints or waits to print: 1 + 1 of 3, 1 + 2 of 5, 3 + 3 of 9, 4 + 3 of 9.
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
AT_ONCE = max(1, min(CORES - 1, 4))
CHAIRS = min(CORES, 3)
PATIENCE = 5  # seconds in a chair
PLAIN = Fit()
Sheet = TypeVar("Sheet")
WEASYPRINT = version("weasyprint")


def render(
    html: str,
    *,
    images: Mapping[str, bytes] | None = None,
    fit: Fit = PLAIN,
    shorter: tuple[str, ...] = (),
    form: Mapping[str, str] | None = None,
    unseen: Mapping[str, str] | None = None,
) -> bytes:
    """The tagged PDF (PDF/UA-1) of `html`, dressed in print.css.

    `images` are SVG drawings by the names that the page asks for, such as "careplan:qr.svg";
    any other address in the page is refused, and never fetched. `shorter` is for a sheet that has
    one page always, `form` and `unseen` for one with fields (press.Job). Raises PrintError.
    """
    job = Job(html, dict(images or {}), fit, shorter, form, dict(unseen or {}))
    folder = settings.VAR_DIR / "print"
    places = Places(folder, count=AT_ONCE, chairs=CHAIRS, patience=PATIENCE, busy=PrintBusy)
    with places.one():
        return _pool().print(job)


def kept(sheet: Sheet, make: Callable[[Sheet], bytes]) -> bytes:
    """The PDF that `make` made of an equal sheet before, or that it makes now. Raises PrintError.

    Two sheets are equal when their reprs are: dataclasses of plain values.
    """
    cache = caches["print"]
    key = hashlib.sha256(repr((sheet, WEASYPRINT, *_patterns())).encode()).hexdigest()
    pdf = cache.get(key)
    if pdf is None:
        pdf = make(sheet)
        cache.set(key, pdf)
    return pdf


def _patterns() -> list[str]:
    """The stylesheet and the templates: with another one, a sheet is printed anew."""
    folder = Path(settings.BASE_DIR, "templates", "printing")
    sheets = (f for f in sorted(folder.glob("*.html")) if not f.stem.endswith("_print"))
    return [_css(), *(file.read_text() for file in sheets)]


def _css() -> str:
    return Path(settings.BASE_DIR, "static", "css", "print.css").read_text()


@functools.cache
def _pool() -> Pool:
    pool = Pool(
        _css(),
        processes=settings.PRINT_PROCESSES,
        memory=settings.PRINT_MEMORY_MB * 2**20,
        seconds=settings.PRINT_TIMEOUT,
    )
    os.register_at_fork(after_in_child=pool.forget)
    atexit.register(pool.close)
    return pool
