"""The way in: from the cache where nothing has changed, else from a place and a print process."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.core.cache import caches

from careplan.printing import printer
from careplan.printing.errors import PrintBusy, PrintError, PrintTooBig, PrintTooSlow
from careplan.printing.press import Fit, Job

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = "<html lang=en class='a4 normal'><title>Small</title><p>One line</p></html>"


@pytest.fixture
def printed(monkeypatch):
    """The jobs that come to the print processes."""
    caches["print"].clear()
    jobs = []

    class Pool:
        def print(self, job):
            jobs.append(job)
            return b"%%PDF-%d" % len(jobs)

    monkeypatch.setattr(printer, "_pool", Pool)
    return jobs


def test_an_unchanged_page_is_printed_once(printed):
    assert printer.render(PAGE) == b"%PDF-1"
    assert printer.render(PAGE) == b"%PDF-1"
    assert printed == [Job(PAGE)]


@pytest.mark.parametrize(
    "changed",
    [
        {"html": PAGE + " "},
        {"html": PAGE, "images": {"careplan:qr.svg": b"<svg/>"}},
        {"html": PAGE, "fit": Fit(alone="agreed")},
    ],
)
def test_whatever_changes_is_printed_anew(printed, changed):
    assert printer.render(PAGE) == b"%PDF-1"
    assert printer.render(**changed) == b"%PDF-2"


def test_a_new_stylesheet_prints_anew(printed, monkeypatch):
    assert printer.render(PAGE) == b"%PDF-1"
    monkeypatch.setattr(printer, "_css", lambda: "p { color: red }")
    assert printer.render(PAGE) == b"%PDF-2"


def test_a_failure_is_not_kept_and_gives_its_place_back(printed, monkeypatch):
    monkeypatch.setattr(printer, "AT_ONCE", 1)
    monkeypatch.setattr(printer, "PATIENCE", 0)
    with monkeypatch.context() as broken:
        broken.setattr(printer, "_pool", lambda: printer.Pool("", processes=1, memory=0, seconds=1))
        broken.setattr(printer.Pool, "print", lambda pool, job: (_ for _ in ()).throw(PrintTooSlow))
        for _time in range(2):
            with pytest.raises(PrintTooSlow):
                printer.render(PAGE)
    assert printer.render(PAGE) == b"%PDF-1"


def test_no_place_no_print(printed, monkeypatch, settings):
    monkeypatch.setattr(printer, "AT_ONCE", 1)
    monkeypatch.setattr(printer, "PATIENCE", 0)
    with printer.Places(settings.VAR_DIR / "print", count=1, patience=0).one():
        with pytest.raises(PrintBusy):
            printer.render(PAGE)
        assert printed == []


def test_every_failure_says_what_to_do():
    for failure in (PrintError, PrintTooSlow, PrintTooBig, PrintBusy):
        assert "ry again" in failure.sentence
        assert failure.retry_after in {5, 10, 60}


@pytest.mark.pdf
def test_from_html_to_pdf(opened):
    pdf = opened(printer.render(PAGE))
    assert pdf.spoken() == ["One line"]
    assert (pdf.pages, pdf.paper) == (1, {(595, 842)})


def test_weasyprint_is_in_no_web_process():
    """All addresses and views loaded, as a web process has them."""
    script = (
        "import sys, django; django.setup(); import careplan.urls, careplan.printing.sheets;"
        "print([m for m in ('weasyprint', 'careplan.printing.pdf') if m in sys.modules])"
    )
    env = {"DJANGO_SETTINGS_MODULE": "careplan.settings", "CAREPLAN_SECRET_KEY": "k" * 50}
    done = subprocess.run(
        [sys.executable, "-c", script], env=env, cwd=ROOT, capture_output=True, text=True
    )
    assert done.stderr == ""
    assert done.stdout == "[]\n"
