"""What is read of a file: upright pictures without a trace, PDFs byte for byte, plain refusals."""

import io
import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from careplan.documents import scan_pdf, scan_reader, scan_reading
from careplan.documents.scan_reading import SENTENCES, ScanKind, read
from careplan.documents.scan_refusal import Refused
from tests.documents import attack_files
from tests.documents.attack_files import HELD, REFUSED, WORD

ROOT = Path(__file__).resolve().parent.parent.parent


def opened(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def is_upright(content: bytes) -> bool:
    """Dark in the upper left corner, light in the three others."""
    image = opened(content).convert("L")
    right, low = image.width - 9, image.height - 9
    corners = [image.getpixel(place) for place in ((8, 8), (right, 8), (8, low), (right, low))]
    return corners[0] < 40 and min(corners[1:]) > 215


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (attack_files.photo(6), ScanKind.JPEG),
        (attack_files.png(), ScanKind.PNG),
        (attack_files.heic(6), ScanKind.JPEG),
    ],
    ids=["JPEG", "PNG", "HEIC"],
)
def test_a_photo_comes_out_upright_and_without_a_trace(content, kind):
    reading = read(content)
    assert (reading.kind, reading.pages) == (kind, 1)
    for made in (reading.file, reading.preview):
        image = opened(made)
        assert image.size == (600, 800)
        assert is_upright(made)
        assert dict(image.getexif()) == {}
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert WORD not in made
        assert b"Exif" not in made
    assert opened(reading.file).format == kind.label
    assert opened(reading.preview).format == "JPEG"


def test_the_files_of_these_tests_hold_what_is_to_be_gone():
    """Else the test above would hold for files that never had it."""
    for content in (attack_files.photo(6), attack_files.png(), attack_files.heic(6)):
        image = opened(content)
        assert image.getexif()[0x010F] == WORD.decode()
        assert image.getexif().get_ifd(0x8825)[2] == (41.0, 52.0, 30.0)
    photo = opened(attack_files.photo(6))
    assert {"comment", "icc_profile", "xmp"} <= set(photo.info)
    assert not is_upright(attack_files.photo(6))


@pytest.mark.parametrize("orientation", HELD)
def test_every_way_to_hold_a_camera(orientation):
    for content in (attack_files.photo(orientation), attack_files.heic(orientation)):
        _head, file, _preview = scan_reader.answer(content)
        assert opened(file).size == (600, 800)
        assert is_upright(file)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_a_photo_whose_exif_is_broken_is_kept_as_it_lies():
    content = attack_files.encoded(attack_files.page_picture(), "JPEG", exif=b"Exif\0\0II*\0junk")
    assert is_upright(scan_reader.answer(content)[1])


@pytest.mark.parametrize(
    ("picture", "mode"),
    [
        (attack_files.page_picture().convert("CMYK"), "RGB"),
        (attack_files.page_picture().convert("L"), "L"),
    ],
    ids=["CMYK", "grey"],
)
def test_jpegs_of_other_colours(picture, mode):
    file = scan_reader.answer(attack_files.encoded(picture, "JPEG"))[1]
    assert opened(file).mode == mode
    assert is_upright(file)


def see_through(picture: Image.Image) -> Image.Image:
    """The same sheet in black, with nothing where it was white."""
    ink = Image.new("RGBA", picture.size, "black")
    ink.putalpha(picture.convert("L").point(lambda grey: 255 - grey))
    return ink


SHEET = attack_files.page_picture()
DEEP = Image.new("I;16", (600, 800), 65_535)
DEEP.paste(0, (0, 0, 200, 266))


@pytest.mark.parametrize(
    ("picture", "mode"),
    [
        (SHEET.convert("1"), "L"),
        (SHEET.convert("L"), "L"),
        (SHEET.convert("P"), "RGB"),
        (DEEP, "L"),
        (see_through(SHEET), "RGB"),
        (see_through(SHEET).convert("LA"), "RGB"),
        (see_through(SHEET).convert("P"), "RGB"),
    ],
    ids=["1 bit", "grey", "palette", "16 bits", "RGBA", "grey with alpha", "palette with alpha"],
)
def test_pngs_of_every_kind(picture, mode):
    content = attack_files.encoded(picture, "PNG")
    head, file, preview = scan_reader.answer(content)
    assert head["kind"] == "image/png"
    assert opened(file).mode == mode
    assert is_upright(file)
    assert is_upright(preview)


def test_a_colour_that_stands_for_nothing_is_white():
    picture = Image.new("RGB", (60, 80), "red")
    content = attack_files.encoded(picture, "PNG", transparency=(255, 0, 0))
    assert opened(scan_reader.answer(content)[1]).getpixel((30, 40)) == (255, 255, 255)


def test_the_first_of_several_pictures_is_kept():
    more = [Image.new("RGB", (60, 80), "red")]
    content = attack_files.encoded(
        Image.new("RGB", (60, 80), "white"), "PNG", save_all=True, append_images=more
    )
    assert opened(content).n_frames == 2
    image = opened(scan_reader.answer(content)[1])
    assert getattr(image, "n_frames", 1) == 1
    assert image.getpixel((30, 40)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("size", "kept", "preview"),
    [
        ((4_096, 100), (4_096, 100), (1_000, 24)),
        ((5_000, 2_500), (4_096, 2_048), (1_000, 500)),
        ((100, 9_000), (46, 4_096), (11, 1_000)),
        ((20_000, 1), (4_096, 1), (1_000, 1)),
    ],
)
def test_a_large_picture_is_made_smaller(size, kept, preview):
    for kind in ("JPEG", "PNG"):
        made = scan_reader.answer(attack_files.encoded(Image.new("L", size), kind))
        assert (opened(made[1]).size, opened(made[2]).size) == (kept, preview)


def test_a_pdf_is_kept_byte_for_byte():
    content = attack_files.pdf(pages=3) + b"\n \0\r\n"
    reading = read(content)
    assert (reading.kind, reading.pages) == (ScanKind.PDF, 3)
    assert reading.file is content
    assert opened(reading.preview).size == (750, 1_000)
    assert is_upright(reading.preview)


def test_the_preview_shows_what_was_filled_in():
    def fill(made):
        look = pikepdf.Stream(made, b"0 g 0 0 200 267 re f")
        look.stream_dict.Type, look.stream_dict.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        look.stream_dict.BBox = pikepdf.Array([0, 0, 200, 267])
        field = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Widget,
            FT=pikepdf.Name.Tx,
            T="name",
            V="Ana",
            F=4,
            Rect=[0, 533, 200, 800],
            AP=pikepdf.Dictionary(N=made.make_indirect(look)),
        )
        field = made.make_indirect(field)
        made.pages[0].Contents = pikepdf.Stream(made, b"")
        made.pages[0].Annots = pikepdf.Array([field])
        made.Root.AcroForm = pikepdf.Dictionary(Fields=[field])

    assert is_upright(scan_reader.answer(attack_files.pdf(fill))[2])


def test_a_signed_pdf_with_links_and_a_start_page_is_kept():
    def dress(made):
        link = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.org/living-will")
        attack_files.annotation(Subtype=pikepdf.Name.Link, A=link)(made)
        attack_files.set_root(OpenAction=[made.pages[0].obj, pikepdf.Name.Fit])(made)
        made.Root.AcroForm = pikepdf.Dictionary(SigFlags=3, Fields=[])

    assert scan_reader.answer(attack_files.pdf(dress))[0]["kind"] == "application/pdf"


def test_a_pdf_of_200_pages_is_kept():
    assert scan_reader.answer(attack_files.pdf(pages=200))[0]["pages"] == 200


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused(name):
    why, make = REFUSED[name]
    assert scan_reader.answer(make()) == ({"refused": why}, b"", b"")
    assert why in SENTENCES


def test_every_sentence_is_asked_for():
    assert {why for why, _make in REFUSED.values()} == set(SENTENCES) - {"busy"}


@pytest.mark.parametrize("change", [pikepdf.Name.JavaScript, pikepdf.Name.Launch])
def test_the_look_inside_sees_what_the_look_at_the_bytes_cannot(change):
    """In an object stream the name is packed; spelled with # it is another word."""
    content = attack_files.pdf(
        lambda made: attack_files.set_root(
            OpenAction=made.make_indirect(pikepdf.Dictionary(S=change))
        )(made),
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
    )
    scan_pdf.check_bytes_below(content)  # sees nothing
    assert scan_reader.answer(content)[0] == {"refused": "program"}


# -- the process --------------------------------------------------------------------------------


def test_the_process_knows_neither_django_nor_the_site():
    program = (
        "import sys, careplan.documents.scan_reader;"
        "print(*sorted(m for m in sys.modules if m.split('.')[0] in ('django', 'careplan')))"
    )
    said = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert said.stdout.split() == [
        "careplan",
        "careplan.documents",
        *[
            f"careplan.documents.scan_{n}"
            for n in ("limits", "pdf", "picture", "reader", "refusal")
        ],
    ]


def probe(monkeypatch, body: str) -> bytes:
    """What `body` prints, run in the place of the process, with its limits."""
    program = f"""
import json, os, sys, time
from resource import RLIMIT_CORE, RLIMIT_DATA, getrlimit
from careplan.documents.scan_limits import limit
from careplan.documents.scan_reader import MEMORY, SECONDS
limit(memory=MEMORY, seconds=SECONDS)
{body}"""
    monkeypatch.setattr(scan_reading, "PROGRAM", ("-c", program))
    return scan_reading.ask(b"the file")


def test_a_process_that_ends_well_is_heard(monkeypatch):
    """Else every refusal below might be one for a fault of its own."""
    assert probe(monkeypatch, "print(sys.stdin.read())") == b"the file\n"


LOOK_ROUND = """
try:
    open({target!r}, "wb", 0).write(b"x")
    wrote = True
except OSError:
    wrote = False
limits = [getrlimit(RLIMIT_DATA), getrlimit(RLIMIT_CORE)]
print(json.dumps([dict(os.environ), wrote, os.listdir("/proc/self/fd"), limits]))
"""


def test_the_process_has_nothing_and_may_write_nothing(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgres://u:secret@host/name")
    target = tmp_path / "written"
    with socket.socket() as ours:
        os.set_inheritable(ours.fileno(), True)
        said = probe(monkeypatch, LOOK_ROUND.format(target=str(target)))
    environment, wrote, files, limits = json.loads(said)
    assert set(environment) <= {"LC_CTYPE"}  # Python's own
    assert wrote is False
    assert target.read_bytes() == b""
    assert set(files) <= {"0", "1", "2", "3"}  # the last is the list that it made
    assert limits == [[scan_reader.MEMORY] * 2, [0, 0]]


@pytest.mark.parametrize(
    "body",
    [
        "held = bytearray(2_000_000_000); held[::4096] = b'x' * len(held[::4096])",
        "os.abort()",
        "os.kill(os.getpid(), 9)",
        "sys.exit(3)",
    ],
    ids=["memory", "abort", "killed", "fault"],
)
def test_a_process_that_ends_badly_is_a_refusal(monkeypatch, body):
    with pytest.raises(Refused) as refused:
        probe(monkeypatch, body)
    assert refused.value.args == ("heavy",)


@pytest.mark.parametrize("body", ["while True: pass", "time.sleep(60)"])
def test_a_process_that_does_not_end_is_ended(monkeypatch, body):
    monkeypatch.setattr(scan_reading, "SECONDS", 1)
    start = time.monotonic()
    with pytest.raises(Refused) as refused:
        probe(monkeypatch, body)
    assert refused.value.args == ("heavy",)
    assert time.monotonic() - start < 10


def test_a_process_that_talks_without_end_is_ended(monkeypatch):
    monkeypatch.setattr(scan_reading, "MOST_BYTES", 100_000)
    with pytest.raises(Refused) as refused:
        probe(monkeypatch, "while True: os.write(1, b'x' * 10_000)")
    assert refused.value.args == ("heavy",)


GOOD = {"kind": "image/jpeg", "pages": 1, "file": 4, "preview": 4}
BODY = b"\xff\xd8\xff1\xff\xd8\xff2"


def test_an_answer_is_read():
    reading = scan_reading.reading_of(b"sent", json.dumps(GOOD).encode() + b"\n" + BODY)
    assert (reading.file, reading.preview) == (b"\xff\xd8\xff1", b"\xff\xd8\xff2")


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"[]",
        b"5",
        b"null",
        b'"refused"',
        b"{" * 1_000,
        b'{"refused": []}',
        b'{"refused": "<b>"}',
        *[
            json.dumps(GOOD | wrong).encode()
            for wrong in (
                {"kind": "text/html"},
                {"kind": "image/png"},  # it does not begin as one
                {"kind": None},
                {"pages": 0},
                {"pages": 201},
                {"pages": "1"},
                {"file": -4},
                {"file": 5},
                {"file": "4"},
                {"preview": 3},
                {"preview": None},
            )
        ],
    ],
)
def test_an_answer_that_makes_no_sense_is_a_refusal(head):
    with pytest.raises(Refused) as refused:
        scan_reading.reading_of(b"sent", head + b"\n" + BODY)
    assert refused.value.args == ("damaged",)


def test_what_is_sent_as_a_pdf_begins_as_one():
    said = json.dumps(GOOD | {"kind": "application/pdf", "file": 0, "preview": 4}).encode() + b"\n"
    with pytest.raises(Refused):
        scan_reading.reading_of(b"<html>", said + BODY[:4])


def test_a_picture_of_80_million_dots_fits_into_the_memory(monkeypatch):
    monkeypatch.setattr(scan_reading, "SECONDS", 100)  # a busy machine; of a processor it has 20
    content = attack_files.large_png(10_000, 8_000)
    assert len(content) < 500_000
    reading = read(content)
    assert opened(reading.file).size == (4_096, 3_277)


def test_one_file_is_read_at_a_time(settings, monkeypatch):
    monkeypatch.setattr(scan_reading, "PATIENCE", 0)
    places = scan_reading.Places(
        settings.VAR_DIR / "reading", count=1, chairs=0, patience=0, busy=scan_reading.Busy
    )
    with places.one(), pytest.raises(Refused) as refused:
        read(b"anything")
    assert refused.value.args == ("busy",)
    assert read(attack_files.photo()).kind == ScanKind.JPEG


def test_nothing_of_what_was_read_lies_on_the_disk(settings):
    read(attack_files.photo())
    files = [path for path in Path(settings.VAR_DIR).rglob("*") if path.is_file()]
    assert {path.stat().st_size for path in files} == {0}


def test_only_the_process_knows_what_reads_files():
    readers = ("PIL", "pillow_heif", "pikepdf", "pypdfium2")
    starts = tuple(f"{word} {name}" for word in ("import", "from") for name in readers)
    knows = {
        file.name
        for file in (ROOT / "careplan").rglob("*.py")
        if any(line.startswith(starts) for line in file.read_text().splitlines())
    }
    assert knows == {"scan_pdf.py", "scan_picture.py", "returned_reader.py"}


PLAIN_PDF = b"""%PDF-1.4
1 0 obj
<< /Type /Catalog /Pages 2 0 R /Extra [6 0 R 7 0 R 8 0 R 9 0 R 10 0 R] >>
endobj
2 0 obj
<< /Type /Pages /Kids [3 0 R] /Count 1 >>
endobj
3 0 obj
<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R >>
endobj
4 0 obj
<< /Length 5 0 R >>
stream
0 0 100 100 re f
endstream
endobj
5 0 obj
16
endobj
6 0 obj
1.5
endobj
7 0 obj
true
endobj
8 0 obj
(text)
endobj
9 0 obj
/Name
endobj
10 0 obj
null
endobj
trailer
<< /Root 1 0 R /Size 11 >>
startxref
0
%%EOF
"""


def test_a_pdf_whose_numbers_and_texts_have_numbers_of_their_own():
    """As many writers make them: the length of a stream, the title of an outline."""
    reading = read(PLAIN_PDF)
    assert (reading.kind, reading.pages, reading.file) == (ScanKind.PDF, 1, PLAIN_PDF)
