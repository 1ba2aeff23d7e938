"""Who may see a record: chosen by its author, said to its readers, lost with the plan."""

import pytest

from careplan.concerns.models import Concern
from careplan.documents.models import AdvanceDocument
from careplan.plans.access import Section
from careplan.plans.models import Membership
from careplan.plans.private import forget_reader, people_who_see, readers_sentence
from careplan.questions.models import Question
from careplan.topics.models import TopicNote
from tests.documents.papers import paper
from tests.making import concern, question
from tests.posting import read
from tests.topics.making import TOPIC, note


@pytest.fixture
def new(cast):
    return f"/plans/{cast.plan.pk}/concerns/new/"


def typed(cast, *readers, who="some") -> dict:
    keys = [str(reader.pk) for reader in readers]
    return {"category": "other", "words": "canary", "who_sees": who, "readers": keys}


def test_the_author_names_who_reads_it(cast, signed_in, new):
    page = signed_in(cast.maria).get(new).content.decode()
    for name in ("Ana", "Ben"):
        assert f"<span>{name}</span>" in page
    for name in ("Maria", "Rita", "Sam"):
        assert f"<span>{name}</span>" not in page
    assert signed_in(cast.maria).post(new, typed(cast, cast.ana)).status_code == 302
    made = Concern.objects.get()
    assert (made.is_private, list(made.private_to.all())) == (True, [cast.ana])
    address = f"/plans/{cast.plan.pk}/concerns/{made.pk}/"
    assert signed_in(cast.ben).get(address).status_code == 404
    assert "Only you and Maria can see this." in signed_in(cast.ana).get(address).content.decode()


@pytest.mark.parametrize(
    ("who", "named", "sentence"),
    [
        ("some", [], "Tick who else may see it, or choose “Only me”"),
        ("", ["ana"], "You ticked somebody."),
        ("me", ["ana"], "You ticked somebody."),
        ("some", ["rita"], "Choose one of the answers on this page"),
        ("some", ["sam"], "Choose one of the answers on this page"),
        ("link", [], "Choose one of the answers on this page"),
    ],
)
def test_in_doubt_it_is_asked(cast, signed_in, new, who, named, sentence):
    sent = typed(cast, *(getattr(cast, name) for name in named), who=who)
    page = signed_in(cast.maria).post(new, sent).content.decode()
    assert sentence in page
    assert "canary</textarea>" in page
    assert not Concern.objects.exists()


def test_an_edit_by_another_reader_keeps_who_sees_it(cast, signed_in):
    made = concern(cast, cast.maria, is_private=True)
    made.private_to.add(cast.ana)
    edit = f"/plans/{cast.plan.pk}/concerns/{made.pk}/edit/"
    client = signed_in(cast.ana)
    assert "Who may see this?" not in client.get(edit).content.decode()
    sent = read(client, edit) | {"category": "other", "words": "Hers", "who_sees": ""}
    assert client.post(edit, sent).status_code == 302
    made.refresh_from_db()
    assert (made.words, made.is_private, list(made.private_to.all())) == ("Hers", True, [cast.ana])


def test_a_form_that_says_nothing_of_it_opens_nothing(cast, signed_in):
    made = concern(cast, cast.maria, is_private=True)
    edit = f"/plans/{cast.plan.pk}/concerns/{made.pk}/edit/"
    client = signed_in(cast.maria)
    client.post(edit, read(client, edit) | {"category": "other", "words": "New"})
    made.refresh_from_db()
    assert (made.words, made.is_private) == ("New", True)


def test_whoever_loses_the_part_or_the_plan_is_named_no_more(cast):
    made = concern(cast, cast.maria, is_private=True)
    made.private_to.add(cast.ana, cast.ben)
    maria = cast.as_member(cast.maria)
    named = "Private. Only you, Ana and Ben can see this."
    assert readers_sentence(made, maria, Section.VISITS) == named
    Membership.objects.filter(user=cast.ben).update(visits="none")
    assert readers_sentence(made, maria, Section.VISITS) == (
        "Private. Only you and Ana can see this."
    )
    assert people_who_see(cast.plan, Section.PAPERS) == [cast.maria, cast.ana, cast.ben]
    forget_reader(cast.plan, cast.ana)
    assert list(made.private_to.all()) == [cast.ben]


def test_it_is_forgotten_in_one_plan_alone_and_of_each_kind(cast):
    mine = {"is_private": True}
    made = [
        concern(cast, cast.maria, **mine),
        question(cast, cast.maria, **mine),
        paper(cast, **mine),
        note(cast, **mine),
    ]
    others = Concern.objects.create(
        plan=cast.sams_plan, author=cast.sam, changed_by=cast.sam, category="other", **mine
    )
    for record in (*made, others):
        record.private_to.add(cast.ana)
    forget_reader(cast.plan, cast.ana)
    assert [list(record.private_to.all()) for record in made] == [[], [], [], []]
    assert list(others.private_to.all()) == [cast.ana]


def test_fewer_readers_of_a_concern_are_fewer_of_its_questions(cast, signed_in):
    made = concern(cast, cast.maria, is_private=True)
    asked = question(cast, cast.maria, concern=made, is_private=True)
    for record in (made, asked):
        record.private_to.add(cast.ana)
    edit = f"/plans/{cast.plan.pk}/concerns/{made.pk}/edit/"
    client = signed_in(cast.maria)
    sent = read(client, edit) | {"category": "other", "words": "Mine", "who_sees": "me"}
    assert client.post(edit, sent).status_code == 302
    assert list(Question.objects.get().private_to.all()) == []


def test_a_newer_version_of_a_private_paper_has_its_readers(cast, signed_in):
    older = paper(cast, kind="will", signed_on="2020", is_private=True)
    older.private_to.add(cast.ana)
    address = f"/plans/{cast.plan.pk}/papers/{older.pk}/newer/"
    client = signed_in(cast.ana)
    assert "Who may see this?" not in client.get(address).content.decode()
    client.post(address, {"state": "signed", "signed_on_year": "2021", "who_sees": ""})
    newer = AdvanceDocument.objects.get(edition=2)
    assert (newer.author, newer.is_private) == (cast.ana, True)
    assert list(newer.private_to.all()) == [cast.maria]


def test_a_private_note_stands_beside_the_open_one(cast, signed_in):
    note(cast, cast.ana, wish="At home")
    address = f"/plans/{cast.plan.pk}/comfort/{TOPIC}/"
    client = signed_in(cast.maria)
    private = f"{address}edit/?private"
    assert 'value="me" checked' in client.get(private).content.decode()
    sent = read(client, private) | {"wish": "canary", "who_sees": "me"}
    assert client.post(private, sent).status_code == 302
    assert TopicNote.objects.count() == 2
    html = client.get(address).content.decode()
    assert "At home" in html
    assert "canary" in html
    assert "canary" not in signed_in(cast.ana).get(address).content.decode()
    mine = TopicNote.objects.get(is_private=True)
    edit, client = f"{address}edit/?note={mine.pk}", signed_in(cast.maria)
    refused = client.post(edit, read(client, edit) | {"wish": "canary", "who_sees": ""})
    assert "Something is written here for all to see too." in refused.content.decode()
    client.post(edit, read(client, edit) | {"wish": "canary two", "who_sees": "me"})
    mine.refresh_from_db()
    assert (mine.wish, mine.is_private) == ("canary two", True)
