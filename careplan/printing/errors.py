"""Why a sheet was not printed, each with what to say to the person who wanted it."""

from django.utils.translation import gettext_lazy as _


class PrintError(Exception):
    """Nothing was printed. `sentence` says what to do; `retry_after` is in seconds."""

    sentence = _("This could not be printed. Nothing you wrote was lost. Please try again.")
    retry_after = 10

    def __str__(self):
        return type(self).__name__


class PrintTooSlow(PrintError):
    """The sheet took longer than PRINT_TIMEOUT."""

    sentence = _("This took too long to print. Make it shorter, then try again.")
    retry_after = 60


class PrintTooBig(PrintError):
    """The sheet needed more memory than PRINT_MEMORY_MB."""

    sentence = _("This is too long to print. Make it shorter, then try again.")
    retry_after = 60


class PrintBusy(PrintError):
    """As many sheets are being printed as this site prints at one time."""

    sentence = _("Many people are printing now. Please try again in a few seconds.")
    retry_after = 5
