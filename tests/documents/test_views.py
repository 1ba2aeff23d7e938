"""The pages of papers: what they show, what they keep, and what they refuse in plain words."""

import uuid

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from careplan.appointments.models import Appointment, ListedQuestion
from careplan.documents.forms import DocumentForm
from careplan.documents.models import AdvanceDocument
from careplan.documents.part_forms import CopyForm
from careplan.documents.parts import DocumentCopy, NamedPerson
from careplan.library.catalog import LIBRARY
from careplan.plans.models import Grant, Membership
from careplan.questions.models import Question
from tests.documents.papers import copy_of, named, paper
from tests.making import doctor
from tests.posting import read

pytestmark = pytest.mark.django_db


def at(cast, name, *records) -> str:
    return reverse(name, args=[cast.plan.pk, *(record.pk for record in records)])


def body(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def proxy(cast):
    """Maria's signed proxy: it names Ana and Luis, and four have a copy."""
    document = paper(cast, signed_on="2023-05-02", original_place="Blue folder")
    named(cast, document, "Ana Alvarez", relation="my daughter", phone_day="555 0142")
    named(cast, document, "Luis Alvarez", "alternate")
    for holder, kind in (
        ("Ana Alvarez", "agent"),
        ("Dr Lee’s office", "doctor"),
        ("Harbour Hospital", "hospital"),
        ("Luis Alvarez", "family"),
    ):
        copy_of(cast, document, holder, kind, since="2023-05-02")
    return document


# -- the ledger ------------------------------------------------------------------------------------


def test_the_ledger(cast, proxy, signed_in):
    paper(cast, kind="living-will", state="in_progress")
    html = body(signed_in(cast.maria).get(at(cast, "document_list")))
    for words in (
        "Who decides if you cannot",
        "Ana Alvarez, my daughter",
        '<a class="link" href="tel:5550142">555 0142</a>',
        "Who speaks for me",
        "Blue folder",
        "4 out",
        "2 May 2033",
        "In progress",
        "Do not keep them in a safe-deposit box.",
        at(cast, "document_detail", proxy),
    ):
        assert words in html
    assert "What is missing?" not in html
    proxy.copies.all().delete()
    html = body(signed_in(cast.maria).get(at(cast, "document_list")))
    assert "Your health care proxy is signed. Nobody holds a copy yet." in html


def test_a_viewer_reads_and_is_offered_no_change(cast, proxy, signed_in):
    client = signed_in(cast.ben)
    listed = body(client.get(at(cast, "document_list")))
    assert "Papers that say what Maria Alvarez wants" in listed
    assert at(cast, "document_choose") not in listed
    page = body(client.get(at(cast, "document_detail", proxy)))
    assert "Dr Lee’s office" in page
    for offered in ("/edit/", "/newer/", "/copies/new/", "/people/new/", "/remove/", "/back/"):
        assert offered not in page


@pytest.mark.parametrize("count", [5, 90])
@pytest.mark.usefixtures("seen_this_hour")
def test_reads_of_the_ledger(cast, signed_in, count, django_assert_num_queries):
    for number in range(count):
        document = paper(cast, kind=list(LIBRARY.papers)[number % 20], signed_on="2020")
        copy_of(cast, document)
        named(cast, document)
    client = signed_in(cast.maria)
    with django_assert_num_queries(6):
        client.get(at(cast, "document_list"))


@pytest.mark.parametrize("count", [1, 60])
@pytest.mark.usefixtures("seen_this_hour")
def test_reads_of_a_paper(cast, proxy, signed_in, count, django_assert_num_queries):
    old = paper(cast, state="replaced", signed_on="2010", replaced_on="2023-05-02")
    proxy.replaces, proxy.edition = old, 2
    proxy.save()
    for _n in range(count):
        copy_of(cast, old)
        named(cast, proxy)
    client = signed_in(cast.maria)
    with django_assert_num_queries(7):
        client.get(at(cast, "document_detail", proxy))


# -- choosing --------------------------------------------------------------------------------------


def test_all_twenty_kinds_are_offered_in_plain_words(cast, signed_in):
    html = body(signed_in(cast.maria).get(at(cast, "document_choose")))
    assert html.count('name="kinds"') == 20
    for item in LIBRARY.papers.values():
        assert f'value="{item.slug}"' in html
    titles = ("Who speaks for me", "What I want", "Doctor’s orders", "Money and home")
    places = [html.index(f">{title}<") for title in (*titles, "Family and after")]
    assert places == sorted(places)
    # At the basics, what may lie ahead is behind a fold that says so.
    fold = html.index("Papers about what may lie ahead")
    assert html.index('value="health-care-proxy"') < fold < html.index('value="funeral-wishes"')
    cast.maria.information_level = "everything"
    cast.maria.save()
    html = body(signed_in(cast.maria).get(at(cast, "document_choose")))
    assert "Papers about what may lie ahead" not in html
    assert html.count('name="kinds"') == 20


def test_chosen_once_though_sent_twice(cast, signed_in):
    client = signed_in(cast.maria)
    data = {"kinds": ["will", "polst"], "request_uuid": str(uuid.uuid4())}
    for _time in range(2):
        response = client.post(at(cast, "document_choose"), data)
        assert response["Location"] == at(cast, "document_list")
    made = AdvanceDocument.objects.order_by("kind")
    assert [(d.kind, d.state, d.author) for d in made] == [
        ("polst", "thinking", cast.maria),
        ("will", "thinking", cast.maria),
    ]
    # Another form may add a second one of a kind; somebody else's form with the same number too.
    client.post(at(cast, "document_choose"), data | {"request_uuid": str(uuid.uuid4())})
    signed_in(cast.ana).post(at(cast, "document_choose"), data)
    assert AdvanceDocument.objects.count() == 6


@pytest.mark.parametrize("kinds", [[], ["nonsense"]])
def test_nothing_chosen_is_a_sentence(cast, signed_in, kinds):
    data = {"kinds": kinds, "request_uuid": str(uuid.uuid4())}
    response = signed_in(cast.maria).post(at(cast, "document_choose"), data)
    assert "One thing to fix" in body(response)
    assert AdvanceDocument.objects.count() == 0


def test_a_full_plan_says_so(cast, signed_in, monkeypatch):
    monkeypatch.setattr(AdvanceDocument, "MOST", 2)
    data = {"kinds": ["will", "polst", "living-will"], "request_uuid": str(uuid.uuid4())}
    html = body(signed_in(cast.maria).post(at(cast, "document_choose"), data))
    assert "This plan holds 2 of these" in html
    assert 'value="living-will" checked' in html
    assert AdvanceDocument.objects.count() == 0


# -- a paper and its form --------------------------------------------------------------------------


def test_a_paper_tells_what_is_known(cast, proxy, signed_in):
    proxy.notarized, proxy.jurisdiction = True, "Ohio"
    proxy.form_url, proxy.form_checked_by = "https://example.org/form", "Ana"
    proxy.form_checked_on = timezone.datetime(2026, 11, 3).date()
    proxy.changes, proxy.notes = ["diagnosis", "death"], "Ask Ms Ortiz."
    proxy.save()
    html = body(signed_in(cast.maria).get(at(cast, "document_detail", proxy)))
    for words in (
        "Version 1. Signed 2 May 2023. A notary signed it too.",
        "Blue folder",
        "Ohio",
        "https://example.org/form (checked on 3 November 2026 by Ana)",
        "Now. Since it was signed: A new diagnosis; Somebody named in it died.",
        "Ask Ms Ortiz.",
        "The next one, if the first cannot",
        "A hospital. Since 2 May 2023.",
        "Often held by: agent, alternate, doctors, hospital, family.",
    ):
        assert words in html
    assert 'rel="noopener noreferrer nofollow"' in html
    assert "Old copies to call back" not in html


WHOLE = {
    "state": "signed",
    "signed_on_year": "2026",
    "signed_on_month": "5",
    "original_place": "Desk",
    "form_url": "example.org/form",
    "form_checked_on_day": "3",
    "form_checked_on_month": "11",
    "form_checked_on_year": "2026",
    "form_checked_by": "Ana",
    "changes": ["decline"],
    "notes": "A note",
}


def test_a_paper_is_kept(cast, signed_in):
    document = paper(cast, kind="will")
    client, edit = signed_in(cast.ana), at(cast, "document_edit", document)
    response = client.post(edit, WHOLE | {"notarized": "on"} | read(client, edit))
    assert response["Location"] == at(cast, "document_detail", document) + "?saved"
    document.refresh_from_db()
    assert (document.state, document.signed_on, document.notarized) == ("signed", "2026-05", True)
    assert document.form_url == "https://example.org/form"
    assert (document.form_checked_on.isoformat(), document.changes) == ("2026-11-03", ["decline"])
    assert (document.changed_by, document.author, document.version) == (cast.ana, cast.maria, 2)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"signed_on_year": "", "signed_on_month": ""}, "Write when it was signed."),
        ({"signed_on_year": "2060"}, "This date is still to come. Write when it was signed"),
        ({"state": "thinking"}, "Choose “Signed”, or take the date out"),
        (
            {"state": "thinking", "signed_on_year": "", "signed_on_month": "", "notarized": "on"},
            "Choose “Signed” too, or take this tick out",
        ),
        ({"state": "replaced"}, "Choose one of the answers on this page"),
        ({"state": ""}, "Choose one of these"),
        ({"form_checked_by": ""}, "Write who checked it, or leave out the day"),
        (
            dict.fromkeys(
                WHOLE.keys() & {f"form_checked_on_{p}" for p in ("day", "month", "year")}, ""
            ),
            "Write the day too, or leave out the name",
        ),
        ({"form_url": ""}, "Write the link too, or leave out who checked it"),
        ({"form_url": "javascript:alert(1)"}, "Write a link such as https://example.org/form"),
        ({"form_url": "ftp://example.org"}, "Write a link such as https://example.org/form"),
        ({"changes": ["rain"]}, "Choose one of the answers on this page"),
        ({"notes": "x" * 4001}, "Make this shorter."),
    ],
)
def test_what_does_not_fit_is_a_sentence_and_nothing_typed_is_lost(
    cast, signed_in, wrong, sentence
):
    document = paper(cast, kind="will")
    before = AdvanceDocument.objects.values().get()
    address = at(cast, "document_edit", document)
    html = body(signed_in(cast.maria).post(address, WHOLE | {"version": "1"} | wrong))
    assert sentence in html
    assert "Desk" in html
    assert "is violated" not in html
    assert AdvanceDocument.objects.values().get() == before


def test_a_signed_paper_with_copies_out_is_not_unsigned(cast, proxy, signed_in):
    client, edit = signed_in(cast.maria), at(cast, "document_edit", proxy)
    data = {"state": "in_progress"} | read(client, edit)
    html = body(client.post(edit, data))
    assert "Copies of it are out. Add a newer version instead" in html
    proxy.copies.update(back_on=timezone.localdate())
    client.post(edit, data)
    proxy.refresh_from_db()
    assert (proxy.state, proxy.signed_on) == ("in_progress", "")


def test_two_people_change_a_paper(cast, proxy, signed_in):
    old = {"state": "signed", "signed_on_year": "2023"}
    old |= read(signed_in(cast.ana), at(cast, "document_edit", proxy))
    signed_in(cast.ana).post(at(cast, "document_edit", proxy), old | {"original_place": "Safe"})
    html = body(
        signed_in(cast.maria).post(
            at(cast, "document_edit", proxy), old | {"original_place": "Kitchen"}
        )
    )
    assert "Ana saved a change while you were writing." in html
    assert "Safe" in html
    assert "<p>Kitchen</p>" in html


def test_notes_raise_the_warning_with_the_numbers(cast, proxy, signed_in):
    doctor(cast, name="Nurse line", phone_day="555 0160")
    told = "Since today I can't feel my legs and my back hurts terribly."
    client, edit = signed_in(cast.maria), at(cast, "document_edit", proxy)
    data = {"state": "signed", "signed_on_year": "2023", "notes": told} | read(client, edit)
    html = body(client.post(edit, data, follow=True))
    assert 'id="urgent-spine"' in html
    assert "555 0160" in html


def test_looked_at_today(cast, proxy, signed_in):
    proxy.changes, proxy.look_again_on = ["death"], "2020-01-01"
    proxy.save()
    for _time in range(2):
        signed_in(cast.maria).post(at(cast, "document_looked_at", proxy))
    proxy.refresh_from_db()
    today = timezone.localdate()
    assert (proxy.looked_at_on, proxy.changes, proxy.look_again_on) == (today, [], None)
    draft = paper(cast, kind="will")
    assert signed_in(cast.maria).post(at(cast, "document_looked_at", draft)).status_code == 404


def test_a_day_to_come_is_kept_when_it_is_looked_at(cast, proxy, signed_in):
    AdvanceDocument.objects.update(look_again_on="2999-01-01")
    signed_in(cast.maria).post(at(cast, "document_looked_at", proxy))
    proxy.refresh_from_db()
    assert proxy.look_again_on.isoformat() == "2999-01-01"


def test_a_version_signed_meanwhile_is_met_under_the_lock(cast, proxy, signed_in):
    """Both forms were right when they were checked; the second to save finds the first."""
    later = paper(cast, state="in_progress", replaces=proxy, edition=2)
    proxy.copies.all().delete()
    AdvanceDocument.objects.filter(pk=proxy.pk).update(state="in_progress", signed_on="")
    old = AdvanceDocument.objects.get(pk=proxy.pk)
    member, sent = cast.as_member(cast.maria), QueryDict("state=signed&signed_on_year=2026", True)
    sent["version"] = DocumentForm(member=member, instance=old)["version"].value()
    form = DocumentForm(sent, member=member, instance=old)
    assert form.is_valid()
    AdvanceDocument.objects.filter(pk=later.pk).update(state="signed", signed_on="2026")
    assert form.keep() is None
    assert "A newer version is signed. That one counts" in str(form.errors["state"])


def test_a_copy_noted_while_the_paper_is_taken_back_is_refused(cast, proxy, signed_in):
    sent = QueryDict("holder=Ben&holder_kind=family")
    form = CopyForm(sent, member=cast.as_member(cast.maria), document=proxy)
    assert form.is_valid()
    AdvanceDocument.objects.update(state="in_progress", signed_on="")
    assert form.keep() is None
    assert not DocumentCopy.objects.filter(holder="Ben").exists()


def test_removed_and_put_back_with_all_that_belongs_to_it(cast, proxy, signed_in):
    client = signed_in(cast.maria)
    before = AdvanceDocument.objects.values().get()
    response = client.post(at(cast, "document_remove", proxy))
    assert response["Location"] == at(cast, "document_list")
    listed = body(client.get(at(cast, "document_list")))
    assert "Ana Alvarez" not in listed
    assert at(cast, "document_restore", proxy) in listed
    assert signed_in(cast.ben).get(at(cast, "document_detail", proxy)).status_code == 404
    client = signed_in(cast.maria)
    assert "You can put it back." in body(client.get(at(cast, "document_detail", proxy)))
    client.post(at(cast, "document_restore", proxy))
    after = AdvanceDocument.objects.values().get()
    kept = {name for name in before if name not in {"version", "changed", "changed_by_id"}}
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}
    assert body(client.get(at(cast, "document_list"))).count("4 out") == 1


# -- people ----------------------------------------------------------------------------------------


def test_somebody_is_named(cast, proxy, signed_in):
    client = signed_in(cast.maria)
    data = {"part": "witness", "name": "Wendy", "phone_day": "555 0101"}
    data["request_uuid"] = str(uuid.uuid4())
    for _time in range(2):
        response = client.post(at(cast, "named_create", proxy), data)
        assert response["Location"] == at(cast, "document_detail", proxy)
    wendy = NamedPerson.objects.get(name="Wendy")
    assert (wendy.document, wendy.part, wendy.phone_day) == (proxy, "witness", "555 0101")
    html = body(client.post(at(cast, "named_create", proxy), {"part": "agent", "name": ""}))
    assert "Write their name" in html
    html = body(client.post(at(cast, "named_create", proxy), data | {"phone_day": "at work"}))
    assert "Start with the number, such as 555 0142" in html


def test_somebody_is_changed_removed_and_put_back(cast, proxy, signed_in):
    client = signed_in(cast.ana)
    ana = NamedPerson.objects.get(name="Ana Alvarez")
    edit = at(cast, "named_edit", ana)
    client.post(edit, {"part": "agent", "name": "Ana A. Alvarez"} | read(client, edit))
    ana.refresh_from_db()
    assert (ana.name, ana.changed_by) == ("Ana A. Alvarez", cast.ana)
    response = client.post(at(cast, "named_remove", ana))
    assert response["Location"] == at(cast, "document_detail", proxy)
    page = body(client.get(at(cast, "document_detail", proxy)))
    assert at(cast, "named_restore", ana) in page
    client.post(at(cast, "named_restore", ana))
    ana.refresh_from_db()
    assert ana.removed_at is None


# -- copies, a newer version, and the recall -------------------------------------------------------


def test_a_copy_is_written_down(cast, proxy, signed_in):
    data = {"holder": "Ms Ortiz", "holder_kind": "lawyer", "handed": "email", "since_year": "2024"}
    data["request_uuid"] = str(uuid.uuid4())
    for _time in range(2):
        signed_in(cast.maria).post(at(cast, "copy_create", proxy), data)
    copy = DocumentCopy.objects.get(holder="Ms Ortiz")
    assert (copy.document, copy.since, copy.handed) == (proxy, "2024", "email")
    wrong = signed_in(cast.maria).post(at(cast, "copy_create", proxy), {"holder": ""})
    assert "Write who has it, such as Ana" in body(wrong)


def test_no_copy_of_what_is_not_signed(cast, signed_in):
    draft = paper(cast, state="in_progress")
    data = {"holder": "Ana", "holder_kind": "family"}
    html = body(signed_in(cast.maria).post(at(cast, "copy_create", draft), data))
    assert "Copies go out when the paper is signed. Write that down first" in html
    assert DocumentCopy.objects.count() == 0


def test_a_copy_does_not_go_out_again_of_what_is_not_signed_any_more(cast, proxy, signed_in):
    client = signed_in(cast.maria)
    removed, back = proxy.copies.all()[:2]
    proxy.copies.exclude(pk__in=[removed.pk, back.pk]).delete()
    client.post(at(cast, "copy_remove", removed))
    client.post(at(cast, "copy_back", back))
    edit = at(cast, "document_edit", proxy)
    client.post(edit, {"state": "thinking"} | read(client, edit))
    for name, copy in (("copy_restore", removed), ("copy_out_again", back)):
        said = body(client.post(at(cast, name, copy), follow=True))
        assert "Copies go out when the paper is signed. Write that down first" in said
    removed.refresh_from_db()
    back.refresh_from_db()
    assert removed.removed_at is not None
    assert back.back_on is not None
    client.post(edit, {"state": "not_now"} | read(client, edit))
    proxy.refresh_from_db()
    assert proxy.state == "not_now"


def newer(client, cast, older, **fields):
    data = {"state": "signed", "signed_on_year": "2026", "request_uuid": str(uuid.uuid4())}
    return client.post(at(cast, "document_replace", older), data | fields)


def test_marias_proxy_signed_copied_to_four_replaced_and_recalled(cast, proxy, signed_in):
    client = signed_in(cast.maria)
    response = newer(client, cast, proxy, same_people="on")
    new = AdvanceDocument.objects.get(edition=2)
    assert response["Location"] == at(cast, "document_detail", new) + "?saved"
    proxy.refresh_from_db()
    assert (proxy.state, proxy.replaced_on, new.replaces) == (
        "replaced",
        timezone.localdate(),
        proxy,
    )
    assert [p.name for p in new.named_people.all()] == ["Ana Alvarez", "Luis Alvarez"]
    assert [p.name for p in proxy.named_people.all()] == ["Ana Alvarez", "Luis Alvarez"]

    html = body(client.get(at(cast, "document_detail", new)))
    recall = html[html.index('id="call-back"') : html.index('id="people"')]
    holders = ["Ana Alvarez", "Dr Lee’s office", "Harbour Hospital", "Luis Alvarez"]
    assert [name for name in holders if f"<h3>{name}</h3>" in recall] == holders
    assert recall.count("Not asked yet.") == 4
    assert recall.count("Has version 1.") == 4

    ana, lee, hospital, luis = proxy.copies.order_by("created")
    client.post(at(cast, "copy_asked", lee))
    client.post(at(cast, "copy_back", ana), {"newer": "yes"})
    client.post(at(cast, "copy_back", ana), {"newer": "yes"})
    client.post(at(cast, "copy_back", luis))
    html = body(client.get(at(cast, "document_detail", new)))
    recall = html[html.index('id="call-back"') : html.index('id="people"')]
    assert [name for name in holders if f"<h3>{name}</h3>" in recall] == holders[1:3]
    assert "Asked on " in recall
    (handed,) = new.copies.all()
    assert (handed.holder, handed.holder_kind) == ("Ana Alvarez", "agent")
    assert handed.since == timezone.localdate().isoformat()

    client.post(at(cast, "copy_out_again", ana))
    handed.refresh_from_db()
    assert handed.removed_at is not None
    client.post(at(cast, "copy_back", ana), {"newer": "yes"})
    handed.refresh_from_db()
    assert (handed.removed_at, new.copies.count()) == (None, 1)

    for copy in (lee, hospital):
        client.post(at(cast, "copy_back", copy), {"newer": "yes"})
    html = body(client.get(at(cast, "document_detail", new)))
    assert "Old copies to call back" not in html
    assert "Given back or destroyed" in html
    assert [copy.holder for copy in new.copies.order_by("created")] == [
        "Ana Alvarez",
        "Dr Lee’s office",
        "Harbour Hospital",
    ]


def test_the_old_one_counts_until_the_newer_one_is_signed(cast, proxy, signed_in):
    client = signed_in(cast.maria)
    newer(client, cast, proxy, state="in_progress", signed_on_year="")
    proxy.refresh_from_db()
    draft = AdvanceDocument.objects.get(edition=2)
    assert (proxy.state, draft.state) == ("signed", "in_progress")
    page = body(client.get(at(cast, "document_detail", proxy)))
    assert "See version 2: In progress" in page
    assert at(cast, "document_replace", proxy) not in page
    edit = at(cast, "document_edit", draft)
    client.post(edit, {"state": "signed", "signed_on_year": "2026"} | read(client, edit))
    proxy.refresh_from_db()
    assert proxy.state == "replaced"


def test_one_newer_version_though_sent_twice_or_by_two(cast, proxy, signed_in):
    client, number = signed_in(cast.maria), str(uuid.uuid4())
    first = newer(client, cast, proxy, request_uuid=number, same_people="on")
    again = newer(client, cast, proxy, request_uuid=number, same_people="on")
    assert first["Location"] == again["Location"]
    html = body(newer(signed_in(cast.ana), cast, proxy))
    assert "A newer version stands already. Change that one." in html
    new = AdvanceDocument.objects.get(edition=2)
    assert new.named_people.count() == 2
    # Its page leads on to the version that stands.
    response = signed_in(cast.ana).get(at(cast, "document_replace", proxy))
    assert response["Location"] == at(cast, "document_detail", proxy)


def test_no_newer_version_of_what_is_not_signed(cast, signed_in):
    draft = paper(cast, state="in_progress")
    html = body(newer(signed_in(cast.maria), cast, draft))
    assert "This paper is not signed any more. Look at it first." in html
    assert AdvanceDocument.objects.count() == 1


def test_a_newer_version_is_not_signed_before_the_older_one(cast, proxy, signed_in):
    html = body(newer(signed_in(cast.maria), cast, proxy, signed_on_year="2020"))
    assert "The version before was signed later. Look at the date again" in html
    assert AdvanceDocument.objects.count() == 1
    # The same year may be: nobody says which day.
    assert newer(signed_in(cast.maria), cast, proxy, signed_on_year="2023").status_code == 302


def test_nobody_has_a_copy_since_before_it_was_signed(cast, proxy, signed_in):
    data = {"holder": "Ben", "holder_kind": "family", "since_year": "2022"}
    html = body(signed_in(cast.maria).post(at(cast, "copy_create", proxy), data))
    assert "The paper was signed later than that. Look at the date again" in html
    assert proxy.copies.count() == 4


def test_the_first_day_of_asking_stays(cast, proxy, signed_in):
    copy = proxy.copies.first()
    DocumentCopy.objects.filter(pk=copy.pk).update(asked_on="2026-01-02")
    signed_in(cast.maria).post(at(cast, "copy_asked", copy))
    copy.refresh_from_db()
    assert copy.asked_on.isoformat() == "2026-01-02"


def test_a_newer_copy_that_was_given_back_is_out_again(cast, proxy, signed_in):
    client = signed_in(cast.maria)
    newer(client, cast, proxy)
    old = proxy.copies.first()
    client.post(at(cast, "copy_back", old), {"newer": "yes"})
    handed = DocumentCopy.objects.get(document__edition=2)
    client.post(at(cast, "copy_back", handed))
    client.post(at(cast, "copy_out_again", old))
    client.post(at(cast, "copy_back", old), {"newer": "yes"})
    handed.refresh_from_db()
    assert (handed.removed_at, handed.back_on) == (None, None)


def test_a_version_counts_again(cast, proxy, signed_in):
    client = signed_in(cast.maria)
    newer(client, cast, proxy)
    new = AdvanceDocument.objects.get(edition=2)
    said = body(client.post(at(cast, "document_count_again", proxy), follow=True))
    assert "A newer version is signed. That one counts." in said
    client.post(at(cast, "document_remove", new))
    page = body(client.get(at(cast, "document_detail", proxy)))
    assert "This version counts again" in page
    client.post(at(cast, "document_count_again", proxy))
    proxy.refresh_from_db()
    assert (proxy.state, proxy.replaced_on) == ("signed", None)


# -- questions -------------------------------------------------------------------------------------


def test_its_questions_go_to_the_visits_list(cast, proxy, signed_in):
    by = {"plan": cast.plan, "author": cast.maria, "changed_by": cast.maria}
    visit = Appointment.objects.create(with_whom="Dr Lee", on=timezone.localdate(), **by)
    client = signed_in(cast.maria)
    html = body(client.get(at(cast, "document_questions", proxy)))
    assert "Is my health care proxy on file here?" in html
    assert "Add to my list for Dr Lee" in html
    response = client.post(at(cast, "document_pick", proxy), {"slugs": ["proxy-on-file"]})
    assert response["Location"] == reverse("appointment_detail", args=[cast.plan.pk, visit.pk])
    assert Question.objects.get().library_slug == "proxy-on-file"
    assert ListedQuestion.objects.get().appointment == visit
    html = body(client.post(at(cast, "document_pick", proxy), {}))
    assert "Tick a question, or write one in your own words" in html


def test_questions_for_a_viewer_and_for_whoever_sees_no_papers(cast, proxy, signed_in):
    html = body(signed_in(cast.ben).get(at(cast, "document_questions", proxy)))
    assert "Is my health care proxy on file here?" in html
    assert 'name="slugs"' not in html
    Membership.objects.filter(user=cast.ana).update(papers=Grant.NONE)
    client = signed_in(cast.ana)
    assert client.post(at(cast, "document_pick", proxy), {"own": "x"}).status_code == 403
    assert Question.objects.count() == 0


def test_a_kind_that_the_library_dropped_has_a_page_and_no_questions(cast, signed_in):
    old = paper(cast, kind="dropped", signed_on="2020", own_name="Canary")
    client = signed_in(cast.maria)
    html = body(client.get(at(cast, "document_detail", old)))
    assert "Canary" in html
    assert at(cast, "document_questions", old) not in html
    assert client.get(at(cast, "document_questions", old)).status_code == 404
    assert client.get(at(cast, "document_list")).status_code == 200


# -- who may ---------------------------------------------------------------------------------------


def test_a_private_paper_is_its_authors_alone(cast, signed_in):
    hers = paper(cast, author=cast.ana, is_private=True, own_name="canary", signed_on="2020")
    copy = copy_of(cast, hers, "canary holder")
    for user in (cast.maria, cast.ben):
        client = signed_in(user)
        assert "canary" not in body(client.get(at(cast, "document_list"))).lower()
        assert client.get(at(cast, "document_detail", hers)).status_code == 404
    client = signed_in(cast.maria)
    for name in ("copy_asked", "copy_back", "copy_out_again", "copy_remove"):
        assert client.post(at(cast, name, copy)).status_code == 404
    assert client.post(at(cast, "document_replace", hers)).status_code == 404
    assert "Canary" in body(signed_in(cast.ana).get(at(cast, "document_list")))


def test_a_part_of_another_plan_or_of_a_removed_paper_is_not_found(cast, proxy, signed_in):
    copy = proxy.copies.first()
    moved = reverse("copy_back", args=[cast.sams_plan.pk, copy.pk])
    assert signed_in(cast.sam).post(moved).status_code == 404
    proxy.remove(by=cast.maria)
    client = signed_in(cast.maria)
    for name in ("copy_asked", "copy_back", "copy_edit", "copy_remove", "copy_restore"):
        assert client.post(at(cast, name, copy)).status_code == 404
    copy.refresh_from_db()
    assert (copy.asked_on, copy.back_on, copy.removed_at) == (None, None, None)


def test_posted_fields_that_are_not_in_the_form_change_nothing(cast, proxy, signed_in):
    sneaked = {
        "kind": "will",
        "edition": "9",
        "plan": str(cast.sams_plan.pk),
        "author": str(cast.ana.pk),
        "replaced_on": "2020-01-01",
        "is_private": "on",
    }
    client, edit = signed_in(cast.maria), at(cast, "document_edit", proxy)
    client.post(edit, {"state": "signed", "signed_on_year": "2023"} | sneaked | read(client, edit))
    proxy.refresh_from_db()
    assert proxy.version == 2
    assert (proxy.kind, proxy.edition, proxy.plan, proxy.author) == (
        "health-care-proxy",
        1,
        cast.plan,
        cast.maria,
    )
    assert (proxy.replaced_on, proxy.is_private) == (None, False)
