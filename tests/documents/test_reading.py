"""The papers as one reader sees them."""

import pytest

from careplan.documents.reading import Ledger
from careplan.documents.versions import Versions
from tests.documents.papers import copy_of, named, paper


def ledger(cast, user=None) -> Ledger:
    return Ledger(cast.as_member(user or cast.maria))


def test_groups_in_plain_words_and_in_the_order_of_the_library(cast):
    for kind in (
        "will",
        "polst",
        "wallet-card",
        "living-will",
        "health-care-proxy",
        "living-trust",
    ):
        paper(cast, kind=kind)
    paper(cast, kind="dropped-by-the-library")
    assert [
        (group.title, [row.document.kind for row in group.rows]) for group in ledger(cast).groups
    ] == [
        ("Who speaks for me", ["health-care-proxy", "wallet-card"]),
        ("What I want", ["living-will"]),
        ("Doctor’s orders", ["polst"]),
        ("Money and home", ["living-trust"]),
        ("Family and after", ["will"]),
        ("Other papers", ["dropped-by-the-library"]),
    ]


def test_who_decides_is_whom_the_paper_names_that_was_signed_last(cast):
    old = paper(cast, kind="combined-directive", signed_on="2019-03-04")
    named(cast, old, "Sam")
    new = paper(cast, signed_on="2020")
    named(cast, new, "Luis", "alternate")
    named(cast, new, "Ana")
    named(cast, new, "Wendy", "witness")
    assert [person.name for person in ledger(cast).deciders] == ["Ana", "Luis"]
    # One that names nobody, or is not signed, or is about money, decides nothing.
    paper(cast, signed_on="2025")
    named(cast, paper(cast, state="in_progress"), "Rosa")
    named(cast, paper(cast, kind="financial-power-of-attorney", signed_on="2026"), "Bank")
    assert [person.name for person in ledger(cast).deciders] == ["Ana", "Luis"]


def test_a_year_alone_counts_as_its_last_day(cast):
    named(cast, paper(cast, signed_on="2026"), "Ana")
    named(cast, paper(cast, kind="combined-directive", signed_on="2026-03"), "Luis")
    assert [person.name for person in ledger(cast).deciders] == ["Ana"]


def test_nobody_decides_without_a_signed_paper(cast):
    named(cast, paper(cast, state="in_progress"))
    assert ledger(cast).deciding is None
    assert ledger(cast).deciders == []


def test_the_recall_list(cast):
    old = paper(cast, state="replaced", signed_on="2020", replaced_on="2026-01-01")
    out = copy_of(cast, old, "Dr Lee")
    copy_of(cast, old, "Ana", back_on="2026-02-02")
    copy_of(cast, old, "Gone").remove(by=cast.maria)
    copy_of(cast, paper(cast, signed_on="2026", replaces=old, edition=2), "Ben")
    assert [(row.document, copy) for row, copy in ledger(cast).recall] == [(old, out)]
    old.remove(by=cast.maria)
    assert ledger(cast).recall == []


def test_what_is_private_to_others_is_in_no_part(cast):
    hers = paper(cast, author=cast.ana, signed_on="2020", is_private=True, own_name="canary")
    named(cast, hers, "canary agent")
    copy_of(cast, hers, "canary holder")
    for user, count in ((cast.maria, 0), (cast.ben, 0), (cast.ana, 1)):
        seen = ledger(cast, user)
        assert [len(seen.rows), len(seen.deciders)] == [count, count]
        assert sum(len(row.copies) for row in seen.every) == count
        # Nor by the parts alone: who may not see a paper sees nothing of it.
        assert cast.plan.copies.seen_by(cast.as_member(user)).count() == count
        assert cast.plan.named_people.seen_by(cast.as_member(user)).count() == count


@pytest.mark.parametrize("count", [3, 60])
def test_three_readings_however_many_there_are(cast, count, django_assert_num_queries):
    for _n in range(count):
        document = paper(cast, signed_on="2020")
        named(cast, document)
        copy_of(cast, document)
    member = cast.as_member(cast.maria)
    with django_assert_num_queries(3):
        seen = Ledger(member)
        assert len(seen.groups[0].rows) == count
        assert [len(row.copies) for row in seen.rows] == [1] * count


def test_the_version_that_counts_instead(cast):
    old = paper(cast, state="replaced", signed_on="2010", replaced_on="2020-01-01")
    middle = paper(
        cast, state="replaced", signed_on="2020", replaced_on="2026-01-01", replaces=old, edition=2
    )
    new = paper(cast, signed_on="2026", replaces=middle, edition=3)
    draft = paper(cast, state="in_progress", replaces=new, edition=4)
    middle.remove(by=cast.maria)  # it links the others all the same
    versions = Versions([old, middle, new, draft])
    assert [versions.in_force_after(v) for v in (old, middle, new)] == [new, new, None]
    assert versions.earlier(draft) == [new, middle, old]
    assert versions.later(old) == [middle, new, draft]
    assert [versions.next(v) for v in (old, middle, new)] == [None, new, draft]
