"""Writes the HTML of some lists, and a doctor's page, into a folder, and says what a list from the
cache costs.

As a program: the folder, then the numbers of questions. bench_pdf.py calls it.
"""

import datetime as dt
import os
import pickle
import statistics
import sys
import time
from pathlib import Path

import django

from careplan.printing.press import Job


def sheet(count: int, name: str = "Maria Alvarez"):
    return sheets.QuestionSheet(
        questions=tuple(
            sheets.SheetQuestion(
                f"{number}: which signs mean we should call you the same day, and where?",
                "My concern: not knowing when to call",
            )
            for number in range(count)
        ),
        printed_on=dt.date(2026, 12, 1),
        person=name,
        with_whom="Dr Lee",
        day=dt.date(2026, 12, 3),
        facts=(sheets.Fact("Who comes along", "Ana, my daughter"),),
    )


def doctors_page():
    return doctor_sheet.DoctorSheet(
        printed_on=dt.date(2026, 12, 1),
        look=sheets.Look(),
        person="Maria Alvarez",
        with_whom="Dr Lee",
        questions=tuple(question.text for question in sheet(3).questions),
        more_questions=9,
        bothers=(doctor_sheet.Bother("Tired all day", 8), doctor_sheet.Bother("Back pain", 6)),
        how_much="Everything, but the big picture first.",
        information_need="Slowly, in plain words, and written down. Ana takes notes.",
        who_may_hear="Ana (daughter): everything. Luis (brother): only what I tell him.",
    )


def job_of(print_it, what) -> Job:
    """A sheet as it comes to the print process."""
    jobs = []
    real, sheets.printer.render = (
        sheets.printer.render,
        lambda html, **how: jobs.append(Job(html, **how)),
    )
    print_it(what)
    sheets.printer.render = real
    return jobs[0]


def cached() -> float:
    """The time of a list from the cache, its template included, against one that is printed."""
    first, again = [], []
    for number in range(12):
        for spent in (first, again):
            start = time.perf_counter()
            sheets.question_list(sheet(12, name=f"Maria {number}"))
            spent.append(time.perf_counter() - start)
    return statistics.median(again) / statistics.median(first)


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    os.environ["CAREPLAN_VAR"] = str(folder / "var")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careplan.settings")
    os.environ.setdefault("CAREPLAN_SECRET_KEY", "k" * 50)
    django.setup()
    from careplan.printing import doctor_sheet, sheets

    for argument in sys.argv[2:]:
        job = job_of(sheets.question_list, sheet(int(argument)))
        (folder / f"{argument}.html").write_text(job.html)
    job = job_of(doctor_sheet.doctor_page, doctors_page())
    (folder / "doctor.html").write_text(job.html)
    (folder / "doctor.job").write_bytes(pickle.dumps(job))
    print(cached())
