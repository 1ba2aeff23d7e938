"""Deleting a plan or an account: what is asked, who is told, and how it is kept after all."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connections
from django.test import Client
from django.utils import timezone

from careplan.accounts import outbox
from careplan.accounts.models import User
from careplan.accounts.outbox import WaitingLetter
from careplan.exchange.deletion import ask_account_deletion, ask_plan_deletion, keep_plan
from careplan.exchange.erasing import Erased, erase_due, erase_plan
from careplan.plans import access
from careplan.plans.access import find_member
from careplan.plans.grant_events import GrantEvent
from careplan.plans.models import Plan
from careplan.sharing.ownership import change_owner
from tests.accounts.conftest import sign_in
from tests.at_once import post_at_once, shared_cast  # noqa: F401 - a fixture
from tests.cast import just_asked
from tests.exchange.making import fill
from tests.posting import read

pytestmark = pytest.mark.django_db
ASKED = "It is erased on 8 December 2026."


@pytest.fixture
def clock(time_machine):
    time_machine.move_to(dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC), tick=False)
    return time_machine


@pytest.fixture
def browser(signed_in, clock):
    def sign_in(user):
        client = signed_in(user)
        just_asked(client)
        return client

    return sign_in


def asked(plan) -> bool:
    plan.refresh_from_db()
    return plan.deletion_asked_at is not None


def body(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_the_page_says_what_goes_and_who_is_told(cast, settings, browser):
    fill(cast, settings, by=cast.maria, word="open")
    fill(cast, settings, by=cast.ana, word="canary", private=True)
    page = browser(cast.maria).get(f"/plans/{cast.plan.pk}/delete/")
    assert page.context["amounts"] == [
        "1 concern", "1 question", "1 visit", "1 legal paper", "1 scan", "1 note on comfort",
    ]  # fmt: skip
    assert "<li>Ana, daughter</li><li>Ben</li>" in body(page)
    assert not asked(cast.plan)


def test_the_owner_alone_deletes_and_keeps(cast, browser):
    for user, status in ((cast.ana, 403), (cast.ben, 403), (cast.sam, 404), (cast.rita, 404)):
        client = browser(user)
        for page in ("delete", "keep"):
            assert client.post(f"/plans/{cast.plan.pk}/{page}/").status_code == status
    assert not asked(cast.plan)
    ask_plan_deletion(cast.plan, by=cast.maria)
    assert browser(cast.ana).post(f"/plans/{cast.plan.pk}/keep/").status_code == 403
    assert asked(cast.plan)


def test_it_asks_first_who_it_is(cast, signed_in):
    for page in (f"/plans/{cast.plan.pk}/delete/", "/account/delete/"):
        for method in ("get", "post"):
            answer = getattr(signed_in(cast.maria), method)(page)
            assert answer["Location"].startswith("/account/reauthenticate/"), page
    assert not asked(cast.plan)
    assert User.objects.filter(deletion_asked_at=None).count() == 5


def test_everybody_is_told_on_every_page_and_the_owner_keeps_it(cast, browser):
    owner = browser(cast.maria)
    page = f"/plans/{cast.plan.pk}/delete/"
    assert owner.post(page)["Location"] == page
    assert ASKED in body(owner.get(page))
    for user, button in ((cast.maria, "Keep this plan"), (cast.ben, "Take a copy")):
        client = browser(user)
        for where in ("", "concerns/", "help/"):
            shown = body(client.get(f"/plans/{cast.plan.pk}/{where}"))
            assert "This plan will be erased on 8 December 2026." in shown
            assert button in shown
        chooser = body(client.get("/plans/"))
        assert "It will be erased on 8 December 2026." in chooser
        assert "It will be erased on 8 December 2026." in body(client.get("/my-data/"))
    browser(cast.maria).post(f"/plans/{cast.plan.pk}/keep/")
    assert not asked(cast.plan)
    assert "will be erased" not in body(browser(cast.ben).get(f"/plans/{cast.plan.pk}/"))


def test_whoever_gets_the_plan_keeps_it(cast, clock):
    ask_account_deletion(cast.maria)
    cast.plan.refresh_from_db()
    change_owner(cast.plan, to=cast.ana, by=cast.ana)
    clock.shift(dt.timedelta(days=7))
    assert erase_due() == Erased(0, 1)
    cast.plan.refresh_from_db()
    assert (cast.plan.owner, cast.plan.deletion_asked_at) == (cast.ana, None)


def waiting() -> list[tuple[str, str]]:
    letters = WaitingLetter.objects.exclude(kind="new_sign_in").order_by("pk")
    return [(letter.kind, letter.user.name) for letter in letters]


def test_letters_go_to_whoever_is_in_the_plan(cast, clock):
    ask_plan_deletion(cast.plan, by=cast.maria)
    keep_plan(cast.plan, by=cast.maria)
    everybody = ("Maria", "Ana", "Ben")
    assert waiting() == [
        *[("plan_deletion", name) for name in everybody],
        *[("plan_kept", name) for name in everybody],
    ]


def sent(mailoutbox) -> list[tuple[str, str, str]]:
    outbox.send_waiting()
    return [(mail.to[0], mail.subject, " ".join(mail.body.split())) for mail in mailoutbox]


FOOT = "-- careplan, http://127.0.0.1:8000"


def test_the_words_of_the_letters(cast, clock, settings, mailoutbox):
    settings.EMAIL_HOST = "mail.example.org"
    cast.plan.closed_at = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)  # told nevertheless
    cast.plan.save()
    ask_plan_deletion(cast.plan, by=cast.maria)
    letter = (
        "A plan that you can see on careplan will be erased on 8 December 2026. "
        "Until then you can sign in, read it, and take a copy. "
    )
    owner = "You keep this plan. Did you not ask for this? Sign in and press “Keep this plan”."
    other = "Whoever keeps the plan can still change their mind."
    assert sent(mailoutbox) == [
        ("maria@example.org", "A plan will be deleted", f"{letter}{owner} {FOOT}"),
        ("ana@example.org", "A plan will be deleted", f"{letter}{other} {FOOT}"),
        ("ben@example.org", "A plan will be deleted", f"{letter}{other} {FOOT}"),
    ]
    assert not [m for m in mailoutbox if "Alvarez" in m.message().as_string()]
    for mail in mailoutbox:
        assert "8 December 2026" in mail.alternatives[0][0]


def test_a_letter_that_is_out_of_date_is_not_sent(cast, clock, settings, mailoutbox):
    settings.EMAIL_HOST = "mail.example.org"
    ask_plan_deletion(cast.plan, by=cast.maria)
    cast.plan.memberships.filter(user=cast.ana).update(removed_at=clock_now())
    keep_plan(cast.plan, by=cast.maria)
    assert [(to, subject) for to, subject, _body in sent(mailoutbox)] == [
        ("maria@example.org", "A plan stays after all"),
        ("ben@example.org", "A plan stays after all"),
    ]
    mailoutbox.clear()
    ask_plan_deletion(cast.plan, by=cast.maria)
    keep_plan(cast.plan, by=cast.maria)
    ask_plan_deletion(cast.plan, by=cast.maria)
    assert {subject for _to, subject, _body in sent(mailoutbox)} == {"A plan will be deleted"}


def clock_now():
    return dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC)


def test_an_account_is_signed_out_at_once_everywhere(cast, client, clock):
    elsewhere = Client()
    for browser in (client, elsewhere):
        sign_in(browser)
    gone = client.post("/account/delete/")
    assert gone.status_code == 200
    assert "It is erased on 8 December 2026. You are signed out everywhere." in body(gone)
    for browser in (client, elsewhere):
        assert browser.get("/my-data/")["Location"] == "/account/login/?next=/my-data/"
    assert asked(cast.plan), "it goes with its owner"
    assert waiting() == [
        *[("plan_deletion", name) for name in ("Maria", "Ana", "Ben")],
        ("account_deletion", "Maria"),
    ]


def test_until_then_it_opens_one_page(cast, client, clock):
    ask_account_deletion(cast.maria)
    sign_in(client)
    for path in ("/", "/plans/", f"/plans/{cast.plan.pk}/", "/settings/", "/my-data/"):
        assert client.get(path)["Location"] == "/account/going/", path
        assert client.post(path)["Location"] == "/account/going/", path
    page = client.get("/account/going/")
    assert "<li>Maria Alvarez’s plan</li>" in body(page)
    assert "/settings/" not in body(page)
    assert client.get("/help/").status_code == 200
    assert client.get("/account/keep/").status_code == 405
    assert client.post("/account/keep/")["Location"] == "/"
    assert not asked(cast.plan)
    assert client.get(f"/plans/{cast.plan.pk}/").status_code == 200
    assert client.get("/account/going/")["Location"] == "/"


def test_the_page_says_what_becomes_of_each_plan(cast, browser):
    shown = body(browser(cast.maria).get("/account/delete/"))
    assert "It is deleted with your account. 2 other people are in it." in shown
    assert "hand it over first" in shown
    shown = body(browser(cast.ana).get("/account/delete/"))
    assert "It stays, and so does what you shared in it." in shown
    assert "It is deleted with your account." not in shown


def test_my_data_names_the_readers_plans_alone(cast, browser):
    shown = body(browser(cast.ana).get("/my-data/"))
    assert "Maria Alvarez’s plan" in shown
    assert "Sam Stone" not in shown
    assert "/delete/" not in shown.replace("/account/delete/", "")
    assert "You are in no plan." in body(browser(cast.rita).get("/my-data/"))


def test_somebody_who_left_is_called_so(cast, browser, settings, clock):
    fill(cast, settings, by=cast.ana, word="shared")
    ask_account_deletion(cast.ana)
    clock.shift(dt.timedelta(days=7))
    erase_due()
    pages = ("", "people/", "concerns/", "questions/")
    shown = [body(browser(cast.maria).get(f"/plans/{cast.plan.pk}/{page}")) for page in pages]
    assert "Ana" not in "".join(shown)
    concern = cast.plan.concerns.get()
    page = browser(cast.maria).get(f"/plans/{cast.plan.pk}/concerns/{concern.pk}/")
    assert page.status_code == 200
    assert "Ana" not in body(page)


@pytest.mark.django_db(transaction=True)
def test_keeping_and_erasing_at_once(shared_cast):  # noqa: F811
    """Either the plan is kept and whole, or all of it is gone; nobody meets an error."""
    plan, keep = shared_cast.plan, f"/plans/{shared_cast.plan.pk}/keep/"
    ask_plan_deletion(plan, by=shared_cast.maria, at=timezone.now() - dt.timedelta(days=8))
    with ThreadPoolExecutor(2) as pool:
        runs = [pool.submit(erase_and_close) for _run in range(2)]
        answers = post_at_once(shared_cast.maria, [(keep, {})] * 3)
        erased = sum(run.result().plans for run in runs)
    kinds = list(GrantEvent.objects.order_by("pk").values_list("kind", flat=True))
    if erased:
        assert erased == 1
        assert set(answers) <= {302, 404}
        assert (Plan.objects.filter(pk=plan.pk).count(), kinds) == (0, [])
    else:
        assert answers == [302] * 3
        assert (asked(plan), kinds) == (False, ["deletion", "kept"])


@pytest.mark.parametrize("page", ["keep/", "concerns/new/"])
@pytest.mark.django_db(transaction=True)
def test_a_plan_erased_while_a_page_runs_is_not_there(cast, browser, monkeypatch, page):
    """Found when the page began, gone when it writes: 404, never an error."""
    address, client = f"/plans/{cast.plan.pk}/{page}", browser(cast.maria)
    typed = {"category": "other", "words": "My back"}
    data = read(client, address) | typed if page == "concerns/new/" else {}

    def find_and_erase(*of):
        found = find_member(*of)
        monkeypatch.setattr(access, "find_member", find_member)
        erase_plan(Plan.objects.get(pk=cast.plan.pk))
        return found

    monkeypatch.setattr(access, "find_member", find_and_erase)
    assert client.post(address, data).status_code == 404
    assert Plan.objects.filter(pk=cast.plan.pk).exists() is False


def erase_and_close():
    try:
        return erase_due()
    finally:
        connections.close_all()


def test_who_owns_the_plan_no_more_asks_for_no_deletion(cast):
    change_owner(cast.plan, to=cast.ana, by=cast.ana)
    with pytest.raises(PermissionDenied):
        ask_plan_deletion(cast.plan, by=cast.maria)
    assert Plan.objects.get(pk=cast.plan.pk).deletion_asked_at is None
