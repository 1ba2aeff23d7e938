"""Reads what was typed into one PDF, in a process of its own: python -m, the file on stdin.

As careplan/documents/scan_reader.py, it knows neither Django nor the rest of the site. Nothing of
the file is run, drawn or followed: the values of its text fields and ticks are read, by the names
that a list of ours gives them, and nothing else.

On stdout: JSON, {"refused": why} or {"fields": {name: words or whether it is ticked}}.
"""

import io
import json
import re
import sys

import pikepdf

from careplan.documents.scan_limits import limit
from careplan.documents.scan_refusal import Refused

MEMORY = 300 * 2**20  # bytes
SECONDS = 10  # of a processor
OURS = re.compile(r"list|q[1-9]\d{0,2}_(?:answer|asked)")
MOST_FIELDS = 2_000  # looked at; a list has 300 questions of two fields
MOST_WORDS = 50_000  # letters of one field; what is longer is cut, and then too long for an answer
MOST_IN_ALL = 4_000_000  # letters of all fields
NOT_TICKED = ("/Off", "/")


def read(data: bytes) -> dict[str, str | bool]:
    """The fields of ours in a PDF. Raises Refused."""
    if b"%PDF-" not in data[:1024]:
        raise Refused("kind")
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if pdf.is_encrypted:
                raise Refused("locked")
            found = fields_of(pdf)
    except pikepdf.PasswordError:
        raise Refused("locked") from None
    if "list" not in found:
        raise Refused("strange")
    return found


def fields_of(pdf: pikepdf.Pdf) -> dict[str, str | bool]:
    form = pdf.Root.get("/AcroForm")
    fields = form.get("/Fields") if isinstance(form, pikepdf.Dictionary) else None
    found, letters = {}, 0
    # A list of ours has no fields below fields; what a viewer puts there are its places on pages.
    for field in things(fields):
        name = str(field.get("/T", "")) if isinstance(field, pikepdf.Dictionary) else ""
        if not OURS.fullmatch(name) or name in found:
            continue
        value = ticked(field) if name.endswith("_asked") else words(field)
        if value is None:
            continue
        found[name] = value
        letters += len(value) if isinstance(value, str) else 0
        if letters > MOST_IN_ALL:
            raise Refused("heavy")
    return found


def things(fields):
    """The members of an array, as far as a list of ours can have any."""
    if not isinstance(fields, pikepdf.Array):
        return
    if len(fields) > MOST_FIELDS:
        raise Refused("heavy")
    for number in range(len(fields)):
        yield fields[number]


def words(field) -> str | None:
    """What stands in a text field; None for what is no plain text: nobody typed that."""
    value = field.get("/V", "")
    if not isinstance(value, pikepdf.String | str):
        return None
    try:
        typed = str(value)
    except UnicodeDecodeError:
        typed = bytes(value).decode("utf-8", "replace")
    return typed[:MOST_WORDS].encode("utf-8", "replace").decode()


def ticked(field) -> bool | None:
    """As its value says; where a viewer changed only what is seen of it, as that says."""
    said = field.get("/V", field.get("/AS"))
    return str(said) not in NOT_TICKED if isinstance(said, pikepdf.Name) else None


def answer(data: bytes) -> dict:
    try:
        return {"fields": read(data)}
    except Refused as refused:
        return {"refused": refused.args[0]}
    except MemoryError:
        return {"refused": "heavy"}
    except Exception:  # whatever the library raises at what is no whole file
        return {"refused": "damaged"}


def main() -> None:
    limit(memory=MEMORY, seconds=SECONDS)
    json.dump(answer(sys.stdin.buffer.read()), sys.stdout)


if __name__ == "__main__":
    main()
