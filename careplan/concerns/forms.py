"""The form of a concern."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careplan.concerns.levels import note_level, open_or_hide_level
from careplan.concerns.models import SHELVES, Concern
from careplan.library.catalog import LIBRARY
from careplan.plans.access import Section
from careplan.plans.private import PrivateRecordForm
from careplan.widgets import Cards, PartialDateField, Scale, Ticks


class OnsetField(PartialDateField):
    """Since when something bothers somebody."""

    still_to_come = gettext_lazy("This date is still to come. Write when it began, or leave it out")


def category_choices():
    return [(category.slug, category.name) for category in LIBRARY.categories.values()]


def bother_choices():
    return [(str(number), str(number)) for number in range(11)] + [("", _("Leave this out"))]


def names_field(field: str, label: str) -> forms.MultipleChoiceField:
    """Ticks for what the library can name."""

    def choices():
        return [(item.slug, item.name) for item in SHELVES[field].values()]

    return forms.MultipleChoiceField(label=label, choices=choices, widget=Ticks, required=False)


class ConcernForm(PrivateRecordForm):
    """What is on somebody's mind: a few words, or one thing named, are enough."""

    section = Section.VISITS

    category = forms.ChoiceField(
        label=Concern._meta.get_field("category").verbose_name,
        choices=category_choices,
        widget=Cards,
    )
    symptoms = names_field("symptoms", gettext_lazy("Symptoms"))
    tests = names_field("tests", gettext_lazy("Tests"))
    treatments = names_field("treatments", gettext_lazy("Treatments"))
    bother = forms.TypedChoiceField(
        label=Concern._meta.get_field("bother").verbose_name,
        help_text=gettext_lazy("Leave this out if you like."),
        choices=bother_choices,
        coerce=int,
        empty_value=None,
        widget=Scale,
        required=False,
    )
    since = OnsetField(
        label=Concern._meta.get_field("since").verbose_name,
        help_text=gettext_lazy("The year alone, or month and year, will do. Or leave it out."),
        required=False,
    )

    class Meta:
        model = Concern
        fields = (
            "category",
            "symptoms",
            "tests",
            "treatments",
            "words",
            "bother",
            "since",
            "is_first",
        )
        widgets = {"words": forms.Textarea({"rows": 4})}
        help_texts = {
            "words": gettext_lazy("You can change this later."),
            "is_first": gettext_lazy("Its questions go to the top of your list."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.notice = ""  # what `keep()` has done, or not done, to its questions
        category = self.fields["category"]
        category.error_messages["required"] = _("Choose what it is about. “Something else” is fine")
        category.widget.hints = {c.slug: c.hint for c in LIBRARY.categories.values()}
        for field in ("tests", "treatments"):
            self.fields[field].widget.hints = {s: i.detail for s, i in SHELVES[field].items()}
        if not self.is_new:
            self.keep_what_the_library_dropped()

    def hide_questions(self) -> str:
        return _("Its questions are private now too.") if self.instance.hide_questions() else ""

    def left(self) -> str:
        """What stays as it was where the concern is shared now: each question is its own choice."""
        questions = self.instance.questions.seen_by(self.member).filter(is_private=True)
        hidden = questions.filter(author=self.member.user).exists()
        return _("Its questions stay private. Open each to share it.") if hidden else ""

    def save(self, commit=True):
        concern = super().save(commit)
        if concern.bother is not None:
            note_level(concern, by=self.member.user)
        return concern

    def save_instance(self, fields) -> None:
        super().save_instance(fields)
        if self.instance.bother not in (None, self.stands["bother"]):
            note_level(self.instance, by=self.member.user)
        if self.readers_changed:
            open_or_hide_level(self.instance)
            self.notice = self.hide_questions() if self.instance.is_private else self.left()

    def keep_what_the_library_dropped(self) -> None:
        """A slug that stands in the record stays a choice, whatever the library says now."""
        for field, shelf in {"category": LIBRARY.categories, **SHELVES}.items():
            kept = getattr(self.instance, field)
            slugs = [kept] if isinstance(kept, str) else kept
            dropped = [(slug, slug) for slug in slugs if slug not in shelf]
            self.fields[field].choices = [*self.fields[field].choices, *dropped]

    def clean(self):
        cleaned = super().clean()
        told = ("words", *SHELVES)
        if not any(cleaned.get(field) or field in self.errors for field in told):
            self.add_error("words", _("Write what is worrying you, even one word"))
        return cleaned
