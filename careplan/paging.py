"""Long lists, a page at a time, without counting them."""

from dataclasses import dataclass

from careplan.widgets import whole_number

SIZE = 50  # rows on a page


@dataclass(frozen=True)
class Page:
    """Some rows, and the numbers of the pages before and after; 0 where there is none."""

    rows: list
    before: int
    after: int


def page_of(queryset, typed: str, size: int = SIZE) -> Page:
    """The page of `queryset` whose number is `typed`; the first for anything but a number."""
    number = whole_number(typed, 1, 9999) or 1
    found = list(queryset[(number - 1) * size : number * size + 1])
    return Page(found[:size], number - 1, number + 1 if len(found) > size else 0)
