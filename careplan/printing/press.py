"""What runs inside a print process: its limits, and one sheet after the other.

A print process is spawned, so it starts as an empty Python: no socket, no database connection and
no setting of the web process is in it. This module imports neither Django nor WeasyPrint, since
the web process imports it too, to name what shall be run.
"""

import gc
import logging
import os
import pkgutil
import resource
import shutil
import tempfile
import warnings
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.util import Finalize
from pathlib import Path

GARBAGE = 100_000  # objects: some four lists of 12 questions
OUT_OF_MEMORY = 77  # exit code of a print process
# All that a print process needs of the environment: the rest may hold passwords.
KEPT_VARIABLES = ("PATH", "DYLD_FALLBACK_LIBRARY_PATH", "LD_LIBRARY_PATH")
# No folder is listed: the machine's own fonts, or that it has none, change nothing in print.
FONTS_CONF = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><cachedir>{folder}/cache</cachedir></fontconfig>
"""


@dataclass(frozen=True)
class Ladder:
    """Lists of classes for <html>, each of which takes less room than the one before it.

    None of them is taken where the sheet has at most `most` pages, and each box of `inside` ends
    where its room ends, or above; else the first with which that is so, and at worst the last.
    `inside` are pairs of ids, a box and its room; a pair that is on no page says nothing.
    """

    steps: tuple[str, ...]
    most: int
    inside: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Fit:
    """How a sheet may be laid out again when it comes out badly. print.css knows the classes.

    `one_page`: lists of classes for <html>, tried in order until the sheet has one page; where the
    job has `shorter` ones, they are laid out with the last of these classes.
    `alone`: the id of a closing block; where that would stand alone on the last page, the sheet is
    laid out again with the class "without-<id>".
    `ladders`: climbed one after the other, each with the classes that the ones before it chose; the
    two others are not looked at then.
    """

    one_page: tuple[str, ...] = ()
    alone: str = ""
    ladders: tuple[Ladder, ...] = ()


@dataclass(frozen=True)
class Job:
    """One sheet to print. `images` go by the names that the stylesheet or the HTML asks for.

    `shorter`: the same sheet with less and less on it, for one that has one page always; the last
    must fit. Such a sheet has one line to write on, with the id "line". It gets as many more as end
    above the end of the box with the id "room".

    `form`: the sheet has fields to fill in, and this is what its text fields say; `unseen` are
    fields that stand nowhere on the page.
    """

    html: str
    images: Mapping[str, bytes] = field(default_factory=dict)
    fit: Fit = Fit()
    shorter: tuple[str, ...] = ()
    form: Mapping[str, str] | None = None
    unseen: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Limits:
    """Of one print process: data in bytes, and seconds for one sheet."""

    memory: int
    seconds: float


class Unprintable(Exception):
    """A sheet failed. Its only argument is the kind of failure: a message could quote the sheet."""


class _Press:
    """The recipe and the limits of this process; `start` sets both."""

    recipe = None
    limits = None


def start(css: str, folder: str, limits: Limits) -> None:
    """Make this process ready to print: limits first, then the fonts and the stylesheet."""
    os.nice(5)  # pages go before print, three to one
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core dump would hold the sheet
    with suppress(ValueError, OSError):  # macOS does not know this limit
        # Not RLIMIT_AS: that counts what is reserved and mapped as well, and never touched.
        resource.setrlimit(resource.RLIMIT_DATA, (limits.memory, limits.memory))
    for name in set(os.environ).difference(KEPT_VARIABLES):
        del os.environ[name]
    os.environ["FONTCONFIG_FILE"] = str(_own_folder(Path(folder)))
    logging.disable(logging.CRITICAL)  # WeasyPrint's messages quote addresses out of the sheet
    warnings.simplefilter("ignore")  # “No fonts configured” is what we want
    # By its name, as Django loads a backend: it must not be loaded before the lines above have
    # run, nor in a web process ever.
    _Press.recipe = pkgutil.resolve_name("careplan.printing.pdf:Recipe")(css)
    _Press.limits = limits
    # Looking for garbage in the midst of a long list made it slower than its length: it is looked
    # for between two sheets, and never again among what is loaded now.
    gc.freeze()
    gc.disable()


def _own_folder(folder: Path) -> Path:
    """Have WeasyPrint keep its copies of the fonts in `folder`, for as long as this process lives.

    The web process removes the whole folder, but where it is killed. Gives the fonts' settings.
    """
    own = Path(tempfile.mkdtemp(dir=folder))
    tempfile.tempdir = str(own)
    Finalize(None, _clear, [own], exitpriority=0)
    conf = own / "fonts.conf"
    conf.write_text(FONTS_CONF.format(folder=own))
    return conf


def _clear(own: Path) -> None:
    shutil.rmtree(own, ignore_errors=True)
    with suppress(
        OSError
    ):  # another print process has its own in there, or the web process was first
        own.parent.rmdir()


def work(job: Job) -> bytes:
    """The PDF of `job`. Raises Unprintable; ends the process where memory runs out."""
    _stop_after(_Press.limits.seconds)
    try:
        return _Press.recipe.render(job)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)  # there may be none left to say so in another way
    except BaseException as error:  # WeasyPrint's FatalURLFetchingError is no Exception
        raise Unprintable(type(error).__name__) from None
    finally:
        if gc.get_count()[0] > GARBAGE:
            gc.collect()


def _stop_after(seconds: float) -> None:
    """Let the kernel end this process, whoever else has died, at twice its time in CPU seconds."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime + 2 * seconds) + 1
    _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))
