"""PDFs as a broken app or somebody hostile makes them of a list that was filled in.

Each is made of a number alone, so that a failure names the file that made it.
"""

import random
import re

from tests.exchange.returned_files import filled

OBJECT = re.compile(rb"\d+ 0 obj\n.*?endobj\n", re.DOTALL)
NUMBER = re.compile(rb"\d+")
TOKENS = (b"null", b"[", b"]", b"<<", b">>", b"(", b")", b"/V", b"/Kids", b"/Parent", b"/Fields")
TOKENS += (b"R", b"obj", b"endobj", b"stream", b"endstream", b"%", b"<", b"\0", b"\xff\xfe", b"#")
TOKENS += (b"9 0 R", b"-1", b"99999999999999999999", b"1e400", b"/AcroForm", b"/Encrypt", b"/T")


def mutant(number: int, reference: str) -> bytes:
    """The file of this number."""
    chance = random.Random(number)  # noqa: S311 - it is to come out the same each time
    options = {"compress_streams": False}
    if number % 2:
        options["object_stream_mode"] = 2  # packed, as many apps save
    data = bytearray(filled(reference, {"q1_answer": "Rest", "q2_asked": True}, **options))
    for _time in range(chance.choice([1, 1, 2, 5, 20])):
        chance.choice(CHANGES)(data, chance)
    return bytes(data)


def flip(data, chance):
    for _bit in range(chance.choice([1, 8, 64])):
        place = chance.randrange(len(data) or 1)
        if data:
            data[place] ^= 1 << chance.randrange(8)


def cut(data, chance):
    del data[chance.randrange(len(data) or 1) :]


def leave_out(data, chance):
    start = chance.randrange(len(data) or 1)
    del data[start : start + chance.choice([1, 10, 100])]


def double(data, chance):
    """An object stands there twice, under one number or under that of another."""
    objects = [match.group() for match in OBJECT.finditer(bytes(data))]
    if objects:
        other = re.sub(rb"^\d+", b"%d" % chance.randrange(12), chance.choice(objects))
        place = chance.randrange(len(data))
        data[place:place] = other


def put_in(data, chance):
    place = chance.randrange(len(data) or 1)
    data[place:place] = b" %s " % chance.choice(TOKENS)


def renumber(data, chance):
    """Some number is another one: a reference, a length, a place in the table."""
    numbers = list(NUMBER.finditer(bytes(data)))
    if numbers:
        match = chance.choice(numbers)
        data[match.start() : match.end()] = b"%d" % chance.choice([0, 1, 2, 3, 5, 8, 99, 2**31])


def repeat(data, chance):
    start = chance.randrange(len(data) or 1)
    part = data[start : start + chance.choice([10, 200])]
    data[start:start] = part * chance.choice([2, 50])


CHANGES = (flip, flip, cut, leave_out, double, put_in, put_in, renumber, renumber, repeat)
