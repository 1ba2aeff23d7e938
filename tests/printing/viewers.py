"""The ways in which people fill a PDF in: each the real program, used as its own viewer uses it."""

import ctypes
import io
import json
import shutil
import subprocess
import warnings
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from pypdf import PdfReader, PdfWriter

HERE = Path(__file__).resolve().parent
PDFJS = HERE.parents[1] / "node_modules" / "pdfjs-dist"
# 37 MB, which the other tests do well without.
NO_PDFJS = "no pdf.js here; for it: npm install --no-save --omit=optional pdfjs-dist@4.10.38"
RETURN = 13


def by_pypdf(pdf: bytes, values: dict) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    said = {
        name: value if isinstance(value, str) else ("/on" if value else "/Off")
        for name, value in values.items()
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for page in writer.pages:
            writer.update_page_form_field_values(page, said, auto_regenerate=False)
    filled = io.BytesIO()
    writer.write(filled)
    return filled.getvalue()


def by_pdfium(pdf: bytes, values: dict) -> bytes:
    """As Chromium: the field is entered, all in it marked, and typed over; a tick is toggled."""
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    form = document.formenv
    for number in range(len(document)):
        page = document[number]
        for n in range(pdfium.FPDFPage_GetAnnotCount(page)):
            field = pdfium.FPDFPage_GetAnnot(page, n)
            value = values.get(name_of(form, field))
            if value is not None:
                assert pdfium.FORM_SetFocusedAnnot(form, field)
                type_in(form, page, field, value)
                pdfium.FORM_ForceToKillFocus(form)
            pdfium.FPDFPage_CloseAnnot(field)
    filled = io.BytesIO()
    document.save(filled)
    return filled.getvalue()


def type_in(form, page, field, value) -> None:
    if isinstance(value, bool):
        if bool(pdfium.FPDFAnnot_IsChecked(form, field)) != value:
            pdfium.FORM_OnChar(form, page, RETURN, 0)
        return
    pdfium.FORM_SelectAllText(form, page)
    typed = ctypes.create_string_buffer(f"{value}\0".encode("utf-16-le"))
    pdfium.FORM_ReplaceSelection(form, page, ctypes.cast(typed, WIDE))


WIDE = ctypes.POINTER(pdfium.FPDF_WCHAR)


def name_of(form, field) -> str:
    length = pdfium.FPDFAnnot_GetFormFieldName(form, field, None, 0)
    name = ctypes.create_string_buffer(length)
    pdfium.FPDFAnnot_GetFormFieldName(form, field, ctypes.cast(name, WIDE), length)
    return name.raw[:-2].decode("utf-16-le")


def by_pdfjs(pdf: bytes, values: dict) -> bytes:
    node = shutil.which("node")
    if not node or not PDFJS.is_dir():
        pytest.skip(NO_PDFJS)
    words = [node, str(HERE / "fill_by_pdfjs.mjs"), str(PDFJS), json.dumps(values)]
    return subprocess.run(words, input=pdf, capture_output=True, check=True, timeout=60).stdout


VIEWERS = {"pypdf": by_pypdf, "PDFium": by_pdfium, "pdf.js": by_pdfjs}
