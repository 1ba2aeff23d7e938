"""The question list of somebody without an account: it travels in the form, and is kept nowhere."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from careplan.library.catalog import LIBRARY
from careplan.text import one_line

MOST = 30  # questions on one list
TEXT_LENGTH = 500  # characters of an own question
TOP = 3  # questions that stand first, in large letters
SYMPTOM = "symptom:"  # how a tag of the library names one
# The article's nine come first, as they do on the page.
NINE = [question.slug for question in LIBRARY.questions_tagged("nine")]
IN_PAGE_ORDER = [*NINE, *(slug for slug in LIBRARY.questions if slug not in NINE)]
OWN = "own_"  # an own question's key is the name of the field that holds its words


@dataclass(frozen=True)
class Row:
    """A question on the list. `number` counts from 1."""

    key: str
    text: str
    number: int
    is_last: bool

    @property
    def before(self) -> int:
        return self.number - 1

    @property
    def after(self) -> int:
        return self.number + 1


@dataclass(frozen=True)
class GuestList:
    """Questions in order, by key: a slug of the library, or the name of an own question's field.

    `own` has the words of each own question; `off` what was taken off, as “place key”, the newest
    last.
    """

    keys: tuple[str, ...]
    own: dict[str, str]
    off: tuple[str, ...] = ()

    @classmethod
    def sent(cls, data) -> "GuestList":
        """The list that a form carries. What is forged, or sent twice, is left out."""
        typed = {name: one_line(data.get(name, "")) for name in own_names()}
        own = {name: words for name, words in typed.items() if words}
        order = [key for key in dict.fromkeys(data.getlist("order")) if is_known(key, own)]
        off = tuple(mark for mark in data.getlist("off") if is_known(mark.partition(" ")[2], own))
        if "ticked" in data:
            chosen = {*data.getlist("picks"), *own}
            order = [key for key in order if key in chosen]
            order += [slug for slug in IN_PAGE_ORDER if slug in chosen.difference(order)]
            order += [name for name in own if name not in order]
            off = ()
        return cls(tuple(order), own, off[-MOST:])

    def text(self, key: str) -> str:
        return self.own.get(key) or LIBRARY.questions[key].text

    def rows(self) -> list[Row]:
        last = len(self.keys)
        return [Row(key, self.text(key), n, n == last) for n, key in enumerate(self.keys, 1)]

    def own_texts(self) -> list[str]:
        """The own questions that stand on the list."""
        return [self.own[key] for key in self.keys if key in self.own]

    def symptoms(self) -> set[str]:
        """The symptoms that the chosen questions of the library are about."""
        about = (symptoms_of(key) for key in self.keys if key not in self.own)
        # A question that fits many symptoms, such as one on treatment, tells of none.
        return {found[0] for found in about if len(found) == 1}

    def moved(self, key: str, by: int) -> "GuestList":
        """The list with `key` `by` places further down; as it is, where there is no such place."""
        if key not in self.keys or not 0 <= self.keys.index(key) + by < len(self.keys):
            return self
        place = self.keys.index(key) + by
        keys = [other for other in self.keys if other != key]
        return replace(self, keys=(*keys[:place], key, *keys[place:]))

    def without(self, key: str) -> "GuestList":
        """The list with `key` taken off; its place is noted, to be put back there."""
        if key not in self.keys:
            return self
        keys = tuple(other for other in self.keys if other != key)
        return replace(self, keys=keys, off=(*self.off, f"{self.keys.index(key)} {key}"))

    def undone(self) -> "GuestList":
        """The list with what was taken off last put back in its place."""
        if not self.off:
            return self
        place, _space, key = self.off[-1].partition(" ")
        at = int(place) if place.isascii() and place.isdigit() and len(place) < 4 else MOST
        keys = [other for other in self.keys if other != key]
        return replace(self, keys=(*keys[:at], key, *keys[at:]), off=self.off[:-1])

    def standing(self) -> "GuestList":
        """The list alone, without what was taken off."""
        own = {key: words for key, words in self.own.items() if key in self.keys}
        return GuestList(self.keys, own)

    @property
    def taken_off(self) -> str:
        """The words of what was taken off last."""
        return self.text(self.off[-1].partition(" ")[2]) if self.off else ""

    def state(self) -> Iterator[tuple[str, str]]:
        """The hidden fields that carry this list, by name and value."""
        yield from (("order", key) for key in self.keys)
        yield from self.own.items()
        yield from (("off", mark) for mark in self.off)


def own_names() -> list[str]:
    return [f"{OWN}{number}" for number in range(MOST)]


def is_known(key: str, own: dict[str, str]) -> bool:
    return key in own or key in LIBRARY.questions


def symptoms_of(slug: str) -> list[str]:
    tags = LIBRARY.questions[slug].tags
    return [tag.removeprefix(SYMPTOM) for tag in tags if tag.startswith(SYMPTOM)]
