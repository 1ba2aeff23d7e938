"""The way in: from the cache where nothing has changed, else from a place and a print process."""

import dataclasses
import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest

from careplan.printing import printer
from careplan.printing.errors import PrintBusy, PrintError, PrintTooBig, PrintTooSlow
from careplan.printing.sheets import Look, QuestionSheet, blank_list, question_list
from tests.printing.conftest import MARIAS_QUESTIONS, marias_list

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = "<html lang=en class='a4 normal'><title>Small</title><p>One line</p></html>"


@pytest.fixture
def printed(monkeypatch, settings):
    """The jobs that come to the print processes; one place to print, and nobody waits."""
    jobs = []

    class Pool:
        def print(self, job):
            jobs.append(job)
            return b"%%PDF-%d" % len(jobs)

    monkeypatch.setattr(printer, "_pool", Pool)
    monkeypatch.setattr(printer, "AT_ONCE", 1)
    monkeypatch.setattr(printer, "PATIENCE", 0)
    return jobs


def test_an_unchanged_list_is_printed_once(printed):
    assert question_list(marias_list()) == b"%PDF-1"
    assert question_list(marias_list()) == b"%PDF-1"
    assert len(printed) == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"printed_on": dt.date(2026, 12, 2)},
        {"look": Look("letter", "normal")},
        {"look": Look("a4", "normal", "es")},
        {"person": "Maria"},
        {"with_whom": "Dr Kim"},
        {"day": None},
        {"time": dt.time(11)},
        {"facts": ()},
        {"code_address": ""},
        {"questions": MARIAS_QUESTIONS[::-1]},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_whatever_changes_is_printed_anew(printed, changed):
    assert question_list(marias_list()) == b"%PDF-1"
    assert question_list(dataclasses.replace(marias_list(), **changed)) == b"%PDF-2"


def test_another_kind_of_sheet_is_another_sheet(printed):
    assert question_list(QuestionSheet((), dt.date(2026, 12, 1))) == b"%PDF-1"
    assert blank_list(Look(), dt.date(2026, 12, 1)) == b"%PDF-2"


def test_a_new_stylesheet_or_template_prints_anew(printed, monkeypatch):
    assert question_list(marias_list()) == b"%PDF-1"
    patterns = printer._patterns()
    assert len(patterns) >= 4
    for number, pattern in enumerate(patterns):
        other = [*patterns[:number], pattern + " ", *patterns[number + 1 :]]
        monkeypatch.setattr(printer, "_patterns", lambda other=other: other)
        assert question_list(marias_list()) == b"%%PDF-%d" % (number + 2)


def test_a_failure_is_not_kept_and_gives_its_place_back(printed, monkeypatch):
    class Broken:
        def print(self, job):
            raise PrintTooSlow

    with monkeypatch.context() as broken:
        broken.setattr(printer, "_pool", Broken)
        for _time in range(2):
            with pytest.raises(PrintTooSlow):
                question_list(marias_list())
    assert question_list(marias_list()) == b"%PDF-1"


def test_no_place_no_print(printed, settings):
    folder = settings.VAR_DIR / "print"
    with printer.Places(folder, count=1, chairs=0, patience=0, busy=PrintBusy).one():
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
