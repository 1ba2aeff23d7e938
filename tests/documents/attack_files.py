"""Files that somebody may send: good ones, and each kind that is to be refused."""

import io
import struct
import zlib

import pikepdf
import pillow_heif
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image, ImageDraw
from PIL.ExifTags import IFD, Base
from PIL.PngImagePlugin import PngInfo

pillow_heif.register_heif_opener()

WORD = b"canary-of-Maria"  # what must be found nowhere but in what she downloads


def page_picture(size=(600, 800)) -> Image.Image:
    """A sheet that is dark in its upper left corner, and nowhere else."""
    picture = Image.new("RGB", size, "white")
    ImageDraw.Draw(picture).rectangle((0, 0, size[0] // 3, size[1] // 3), "black")
    return picture


def encoded(picture: Image.Image, kind: str, **options) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def exif(orientation=1) -> Image.Exif:
    """As a phone writes it: which way it was held, its maker, and where it was."""
    found = Image.Exif()
    found[Base.Orientation] = orientation
    found[Base.Make] = WORD.decode()
    found.get_ifd(IFD.GPSInfo).update(
        {1: "N", 2: (41.0, 52.0, 30.0), 3: "W", 4: (87.0, 37.0, 12.0)}
    )
    return found


# How a camera that was held so stores the sheet.
HELD = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def photo(orientation=1, size=(600, 800)) -> bytes:
    """A JPEG with all that a phone and its owner may leave in it."""
    picture = page_picture(size)
    if HELD[orientation] is not None:
        picture = picture.transpose(HELD[orientation])
    profile = b"profile " + WORD
    return encoded(
        picture,
        "JPEG",
        exif=exif(orientation),
        comment=WORD,
        icc_profile=profile,
        xmp=b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + WORD + b"</x:xmpmeta>",
    ) + WORD  # fmt: skip


def png(picture=None, **options) -> bytes:
    text = PngInfo()
    text.add_text("Comment", WORD.decode())
    text.add_itxt("XML:com.adobe.xmp", WORD.decode(), zip=True)
    picture = picture or page_picture()
    return encoded(picture, "PNG", pnginfo=text, exif=exif(), **options) + WORD


def heic(orientation=1) -> bytes:
    """A HEIC as an iPhone writes it: how to turn it stands in the file itself and in its EXIF."""
    picture = page_picture()
    if HELD[orientation] is not None:
        picture = picture.transpose(HELD[orientation])
    return encoded(picture, "HEIF", exif=exif(orientation).tobytes(), quality=90)


def chunk(kind: bytes, body: bytes) -> bytes:
    """A part of a PNG."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def large_png(width: int, height: int, rows: int | None = None) -> bytes:
    """A PNG of black dots, made without holding it; with fewer `rows` than its height, cut off."""
    row, pack = b"\0" * (1 + width * 4), zlib.compressobj(9)
    rows = height if rows is None else rows
    body = b"".join(pack.compress(row) for _row in range(rows)) + pack.flush()
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def png_with_text_bomb() -> bytes:
    text = zlib.compress(b"\0" * 50_000_000, 9)
    plain = encoded(page_picture(), "PNG")
    return plain[:33] + chunk(b"zTXt", b"Comment\0\0" + text) + plain[33:]  # after the header


def pdf(change=lambda pdf: None, *, pages=1, **options) -> bytes:
    """A PDF of some pages, dark in the upper left corner, changed by `change`."""
    made = pikepdf.new()
    for _page in range(pages):
        made.add_blank_page(page_size=(600, 800))
    ink = b"0 g 0 533 200 267 re f % " + WORD
    made.pages[0].Contents = Stream(made, ink)
    change(made)
    file = io.BytesIO()
    made.save(file, **options)
    return file.getvalue()


def set_root(**entries):
    """A change that puts these entries into the catalog of a PDF."""

    def change(made):
        for key, value in entries.items():
            made.Root[f"/{key}"] = value

    return change


def annotation(**entries):
    def change(made):
        made.pages[0].Annots = Array([Dictionary(Type=Name.Annot, Rect=[0, 0, 9, 9], **entries)])

    return change


def attach(made):
    made.attachments["will.txt"] = b"another file"


def hidden_below() -> bytes:
    """A PDF whose newer version has no program, while its older one has."""
    script = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
    old = pdf(set_root(OpenAction=script), object_stream_mode=pikepdf.ObjectStreamMode.disable)
    with pikepdf.open(io.BytesIO(old)) as opened:
        root, pages = opened.Root.objgen[0], opened.Root.Pages.objgen[0]
        size = len(opened.objects) + 1
    catalog = b"%d 0 obj\n<< /Type /Catalog /Pages %d 0 R >>\nendobj\n" % (root, pages)
    start = old[old.rfind(b"startxref") + 9 :].split()[0]
    place = len(old)
    table = b"xref\n%d 1\n%010d 00000 n \n" % (root, place)
    trailer = b"trailer\n<< /Size %d /Root %d 0 R /Prev %s >>\n" % (size, root, start)
    where = place + len(catalog)
    return old + catalog + table + trailer + b"startxref\n%d\n%%%%EOF\n" % where


def pdf_bomb(made):
    """400 million zeros in 400 kB, on the second page, which nobody draws."""
    packed = zlib.compress(b"\0" * 400_000_000, 9)
    bomb = Stream(made, packed)
    bomb.stream_dict.Filter = Name.FlateDecode
    made.Root.Bomb = made.make_indirect(bomb)


def pdf_large_picture(made):
    """A picture of 30,000 x 30,000 dots on the first page."""
    row = zlib.compress(b"\0", 9)
    picture = Stream(made, row)
    for key, value in {
        "Type": Name.XObject,
        "Subtype": Name.Image,
        "Width": 30_000,
        "Height": 30_000,
        "ColorSpace": Name.DeviceGray,
        "BitsPerComponent": 8,
        "Filter": Name.FlateDecode,
    }.items():
        picture.stream_dict[f"/{key}"] = value
    made.pages[0].Resources = Dictionary(XObject=Dictionary(Im=made.make_indirect(picture)))
    made.pages[0].Contents = Stream(made, b"600 0 0 800 0 0 cm /Im Do")


def pdf_laughs(made):
    """Forms that each draw the one below ten times: a billion drawings on the first page."""
    below = None
    for _level in range(10):
        form = Stream(made, b"0 0 9 9 re f" if below is None else b"/Fm Do " * 10)
        form.stream_dict.Type, form.stream_dict.Subtype = Name.XObject, Name.Form
        form.stream_dict.BBox = Array([0, 0, 600, 800])
        if below is not None:
            form.stream_dict.Resources = Dictionary(XObject=Dictionary(Fm=below))
        below = made.make_indirect(form)
    made.pages[0].Resources = Dictionary(XObject=Dictionary(Fm=below))
    made.pages[0].Contents = Stream(made, b"/Fm Do")


def locked(user: str) -> bytes:
    return pdf(encryption=pikepdf.Encryption(owner="owner", user=user))


def js() -> Dictionary:
    """A program, new each time: a PDF keeps what is put into it."""
    return Dictionary(S=Name.JavaScript, JS="app.alert(1)")


SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"

# name: (why it is refused, what makes it)
REFUSED = {
    "nothing": ("empty", lambda: b""),
    "one byte": ("kind", lambda: b"\n"),
    "SVG": ("kind", lambda: SVG),
    "HTML": ("kind", lambda: HTML),
    "EXE named .pdf": ("kind", lambda: b"MZ\x90\0" + b"\0" * 500),
    "text": ("kind", lambda: b"I leave everything to Ana."),
    "GIF": ("kind", lambda: encoded(page_picture(), "GIF")),
    "WEBP": ("kind", lambda: encoded(page_picture(), "WEBP")),
    "TIFF": ("kind", lambda: encoded(page_picture(), "TIFF")),
    "AVIF": ("kind", lambda: encoded(page_picture((64, 64)), "AVIF")),
    "ZIP": ("kind", lambda: b"PK\x03\x04" + b"\0" * 100),
    "HTML before a PDF": ("mixed", lambda: HTML + pdf()),
    "HTML after a PDF": ("mixed", lambda: pdf() + HTML),
    "HTML within a PDF": ("mixed", lambda: b"%PDF-1.4\n%" + HTML + b"\n" + pdf()[9:]),
    "bytes after a PDF": ("mixed", lambda: pdf() + b"PK\x05\x06"),
    "cut JPEG": ("damaged", lambda: photo()[:4_000]),
    "cut PNG": ("damaged", lambda: png()[:1_500]),
    "cut HEIC": ("damaged", lambda: heic()[: len(heic()) // 2]),
    "cut PDF": ("damaged", lambda: pdf(pages=3)[:500]),
    "head of a JPEG": ("damaged", lambda: b"\xff\xd8\xff\xe0"),
    "head of a PDF": ("damaged", lambda: b"%PDF-1.7\n%%EOF\n"),
    "PDF without a page": ("damaged", lambda: pdf(lambda made: made.pages.__delitem__(0))),
    "PDF of 201 pages": ("pages", lambda: pdf(pages=201)),
    "locked PDF": ("locked", lambda: locked("secret")),
    "protected PDF": ("protected", lambda: locked("")),
    "opens a program": ("program", lambda: pdf(set_root(OpenAction=js()))),
    "names a program": (
        "program",
        lambda: pdf(set_root(Names=Dictionary(JavaScript=Dictionary(Names=["a", js()])))),
    ),
    "program of a page": (
        "program",
        lambda: pdf(lambda made: made.pages[0].obj.__setitem__("/AA", Dictionary(O=js()))),
    ),
    "program under a link": ("program", lambda: pdf(annotation(Subtype=Name.Link, A=js()))),
    "program in an object stream": (
        "program",
        lambda: pdf(
            lambda made: set_root(OpenAction=made.make_indirect(js()))(made),
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        ),
    ),
    "program in another spelling": (
        "program",
        lambda: pdf(
            set_root(OpenAction=Dictionary(S=Name.Launch, F="cmd.exe")),
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        ).replace(b"/Launch", b"/L#61unch"),
    ),
    "program of an older version": ("program", hidden_below),
    "starts a program": (
        "program",
        lambda: pdf(set_root(OpenAction=Dictionary(S=Name.Launch, F="cmd.exe"))),
    ),
    "rich media": ("program", lambda: pdf(annotation(Subtype=Name.RichMedia))),
    "XFA": ("program", lambda: pdf(set_root(AcroForm=Dictionary(XFA="<xdp/>", Fields=[])))),
    "attachment": ("file", lambda: pdf(attach)),
    "attachment on a page": ("file", lambda: pdf(annotation(Subtype=Name.FileAttachment))),
    "file elsewhere": (
        "file",
        lambda: pdf(set_root(OpenAction=Dictionary(S=Name.GoToR, F="//evil/share", D=[0]))),
    ),
    "10,000 x 10,000": ("dots", lambda: large_png(10_000, 10_000)),
    "100,000 x 100,000": ("dots", lambda: large_png(100_000, 100_000, rows=1)),
    "PNG with a bomb of text": ("damaged", png_with_text_bomb),
    "PDF with a bomb": ("heavy", lambda: pdf(pdf_bomb, pages=2, compress_streams=False)),
    "PDF with a large picture": ("heavy", lambda: pdf(pdf_large_picture)),
}
