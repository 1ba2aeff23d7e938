"""The loader: what it reads, and what it refuses with the file and the item."""

from dataclasses import FrozenInstanceError
from datetime import date

import pytest

from careplan.library.catalog import english_texts, load
from careplan.library.items import Part, Question
from careplan.library.levels import Level
from tests.library.small import write

COUGH = 'slug = "cough"\n'
REFUSED = {
    "words that no text can have": (
        {"symptoms": (COUGH, f'{COUGH}words = ["cough|coughing", "Tós"]\n')},
        "symptoms.toml: symptom cough: words have small letters and digits only, not 'Tós'",
    ),
    "an unknown key": (
        {"symptoms": (COUGH, f'{COUGH}colour = "red"\n')},
        "symptoms.toml: symptom cough: unknown key: colour",
    ),
    "an unknown key in a part": (
        {"sections": ('paragraphs = ["A cough."]', 'paragraphs = ["A cough."]\nnote = "x"')},
        "sections.toml: section signs: parts: unknown key: note",
    ),
    "questions of what has no tag": (
        {"places": ('name = "Lungs"', 'name = "Lungs"\nquestions = []')},
        "places.toml: site lungs: unknown key: questions",
    ),
    "a missing key": (
        {"symptoms": ('name = "Cough"\n', "")},
        "symptoms.toml: symptom cough: missing key: name",
    ),
    "a missing slug": (
        {"symptoms": (COUGH, "")},
        "symptoms.toml: symptom without a slug: missing key: slug",
    ),
    "a missing level": (
        {"places": ('level = "basics"\n', "")},
        "places.toml: site lungs: missing key: level",
    ),
    "a slug that is taken": (
        {"symptoms": ('slug = "headache"', 'slug = "cough"')},
        "symptoms.toml: symptom cough: the slug is taken, in symptoms.toml: symptom cough",
    ),
    "a question's slug that another file has": (
        {"article": ('slug = "options"', 'slug = "cough-cause"')},
        "article.toml: question cough-cause: the slug is taken, in symptoms.toml: "
        "question cough-cause",
    ),
    "a slug that is none": (
        {"places": ('slug = "lungs"', 'slug = "The Lungs"')},
        "places.toml: site The Lungs: a slug has small letters, digits and hyphens only",
    ),
    "an unknown level": (
        {"places": ('level = "basics"', 'level = "all"')},
        "places.toml: site lungs: level: unknown level 'all'",
    ),
    "an unknown origin": (
        {"places": ('origin = "careplan"', 'origin = "a friend"')},
        "places.toml: site lungs: unknown origin 'a friend'",
    ),
    "an unknown section": (
        {"places": ('section = "signs"', 'section = "gone"')},
        "places.toml: site lungs: unknown section 'gone'",
    ),
    "an unknown site": (
        {"symptoms": ('sites = ["lungs"]', 'sites = ["elbow"]')},
        "symptoms.toml: symptom cough: unknown site 'elbow'",
    ),
    "an unknown tag": (
        {"article": ('"concern:symptom"', '"concern:symptom", "symptom:itch"')},
        "article.toml: question options: unknown tag 'symptom:itch'",
    ),
    "an unknown kind of tag": (
        {"article": ('"symptom:*"', '"symptom:*", "symptoms:*"')},
        "article.toml: question options: unknown tag 'symptoms:*'",
    ),
    "a tag that nothing uses": (
        {"article": ('"symptom:*"', '"symptom:cough"')},
        "symptoms.toml: symptom headache: no question has the tag symptom:headache",
    ),
    "a question that no path leads to": (
        {
            "article": ("", '\n[[question]]\nslug = "lost"\ntext = "Why?"\ntags = ["nine"]\n'),
        },
        "article.toml: question lost: no path leads to this question",
    ),
    "a question without a tag": (
        {"article": ("", '\n[[question]]\nslug = "lost"\ntext = "Why?"\ntags = []\n')},
        "article.toml: question lost: no path leads to this question",
    ),
    "an empty text": (
        {"places": ('name = "Lungs"', 'name = ""')},
        "places.toml: site lungs: name: '' is not a str with something in it",
    ),
    "a date in quotes": (
        {"places": ("2026-11-24", '"2026-11-24"')},
        "places.toml: site lungs: checked: '2026-11-24' is not a date with something in it",
    ),
    "one word for a list": (
        {"symptoms": ('sites = ["lungs"]', 'sites = "lungs"')},
        "symptoms.toml: symptom cough: sites: 'lungs' is not a list",
    ),
    "an unknown kind": (
        {"coping": ("", '[[smell]]\nslug = "x"\n')},
        "coping.toml: unknown kind: smell",
    ),
    "defaults of an unknown kind": (
        {"coping": ("", "[defaults.smell]\n")},
        "coping.toml: unknown kind: smell",
    ),
    "an unknown group": (
        {
            "papers": (
                "",
                '[[paper]]\nslug = "will"\nname = "Will"\nshort = "will"\npurpose = "x"\n'
                'often_needs = "x"\noften_held_by = []\ngroup = "law"\n'
                'origin = "careplan"\nsection = "signs"\n'
                'checked = 2026-11-24\nlevel = "basics"\n',
            )
        },
        "papers.toml: paper will: unknown group 'law'",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_it_refuses(what, tmp_path):
    changed, message = REFUSED[what]
    with pytest.raises(ValueError) as refusal:  # noqa: PT011 (the whole message is compared)
        load(write(tmp_path, **changed))
    assert str(refusal.value) == message


def test_it_refuses_what_is_not_toml_and_names_the_file(tmp_path):
    with pytest.raises(ValueError, match=r"^places\.toml: not TOML: "):
        load(write(tmp_path, places=("", "[[")))


def test_it_refuses_a_file_that_is_missing_and_one_that_nobody_reads(tmp_path):
    write(tmp_path)
    (tmp_path / "coping.toml").rename(tmp_path / "copying.toml")
    with pytest.raises(ValueError, match=r"coping\.toml, copying\.toml$"):
        load(tmp_path)


def test_it_reads_an_item_whole(tmp_path):
    library = load(write(tmp_path))
    assert library.questions["signs-watch"] == Question(
        slug="signs-watch",
        origin="careplan",
        checked=date(2026, 11, 24),
        level=Level.BASICS,
        section="signs",
        text_en="What do I watch for?",
        tags=("section:signs", "symptom:cough"),
    )
    assert library.sections["signs"].parts == (
        Part(title_en="Lungs", paragraphs_en=("A cough.",), points_en=()),
    )


def test_a_star_stands_for_every_tag_of_its_kind(tmp_path):
    library = load(write(tmp_path))
    assert library.questions["options"].tags == (
        "nine",
        "concern:symptom",
        "symptom:cough",
        "symptom:headache",
    )


def test_questions_come_in_file_order_each_once(tmp_path):
    library = load(write(tmp_path))

    def slugs(*tags):
        return [question.slug for question in library.questions_tagged(*tags)]

    assert slugs("symptom:cough") == ["cough-cause", "options", "signs-watch"]
    assert slugs("section:signs", "symptom:headache") == ["options", "signs-watch"]
    assert slugs("symptom:headache", "concern:symptom") == ["options"]


def test_nothing_can_be_changed(tmp_path):
    library = load(write(tmp_path))
    with pytest.raises(FrozenInstanceError):
        library.symptoms["cough"].name_en = "Sneeze"
    with pytest.raises(TypeError):
        library.symptoms["sneeze"] = library.symptoms["cough"]
    with pytest.raises(FrozenInstanceError):
        library.symptoms = {}


def test_the_translators_get_every_text_and_nothing_else(tmp_path):
    library = load(write(tmp_path))
    assert sorted(english_texts(library)) == sorted(
        [
            *("Symptoms", "They depend on the place.", "Lungs", "A cough."),
            *("Why do I cough?", "What can we do?", "What do I watch for?"),
            *("A symptom", "Pain", "a symptom", "Lungs"),
            *("Cough", "a cough", "Headache", "headache"),
        ]
    )
