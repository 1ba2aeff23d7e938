"""The two safety warnings: which words, chosen symptoms and dates raise which, exactly."""

import tomllib
import unicodedata
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careplan.concerns import own_words, safety
from careplan.concerns.safety import Alert, Sign, alerts

TODAY = date(2026, 12, 3)
OLD = TODAY - timedelta(days=31)
BOTH = (Alert.SPINE, Alert.NEW_SYMPTOM)
SPINE = (Alert.SPINE,)
NEW = (Alert.NEW_SYMPTOM,)
NEITHER = ()

PHRASINGS = tomllib.loads(Path(__file__).with_name("safety_phrasings.toml").read_text())
EXPECTED = {"both": BOTH, "new_symptom": NEW, "neither": NEITHER}
ROWS = [
    (text, EXPECTED[name])
    for name, languages in PHRASINGS.items()
    for texts in languages.values()
    for text in texts
]


def each(table):
    """The phrases of a table that is written in lines and bars."""
    return [text.strip() for text in table.strip().replace("\n", "|").split("|")]


def raised(*texts, **facts):
    return alerts(texts=texts, today=TODAY, **facts)


# -- own words ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_each_phrasing_raises_exactly_its_warnings(text, expected):
    assert raised(text) == expected


def test_the_table_is_wide_enough_to_mean_something():
    counts = {
        name: {language: len(texts) for language, texts in languages.items()}
        for name, languages in PHRASINGS.items()
    }
    assert counts["both"]["en"] >= 100
    assert counts["both"]["es"] >= 50
    assert counts["new_symptom"]["en"] + counts["new_symptom"]["es"] >= 100  # not for the spine
    assert counts["neither"]["en"] >= 100  # for neither
    assert counts["neither"]["es"] >= 40


def without_accents(text):
    """Accents off, but the curly apostrophe stays."""
    apart = unicodedata.normalize("NFD", text)
    return "".join(c for c in apart if not unicodedata.combining(c))


WRITINGS = {
    "upper": str.upper,
    "lower": str.lower,
    "no accents": without_accents,
    "accents apart": lambda text: unicodedata.normalize("NFD", text),
    "curly": lambda text: text.replace("'", "’"),
    "straight": lambda text: text.replace("’", "'"),
    "no apostrophe": lambda text: text.replace("’", "").replace("'", ""),
    "acute": lambda text: text.replace("’", "´").replace("'", "´"),
    "wide spaces": lambda text: text.replace(" ", "\u00a0 \u2003"),
    "unseen marks": lambda text: text.replace("a", "a\u200b\u00ad"),
    "at the end of much": lambda text: "Dr Lee called on Friday.\n\n" * 20 + text,
    "before much": lambda text: text + "\n\n" + "Ana drives me there. " * 20,
}


@pytest.mark.parametrize("writing", WRITINGS)
def test_how_it_is_written_changes_nothing(writing):
    changed = {
        text: raised(WRITINGS[writing](text))
        for text, expected in ROWS
        if raised(WRITINGS[writing](text)) != expected
    }
    assert changed == {}


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("My back hurts", "My legs are numb"), BOTH),
        (("My legs are numb", "", "Me duele la espalda"), BOTH),
        (("Incontinencia", "severe back pain"), BOTH),
        (("No back pain", "My legs are numb"), NEW),
        (("No", "back pain", "or numb legs"), BOTH),  # a "no" does not reach into another text
        (("", "  ", "\n"), NEITHER),
        ((), NEITHER),
    ],
)
def test_signs_in_several_texts_are_put_together(texts, expected):
    assert raised(*texts) == expected


NINE = [
    "Are there things I can do to improve my prognosis?",
    "What are my treatment options?",
    "Are there clinical trial options that might be appropriate for me?",
    "Will palliative care continue even if I stop cancer treatments?",
    "How often will I need to schedule follow-up appointments?",
    "Do I need to consider hospice care?",
    "Should I choose a person to make medical decisions for me when I’m unable to make them for "
    "myself?",
    "What legal documents should I have in place?",
    "What resources are available to help me cope with my prognosis?",
]


def test_the_nine_questions_of_the_article_raise_nothing():
    assert [raised(question) for question in NINE] == [NEITHER] * 9
    assert raised(*NINE) == NEITHER
    assert raised("\n".join(NINE)) == NEITHER


ARTICLE_SYMPTOMS = """
    bone pain | a break after a minor injury: my bone broke | severe back pain | leg numbness
    trouble with bladder control | headache | dizziness | visual problems | speech problems | nausea
    difficulty walking | confusion | a cough | a cough with phlegm | coughing up blood | chest pain
    shortness of breath | pain | weight loss | loss of appetite | fluid in the belly | ascites
    jaundice | yellow skin | yellow whites of the eyes
    fever | bleeding | swelling | I fell | a seizure
    dolor de huesos | dolor de cabeza | mareo | problemas de visión | problemas para hablar | náusea
    dificultad para caminar | confusión | tos | dolor de pecho | falta de aire | pérdida de peso
    falta de apetito | líquido en el vientre | ictericia | piel amarilla | fiebre | sangrado
    hinchazón | me caí | una convulsión
"""


@pytest.mark.parametrize("name", each(ARTICLE_SYMPTOMS))
def test_every_symptom_of_the_article_is_known_by_name(name):
    assert raised(name) == NEW


# -- chosen symptoms and dates ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("symptoms", "expected"),
    [
        (["severe-back-pain"], NEW),
        (["leg-numbness"], NEW),
        (["bladder-bowel"], NEW),
        (["leg-numbness", "bladder-bowel"], NEW),
        (["severe-back-pain", "leg-numbness"], BOTH),
        (["bladder-bowel", "severe-back-pain"], BOTH),
        (["severe-back-pain", "leg-numbness", "bladder-bowel"], BOTH),
        (["severe-back-pain", "headache", "bone-pain"], NEW),
        (["cough"], NEW),
        ([], NEITHER),
    ],
)
def test_chosen_symptoms_decide_exactly(symptoms, expected):
    assert raised(symptoms=symptoms) == expected


@pytest.mark.parametrize(
    ("symptoms", "text", "expected"),
    [
        (["severe-back-pain"], "My toes tingle", BOTH),
        (["leg-numbness"], "Me duele la espalda", BOTH),
        (["bladder-bowel"], "my legs give way", BOTH),
        (["leg-numbness", "bladder-bowel"], "my legs are numb", BOTH),
        (["leg-numbness", "bladder-bowel"], "it is worse", NEW),
        (["severe-back-pain"], "My legs are fine", NEW),
        (["severe-back-pain"], "No numbness or bladder trouble", NEW),
        (["severe-back-pain", "leg-numbness"], "No back pain. No numb legs.", BOTH),
    ],
)
def test_own_words_add_to_chosen_symptoms_and_take_nothing_away(symptoms, text, expected):
    assert raised(text, symptoms=symptoms) == expected


@pytest.mark.parametrize(
    ("began", "expected"),
    [
        (None, NEW),
        (TODAY, NEW),
        (TODAY - timedelta(days=1), NEW),
        (TODAY - timedelta(days=30), NEW),
        (TODAY - timedelta(days=31), NEITHER),
        (date(1990, 1, 1), NEITHER),
        (TODAY + timedelta(days=1), NEW),
        (TODAY + timedelta(days=400), NEW),
    ],
)
def test_a_symptom_is_new_for_thirty_days(began, expected):
    assert raised(began=began, is_symptom=True) == expected
    assert raised(began=began, symptoms=["cough"]) == expected
    assert raised("My bones hurt", began=began) == expected
    assert raised("What are my treatment options?", began=began) == NEITHER


def test_the_spine_warning_does_not_look_at_the_date():
    assert raised("Back pain and numb legs", began=OLD) == SPINE
    assert raised(symptoms=["severe-back-pain", "bladder-bowel"], began=OLD) == SPINE


SAID_TO_BE_NEW = """
    A new pain in my hip | Pain started yesterday | More pain since yesterday | Suddenly it hurts
    This week the cough changed | I have had a fever for two days | It just began to bleed
    Now I feel dizzy | Now my arm hurts | It hurts since Monday | The pain started in my leg
    I woke up with a headache | Never had this pain before | Three days ago my foot swelled
    All of a sudden I cough | It hurts since last night | lately my bones ache
    Un dolor nuevo | Desde ayer me duele más | De repente tengo fiebre | Hace dos días que tengo tos
    Empezó a doler anoche | Ahora me duele el brazo | Esta semana tengo náuseas
    Por primera vez me duele la cadera | me duele desde el lunes
"""


@pytest.mark.parametrize("text", each(SAID_TO_BE_NEW))
def test_an_old_symptom_that_is_said_to_be_new_warns_again(text):
    assert raised(text, began=OLD) == NEW
    assert raised(text, began=OLD, is_symptom=True) == NEW


STILL_OLD = """
    My bones hurt | The same pain as always | Still hurts | It is no worse | It is not new
    It started in March | It began two years ago | The pain started months ago | Nothing new
    No new pain | I have had it for years | My new doctor asked about the pain
    We have a new bed and the pain is the same | I started chemo and the pain is the same
    Now I understand the pain better | Pain again, for now I take pills
    Me duele igual | Empezó en marzo | Empezó hace años | Mi nuevo médico pregunta por el dolor
    No es nuevo el dolor | Duele de nuevo
"""


@pytest.mark.parametrize("text", each(STILL_OLD))
def test_an_old_symptom_does_not_warn_on_each_later_look(text):
    assert raised(text, began=OLD) == NEITHER
    assert raised(text, began=OLD, is_symptom=True) == NEITHER


@pytest.mark.parametrize("text", ["It started yesterday", "Since Monday", "New", "Desde ayer"])
def test_new_words_need_a_symptom_that_is_chosen_or_told(text):
    assert raised(text, began=OLD, is_symptom=True) == NEW
    assert raised(text, began=OLD, symptoms=["cough"]) == NEW
    assert raised(text, began=OLD) == NEITHER


def test_new_words_without_a_symptom_are_no_new_symptom():
    text = "Since yesterday we have a new phone"
    assert raised(text) == NEITHER
    assert raised(text, began=OLD) == NEITHER
    assert (
        raised("My cough is the same", "Since yesterday we have a new phone", began=OLD) == NEITHER
    )


# -- what holds for any text -----------------------------------------------------------------------

LITTLE = ["and", "or", "no", "if", "but", ",", ".", "?", ":", "\n", "is gone"]
WORDS = [*sorted(own_words.KNOWN)[::7], *LITTLE]
JUMBLE = st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)
ANY_TEXT = st.one_of(st.text(max_size=300), JUMBLE)
SLUGS = ["severe-back-pain", "leg-numbness", "bladder-bowel", "cough", "?"]
CHOSEN = st.lists(st.sampled_from(SLUGS))
DATES = st.none() | st.dates()


@given(st.lists(ANY_TEXT, max_size=3), CHOSEN, DATES, st.booleans())
def test_any_text_gives_warnings_in_order_of_urgency(texts, symptoms, began, is_symptom):
    found = alerts(texts=texts, symptoms=symptoms, began=began, is_symptom=is_symptom, today=TODAY)
    assert found in {BOTH, SPINE, NEW, NEITHER}


@given(st.lists(ANY_TEXT, max_size=3), ANY_TEXT, CHOSEN, DATES)
def test_one_text_more_never_takes_a_warning_away(texts, more, symptoms, began):
    before = alerts(texts=texts, symptoms=symptoms, began=began, today=TODAY)
    after = alerts(texts=[*texts, more], symptoms=symptoms, began=began, today=TODAY)
    assert set(before) <= set(after)


@given(ANY_TEXT, CHOSEN, st.sampled_from(SLUGS))
def test_one_symptom_more_never_takes_a_warning_away(text, symptoms, more):
    before = alerts(texts=[text], symptoms=symptoms, today=TODAY)
    after = alerts(texts=[text], symptoms=[*symptoms, more], today=TODAY)
    assert set(before) <= set(after)


@given(ANY_TEXT, st.sampled_from([text for text, expected in ROWS if expected == BOTH]))
def test_what_comes_before_and_after_hides_no_spine_warning(text, phrasing):
    assert Alert.SPINE in raised(text + "\n\n. " + phrasing)
    assert Alert.SPINE in raised(phrasing + ". \n\n" + text)


def test_the_chosen_signs_are_the_three_of_the_article():
    assert safety.CHOSEN_SIGNS == {
        "severe-back-pain": Sign.BACK,
        "leg-numbness": Sign.LEGS,
        "bladder-bowel": Sign.BLADDER,
    }
