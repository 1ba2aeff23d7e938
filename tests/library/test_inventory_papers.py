"""Every kind of paper and every topic is there. Written by hand from the design, not the data."""

from careplan.library.catalog import LIBRARY

SIGNED_BEFORE_OTHERS = "witnesses, a notary or both"
CARE_HOLDERS = ("agent", "alternate", "doctors", "hospital", "family")
SIGNATURE = "clinician’s signature"

# kind: purpose, often needs, often held by, code for export
PAPERS = {
    "Health care proxy / medical power of attorney": (
        "Names the person who speaks for you",
        SIGNED_BEFORE_OTHERS,
        CARE_HOLDERS,
        "64298-3",
    ),
    "Living will": (
        "Says which treatments you want or do not want",
        SIGNED_BEFORE_OTHERS,
        CARE_HOLDERS,
        "86533-7",
    ),
    "Combined advance directive": (  # the design: "both of the above in one form"
        "Names who speaks for you and says what you want, in one form",
        SIGNED_BEFORE_OTHERS,
        CARE_HOLDERS,
        "92664-2",
    ),
    "POLST / MOLST / POST / MOST": (
        "A clinician’s orders for emergencies",
        SIGNATURE,
        ("with you at home", "agent", "facility"),
        "93037-0",
    ),
    "Out-of-hospital DNR": (
        "No CPR outside hospital",
        SIGNATURE,
        ("with you, easy to see",),
        "84095-9",
    ),
    "Hospital code status": (  # the design: "the same, during a stay"
        "Says if you want CPR or not, during a hospital stay",
        "clinician’s order",
        ("hospital",),
        "",
    ),
    "HIPAA authorization": (
        "Lets named people get your records",
        "signature",
        ("each provider", "the named person"),
        "",
    ),
    "Durable power of attorney for finances": (
        "Someone can pay your bills",
        "a notary",
        ("agent", "bank"),
        "",
    ),
    "Will": ("Who gets what; guardians", "two witnesses", ("executor", "lawyer"), ""),
    "Living trust": ("Assets that pass outside a will", "a notary", ("trustee",), ""),
    "Beneficiary forms": (
        "They override the will",
        "the institution’s form",
        ("institution", "executor"),
        "",
    ),
    "Guardianship for children": ("Who raises them", "state form", ("guardian",), ""),
    "Organ, tissue or body donation": (
        "A gift after death",
        "registry or signature",
        ("agent", "family"),
        "",
    ),
    "Disposition of remains": (
        "Who arranges burial or cremation",
        "varies",
        ("named person",),
        "",
    ),
    "Funeral wishes": ("What you would like", "nothing", ("family",), ""),
    "Mental health directive": (
        "Wishes for psychiatric care",
        "state form",
        ("agent", "provider"),
        "104144-1",
    ),
    "Wallet card": ("Who decides, and where the papers are", "nothing", ("wallet",), ""),
    "Letter or values statement": ("What matters to you", "nothing", ("agent",), "81334-5"),
    "Insurance, disability and benefits papers": (
        "They pay for care",
        "nothing",
        ("financial agent",),
        "",
    ),
    "Accounts, digital access, military papers": (
        "Practical access",
        "nothing",
        ("executor",),
        "",
    ),
}
GROUPS = {
    "speaks": ["health-care-proxy", "combined-directive", "hipaa-authorization", "wallet-card"],
    "want": ["living-will", "mental-health-directive", "values-statement"],
    "orders": ["polst", "out-of-hospital-dnr", "hospital-code-status"],
    "money": [
        "financial-power-of-attorney",
        "living-trust",
        "beneficiary-forms",
        "benefits-papers",
        "accounts-and-access",
    ],
    "after": [
        "will",
        "guardianship",
        "donation",
        "disposition-of-remains",
        "funeral-wishes",
    ],
}
TOPICS = [  # title, level
    ("What palliative care is, and what hospice is", "main"),
    ("Palliative care alongside treatment", "basics"),
    ("If treatment stops, does palliative care go on?", "main"),
    ("When to think about hospice", "everything"),
    ("Who can have hospice", "everything"),
    ("The right to stop hospice at any time", "main"),
    ("What is given up", "everything"),
    ("Cover and cost", "basics"),
    ("Where: home, facility or hospital", "main"),
    ("Who visits, and how often", "main"),
    ("Who comes at 2 a.m.", "basics"),
    ("A plan for pain and for breathlessness", "basics"),
    ("Medicines I take now", "basics"),
    ("Keeping my own doctor", "basics"),
    ("Care in a crisis", "main"),
    ("Respite for those who care for me", "basics"),
    ("Equipment at home", "basics"),
    ("Food and fluids", "main"),
    ("CPR, ventilator, feeding tube", "everything"),
    ("Going back to the hospital or not", "main"),
    ("How much I want to know", "basics"),
    ("Spiritual needs and rites", "basics"),
    ("Help for my caregiver", "basics"),
    ("Children, and the last weeks", "everything"),
    ("Support after a death", "everything"),
]


def test_every_kind_of_paper_is_there_with_its_line():
    assert {
        paper.name_en: (
            paper.purpose_en,
            paper.often_needs_en,
            paper.often_held_by_en,
            paper.loinc,
        )
        for paper in LIBRARY.papers.values()
    } == PAPERS
    assert [paper.name_en for paper in LIBRARY.papers.values()] == list(PAPERS)


def test_every_kind_of_paper_stands_in_its_group():
    found = {group: [] for group in GROUPS}
    for paper in LIBRARY.papers.values():
        found[paper.group].append(paper.slug)
    assert found == GROUPS


def test_the_storage_lines():
    assert [line.text_en for line in LIBRARY.storage.values()] == [
        "Do not keep them in a safe-deposit box.",
        "Hand the POLST to the ambulance crew. A living will is not an order to them.",
        "A “general” power of attorney usually covers only money.",
        "Look at each paper again after a decade, death, divorce, diagnosis or decline.",
    ]


def test_every_topic_is_there_palliative_care_first():
    assert [(topic.title_en, topic.level.value) for topic in LIBRARY.topics.values()] == TOPICS


def test_two_topics_lead_to_the_articles_own_question():
    def from_the_article(slug):
        questions = LIBRARY.questions_tagged(f"topic:{slug}")
        return [question.text_en for question in questions if question.origin == "article"]

    assert from_the_article("palliative-if-treatment-stops") == [
        "Will palliative care continue even if I stop cancer treatments?"
    ]
    assert from_the_article("when-to-think-about-hospice") == [
        "Do I need to consider hospice care?"
    ]


def test_the_concern_about_comfort_leads_to_a_question_of_each_topic():
    offered = {
        tag for question in LIBRARY.questions_tagged("concern:comfort") for tag in question.tags
    }
    assert [slug for slug in LIBRARY.topics if f"topic:{slug}" not in offered] == []
