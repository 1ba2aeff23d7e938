"""Taking questions up: once, with the text as it stands now, as private as their concern."""

import dataclasses
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import translation

from careplan.library import items
from careplan.library.catalog import LIBRARY
from careplan.questions.forms import PickForm
from careplan.questions.models import Question
from careplan.questions.picking import add_from_library, add_own_words
from careplan.questions.suggestions import suggested_questions
from tests.making import concern, question

Q2 = "treatment-options"


def pick(cast, *slugs, user=None, about=None) -> list[Question]:
    member = cast.as_member(user or cast.maria)
    return add_from_library(slugs=list(slugs), member=member, concern=about)


def test_the_text_is_copied_with_its_slug(cast):
    about = concern(cast, cast.maria)
    (made,) = pick(cast, Q2, about=about)
    made.refresh_from_db()
    assert made.text == made.library_text == "What are my treatment options?"
    assert (made.library_slug, made.concern, made.author) == (Q2, about, cast.maria)
    assert (made.is_private, made.plan) == (False, cast.plan)


def test_a_later_edition_rewrites_nothing(cast, monkeypatch):
    pick(cast, Q2)
    later = dataclasses.replace(LIBRARY.questions[Q2], text_en="A later edition?")
    edition = dataclasses.replace(LIBRARY, questions={**LIBRARY.questions, Q2: later})
    monkeypatch.setattr("careplan.questions.picking.LIBRARY", edition)
    (again,) = pick(cast, Q2)
    assert again.text == again.library_text == "What are my treatment options?"
    again.remove(by=cast.maria)
    (new,) = pick(cast, Q2)
    assert new.text == new.library_text == "A later edition?"


def test_the_text_is_in_the_readers_language(cast, monkeypatch):
    monkeypatch.setattr(items, "gettext", lambda text: f"[es] {text}")
    with translation.override("es"):
        (made,) = pick(cast, Q2)
    assert made.library_text == "[es] What are my treatment options?"


def test_they_come_in_the_order_that_was_asked_for(cast):
    held = question(cast, cast.maria, library_slug="cost-me", library_text="x")
    made = pick(cast, Q2, "cost-me", "cost-help", Q2)
    assert [q.library_slug for q in made] == [Q2, "cost-me", "cost-help"]
    assert made[1] == held


def test_picked_twice_stands_once(cast):
    assert pick(cast, Q2) == pick(cast, Q2)
    assert Question.objects.count() == 1


def test_sent_twice_at_once_stands_once(cast, monkeypatch):
    """The second reads what is held before the first has written."""
    first = pick(cast, Q2)
    found = iter([{}, {Q2: first[0]}])
    monkeypatch.setattr("careplan.questions.picking.held_questions", lambda *_: next(found))
    assert pick(cast, Q2) == first
    assert Question.objects.count() == 1


def test_what_another_shares_is_taken_as_it_stands(cast):
    anas = question(cast, cast.ana, library_slug=Q2, library_text="x", text="Hers")
    assert pick(cast, Q2) == [anas]


def test_what_another_keeps_private_is_not_taken(cast):
    question(cast, cast.ana, library_slug=Q2, library_text="x", text="canary", is_private=True)
    (made,) = pick(cast, Q2)
    assert (made.author, made.text) == (cast.maria, "What are my treatment options?")


def test_a_private_concern_makes_private_questions_for_the_same_readers(cast):
    about = concern(cast, cast.ana, is_private=True)
    about.private_to.add(cast.maria)
    (made,) = pick(cast, Q2, about=about)
    assert made.is_private is True
    assert set(made.private_to.all()) == {cast.ana}
    own = add_own_words(
        text="Own?", member=cast.as_member(cast.ana), request_uuid=uuid.uuid4(), concern=about
    )
    assert own.is_private is True
    assert set(own.private_to.all()) == {cast.maria}
    assert not cast.plan.questions.seen_by(cast.as_member(cast.ben)).exists()


def test_an_unknown_slug_makes_nothing(cast):
    with pytest.raises(KeyError):
        pick(cast, Q2, "forged")
    assert Question.objects.count() == 0


def test_a_full_plan_takes_none(cast, monkeypatch):
    monkeypatch.setattr(Question, "MOST", 1)
    question(cast, cast.maria)
    with pytest.raises(ValidationError, match="no room for more"):
        pick(cast, Q2)
    assert Question.objects.count() == 1


def test_own_words_sent_twice_stand_once(cast):
    member, number = cast.as_member(cast.maria), uuid.uuid4()
    first = add_own_words(text="Mine?", member=member, request_uuid=number)
    assert add_own_words(text="Mine?", member=member, request_uuid=number) == first
    assert Question.objects.count() == 1


def test_the_number_of_another_persons_form_makes_an_own_one(cast):
    anas = question(cast, cast.ana, text="canary", is_private=True)
    made = add_own_words(
        text="Mine?", member=cast.as_member(cast.maria), request_uuid=anas.request_uuid
    )
    assert made != anas
    assert (made.text, made.author) == ("Mine?", cast.maria)


# -- the form -------------------------------------------------------------------------------------


def form(cast, about=None, **typed) -> PickForm:
    about = about or concern(cast, cast.maria, category="cost")
    member = cast.as_member(cast.maria)
    data = QueryDict(mutable=True)
    for name, value in typed.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    suggestions = suggested_questions(about, member)
    return PickForm(data, suggestions=suggestions, member=member, concern=about)


def test_ticks_and_own_words_become_questions(cast):
    sent = form(cast, slugs=["cost-help", "cost-me"], own="And\r\nparking?\x00")
    assert sent.is_valid(), sent.errors
    assert [q.text for q in sent.keep()] == [
        "What will this cost me?",
        "Who helps with bills and insurance here?",
        "And\nparking?",
    ]


def test_the_form_sent_twice_makes_each_once(cast):
    about = concern(cast, cast.maria, category="cost")
    sent = {"slugs": ["cost-me"], "own": "Parking?", "request_uuid": str(uuid.uuid4())}
    first, second = form(cast, about, **sent), None
    assert first.is_valid()
    made = first.keep()
    second = form(cast, about, **sent)  # cost-me is held by now, and so not offered any more
    assert second.is_valid(), second.errors
    assert second.keep() == made
    assert Question.objects.count() == 2


@pytest.mark.parametrize("typed", [{}, {"own": " \n\x00"}, {"slugs": [], "own": ""}])
def test_nothing_at_all(cast, typed):
    assert dict(form(cast, **typed).errors) == {
        "slugs": ["Tick a question, or write one in your own words"]
    }


@pytest.mark.parametrize("slug", ["forged", "mri-why", "", "x" * 9999])
def test_only_what_is_suggested_can_be_ticked(cast, slug):
    sent = form(cast, slugs=["cost-me", slug])
    assert dict(sent.errors) == {"slugs": ["Choose one of the answers on this page"]}
    assert sent.ticked == ["cost-me", slug]


def test_too_long(cast):
    assert dict(form(cast, own="x" * 4001).errors) == {
        "own": ["Make this shorter. It has 4001 letters, and there is room for 4000."]
    }


def test_a_forged_number_of_the_form(cast):
    sent = form(cast, own="Mine?", request_uuid="forged")
    assert sent.is_valid()
    assert [q.text for q in sent.keep()] == ["Mine?"]


def test_a_full_plan_says_so_and_keeps_none(cast, monkeypatch):
    monkeypatch.setattr(Question, "MOST", 1)
    sent = form(cast, slugs=["cost-me"], own="Mine?")
    assert sent.is_valid()
    assert sent.keep() is None
    assert "has no room for more" in str(sent.non_field_errors())
    assert Question.objects.count() == 0
