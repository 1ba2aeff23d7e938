"""Hold the library together: every name that an item uses exists, and every path leads on."""

import dataclasses
import re

from careplan.library.items import ORIGINS, TAGGED
from careplan.library.loader import Shelves

NINE = "nine"
WAY_OF_SAYING = re.compile(r"[a-z0-9]+([| ][a-z0-9]+)*")


def join(shelves: Shelves) -> None:
    """Spell out tags such as `symptom:*`, then check all names.

    Raises ValueError, naming the file and the item, for an unknown origin, section, site,
    group or tag, words that no text can have, a tag that no question uses and a question that no
    path leads to.
    """
    paths = {}
    for kind in TAGGED:
        paths |= {item.tag: (kind, slug) for slug, item in shelves.items[kind].items()}
    for slug, question in shelves.items["question"].items():
        tags = _spelled_out(question.tags, paths)
        shelves.items["question"][slug] = dataclasses.replace(question, tags=tags)
    for (kind, slug), where in shelves.places.items():
        _check_names(shelves.items[kind][slug], shelves.items, where)
    used = set()
    for slug, question in shelves.items["question"].items():
        _check_tags(question, paths, shelves.places["question", slug])
        used.update(question.tags)
    for tag in paths.keys() - used:
        raise ValueError(f"{shelves.places[paths[tag]]}: no question has the tag {tag}")


def _spelled_out(tags: tuple[str, ...], paths: dict) -> tuple[str, ...]:
    """Put every tag of a kind in the place of its `kind:*`, each tag once."""
    every = []
    for tag in tags:
        prefix = tag.removesuffix("*")
        of_kind = [path for path in paths if path.startswith(prefix)] if prefix != tag else []
        every += of_kind or [tag]
    return tuple(dict.fromkeys(every))


def _check_names(item, items: dict, where: str) -> None:
    for field, known in (
        ("origin", ORIGINS),
        ("section", items["section"]),
        ("group", getattr(item, "GROUPS", ())),
    ):
        if getattr(item, field, None) not in (None, *known):
            raise ValueError(f"{where}: unknown {field} {getattr(item, field)!r}")
    for site in getattr(item, "sites", ()):
        if site not in items["site"]:
            raise ValueError(f"{where}: unknown site {site!r}")
    for way in getattr(item, "words", ()):
        if not WAY_OF_SAYING.fullmatch(way):
            raise ValueError(f"{where}: words have small letters and digits only, not {way!r}")


def _check_tags(question, paths: dict, where: str) -> None:
    for tag in question.tags:
        if tag != NINE and tag not in paths:
            raise ValueError(f"{where}: unknown tag {tag!r}")
    if not set(question.tags) - {NINE}:
        raise ValueError(f"{where}: no path leads to this question")
