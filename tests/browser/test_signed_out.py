"""Signed out in one window while writing in another: the words stand on the page, to be copied."""

import pytest
from playwright.sync_api import expect

from tests.browser.audit import CONTRAST_ONLY, axe, faults

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_words_come_back(window, family, colours):
    maria = window(colours=colours).sign_in("maria@example.org")
    page = maria.page
    page.goto(f"/plans/{family.plan.pk}/questions/new/")
    page.get_by_label("Your question").fill("Can I travel?\nAnd who <b>comes</b> along?")
    maria.context.clear_cookies(name="sessionid")
    maria.press("Save")
    expect(page.get_by_role("heading", level=1)).to_have_text("You were signed out")
    words = "Can I travel?\nAnd who <b>comes</b> along?"
    expect(page.locator(".aside")).to_have_text(words, use_inner_text=True)
    assert faults(page) == []
    assert axe(page) + axe(page, CONTRAST_ONLY) == []
