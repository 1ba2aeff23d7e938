"""The work of a night, in parts: one that breaks is said in the log, and keeps none back."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError

logger = logging.getLogger(__name__)


class Run:
    """One night's erasing. `failed` counts what could not be erased."""

    def __init__(self):
        self.failed = 0

    @contextmanager
    def going_on(self, what: str) -> Iterator[None]:
        """Go on after what cannot be erased. The log says its kind and that of the error alone:
        the text of an error may hold what somebody wrote."""
        try:
            yield
        except Exception as error:
            self.failed += 1
            logger.error("Of %s, one could not be erased: %s", what, type(error).__name__)

    def end(self) -> None:
        """Raise CommandError, so that the command's exit code tells of it, where some failed."""
        if self.failed:
            raise CommandError(f"Not erased: {self.failed}. The log says of which kind.")
