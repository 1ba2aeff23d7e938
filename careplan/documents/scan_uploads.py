"""How the site takes a file that somebody sends: in memory, and only where a page asks for one.

Django's own handlers write what is large to /tmp, for whoever sends it, signed in or not.
"""

from io import BytesIO

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

TIMES_TOO_LARGE = 4  # what is larger than that is not read at all


def takes_file(view):
    """Mark a view to whose form a file belongs."""
    view.takes_file = True
    return view


def most_bytes() -> int:
    return settings.SCAN_MB * 2**20


class MemoryHandler(FileUploadHandler):
    """Keeps one file, up to the limit. Of a larger one only the size is left, for the form to say.

    Files to other pages, and those of people who are not signed in, are thrown away unread.
    """

    def __init__(self, request=None):
        super().__init__(request)
        self.content = None

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):  # noqa: N803
        if content_length > TIMES_TOO_LARGE * most_bytes():
            raise RequestDataTooBig

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        if self.content is not None or not self.is_wanted():
            raise SkipFile
        self.content = BytesIO()

    def is_wanted(self) -> bool:
        match, user = self.request.resolver_match, getattr(self.request, "user", None)
        asked_for = match and getattr(match.func, "takes_file", False)
        return bool(asked_for and user and user.is_authenticated)

    def receive_data_chunk(self, raw_data, start):
        if start + len(raw_data) > most_bytes():
            self.content = BytesIO()
        else:
            self.content.write(raw_data)

    def file_complete(self, file_size):
        self.content.seek(0)
        return InMemoryUploadedFile(
            self.content, self.field_name, "scan", self.content_type, file_size, self.charset
        )
