"""Every question can be reached, and each thing a person picks has questions of its own."""

import pytest

from careplan.library.catalog import LIBRARY

PICKED = [
    *(symptom.tag for symptom in LIBRARY.symptoms.values()),
    *(test.tag for test in LIBRARY.tests.values()),
    *(treatment.tag for treatment in LIBRARY.treatments.values()),
]
NINE = {question.text_en: question for question in LIBRARY.questions_tagged("nine")}
Q2 = "What are my treatment options?"
Q3 = "Are there clinical trial options that might be appropriate for me?"


def own_questions(tag):
    """The questions that no other thing of the same kind leads to."""
    kind = tag.partition(":")[0]
    return [
        question
        for question in LIBRARY.questions_tagged(tag)
        if [other for other in question.tags if other.startswith(f"{kind}:")] == [tag]
    ]


def test_every_question_is_reached_from_something_that_a_page_shows():
    shelves = [LIBRARY.categories, LIBRARY.symptoms, LIBRARY.tests, LIBRARY.treatments]
    shelves += [LIBRARY.topics, LIBRARY.papers, LIBRARY.sections]
    reached = {
        question.slug
        for shelf in shelves
        for item in shelf.values()
        for question in LIBRARY.questions_tagged(item.tag)
    }
    assert reached == set(LIBRARY.questions)


@pytest.mark.parametrize("tag", PICKED)
def test_what_a_person_picks_has_three_questions_of_its_own(tag):
    own = own_questions(tag)
    assert len(own) >= 3
    assert {question.origin for question in own} == {"careplan"}


def test_no_two_questions_have_the_same_words():
    texts = [question.text_en.casefold() for question in LIBRARY.questions.values()]
    assert sorted(texts) == sorted(set(texts))


@pytest.mark.parametrize("tag", PICKED)
def test_the_articles_questions_follow_the_table(tag):
    expected = {"symptom": [Q2], "test": [], "treatment": [Q2, Q3]}[tag.partition(":")[0]]
    tagged = [question.text_en for question in LIBRARY.questions_tagged(tag)]
    assert [text for text in tagged if text in NINE] == expected


@pytest.mark.parametrize("slug", LIBRARY.symptoms)
def test_a_symptom_asks_for_its_cause_what_helps_and_when_to_call(slug):
    own = {question.slug: question.text_en for question in own_questions(f"symptom:{slug}")}
    assert f"{slug}-cause" in own
    assert "call" in own[f"{slug}-call"]
    assert len(own.keys() - {f"{slug}-cause", f"{slug}-call"}) >= 1


@pytest.mark.parametrize("slug", LIBRARY.tests)
def test_a_test_asks_why_what_it_may_change_and_for_the_result(slug):
    own = {question.slug: question.text_en for question in own_questions(f"test:{slug}")}
    assert {f"{slug}-why", f"{slug}-result"} - own.keys() == set()
    assert f"{slug}-change" in own or "what may it change" in own[f"{slug}-why"]


@pytest.mark.parametrize("slug", [slug for slug in LIBRARY.treatments if slug != "transplant"])
def test_a_treatment_asks_for_its_good_when_to_call_and_what_else(slug):
    own = {question.slug: question.text_en for question in own_questions(f"treatment:{slug}")}
    assert {f"{slug}-good", f"{slug}-else"} - own.keys() == set()
    assert "call" in own[f"{slug}-call"]


def test_the_questions_about_what_lies_ahead_are_not_open_at_the_basics():
    named = ("hospice", "prognosis", "last weeks", "stop cancer treatment", "CPR", "I die")
    open_at_basics = [
        question.text_en
        for question in LIBRARY.questions.values()
        if question.level.value == "basics" and any(word in question.text_en for word in named)
    ]
    # The article's ninth asks for help to cope: the design opens it to everybody.
    assert open_at_basics == ["What resources are available to help me cope with my prognosis?"]


def test_a_question_that_has_several_of_the_tags_is_listed_once_in_file_order():
    both = LIBRARY.questions_tagged("treatment:surgery", "symptom:cough")
    assert [question.slug for question in both] == [
        "cough-cause",
        "cough-help",
        "cough-phlegm",
        "cough-call",
        "surgery-good",
        "surgery-risks",
        "surgery-after",
        "surgery-call",
        "surgery-else",
        "treatment-options",
        "clinical-trials",
    ]


def test_a_tag_that_the_library_does_not_have_leads_to_nothing():
    assert LIBRARY.questions_tagged("symptom:not-there") == ()
    assert LIBRARY.questions_tagged() == ()
