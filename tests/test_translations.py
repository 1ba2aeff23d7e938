"""The Spanish: all of it is there, it fits the English, and pages and sheets are in it."""

import ast
import io
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings as site
from django.urls import reverse
from django.utils import translation
from django.utils.translation.template import templatize
from pypdf import PdfReader

from careplan.appointments.models import Appointment, ListedQuestion
from careplan.library.catalog import LIBRARY, english_texts
from tests.making import concern, doctor, question

PO = Path(site.BASE_DIR) / "careplan" / "locale" / "es" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
# A call in what Django makes of a template, such as pgettext(u'day', u'j F Y').
TEXT = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\")"""
CALL = re.compile(rf"\b(n?p?gettext|_)\(({TEXT}(?:, {TEXT})*)(?:, count)?\)")
# What has to stay: a value in the text, and a mark of HTML.
FIXED = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|</?\w[^>]*>")
# Words that are the same in both languages: names, forms of a date, and frames for other words.
SAME = {
    *("AFP", "CA-125", "CEA", "HCG", "PSA", "POLST / MOLST / POST / MOST"),
    *("Alaska (Anchorage)", "Arizona (Phoenix)", "Asia", "Australia", "Puerto Rico"),
    *(
        "%(day)s, %(time)s",
        "%(paper)s (%(name)s)",
        "%(concern)s (%(name)s)",
        "%(signed)s, %(out)s",
        "%(sheet)s, %(day)s",
        "%(day)s.",
        "%(now)s.",
        "%(was)s, %(now)s.",
        "%(kind)s: %(name)s",
        "%(page)s: %(name)s",
        "%(page)s (%(how)s)",
        "“%(words)s”",
        "H:i",
    ),
    *("No", "Original", "hospital"),
}
# Words of nearly every English sentence, and of no Spanish one.
ENGLISH = re.compile(r"\b(?:the|and|you|your|with|is|are|this|that|of|to|for|not|what|or)\b", re.I)


@pytest.fixture(scope="module")
def catalog():
    with PO.open("rb") as file:
        return read_po(file)


@pytest.fixture(scope="module")
def messages(catalog):
    return [message for message in catalog if message.id]


@pytest.fixture
def in_spanish(settings, catalog, tmp_path):
    """The site with the Spanish as it stands in the tree, whatever has been compiled before."""
    compiled = tmp_path / "locale" / "es" / "LC_MESSAGES" / "django.mo"
    compiled.parent.mkdir(parents=True)
    with compiled.open("wb") as file:
        write_mo(file, catalog)
    settings.LOCALE_PATHS = [tmp_path / "locale"]


def forms(text) -> tuple[str, ...]:
    """A message's one text, or its singular and plural."""
    return (text,) if isinstance(text, str) else tuple(text)


# -- what is there ---------------------------------------------------------------------------------


def in_python():
    for path in sorted(Path(site.BASE_DIR, "careplan").rglob("*.py")):
        for _line, text, _comments, context in extract_from_file("python", path, KEYWORDS):
            yield context, forms(text)


def in_templates():
    folder = Path(site.BASE_DIR, "templates")
    for path in sorted(path for kind in ("html", "txt") for path in folder.rglob(f"*.{kind}")):
        for name, arguments in CALL.findall(templatize(path.read_text(), origin=str(path))):
            texts = [ast.literal_eval(text) for text in re.findall(TEXT, arguments)]
            context = texts.pop(0) if name.endswith("pgettext") else None
            yield context, tuple(texts)


def test_every_text_of_code_templates_and_library_is_translated_and_no_other(messages):
    library = {(None, (text,)) for text in english_texts(LIBRARY)}
    wanted = {*in_python(), *in_templates(), *library}
    held = {(message.context, forms(message.id)) for message in messages}
    # To mend: manage.py makemessages -l es, then translate what is new in careplan/locale.
    assert wanted - held == set()
    assert held - wanted == set()
    assert len(library) > 700


def test_nothing_is_empty_or_only_guessed(catalog, messages):
    assert [m.id for m in messages if m.fuzzy] == []
    assert [m.id for m in messages if not all(text.strip() for text in forms(m.string))] == []
    assert [m.id for m in messages if len(forms(m.string)) != len(forms(m.id))] == []
    assert catalog.num_plurals == 2
    assert not catalog.fuzzy


def test_values_and_marks_of_html_are_the_same_on_both_sides(messages):
    wrong = []
    for message in messages:
        for english, spanish in zip(forms(message.id), forms(message.string), strict=True):
            if sorted(FIXED.findall(english)) != sorted(FIXED.findall(spanish)):
                wrong.append((english, spanish))
    assert wrong == []


def test_no_english_is_left(messages):
    pairs = [p for m in messages for p in zip(forms(m.id), forms(m.string), strict=True)]
    assert {english for english, spanish in pairs if english == spanish} == SAME
    kept = {"St. John’s"}  # a city
    plain = [re.sub("|".join(kept), "", FIXED.sub("", spanish)) for _, spanish in pairs]
    assert [spanish for spanish in plain if ENGLISH.search(spanish)] == []


def test_a_sentence_ends_as_the_english_does_in_the_typography_of_spanish(messages):
    for message in messages:
        for english, spanish in zip(forms(message.id), forms(message.string), strict=True):
            assert spanish.endswith("?") == english.endswith("?"), spanish
            assert spanish.count("¿") == spanish.count("?"), spanish
            assert not re.search(r"""['"!¡]""", spanish), spanish
            if not english.endswith("a.m."):
                assert spanish.endswith(".") == english.endswith("."), spanish


def test_the_warnings_say_exactly_this(in_spanish):
    with translation.override("es"):
        assert [warning.text for warning in LIBRARY.warnings.values()] == [
            "El dolor de espalda fuerte acompañado de adormecimiento de las piernas o dificultad "
            "para controlar los intestinos o la vejiga debe evaluarse de inmediato.",
            "Si tiene cáncer metastásico y le aparecen síntomas nuevos, llame de inmediato a su "
            "proveedor de atención médica.",
        ]


# -- pages and sheets ------------------------------------------------------------------------------


class Reader(HTMLParser):
    """What a page says: its texts, and the names that only a screen reader speaks."""

    def __init__(self, page: str):
        super().__init__()
        self.said, self.foreign, self.language = [], 0, None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "html":
            self.language = attrs["lang"]
        elif self.foreign or attrs.get("lang") == "en":  # what is marked as English may be
            self.foreign += 1
        self.said += [attrs[name] for name in ("aria-label", "title", "alt") if attrs.get(name)]

    def handle_endtag(self, tag):
        self.foreign = max(0, self.foreign - 1)

    def handle_data(self, data):
        if data.strip() and not self.foreign:
            self.said.append(" ".join(data.split()))


def english_in(page: Reader, messages) -> list[str]:
    """What of a page is one of our English texts, or looks like English."""
    ours = {m.id for m in messages if isinstance(m.id, str)} - SAME
    return [text for text in page.said if text in ours or ENGLISH.search(text)]


def read(client, address: str, **headers) -> Reader:
    response = client.get(address, headers=headers)
    assert response.status_code == 200
    return Reader(response.content.decode())


PUBLIC = ("start", "guest_list", "account_login", "account_signup", "help", "blank_list")
OF_A_PLAN = (
    *("home", "concern_list", "concern_create", "question_list", "question_create"),
    *("appointment_list", "appointment_create", "people", "about_me", "plan_help"),
)


@pytest.mark.django_db
@pytest.mark.parametrize("name", PUBLIC)
def test_a_page_without_account_is_in_the_language_of_the_browser(
    client, in_spanish, messages, name
):
    spanish = read(client, reverse(name), accept_language="es-MX,es;q=0.9")
    assert spanish.language == "es"
    assert english_in(spanish, messages) == []
    english = read(client, reverse(name), accept_language="en-US")
    assert english.language == "en"
    assert len(english_in(english, messages)) > 3


@pytest.fixture
def maria(cast):
    """Maria, who reads Spanish, with one of everything in her plan."""
    cast.maria.language = "es"
    cast.maria.save()
    doctor(cast, name="Dra. Lee", phone_day="555 0142", phone_night="555 0199")
    worry = concern(cast, cast.maria, category="symptom", symptoms=["bone-pain"], is_first=True)
    worry.words, worry.bother, worry.since = "Me duelen los huesos", 6, "2026-03"
    worry.save()
    by = {"plan": cast.plan, "author": cast.maria, "changed_by": cast.maria}
    cast.visit = Appointment.objects.create(
        with_whom="Dra. Lee", on="2036-12-04", at="10:30", how="clinic", who_comes="Ana", **by
    )
    cast.asked = question(cast, cast.maria, text="¿Puedo viajar?", concern=worry)
    ListedQuestion.objects.create(appointment=cast.visit, question=cast.asked, position=1, **by)
    cast.concern = worry
    return cast.maria


@pytest.mark.parametrize("name", OF_A_PLAN)
def test_a_page_of_a_plan_is_in_the_language_of_its_reader(
    cast, maria, signed_in, in_spanish, messages, name
):
    page = read(signed_in(maria), reverse(name, args=[cast.plan.pk]), accept_language="en-US")
    assert page.language == "es"
    assert english_in(page, messages) == []


@pytest.mark.parametrize(
    ("name", "record"),
    [
        ("appointment_detail", "visit"),
        ("appointment_choose", "visit"),
        ("question_list_print", "visit"),
        ("concern_detail", "concern"),
        ("concern_questions", "concern"),
        ("question_detail", "asked"),
    ],
)
def test_a_record_is_shown_in_the_language_of_its_reader(
    cast, maria, signed_in, in_spanish, messages, name, record
):
    address = reverse(name, args=[cast.plan.pk, getattr(cast, record).pk])
    page = read(signed_in(maria), address)
    assert page.language == "es"
    assert english_in(page, messages) == []


def test_days_counts_and_reasons_are_put_together_as_in_spanish(cast, maria, signed_in, in_spanish):
    visit = read(
        signed_in(maria), reverse("appointment_detail", args=[cast.plan.pk, cast.visit.pk])
    )
    assert "Sus preguntas para Dra. Lee" in visit.said
    assert any("Jueves 4 de diciembre de 2036 a las 10:30" in text for text in visit.said)
    listed = read(signed_in(maria), reverse("appointment_list", args=[cast.plan.pk]))
    assert any("1 pregunta" in text for text in listed.said)
    why = read(signed_in(maria), reverse("concern_questions", args=[cast.plan.pk, cast.concern.pk]))
    assert "el dolor de huesos" in why.said


@pytest.mark.pdf
def test_the_sheet_of_a_spanish_reader_is_in_spanish(cast, maria, signed_in, in_spanish):
    address = reverse("question_list_pdf", args=[cast.plan.pk, cast.visit.pk])
    response = signed_in(maria).get(address, {"paper": "letter", "size": "normal"})
    pdf = PdfReader(io.BytesIO(response.getvalue()))
    assert pdf.trailer["/Root"]["/Lang"] == "es"
    text = " ".join("".join(page.extract_text() for page in pdf.pages).split())
    for said in (
        "Lista de preguntas",
        "Preguntas para Dra. Lee",
        "Jueves 4 de diciembre de 2036, 10:30",
        "Lo más importante",
        "¿Puedo viajar?",
        "Lo que acordamos y lo que sigue",
        "Este es un cuaderno, no un consejo médico.",
        "Página 1 de 1",
    ):
        assert said in text
    assert ENGLISH.search(text) is None
