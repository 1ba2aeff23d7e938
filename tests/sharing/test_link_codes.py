"""The number of six digits: how often it may be tried, by one and by many at once."""

import datetime
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import time_machine
from django.db import connections
from django.test import Client
from django.utils import timezone

from careplan.plans.grant_events import GrantEvent
from careplan.sharing.link_keys import LOCKED, TRY_LATER, WRONG, code_digest
from careplan.sharing.link_making import end_link
from careplan.sharing.share_links import ShareLink
from tests.at_once import shared_cast  # noqa: F401 - a fixture
from tests.sharing.links import CODE, TOKEN, link_of, opened

FIVE_MINUTES = datetime.timedelta(minutes=5, seconds=1)


@pytest.fixture
def link(cast):
    return link_of(cast, code=CODE)


def said(client, link, code) -> str:
    response = client.post(f"/link/{link.pk}/open/", {"code": code})
    if response.status_code == 302:
        return "open"
    errors = response.context["form"].errors
    assert (response.status_code == 429) == (errors["code"] == [TRY_LATER])
    return errors["code"][0]


def test_the_right_one_opens_and_no_other_does(link):
    client = opened(link, code="123457")
    assert client.get(f"/link/{link.pk}/").templates[0].name == "sharing/link_open.html"
    assert said(client, link, "") == "Write something here, even one word"
    assert said(client, link, "12345٦") == WRONG
    assert said(client, link, " 123 456 ") == "open"
    assert client.get(f"/link/{link.pk}/").templates[0].name == "sharing/clinician.html"
    link.refresh_from_db()
    assert link.wrong_codes == 2


def test_a_link_without_a_number_opens_by_none_of_another(cast, link):
    other = link_of(cast, token="other", code="654321")
    assert code_digest(CODE, other.token_sha256) != link.code_digest
    client = opened(link, code="654321")
    assert client.get(f"/link/{link.pk}/").templates[0].name == "sharing/link_open.html"


def test_five_tries_in_five_minutes_whoever_tries(link):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for n in range(5):
            visitor = Client(REMOTE_ADDR=f"10.0.0.{n}", HTTP_X_FORWARDED_FOR=f"10.1.0.{n}")
            opened(link, client=visitor, code="000000")
        here = opened(link, code=CODE)
        assert said(here, link, CODE) == TRY_LATER
        clock.shift(FIVE_MINUTES)
        assert said(here, link, CODE) == "open"
    link.refresh_from_db()
    assert link.wrong_codes == 5


def test_one_address_tries_no_ten_links(cast):
    links = [link_of(cast, token=f"token-{n}", code=CODE) for n in range(3)]
    here = Client()
    for n, link in enumerate(links):
        here.get(f"/link/token-{n}/")
        tries = [said(here, link, "000000") for _try in range(4)]
        assert tries == [WRONG] * (4 if n < 2 else 2) + [TRY_LATER] * (0 if n < 2 else 2)


def test_six_people_of_a_ward_open_it(link):
    for _person in range(8):
        assert said(opened(link), link, CODE) == "open"


def test_twenty_wrong_ones_end_its_opening(link):
    reading = opened(link, code=CODE)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        here, tries = opened(link), []
        clock.shift(FIVE_MINUTES)
        for n in range(20):
            tries.append(said(here, link, "000000"))
            if n % 5 == 4:
                clock.shift(FIVE_MINUTES)
        assert tries == [WRONG] * 19 + [LOCKED]
        assert said(here, link, CODE) == LOCKED
    link.refresh_from_db()
    assert (link.wrong_codes, link.is_locked) == (20, True)
    assert reading.get(f"/link/{link.pk}/").templates[0].name == "sharing/clinician.html"


def lock(link, clock):
    here = opened(link)
    for n in range(ShareLink.MOST_WRONG + 3):
        said(here, link, "000000")
        if n % 5 == 4:
            clock.shift(FIVE_MINUTES)


NOON = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)
LOCKED_ON = "Wrong numbers were typed 20 times. The link was locked on Tuesday 24 November."


def test_whoever_may_share_sees_that_it_was_locked(cast, browser, max_):
    with time_machine.travel(NOON, tick=False) as clock:
        link, calm = link_of(cast, code=CODE), link_of(cast, token="x", code=CODE, label="Calm")
        opened(calm, code="000000")
        lock(link, clock)
        clock.shift(datetime.timedelta(days=1))
        at = f"/plans/{cast.plan.pk}/links/"
        for who in (cast.maria, max_):
            page = browser(who).get(at).content.decode()
            assert page.count("Wrong numbers") == page.count(f"{LOCKED_ON} Make a new link.") == 1
            log = browser(who).get(f"/plans/{cast.plan.pk}/looked/").content.decode()
            told = "Wrong numbers were typed many times. The link for Dr Lee was locked."
            assert log.count(told) == 1
        for who in (cast.ana, cast.ben):
            assert browser(who).get(at).status_code == 403
            log = browser(who).get(f"/plans/{cast.plan.pk}/looked/").content.decode()
            assert "Wrong numbers" not in log
        end_link(link=link, by=cast.maria)
        assert LOCKED_ON in browser(cast.maria).get(at).content.decode()


def test_a_link_that_an_older_edition_locked_has_no_day(cast, browser, link):
    ShareLink.objects.update(wrong_codes=20)
    page = browser(cast.maria).get(f"/plans/{cast.plan.pk}/links/").content.decode()
    assert "Wrong numbers were typed 20 times. Make a new link." in page
    assert "was locked on" not in page


@pytest.mark.django_db(transaction=True)
def test_the_owner_is_told_once(cast, letters, max_):
    with time_machine.travel(NOON, tick=False) as clock:
        link = link_of(cast, by=max_, code=CODE, label="Dr Canary")
        letters.clear()
        lock(link, clock)
    assert [(x.to, x.subject) for x in letters] == [(["maria@example.org"], "A link was locked")]
    words = letters[0].body + letters[0].alternatives[0][0]
    assert "A wrong number was typed 20 times at a link to a plan that you keep." in words
    assert f"http://127.0.0.1:8000/plans/{cast.plan.pk}/links/" in words
    for private in ("Canary", "Alvarez", "Max", str(link.pk), "000000", CODE):
        assert private not in words
    events = GrantEvent.objects.filter(kind="refused")
    assert [(e.name, e.detail) for e in events] == [
        ("Dr Canary", {"purpose": "link", "link": str(link.pk)})
    ]


@pytest.mark.django_db(transaction=True)
def test_many_at_once_pass_no_limit(shared_cast):  # noqa: F811
    link = link_of(shared_cast, code=CODE)
    many = 12
    browsers = [Client(REMOTE_ADDR=f"10.0.0.{n}") for n in range(many)]
    for browser in browsers:
        browser.get(f"/link/{TOKEN}/")
    ready = Barrier(many, timeout=60)

    def attempt(browser):
        try:
            ready.wait()
            return browser.post(f"/link/{link.pk}/open/", {"code": "000000"}).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(many) as pool:
        statuses = sorted(pool.map(attempt, browsers))
    assert statuses.count(429) >= many - 5
    assert ShareLink.objects.get().wrong_codes == statuses.count(200) <= 5
