"""Two people at once: what is put together by itself, what is asked, and that nothing is lost."""

import datetime

import pytest

from careplan.concerns.models import Concern
from careplan.plans.clashes import Keep, Read, digest, read_from, signed, to_keep
from tests.making import concern, question
from tests.posting import hidden_in, read

READ = Read(removed=False, digests={"text": digest("Old"), "ticks": digest(["a", "b"])})
ASKED = Read(removed=False, digests={"text": digest("Hers")}, asked=("text",))


@pytest.mark.parametrize(
    ("mine", "theirs", "read", "answer", "kept"),
    [
        ("Mine", "Old", READ, "", Keep.MINE),
        ("Old", "Hers", READ, "", Keep.THEIRS),
        ("Same", "Same", READ, "", Keep.THEIRS),
        ("Mine", "Hers", READ, "", None),
        ("Mine", "Hers", READ, "mine", None),  # an answer to what was not asked
        ("Mine", "Hers", None, "mine", None),
        ("Mine", "Hers", ASKED, "", None),
        ("Mine", "Hers", ASKED, "forged", None),
        ("Mine", "Hers", ASKED, "mine", Keep.MINE),
        ("Mine", "Hers", ASKED, "theirs", Keep.THEIRS),
        ("Mine", "Hers", ASKED, "both", Keep.BOTH),
        ("Mine", "Newer", ASKED, "mine", None),  # saved again since it was asked
        ("Mine", "Newer", ASKED, "both", None),
        ("Mine", "Hers\n\nMine", ASKED, "both", Keep.THEIRS),  # the same answer, sent twice
    ],
)
def test_what_is_kept(mine, theirs, read, answer, kept):
    assert to_keep("text", mine, theirs, read, answer) == kept


def test_ticks_have_no_order():
    assert to_keep("ticks", ["b", "a"], ["c"], READ, "") == Keep.THEIRS


def test_what_was_read_is_of_one_record_and_its_fields(cast):
    mine, other = concern(cast, cast.maria), concern(cast, cast.maria)
    said = signed(mine, {"words": "Hip"})
    assert read_from(said, mine, ["words"]) == Read(False, {"words": digest("Hip")})
    assert read_from(said, other, ["words"]) is None
    assert read_from(said, question(cast, cast.maria, pk=mine.pk), ["words"]) is None
    assert read_from(said, mine, ["words", "bother"]) is None
    assert read_from(said[:-1] + "?", mine, ["words"]) is None
    assert "Hip" not in said


@pytest.fixture
def edit(cast):
    made = concern(cast, cast.maria, words="Old", since="2025")
    return f"/plans/{cast.plan.pk}/concerns/{made.pk}/edit/"


def fields(**typed) -> dict:
    return {"category": "other", "words": "Old", "since_year": "2025"} | typed


def save(client, edit, typed):
    assert client.post(edit, read(client, edit) | typed).status_code == 302


def test_what_two_changed_apart_is_put_together(cast, signed_in, edit):
    opened = read(signed_in(cast.ana), edit)
    save(signed_in(cast.maria), edit, fields(since_year="2024", since_month="3"))
    response = signed_in(cast.ana).post(edit, opened | fields(words="Hers"))
    assert response.status_code == 302
    kept = Concern.objects.get()
    assert (kept.words, kept.since, kept.changed_by) == ("Hers", "2024-03", cast.ana)


def test_what_both_changed_is_asked_and_joined(cast, signed_in, edit):
    opened = read(signed_in(cast.ana), edit)
    save(signed_in(cast.maria), edit, fields(words="Maria’s", bother="3"))
    client = signed_in(cast.ana)
    asked = client.post(edit, opened | fields(words="Ana’s"))
    html = asked.content.decode()
    assert "Maria saved a change while you were writing. Choose what to keep." in html
    assert "<p>Maria’s</p>" in html
    assert "<p>Ana’s</p>" in html
    assert "Keep what Maria saved" in html
    assert Concern.objects.get().words == "Maria’s"
    nothing_chosen = client.post(edit, hidden_in(asked))
    assert "Choose one of these" in nothing_chosen.content.decode()
    for _twice in range(2):
        response = client.post(edit, hidden_in(nothing_chosen) | {"keep_words": "both"})
        assert response.status_code == 302
    kept = Concern.objects.get()
    assert (kept.words, kept.bother, kept.since) == ("Maria’s\n\nAna’s", 3, "2025")


def test_a_date_is_asked_in_words(cast, signed_in, edit):
    opened = read(signed_in(cast.ana), edit)
    save(signed_in(cast.maria), edit, fields(since_year="2024"))
    client = signed_in(cast.ana)
    asked = client.post(edit, opened | fields(since_month="3"))
    (clash,) = asked.context["form"].clashes
    assert (clash.mine, clash.theirs) == ("March 2025", "2024")
    assert [value for value, _label in clash.answers] == ["mine", "theirs"]
    client.post(edit, hidden_in(asked) | {"keep_since": "theirs"})
    assert Concern.objects.get().since == "2024"


def test_what_became_private_meanwhile_is_not_shown(cast, signed_in, edit):
    opened = read(signed_in(cast.ana), edit)
    save(signed_in(cast.maria), edit, fields(words="canary", who_sees="me"))
    response = signed_in(cast.ana).post(edit, opened | fields(words="Ana’s"))
    assert response.status_code == 404
    assert "canary" not in response.content.decode()


def test_who_sees_it_is_asked_as_one(cast, signed_in, edit):
    client = signed_in(cast.maria)
    opened = read(client, edit)
    ana = {"who_sees": "some", "readers": [str(cast.ana.pk)]}
    client.post(edit, opened | fields(**ana))
    asked = client.post(edit, opened | fields(who_sees="me"))
    (clash,) = asked.context["form"].clashes
    assert (clash.label, clash.mine, clash.theirs) == (
        "Who may see this?",
        "Only me",
        "Only me and Ana",
    )
    client.post(edit, hidden_in(asked) | {"keep_who_sees": "theirs"})
    kept = Concern.objects.get()
    assert (kept.is_private, list(kept.private_to.all())) == (True, [cast.ana])


def test_a_change_saved_on_the_day_is_dated(cast, signed_in, edit):
    opened = read(signed_in(cast.ana), edit)
    save(signed_in(cast.maria), edit, fields(words="Maria’s"))
    Concern.objects.update(changed=datetime.datetime(2026, 3, 4, 12, 30, tzinfo=datetime.UTC))
    html = signed_in(cast.ana).post(edit, opened | fields(words="Ana’s")).content.decode()
    assert "Maria saved this on 4 March 2026 at 12:30" in html
