"""Scans for tests, kept as the site keeps them, with keys of the test's own."""

from pathlib import Path

from cryptography.fernet import Fernet
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from careplan.documents.models import AdvanceDocument
from careplan.documents.parts import Scan
from careplan.documents.scan_files import open_safe
from careplan.documents.scan_reading import Reading, ScanKind
from tests.documents.attack_files import WORD

PDF = Reading(ScanKind.PDF, 3, b"%PDF-1.7 " + WORD, b"\xff\xd8\xff preview " + WORD)
JPEG = Reading(ScanKind.JPEG, 1, b"\xff\xd8\xff " + WORD, b"\xff\xd8\xff preview " + WORD)


def make_keys(settings) -> str:
    """A file with one key, as script/lib.sh makes it. Gives the key."""
    key = Fernet.generate_key().decode()
    Path(settings.VAR_DIR).mkdir(parents=True, exist_ok=True)
    Path(settings.SCAN_KEYS).write_text(f"{key}\n")
    return key


def marias_paper(cast, **fields) -> AdvanceDocument:
    by = {"plan": cast.plan, "author": cast.maria, "changed_by": cast.maria}
    return AdvanceDocument.objects.create(kind="living-will", **by, **fields)


def kept_scan(document, reading=PDF, **fields) -> Scan:
    """A scan that its paper's author added; nothing is read for it."""
    author = document.author
    scan = Scan(document=document, plan=document.plan, author=author, changed_by=author, **fields)
    with open_safe() as safe:
        safe.put_scan(scan, reading)
        scan.save()
    return scan


def files_on_disk(settings) -> dict[str, bytes]:
    """The content of every file of the data folder, by its path in it."""
    folder = Path(settings.VAR_DIR)
    found = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def scan_files(settings) -> dict[str, bytes]:
    return {k: v for k, v in files_on_disk(settings).items() if k.startswith("scans/")}


def send(client, document, content: bytes, name="paper.pdf", claimed="application/pdf", **fields):
    """Post the form of a new scan, as a browser does."""
    file = SimpleUploadedFile(name, content, claimed)
    return client.post(
        reverse("scan_create", args=[document.plan_id, document.pk]), {"file": file, **fields}
    )
