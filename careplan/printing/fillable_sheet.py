"""The list to fill in on a tablet: a PDF with fields, for a visit without a signal.

What was said so far stands in its fields. It carries the reference of its FillableList, and comes
back through the room `exchange`.
"""

from dataclasses import dataclass, replace

from django.utils import translation

from careplan.printing import printer
from careplan.printing.sheets import QuestionSheet, SheetQuestion, images_of, list_of, page, typed
from careplan.questions.models import Question

REFERENCE = "list"  # the field that nobody sees
MORE, MOST = 300, 900  # letters of an answer that get a higher box


@dataclass(frozen=True)
class FillableQuestion(SheetQuestion):
    """A question, and what was said of it so far."""

    answer: str = ""
    is_asked: bool = False


@dataclass(frozen=True)
class FillableSheet(QuestionSheet):
    reference: str = ""


@dataclass(frozen=True)
class Item:
    """A question with its number, the names of its two fields, and how high its box is."""

    number: int
    question: FillableQuestion
    room: str

    @property
    def asked(self) -> str:
        return asked_field(self.number)

    @property
    def answer(self) -> str:
        return answer_field(self.number)


def asked_field(number: int) -> str:
    return f"q{number}_asked"


def answer_field(number: int) -> str:
    return f"q{number}_answer"


def fillable_list(sheet: FillableSheet) -> bytes:
    """The PDF with fields. Raises PrintError."""
    # What is filled in already stands there letter for letter, whatever our fonts can print.
    values = {answer_field(n): q.answer for n, q in enumerate(sheet.questions, 1)}
    on_paper = typed(replace(sheet, reference=""))
    with translation.override(sheet.look.language):
        html = page("printing/fillable_list.html", on_paper, _shown(on_paper))
    unseen = {REFERENCE: sheet.reference}
    return printer.render(html, images=images_of(sheet), form=values, unseen=unseen)


def _shown(sheet: FillableSheet) -> dict:
    context = list_of(sheet)
    number = 0
    for section in context["sections"]:
        section["rows"] = []
        for question in section["questions"]:
            number += 1
            section["rows"].append(Item(number, question, room(question.answer)))
    return context | {"most": Question.ANSWER_LENGTH}


def room(answer: str) -> str:
    length = len(answer) + 40 * answer.count("\n")
    return "most" if length > MOST else "more" if length > MORE else ""
