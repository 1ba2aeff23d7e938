"""What was removed: who still reads it, and that it comes back as it is by then."""

import pytest
from django.core.exceptions import ValidationError

from careplan.plans.access import Section
from careplan.plans.removed import put_back, standing_or_removed
from careplan.questions.models import Question
from tests.making import question


def read(cast, who) -> set[str]:
    member = cast.as_member(who)
    found = standing_or_removed(Question, member, Section.VISITS)
    return set(found.values_list("text", flat=True))


@pytest.fixture
def asked(cast):
    question(cast, cast.maria, text="open")
    question(cast, cast.maria, text="private", is_private=True)
    question(cast, cast.maria, text="gone").remove(by=cast.maria)
    question(cast, cast.maria, text="gone private", is_private=True).remove(by=cast.maria)
    Question.objects.create(
        plan=cast.sams_plan, author=cast.sam, changed_by=cast.sam, text="another plan"
    )


def test_who_reads_what_was_removed(cast, asked):
    assert read(cast, cast.maria) == {"open", "private", "gone", "gone private"}
    assert read(cast, cast.ana) == {"open", "gone"}
    assert read(cast, cast.ben) == {"open"}


def test_it_is_put_back_as_it_is_by_then(cast):
    """Read while it was private; meanwhile open, and picked again."""
    same = {"library_slug": "cough-help", "library_text": "x"}
    gone = question(cast, cast.maria, is_private=True, **same)
    gone.remove(by=cast.maria)
    Question.objects.filter(pk=gone.pk).update(is_private=False)
    question(cast, cast.maria, **same)
    with pytest.raises(ValidationError, match="added again"):
        put_back(gone, cast.as_member(cast.maria))
