"""What comes back may be anything: no file is an error page, and none takes more than its share."""

import json
import resource
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pikepdf
import pytest

from careplan.documents import scan_reading
from careplan.exchange import returned_reader, returned_reading
from careplan.exchange.returned_reading import SENTENCES, fields_of
from tests.exchange.returned_files import (
    WORD,
    bomb,
    bomb_of_objects,
    deep,
    filled,
    given_out,
    in_a_circle,
    many_fields,
    marias_visit,
    send,
    with_program,
)
from tests.exchange.returned_mutants import mutant

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = "0f0f0f0f-1111-4222-8333-444444444444:" + "s" * 43


def read(content: bytes) -> dict:
    return returned_reader.answer(content)


def test_only_its_own_fields_are_read():
    others = {"q1_answer": "Rest", "q2_asked": True, "q0_answer": WORD, "q1000_answer": WORD}
    others |= {"Q1_answer": WORD, "q1_answer ": WORD, "password": WORD, "q3_other": WORD}
    assert read(filled(REFERENCE, others)) == {
        "fields": {"list": REFERENCE, "q1_answer": "Rest", "q2_asked": True}
    }


def test_programs_are_neither_run_nor_kept():
    file = filled(REFERENCE, {"q1_answer": "Rest"}, with_program)
    assert read(file) == {"fields": {"list": REFERENCE, "q1_answer": "Rest"}}


def test_fields_in_a_circle_end():
    found = read(filled(REFERENCE, {"q2_answer": "Rest"}, in_a_circle))
    assert found["fields"] == {"list": REFERENCE, "q2_answer": "Rest", "q1_answer": WORD}


def test_an_answer_that_is_no_text_is_as_good_as_none():
    """It is not taken for one that was emptied, and what it unpacks to is never looked at."""
    start = time.monotonic()
    for change in (bomb, deep):
        assert read(filled(REFERENCE, {"q1_answer": ""}, change)) == {"fields": {"list": REFERENCE}}
    assert time.monotonic() - start < 5

    def emptied(pdf):
        del pdf.Root.AcroForm.Fields[-1].V

    assert read(filled(REFERENCE, {"q1_answer": "x"}, emptied))["fields"]["q1_answer"] == ""


def test_100_000_fields_are_refused():
    assert read(filled(REFERENCE, {}, many_fields)) == {"refused": "heavy"}


def test_huge_answers_are_cut_or_refused():
    found = read(filled(REFERENCE, {"q1_answer": "x" * 2_000_000}))["fields"]
    assert len(found["q1_answer"]) == returned_reader.MOST_WORDS
    typed = {f"q{n}_answer": "x" * 50_000 for n in range(1, 90)}
    assert read(filled(REFERENCE, typed)) == {"refused": "heavy"}


@pytest.mark.parametrize(
    "value",
    [
        b"\xfe\xff\xd8\x00",
        b"\xff\xfe\x00\xd8",
        b"\xef\xbb\xbf\xff",
        b"\x00\x01\x02",
        b"\xfe\xff\x00",
    ],
)
def test_broken_letters_are_replaced(value):
    def put(pdf):
        pdf.Root.AcroForm.Fields[-1].V = pikepdf.String(value)

    answer = read(filled(REFERENCE, {"q1_answer": ""}, put))
    said = fields_of(json.dumps(answer).encode())["q1_answer"]
    said.encode()  # as a database will
    assert "\0" not in said


@pytest.mark.parametrize(
    ("tick", "expected"),
    [
        (pikepdf.Name.Off, {"q1_asked": False}),
        (pikepdf.Name.Yes, {"q1_asked": True}),
        (None, {"q1_asked": True}),  # with no value of its own, it is as it looks
        (5, {}),
        ("on", {}),
        (pikepdf.Array([pikepdf.Name.on]), {}),
    ],
)
def test_a_tick_is_a_name(tick, expected):
    def put(pdf):
        if tick is None:
            del pdf.Root.AcroForm.Fields[-1].V
        else:
            pdf.Root.AcroForm.Fields[-1].V = tick

    found = read(filled(REFERENCE, {"q1_asked": True}, put))["fields"]
    assert found == {"list": REFERENCE} | expected


# --- the process ---


def test_the_process_knows_neither_django_nor_the_site():
    program = (
        "import sys, careplan.exchange.returned_reader;"
        "print(*sorted(m for m in sys.modules if m.split('.')[0] in ('django', 'careplan')))"
    )
    said = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert said.stdout.split() == [
        "careplan",
        "careplan.documents",
        "careplan.documents.scan_limits",
        "careplan.documents.scan_refusal",
        "careplan.exchange",
        "careplan.exchange.returned_reader",
    ]


PEAK = """
import sys
from careplan.exchange import returned_reader
returned_reader.main()
status = open("/proc/self/status").read()
print(status[status.index("VmHWM:") + 6 :].split()[0])
"""


def test_a_bomb_takes_no_more_than_its_share():
    """Without an end to its memory, one of 400 MB took 540; a common list takes 66."""
    file = bomb_of_objects()
    assert len(file) < returned_reading.MOST_BYTES
    with pytest.raises(scan_reading.Refused) as refused:
        returned_reading.read(file)
    assert refused.value.args[0] in {"heavy", "damaged"}  # qpdf may say that it is no whole file
    if Path("/proc/self/status").exists():
        said = scan_reading.ask(file, ("-c", PEAK)).decode()
        assert int(said.partition("}")[2]) < 400 * 1024, "kB"


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"[]",
        b"5",
        b'{"fields": []}',
        b'{"fields": {}}',
        b'{"fields": {"list": true}}',
        b'{"fields": {"list": null}}',
        b'{"fields": {"list": "x", "q1_answer": true}}',
        b'{"fields": {"list": "x", "q1_asked": "on"}}',
        b'{"fields": {"list": "x", "q1_answer": ["a"]}}',
        b'{"refused": "<b>"}',
        b'{"refused": []}',
        b"[" * 100_000,
    ],
)
def test_an_answer_that_makes_no_sense_is_a_refusal(said):
    with pytest.raises(scan_reading.Refused) as refused:
        fields_of(said)
    assert refused.value.args == ("damaged",)


# --- a thousand broken files ---

KNOWN = {"kind", "damaged", "heavy", "locked", "strange"}


def outcome(number: int, reference: str) -> str:
    answer = read(mutant(number, reference))
    if "refused" in answer:
        assert answer["refused"] in KNOWN, number
        return answer["refused"]
    try:
        fields_of(json.dumps(answer).encode())
    except scan_reading.Refused:
        return "damaged"
    return "read"


def sweep(count: int) -> Counter:
    return Counter(outcome(number, REFERENCE) for number in range(count))


def test_a_hundred_broken_files():
    found = sweep(100)
    # They are no mere rubbish: many are still read, and others are refused.
    assert found["read"] > 15
    assert found["damaged"] + found["strange"] > 15


@pytest.mark.long
def test_a_thousand_broken_files():
    """In one process, whose memory they may not add to."""
    sweep(50)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.monotonic()
    found = sweep(1_000)
    more = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert sum(found.values()) == 1_000
    assert more < 50 * 1024, "kB"
    assert time.monotonic() - start < 300


@pytest.mark.django_db
def test_broken_files_are_a_page_each(signed_in, cast, monkeypatch):
    """All the way, with the reading in this process; three with one of their own."""
    visit = marias_visit(cast, "One?", "Two?")
    given, client = given_out(visit, cast.maria), signed_in(cast.maria)
    ask = returned_reading.ask
    for number in range(60):
        if number >= 3:
            monkeypatch.setattr(
                returned_reading, "ask", lambda data, program: json.dumps(read(data)).encode()
            )
        page = send(client, visit, mutant(number, given.reference))
        assert page.status_code in {200, 302}, number
    assert ask is not returned_reading.ask
    assert cast.plan.questions.exclude(answer="").count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("change", [in_a_circle, with_program, deep, many_fields])
def test_a_hostile_file_is_a_page(signed_in, cast, change):
    visit = marias_visit(cast, "One?")
    given = given_out(visit, cast.maria)
    page = send(signed_in(cast.maria), visit, filled(given.reference, {"q1_answer": "A"}, change))
    assert page.status_code in {200, 302}
    assert (str(SENTENCES["heavy"]) in page.content.decode()) is (change is many_fields)
