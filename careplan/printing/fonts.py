"""The fonts of a printed sheet: files of packages, never those of the machine."""

from pathlib import Path
from typing import NamedTuple

import fontpkg_atkinson_hyperlegible
import fontpkg_ibm_plex_sans_arabic
import fontpkg_noto_sans


class Face(NamedTuple):
    """One weight of a family; print.css names the families, the first one first."""

    family: str
    weight: int
    file: Path


def _faces(family: str, package, regular: str, bold: str) -> list[Face]:
    folder = Path(package.__file__).parent / "files"
    return [Face(family, 400, folder / regular), Face(family, 700, folder / bold)]


FACES = (
    *_faces(
        "Atkinson Hyperlegible",
        fontpkg_atkinson_hyperlegible,
        "AtkinsonHyperlegible-Regular.ttf",
        "AtkinsonHyperlegible-Bold.ttf",
    ),
    *_faces(
        "IBM Plex Sans Arabic",
        fontpkg_ibm_plex_sans_arabic,
        "IBMPlexSansArabic-Regular.ttf",
        "IBMPlexSansArabic-Bold.ttf",
    ),
    # One file with every weight in it. Vietnamese, Greek, Cyrillic, Devanagari.
    *_faces(
        "Noto Sans",
        fontpkg_noto_sans,
        "NotoSans[wdth,wght].ttf",
        "NotoSans[wdth,wght].ttf",
    ),
)
