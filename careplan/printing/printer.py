"""HTML in, PDF out, for the rest of the site. Nothing is laid out in the web process.

pdf.py is how WeasyPrint prints, press.py is what runs in a print process, pool.py keeps the
processes of this web process, places.py counts those of the whole site.
"""

import atexit
import functools
import hashlib
import os
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.core.cache import caches

from careplan.printing.places import Places
from careplan.printing.pool import Pool
from careplan.printing.press import Fit, Job

PATIENCE = 3  # seconds that a web process may wait for a place
# One core is left to the pages, where there are two.
AT_ONCE = max(1, (os.cpu_count() or 1) - 1)
PLAIN = Fit()
WEASYPRINT = version("weasyprint")


def render(
    html: str,
    *,
    images: Mapping[str, bytes] | None = None,
    fit: Fit = PLAIN,
    keep: bool = True,
) -> bytes:
    """The tagged PDF (PDF/UA-1) of `html`, dressed in print.css; the same HTML from the cache.

    `images` are SVG drawings by the names that the page asks for, such as "careplan:qr.svg";
    any other address in the page is refused, and never fetched. Without `keep` the sheet is left
    in no cache, in memory or elsewhere. Raises PrintError.
    """
    job = Job(html, dict(images or {}), fit)
    cache, key = caches["print"], _key(job)
    pdf = cache.get(key)
    if pdf is None:
        places = Places(settings.VAR_DIR / "print", count=AT_ONCE, patience=PATIENCE)
        with places.one():
            pdf = _pool().print(job)
        if keep:
            cache.set(key, pdf)
    return pdf


def _key(job: Job) -> str:
    """What makes two sheets the same: the words, the stylesheet and who prints them."""
    parts = (job.html, sorted(job.images.items()), job.fit, _css(), WEASYPRINT)
    return hashlib.sha256(repr(parts).encode()).hexdigest()


@functools.cache
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
