"""The article retold: no fact of the inventory is missing. Written by hand from the design."""

import pytest

from careplan.library.catalog import LIBRARY

FACTS = {
    "what-it-is": [
        "Metastatic cancer",
        "Advanced cancer",
        "Stage IV",
        "tissue right beside the tumor",
        "blood",
        "lymph system",
        "Some cells break off",
        "first tumor",
    ],
    "where-it-spreads": [
        "Lungs",
        "Liver",
        "Bones",
        "Brain",
        "adrenal gland",
        "Lymph nodes",
        "Skin",
        "Other organs",
        "cancer of unknown primary (CUPS)",
    ],
    "signs": [
        "few symptoms, or none",
        "may hurt, or not hurt at all",
        "breaks after a small knock",
        "Headache",
        "dizzy",
        "Trouble seeing",
        "Trouble speaking",
        "sick to the stomach",
        "Trouble walking",
        "Confusion",
        "vague",
        "warning signs",
        "cough, dry or with phlegm",
        "Coughing up blood",
        "Chest pain",
        "short of breath",
        "Pain",
        "Losing weight",
        "Not feeling hungry",
        "ascites",
        "jaundice",
        "back pain with numb legs",
        "bladder or bowels",
        "any new symptom",
    ],
    "tests": [
        "No one test fits all",
        "liver enzymes",
        "looks normal, even when cancer is advanced",
        "Colon cancer: CEA",
        "Ovarian cancer: CA-125",
        "Prostate cancer: PSA",
        "Testes cancer: AFP and HCG",
        "A rise may mean that it is growing",
        "too general",
        "Ultrasound",
        "CT scan",
        "bone scan",
        "X-rays",
        "MRI",
        "PET scan",
        "Biopsy",
        "do not always give a clear answer",
    ],
    "treatments": [
        "follows the place where the cancer began",
        "watch the bone",
        "drugs",
        "Radiation",
        "Surgery",
        "Chemotherapy",
        "Gamma knife",
        "Steroids",
        "the same as for the first cancer",
        "thoracentesis",
        "same way as the first tumor",
        "radiofrequency ablation",
        "transplant is most often not a choice",
    ],
    "prevention": ["adjuvant", "neoadjuvant", "Chemotherapy", "Hormone", "Immunotherapy"],
    "what-to-expect": [
        "Most often, no",
        "slowed",
        "eased",
        "for years",
        "Melanoma and colon cancer",
        "many visits",
        "big choices",
    ],
    "living-with-it": [
        "sad, angry or without hope",
        "treatment will not work",
        "get worse fast",
        "tired of all the visits and choices",
        "help with daily life",
        "costs",
        "counselor",
        "social worker",
        "Meditation",
        "Mindfulness",
        "ease stress",
        "support group",
    ],
    "asking": ["only the basics", "every detail", "any new symptom"],
}


def shown(section):
    parts = [(part.title, *part.paragraphs, *part.points) for part in section.parts]
    return "\n".join([section.title, section.lede, *(line for part in parts for line in part)])


def test_the_sections_stand_in_the_articles_order():
    assert list(LIBRARY.sections) == list(FACTS)


@pytest.mark.parametrize("slug", FACTS)
def test_a_section_holds_its_facts(slug):
    text = shown(LIBRARY.sections[slug])
    assert [fact for fact in FACTS[slug] if fact not in text] == []


def test_only_what_may_lie_ahead_is_closed_at_the_basics():
    levels = {slug: section.level.value for slug, section in LIBRARY.sections.items()}
    assert levels == dict.fromkeys(FACTS, "basics") | {"what-to-expect": "main"}


@pytest.mark.parametrize("slug", FACTS)
def test_a_section_leads_to_two_questions_or_more(slug):
    assert len(LIBRARY.questions_tagged(f"section:{slug}")) >= 2
