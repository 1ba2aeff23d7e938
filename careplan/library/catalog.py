"""The library as the other rooms use it: `LIBRARY`, read once when this module is imported.

Source: the article "Metastasis (Metastatic Cancer)", in `content/article.toml`. Its words
are quoted in its nine questions and its two warnings alone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from types import MappingProxyType

from careplan.library import items
from careplan.library.checks import join
from careplan.library.loader import read_shelves


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """All built-in content, by kind and slug, in file order."""

    sources: Mapping[str, items.Source]
    sections: Mapping[str, items.Section]
    warnings: Mapping[str, items.SafetyWarning]
    questions: Mapping[str, items.Question]
    categories: Mapping[str, items.Category]
    sites: Mapping[str, items.Site]
    symptoms: Mapping[str, items.Symptom]
    tests: Mapping[str, items.MedicalTest]
    treatments: Mapping[str, items.Treatment]
    markers: Mapping[str, items.Marker]
    coping: Mapping[str, items.Coping]
    papers: Mapping[str, items.Paper]
    storage: Mapping[str, items.StorageLine]
    topics: Mapping[str, items.Topic]
    in_order: tuple[items.Question, ...]
    places_by_tag: Mapping[str, tuple[int, ...]]

    def questions_tagged(self, *tags: str) -> tuple[items.Question, ...]:
        """List the questions that have any of the tags, in file order, each once.

        Costs what the result is long. A tag that the library does not have (any more) adds
        nothing. Where a concern names symptoms, tests or treatments, ask for their tags;
        `concern:symptom`, `concern:test` and `concern:treatment` are for when none is named.
        """
        places = {place for tag in tags for place in self.places_by_tag.get(tag, ())}
        return tuple(self.in_order[place] for place in sorted(places))


def load(folder: Path) -> Library:
    """Read and check a folder of content. Raises ValueError, naming the file and the item."""
    shelves = read_shelves(folder)
    join(shelves)
    in_order = tuple(shelves.items["question"].values())
    places_by_tag: dict[str, tuple[int, ...]] = {}
    for place, question in enumerate(in_order):
        for tag in question.tags:
            places_by_tag[tag] = (*places_by_tag.get(tag, ()), place)
    plurals = {"category": "categories", "coping": "coping", "storage": "storage"}
    by_kind = {
        plurals.get(kind, f"{kind}s"): MappingProxyType(shelf)
        for kind, shelf in shelves.items.items()
    }
    return Library(**by_kind, in_order=in_order, places_by_tag=MappingProxyType(places_by_tag))


def english_texts(library: Library) -> Iterator[str]:
    """List every English text that is shown, for the translators."""
    for field in fields(library):
        shelf = getattr(library, field.name)
        if field.name in ("in_order", "places_by_tag"):
            continue
        for item in shelf.values():
            yield from _texts_of(item)


def _texts_of(item) -> Iterator[str]:
    for field in fields(item):
        value = getattr(item, field.name)
        lines = value if isinstance(value, tuple) else (value,)
        for line in lines:
            if is_dataclass(line):
                yield from _texts_of(line)
            elif field.name.endswith("_en") and line:
                yield line


LIBRARY = load(Path(__file__).parent / "content")
