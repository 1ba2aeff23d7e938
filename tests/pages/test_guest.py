"""A question list without an account: tick, put in order, print, and nothing of it kept."""

import hashlib
import re

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.cache import cache, caches
from django.test import Client
from django.urls import reverse

from careplan.library.catalog import LIBRARY
from careplan.pages import guest_views
from careplan.printing.errors import PrintBusy

CHOOSE, ORDER, PRINT = (reverse(f"guest_{step}") for step in ("list", "order", "print"))
A, B, C = "treatment-options", "clinical-trials", "legal-documents"
PAPER = {"paper": "letter", "size": "normal"}


def ticked(*picks, **fields) -> dict:
    """What the first page sends."""
    return {"ticked": "yes", "picks": picks} | fields


def order_of(response) -> list[str]:
    """The keys of the list that a page carries, in order."""
    return response.context["guest"].keys and list(response.context["guest"].keys)


def state_of(response) -> dict:
    """What the page's own hidden fields carry, as a browser would send them."""
    page = response.content.decode()
    form = page[page.index('id="print"') :]
    state = {}
    for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form):
        if name != "csrfmiddlewaretoken":
            state.setdefault(name, []).append(value)
    return state


def test_the_page_offers_every_question_once(client, db):
    page = client.get(CHOOSE).content.decode()
    offered = re.findall(r'name="picks" id="id_picks_\d+" value="([^"]+)"', page)
    assert sorted(offered) == sorted(LIBRARY.questions)
    assert '" checked' not in page


def test_what_may_lie_ahead_is_closed_and_there(client, db):
    page = client.get(CHOOSE).content.decode()
    fold = page.index("Questions about what may lie ahead")
    assert page.index("What are my treatment options?") < fold
    assert page.index("Do I need to consider hospice care?") > fold
    assert "<details open" not in page


def test_the_page_says_that_nothing_is_kept(client, db):
    assert "Nothing you tick or write is kept on this site." in client.get(CHOOSE).content.decode()


def test_ticks_come_in_the_order_of_the_library_and_own_questions_last(client, db):
    response = client.post(ORDER, ticked(C, A, own_0="Can I travel?"))
    assert response.status_code == 200
    assert order_of(response) == [A, C, "own_0"]
    assert [row.text for row in response.context["top"]] == [
        "What are my treatment options?",
        "What legal documents should I have in place?",
        "Can I travel?",
    ]


def test_moves_are_answered_from_the_form_alone(client, db):
    sent = {"order": [A, B, "own_0"], "own_0": "Can I travel?"}
    assert order_of(client.post(ORDER, sent | {"up": "own_0"})) == [A, "own_0", B]
    assert order_of(client.post(ORDER, sent | {"down": A})) == [B, A, "own_0"]
    # Pressed once more after “back”, the same form gives the same page.
    assert order_of(client.post(ORDER, sent | {"up": "own_0"})) == [A, "own_0", B]
    # There is no place above the first or below the last, and no such question.
    assert order_of(client.post(ORDER, sent | {"up": A})) == [A, B, "own_0"]
    assert order_of(client.post(ORDER, sent | {"down": "own_0"})) == [A, B, "own_0"]
    assert order_of(client.post(ORDER, sent | {"up": "no-such"})) == [A, B, "own_0"]


def test_take_off_and_undo_restore_the_place(client, db):
    response = client.post(ORDER, {"order": [A, B, C], "take": B})
    assert order_of(response) == [A, C]
    assert response.context["guest"].taken_off == LIBRARY.questions[B].text
    again = client.post(ORDER, {"order": [C, A], "off": [f"1 {B}"], "undo": "yes"})
    assert order_of(again) == [C, B, A]
    assert again.context["guest"].taken_off == ""


def test_undo_stays_while_other_things_move(client, db):
    response = client.post(ORDER, {"order": [A, C], "off": [f"1 {B}"], "up": C})
    assert order_of(response) == [C, A]
    assert f'name="off" value="1 {B}"' in response.content.decode()


def test_the_top_three_are_large_and_the_rest_starts_at_four(client, db):
    slugs = list(LIBRARY.questions)[:5]
    response = client.post(ORDER, {"order": slugs})
    assert [row.number for row in response.context["top"]] == [1, 2, 3]
    assert [row.number for row in response.context["rest"]] == [4, 5]
    assert 'class="asks asks--rest" start="4"' in response.content.decode()


def test_going_back_to_choose_keeps_ticks_words_and_order(client, db):
    response = client.post(CHOOSE, {"order": [C, "own_1", A], "own_1": "Can I travel?"})
    page = response.content.decode()
    assert set(re.findall(r'value="([^"]+)" checked', page)) == {A, C}
    assert re.findall(r'name="order" value="([^"]+)"', page) == [C, "own_1", A]
    assert "Can I travel?" in page
    after = client.post(ORDER, ticked(A, B, C, order=[C, "own_1", A], own_1="May I travel?"))
    assert order_of(after) == [C, "own_1", A, B]
    assert after.context["guest"].text("own_1") == "May I travel?"


def test_an_own_question_that_was_taken_off_does_not_come_back(client, db):
    state = {"order": [A], "own_0": "Can I travel?", "off": ["1 own_0"]}
    assert "Can I travel?" not in client.post(CHOOSE, state).content.decode()


def test_room_for_more_of_ones_own(client, db):
    page = client.post(CHOOSE, ticked(A, own_0="Can I travel?", more="yes")).content.decode()
    assert page.count('<textarea name="own_') == 5
    assert "Can I travel?" in page
    assert 'id="errors-title"' not in page


@pytest.mark.parametrize("path", [ORDER, PRINT])
def test_a_page_that_went_leads_to_the_first(client, db, path):
    response = client.get(path)
    assert (response.status_code, response["Location"]) == (302, CHOOSE)


@pytest.mark.parametrize("path", [CHOOSE, ORDER, PRINT])
def test_every_step_is_kept_in_no_cache(client, db, path):
    for response in (client.get(path), client.post(path, ticked()), client.post(path, ticked(A))):
        assert "no-store" in response["Cache-Control"]
    for method in ("put", "patch", "delete"):
        assert getattr(client, method)(path).status_code == 405


# -- nothing is kept ------------------------------------------------------------------------------


def rows() -> dict:
    counts = {m.__name__: m.objects.count() for m in apps.get_app_config("careplan").get_models()}
    return counts | {"Session": Session.objects.count()}


def test_nothing_is_kept_on_the_server(client, db, caplog, django_assert_num_queries):
    before = rows()
    own = "My canary question, asked nowhere else?"
    with django_assert_num_queries(0):
        client.get(CHOOSE)
        response = client.post(ORDER, ticked(A, own_0=own))
        assert own in response.content.decode()
        client.post(ORDER, state_of(response) | {"up": "own_0"})
        printed = client.post(PRINT, state_of(response) | PAPER)
    assert printed["Content-Type"] == "application/pdf"
    assert rows() == before
    assert caches["print"]._cache == {}
    assert set(client.cookies) <= {"csrftoken"}
    assert "canary" not in caplog.text


def test_the_address_is_counted_as_a_keyed_hash(client, db, printed):
    client.post(PRINT, {"order": [A]} | PAPER, REMOTE_ADDR="192.0.2.7")
    kept = [*cache._cache.items()]
    assert len(kept) == 1
    assert "guest_print" in kept[0][0]
    assert "192.0.2.7" not in str(kept)
    # A hash without a key could be found by hashing every address that there is.
    assert hashlib.sha256(b"192.0.2.7").hexdigest() not in str(kept)


# -- bad input ------------------------------------------------------------------------------------


def errors_of(response) -> dict:
    return {name: list(texts) for name, texts in response.context["form"].errors.items()}


def test_nothing_chosen_says_what_to_do(client, db):
    response = client.post(ORDER, ticked(own_0="  "))
    assert errors_of(response) == {"picks": ["Tick a question, or write one of your own"]}
    assert 'href="#id_picks_0"' in response.content.decode()


def test_thirty_are_enough(client, db):
    slugs = list(LIBRARY.questions)
    assert len(order_of(client.post(ORDER, ticked(*slugs[:29], own_0="One more?")))) == 30
    response = client.post(ORDER, ticked(*slugs[:30], own_0="One more?"))
    assert errors_of(response) == {"picks": ["There is room for 30 questions. Take off 1."]}
    page = response.content.decode()
    assert page.count('" checked') == 30
    assert "One more?" in page


@pytest.mark.parametrize("path", [ORDER, PRINT])
def test_a_question_has_500_letters_at_most(client, db, path):
    assert order_of(client.post(ORDER, ticked(own_0="a" * 500))) == ["own_0"]
    response = client.post(path, ticked(A, own_0="a" * 501) | PAPER)
    assert errors_of(response) == {
        "own_0": ["Make this shorter. It has 501 letters, and there is room for 500."]
    }
    assert "a" * 501 in response.content.decode()


def test_a_forged_list_is_checked_before_it_is_printed(client, db):
    response = client.post(PRINT, {"order": ["own_0"], "own_0": "a" * 501} | PAPER)
    assert "own_0" in errors_of(response)
    slugs = list(LIBRARY.questions)[:31]
    assert "picks" in errors_of(client.post(PRINT, {"order": slugs} | PAPER))


def test_forged_questions_are_left_out_or_named(client, db):
    response = client.post(ORDER, ticked(A, "no-such-question"))
    assert errors_of(response) == {"picks": ["Choose one of the answers on this page"]}
    forged = {"order": [A, A, "no-such", "own_9", "own_99"], "off": ["1 no-such", "x own_9", "1"]}
    response = client.post(ORDER, forged)
    assert order_of(response) == [A]
    assert response.context["guest"].off == ()


@pytest.mark.parametrize("mark", ["x", "-1", "99999999999", "²", ""])
def test_a_forged_place_is_the_end_or_the_start(client, db, mark):
    response = client.post(ORDER, {"order": [A], "off": [f"{mark} {B}"], "undo": "yes"})
    assert sorted(order_of(response)) == sorted([A, B])


def test_markup_and_control_characters_are_words(client, db):
    response = client.post(ORDER, ticked(own_0="<script>alert(1)</script>\x00\x07 and\r\nmore?"))
    page = response.content.decode()
    assert response.context["guest"].own == {"own_0": "<script>alert(1)</script> and more?"}
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; and more?" in page


def test_a_wrong_paper_is_named_beside_its_field(client, db):
    response = client.post(PRINT, {"order": [A], "paper": "A0", "size": "normal"})
    assert errors_of(response) == {"paper": ["Choose one of the answers on this page"]}
    assert order_of(response) == [A]


def test_an_empty_list_is_not_printed(client, db):
    response = client.post(PRINT, PAPER)
    assert errors_of(response) == {"picks": ["Tick a question, or write one of your own"]}


def test_the_form_needs_its_key(db):
    client = Client(enforce_csrf_checks=True)
    assert client.post(ORDER, ticked(A)).status_code == 403
    key = re.search(
        r'name="csrfmiddlewaretoken" value="([^"]+)"', client.get(CHOOSE).content.decode()
    )[1]
    assert client.post(ORDER, ticked(A, csrfmiddlewaretoken=key)).status_code == 200


# -- warnings -------------------------------------------------------------------------------------


def test_the_warnings_stand_here_too_without_numbers(client, db):
    own = "I can't feel my legs and my back hurts terribly"
    page = client.post(ORDER, ticked(A, own_0=own)).content.decode()
    assert "Call now for severe back pain with either of these" in page
    assert "Call the number your team gave you." in page
    assert page.index("Call now for severe back pain") < page.index("<h1")


def test_a_warning_by_chosen_questions(client, db):
    picks = ("severe-back-pain-cause", "leg-numbness-cause")
    page = client.post(ORDER, ticked(*picks)).content.decode()
    assert "Call now for severe back pain with either of these" in page


def test_no_warning_for_the_nine(client, db):
    response = client.post(ORDER, ticked(A, B, C))
    assert not response.context["urgent"]


# -- print ----------------------------------------------------------------------------------------


@pytest.fixture
def printed(monkeypatch):
    """What would have been printed."""
    sheets = []

    def note(sheet, *, keep):
        sheets.append(sheet)
        return b"%PDF-1.7"

    monkeypatch.setattr(guest_views.sheets, "question_list", note)
    return sheets


def test_the_file_has_the_list_and_no_name(client, db, printed, time_machine):
    time_machine.move_to("2026-12-03 12:00", tick=False)
    sent = {"order": [B, "own_0"], "own_0": "Can I travel?", "paper": "a4", "size": "large"}
    response = client.post(PRINT, sent)
    assert response["Content-Disposition"] == 'attachment; filename="questions-2026-12-03.pdf"'
    assert response["Content-Type"] == "application/pdf"
    sheet = printed[0]
    assert [q.text for q in sheet.questions] == [LIBRARY.questions[B].text, "Can I travel?"]
    assert (sheet.look.paper, sheet.look.size, sheet.look.language) == ("a4", "large", "en")
    assert (sheet.person, sheet.code_address) == ("", "")


def test_the_same_form_may_be_printed_again(client, db, printed):
    page = client.post(ORDER, ticked(A)).content.decode()
    assert re.search(r'<form method="post" action="/make-a-list/print/" data-again', page)
    for _time in range(2):
        assert client.post(PRINT, {"order": [A]} | PAPER).status_code == 200


def test_the_thirty_first_print_waits_and_keeps_the_list(client, db, printed):
    sent = {"order": [A, "own_0"], "own_0": "Can I travel?"} | PAPER
    for _time in range(30):
        assert client.post(PRINT, sent).status_code == 200
    response = client.post(PRINT, sent)
    assert response.status_code == 429
    assert "Wait ten minutes" in response.content.decode()
    assert order_of(response) == [A, "own_0"]
    assert len(printed) == 30
    elsewhere = client.post(PRINT, sent, REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 200


def test_a_forged_forwarded_address_is_counted_as_one(client, db, printed):
    for number in range(30):
        client.post(PRINT, {"order": [A]} | PAPER, HTTP_X_FORWARDED_FOR=f"192.0.2.{number}")
    response = client.post(PRINT, {"order": [A]} | PAPER, HTTP_X_FORWARDED_FOR="192.0.2.99")
    assert response.status_code == 429


def test_a_busy_printer_is_said_and_the_list_stays(client, db, monkeypatch):
    def busy(sheet, *, keep):
        raise PrintBusy

    monkeypatch.setattr(guest_views.sheets, "question_list", busy)
    response = client.post(PRINT, {"order": [A]} | PAPER)
    assert response.status_code == 503
    assert "Many people are printing now." in response.content.decode()
    assert order_of(response) == [A]
