"""A real browser on a real server, with the invented family in its database."""

import io
import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from playwright.sync_api import sync_playwright

from careplan.accounts.models import User
from careplan.management.commands.demo import PASSWORD
from careplan.plans.models import Plan
from careplan.questions.proposals import ProposedQuestion
from careplan.sharing.invitations import Invitation
from careplan.sharing.share_links import ShareLink
from careplan.sharing.stand_ins import StandIn
from tests.documents.scans import make_keys

# Playwright's own event loop stands in the test's thread, where Django would refuse the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHROMIUM = os.environ.get("CAREPLAN_CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


class Window:
    """One person's browser: fresh cookies, one page, and a record of what it asked for."""

    def __init__(self, chromium, address, **options):
        options = {"viewport": {"width": 390, "height": 844}, "locale": "en-US"} | options
        self.context = chromium.new_context(base_url=address, **options)
        self.page = self.context.new_page()
        self.page.set_default_timeout(15_000)
        self.asked, self.complaints = [], []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._note)

    def _note(self, message):
        # The browser reports a page's own 4xx status here; what we mean are scripts and policies.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    def sign_in(self, email: str, password: str = PASSWORD):
        self.page.goto("/account/login/")
        self.page.get_by_label("Email").fill(email)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.press("Sign in")
        self.page.wait_for_url("**/plans/**")
        return self

    def press(self, name: str):
        """Press the button of this name in the page itself, the first if there are several."""
        self.page.locator("main").get_by_role("button", name=name, exact=True).first.click()

    def follow(self, name: str):
        self.page.locator("main").get_by_role("link", name=name, exact=True).first.click()

    def file_of(self, press: str) -> bytes:
        """What the browser saves when this button is pressed."""
        with self.page.expect_download() as download:
            self.press(press)
        self.file_name = download.value.suggested_filename
        return Path(download.value.path()).read_bytes()


@pytest.fixture
def window(chromium, live_server):
    """`window(width=…, colours=…, script=…)`: a new window on the site."""
    opened = []

    def open_window(width=390, height=844, colours="light", script=True, **options) -> Window:
        new = Window(
            chromium,
            live_server.url,
            viewport={"width": width, "height": height},
            color_scheme=colours,
            java_script_enabled=script,
            **options,
        )
        opened.append(new)
        return new

    yield open_window
    for old in opened:
        old.context.close()
        assert old.complaints == []
        outside = [
            url for url in old.asked if not url.startswith((live_server.url, "data:", "blob:"))
        ]
        assert outside == [], "the browser asks no other host for anything"


@dataclass
class Family:
    """The people of `manage.py demo`, and Maria's plan."""

    maria: User
    ana: User
    ben: User
    plan: Plan
    password: str = PASSWORD

    def own(self, model, **fields):
        """Maria's first record of this kind that has these fields."""
        return model.objects.filter(plan=self.plan, removed_at=None, **fields).first()


@pytest.fixture(scope="session")
def demo_kept():
    """The database as the first `manage.py demo` left it: to copy takes a hundredth of the time."""
    with closing(sqlite3.connect(":memory:")) as kept:
        yield kept


def share_nothing() -> None:
    """What the demo's family shares already would stand beside what these tests share."""
    for model in (ShareLink, Invitation, StandIn, ProposedQuestion):
        model.objects.all().delete()
    User.objects.get(email="luis@example.org").memberships.all().delete()


@pytest.fixture
def family(transactional_db, settings, demo_kept):
    """Maria, Ana and Ben, a visit next week, and what is on their minds."""
    make_keys(settings)
    connection.ensure_connection()
    if demo_kept.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        demo_kept.backup(connection.connection)
    else:
        call_command("demo", stdout=io.StringIO())
        share_nothing()
        connection.connection.backup(demo_kept)
    people = [User.objects.get(email=f"{name}@example.org") for name in ("maria", "ana", "ben")]
    return Family(*people, plan=Plan.objects.get(owner=people[0]))
