"""How WeasyPrint makes a PDF of ours: the only place that knows it.

Only a print process loads this module (see press.py); printer.py is the way in for the rest.

One FontConfiguration and one parsed stylesheet serve a process for its whole life: a new
FontConfiguration for each render leaks (66 -> 157 MB over 300), and one that threads share
corrupts the heap.
"""

import re
from bisect import bisect_left
from pathlib import Path
from urllib.parse import unquote_to_bytes
from xml.etree.ElementTree import SubElement

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from careplan.printing.filled import fill
from careplan.printing.fonts import FACES
from careplan.printing.press import Job, Ladder
from careplan.printing.spoken import speakable

MM = 96 / 25.4  # CSS pixels
TOP_OF_PAGE = 25 * MM  # a block that starts above this line is the first on its page
HAIR = 0.1  # CSS pixels: what rounding may add to a box
TOO_MANY = 3  # pages: no smaller type brings more of them to one
HERE = "careplan://sheet/"  # so that a relative address is one more name that is not ours
VARIANT = {"pdf_variant": "pdf/ua-1"}


class OwnNames(URLFetcher):
    """Serves what we put into `served`, by its exact name, and nothing else, from nowhere else."""

    def __init__(self, served: dict[str, bytes]):
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self.served = served

    def fetch(self, url, headers=None):
        if url not in self.served:
            raise ValueError("not one of ours")
        kind = "image/svg+xml" if b"<svg" in self.served[url][:1000] else "font/ttf"
        return URLFetcherResponse(url, self.served[url], {"Content-Type": kind})


class Recipe:
    """Prints sheets with one stylesheet, for one process and one thread."""

    def __init__(self, css: str):
        fonts = {f"careplan:{Path(face.file).name}-{face.weight}": face for face in FACES}
        rules = "".join(
            f'@font-face{{font-family:"{face.family}";font-weight:{face.weight};src:url("{name}")}}'
            for name, face in fonts.items()
        )
        self.font_config = FontConfiguration()
        self.stylesheet = CSS(
            string=rules + css,
            font_config=self.font_config,
            url_fetcher=OwnNames({name: face.file.read_bytes() for name, face in fonts.items()}),
        )
        # Boxes and writing lines are drawings that stand in print.css itself.
        self.drawings = {
            url: unquote_to_bytes(url.partition(",")[2])
            for url in re.findall(r'url\("(data:image/svg\+xml,[^"]+)"\)', css)
        }
        self.fetcher = OwnNames({})

    def render(self, job: Job) -> bytes:
        """The tagged PDF of `job`, by PDF/UA-1."""
        self.fetcher.served = {**self.drawings, **job.images}
        if job.form is not None:
            return self._form(job)
        return self._fitted(job).write_pdf(finisher=speakable, **VARIANT)

    def _form(self, job: Job) -> bytes:
        """A sheet with fields: it has as many pages as it needs."""

        def finish(document, pdf):
            speakable(document, pdf)
            fill(pdf, job.form, job.unseen)

        document = self._layout(job.html, pdf_forms=True)
        return document.write_pdf(finisher=finish, pdf_forms=True, **VARIANT)

    def _fitted(self, job: Job):
        """The layout of the sheet that its `fit` asks for; at worst the plain one."""
        if job.fit.ladders:
            return self._climbed(job)
        if job.shorter:
            return self._one_page(job)
        plain = document = self._layout(job.html)
        for classes in job.fit.one_page:
            # No smaller line brings three pages to one.
            if len(document.pages) == 1 or len(plain.pages) > 2:
                break
            document = self._layout(job.html, classes)
        if len(document.pages) == 1:
            return document
        _x, y, *_size = plain.pages[-1].anchors.get(job.fit.alone, (0, TOP_OF_PAGE))
        return self._layout(job.html, f"without-{job.fit.alone}") if y < TOP_OF_PAGE else plain

    def _climbed(self, job: Job):
        """The layout with the first step of each ladder on which everything has room."""
        chosen, document = "", self._layout(job.html)
        for ladder in job.fit.ladders:
            if not has_room(document, ladder):
                chosen, document = self._first_with_room(job.html, chosen, ladder)
        return document

    def _first_with_room(self, source: str, below: str, ladder: Ladder):
        """The classes of the first step with room, after those `below` it, and the layout."""
        laid_out = {}

        def has(step: str) -> bool:
            laid_out[step] = self._layout(source, f"{below} {step}")
            return has_room(laid_out[step], ladder)

        # Halving finds it: each step takes less room than the one before it.
        step = ladder.steps[bisect_left(ladder.steps[:-1], True, key=has)]
        classes = f"{below} {step}"
        return classes, laid_out.get(step) or self._layout(source, classes)

    def _one_page(self, job: Job):
        """One page with the largest type that lets all stand on it, else with the most of it in the
        smallest type; then with the lines that it has room for."""
        steps = ("", *job.fit.one_page)
        tries = [(job.html, step) for step in steps]
        tries += [(html, steps[-1]) for html in job.shorter]
        laid_out = {}

        def fits(number: int) -> bool:
            laid_out[number] = self._layout(*tries[number])
            return len(laid_out[number].pages) == 1

        best = 0
        if not fits(0):  # halve: each takes less room than the one before it, and the last one fits
            smaller = 1 if len(laid_out[0].pages) <= TOO_MANY else len(steps)
            best = bisect_left(range(len(steps)), True, smaller, key=fits)
            if best == len(steps):
                best = bisect_left(range(len(tries) - 1), True, best, key=fits)
        document = laid_out.get(best) or self._layout(*tries[best])
        more = more_lines(document.pages[0].anchors)
        return self._layout(*tries[best], lines=more) if more else document

    def _layout(self, source: str, classes: str = "", lines: int = 0, **options):
        """`source` laid out, with `classes` added to <html> and so many more lines to write on;
        what is parsed once keeps its own."""
        html = HTML(string=source, base_url=HERE, url_fetcher=self.fetcher)
        root = html.etree_element
        root.set("class", f"{root.get('class', '')} {classes}".strip())
        if lines:
            block, line = root.find(".//*[@id='line']/.."), root.find(".//*[@id='line']")
            for _line in range(lines):
                SubElement(block, line.tag, {"class": line.get("class")})
        options |= VARIANT | {"stylesheets": [self.stylesheet], "font_config": self.font_config}
        return html.render(**options)


def has_room(document, ladder: Ladder) -> bool:
    """Whether the pages are as few, and the boxes as low, as `ladder` has them."""
    ends = {name: box[3] for page in document.pages for name, box in page.anchors.items()}
    return len(document.pages) <= ladder.most and all(
        ends[box] <= ends[room] + HAIR for box, room in ladder.inside if box in ends
    )


def more_lines(anchors) -> int:
    """How many more lines like the first one have room on the page."""
    _left, top, _right, bottom = anchors["line"]
    return int((anchors["room"][3] - bottom) // (bottom - top))
