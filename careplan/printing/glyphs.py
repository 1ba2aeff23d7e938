"""Words as our fonts can print them: what no font has is named in brackets.

😀 becomes “[grinning face]”. A missing glyph would print as an empty box, and a screen reader
would find nothing there.
"""

import functools
import re
import unicodedata

from fontTools.ttLib import TTFont

from careplan.printing.fonts import FACES

LINE_ENDS = {"\r": "\n", "\v": "\n", "\f": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"}
JOINER = "\u200d"
# What stands before or after a sign to change its look, and has none itself.
SKINS = {
    "\U0001f3fb": "light skin",
    "\U0001f3fc": "medium-light skin",
    "\U0001f3fd": "medium skin",
    "\U0001f3fe": "medium-dark skin",
    "\U0001f3ff": "dark skin",
}
LOOKS = "\ufe00-\ufe0f\u20e3\U000e0100-\U000e01ef\U000e0020-\U000e007f"
# A flag of two letters; or a sign with its looks, its skin and what is joined to it.
CLUSTER = re.compile(
    rf"[\U0001f1e6-\U0001f1ff]{{2}}|.[{LOOKS}{''.join(SKINS)}]*(?:{JOINER}[^\s{LOOKS}]"
    rf"[{LOOKS}{''.join(SKINS)}]*)*{JOINER}?",
    re.DOTALL,
)
FLAG_A = 0x1F1E6
# Marks of direction are kept: they put a full stop on its side in Arabic and Hebrew. The other
# formatting characters (overrides, soft hyphens, byte order marks) say nothing on paper.
KEPT_FORMATS = {"\u200c", JOINER, "\u200e", "\u200f"}
# Forms of a letter that mean the letter. Not "super", "circle" or "fraction": 10⁵ is not 105.
SAME_LETTER = {"<font>", "<wide>", "<narrow>", "<compat>", "<noBreak>", "<square>"}
SAME_LETTER |= {"<isolated>", "<initial>", "<medial>", "<final>"}


@functools.cache
def covered() -> frozenset[str]:
    """Every character that one of our fonts can print, in both weights, and the line break."""
    letters = set().union(*_letters().values())
    unseen = {c for c in letters if unicodedata.category(c) in {"Cc", "Cf", "Co", "Cn", "Zl", "Zp"}}
    return frozenset(letters - unseen | {"\n"})


@functools.cache
def only_noto() -> frozenset[str]:
    """The letters that no other font of ours has."""
    others = (letters for family, letters in _letters().items() if family != "Noto Sans")
    return frozenset(_letters()["Noto Sans"].difference(*others))


@functools.cache
def _letters() -> dict[str, set[str]]:
    """By family: the characters that both weights have."""
    found = {}
    for face in FACES:
        with TTFont(face.file, lazy=True) as font:
            letters = set(map(chr, font.getBestCmap()))
        found[face.family] = found.get(face.family, letters) & letters
    return found


def printable(text: str) -> str:
    """`text` in the characters of our fonts, and their names in brackets for all others."""
    once = _printable(text)
    # A letter and its accent may have met where a sign between them was left out.
    return once if once == text else _printable(once)


def _printable(text: str) -> str:
    text = unicodedata.normalize("NFC", text)
    if covered().issuperset(text):
        return text
    text = "".join(LINE_ENDS.get(c, c) for c in text.replace("\r\n", "\n"))
    return "".join(_cluster(match.group()) for match in CLUSTER.finditer(text))


def _cluster(cluster: str) -> str:
    """One sign, with its looks and what is joined to it, as we print it."""
    if len(cluster) == 1:
        return "" if cluster == JOINER else _letter(cluster)
    if all("\U0001f1e6" <= c <= "\U0001f1ff" for c in cluster):
        return f"[flag {''.join(chr(ord(c) - FLAG_A + ord('A')) for c in cluster)}]"
    if cluster[0] in covered():  # a letter: a joiner shapes Arabic and Indic words
        return "".join(_letter(c) for c in cluster)
    names = [SKINS.get(c) or _letter(c).strip("[]") for c in cluster if c != JOINER]
    return f"[{', '.join(name for name in names if name.strip())}]"


def _letter(c: str) -> str:
    """One character: itself, the same in other characters, its name in brackets, or nothing."""
    if c in covered() or c in KEPT_FORMATS:
        return c
    category = unicodedata.category(c)
    if category in {"Zs", "Zl", "Zp"} or c == "\t":
        return " "
    if category in {"Cc", "Cf"} or re.match(f"[{LOOKS}]", c):
        return ""
    return _in_other_letters(c) or f"[{_name(c)}]"


def _in_other_letters(c: str) -> str:
    """`c` as letter and accents, or as the plain letter that it is a form of; else nothing."""
    form = unicodedata.decomposition(c).partition(" ")[0]
    other = unicodedata.normalize("NFKC" if form in SAME_LETTER else "NFD", c)
    return other if other != c and covered().issuperset(other) else ""


def _name(c: str) -> str:
    name = unicodedata.name(c, "").lower()
    return name or f"unknown character U+{ord(c):04X}"
