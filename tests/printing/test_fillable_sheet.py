"""The list to fill in: what stands on it and in its fields, and that it lives through a viewer."""

import io
import json

import pikepdf
import pytest

from careplan.exchange import returned_reader
from careplan.exchange.returned_reading import fields_of
from careplan.printing.fillable_sheet import FillableQuestion, FillableSheet, fillable_list, room
from careplan.printing.sheets import Look
from tests.printing.conftest import MARIAS_QUESTIONS, marias_list
from tests.printing.test_sheets import ARABIC, ATKINSON, PAPER, VIETNAMESE
from tests.printing.viewers import VIEWERS

pytestmark = pytest.mark.pdf
SAID = "Rest more — é “quoted”\n(a) \\ b\n\nẹ 😀"


def to_fill_in(*questions: FillableQuestion, **fields) -> FillableSheet:
    """Maria's list: the first is answered, the fourth was asked."""
    plain = marias_list(**fields)
    said = {0: (SAID, True), 3: ("", True)}
    marias = (
        FillableQuestion(q.text, q.why, *said.get(n, ())) for n, q in enumerate(MARIAS_QUESTIONS)
    )
    values = {name: getattr(plain, name) for name in plain.__dataclass_fields__}
    values["questions"] = questions or tuple(marias)
    return FillableSheet(**values, reference="a-key:a-signature")


def read_back(pdf: bytes) -> dict:
    """What the site reads in it."""
    answer = returned_reader.answer(pdf)
    assert "refused" not in answer, answer
    return fields_of(json.dumps(answer).encode())


AS_GIVEN = {
    **{f"q{n}_asked": n in {1, 4} for n in range(1, 6)},
    **{f"q{n}_answer": SAID if n == 1 else "" for n in range(1, 6)},
    "list": "a-key:a-signature",
}


def test_every_look_passes_every_check(opened, look):
    pdf = opened(fillable_list(to_fill_in(look=look)))
    pdf.check()
    assert pdf.paper == {PAPER[look.paper]}
    assert pdf.fonts() == ATKINSON
    assert pdf.outside() == []
    assert pdf.reader.metadata.title == "Maria Alvarez: questions, 3\u00a0December\u00a02026"


def test_a_list_from_right_to_left(opened):
    look = Look("a4", "normal", "ar")
    pdf = opened(fillable_list(to_fill_in(FillableQuestion(ARABIC, "", ARABIC), look=look)))
    pdf.check()
    assert pdf.root["/Lang"] == "ar"


def test_it_says_all_in_order_and_no_answer_twice(opened):
    pdf = opened(fillable_list(to_fill_in()))
    words = pdf.words()
    for question in MARIAS_QUESTIONS:
        assert words.count(question.text) == 1
        assert words.count(question.why) == 1
    assert words.startswith("Question list, to fill in Maria Alvarez Questions for Dr Lee")
    assert words.count("Asked") == 5
    # It stands in its field alone, which a screen reader reads by itself.
    assert "Rest more" not in words
    assert "signature" not in words


def test_each_field_has_its_name_in_words_and_its_room():
    with pikepdf.open(io.BytesIO(fillable_list(to_fill_in()))) as pdf:
        fields = {str(field.T): field for field in pdf.Root.AcroForm.Fields}
        named = [(name, str(f.TU)) for name, f in fields.items() if name != "list"]
        assert named[:4] == [
            ("q1_asked", "Question 1: asked"),
            ("q1_answer", "Question 1: answer"),
            ("q2_asked", "Question 2: asked"),
            ("q2_answer", "Question 2: answer"),
        ]
        assert len(fields) == 11
        assert pdf.Root.AcroForm.NeedAppearances is True
        assert {int(fields[f"q{n}_answer"].MaxLen) for n in range(1, 6)} == {10_000}
        unseen = fields["list"]
        assert (int(unseen.F), int(unseen.Ff)) == (2, 1)  # hidden; not to be written in
        assert unseen.objgen in [annotation.objgen for annotation in pdf.pages[0].Annots]


def test_what_stands_is_filled_in_letter_for_letter():
    assert read_back(fillable_list(to_fill_in())) == AS_GIVEN


def test_words_that_our_fonts_lack_are_whole_in_their_field():
    said = f"{VIETNAMESE}\n{ARABIC}\n我该怎么办？"
    pdf = fillable_list(to_fill_in(FillableQuestion("Why?", "", said)))
    assert read_back(pdf)["q1_answer"] == said


def test_a_long_answer_has_a_higher_box():
    assert [room("x" * n) for n in (300, 301, 901)] == ["", "more", "most"]
    heights = []
    for length in (10, 400, 5_000):
        sheet = to_fill_in(FillableQuestion("Why?", "", "word " * (length // 5)))
        with pikepdf.open(io.BytesIO(fillable_list(sheet))) as pdf:
            box = next(f for f in pdf.Root.AcroForm.Fields if str(f.T) == "q1_answer").Rect
            heights.append(round(abs(float(box[3]) - float(box[1]))))
    assert heights[0] < heights[1] < heights[2]


@pytest.mark.parametrize("viewer", VIEWERS)
def test_it_lives_through_being_filled_in(viewer):
    """The same list, filled in by three programs, and once more after that."""
    typed = {
        "q1_asked": False,
        "q2_asked": True,
        "q2_answer": "Scan on Monday, é “so”\nthen call (555) 0142",
        "q3_answer": VIETNAMESE,
    }
    filled = VIEWERS[viewer](fillable_list(to_fill_in()), typed)
    assert read_back(filled) == AS_GIVEN | typed
    again = VIEWERS[viewer](filled, {"q2_answer": "", "q1_asked": True})
    assert read_back(again) == AS_GIVEN | typed | {"q2_answer": "", "q1_asked": True}


def test_two_hundred_questions(opened):
    questions = [FillableQuestion(f"Question number {n} of many?") for n in range(1, 201)]
    pdf = fillable_list(to_fill_in(*questions, look=Look("letter", "large")))
    assert len(read_back(pdf)) == 401
    opened(pdf).check()
