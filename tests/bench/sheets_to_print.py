"""Writes the HTML of some lists into a folder, and says what a list from the cache costs.

As a program: the folder, then the numbers of questions. bench_pdf.py calls it.
"""

import datetime as dt
import os
import statistics
import sys
import time
from pathlib import Path

import django


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


def html_of(count: int) -> str:
    """The HTML of a list, as it comes to the print process."""
    pages = []
    real, sheets.printer.render = sheets.printer.render, lambda html, **_: pages.append(html)
    sheets.question_list(sheet(count))
    sheets.printer.render = real
    return pages[0]


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
    from careplan.printing import sheets

    for argument in sys.argv[2:]:
        (folder / f"{argument}.html").write_text(html_of(int(argument)))
    print(cached())
