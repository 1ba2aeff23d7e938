"""What each person sets for themselves: a small form each."""

from django import forms
from django.conf import settings
from django.utils.html import format_html
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from careplan.accounts.forms import NAME_NEEDED
from careplan.accounts.models import Colours, HowMuch, Letters, PrintSize, TextSize, User
from careplan.accounts.time_zones import grouped_zones
from careplan.forms import BaseForm, BaseModelForm
from careplan.widgets import Radios

HOW_MUCH_HINTS = {
    HowMuch.BASICS.value: _("The short version of each page. More is one press away."),
    HowMuch.MAIN.value: _("What most people want to know."),
    HowMuch.EVERYTHING.value: _("All that is written here, opened."),
    HowMuch.LATER.value: _("Until then you see the basics."),
}


def language_names() -> list[tuple[str, str]]:
    """Each language by the name that its speakers give it."""
    return [
        (
            code,
            format_html('<span lang="{}">{}</span>', code, language_name(code)),
        )
        for code, _name in settings.LANGUAGES
    ]


def language_name(code: str) -> str:
    return get_language_info(code)["name_local"].capitalize()


class PreferenceForm(BaseModelForm):
    """A form on the reader's own account. Its page takes `title` and `lede` from it."""

    title = lede = ""

    def keep(self) -> None:
        """Save the fields of this form alone: another one may be open beside it."""
        self.instance.save(update_fields=self.Meta.fields)


class HowMuchForm(PreferenceForm):
    title = _("How much I want to see")
    lede = _("Only you see this choice. You can change it at any time.")

    class Meta:
        model = User
        fields = ("information_level",)
        labels = {"information_level": _("How much do you want to see?")}
        widgets = {"information_level": Radios(choices=HowMuch.choices, hints=HOW_MUCH_HINTS)}


class LanguageForm(PreferenceForm):
    title = _("Language")

    class Meta:
        model = User
        fields = ("language",)
        labels = {"language": _("Language of pages and sheets")}
        widgets = {"language": Radios()}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = language_names()


class PaperForm(PreferenceForm):
    title = _("Paper and print")

    class Meta:
        model = User
        fields = ("paper", "print_size")
        labels = {"paper": _("Paper"), "print_size": _("Size of the print")}
        widgets = {
            "paper": Radios(),
            "print_size": Radios(hints={PrintSize.LARGE.value: _("18 point, on more pages.")}),
        }


class TimeZoneForm(PreferenceForm):
    title = _("Time zone")
    lede = _("It decides which day is today, and what “next” means.")

    class Meta:
        model = User
        fields = ("time_zone",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["time_zone"] = forms.ChoiceField(
            label=_("Where you are"),
            help_text=_("Choose the nearest city."),
            choices=grouped_zones(self.instance.time_zone),
            widget=forms.Select({"class": "input input--short"}),
        )


class NameForm(PreferenceForm):
    title = _("My name")
    lede = _("The people you share a plan with see it.")

    class Meta:
        model = User
        fields = ("name",)
        widgets = {"name": forms.TextInput({"autocomplete": "name", "class": "input input--short"})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
        self.fields["name"].error_messages["required"] = NAME_NEEDED


def shown_as(style: dict[str, str], choices) -> list[tuple[str, str]]:
    """Each answer drawn as it would look: `style` maps a value to a class of app.css."""
    return [
        (value, format_html('<span class="{}">{}</span>', style[value], label))
        for value, label in choices
    ]


class LookForm(PreferenceForm):
    title = _("Text size and colours")
    lede = _("These follow you to any page. Your phone’s own settings work too.")

    class Meta:
        model = User
        fields = ("text_size", "colours", "letters")
        labels = {
            "text_size": _("Text size"),
            "colours": _("Colours"),
            "letters": _("Letters"),
        }
        widgets = {name: Radios() for name in fields}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        sizes = {"normal": "try-19", "large": "try-23", "largest": "try-28"}
        self.fields["text_size"].choices = shown_as(sizes, TextSize.choices)
        self.fields["colours"].choices = Colours.choices
        kinds = {"book": "try-book", "plain": "try-plain"}
        self.fields["letters"].choices = shown_as(kinds, Letters.choices)


class BrowserLanguageForm(BaseForm):
    """The language of this browser, for a reader without an account."""

    language = forms.ChoiceField(label=_("Language"), widget=Radios())
    next = forms.CharField(widget=forms.HiddenInput())

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = language_names()


PREFERENCES = {
    "how-much": HowMuchForm,
    "language": LanguageForm,
    "paper": PaperForm,
    "time-zone": TimeZoneForm,
    "name": NameForm,
}
