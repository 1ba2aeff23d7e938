"""What somebody sent too late: kept for them alone, locked, for a day, and then made once."""

import datetime
import logging
from pathlib import Path

import pytest
import time_machine
from cryptography.fernet import Fernet, MultiFernet
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from careplan import keys
from careplan.accounts.kept_posts import LARGEST, MOST, KeptPost
from careplan.concerns.models import Concern
from careplan.exchange.erasing import erase_account
from careplan.questions.models import Question
from tests.accounts.conftest import sign_in
from tests.accounts.second_steps import make_keys, turn_on
from tests.cast import PASSWORD
from tests.documents.scans import kept_scan, marias_paper
from tests.posting import hidden_in, read

WORDS = "Canary: my <b>hip</b> hurts\nat night"
DAY = datetime.timedelta(hours=24)


@pytest.fixture(autouse=True)
def _limits(settings):
    settings.SESSION_IDLE, settings.SESSION_LENGTH = 7_200, 43_200


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        yield clock


@pytest.fixture
def maria(cast, client, settings):
    """Maria's browser, signed in."""
    make_keys(settings)
    sign_in(client)
    return client


@pytest.fixture
def new_question(cast):
    return f"/plans/{cast.plan.pk}/questions/new/"


@pytest.fixture
def new_concern(cast):
    return f"/plans/{cast.plan.pk}/concerns/new/"


def end_session(client):
    """Its time is over. The browser knows nothing of that."""
    row = Session.objects.filter(session_key=client.cookies["sessionid"].value)
    row.update(expire_date=timezone.now())


def late(client, address, **fields):
    """Open the form, be signed out by time, and send it."""
    sent = read(client, address) | fields
    end_session(client)
    return client.post(address, sent)


def whole_database() -> str:
    return "\n".join(connection.connection.iterdump()) if connection.vendor == "sqlite" else ""


def test_what_was_typed_is_there_after_sign_in_and_made_once(maria, cast, new_question):
    answer = late(maria, new_question, text=WORDS)
    kept = KeptPost.objects.get()
    page = f"/account/kept/{kept.pk}/"
    assert (answer.status_code, kept.user) == (302, cast.maria)
    assert answer["Location"] == f"/account/login/?next=%2Faccount%2Fkept%2F{kept.pk}%2F"
    way_in = maria.get(answer["Location"]).content.decode()
    assert "What you typed is kept for a day. Sign in, and it is there." in way_in
    assert "Canary" not in way_in
    entered = {"login": "maria@example.org", "password": PASSWORD}
    assert maria.post(answer["Location"], entered)["Location"] == page
    shown = maria.get(page)
    body = shown.content.decode()
    assert "Canary: my &lt;b&gt;hip&lt;/b&gt; hurts<br>at night" in body
    assert f'<form method="post" action="{new_question}">' in body
    assert ">Go on and save</button>" in body
    assert "no-store" in shown["Cache-Control"]
    fields = hidden_in(shown)
    assert fields["text"] == WORDS
    assert Question.objects.count() == 0, "to look at it saves nothing"
    for _press in range(2):
        assert maria.post(new_question, fields).status_code == 302
    assert [q.text for q in Question.objects.all()] == [WORDS]
    assert not KeptPost.objects.exists()
    assert maria.get(page).status_code == 404


def test_with_the_key_that_every_sign_in_makes_anew(cast, settings, new_question):
    make_keys(settings)
    browser = Client(enforce_csrf_checks=True)

    def key_on(page) -> str:
        return page.content.decode().partition('csrfmiddlewaretoken" value="')[2].partition('"')[0]

    def enter(road):
        key = key_on(browser.get(road))
        entered = {"login": "maria@example.org", "password": PASSWORD, "csrfmiddlewaretoken": key}
        return browser.post(road, entered)

    enter("/account/login/")
    form = browser.get(new_question)
    sent = hidden_in(form) | {"text": WORDS, "csrfmiddlewaretoken": key_on(form)}
    end_session(browser)
    road = browser.post(new_question, sent)["Location"]
    shown = browser.get(enter(road)["Location"])
    again = hidden_in(shown) | {"csrfmiddlewaretoken": key_on(shown)}
    assert browser.post(new_question, again).status_code == 302
    assert [q.text for q in Question.objects.all()] == [WORDS]


def test_signed_in_anew_in_another_window(cast, settings, new_question):
    """The form is still that of before, with a key that has grown old."""
    make_keys(settings)
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.maria, "allauth.account.auth_backends.AuthenticationBackend")
    ours = {"origin": "http://testserver"}
    sent = {"text": WORDS, "csrfmiddlewaretoken": "x" * 64}
    answer = browser.post(new_question, sent, headers=ours)
    kept = cast.maria.kept_posts.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/account/kept/{kept.pk}/")
    assert hidden_in(browser.get(answer["Location"])) == {"text": WORDS, "kept_post": str(kept.pk)}


def test_the_browser_has_forgotten_all_but_who_it_was(cast, settings, new_question):
    """A browser that was closed keeps neither the session nor, here, the key of forms."""
    make_keys(settings)
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.maria, "allauth.account.auth_backends.AuthenticationBackend")
    browser.get("/settings/")
    del browser.cookies["sessionid"]
    answer = browser.post(new_question, {"text": WORDS}, headers={"origin": "http://testserver"})
    assert answer["Location"].startswith("/account/login/?next=%2Faccount%2Fkept%2F")
    forged = browser.post(new_question, {"text": "Other"}, headers={"origin": "http://evil.test"})
    assert forged.status_code == 403
    assert KeptPost.objects.count() == 1


@pytest.mark.parametrize("way", ["password", "code"])
def test_by_every_way_in_it_comes_first(maria, cast, code, way, new_question):
    late(maria, new_question, text=WORDS)
    page = f"/account/kept/{KeptPost.objects.get().pk}/"
    phone = Client()  # another browser of the same person
    if way == "password":
        answer = sign_in(phone)
    else:
        phone.post("/account/login/code/", {"email": "maria@example.org"})
        answer = phone.post("/account/login/code/confirm/", {"code": code()})
    assert answer["Location"] == page
    assert "Canary" in phone.get(page).content.decode()


def test_over_the_second_step(maria, cast, clock, new_question):
    app = turn_on(maria)
    road = late(maria, new_question, text=WORDS)["Location"]
    entered = {"login": "maria@example.org", "password": PASSWORD}
    assert maria.post(road, entered)["Location"].startswith("/account/login/second-step/")
    assert maria.get(f"/account/kept/{KeptPost.objects.get().pk}/").status_code == 302
    answer = maria.post("/account/login/second-step/", {"code": app.code()})
    assert answer["Location"] == f"/account/kept/{KeptPost.objects.get().pk}/"


def test_whoever_goes_elsewhere_is_told(maria, cast, new_question):
    late(maria, new_question, text=WORDS)
    entered = {"login": "maria@example.org", "password": PASSWORD}
    assert maria.post("/account/login/?next=/settings/", entered)["Location"] == "/settings/"
    page = maria.get("/settings/").content.decode()
    assert "Something that you typed is not saved yet. Settings leads to it." in page
    assert f'href="/account/kept/{KeptPost.objects.get().pk}/"' in page
    assert "Canary" not in page


def test_another_person_sees_nothing(maria, cast, new_question):
    """Ana signs in at the same browser, by the very road that was meant for Maria."""
    road = late(maria, new_question, text=WORDS)["Location"]
    kept = KeptPost.objects.get()
    entered = {"login": "ana@example.org", "password": PASSWORD}
    assert maria.post(road, entered)["Location"] == "/"
    for page in ("/settings/", f"/plans/{cast.plan.pk}/"):
        body = maria.get(page).content.decode()
        assert "Canary" not in body
        assert str(kept.pk) not in body
    assert maria.get(f"/account/kept/{kept.pk}/").status_code == 404
    assert maria.post(f"/account/kept/{kept.pk}/throw-away/").status_code == 404
    for forged in (f"{kept.pk}", f"{kept.pk}/?", f"{kept.pk}#", "//[", "x"):
        answer = maria.post("/settings/name/", {"name": "Ana", "kept_post": forged})
        assert answer.status_code == 302
    assert KeptPost.objects.get().user == cast.maria


def test_it_stands_nowhere_in_the_clear(maria, cast, caplog, new_question):
    with caplog.at_level(logging.DEBUG):
        answer = late(maria, new_question, text=WORDS, password="Canary-secret", code="Canary-1")
    kept = KeptPost.objects.get()
    assert "Canary" not in f"{answer['Location']} {answer.content} {answer.cookies} {caplog.text}"
    assert "Canary" not in f"{kept.locked} {kept.digest} {kept}"
    assert str(cast.plan.pk) not in kept.locked
    assert "Canary" not in whole_database()
    sent = kept.opened()
    assert sent.path == new_question
    assert dict(sent.fields)["text"] == WORDS
    assert "Canary-" not in str(sent), "no password and no code"


def test_nothing_but_what_was_typed_is_shown(maria, cast):
    """A form of a record carries what its page was read from, signed."""
    by = {"plan": cast.plan, "author": cast.maria, "changed_by": cast.maria}
    question = Question.objects.create(text="What now?", **by)
    address = f"/plans/{cast.plan.pk}/questions/{question.pk}/answer/"
    assert len(read(maria, address)["version"]) > 100
    late(maria, address, answer="Canary", next="/settings/", until="2026-11-24T10:00:00.5+00:00")
    assert KeptPost.objects.get().opened().words == ["Canary"]
    sign_in(maria)
    fields = hidden_in(maria.get(f"/account/kept/{KeptPost.objects.get().pk}/"))
    assert maria.post(address, fields).status_code == 302
    question.refresh_from_db()
    assert question.answer == "Canary"


def test_ticks_are_kept_and_a_button_alone_is_not(maria, cast, new_concern):
    address = f"/plans/{cast.plan.pk}/concerns/{Concern.objects.count()}"  # no such page
    end_session(maria)
    ticked = maria.post(new_concern, {"see": "on"})
    assert ticked["Location"].startswith("/account/login/?next=%2Faccount%2Fkept%2F")
    assert maria.post(address).status_code == 404
    page = {"HTTP_REFERER": "http://testserver/settings/"}
    button = maria.post(new_concern, {"version": "1"}, **page)
    assert button["Location"] == "/account/login/?next=/settings/"
    assert KeptPost.objects.count() == 1


def test_who_pressed_sign_out_is_forgotten(maria, cast, new_question):
    sent = read(maria, new_question) | {"text": WORDS}
    assert maria.cookies["reader"].value
    gone = maria.post("/account/logout/")
    assert gone.cookies["reader"]["max-age"] == 0
    answer = maria.post(new_question, sent)
    assert answer.status_code == 403
    assert answer.context["typed"] == [WORDS]
    assert answer.context["road"].startswith("/account/login/?next=")
    assert not KeptPost.objects.exists()


def test_to_sign_out_of_a_session_that_has_ended_forgets_too(maria):
    end_session(maria)
    assert maria.post("/account/logout/").cookies["reader"]["max-age"] == 0


@pytest.mark.parametrize("value", ["1", "1:x:y", "", "x" * 5000])
def test_a_forged_cookie_keeps_nothing(cast, client, settings, new_question, value):
    make_keys(settings)
    client.cookies["reader"] = value
    assert client.post(new_question, {"text": WORDS}).status_code == 403
    assert not KeptPost.objects.exists()


def test_the_cookie_is_for_the_site_alone(maria):
    cookie = maria.cookies["reader"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert cookie["max-age"] == "", "it ends with the browser, as the session does"
    assert "maria" not in cookie.value
    maria.post("/account/logout/")
    entered = {"login": "maria@example.org", "password": PASSWORD, "remember": "on"}
    assert maria.post("/account/login/", entered).cookies["reader"]["max-age"] == 15 * 86_400


def test_a_script_is_told_and_nothing_is_kept(maria, cast, new_question):
    """A page that saves by itself tries again and again; it holds its words."""
    end_session(maria)
    answer = maria.post(new_question, {"text": WORDS}, headers={"Sec-Fetch-Dest": "empty"})
    assert answer.status_code == 403
    assert not KeptPost.objects.exists()


def test_the_same_form_twice_is_kept_once(maria, cast, new_question):
    sent = read(maria, new_question) | {"text": WORDS}
    end_session(maria)
    roads = {maria.post(new_question, sent)["Location"] for _press in range(3)}
    assert len(roads) == KeptPost.objects.count() == 1


def test_at_most_ten_and_the_newest_stay(maria, cast, new_question, clock):
    end_session(maria)
    for number in range(MOST + 2):
        clock.shift(1)
        maria.post(new_question, {"text": f"Canary {number}"})
    texts = {dict(kept.opened().fields)["text"] for kept in KeptPost.objects.all()}
    assert texts == {f"Canary {number}" for number in range(2, MOST + 2)}
    sign_in(maria)
    page = maria.get(f"/account/kept/{cast.maria.kept_posts.open()[0].pk}/")
    assert page.context["sent"].words == [f"Canary {MOST + 1}"]
    assert len(page.context["others"]) == MOST - 1


def test_what_is_too_long_stands_on_the_page(maria, cast, new_question):
    end_session(maria)
    answer = maria.post(new_question, {"text": "Canary " * (LARGEST // 7)})
    assert answer.status_code == 403
    assert answer.content.count(b"Canary") > 28_000
    assert not KeptPost.objects.exists()


@pytest.mark.parametrize("broken", ["missing", "nonsense"])
def test_without_keys_the_words_stand_on_the_page(maria, cast, settings, new_question, broken):
    end_session(maria)
    Path(settings.SCAN_KEYS).write_text("nonsense")
    if broken == "missing":
        Path(settings.SCAN_KEYS).unlink()
    answer = maria.post(new_question, {"text": WORDS})
    assert answer.status_code == 403
    assert "Canary: my &lt;b&gt;hip&lt;/b&gt; hurts<br>at night" in answer.content.decode()


def test_keys_that_are_lost_meanwhile_are_a_sentence(maria, cast, settings, new_question):
    late(maria, new_question, text=WORDS)
    sign_in(maria)
    page = f"/account/kept/{KeptPost.objects.get().pk}/"
    make_keys(settings)  # another key
    body = maria.get(page).content.decode()
    assert "It cannot be opened any more." in body
    assert "Go on and save" not in body
    Path(settings.SCAN_KEYS).unlink()
    broken = maria.get(page)
    assert broken.status_code == 503
    assert "This cannot be opened now." in broken.content.decode()


def test_a_file_is_to_be_chosen_again(maria, cast):
    paper = marias_paper(cast)
    address = f"/plans/{cast.plan.pk}/papers/{paper.pk}/scans/new/"
    end_session(maria)
    file = SimpleUploadedFile("Canary.pdf", b"%PDF-1.4 Canary file")
    maria.post(address, {"label": "The whole will", "file": file})
    kept = KeptPost.objects.get()
    assert "Canary" not in str(kept.opened())
    sign_in(maria)
    page = maria.get(f"/account/kept/{kept.pk}/")
    assert "A file is not kept. Choose the file again on its page." in page.content.decode()
    answer = maria.post(address, hidden_in(page))
    assert answer.status_code == 200
    assert 'value="The whole will"' in answer.content.decode()
    assert answer.context["form"].errors["file"]


def test_a_form_with_a_fault_holds_its_words_itself(maria, cast, new_question):
    late(maria, new_question, text="Canary " * 4000)
    sign_in(maria)
    page = maria.get(f"/account/kept/{KeptPost.objects.get().pk}/")
    answer = maria.post(new_question, hidden_in(page))
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert answer.content.count(b"Canary") >= 4000
    assert not KeptPost.objects.exists()


def test_whoever_lost_the_right_meanwhile_keeps_the_words(maria, cast, new_question, client):
    sign_in(client, "ana@example.org")
    late(client, new_question, text=WORDS)
    kept = KeptPost.objects.get()
    cast.plan.memberships.filter(user=cast.ana).update(removed_at=timezone.now())
    sign_in(client, "ana@example.org")
    page = client.get(f"/account/kept/{kept.pk}/")
    assert client.post(new_question, hidden_in(page)).status_code == 404
    assert KeptPost.objects.filter(pk=kept.pk).exists()
    assert Question.objects.count() == 0


def test_it_goes_to_addresses_of_ours_alone(maria, cast, settings):
    def kept_for(path) -> str:
        locked = keys.box().encrypt(
            b'{"path": "%s", "fields": [["text", "Canary"]]}' % path.encode()
        )
        kept = cast.maria.kept_posts.create(digest=path, locked=locked.decode())
        return maria.get(f"/account/kept/{kept.pk}/").content.decode()

    for path in ("https://evil.example/", "//evil.example/", "/no/such/page/"):
        page = kept_for(path)
        assert "Its page is gone. Copy what you typed, and put it in elsewhere." in page
        assert "Canary" in page
        assert "evil.example" not in page
        assert "Go on" not in page


def test_throw_it_away(maria, cast, new_question):
    late(maria, new_question, text=WORDS)
    sign_in(maria)
    page = f"/account/kept/{KeptPost.objects.get().pk}/"
    assert maria.get(f"{page}throw-away/").status_code == 405
    assert maria.post(f"{page}throw-away/")["Location"] == "/"
    assert not KeptPost.objects.exists()


def test_after_a_day_it_is_gone(maria, cast, clock, new_question, capsys):
    late(maria, new_question, text=WORDS)
    kept = KeptPost.objects.get()
    clock.shift(DAY - datetime.timedelta(seconds=1))
    sign_in(maria)
    assert maria.get(f"/account/kept/{kept.pk}/").status_code == 200
    call_command("tidy")
    assert KeptPost.objects.count() == 1
    clock.shift(1)
    assert maria.get(f"/account/kept/{kept.pk}/").status_code == 404, "erased or not"
    call_command("tidy")
    assert not KeptPost.objects.exists()


def test_it_goes_with_its_account(maria, cast, new_question):
    late(maria, new_question, text=WORDS)
    erase_account(cast.maria)
    assert not KeptPost.objects.exists()
    answer = maria.post(new_question, {"text": WORDS})
    assert answer.status_code == 403, "nothing is kept for an account that is gone"


def test_it_opens_with_a_new_key_alone(maria, cast, settings, new_question, capsys):
    kept_scan(marias_paper(cast))
    late(maria, new_question, text=WORDS)
    call_command("rotate_keys")
    (now,) = keys.read()
    kept = KeptPost.objects.get()
    assert WORDS in dict(kept.opened().fields)["text"]
    assert b"Canary" in MultiFernet([Fernet(now)]).decrypt(kept.locked)
