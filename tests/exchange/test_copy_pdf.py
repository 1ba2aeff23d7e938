"""The sheets in a copy, printed."""

import io
import zipfile

import pytest
from pypdf import PdfReader

from careplan.exchange import sheets
from careplan.exchange.archive import copy_of
from tests.exchange.making import NOW, fill

pytestmark = [pytest.mark.pdf, pytest.mark.django_db]


def test_each_sheet_is_a_pdf_that_opens(cast, settings, time_machine, monkeypatch):
    monkeypatch.setattr(sheets, "BUDGET", 300)  # a slow machine prints them all the same
    settings.PRINT_TIMEOUT = 120
    time_machine.move_to(NOW, tick=False)
    fill(cast, settings, by=cast.maria, word="open")
    fill(cast, settings, by=cast.ana, word="hidden-word", private=True)
    found = zipfile.ZipFile(io.BytesIO(copy_of(cast.as_member(cast.maria), 1)))
    words = {
        name.removesuffix(".pdf"): " ".join(
            page.extract_text() for page in PdfReader(io.BytesIO(found.read(name))).pages
        )
        for name in found.namelist()
        if name.startswith("sheets/")
    }
    assert sorted(words) == [
        "sheets/comfort-2026-12-01",
        "sheets/emergency-2026-12-01",
        "sheets/papers-2026-12-01",
        "sheets/questions-2026-12-03",
    ]
    assert "open question?" in words["sheets/questions-2026-12-03"]
    assert "open holder" in words["sheets/papers-2026-12-01"]
    assert "open wish" in words["sheets/comfort-2026-12-01"]
    assert "hidden-word" not in "".join(words.values())
