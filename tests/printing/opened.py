"""A printed PDF, opened: what it says, where it stands on the page, and what checkers say of it."""

import io
import re
import unicodedata
from pathlib import Path

import outloud
import page as page_validation
import pymupdf
from outloud.model import Document
from pypdf import PdfReader

MM = 72 / 25.4  # points
# print.css, @page: what may lie between the left and the right margin.
LEFT, RIGHT = 20 * MM, 18 * MM
SLACK = 3.5 * MM  # an Arabic letter is wider at a line's end than inside the word it was cut from


class Opened:
    def __init__(self, pdf: bytes, path: Path):
        path.write_bytes(pdf)
        self.path = str(path)
        self.reader = PdfReader(io.BytesIO(pdf))
        self.root = self.reader.trailer["/Root"]

    @property
    def pages(self) -> int:
        return len(self.reader.pages)

    @property
    def paper(self) -> set[tuple[int, int]]:
        """Width and height of every page, in whole points."""
        boxes = [page.mediabox for page in self.reader.pages]
        return {(round(box.width), round(box.height)) for box in boxes}

    def spoken(self) -> list[str]:
        """The texts in the order of the tags, as a screen reader comes to them."""
        document = Document(self.path)
        try:
            return [
                text
                for element in document.elements
                for ref in element.mcrefs
                if (text := self._said(document, ref))
            ]
        finally:
            document.close()

    @staticmethod
    def _said(document, ref) -> str:
        said = document.content(ref.page).mcid_text.get((ref.stream, ref.mcid), "")
        return said.replace("\u200b", "").strip()

    def words(self) -> str:
        """All that is said, with every run of white space as one space, and accents composed."""
        said = re.sub(r" +(?=[\u0300-\u036f])", "", " ".join(self.spoken()))
        return " ".join(unicodedata.normalize("NFC", said).split())

    def words_on_page(self, number: int) -> list[tuple]:
        """Each word of a page with its place: x0, y0, x1, y1, the word."""
        with pymupdf.open(self.path) as document:
            return [word[:5] for word in document[number].get_text("words")]

    def foot(self, number: int) -> str:
        """What stands at the foot of a page. It is no part of the text, and is not spoken."""
        with pymupdf.open(self.path) as document:
            page = document[number]
            below = pymupdf.Rect(0, page.rect.height - 31 * MM, page.rect.width, page.rect.height)
            return " ".join(page.get_text(clip=below).split())

    def outside(self) -> list[tuple[int, str]]:
        """The letters that stand outside the margins of their page."""
        found = []
        with pymupdf.open(self.path) as document:
            for number, page in enumerate(document, 1):
                for c, box in _letters(page):
                    within = box[0] >= LEFT - SLACK and box[2] <= page.rect.width - RIGHT + SLACK
                    if c.strip() and not (within and box[1] >= 0 and box[3] <= page.rect.height):
                        found.append((number, c))
        return found

    def lines(self) -> int:
        """How many lines to write on run over the whole of the first page, below “Notes”."""
        with pymupdf.open(self.path) as document:
            page = document[0]
            top = page.search_for("Notes")[-1].y1
            wide, foot = page.rect.width - LEFT - RIGHT - 1, page.rect.height - 28 * MM
            boxes = [drawing["rect"] for drawing in page.get_drawings()]
        return sum(box.width >= wide and box.y0 >= top and box.y1 < foot for box in boxes)

    def bar(self) -> tuple[float, float]:
        """The length of the first thick bar on the first page, and of the line that it lies on."""
        with pymupdf.open(self.path) as document:
            drawn = document[0].get_drawings()
        line = next(d["rect"] for d in drawn if d["type"] == "s")
        bars = [d["rect"] for d in drawn if d["type"] == "f" and abs(d["rect"].x0 - line.x0) < 1]
        return bars[0].width if bars else 0, line.width

    def fonts(self) -> dict[str, bool]:
        """The fonts of all pages, and whether each is embedded."""
        found = {}
        for page in self.reader.pages:
            for font in page["/Resources"]["/Font"].values():
                inner = font["/DescendantFonts"][0] if "/DescendantFonts" in font else font
                descriptor = inner["/FontDescriptor"]
                name = font["/BaseFont"].partition("+")[2]
                found[name] = bool({"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor))
        return found

    def check(self) -> None:
        """All 104 rules of PDF/UA-1 that page-validation has, and outloud without an error."""
        profile = page_validation.ValidationProfile.PDF_UA_1
        report = page_validation.validate_pdf(self.path, profile=profile)
        wrong = {(failure.rule_id, failure.message) for failure in report.failures}
        assert (wrong, report.rules.total, report.rules.passed) == (set(), 104, 104)
        heard = outloud.check(self.path)
        assert (heard.error, heard.errors) == (None, 0)


def _letters(page):
    for block in page.get_text("rawdict")["blocks"]:
        for line in block.get("lines", ()):
            for span in line["spans"]:
                for char in span["chars"]:
                    yield char["c"], char["bbox"]
