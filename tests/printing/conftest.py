"""What the tests of the printing room ask for."""

import datetime as dt
import itertools

import pytest
from django.core.cache import caches

from careplan.printing.sheets import Fact, Look, QuestionSheet, SheetQuestion
from tests.printing.opened import Opened

ALL_LOOKS = [(paper, size) for paper in ("a4", "letter") for size in ("normal", "large")]


@pytest.fixture(autouse=True)
def _own_places(settings, tmp_path):
    """Places to print of this test's own, and no sheet that another test had printed."""
    settings.VAR_DIR = tmp_path / "var"
    caches["print"].clear()


@pytest.fixture
def opened(tmp_path):
    """`opened(pdf)`: a PDF, opened."""
    numbers = itertools.count()
    return lambda pdf: Opened(pdf, tmp_path / f"{next(numbers)}.pdf")


@pytest.fixture(params=ALL_LOOKS, ids=lambda look: "-".join(look))
def look(request):
    """Each paper in each print."""
    return Look(*request.param)


MARIAS_QUESTIONS = (
    SheetQuestion(
        "Is this tiredness from the cancer, the treatment, or something else we can treat?",
        "My concern: tired all day, 8 of 10",
    ),
    SheetQuestion(
        "If this treatment stops working, what comes next? And what if I choose to stop?",
        "My concern: not knowing what lies ahead",
    ),
    SheetQuestion(
        "What can we do about the pain in my back at night?",
        "My concern: back pain at night, 6 of 10",
    ),
    SheetQuestion("Which of my medicines could I stop?", "My concern: too many tablets, 4 of 10"),
    SheetQuestion("What can I eat when nothing tastes right?", "My concern: losing weight"),
)


def marias_list(*questions: SheetQuestion, **fields) -> QuestionSheet:
    """Maria's list for Dr Lee; with her own questions where none are given."""
    marias = {
        "printed_on": dt.date(2026, 12, 1),
        "look": Look("a4", "normal"),
        "person": "Maria Alvarez",
        "with_whom": "Dr Lee",
        "day": dt.date(2026, 12, 3),
        "time": dt.time(10, 30),
        "facts": (
            Fact("Who comes along", "Ana, my daughter"),
            Fact("How much I want to know", "Everything, but the big picture first"),
            Fact("How I need information", "Slowly, in plain words, and written down"),
        ),
        "code_address": "https://careplan.example.org/v/ABCDE23456/",
    }
    return QuestionSheet(questions=questions or MARIAS_QUESTIONS, **{**marias, **fields})
