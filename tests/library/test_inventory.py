"""Nothing of the article's inventory is missing. Written by hand from the design, not the data."""

from datetime import date

import pytest

from careplan.library.catalog import LIBRARY

NINE = [
    ("Are there things I can do to improve my prognosis?", "main"),
    ("What are my treatment options?", "basics"),
    ("Are there clinical trial options that might be appropriate for me?", "basics"),
    ("Will palliative care continue even if I stop cancer treatments?", "main"),
    ("How often will I need to schedule follow-up appointments?", "basics"),
    ("Do I need to consider hospice care?", "everything"),
    (
        "Should I choose a person to make medical decisions for me when I’m unable to make "
        "them for myself?",
        "basics",
    ),
    ("What legal documents should I have in place?", "basics"),
    ("What resources are available to help me cope with my prognosis?", "basics"),
]
Q1, Q2, Q3, Q4, Q5, Q6, Q7, Q8, Q9 = [text for text, level in NINE]

# The table "Concern categories, and what each suggests".
SUGGESTED = {
    "feelings": [
        Q9,
        "Who can I talk to, today and between visits?",
        "Is there a support group near me or online?",
    ],
    "treatment-worry": [
        Q1,
        Q2,
        Q3,
        "What is the goal of this treatment?",
        "How will we know it is working?",
        "What happens if it stops working?",
    ],
    "tired": [Q5, Q7, "Which visits could be by phone or video?", "Which decisions can wait?"],
    "daily": [
        Q9,
        Q6,
        "What help at home can I get, and who arranges it?",
        "What equipment would make it easier?",
    ],
    "cost": [
        Q9,
        "What will this cost me?",
        "Who helps with bills and insurance here?",
        "Is there a cheaper choice that works as well?",
    ],
    "symptom": [
        Q2,
        "What is causing this symptom?",
        "What helps with this symptom?",
        "When should I call about it, and which number at night?",
    ],
    "test": ["Why this test, and what may it change?", "When and how do I get the result?"],
    "treatment": [
        Q2,
        Q3,
        "What good may this treatment do for me?",
        "What side effects are common, and which mean I call?",
        "What else could we do?",
    ],
    "papers": [
        Q7,
        Q8,
        "Who should keep a copy?",
        "Is a POLST form right for me?",
        "Who checks that mine is valid in my state?",
    ],
    "comfort": [Q4, Q6],
    "other": [],
}

SYMPTOMS = {
    ("bones",): {
        "bone-pain": "Bone pain",
        "broken-bone": "A broken bone after a small injury or none",
        "severe-back-pain": "Severe back pain",
        "leg-numbness": "Numb or weak legs",
        "bladder-bowel": "Trouble with bladder or bowel control",
    },
    ("brain",): {
        "headache": "Headache",
        "dizziness": "Feeling dizzy",
        "vision": "Trouble seeing",
        "speech": "Trouble speaking",
        "walking": "Trouble walking",
        "confusion": "Confusion",
    },
    ("brain", "liver"): {"nausea": "Feeling sick to the stomach (nausea)"},
    ("lungs",): {
        "cough": "Cough",
        "coughing-blood": "Coughing up blood",
        "chest-pain": "Chest pain",
        "breathlessness": "Short of breath",
    },
    ("liver",): {
        "liver-pain": "Pain in the belly, near the liver",
        "weight-loss": "Losing weight",
        "appetite-loss": "Not feeling hungry",
        "ascites": "Fluid in the belly (ascites)",
        "jaundice": "Yellow skin or eyes (jaundice)",
    },
}


def texts(*tags):
    return [question.text_en for question in LIBRARY.questions_tagged(*tags)]


def names(shelf):
    return {slug: item.name_en for slug, item in shelf.items()}


def test_the_nine_questions_stand_word_for_word_in_the_articles_order():
    nine = LIBRARY.questions_tagged("nine")
    assert [(question.text_en, question.level.value) for question in nine] == NINE
    assert [q for q in LIBRARY.questions.values() if q.origin == "article"] == list(nine)


def test_the_two_warnings_stand_word_for_word():
    assert [warning.text_en for warning in LIBRARY.warnings.values()] == [
        "Severe back pain accompanied by leg numbness or difficulty with bowel or bladder "
        "control must be evaluated immediately.",
        "If you have metastatic cancer and you develop new symptoms, call your healthcare "
        "provider right away.",
    ]


def test_the_source_is_named_with_its_date():
    source = LIBRARY.sources["article"]
    assert (source.title, source.publisher, source.reviewed) == (
        "Metastasis (Metastatic Cancer)",
        "Cleveland Clinic",
        date(2021, 12, 20),
    )


def test_every_category_is_there_in_the_order_of_the_cards():
    assert [(c.slug, c.card, c.living) for c in LIBRARY.categories.values()] == [
        ("symptom", True, ""),
        ("feelings", True, "L1"),
        ("treatment", True, ""),
        ("daily", True, "L4"),
        ("cost", True, "L5"),
        ("other", True, ""),
        ("treatment-worry", False, "L2"),
        ("tired", False, "L3"),
        ("test", False, ""),
        ("papers", False, ""),
        ("comfort", False, ""),
    ]
    assert set(SUGGESTED) == set(LIBRARY.categories)


@pytest.mark.parametrize("category", SUGGESTED)
def test_a_category_suggests_what_the_table_says(category):
    tagged = texts(f"concern:{category}")
    assert [text for text in SUGGESTED[category] if text not in tagged] == []
    of_the_nine = [text for text, level in NINE]
    assert {text for text in tagged if text in of_the_nine} == {
        text for text in SUGGESTED[category] if text in of_the_nine
    }


def test_every_site_is_there():
    assert names(LIBRARY.sites) == {
        "lungs": "Lungs",
        "liver": "Liver",
        "bones": "Bones",
        "brain": "Brain",
        "adrenal-gland": "Adrenal gland",
        "lymph-nodes": "Lymph nodes",
        "skin": "Skin",
        "other-organs": "Other organs",
        "unknown-primary": "The first place is not known (CUPS)",
    }
    common = [site.slug for site in LIBRARY.sites.values() if site.common]
    assert common == ["lungs", "liver", "bones", "brain"]


def test_every_symptom_is_there_with_its_sites():
    found = {}
    for symptom in LIBRARY.symptoms.values():
        found.setdefault(symptom.sites, {})[symptom.slug] = symptom.name_en
    assert found == SYMPTOMS


def test_a_cough_says_with_or_without_phlegm():
    assert LIBRARY.symptoms["cough"].detail_en == "Dry, or with phlegm."


def test_every_test_is_there():
    assert names(LIBRARY.tests) == {
        "blood-tests": "Blood tests",
        "tumor-markers": "Tumor markers",
        "ultrasound": "Ultrasound",
        "ct-scan": "CT scan",
        "bone-scan": "Bone scan",
        "x-ray": "X-ray",
        "mri": "MRI",
        "pet-scan": "PET scan",
        "biopsy": "Biopsy",
    }


def test_every_tumor_marker_is_there_with_its_cancer():
    assert [(marker.cancer_en, marker.name_en) for marker in LIBRARY.markers.values()] == [
        ("Colon cancer", "CEA"),
        ("Ovarian cancer", "CA-125"),
        ("Prostate cancer", "PSA"),
        ("Testes cancer", "AFP"),
        ("Testes cancer", "HCG"),
    ]


def test_every_treatment_is_there_with_its_sites():
    assert {t.slug: (t.name_en, t.sites, t.prevention) for t in LIBRARY.treatments.values()} == {
        "watching": ("Watching for now", ("bones",), False),
        "bone-drugs": ("Drugs for the bones", ("bones",), False),
        "radiation": ("Radiation", ("bones", "brain"), False),
        "surgery": ("Surgery", ("brain", "liver"), False),
        "chemotherapy": ("Chemotherapy", ("brain",), True),
        "gamma-knife": ("Gamma knife", ("brain",), False),
        "steroids": ("Steroids", ("brain",), False),
        "first-cancer-drugs": ("The drugs used for the first cancer", ("lungs",), False),
        "thoracentesis": ("Draining fluid around the lungs (thoracentesis)", ("lungs",), False),
        "first-tumor-treatment": ("The same treatment as the first tumor", ("liver",), False),
        "radiofrequency-ablation": (
            "Heat treatment of the liver (radiofrequency ablation, RFA)",
            ("liver",),
            False,
        ),
        "transplant": ("Organ transplant", ("liver",), False),
        "added-to-surgery": (
            "Treatment added to surgery (adjuvant or neoadjuvant)",
            (),
            True,
        ),
        "hormonal": ("Hormone treatment", (), True),
        "immunotherapy": ("Immunotherapy", (), True),
    }


def test_every_way_to_cope_is_there():
    assert names(LIBRARY.coping) == {
        "counselor": "A counselor",
        "social-worker": "A social worker",
        "meditation": "Meditation",
        "mindfulness": "Mindfulness",
        "ease-stress": "Other ways to ease stress",
        "support-group": "A local support group",
    }


def test_every_item_was_checked_on_the_day_of_the_last_check():
    shelves = [LIBRARY.sections, LIBRARY.warnings, LIBRARY.questions, LIBRARY.categories]
    shelves += [LIBRARY.sites, LIBRARY.symptoms, LIBRARY.tests, LIBRARY.treatments]
    shelves += [LIBRARY.markers, LIBRARY.coping, LIBRARY.papers, LIBRARY.storage, LIBRARY.topics]
    checked = {item.checked for shelf in shelves for item in shelf.values()}
    assert checked == {date(2026, 11, 24)}
