"""How the form of a concern is laid out: its cards, and its folds of things to pick by name."""

from dataclasses import dataclass

from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _

from careplan.concerns.forms import ConcernForm
from careplan.library.catalog import LIBRARY

# Which category asks for which fold.
OPENED_BY = {
    "symptoms": ("symptom",),
    "tests": ("test",),
    "treatments": ("treatment", "treatment-worry"),
}


@dataclass(frozen=True)
class Group:
    """Some answers of one field, drawn as a field of their own: `subwidgets` is what is drawn."""

    title: str
    subwidgets: list


@dataclass(frozen=True)
class Fold:
    """One field of things to pick by name, in a fold."""

    field: object
    title: str
    categories: str  # those that open it, where there is JavaScript
    is_open: bool
    groups: list[Group]


class ConcernLayout:
    """The parts of a ConcernForm, as its page shows them."""

    def __init__(self, form: ConcernForm):
        self.form = form
        known = LIBRARY.categories
        cards = {slug for slug, category in known.items() if category.card}
        options = form["category"].subwidgets
        self.cards = Group("", [o for o in options if o.data["value"] in cards])
        self.more = Group("", [o for o in options if o.data["value"] not in cards])
        scale = form["bother"].subwidgets
        self.scale, self.no_scale = Group("", scale[:-1]), Group("", scale[-1:])

    @property
    def more_is_open(self) -> bool:
        return any(option.data["selected"] for option in self.more.subwidgets)

    @property
    def folds(self) -> list[Fold]:
        titles = {
            "symptoms": _("Choose symptoms by name"),
            "tests": _("Choose tests by name"),
            "treatments": _("Choose treatments by name"),
        }
        return [self.fold(field, title) for field, title in titles.items()]

    def fold(self, name: str, title: str) -> Fold:
        field = self.form[name]
        options = field.subwidgets
        asked_for = self.form["category"].value() in OPENED_BY[name]
        ticked = any(option.data["selected"] for option in options)
        groups = by_site(options) if name == "symptoms" else [Group("", options)]
        opened_by = " ".join(OPENED_BY[name])
        return Fold(field, title, opened_by, asked_for or ticked or bool(field.errors), groups)


def by_site(options) -> list[Group]:
    """Symptoms under the places that they may come from, in the order of the library."""
    groups: dict[str, list] = {}
    for option in options:
        symptom = LIBRARY.symptoms.get(option.data["value"])
        places = [LIBRARY.sites[slug].name.lower() for slug in symptom.sites] if symptom else []
        title = capfirst(get_text_list(places, _("and")))
        groups.setdefault(title, []).append(option)
    return [Group(title, each) for title, each in groups.items()]
