"""A PDF, looked through and kept as it is: written anew, it would lose its digital signature.

What could run, open or carry something else is refused. Runs in the process of scan_reader.py
alone. The names of the format are those of ISO 32000.
"""

import io
import re
import zlib
from collections.abc import Iterator

import pikepdf
import pypdfium2

from careplan.documents import scan_picture
from careplan.documents.scan_refusal import Refused

MOST_PAGES = 200
MOST_UNPACKED = 300_000_000  # bytes of one stream, dots of one picture; a page at 600 dpi has 105
ZLIB_RATIO = 1_032  # no byte of zlib unpacks to more
BLOCK = 1_000_000  # bytes
SPACE = b"\0\t\n\f\r "
# A web page in it; and what an older version of it holds that a newer one hides.
MIXED_IN = re.compile(rb"<(?:html|script|iframe|!doctype\s+html)[\s/>]", re.IGNORECASE)
PROGRAM_BELOW = re.compile(rb"/(?:JavaScript|RichMedia|Launch)\b")
FILE_BELOW = re.compile(rb"/EmbeddedFiles?\b")
KEYS = dict.fromkeys(("/JS", "/JavaScript", "/XFA", "/RichMediaContent"), "program")
KEYS |= dict.fromkeys(("/EF", "/EmbeddedFiles"), "file")
# Kinds of actions, annotations and streams. GoToR: a file elsewhere, which a reader would fetch.
KINDS = dict.fromkeys(
    (
        "/JavaScript",
        "/Launch",
        "/ImportData",
        "/SubmitForm",
        "/Rendition",
        "/RichMedia",
        "/Movie",
        "/Sound",
    ),
    "program",
)
KINDS |= dict.fromkeys(("/EmbeddedFile", "/FileAttachment", "/GoToE", "/GoToR"), "file")


def read(data: bytes) -> tuple[int, bytes]:
    """The number of pages and a picture of the first one. Raises Refused."""
    check_bytes(data)
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if pdf.is_encrypted:
                raise Refused("protected")
            pages = len(pdf.pages)
            if not 1 <= pages <= MOST_PAGES:
                raise Refused("pages" if pages else "damaged")
            for thing in dictionaries(pdf):
                check(thing)
    except pikepdf.PasswordError:
        raise Refused("locked") from None
    check_bytes_below(data)
    return pages, first_page(data)


def check_bytes(data: bytes) -> None:
    """It is a PDF from its first byte to its last, and nothing besides."""
    end = data.rfind(b"%%EOF")
    if end == -1:
        raise Refused("damaged")
    if not re.match(rb"%PDF-[12]\.\d", data) or data[end + 5 :].strip(SPACE):
        raise Refused("mixed")
    if MIXED_IN.search(data):
        raise Refused("mixed")


def check_bytes_below(data: bytes) -> None:
    """An older version inside it holds nothing either."""
    if PROGRAM_BELOW.search(data):
        raise Refused("program")
    if FILE_BELOW.search(data):
        raise Refused("file")


def dictionaries(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every dictionary and stream in it, wherever it stands."""
    for numbered in pdf.objects:
        inside = [numbered]
        while inside:
            thing = inside.pop()
            if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
                yield thing
                children = list(thing.values())
            elif isinstance(thing, pikepdf.Array):
                children = list(thing)
            else:  # a number, a name, a text: many writers give them numbers of their own
                continue
            # What has a number of its own comes by itself.
            inside += [
                child
                for child in children
                if isinstance(child, pikepdf.Array | pikepdf.Dictionary) and not child.is_indirect
            ]


def check(thing: pikepdf.Object) -> None:
    for key, why in KEYS.items():
        if key in thing:
            raise Refused(why)
    for key in ("/S", "/Subtype", "/Type"):
        kind = thing.get(key)
        if isinstance(kind, pikepdf.Name) and str(kind) in KINDS:
            raise Refused(KINDS[str(kind)])
    if isinstance(thing, pikepdf.Stream):
        check_size(thing)


def check_size(stream: pikepdf.Stream) -> None:
    """It does not unpack to many times its size."""
    if int(stream.get("/Width", 0)) * int(stream.get("/Height", 0)) > MOST_UNPACKED:
        raise Refused("heavy")
    filters = stream.get("/Filter", pikepdf.Array())
    names = [str(filters)] if isinstance(filters, pikepdf.Name) else [str(f) for f in filters]
    packed = [name for name in names if name in {"/FlateDecode", "/Fl"}]
    if len(packed) > 1 or (packed and unpacked(stream.read_raw_bytes()) > MOST_UNPACKED):
        raise Refused("heavy")


def unpacked(raw: bytes) -> int:
    """How many bytes `raw` unpacks to; counted no further than it takes to refuse it."""
    if len(raw) * ZLIB_RATIO <= MOST_UNPACKED:
        return 0
    unpack, count, rest = zlib.decompressobj(), 0, raw
    while rest and count <= MOST_UNPACKED:
        count += len(unpack.decompress(rest, BLOCK))
        rest = unpack.unconsumed_tail
    return count


def first_page(data: bytes) -> bytes:
    pdf = pypdfium2.PdfDocument(data)
    pdf.init_forms()  # else what was filled in would not show
    page = pdf[0]
    picture = page.render(scale=scan_picture.PREVIEW / max(page.get_size())).to_pil()
    return scan_picture.encoded(picture.convert("RGB"), "JPEG", quality=80)
