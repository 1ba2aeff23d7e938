"""Read the library's TOML files into items. What is wrong is refused with file and item."""

import dataclasses
import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any, get_args

from careplan.library.items import KINDS, TAGGED
from careplan.library.levels import Level

# The order of the files is the order in which questions are offered: what is about the
# person's own symptom, test or treatment comes before the questions that many things share.
FILES = (
    "symptoms",
    "tests",
    "treatments",
    "article",
    "categories",
    "papers",
    "topics",
    "sections",
    "places",
    "coping",
)
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclasses.dataclass(slots=True)
class Shelves:
    """The items by kind and slug, and where each one was read, for messages."""

    items: dict[str, dict[str, Any]]
    places: dict[tuple[str, str], str] = dataclasses.field(default_factory=dict)

    def put(self, item: Any, *, kind: str, where: str) -> None:
        """Add an item; a slug that is taken, or that is no slug, is a ValueError."""
        if not SLUG.fullmatch(item.slug):
            raise ValueError(f"{where}: a slug has small letters, digits and hyphens only")
        if item.slug in self.items[kind]:
            raise ValueError(f"{where}: the slug is taken, in {self.places[kind, item.slug]}")
        self.items[kind][item.slug] = item
        self.places[kind, item.slug] = where


def read_shelves(folder: Path) -> Shelves:
    """Read every file of the folder. Raises ValueError, naming the file and the item."""
    stems = {path.stem for path in folder.glob("*.toml")}
    if wrong := stems.symmetric_difference(FILES):
        names = ", ".join(sorted(f"{stem}.toml" for stem in wrong))
        raise ValueError(f"{folder}: missing, or not a file of the library: {names}")
    shelves = Shelves({kind: {} for kind in KINDS})
    for stem in FILES:
        _read_file(folder / f"{stem}.toml", shelves)
    return shelves


def _read_file(path: Path, shelves: Shelves) -> None:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ValueError(f"{path.name}: not TOML: {error}") from error
    defaults = content.pop("defaults", {})
    if unknown := (content.keys() | defaults.keys()) - KINDS.keys():
        raise ValueError(f"{path.name}: unknown kind: {', '.join(sorted(unknown))}")
    for kind, tables in content.items():
        for table in tables:
            _read_item(kind, table, defaults, shelves, path.name)


def _read_item(kind: str, table: dict, defaults: dict, shelves: Shelves, file: str) -> None:
    """Put one item on its shelf, then its questions, each with the item's own tag."""
    where = f"{file}: {kind} {table.get('slug', 'without a slug')}"
    nested = table.pop("questions", []) if kind in TAGGED else []
    item = _build(KINDS[kind], defaults.get(kind, {}) | table, where)
    shelves.put(item, kind=kind, where=where)
    for question in nested:
        tags = [item.tag, *question.get("tags", [])]
        _read_item("question", question | {"tags": tags}, defaults, shelves, file)


def _build(cls: type, table: dict, where: str) -> Any:
    """Make a dataclass from a table whose keys are its fields, without the `_en`."""
    fields = {field.name.removesuffix("_en"): field for field in dataclasses.fields(cls)}
    required = {key for key, field in fields.items() if field.default is dataclasses.MISSING}
    for problem, keys in (
        ("unknown key", table.keys() - fields.keys()),
        ("missing key", required - table.keys()),
    ):
        if keys:
            raise ValueError(f"{where}: {problem}: {', '.join(sorted(keys))}")
    values = {
        fields[key].name: _value(fields[key].type, value, f"{where}: {key}")
        for key, value in table.items()
    }
    return cls(**values)


def _value(kind: Any, value: Any, where: str) -> Any:
    """Turn a TOML value into what the field asks for."""
    if kind is Level:
        if value not in Level.values:
            raise ValueError(f"{where}: unknown level {value!r}")
        return Level(value)
    if kind in (str, bool, date):
        if type(value) is not kind or value == "":
            raise ValueError(f"{where}: {value!r} is not a {kind.__name__} with something in it")
        return value
    if not isinstance(value, list):
        raise ValueError(f"{where}: {value!r} is not a list")
    element = get_args(kind)[0]
    if dataclasses.is_dataclass(element):
        return tuple(_build(element, table, where) for table in value)
    return tuple(_value(element, one, where) for one in value)
