"""The ground of every form: one helper, one cleaning of what was typed, one kind of sentence."""

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy, ngettext

from careplan.text import clean, one_line

TOO_LONG = gettext_lazy(
    "Make this shorter. It has %(show_value)d letters, and there is room for %(limit_value)d."
)
REQUIRED = gettext_lazy("Write something here, even one word")
NOT_A_CHOICE = gettext_lazy("Choose one of the answers on this page")
NOT_AN_EMAIL = gettext_lazy("Write the whole email address, such as maria@example.org")


class CrispyMixin:
    """The helper, clean text, and messages that say what to do."""

    use_required_attribute = False  # our own sentences, not the browser's bubbles
    submit_label = gettext_lazy("Save")
    cancel_label = gettext_lazy("Cancel")
    cancel_url = ""
    # What the error summary says of all that was typed.
    kept = gettext_lazy("Nothing you typed was lost. It is not saved yet.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            self._dress(field)
            self._set_sentences(field)
        if self.is_bound:
            self.data = self._cleaned(self.data)

    def _cleaned(self, data):
        """`data` with the text of every field cleaned; passwords stand as they were typed."""
        data = data.copy()
        for name, field in self.fields.items():
            key = self.add_prefix(name)
            is_text = type(field) is forms.CharField or isinstance(field, forms.EmailField)
            if is_text and key in data:
                if isinstance(field.widget, forms.PasswordInput):
                    continue
                tidy = clean if isinstance(field.widget, forms.Textarea) else one_line
                data[key] = tidy(data[key])
        return data

    @staticmethod
    def _dress(field):
        widget = field.widget
        if isinstance(widget, forms.TextInput | forms.Textarea | forms.Select) and not hasattr(
            widget, "kind"
        ):
            widget.attrs.setdefault("class", "input")
            # Not for long words: there it would only keep the browser from giving them back
            # when somebody goes back a page.
            if not isinstance(widget, forms.Textarea):
                widget.attrs.setdefault("autocomplete", "off")
        # The browser would stop typing at the limit, and cut a pasted text without a word.
        widget.attrs.pop("maxlength", None)
        if isinstance(widget, forms.Textarea):
            if widget.attrs.get("rows") == "10":  # Django's own; most answers here are short
                widget.attrs["rows"] = 4
            widget.attrs.pop("cols", None)

    @staticmethod
    def _set_sentences(field):
        messages = field.error_messages
        messages["required"] = getattr(field, "ask", None) or getattr(field.widget, "ask", REQUIRED)
        if isinstance(field, forms.EmailField):
            messages["required"] = NOT_AN_EMAIL
        for code in ("invalid_choice", "invalid_list"):
            if code in messages:
                messages[code] = NOT_A_CHOICE
        for validator in field.validators:
            if getattr(validator, "code", "") == "max_length":
                validator.message = TOO_LONG
            elif isinstance(field, forms.EmailField):
                validator.message = NOT_AN_EMAIL

    @property
    def helper(self):
        helper = FormHelper(self)
        helper.attrs = {"novalidate": ""}
        if self.is_multipart():  # a file belongs to it
            helper.attrs["enctype"] = "multipart/form-data"
        helper.submit_label = self.submit_label
        helper.cancel_label, helper.cancel_url = self.cancel_label, self.cancel_url
        return helper

    @property
    def error_title(self):
        count = len(self.errors)
        return ngettext("One thing to fix", "%(count)d things to fix", count) % {"count": count}


class BaseForm(CrispyMixin, forms.Form):
    """A form of ours that saves no model by itself."""


class BaseModelForm(CrispyMixin, forms.ModelForm):
    """A form of ours for one model."""
