"""The kinds of item in the library.

The English stands in the fields that end in `_en`. The property of the same name without
the ending shows it in the reader's language, at the moment it is read.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.utils.translation import gettext

from careplan.library.levels import Level

ORIGINS = ("article", "careplan")
PAPER_GROUPS = ("speaks", "want", "orders", "money", "after")
TOPIC_GROUPS = ("comfort", "home", "hospice", "matters")


def shown(field: str) -> property:
    """Make the property that shows an English field in the reader's language."""

    def read(item):
        english = getattr(item, field)
        if isinstance(english, str):
            return gettext(english)
        return tuple(gettext(line) for line in english)

    return property(read)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A published text that the library rests on. Its own words are never translated."""

    slug: str
    title: str
    publisher: str
    reviewed: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What every item carries; `TAG` is set by the kinds that lead to questions."""

    TAG: ClassVar[str] = ""
    GROUPS: ClassVar[tuple[str, ...]] = ()  # of the kinds that stand in groups
    slug: str
    origin: str
    checked: date
    level: Level

    @property
    def tag(self) -> str:
        """The tag that leads from this item to its questions, such as `symptom:cough`."""
        return f"{self.TAG}:{self.slug}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One heading of a section, with its paragraphs and its list."""

    title_en: str
    paragraphs_en: tuple[str, ...]
    points_en: tuple[str, ...] = ()
    title = shown("title_en")
    paragraphs = shown("paragraphs_en")
    points = shown("points_en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section(Entry):
    """A section of the article, retold in plain words; `headings` are the article's own."""

    TAG = "section"
    title_en: str
    lede_en: str
    headings: tuple[str, ...]
    parts: tuple[Part, ...]
    title = shown("title_en")
    lede = shown("lede_en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item(Entry):
    """An item that rests on a section of the article."""

    section: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Item):
    """A question to ask at a visit."""

    text_en: str
    tags: tuple[str, ...]
    text = shown("text_en")


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyWarning(Item):
    """A safety warning, in the article's own words."""

    text_en: str
    text = shown("text_en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Category(Item):
    """What a concern is about.

    `card` marks the first big choices; `living` the article's list of what is hard (L1 to L5).
    `words` are as in a Choice.
    """

    TAG = "concern"
    name_en: str
    hint_en: str
    because_en: str
    card: bool = False
    living: str = ""
    words: tuple[str, ...] = ()
    name = shown("name_en")
    hint = shown("hint_en")
    because = shown("because_en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Site(Item):
    """A place where the cancer may be; `common` marks the four most common."""

    name_en: str
    common: bool = False
    name = shown("name_en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Item):
    """A thing that a person can pick by name; `because` follows "you wrote about".

    `words` are everyday words that name it, in English and Spanish, beside its name. Each entry is
    one way of saying it: a word from each of its slots, near each other, in any order. "a|b c" is
    "a" or "b", and "c". They stand as a text is read: small letters, no accents, no apostrophes.
    """

    name_en: str
    because_en: str
    detail_en: str = ""
    words: tuple[str, ...] = ()
    name = shown("name_en")
    because = shown("because_en")
    detail = shown("detail_en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Symptom(Choice):
    """A symptom, with the sites it may come from."""

    TAG = "symptom"
    sites: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MedicalTest(Choice):
    """A test."""

    TAG = "test"


@dataclass(frozen=True, slots=True, kw_only=True)
class Treatment(Choice):
    """A treatment, with the sites it is told for; `prevention` is what may hold off a spread."""

    TAG = "treatment"
    sites: tuple[str, ...] = ()
    prevention: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker(Item):
    """A tumor marker and the cancer that it helps to follow."""

    name_en: str
    cancer_en: str
    long_name_en: str = ""
    name = shown("name_en")
    long_name = shown("long_name_en")
    cancer = shown("cancer_en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Coping(Item):
    """A person or a way that helps someone to cope."""

    name_en: str
    detail_en: str
    name = shown("name_en")
    detail = shown("detail_en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper(Item):
    """A kind of paper. What it needs is told as "often": rules differ from place to place.

    `short` is what it is called inside a sentence: "Your living will is signed." `loinc` is the
    document's code for an export, empty where none fits.
    """

    TAG = "paper"
    GROUPS = PAPER_GROUPS
    name_en: str
    short_en: str
    purpose_en: str
    often_needs_en: str
    often_held_by_en: tuple[str, ...]
    group: str
    loinc: str = ""
    name = shown("name_en")
    short = shown("short_en")
    purpose = shown("purpose_en")
    often_needs = shown("often_needs_en")
    often_held_by = shown("often_held_by_en")

    @property
    def asks_for_something(self) -> bool:
        """Whether `often_needs` says what is needed: not that it is nothing, or that it varies."""
        return self.often_needs_en not in {"nothing", "varies"}


@dataclass(frozen=True, slots=True, kw_only=True)
class StorageLine(Item):
    """One line on keeping papers where they will be found."""

    text_en: str
    text = shown("text_en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic(Item):
    """A comfort and support topic: what it is, and what it is not."""

    TAG = "topic"
    GROUPS = TOPIC_GROUPS
    group: str
    title_en: str
    text_en: str
    is_not_en: str
    title = shown("title_en")
    text = shown("text_en")
    is_not = shown("is_not_en")


KINDS = {
    "source": Source,
    "section": Section,
    "warning": SafetyWarning,
    "question": Question,
    "category": Category,
    "site": Site,
    "symptom": Symptom,
    "test": MedicalTest,
    "treatment": Treatment,
    "marker": Marker,
    "coping": Coping,
    "paper": Paper,
    "storage": StorageLine,
    "topic": Topic,
}
TAGGED = tuple(kind for kind, cls in KINDS.items() if getattr(cls, "TAG", ""))
