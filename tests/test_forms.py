"""The ground of every form, and its controls."""

import datetime

import pytest
from django import forms
from django.http import QueryDict
from django.template import Context, Template

from careplan.forms import BaseForm
from careplan.widgets import Cards, DatePartsField, Radios, Ticks


class Sample(BaseForm):
    name = forms.CharField(label="Name", max_length=10)
    words = forms.CharField(label="Words", widget=forms.Textarea, required=False, help_text="Few.")
    secret = forms.CharField(widget=forms.PasswordInput, required=False)
    kind = forms.ChoiceField(label="Kind", choices=[("a", "Apple"), ("b", "Pear")], widget=Cards)
    many = forms.MultipleChoiceField(choices=[("x", "X")], widget=Ticks, required=False)
    email = forms.EmailField(required=False)
    on = DatePartsField(label="When?", required=False)
    sure = forms.BooleanField(label="Sure", required=False)


def sample(**data) -> Sample:
    query = QueryDict(mutable=True)
    query.update({"name": "Ana", "kind": "a"} | data)
    return Sample(query)


def errors(**data) -> dict:
    return sample(**data).errors.get_json_data() and {
        name: [str(e) for e in found] for name, found in sample(**data).errors.items()
    }


def drawn(form) -> str:
    return Template("{% load crispy_forms_tags %}{% crispy form %}").render(Context({"form": form}))


def test_text_is_cleaned_and_a_password_is_not():
    form = sample(name=" A\x00n\na ", words="one\r\ntwo\x07", secret=" p\u0065\u0301\t ")
    assert form.is_valid()
    assert form.cleaned_data["name"] == "An a"
    assert form.cleaned_data["words"] == "one\ntwo"
    assert form.data["secret"] == " p\u0065\u0301\t "


def test_each_error_says_what_to_do():
    assert errors(name="") == {"name": ["Write something here, even one word"]}
    assert errors(name="x" * 11) == {
        "name": ["Make this shorter. It has 11 letters, and there is room for 10."]
    }
    assert errors(kind="") == {"kind": ["Choose one of these"]}
    assert errors(kind="forged") == {"kind": ["Choose one of the answers on this page"]}
    assert errors(many="forged") == {"many": ["Choose one of the answers on this page"]}
    assert errors(email="ana@") == {
        "email": ["Write the whole email address, such as maria@example.org"]
    }


@pytest.mark.parametrize(
    ("day", "month", "year", "sentence"),
    [
        ("Thu", "12", "2026", "Write the day as a number from 1 to 31"),
        ("3", "13", "2026", "Write the month as a number from 1 to 12"),
        ("3", "12", "26", "Write the year in four digits, such as 2026"),
        ("31", "2", "2026", "This month has no such day. Look at the day again"),
        ("", "12", "2026", "Write the day as a number from 1 to 31"),
        ("３", "12", "2026", "Write the day as a number from 1 to 31"),
    ],
)
def test_a_wrong_date_says_which_part(day, month, year, sentence):
    data = {"on_day": day, "on_month": month, "on_year": year}
    assert errors(**data) == {"on": [sentence]}
    assert f'value="{day}"' in drawn(sample(**data))


def test_a_date_of_three_parts():
    form = sample(on_day=" 3", on_month="12", on_year="2026")
    assert form.is_valid()
    assert form.cleaned_data["on"] == datetime.date(2026, 12, 3)
    empty = sample()
    assert empty.is_valid()
    assert empty.cleaned_data["on"] is None


def test_what_was_typed_stays_on_the_page():
    html = drawn(sample(name="much too long a name", words="my <b>words</b>"))
    assert 'value="much too long a name"' in html
    assert "my &lt;b&gt;words&lt;/b&gt;" in html


def test_the_summary_leads_to_each_control():
    form = sample(name="", kind="", on_day="x")
    html = Template(
        '{% include "forms/errors.html" %}{% load crispy_forms_tags %}{% crispy form %}'
    )
    page = html.render(Context({"form": form}))
    assert "3 things to fix" in page
    for control in ("id_name", "id_kind_0", "id_on_day"):
        assert f'href="#{control}"' in page
        assert f'id="{control}"' in page


def test_a_hint_and_an_error_are_tied_to_their_control():
    html = drawn(sample(words="x" * 5))
    assert 'aria-describedby="id_words_helptext"' in html
    assert 'id="id_words_helptext"' in html
    html = drawn(sample(name=""))
    assert 'aria-describedby="id_name_error"' in html
    assert 'id="id_name_error"' in html


def test_no_limit_in_the_browser_cuts_a_pasted_text():
    assert "maxlength" not in drawn(sample())


def test_an_answer_has_four_rows_unless_its_form_says_otherwise():
    assert 'rows="4"' in drawn(sample())
    assert 'rows="10"' not in drawn(sample())


def test_a_choice_has_its_hint():
    class Hinted(BaseForm):
        one = forms.ChoiceField(
            choices=[("a", "Apple")], widget=Radios(hints={"a": "It grows on trees"})
        )

    assert '<span class="hint">It grows on trees</span>' in drawn(Hinted())
