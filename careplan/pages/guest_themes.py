"""The library's questions as the guest list offers them: the nine, then folds by theme."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from careplan.library.catalog import LIBRARY
from careplan.library.items import Question
from careplan.library.levels import Level

NINE = "nine"  # the tag of the article's own questions
READER = Level.BASICS  # nobody has asked a guest how much they want to see
# The categories whose questions are found by the name of a symptom, a test and so on.
BY_NAME = {
    "symptom": LIBRARY.symptoms,
    "treatment": LIBRARY.treatments,
    "test": LIBRARY.tests,
    "papers": LIBRARY.papers,
    "comfort": LIBRARY.topics,
}


@dataclass(frozen=True)
class Tick:
    """One question that can be ticked. `number` makes its id, from 0 on the whole page."""

    question: Question
    number: int
    is_ticked: bool


@dataclass(frozen=True)
class Group:
    """Some questions under one name: of a symptom, a test, a paper."""

    name: str
    ticks: tuple[Tick, ...]

    @property
    def is_open(self) -> bool:
        return any(tick.is_ticked for tick in self.ticks)


@dataclass(frozen=True)
class Theme:
    """A fold: its own questions, then groups that fold too."""

    name: str
    ticks: tuple[Tick, ...]
    groups: tuple[Group, ...]

    @property
    def is_open(self) -> bool:
        return Group("", self.ticks).is_open or any(group.is_open for group in self.groups)


@dataclass(frozen=True)
class Offer:
    """All questions of the library, each once: the first ones open, the others in folds."""

    nine: tuple[Tick, ...]
    themes: tuple[Theme, ...]
    ahead: Theme


class Shelf:
    """The library while it is laid out: each question is taken once, and numbered."""

    def __init__(self, ticked: Collection[str]):
        self.ticked = ticked
        self.taken: set[str] = set()

    def take(self, questions, *, above: bool = False) -> tuple[Tick, ...]:
        """Those not taken yet, of the basics; or, with `above`, those above them."""
        found = []
        for question in questions:
            if question.slug not in self.taken and READER.opens(question.level) is not above:
                is_ticked = question.slug in self.ticked
                found.append(Tick(question, len(self.taken), is_ticked))
                self.taken.add(question.slug)
        return tuple(found)

    def groups(self, items) -> Iterator[Group]:
        for item in items.values():
            ticks = self.take(LIBRARY.questions_tagged(item.tag))
            if ticks:
                yield Group(getattr(item, "name", None) or item.title, ticks)


def offer(ticked: Collection[str] = ()) -> Offer:
    """The library for a guest, with the slugs of `ticked` ticked."""
    shelf = Shelf(ticked)
    nine = shelf.take(LIBRARY.questions_tagged(NINE))
    themes = []
    for category in LIBRARY.categories.values():
        groups = tuple(shelf.groups(BY_NAME.get(category.slug, {})))
        themes.append(Theme(category.name, shelf.take(of_category(category)), groups))
    themes.append(Theme(_("About the illness"), (), tuple(shelf.groups(LIBRARY.sections))))
    everything = LIBRARY.questions.values()
    themes.append(Theme(_("Other questions"), shelf.take(everything), ()))
    ahead = shelf.take(LIBRARY.questions_tagged(NINE), above=True)
    ahead += shelf.take(everything, above=True)
    return Offer(
        nine,
        tuple(theme for theme in themes if theme.ticks or theme.groups),
        Theme(_("Questions about what may lie ahead"), ahead, ()),
    )


def of_category(category):
    return LIBRARY.questions_tagged(category.tag)
