"""What of the library somebody's own words name."""

import pytest

from careplan.concerns.own_words import plain
from careplan.library.catalog import LIBRARY
from careplan.questions.named import NEAR, named_in

SAID = [
    ("My bones hurt at night, in my hip", {"bone-pain"}),
    ("There is so much pain in my bones", {"bone-pain"}),
    ("Me duelen mucho los huesos", {"bone-pain"}),
    ("El dolor de huesos no me deja dormir", {"bone-pain"}),
    ("I fell and broke my hip", {"broken-bone"}),
    ("Terrible pain in my back", {"severe-back-pain"}),
    ("My legs feel weak", {"leg-numbness"}),
    ("Se me duermen las piernas", {"leg-numbness"}),
    ("Sometimes I can’t hold my pee", {"bladder-bowel"}),
    ("My head hurts every morning", {"headache"}),
    ("Me duele la cabeza", {"headache"}),
    ("I get lightheaded", {"dizziness"}),
    ("Tengo mareos", {"dizziness"}),
    ("My vision is blurry", {"vision"}),
    ("Veo doble", {"vision"}),
    ("Her speech is slurred", {"speech"}),
    ("I keep throwing up", {"nausea"}),
    ("Tengo náuseas", {"nausea"}),
    ("It is getting hard to walk", {"walking"}),
    ("Me cuesta caminar", {"walking"}),
    ("She wakes up confused", {"confusion"}),
    ("I’m coughing all night", {"cough"}),
    ("Tengo mucha tos", {"cough"}),
    ("I coughed up some blood", {"cough", "coughing-blood"}),
    ("My chest feels tight", {"chest-pain"}),
    ("I can't breathe well", {"breathlessness"}),
    ("I get out of breath on the stairs", {"breathlessness"}),
    ("Shortness of breath", {"breathlessness"}),
    ("Me falta el aire", {"breathlessness"}),
    ("No puedo respirar bien", {"breathlessness"}),
    ("My right side is sore under the ribs", {"liver-pain"}),
    ("I’ve lost a lot of weight", {"weight-loss"}),
    ("He perdido peso", {"weight-loss"}),
    ("I have no appetite", {"appetite-loss"}),
    ("I am never hungry", {"appetite-loss"}),
    ("No tengo hambre", {"appetite-loss"}),
    ("My belly is swollen", {"ascites"}),
    ("His eyes look yellow", {"jaundice"}),
    ("Waiting for my blood work", {"blood-tests"}),
    ("Los análisis de sangre", {"blood-tests"}),
    ("My PSA went up", {"tumor-markers"}),
    ("The CT is on Monday", {"ct-scan"}),
    ("CAT scan next week", {"ct-scan", "test"}),
    ("Me hacen un TAC", {"ct-scan"}),
    ("An x ray of my hand", {"x-ray"}),
    ("La resonancia me da miedo", {"mri"}),
    ("The PET-CT results", {"ct-scan", "pet-scan"}),
    ("The biopsies came back", {"biopsy"}),
    ("I dread every scan", {"test"}),
    ("chemo makes me tired", {"chemotherapy"}),
    ("La quimio me cansa", {"chemotherapy"}),
    ("radiation starts soon", {"radiation"}),
    ("Empiezo radioterapia", {"radiation"}),
    ("Is an operation possible", {"surgery"}),
    ("They drained fluid from my lung", {"thoracentesis"}),
    ("I take dexamethasone", {"steroids"}),
    ("Starting Keytruda", {"immunotherapy"}),
    ("Tomo tamoxifeno", {"hormonal"}),
    ("They gave me Xgeva", {"bone-drugs"}),
]
NOT_SAID = [
    "",
    "My cat and my pet dog comfort me",
    "I can’t see my sister in January",
    "I can’t talk to my husband about it",
    "I am confused about the bills",
    "My heart is broken",
    "I am sick of waiting",
    "I worry that it will stop working",
    "Everything hurts, and I cut a bone from the fish",
    "He has a hard time, and I hold my breath",
    "I have no weight on my mind",
    "The blood orange juice",
    "Right on my side, my family",
    "Me duele no verla",
    "No me falta nada",
]
SHELVES = (LIBRARY.symptoms, LIBRARY.tests, LIBRARY.treatments)


def named(words: str) -> set[str]:
    found = {item.slug for shelf in SHELVES for item in named_in(words, shelf)}
    kinds = {item.slug for item in named_in(words, LIBRARY.categories, by_name=False)}
    return found | kinds


@pytest.mark.parametrize(("words", "expected"), SAID)
def test_words_of_every_day_name_it(words, expected):
    assert named(words) == expected


@pytest.mark.parametrize("words", NOT_SAID)
def test_other_words_name_nothing(words):
    assert named(words) == set()


@pytest.mark.parametrize("question", LIBRARY.questions_tagged("nine"), ids=lambda q: q.slug)
def test_the_articles_questions_name_nothing(question):
    assert named(question.text_en) == set()


def test_it_is_one_clause_and_near():
    assert named("My bones. They hurt") == set()
    between = " ".join(["really"] * (NEAR - 2))
    assert named(f"bones {between} hurt") == {"bone-pain"}
    assert named(f"bones {between} really hurt") == set()


def test_every_item_is_named_by_its_own_name():
    for shelf in SHELVES:
        for item in shelf.values():
            assert item in named_in(f"It is {item.because_en} again", shelf), item.slug


def test_the_words_stand_as_a_text_is_read():
    for shelf in (*SHELVES, LIBRARY.categories):
        for item in shelf.values():
            assert [way for way in item.words if plain(way) != way] == [], item.slug
