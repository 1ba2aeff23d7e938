"""The encrypted files of the scans, in the site's storage of files. Their names tell nothing."""

import hashlib
import uuid
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress

from cryptography.fernet import InvalidToken, MultiFernet
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError
from django.db.models import Q

from careplan import keys
from careplan.documents.parts import Scan
from careplan.documents.scan_reading import Reading
from careplan.keys import SiteTrouble

FOLDER = "scans"


class Safe:
    """Writes files with one set of keys, and knows which it wrote."""

    def __init__(self, box: MultiFernet):
        self.box = box
        self.written = []

    def put(self, content: bytes) -> str:
        """Keep `content`, encrypted. Gives its name. Raises SiteTrouble."""
        name = f"{FOLDER}/{uuid.uuid4().hex}"
        self.written.append(name)
        try:
            kept_as = default_storage.save(name, ContentFile(self.box.encrypt(content)))
        except OSError:  # the disk is full, or the folder is not ours
            raise SiteTrouble("A scan could not be written to the storage of files.") from None
        if kept_as != name:
            raise SiteTrouble("The storage of files gave a scan another name.")
        return name

    def put_scan(self, scan: Scan, reading: Reading) -> None:
        """Keep what was read, and write down in `scan` what it is. The row is saved elsewhere."""
        scan.kind, scan.pages, scan.size = reading.kind, reading.pages, len(reading.file)
        scan.sha256 = hashlib.sha256(reading.file).hexdigest()
        scan.file, scan.preview = self.put(reading.file), self.put(reading.preview)


@contextmanager
def open_safe() -> Iterator[Safe]:
    """A safe to keep scans in. When it closes, what no row names is gone. Raises SiteTrouble."""
    with keys.held() as box:
        safe = Safe(box)
        try:
            yield safe
        finally:
            remove_unnamed(safe.written)


def remove_unnamed(names: Collection[str]) -> None:
    """Remove those of these files that no scan names, be it a standing or a removed one."""
    # Where the database cannot be asked, they stay: `rotate_keys` asks again.
    with suppress(DatabaseError, OSError):
        for name in set(names) - named(names):
            default_storage.delete(name)


def named(names: Collection[str]) -> set[str]:
    """Those of these files that a scan names."""
    scans = Scan.objects.filter(Q(file__in=names) | Q(preview__in=names))
    return {name for pair in scans.values_list("file", "preview") for name in pair}


def file_names() -> list[str]:
    try:
        _folders, files = default_storage.listdir(FOLDER)
    except FileNotFoundError:
        return []
    return [f"{FOLDER}/{file}" for file in files]


def opened(scan: Scan, field: str) -> bytes:
    """What the file in `field` ("file" or "preview") of `scan` holds. Raises SiteTrouble.

    Where `rotate_keys` has locked it anew since the row or the keys were read, both are read again.
    """
    try:
        return opened_with(keys.box(), scan, field)
    except (FileNotFoundError, InvalidToken):
        scan.refresh_from_db(fields=["file", "preview"])
    try:
        return opened_with(keys.box(), scan, field)
    except InvalidToken:
        raise SiteTrouble("A scan opens with no key of CAREPLAN_SCAN_KEYS.") from None
    except OSError:
        raise SiteTrouble("The file of a scan is missing.") from None


def opened_with(box: MultiFernet, scan: Scan, field: str) -> bytes:
    """Raises InvalidToken where no key of `box` opens it, or where it is another scan's file."""
    with default_storage.open(getattr(scan, field).name) as file:
        content = box.decrypt(file.read())
    if field == "file" and hashlib.sha256(content).hexdigest() != scan.sha256:
        raise InvalidToken
    return content
