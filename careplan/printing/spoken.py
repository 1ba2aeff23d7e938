"""What each glyph of a PDF says to a screen reader, and to whoever copies the text.

WeasyPrint gives a glyph the text of the first letters that it drew. Where one letter is drawn as
two glyphs, the second one says nothing (which PDF/UA forbids), and the first one says too much
ever after: Vietnamese “ẹ” made of e and a dot let “dị” be read as “dẹ”; Arabic lost letters that
carry marks. The fonts know better what their glyphs are.
"""

import functools
import re
import unicodedata

from fontTools import agl
from fontTools.ttLib import TTFont

from careplan.printing.fonts import FACES

NOTHING = "\u200b"  # said by a glyph that is only a part of a sign
LINE = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]*)>")


def speakable(document, pdf) -> None:
    """Correct what the glyphs of `pdf` say. WeasyPrint calls it before it writes: finisher=."""
    for font in list(pdf.objects):
        if isinstance(font, dict) and "ToUnicode" in font:
            own = _own_texts(_face_of(font["BaseFont"].decode()))
            stream = pdf.objects[int(font["ToUnicode"].split()[0])]
            stream.stream = [_corrected(line, own) for line in stream.stream]


def _corrected(line: bytes, own: dict[int, list[str]]) -> bytes:
    match = LINE.fullmatch(line)
    if not match:
        return line
    glyph, text = int(match[1], 16), bytes.fromhex(match[2].decode()).decode("utf-16-be")
    right = own.get(glyph) or [text or NOTHING]
    if text not in right:
        text = right[0]
        if unicodedata.category(text[0])[0] == "L":  # a ligature or an Arabic form, as letters
            text = unicodedata.normalize("NFKC", text)
    return b"<%s> <%s>" % (match[1], text.encode("utf-16-be").hex().encode())


def _face_of(name: str):
    """The face of a font's name in a PDF, such as "/ABCDEF+Noto-Sans-Bold"."""
    family, weight = name.partition("+")[2].replace("-", " ").removesuffix(" Bold"), 400
    if name.endswith("-Bold"):
        weight = 700
    return next(face for face in FACES if (face.family, face.weight) == (family, weight))


@functools.cache
def _own_texts(face) -> dict[int, list[str]]:
    """By glyph: what it may say. The characters that its font maps to it; else what its name says,
    as "uni0628.medi" does of a letter in mid-word."""
    with TTFont(face.file, lazy=True) as font:
        named = {
            font.getGlyphID(name): [text]
            for name in font.getGlyphOrder()
            if (text := agl.toUnicode(name))
        }
        mapped: dict[int, list[str]] = {}
        for code, name in font.getBestCmap().items():
            mapped.setdefault(font.getGlyphID(name), []).append(chr(code))
    return named | mapped
