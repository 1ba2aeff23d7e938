"""An invented family's papers, topics and numbers, as the sheets have them."""

import datetime as dt

from careplan.printing.after_sheet import AfterSheet, PrintedAnswer, PrintedNote, PrintedToDo
from careplan.printing.comfort_sheet import ComfortSheet, PrintedTopic, TopicsUnderTitle
from careplan.printing.emergency_sheet import Contact, EmergencySheet, PlacedPaper
from careplan.printing.papers_sheet import OldCopy, PapersSheet, PapersUnderTitle, PrintedPaper
from careplan.printing.sheets import Fact, Look, SheetQuestion

ON = dt.date(2026, 12, 1)
A4 = Look("a4", "normal")

PROXY = PrintedPaper(
    "Health care proxy",
    "Names the person who speaks for you",
    "1",
    "Signed 4 May 2026",
    (
        Fact("Agent", "Ana Alvarez, daughter, 555-0142, at night 555-0143"),
        Fact("In reserve", "Luis Alvarez, brother, 555-0117"),
        Fact("Original", "Blue folder, kitchen shelf"),
        Fact("Copies", "Ana (4 May 2026), Dr Lee (12 May 2026), Luis (20 June 2026)"),
        Fact("Look again by", "4 May 2036"),
    ),
)
POLST = PrintedPaper(
    "POLST form",
    "A clinician’s orders for emergencies",
    "half",
    "In progress",
    (Fact("Next step", "Talk with Dr Lee on 3 December"),),
)
WILL = PrintedPaper(
    "Will",
    "Who gets what; guardians",
    "1",
    "Signed 2015",
    (
        Fact("Original", "Ms Ortiz, lawyer, 555-0188"),
        Fact("Copies", "Nobody has one"),
        Fact("Look again by", "Overdue since 1 January 2025"),
    ),
)
DONATION = PrintedPaper("Donation paper", "A gift after death", "no", "Not now")


def marias_papers(**fields) -> PapersSheet:
    marias = {
        "person": "Maria Alvarez",
        "title": "My papers",
        "groups": (
            PapersUnderTitle("Who speaks for me", (PROXY,)),
            PapersUnderTitle("Doctor’s orders", (POLST,)),
            PapersUnderTitle("Family and after", (WILL, DONATION), ("Funeral wishes",)),
        ),
        "printed_on": ON,
        "look": A4,
        "facts": (
            Fact("Who decides if I cannot", "Ana Alvarez, daughter, 555-0142"),
            Fact("In reserve", "Luis Alvarez, brother, 555-0117"),
        ),
        "old_copies": (
            OldCopy("St Mary’s Hospital, 555-0190", "Health care proxy, signed 2019"),
            OldCopy("Rosa, 555-0133", "Health care proxy, signed 2019", "Asked on 2 November 2026"),
        ),
    }
    return PapersSheet(**{**marias, **fields})


def marias_topics(**fields) -> ComfortSheet:
    marias = {
        "person": "Maria Alvarez",
        "groups": (
            TopicsUnderTitle(
                "Comfort now",
                (
                    PrintedTopic("Palliative care alongside treatment", wanted=True),
                    PrintedTopic(
                        "A plan for pain and for breathlessness",
                        talked="12 Nov 2026",
                        wish="No more nights like the one in May.\nAna knows which drops I mean.",
                    ),
                    PrintedTopic("Medicines I take now"),
                ),
            ),
            TopicsUnderTitle(
                "What matters to me",
                (
                    PrintedTopic(
                        "Going back to the hospital or not",
                        talked="4 May 2026",
                        decided="19 Nov 2026",
                        wish="At home, if Ana can manage.",
                    ),
                    PrintedTopic("Spiritual needs and rites"),
                ),
            ),
        ),
        "printed_on": ON,
        "look": A4,
    }
    return ComfortSheet(**{**marias, **fields})


ANA = Contact("Ana Alvarez", "daughter", "555-0142", "555-0143")
LUIS = Contact("Luis Alvarez", "brother", "555-0117")
DR_LEE = Contact("Dr Lee", "cancer clinic", "555-0150", "555-0151")
TEAM = Contact("Palliative care team", "", "555-0160", "555-0161")


def marias_emergency(**fields) -> EmergencySheet:
    marias = {
        "person": "Maria Alvarez",
        "printed_on": ON,
        "look": A4,
        "deciders": (ANA, LUIS),
        "doctors": (DR_LEE, TEAM),
        "papers": (
            PlacedPaper("POLST form", "10 May 2026", "Red sleeve, fridge door", ("Ana",), True),
            PlacedPaper(
                "Health care proxy",
                "4 May 2026",
                "Blue folder, kitchen shelf",
                ("Ana", "Luis", "Dr Lee"),
            ),
            PlacedPaper("Living will", "4 May 2026", "Blue folder, kitchen shelf", ("Ana",)),
        ),
        "matters": "To be at home, without pain, with Ana beside me.",
    }
    return EmergencySheet(**{**marias, **fields})


def marias_visit(**fields) -> AfterSheet:
    """What came of Maria's visit to Dr Lee."""
    marias = {
        "person": "Maria Alvarez",
        "printed_on": ON,
        "look": A4,
        "with_whom": "Dr Lee",
        "day": dt.date(2026, 12, 3),
        "time": dt.time(10, 30),
        "facts": (
            Fact("Who came along", "Ana"),
            Fact("Next visit", "Thursday 14 January 2027, 9:00"),
        ),
        "answers": (
            PrintedAnswer(
                1,
                "Is this tiredness from the cancer, the treatment, or something else we can treat?",
                "Partly the treatment, partly low iron. Blood test this week. Rest in the early "
                "afternoon, a short walk each morning.",
            ),
            PrintedAnswer(
                2,
                "If this treatment stops working, what comes next? And what if I choose to stop?",
                "There is one more medicine to try. Stopping is also a choice; the palliative team "
                "would stay with us. We talk again after the scan in January.",
            ),
            PrintedAnswer(
                3,
                "What can we do about the pain in my back at night?",
                state="Nothing is written down.",
            ),
        ),
        "notes": (
            PrintedNote("The nurse line answers at night too."),
            PrintedNote("Bring the list of medicines next time.", "Ana"),
        ),
        "to_do": (
            PrintedToDo("Blood test for iron", "Ana and Harbour Clinic", "4 Dec 2026", True),
            PrintedToDo(
                "Call the palliative care team for a first visit, 555-0160", "Ana", "7 Dec 2026"
            ),
            PrintedToDo("Send the list of medicines to Dr Lee", "For anyone"),
        ),
        "carried": (
            SheetQuestion(
                "Will I be well enough to visit my sister in April?",
                "My concern: time with Rosa",
            ),
            SheetQuestion(
                "Is there a trial that would suit me? What would it ask of me, and what would it "
                "cost?",
                "My concern: not knowing what lies ahead",
            ),
        ),
    }
    return AfterSheet(**{**marias, **fields})
