"""A copy of a plan as a ZIP: plan.json, the sheets, the scans, and a README in plain words.

It is made in memory, and lies on no disk of the site. So that memory holds it, the scans of a plan
that has many come in several parts; all else is in the first.
"""

import io
import json
import zipfile
from collections import Counter

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import slugify

from careplan.documents.scan_files import opened
from careplan.documents.scan_views import ENDINGS
from careplan.exchange.plan_copy import PlanCopy
from careplan.exchange.sheets import printed
from careplan.keys import SiteTrouble
from careplan.places import Places
from careplan.plans.access import Member

SCANS_IN_A_PART = 50_000_000  # bytes; a larger scan has a part of its own


class CopyBusy(Exception):
    """As many copies are being made as this site makes at one time."""


def copy_of(member: Member, part: int) -> bytes | None:
    """Part `part` (from 1) of the copy; None where there is none. Raises CopyBusy."""
    folder = settings.VAR_DIR / "copy"
    with Places(folder, count=1, chairs=2, patience=5, busy=CopyBusy).one():
        return Archive(member, part).zipped()


def in_parts(scans: list) -> list[list]:
    """The scans of each part; the first part is there without any scan, too."""
    parts, room = [[]], SCANS_IN_A_PART
    for scan in scans:
        if scan.size > room and parts[-1]:
            parts.append([])
            room = SCANS_IN_A_PART
        parts[-1].append(scan)
        room -= scan.size
    return parts


class Archive:
    def __init__(self, member: Member, part: int):
        self.member, self.part = member, part
        self.copy = PlanCopy(member)
        self.copy.scan_paths = paths(self.copy)
        self.parts = in_parts(self.copy.of("scans"))
        self.failed: list[str] = []

    def zipped(self) -> bytes | None:
        if self.part > len(self.parts):
            return None
        kept = io.BytesIO()
        with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
            if self.part == 1:
                archive.writestr("plan.json", as_json(self.copy.data()))
                self.put_sheets(archive)
            self.put_scans(archive)
            archive.writestr("README.txt", self.readme())
        return kept.getvalue()

    def put_sheets(self, archive: zipfile.ZipFile) -> None:
        files, self.failed = printed(self.member)
        for name, pdf in files.items():
            archive.writestr(f"sheets/{name}", pdf)

    def put_scans(self, archive: zipfile.ZipFile) -> None:
        """One after the other: memory holds one that is not packed. They are packed already."""
        for scan in self.parts[self.part - 1]:
            path = self.copy.scan_paths[scan.pk]
            try:
                archive.writestr(path, opened(scan, "file"), zipfile.ZIP_STORED)
            except SiteTrouble:
                self.failed.append(path)

    def readme(self) -> str:
        context = {
            "plan": self.member.plan,
            "part": self.part,
            "parts": len(self.parts),
            "failed": self.failed,
            "made_at": timezone.localtime(),
        }
        return render_to_string("exchange/copy_readme.txt", context)


def paths(copy: PlanCopy) -> dict[object, str]:
    """“scans/living-will-2.pdf”: the kind of the paper, and which of its scans."""
    kinds = {document.pk: slugify(document.kind) for document in copy.of("documents")}
    found, numbers = {}, Counter()
    for scan in copy.of("scans"):
        kind = kinds[scan.document_id]
        numbers[kind] += 1
        found[scan.pk] = f"scans/{kind}-{numbers[kind]}.{ENDINGS[scan.kind]}"
    return found


def as_json(data: dict) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1)
