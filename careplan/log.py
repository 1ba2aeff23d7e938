"""Log records that say where something failed, without a word that a person typed."""

import logging
import re
import traceback


class WithoutData(logging.Formatter):
    """Prints a failure's type and its places. Its message may quote a value, and is left out.

    A database error quotes the row that it refused, a ValueError what it could not read.
    """

    def format(self, record):
        # The address of an invitation or of a share link is a key; the records of Django name the
        # page that was asked for.
        return re.sub(r"(/(?:invited|invitation|link)/)[^/\s]+", r"\1…", super().format(record))

    def formatException(self, exc_info):  # noqa: N802 - the name is logging's own
        kind, _, tb = exc_info
        places = traceback.format_list(traceback.extract_tb(tb, limit=-12))
        return "".join([*places, kind.__qualname__])


class OnlyFailures(logging.Filter):
    """Of what Django says about requests, the failures: a 404 or a busy printer is no news.

    Each such line would name an address, and so tell which plan was looked at when.
    """

    def filter(self, record):
        return record.levelno >= logging.ERROR and bool(record.exc_info)
