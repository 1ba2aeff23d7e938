"""Which questions are offered, why, which stand open, and which are left out."""

import pytest

from careplan.concerns.models import Concern
from careplan.library.catalog import LIBRARY
from careplan.library.levels import Level
from careplan.questions.suggestions import (
    in_a_row,
    public_questions,
    questions_about,
    suggested_questions,
)
from tests.making import question

# The article's nine, by their place in the list of library.
Q1, Q2, Q3, Q4, Q5, Q6, Q7, Q8, Q9 = (
    "improve-prognosis",
    "treatment-options",
    "clinical-trials",
    "palliative-care-continues",
    "follow-up-appointments",
    "consider-hospice",
    "choose-a-person",
    "legal-documents",
    "resources-to-cope",
)
# What each concern suggests: of the article exactly, and added by careplan at least.
TABLE = {
    "feelings": ({Q9}, {"feelings-talk", "feelings-group"}),
    "treatment-worry": (
        {Q1, Q2, Q3},
        {"treatment-goal", "treatment-working", "treatment-stops-working"},
    ),
    "tired": ({Q5, Q7}, {"tired-video", "tired-wait"}),
    "daily": ({Q9, Q6}, {"daily-help", "daily-equipment"}),
    "cost": ({Q9}, {"cost-me", "cost-help", "cost-cheaper"}),
    "symptom": ({Q2}, {"symptom-cause", "symptom-help", "symptom-call"}),
    "test": (set(), {"test-why", "test-result"}),
    "treatment": ({Q2, Q3}, {"treatment-good", "treatment-call", "treatment-else"}),
    "papers": ({Q7, Q8}, {"papers-copy", "papers-polst", "papers-valid"}),
    "comfort": ({Q4, Q6}, {"palliative-now", "plan-pain", "night-who"}),
    "other": (set(), {"other-who"}),
}
AHEAD_AT_BASICS = {
    "feelings": set(),
    "treatment-worry": {Q1, "treatment-stops-working", "expect-cure"},
    "tired": set(),
    "daily": {Q6},
    "cost": set(),
    "symptom": set(),
    "test": set(),
    "treatment": set(),
    "papers": set(),
    "other": set(),
}


def slugs(suggestions) -> set[str]:
    return {each.question.slug for each in suggestions}


def offered(cast, user=None, level="everything", **fields):
    user = user or cast.maria
    user.information_level = level
    member = cast.as_member(user)
    unsaved = Concern(**{"category": "other", "words": "", "plan": cast.plan} | fields)
    return suggested_questions(unsaved, member)


def test_the_table_has_every_category():
    assert set(TABLE) == set(LIBRARY.categories)


@pytest.mark.parametrize("category", TABLE)
def test_each_concern_has_the_questions_of_the_table(cast, category):
    article, ours = TABLE[category]
    found = offered(cast, category=category)
    everything = {each.question.slug: each.question for each in found.open}
    assert {s for s, q in everything.items() if q.origin == "article"} == article
    assert ours - set(everything) == set()
    assert found.ahead == ()


@pytest.mark.parametrize("shelf", ["symptoms", "tests", "treatments"])
def test_each_thing_by_name_has_its_own_and_the_articles(cast, shelf):
    article = {"symptoms": {Q2}, "tests": set(), "treatments": {Q2, Q3}}[shelf]
    for slug, item in getattr(LIBRARY, shelf).items():
        found = offered(cast, category=shelf[:-1], **{shelf: [slug]})
        of_article = {e.question.slug for e in found.open if e.question.origin == "article"}
        assert of_article == article, slug
        assert slugs(found.open) == {q.slug for q in LIBRARY.questions_tagged(item.tag)}, slug
        assert found.because == item.because
        assert found.several_reasons is False


def test_the_named_thing_stands_for_its_kind(cast):
    named = offered(cast, category="symptom", symptoms=["cough"])
    assert "symptom-cause" not in slugs(named.open)
    of_another_kind = offered(cast, category="symptom", tests=["mri"])
    assert {"symptom-cause", "mri-why"} <= slugs(of_another_kind.open)


@pytest.mark.parametrize("level", ["basics", "later", "main", "everything"])
@pytest.mark.parametrize("category", TABLE)
def test_no_level_takes_a_question_away(cast, category, level):
    whole = slugs(offered(cast, category=category).open)
    found = offered(cast, category=category, level=level)
    assert slugs(found.open) | slugs(found.ahead) == whole
    assert slugs(found.open) & slugs(found.ahead) == set()


@pytest.mark.parametrize("category", AHEAD_AT_BASICS)
def test_what_lies_ahead_is_closed_at_the_basics(cast, category):
    for level in ("basics", "later"):
        assert (
            slugs(offered(cast, category=category, level=level).ahead) == AHEAD_AT_BASICS[category]
        )


def test_the_main_points_open_more_but_not_hospice(cast):
    found = offered(cast, category="comfort", level="main")
    assert Q4 in slugs(found.open)
    assert Q6 in slugs(found.ahead)
    assert {each.question.level for each in found.ahead} == {"everything"}


def test_what_is_held_is_left_out(cast):
    question(cast, cast.ana, library_slug=Q2, library_text="x", text="in other words")
    found = offered(cast, category="symptom")
    assert Q2 not in slugs(found.open)
    assert Q2 in found.slugs
    assert slugs(found.open) == {"symptom-cause", "symptom-help", "symptom-call"}


def test_what_was_removed_is_offered_again(cast):
    question(cast, cast.maria, library_slug=Q2, library_text="x").remove(by=cast.maria)
    assert Q2 in slugs(offered(cast, category="symptom").open)


def test_a_private_question_of_another_tells_nothing(cast):
    hers = question(cast, cast.ana, library_slug=Q2, library_text="x", is_private=True)
    assert Q2 in slugs(offered(cast, category="symptom").open)
    assert Q2 not in slugs(offered(cast, cast.ana, category="symptom").open)
    hers.private_to.add(cast.maria)
    assert Q2 not in slugs(offered(cast, category="symptom").open)


def test_nothing_is_left(cast):
    for slug in ("other-who", "other-missed", "other-read"):
        question(cast, cast.maria, library_slug=slug, library_text="x")
    assert not offered(cast, category="other")


# -- why ------------------------------------------------------------------------------------------


def test_each_says_why(cast):
    found = offered(cast, category="cost", symptoms=["bone-pain"], treatments=["radiation"])
    why = {each.question.slug: each.because for each in found.open}
    assert found.because == "bone pain, radiation and cost"
    assert found.several_reasons is True
    assert why["bone-pain-cause"] == "bone pain"
    assert why["cost-me"] == "cost"
    assert why[Q2] == "bone pain and radiation"


def test_names_in_own_words_are_recognised(cast):
    found = offered(cast, category="symptom", words="BONE  pain\nin my hip. And nausea.")
    assert found.because == "bone pain and nausea"
    assert {"bone-pain-cause", "nausea-help"} <= slugs(found.open)
    assert "symptom-cause" not in slugs(found.open)


def test_words_of_every_day_add_their_questions_and_their_own_why(cast):
    concern = {"category": "symptom", "symptoms": ["nausea"], "words": "My bones hurt. Chemo too."}
    found = offered(cast, **concern)
    why = {each.question.slug: each.because for each in found.open}
    assert found.because == "nausea, bone pain and chemotherapy"
    assert why["bone-pain-cause"] == "bone pain"
    assert why["nausea-help"] == "nausea"
    assert Q2 in why


def test_a_scan_is_a_test_unless_it_is_told_which(cast):
    assert offered(cast, category="cost", words="That scan").because == "cost and a test"
    assert offered(cast, category="cost", words="That bone scan").because == "cost and a bone scan"
    assert offered(cast, category="test", words="That scan").because == "a test"


def test_what_was_chosen_comes_before_what_was_recognised(cast):
    found = offered(cast, category="feelings", words="I dread the MRI")
    order = [each.question.slug for each in found.open]
    assert order.index("feelings-talk") < order.index("mri-why")


@pytest.mark.parametrize(
    "words", ["backbone painted", "my coughdrops", "surgeryless", "near the liver"]
)
def test_parts_of_words_and_of_names_are_not_recognised(cast, words):
    found = offered(cast, category="other", words=words)
    assert found.because == "something else on your mind"


def test_slugs_that_the_library_dropped_are_passed_over(cast):
    found = offered(cast, category="old-kind", symptoms=["old-slug", "cough"])
    assert found.because == "a cough"
    assert not offered(cast, category="old-kind")


def test_names_in_a_row():
    assert in_a_row(["a"]) == "a"
    assert in_a_row(["a", "b", "a"]) == "a and b"
    assert in_a_row(["a", "b", "c"]) == "a, b and c"
    assert in_a_row([]) == ""


# -- sections -------------------------------------------------------------------------------------


def test_the_questions_of_a_section(cast):
    section = LIBRARY.sections["asking"]
    nine = {Q1, Q2, Q3, Q4, Q5, Q6, Q7, Q8, Q9}
    member = cast.as_member(cast.maria)
    found = questions_about(section, member)
    assert nine <= slugs(found.open) | slugs(found.ahead)
    assert slugs(found.ahead) == {Q1, Q4, Q6}
    question(cast, cast.maria, library_slug=Q8, library_text="x")
    assert Q8 not in slugs(questions_about(section, member).open)


def test_without_a_grant_nothing_is_told_of_what_is_held(cast):
    question(cast, cast.maria, library_slug=Q8, library_text="x")
    cast.plan.memberships.filter(user=cast.ana).update(visits="none")
    found = questions_about(LIBRARY.sections["asking"], cast.as_member(cast.ana))
    assert Q8 in slugs(found.open)


def test_the_public_section_goes_by_the_level():
    section = LIBRARY.sections["what-to-expect"]
    assert Q1 in slugs(public_questions(section, Level.BASICS).ahead)
    assert Q1 in slugs(public_questions(section, Level.MAIN).open)
