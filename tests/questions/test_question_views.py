"""The pages of questions."""

import datetime
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from careplan.appointments.models import Appointment, ListedQuestion
from careplan.questions.models import Question
from tests.making import concern, doctor, question
from tests.posting import hidden_in, read

SPINE = "My back hurts terribly and I can't feel my legs"


def url(cast, tail="") -> str:
    return f"/plans/{cast.plan.pk}/questions/{tail}"


def page(client, address) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def reads(client, address) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def visit(cast, **fields) -> Appointment:
    by = {"plan": cast.plan, "author": cast.maria, "changed_by": cast.maria}
    return Appointment.objects.create(**by, **fields)


def suggested(cast, author, **fields) -> Question:
    fields = {"library_slug": "cough-help", "library_text": "Original?"} | fields
    return question(cast, author, **fields)


# -- what is suggested for a concern --------------------------------------------------------------


def suggestions_url(cast, about) -> str:
    return f"/plans/{cast.plan.pk}/concerns/{about.pk}/questions/"


def test_the_suggestions_of_a_concern(cast, signed_in):
    about = concern(cast, cast.maria, category="symptom", symptoms=["bone-pain"], is_first=True)
    html = page(signed_in(cast.maria), suggestions_url(cast, about) + "?saved")
    assert "Because you wrote about <strong>bone pain</strong>." in html
    assert 'value="bone-pain-cause"' in html
    assert html.count("added by careplan") == 5
    assert html.count("from the article") == 1
    assert "Saved. You want to talk about this first." in html
    assert f'action="/plans/{cast.plan.pk}/concerns/{about.pk}/pick/"' in html
    assert "Questions about what may lie ahead" not in html


def test_it_says_who_wrote_about_it(cast, signed_in):
    about = concern(cast, cast.maria, category="symptom", symptoms=["bone-pain"])
    html = page(signed_in(cast.ana), suggestions_url(cast, about))
    assert "Because Maria wrote about <strong>bone pain</strong>." in html
    assert "Because you wrote" not in html


def test_each_question_says_who_wrote_about_it(cast, signed_in):
    about = {"category": "symptom", "symptoms": ["nausea"], "words": "My bones hurt"}
    address = suggestions_url(cast, concern(cast, cast.maria, **about))
    mine, anas = (page(signed_in(who), address) for who in (cast.maria, cast.ana))
    for what in ("nausea", "bone pain"):
        assert f'<span class="hint">Because you wrote about {what}</span>' in mine
        assert f'<span class="hint">Because Maria wrote about {what}</span>' in anas
    assert "Because you wrote" not in anas


def test_what_may_lie_ahead_is_closed_but_there(cast, signed_in):
    about = concern(cast, cast.maria, category="comfort")
    html = page(signed_in(cast.maria), suggestions_url(cast, about))
    closed = html.index('<details class="fold"><summary>')
    assert closed < html.index("Questions about what may lie ahead")
    assert closed < html.index('value="consider-hospice"')
    assert html.index('value="palliative-now"') < closed


@pytest.mark.parametrize(
    ("visits", "label"),
    [
        ([], "Add to my list"),
        (["Dr Lee"], "Add to my list for Dr Lee"),
        ([""], "Add to my list"),
        (["Dr Lee", "Dr Kim"], "Add to my list"),
    ],
)
def test_the_button_names_the_visit_that_is_coming_up(cast, signed_in, visits, label):
    for number, name in enumerate(visits):
        visit(cast, with_whom=name, on=timezone.localdate() + datetime.timedelta(days=number))
    visit(cast, with_whom="Dr Past", on=datetime.date(2020, 1, 1))
    hidden = visit(cast, with_whom="Dr Canary", is_private=True)
    Appointment.objects.filter(pk=hidden.pk).update(author=cast.ana)
    html = page(signed_in(cast.maria), suggestions_url(cast, concern(cast, cast.maria)))
    assert f'<button class="btn" type="submit">{label}</button>' in html


def test_a_wrong_pick_shows_the_page_again_with_what_was_typed(cast, signed_in):
    about = concern(cast, cast.maria, category="cost", words=SPINE)
    sent = {"slugs": ["cost-me", "forged"], "own": "My <own> words"}
    response = signed_in(cast.maria).post(f"/plans/{cast.plan.pk}/concerns/{about.pk}/pick/", sent)
    html = " ".join(response.content.decode().split())
    assert "Choose one of the answers on this page" in html
    assert 'value="cost-me" checked' in html
    assert "My &lt;own&gt; words</textarea>" in html
    assert "Call now for severe back pain" in html
    assert Question.objects.count() == 0


def test_a_picked_question_goes_to_the_list_and_is_offered_no_more(cast, signed_in):
    coming = visit(cast, with_whom="Dr Lee", on=timezone.localdate())
    about = concern(cast, cast.maria, category="cost")
    client = signed_in(cast.maria)
    pick = f"/plans/{cast.plan.pk}/concerns/{about.pk}/pick/"
    sent = {"slugs": ["cost-me"], "own": "Parking?", "request_uuid": str(uuid.uuid4())}
    for _twice in range(2):
        assert client.post(pick, sent).status_code == 302
    listed = ListedQuestion.objects.filter(appointment=coming).order_by("position")
    assert [row.question.text for row in listed] == ["What will this cost me?", "Parking?"]
    html = page(client, suggestions_url(cast, about))
    assert 'value="cost-me"' not in html
    assert 'value="cost-help"' in html


def test_the_suggestions_read_the_same_at_10_and_at_1000(cast, signed_in):
    doctor(cast, name="Dr Lee", phone_day="1")
    about = concern(cast, cast.maria, category="comfort", words=SPINE)
    client, found = signed_in(cast.maria), []
    for number in (10, 990):
        rows(cast, number)
        found.append(reads(client, suggestions_url(cast, about)))
    assert found[0] == found[1] <= 9


def rows(cast, number, **fields) -> None:
    by = {"plan": cast.plan, "author": cast.maria, "changed_by": cast.maria}
    start = Question.objects.count()
    made = Question.objects.bulk_create(
        Question(text=f"Ask {start + n}", **by, **fields) for n in range(number)
    )
    coming = Appointment.objects.first() or visit(cast, with_whom="Dr Lee")
    ListedQuestion.objects.bulk_create(
        ListedQuestion(appointment=coming, question=q, position=start + n + 1, **by)
        for n, q in enumerate(made)
    )


# -- all of them ----------------------------------------------------------------------------------


def test_all_questions_and_those_on_no_list_and_the_answered(cast, signed_in):
    coming = visit(cast, with_whom="Dr Lee")
    by = {"plan": cast.plan, "author": cast.maria, "changed_by": cast.maria}
    listed = question(cast, cast.maria, text="Listed?")
    ListedQuestion.objects.create(appointment=coming, question=listed, position=1, **by)
    question(cast, cast.maria, text="Loose?")
    question(cast, cast.maria, text="Answered?").record_answer("Yes", by=cast.maria)
    question(cast, cast.ana, text="canary", is_private=True)
    client = signed_in(cast.maria)
    shown = {
        show: [
            t
            for t in ("Listed?", "Loose?", "Answered?", "canary")
            if t in page(client, url(cast, show))
        ]
        for show in ("", "?show=unlisted", "?show=answered", "?show=forged")
    }
    assert shown == {
        "": ["Listed?", "Loose?", "Answered?"],
        "?show=unlisted": ["Loose?", "Answered?"],
        "?show=answered": ["Answered?"],
        "?show=forged": ["Listed?", "Loose?", "Answered?"],
    }
    html = page(client, url(cast))
    assert html.count("On the list for: Day not known yet, Dr Lee</p>") == 1
    assert html.count("On no list yet.") == 2


def test_the_list_reads_the_same_at_10_and_at_1000(cast, signed_in):
    client, found = signed_in(cast.maria), []
    for number in (10, 990):
        rows(cast, number)
        found.append([reads(client, url(cast, tail)) for tail in ("", "?show=unlisted")])
    assert found[0] == found[1]
    assert max(found[0]) <= 10
    html = page(client, url(cast, "?page=2"))
    assert "Ask 949" in html
    assert "Ask 950" not in html


def test_removed_and_put_back(cast, signed_in):
    client, asked = signed_in(cast.maria), question(cast, cast.maria, text="About parking?")
    for _twice in range(2):
        assert client.post(url(cast, f"{asked.pk}/remove/"))["Location"] == url(cast)
    assert page(client, url(cast)).count("About parking?") == 2
    assert "This was removed. You can put it back." in page(client, url(cast, f"{asked.pk}/"))
    for _twice in range(2):
        response = client.post(url(cast, f"{asked.pk}/restore/"))
        assert response["Location"] == url(cast, f"{asked.pk}/")
    assert "Removed:" not in page(client, url(cast))


def test_what_was_picked_again_meanwhile_is_not_put_back(cast, signed_in):
    gone = suggested(cast, cast.maria)
    gone.remove(by=cast.maria)
    suggested(cast, cast.maria)
    response = signed_in(cast.maria).post(url(cast, f"{gone.pk}/restore/"), follow=True)
    assert "This question was added again. It stands once." in response.content.decode()
    assert Question.objects.filter(removed_at=None).count() == 1


def test_putting_back_tells_nothing_of_a_private_one(cast, signed_in):
    opened = suggested(cast, cast.maria)
    opened.remove(by=cast.maria)
    suggested(cast, cast.maria, is_private=True)
    response = signed_in(cast.ana).post(url(cast, f"{opened.pk}/restore/"), follow=True)
    html = response.content.decode()
    assert "added again" not in html
    assert "This was removed" not in html
    opened.refresh_from_db()
    assert (opened.removed_at, opened.changed_by) == (None, cast.ana)


def test_putting_back_what_another_holds_too(cast, signed_in):
    marias, _anas = suggested(cast, cast.maria), suggested(cast, cast.ana)
    marias.remove(by=cast.maria)
    response = signed_in(cast.maria).post(url(cast, f"{marias.pk}/restore/"))
    assert response["Location"] == url(cast, f"{marias.pk}/")
    assert Question.objects.filter(removed_at=None).count() == 2


def test_a_private_one_is_not_opened_beside_an_open_one(cast, signed_in):
    suggested(cast, cast.maria)
    private = suggested(cast, cast.maria, is_private=True, text="In my words?")
    client, edit = signed_in(cast.maria), url(cast, f"{private.pk}/edit/")
    sent = {"text": "New words?", "who_sees": ""} | read(client, edit)
    html = client.post(edit, sent).content.decode()
    assert "You added this question for all to see too. Keep this one private." in html
    assert "New words?</textarea>" in html
    private.refresh_from_db()
    assert (private.is_private, private.text) == (True, "In my words?")
    assert client.post(edit, sent | {"who_sees": "me"}).status_code == 302
    private.refresh_from_db()
    assert (private.is_private, private.text) == (True, "New words?")


def test_an_open_one_is_made_private_beside_a_private_one(cast, signed_in):
    opened = suggested(cast, cast.maria)
    suggested(cast, cast.maria, is_private=True)
    client, edit = signed_in(cast.maria), url(cast, f"{opened.pk}/edit/")
    response = client.post(edit, {"text": "Mine?", "who_sees": "me"} | read(client, edit))
    assert response.status_code == 302
    assert Question.objects.filter(is_private=True).count() == 2


def test_a_removed_one_is_edited_whatever_was_picked_again(cast, signed_in):
    gone = suggested(cast, cast.maria, is_private=True)
    gone.remove(by=cast.maria)
    suggested(cast, cast.maria)
    client, edit = signed_in(cast.maria), url(cast, f"{gone.pk}/edit/")
    sent = {"text": "Mine?", "who_sees": ""} | read(client, edit)
    assert client.post(edit, sent).status_code == 302
    gone.refresh_from_db()
    assert (gone.text, gone.is_private) == ("Mine?", False)


def test_a_full_plan_takes_no_question_back(cast, signed_in, monkeypatch):
    gone = question(cast, cast.maria)
    gone.remove(by=cast.maria)
    question(cast, cast.maria)
    question(cast, cast.ana, is_private=True)
    monkeypatch.setattr(Question, "MOST", 1)
    client, restore = signed_in(cast.maria), url(cast, f"{gone.pk}/restore/")
    html = client.post(restore, follow=True).content.decode()
    assert "This plan holds 1 of these, and has no room for more." in html
    gone.refresh_from_db()
    assert gone.removed_at is not None
    monkeypatch.setattr(Question, "MOST", 2)
    for _twice in range(2):
        assert client.post(restore)["Location"] == url(cast, f"{gone.pk}/")
    gone.refresh_from_db()
    assert gone.removed_at is None


def test_a_removed_one_is_no_viewers(cast, signed_in):
    gone = question(cast, cast.maria, text="canary?")
    assert signed_in(cast.ben).get(url(cast, f"{gone.pk}/")).status_code == 200
    gone.remove(by=cast.maria)
    response = signed_in(cast.ben).get(url(cast, f"{gone.pk}/"))
    assert response.status_code == 404
    assert "canary" not in response.content.decode()
    assert "canary" in page(signed_in(cast.ana), url(cast, f"{gone.pk}/"))


def test_who_sees_a_private_one_is_said_as_it_is(cast, signed_in):
    secret = question(cast, cast.maria, is_private=True)
    client = signed_in(cast.maria)
    assert "Private. Only you can see this." in page(client, url(cast, f"{secret.pk}/"))
    secret.private_to.add(cast.ana)
    for who, names in ((cast.maria, "you and Ana"), (cast.ana, "you and Maria")):
        html = page(signed_in(who), url(cast, f"{secret.pk}/"))
        assert f"Private. Only {names} can see this." in html
        assert "Only you can see" not in html


# -- one's own ------------------------------------------------------------------------------------


def test_an_own_question(cast, signed_in):
    sent = {"text": "Can I\r\ntravel?\x00", "request_uuid": str(uuid.uuid4()), "who_sees": "me"}
    client = signed_in(cast.maria)
    for _twice in range(2):
        response = client.post(url(cast, "new/"), sent)
    asked = Question.objects.get()
    assert response["Location"] == url(cast, f"{asked.pk}/?saved")
    assert (asked.text, asked.is_private, asked.author) == ("Can I\ntravel?", True, cast.maria)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Write your question, even a few words"),
        (" \x00\n", "Write your question, even a few words"),
        ("x" * 4001, "Make this shorter. It has 4001 letters, and there is room for 4000."),
    ],
)
def test_a_wrong_question(cast, signed_in, text, sentence):
    html = signed_in(cast.maria).post(url(cast, "new/"), {"text": text}).content.decode()
    assert sentence in html
    assert text.strip(" \x00\n") in html
    assert Question.objects.count() == 0


def test_own_words_are_listened_to(cast, signed_in):
    doctor(cast, name="Dr Lee", phone_day="555 0142")
    client = signed_in(cast.maria)
    html = client.post(url(cast, "new/"), {"text": SPINE}, follow=True).content.decode()
    assert html.index("Call now for severe back pain") < html.index("<h1>")
    assert 'href="tel:5550142"' in html
    assert "Is this symptom new?" in html
    assert Question.objects.get().text == SPINE
    later = page(client, url(cast, f"{Question.objects.get().pk}/"))
    assert "Call now for severe back pain" in later
    assert "Is this symptom new?" not in later


def test_other_words_and_the_original_back(cast, signed_in):
    asked, client = suggested(cast, cast.maria, text="Original?"), signed_in(cast.maria)
    edit = url(cast, f"{asked.pk}/edit/")
    assert "Original?</p>" in page(client, edit)
    assert "Put the original back" not in page(client, edit)
    client.post(edit, {"text": "My wording?"} | read(client, edit))
    html = page(client, url(cast, f"{asked.pk}/"))
    assert "My wording?" in html
    assert "in other words" in html
    assert "Put the original back" in html
    for _twice in range(2):
        response = client.post(url(cast, f"{asked.pk}/original/"))
        assert response["Location"] == url(cast, f"{asked.pk}/")
    asked.refresh_from_db()
    assert asked.text == "Original?"


def test_an_own_question_has_no_original(cast, signed_in):
    asked = question(cast, cast.maria, text="Mine?")
    signed_in(cast.maria).post(url(cast, f"{asked.pk}/original/"))
    asked.refresh_from_db()
    assert (asked.text, asked.version) == ("Mine?", 1)


def test_a_stale_wording_keeps_both(cast, signed_in):
    asked = question(cast, cast.maria, text="First?")
    client, edit = signed_in(cast.maria), url(cast, f"{asked.pk}/edit/")
    opened = read(client, edit)
    theirs = Question.objects.get()
    theirs.text = "Hers?"
    theirs.save_changes(by=cast.ana, fields=["text"])
    response = client.post(edit, {"text": "Mine?"} | opened)
    html = response.content.decode()
    assert "Ana saved a change while you were writing." in html
    assert "<p>Hers?</p>" in html
    assert "<p>Mine?</p>" in html
    assert Question.objects.get().text == "Hers?"
    client.post(edit, hidden_in(response) | {"keep_text": "both"})
    assert Question.objects.get().text == "Hers?\n\nMine?"


def test_only_its_author_makes_it_private(cast, signed_in):
    asked = question(cast, cast.maria)
    edit = url(cast, f"{asked.pk}/edit/")
    client = signed_in(cast.ana)
    assert "Who may see this?" not in page(client, edit)
    client.post(edit, {"text": "Hers?", "who_sees": "me"} | read(client, edit))
    asked.refresh_from_db()
    assert (asked.text, asked.is_private) == ("Hers?", False)


# -- the answer -----------------------------------------------------------------------------------


def test_the_answer_is_kept_with_who_and_when(cast, signed_in):
    asked, client = question(cast, cast.maria), signed_in(cast.ana)
    answer = url(cast, f"{asked.pk}/answer/")
    assert f'action="{answer}"' in page(client, url(cast, f"{asked.pk}/"))
    response = client.post(answer, {"answer": "Yes,\r\nin June"} | read(client, answer))
    assert response["Location"] == url(cast, f"{asked.pk}/?saved")
    asked.refresh_from_db()
    assert (asked.answer, asked.answered_by) == ("Yes,\nin June", cast.ana)
    html = page(client, url(cast, f"{asked.pk}/"))
    assert "Written by Ana on" in html
    client.post(answer, {"answer": ""} | read(client, answer))
    asked.refresh_from_db()
    assert (asked.answer, asked.answered_by, asked.answered_at) == ("", None, None)


def test_an_answer_is_listened_to(cast, signed_in):
    asked = question(cast, cast.maria)
    client, answer = signed_in(cast.maria), url(cast, f"{asked.pk}/answer/")
    response = client.post(answer, {"answer": SPINE} | read(client, answer), follow=True)
    assert "Call now for severe back pain" in response.content.decode()
    assert Question.objects.get().answer == SPINE


def test_a_stale_or_too_long_answer_is_on_the_page_and_not_in_the_plan(cast, signed_in):
    asked, client = question(cast, cast.maria), signed_in(cast.maria)
    answer = url(cast, f"{asked.pk}/answer/")
    opened = read(client, answer)
    asked.record_answer("Hers", by=cast.ana)
    response = client.post(answer, {"answer": "Mine"} | opened)
    html = response.content.decode()
    assert "Ana saved a change while you were writing." in html
    assert "<p>Mine</p>" in html
    html = client.post(answer, {"answer": "x" * 10_001} | opened).content.decode()
    assert "Make this shorter. It has 10001 letters, and there is room for 10000." in html
    assert Question.objects.get().answer == "Hers"


# -- one, as its reader sees it -------------------------------------------------------------------


def test_why_and_where_it_comes_from(cast, signed_in):
    about = concern(cast, cast.maria, words="My hip")
    coming = visit(cast, with_whom="Dr Lee")
    by = {"plan": cast.plan, "author": cast.maria, "changed_by": cast.maria}
    asked = suggested(cast, cast.maria, concern=about)
    ListedQuestion.objects.create(appointment=coming, question=asked, position=1, **by)
    html = page(signed_in(cast.maria), url(cast, f"{asked.pk}/"))
    assert "Because of “My hip”" in html
    assert "added by careplan" in html
    assert f'href="/plans/{cast.plan.pk}/visits/{coming.pk}/"' in html


def test_a_private_concern_is_not_named_beside_a_shared_question(cast, signed_in):
    secret = concern(cast, cast.ana, words="canary", is_private=True)
    asked = question(cast, cast.ana, text="Shared?", concern=secret)
    client = signed_in(cast.maria)
    for address in (url(cast), url(cast, f"{asked.pk}/"), url(cast, f"{asked.pk}/edit/")):
        html = page(client, address)
        assert "Shared?" in html
        assert "canary" not in html
        assert str(secret.pk) not in html
    assert "canary" in page(signed_in(cast.ana), url(cast, f"{asked.pk}/"))


def test_one_reads_at_most_nine_times(cast, signed_in):
    doctor(cast, name="Dr Lee", phone_day="1")
    asked = question(cast, cast.maria, text=SPINE, concern=concern(cast, cast.maria))
    by = {"plan": cast.plan, "author": cast.maria, "changed_by": cast.maria}
    ListedQuestion.objects.create(appointment=visit(cast), question=asked, position=1, **by)
    assert reads(signed_in(cast.maria), url(cast, f"{asked.pk}/")) <= 9


def test_what_is_private_to_another_is_not_found(cast, signed_in):
    secret = question(cast, cast.ana, text="canary", is_private=True)
    client = signed_in(cast.maria)
    for tail in ("", "edit/", "answer/"):
        assert client.get(url(cast, f"{secret.pk}/{tail}")).status_code == 404
    for tail in ("edit/", "answer/", "original/", "remove/", "restore/"):
        sent = {"text": "taken over", "answer": "taken over", "version": "1"}
        assert client.post(url(cast, f"{secret.pk}/{tail}"), sent).status_code == 404
    secret.refresh_from_db()
    assert (secret.text, secret.answer, secret.removed_at) == ("canary", "", None)


def test_the_stranger_the_viewer_and_the_wrong_method(cast, signed_in):
    asked = question(cast, cast.maria, text="canary")
    client = signed_in(cast.sam)
    for tail in ("", "new/", f"{asked.pk}/", f"{asked.pk}/edit/"):
        response = client.get(url(cast, tail))
        assert response.status_code == 404
        assert b"canary" not in response.content
    client = signed_in(cast.ben)
    html = page(client, url(cast, f"{asked.pk}/"))
    assert "canary" in html
    assert "<form" not in html
    for tail in ("new/", *(f"{asked.pk}/{t}/" for t in ("edit", "answer", "original", "remove"))):
        sent = {"text": "viewer", "answer": "viewer", "version": "1"}
        assert client.post(url(cast, tail), sent).status_code == 403
    assert list(Question.objects.values_list("text", "answer")) == [("canary", "")]
    client = signed_in(cast.maria)
    for tail in ("original", "remove", "restore"):
        assert client.get(url(cast, f"{asked.pk}/{tail}/")).status_code == 405
    assert client.post(url(cast)).status_code == 405
    assert client.put(url(cast, f"{asked.pk}/edit/")).status_code == 405
