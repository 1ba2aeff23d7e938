"""The mail server, while some letters are given to it."""

import logging
import smtplib
from contextlib import suppress

from django.core.mail import get_connection

logger = logging.getLogger(__name__)

# The server answered, and it is this one letter that it does not take now.
OF_ONE_LETTER = (
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPDataError,
    smtplib.SMTPNotSupportedError,
)


class MailServer:
    """One connection for many letters, opened with the first of them.

    `is_lost` says that it broke off with the last letter; `is_unreachable`, that it never opened.
    """

    def __init__(self, *, patience: int):
        self.connection = get_connection(timeout=patience)  # seconds, for each of its answers
        self.is_open = self.is_lost = self.is_unreachable = False

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def take(self, mail) -> bool:
        """Give it a letter; whether it took it. After a break, the next one opens it anew."""
        self.is_lost = False
        try:
            if not self.is_open:
                self.connection.open()
                self.is_open = True
            self.connection.send_messages([mail])
        except OSError as error:  # smtplib's own errors are among them
            # The kind alone: the text of such an error names the address.
            logger.error("An email could not be sent: %s", type(error).__name__)
            if not isinstance(error, OF_ONE_LETTER):
                self.is_lost, self.is_unreachable = True, not self.is_open
                self.close()
            return False
        return True

    def close(self) -> None:
        self.is_open = False
        with suppress(OSError):  # it said goodbye first
            self.connection.close()
