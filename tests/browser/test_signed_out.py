"""A session that ends while somebody writes: warned of before, and no word lost after it."""

import datetime

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from careplan.accounts.kept_posts import KeptPost
from careplan.management.commands.demo import PASSWORD
from careplan.questions.models import Question
from tests.browser.audit import CONTRAST_ONLY, axe, faults

pytestmark = pytest.mark.browser

WORDS = "Can I travel?\nAnd who <b>comes</b> along?"
TWO_HOURS = "02:00:01"


@pytest.fixture(autouse=True)
def _limits(settings):
    settings.SESSION_IDLE, settings.SESSION_LENGTH = 7_200, 43_200


def session_ends(seconds: int) -> None:
    Session.objects.update(expire_date=timezone.now() + datetime.timedelta(seconds=seconds))


def sign_in_here(window) -> None:
    window.page.get_by_label("Email").fill("maria@example.org")
    window.page.get_by_label("Password", exact=True).fill(PASSWORD)
    window.press("Sign in")


@pytest.mark.parametrize(
    ("colours", "script", "width"), [("light", True, 390), ("dark", False, 1280)]
)
def test_words_are_there_after_sign_in(window, family, colours, script, width):
    maria = window(colours=colours, script=script, width=width).sign_in("maria@example.org")
    page = maria.page
    page.goto(f"/plans/{family.plan.pk}/questions/new/")
    page.get_by_label("Your question").fill(WORDS)
    session_ends(0)
    maria.press("Save")
    expect(page.locator(".head")).to_contain_text("What you typed is kept for a day.")
    assert "Can I travel" not in page.content()
    sign_in_here(maria)
    expect(page.get_by_role("heading", level=1)).to_have_text("This is not saved yet")
    expect(page.locator("main .aside")).to_have_text(WORDS, use_inner_text=True)
    if script:  # both ask the page by a script
        assert faults(page) == []
        assert axe(page) + axe(page, CONTRAST_ONLY) == []
    maria.press("Go on and save")
    expect(page.get_by_role("heading", level=1)).not_to_have_text("This is not saved yet")
    assert Question.objects.filter(text=WORDS).count() == 1
    assert not KeptPost.objects.exists()


def test_a_warning_in_every_window_and_one_press_for_all(window, family):
    maria = window().sign_in("maria@example.org")
    maria.context.clock.install()
    first, second = maria.page, maria.context.new_page()
    for page in (first, second):
        page.goto(f"/plans/{family.plan.pk}/questions/new/")
        expect(page.locator(".session")).to_have_count(0)
    session_ends(110)
    maria.context.clock.fast_forward("01:58:10")
    for page in (first, second):
        expect(page.locator(".session")).to_contain_text("In two minutes you are signed out.")
    assert faults(first) == []
    assert axe(first) + axe(first, CONTRAST_ONLY) == []
    first.get_by_role("button", name="Stay signed in").click()
    for page in (first, second):
        expect(page.locator(".session")).to_have_count(0)
    left = Session.objects.get().expire_date - timezone.now()
    assert datetime.timedelta(minutes=119) < left <= datetime.timedelta(hours=2)
    assert first.evaluate("localStorage.length + sessionStorage.length") == 0


def test_whoever_types_is_here(window, family):
    maria = window().sign_in("maria@example.org")
    maria.context.clock.install()
    maria.page.goto(f"/plans/{family.plan.pk}/questions/new/")
    maria.context.clock.fast_forward("01:57:00")
    maria.page.get_by_label("Your question").press_sequentially("Can")
    session_ends(100)
    with maria.page.expect_response("**/account/stay/") as stayed:
        maria.context.clock.fast_forward("00:01:10")
    assert stayed.value.json()["seconds"] == 7200
    expect(maria.page.locator(".session")).to_have_count(0)


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_at_the_end_words_stay_and_other_pages_go(window, family, colours):
    maria = window(colours=colours).sign_in("maria@example.org")
    maria.context.clock.install()
    page, other = maria.page, maria.context.new_page()
    page.goto(f"/plans/{family.plan.pk}/questions/new/")
    page.get_by_label("Your question").fill(WORDS)
    other.goto(f"/plans/{family.plan.pk}/questions/")
    session_ends(0)
    maria.context.clock.fast_forward(TWO_HOURS)
    expect(page.locator(".session")).to_contain_text("You were signed out. What you typed is still")
    expect(page.get_by_label("Your question")).to_have_value(WORDS)
    assert faults(page) == []
    # Axe is not sure of colours where the box lies over half a line.
    assert [found for found in axe(page) if not found.startswith("incomplete: color")] == []
    other.wait_for_url("**/account/login/?next=**")
    expect(other.locator(".head")).to_contain_text("You were signed out. What you saved is there.")
    maria.press("Save")
    sign_in_here(maria)
    expect(page.locator("main .aside")).to_have_text(WORDS, use_inner_text=True)


def test_signed_out_by_hand_in_another_window(window, family):
    """Nobody is known then: the words stand on a page, to be copied."""
    maria = window().sign_in("maria@example.org")
    page = maria.page
    page.goto(f"/plans/{family.plan.pk}/questions/new/")
    page.get_by_label("Your question").fill(WORDS)
    other = maria.context.new_page()
    other.goto("/account/logout/")
    other.get_by_role("button", name="Sign out now").click()
    other.wait_for_url("**/")
    maria.press("Save")
    expect(page.get_by_role("heading", level=1)).to_have_text("You were signed out")
    expect(page.locator(".aside")).to_have_text(WORDS, use_inner_text=True)
    assert faults(page) == []
    assert axe(page) + axe(page, CONTRAST_ONLY) == []
