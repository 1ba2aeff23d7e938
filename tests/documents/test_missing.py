"""“What is missing?”: each rule where it fits, and where it does not."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from careplan.documents.missing import RULES, missing
from careplan.documents.reading import Ledger
from tests.documents.papers import copy_of, named, paper


def said(cast, user=None) -> list[str]:
    return [fact.sentence for fact in missing(Ledger(cast.as_member(user or cast.maria)))]


@pytest.fixture
def whole(cast):
    """A proxy of which nothing is missing: Ana is named, and she and the doctor have it."""
    document = paper(cast, signed_on=str(timezone.localdate().year), original_place="Blue folder")
    named(cast, document, "Ana", phone_day="555 0142")
    copy_of(cast, document, "Ana", "agent")
    copy_of(cast, document, "Dr Lee", "doctor")
    assert said(cast) == []
    return document


def test_an_empty_ledger_lacks_nothing(cast):
    assert said(cast) == []


def test_signed_and_nobody_holds_a_copy(cast, whole):
    whole.copies.all().delete()
    assert said(cast) == ["Your health care proxy is signed. Nobody holds a copy yet."]


def test_a_copy_that_came_back_is_held_by_nobody(cast, whole):
    whole.copies.update(back_on=timezone.localdate())
    assert said(cast) == ["Your health care proxy is signed. Nobody holds a copy yet."]


def test_no_copy_is_asked_of_what_stays_with_the_person(cast, whole):
    for kind in ("wallet-card", "out-of-hospital-dnr", "hospital-code-status"):
        paper(cast, kind=kind, signed_on=whole.signed_on, original_place="With me")
    assert said(cast) == []


def test_it_names_nobody(cast, whole):
    whole.named_people.all().delete()
    assert said(cast) == [
        "Your health care proxy is signed. It does not say here who speaks for you."
    ]


def test_no_number_to_call(cast, whole):
    whole.named_people.update(phone_day="")
    assert said(cast) == ["Your health care proxy names Ana. No phone number is written here."]


def test_whoever_it_names_has_no_copy(cast, whole):
    whole.copies.filter(holder="Ana").delete()
    assert said(cast) == ["Your health care proxy names Ana, who is not noted as holding a copy."]


def test_whoever_it_names_has_a_copy_under_their_name(cast, whole):
    whole.copies.filter(holder="Ana").update(holder="ana", holder_kind="family")
    assert said(cast) == []


def test_two_papers_that_name_the_same_two_people_are_no_news(cast, whole):
    other = paper(cast, kind="combined-directive", signed_on=whole.signed_on, original_place="Desk")
    for document in (whole, other):
        named(cast, document, "Luis", phone_day="555 0117")
    named(cast, other, "Ana", phone_day="555 0142")
    for kind in ("agent", "doctor"):
        copy_of(cast, other, kind, kind)
    assert said(cast) == []


def test_it_is_in_no_chart(cast, whole):
    whole.copies.filter(holder="Dr Lee").delete()
    expected = ["Your health care proxy is signed. No doctor or hospital holds a copy."]
    assert said(cast) == expected
    copy_of(cast, whole, "Harbour Hospital", "hospital")
    assert said(cast) == []


def test_a_will_need_not_be_in_a_chart(cast, whole):
    will = paper(cast, kind="will", signed_on=whole.signed_on, original_place="Ms Ortiz")
    copy_of(cast, will, "Ms Ortiz", "lawyer")
    assert said(cast) == []


def test_nothing_says_where_the_original_is(cast, whole):
    whole.original_place = ""
    whole.save()
    assert said(cast) == ["Your health care proxy is signed. Nothing says where the original is."]


def test_it_is_due(cast, whole):
    whole.look_again_on = timezone.localdate()
    whole.save()
    assert said(cast) == ["Your health care proxy is due. Look at it again."]
    whole.look_again_on = timezone.localdate() + datetime.timedelta(days=1)
    whole.save()
    assert said(cast) == []


def test_old_copies_are_out(cast, whole):
    old = paper(cast, state="replaced", signed_on="2020", replaced_on="2026-01-01")
    whole.replaces, whole.edition = old, 2
    whole.save()
    assert said(cast) == []
    copy_of(cast, old, "Luis", "family")
    facts = missing(Ledger(cast.as_member(cast.maria)))
    assert [fact.sentence for fact in facts] == [
        "Your health care proxy was replaced. Old copies are still out."
    ]
    page = reverse("document_detail", args=[cast.plan.pk, old.pk])
    assert [fact.url for fact in facts] == [f"{page}#call-back"]


def test_no_newer_one_counts(cast, whole):
    whole.state, whole.replaced_on = "replaced", timezone.localdate()
    whole.save()
    whole.copies.update(back_on=timezone.localdate())
    assert said(cast) == ["Your health care proxy was replaced. No newer one is signed here."]


def test_no_paper_says_who_speaks(cast):
    paper(cast, kind="will")
    facts = missing(Ledger(cast.as_member(cast.maria)))
    assert [(fact.sentence, fact.url) for fact in facts] == [
        ("No paper here says who speaks for you.", reverse("document_choose", args=[cast.plan.pk]))
    ]
    # A proxy that somebody has put aside is an answer.
    paper(cast, state="not_now")
    assert said(cast) == []


def test_two_papers_name_different_people(cast, whole):
    other = paper(cast, kind="combined-directive", signed_on=whole.signed_on, original_place="Desk")
    named(cast, other, "ana", phone_night="555 0143")
    for kind in ("agent", "doctor"):
        copy_of(cast, other, kind, kind)
    assert said(cast) == []
    other.named_people.update(name="Luis")
    assert said(cast) == ["Two signed papers name different people to speak for you."]


def test_what_is_not_signed_lacks_nothing(cast, whole):
    for state in ("not_now", "thinking", "in_progress"):
        paper(cast, kind="living-will", state=state)
    assert said(cast) == []


def test_it_speaks_of_the_paper_to_others_and_by_its_own_name(cast, whole):
    whole.copies.all().delete()
    assert said(cast, cast.ben) == ["The health care proxy is signed. Nobody holds a copy yet."]
    whole.own_name = "the blue one"
    whole.save()
    assert said(cast) == ["“the blue one” is signed. Nobody holds a copy yet."]


def test_a_paper_that_others_may_not_see_is_told_to_its_author_alone(cast, whole):
    paper(cast, kind="will", signed_on="2024", author=cast.ana, is_private=True, own_name="canary")
    assert said(cast) == []
    assert len(said(cast, cast.ana)) == 2


def test_every_rule_has_a_test_here():
    assert [rule.__name__ for rule, _sentence in RULES] == [
        "old_copies",
        "none_counts",
        "names_nobody",
        "no_number",
        "no_copy",
        "not_with_agent",
        "not_in_chart",
        "no_original",
        "is_due",
    ]
