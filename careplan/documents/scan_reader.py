"""Reads one file that somebody sent, in a process of its own: python -m, the file on stdin.

Whatever is wrong with the file or with what reads it, it goes wrong here, where there is nothing
else: no setting, no secret, no database, no way to write a file, and an end to memory and time.
So this module, and what it imports, know neither Django nor the rest of careplan.

On stdout: a line of JSON, {"refused": why} or {"kind", "pages", "file", "preview"}, the last two as
lengths, then the bytes of both. A PDF is kept as it was sent: its "file" is 0.
"""

import json
import sys

from careplan.documents import scan_pdf, scan_picture
from careplan.documents.scan_limits import limit
from careplan.documents.scan_refusal import Refused

MEMORY = 800 * 2**20  # bytes; 80 million dots took up to 730
SECONDS = 20  # of a processor; 48 million dots of an iPhone took 8
BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}


def kind_of(data: bytes) -> str:
    """What the bytes say that it is; neither its name nor its sender is asked. Raises Refused."""
    if not data:
        raise Refused("empty")
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data[4:8] == b"ftyp" and data[8:12] in BRANDS:
        return "HEIF"
    if b"%PDF-" in data[:1024]:  # where it does not come first, something else does
        return "PDF"
    raise Refused("kind")


def read(data: bytes) -> tuple[dict, bytes, bytes]:
    kind = kind_of(data)
    if kind == "PDF":
        pages, preview = scan_pdf.read(data)
        return {"kind": "application/pdf", "pages": pages}, b"", preview
    picture = scan_picture.upright(data, kind)
    if kind == "PNG":
        file, kept = scan_picture.encoded(picture, "PNG"), "image/png"
    else:
        file, kept = scan_picture.encoded(picture, "JPEG", quality=90), "image/jpeg"
    return {"kind": kept, "pages": 1}, file, scan_picture.preview(picture)


def answer(data: bytes) -> tuple[dict, bytes, bytes]:
    try:
        head, file, preview = read(data)
    except Refused as refused:
        return {"refused": refused.args[0]}, b"", b""
    except MemoryError:
        return {"refused": "heavy"}, b"", b""
    except Exception:  # whatever the libraries raise at what is no whole file
        return {"refused": "damaged"}, b"", b""
    return head | {"file": len(file), "preview": len(preview)}, file, preview


def main() -> None:
    limit(memory=MEMORY, seconds=SECONDS)
    head, file, preview = answer(sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + file + preview)


if __name__ == "__main__":
    main()
