"""The pages of what is on somebody's mind."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from careplan.appointments.models import Appointment, ListedQuestion
from careplan.concerns.models import Concern
from tests.making import concern, doctor, question
from tests.posting import hidden_in, read

SPINE = "My back hurts terribly and I can't feel my legs"


def url(cast, tail="") -> str:
    return f"/plans/{cast.plan.pk}/concerns/{tail}"


def page(client, address) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def reads(client, address) -> int:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def many(cast, number, **fields) -> None:
    by = {"plan": cast.plan, "author": cast.maria, "changed_by": cast.maria}
    Concern.objects.bulk_create(
        Concern(category="other", words=f"Worry {n}", **by, **fields) for n in range(number)
    )


# -- writing one ----------------------------------------------------------------------------------


def test_what_is_written_is_saved_and_leads_to_its_questions(cast, signed_in):
    sent = {"category": "symptom", "symptoms": ["bone-pain"], "words": "Hip", "since_year": "2019"}
    response = signed_in(cast.maria).post(url(cast, "new/"), sent)
    made = Concern.objects.get()
    assert response.status_code == 302
    assert response["Location"] == url(cast, f"{made.pk}/questions/?saved")


def test_the_warning_shows_on_the_next_page_with_the_teams_numbers(cast, signed_in):
    doctor(cast, name="Dr Lee", phone_day="555 0142", phone_night="555 0199")
    sent = {"category": "other", "words": SPINE}
    response = signed_in(cast.maria).post(url(cast, "new/"), sent, follow=True)
    html = response.content.decode()
    assert Concern.objects.get().words == SPINE
    assert html.index("Call now for severe back pain") < html.index("<h1>")
    assert 'href="tel:5550142"' in html
    assert 'href="tel:5550199"' in html
    assert "Is this symptom new?" in html


def test_the_warnings_on_later_looks(cast, signed_in):
    client = signed_in(cast.maria)
    made = concern(cast, cast.maria, words=SPINE)
    html = page(client, url(cast, f"{made.pk}/"))
    assert "Call now for severe back pain" in html
    assert "Is this symptom new?" not in html
    assert "Call the number your team gave you." in html
    cough = concern(cast, cast.maria, category="symptom", words="A new cough")
    assert "Is this symptom new?" not in page(client, url(cast, f"{cough.pk}/"))
    edit, sent = (
        url(cast, f"{cough.pk}/edit/"),
        {"category": "symptom", "words": "A new cough, worse"},
    )
    response = client.post(edit, sent | read(client, edit), follow=True)
    assert "Is this symptom new?" in response.content.decode()


def test_wrong_input_keeps_what_was_typed_and_saves_nothing(cast, signed_in):
    sent = {"category": "forged", "words": "My <b>own</b> words", "since_year": "26"}
    sent |= {"symptoms": ["cough", "forged"], "bother": "7"}
    html = signed_in(cast.maria).post(url(cast, "new/"), sent).content.decode()
    assert Concern.objects.count() == 0
    assert "3 things to fix" in html
    assert "My &lt;b&gt;own&lt;/b&gt; words" in html
    assert 'value="26"' in html
    assert 'value="cough" checked' in html
    assert 'value="7" checked' in html
    for control in ("id_category_0", "id_symptoms_0", "id_since_day"):
        assert f'href="#{control}"' in html
        assert html.count(f'id="{control}"') == 1


def test_a_change_keeps_the_rest(cast, signed_in):
    made = concern(cast, cast.maria, bother=6, since="2026-03")
    html = page(signed_in(cast.maria), url(cast, f"{made.pk}/edit/"))
    assert 'value="6" checked' in html
    assert 'value="2026"' in html
    assert "My words</textarea>" in html


def test_what_becomes_of_its_questions_is_said(cast, signed_in):
    made = concern(cast, cast.maria, is_private=True)
    mine = question(cast, cast.maria, concern=made, is_private=True)
    client, edit = signed_in(cast.maria), url(cast, f"{made.pk}/edit/")
    sent = {"category": "other", "words": "Shared", "who_sees": ""}
    html = client.post(edit, sent | read(client, edit), follow=True).content.decode()
    assert "Its questions stay private. Open each to share it." in html
    mine.refresh_from_db()
    assert mine.is_private
    html = client.post(edit, sent | {"words": "Again"} | read(client, edit), follow=True)
    assert "stay private" not in html.content.decode()


def test_without_private_questions_nothing_is_said(cast, signed_in):
    made = concern(cast, cast.maria, is_private=True)
    question(cast, cast.maria, concern=made)
    question(cast, cast.ana, concern=made, is_private=True)
    edit = url(cast, f"{made.pk}/edit/")
    client, sent = signed_in(cast.maria), {"category": "other", "words": "Shared", "who_sees": ""}
    html = client.post(edit, sent | read(client, edit), follow=True).content.decode()
    assert "Saved." in html
    assert "stay private" not in html


def test_somebody_removed_it_meanwhile_and_nothing_typed_is_lost(cast, signed_in):
    made = concern(cast, cast.maria)
    client, edit = signed_in(cast.maria), url(cast, f"{made.pk}/edit/")
    opened = read(client, edit)
    made.remove(by=cast.ana)
    sent = {"category": "other", "words": "What I typed"}
    asked = client.post(edit, sent | opened)
    html = asked.content.decode()
    assert "Ana removed this while you were writing." in html
    assert "What I typed</textarea>" in html
    response = client.post(edit, sent | hidden_in(asked), follow=True)
    assert "What I typed" in response.content.decode()
    assert "This was removed. You can put it back." in response.content.decode()
    client.post(url(cast, f"{made.pk}/restore/"))
    assert "What I typed" in page(client, url(cast))


def test_its_authors_questions_become_private_with_it(cast, signed_in):
    made = concern(cast, cast.maria, words="Mine")
    mine = question(cast, cast.maria, text="canary?", concern=made)
    again = {"library_slug": "cost-me", "library_text": "x", "concern": made}
    gone = question(cast, cast.maria, **again)
    gone.remove(by=cast.maria)
    question(cast, cast.maria, is_private=True, **again)
    anas = question(cast, cast.ana, text="Hers?", concern=made)
    other = question(cast, cast.maria, text="Other?")
    client, edit = signed_in(cast.maria), url(cast, f"{made.pk}/edit/")
    sent = {"category": "other", "words": "Mine", "who_sees": "me"}
    html = client.post(edit, sent | read(client, edit), follow=True).content.decode()
    assert "Its questions are private now too." in html
    for record in (mine, gone, anas, other):
        record.refresh_from_db()
    assert [r.is_private for r in (mine, gone, anas, other)] == [True, True, False, False]
    assert (mine.version, mine.changed_by) == (2, cast.maria)
    seen = cast.plan.questions.seen_by(cast.as_member(cast.ana))
    assert set(seen) == {anas, other}
    again = sent | {"words": "New"} | read(client, edit)
    html = client.post(edit, again, follow=True).content.decode()
    assert "private now too" not in html


def test_a_full_plan_takes_no_concern_back(cast, signed_in, monkeypatch):
    gone = concern(cast, cast.maria)
    gone.remove(by=cast.maria)
    concern(cast, cast.maria)
    concern(cast, cast.ana, is_private=True)
    monkeypatch.setattr(Concern, "MOST", 1)
    client, restore = signed_in(cast.maria), url(cast, f"{gone.pk}/restore/")
    html = client.post(restore, follow=True).content.decode()
    assert "This plan holds 1 of these, and has no room for more." in html
    gone.refresh_from_db()
    assert gone.removed_at is not None
    monkeypatch.setattr(Concern, "MOST", 2)
    for _twice in range(2):
        client.post(restore)
    gone.refresh_from_db()
    assert gone.removed_at is None


def test_words_that_somebody_else_changed_are_not_called_own(cast, signed_in):
    mine = concern(cast, cast.maria, words="Mine")
    html = page(signed_in(cast.ana), url(cast, f"{mine.pk}/"))
    assert "In Maria’s own words" in html
    mine.words = "Mine, and Ana’s"
    mine.save_changes(by=cast.ana, fields=["words"])
    for who in (cast.maria, cast.ana):
        html = page(signed_in(who), url(cast, f"{mine.pk}/"))
        assert "own words" not in html
        assert "What is written" in html


def test_who_sees_a_private_one_is_said_as_it_is(cast, signed_in):
    secret = concern(cast, cast.maria, is_private=True)
    assert "Private. Only you can see this." in page(
        signed_in(cast.maria), url(cast, f"{secret.pk}/")
    )
    secret.private_to.add(cast.ana)
    for who, names in ((cast.maria, "you and Ana"), (cast.ana, "you and Maria")):
        html = page(signed_in(who), url(cast, f"{secret.pk}/"))
        assert f"Private. Only {names} can see this." in html
        assert "Only you can see" not in html


# -- the list -------------------------------------------------------------------------------------


def test_the_list_has_the_first_first(cast, signed_in):
    concern(cast, cast.maria, words="First of all", is_first=True, bother=6, since="2026-03")
    concern(cast, cast.ana, words="Newer, hers")
    concern(cast, cast.ana, words="canary", is_private=True)
    html = page(signed_in(cast.maria), url(cast))
    assert html.index("First of all") < html.index("Newer, hers")
    assert "Bothers 6 of 10. Since March 2026" in " ".join(html.split())
    assert "canary" not in html


def test_the_list_says_who_wrote_what_others_wrote(cast, signed_in):
    concern(cast, cast.maria, words="Hers")
    concern(cast, cast.ana, words="Of Ana")
    for user, said, unsaid in [
        (cast.maria, "Ana wrote this.", "Maria wrote this."),
        (cast.ana, "Maria wrote this.", "Ana wrote this."),
    ]:
        html = page(signed_in(user), url(cast))
        assert html.count(said) == 1
        assert unsaid not in html
        assert "Write it here, and see what you could ask." in html
    html = page(signed_in(cast.ben), url(cast))
    assert "Maria wrote this." in html
    assert "Write it here" not in html
    assert "What people in this plan want to talk about." in html


def test_a_concern_is_its_authors_whoever_reads_it(cast, signed_in):
    made = concern(cast, cast.maria, bother=6)
    address = url(cast, f"{made.pk}/")
    mine = page(signed_in(cast.maria), address)
    assert "In your own words" in mine
    assert "How much it bothers you" in mine
    for reader in (cast.ana, cast.ben):
        html = page(signed_in(reader), address)
        assert "In Maria’s own words" in html
        assert "How much it bothers Maria" in html
        assert "In your own words" not in html
        assert "bothers you" not in html


def test_removed_and_put_back(cast, signed_in):
    client = signed_in(cast.maria)
    made = concern(cast, cast.maria, words="About the parking")
    concern(cast, cast.ana, words="canary", is_private=True).remove(by=cast.ana)
    for _twice in range(2):
        response = client.post(url(cast, f"{made.pk}/remove/"))
        assert response["Location"] == url(cast)
    html = page(client, url(cast))
    assert "Removed:" in html
    assert html.count("About the parking") == 2  # the notice with Undo, and the fold
    assert "canary" not in html
    for _twice in range(2):
        response = client.post(url(cast, f"{made.pk}/restore/"))
        assert response["Location"] == url(cast, f"{made.pk}/")
    assert "Removed:" not in page(client, url(cast))


def test_what_another_removed_has_no_notice_but_can_be_put_back(cast, signed_in):
    concern(cast, cast.maria, words="About the parking").remove(by=cast.ana)
    html = page(signed_in(cast.maria), url(cast))
    assert "Removed:" not in html
    assert "About the parking" in html


def test_a_viewer_is_offered_no_change_and_nothing_removed(cast, signed_in):
    made = concern(cast, cast.maria, words="Standing")
    gone = concern(cast, cast.maria, words="canary")
    gone.remove(by=cast.maria)
    client = signed_in(cast.ben)
    for html in (page(client, url(cast)), page(client, url(cast, f"{made.pk}/"))):
        assert "Standing" in html
        assert "canary" not in html
        assert "/new/" not in html
        assert "<form" not in html
    assert client.get(url(cast, f"{gone.pk}/")).status_code == 404


@pytest.mark.parametrize("number", ["2", "0", "-1", "x", "99999", ""])
def test_a_long_list_is_paged(cast, signed_in, number):
    many(cast, 60)
    html = page(signed_in(cast.maria), url(cast, f"?page={number}"))
    rows = html.count("Worry ")
    assert rows == (10 if number == "2" else 50)
    assert ("Older" in html) == (number != "2")
    assert ("Newer" in html) == (number == "2")


def test_the_list_reads_the_same_at_10_and_at_1000(cast, signed_in):
    client = signed_in(cast.maria)
    many(cast, 10)
    few = reads(client, url(cast))
    many(cast, 990)
    assert reads(client, url(cast)) == few <= 8


# -- one ------------------------------------------------------------------------------------------


def test_its_questions_and_where_they_are_listed(cast, signed_in):
    made = concern(cast, cast.maria)
    listed = question(cast, cast.maria, text="Listed one", concern=made)
    question(cast, cast.maria, text="Unlisted one", concern=made)
    question(cast, cast.ana, text="canary question", concern=made, is_private=True)
    by = {"plan": cast.plan, "author": cast.maria, "changed_by": cast.maria}
    seen = Appointment.objects.create(with_whom="Dr Lee", **by)
    by_ana = {"plan": cast.plan, "author": cast.ana, "changed_by": cast.ana}
    hidden = Appointment.objects.create(with_whom="Dr Canary", is_private=True, **by_ana)
    gone = Appointment.objects.create(with_whom="Dr Gone", **by)
    gone.remove(by=cast.maria)
    for visit in (seen, hidden, gone):
        ListedQuestion.objects.create(appointment=visit, question=listed, position=1, **by)
    html = " ".join(page(signed_in(cast.maria), url(cast, f"{made.pk}/")).split())
    assert "On the list for: Day not known yet, Dr Lee</p>" in html
    assert "Unlisted one" in html
    assert html.count("On no list yet.") == 1
    for hidden_word in ("canary", "Canary", "Dr Gone"):
        assert hidden_word not in html


def test_one_reads_the_same_at_10_and_at_1000_questions(cast, signed_in):
    doctor(cast, name="Dr Lee", phone_day="1")
    made = concern(cast, cast.maria, words=SPINE)
    by = {"plan": cast.plan, "author": cast.maria, "changed_by": cast.maria}
    visit = Appointment.objects.create(with_whom="Dr Lee", **by)
    client, address, found = signed_in(cast.maria), url(cast, f"{made.pk}/"), []
    for number in (10, 990):
        made_now = question_rows(cast, made, number)
        start = ListedQuestion.objects.count()
        ListedQuestion.objects.bulk_create(
            ListedQuestion(appointment=visit, question=q, position=start + n + 1, **by)
            for n, q in enumerate(made_now)
        )
        found.append(reads(client, address))
    assert found[0] == found[1] <= 10


def question_rows(cast, made, number) -> list:
    model = type(question(cast, cast.maria, concern=made))
    by = {"plan": cast.plan, "author": cast.maria, "changed_by": cast.maria}
    return model.objects.bulk_create(
        model(text=f"Question {n}", concern=made, **by) for n in range(number)
    )


@pytest.mark.parametrize("tail", ["", "new/", "{pk}/", "{pk}/edit/"])
def test_strangers_find_nothing(cast, signed_in, tail):
    made = concern(cast, cast.maria, words="canary")
    address = url(cast, tail.format(pk=made.pk))
    response = signed_in(cast.sam).get(address)
    assert response.status_code == 404
    assert b"canary" not in response.content


def test_what_is_private_to_another_is_not_found(cast, signed_in):
    secret = concern(cast, cast.ana, words="canary", is_private=True)
    client = signed_in(cast.maria)
    for tail in ("", "edit/", "questions/"):
        assert client.get(url(cast, f"{secret.pk}/{tail}")).status_code == 404
    for tail in ("edit/", "remove/", "restore/", "pick/"):
        sent = {"category": "other", "words": "taken over", "version": "1"}
        assert client.post(url(cast, f"{secret.pk}/{tail}"), sent).status_code == 404
    secret.refresh_from_db()
    assert (secret.words, secret.removed_at) == ("canary", None)


def test_a_viewer_changes_nothing(cast, signed_in):
    made = concern(cast, cast.maria)
    client = signed_in(cast.ben)
    for tail in ("new/", f"{made.pk}/edit/", f"{made.pk}/remove/", f"{made.pk}/restore/"):
        sent = {"category": "other", "words": "viewer", "version": "1"}
        assert client.post(url(cast, tail), sent).status_code == 403
    assert list(Concern.objects.values_list("words", "removed_at")) == [("My words", None)]


def test_a_number_that_is_none_is_not_found(cast, signed_in):
    client = signed_in(cast.maria)
    assert client.get(url(cast, f"{uuid.uuid4()}/")).status_code == 404
    assert client.get(url(cast, "forged/")).status_code == 404


def test_methods(cast, signed_in):
    made = concern(cast, cast.maria)
    client = signed_in(cast.maria)
    assert client.get(url(cast, f"{made.pk}/remove/")).status_code == 405
    assert client.get(url(cast, f"{made.pk}/restore/")).status_code == 405
    assert client.post(url(cast)).status_code == 405
    assert client.post(url(cast, f"{made.pk}/")).status_code == 405
    assert client.put(url(cast, f"{made.pk}/edit/")).status_code == 405
    made.refresh_from_db()
    assert made.removed_at is None
