"""The five-minute path: no account, three ticks, an order, a page of paper."""

import io

import pytest
from django.apps import apps
from playwright.sync_api import expect
from pypdf import PdfReader

pytestmark = [pytest.mark.browser, pytest.mark.pdf]

OPTIONS = "What are my treatment options?"
TRIALS = "Are there clinical trial options that might be appropriate for me?"
PAPERS = "What legal documents should I have in place?"


def rows() -> dict[str, int]:
    """How many rows each table of the site has, sessions and accounts included."""
    return {m._meta.label: m.objects.count() for m in apps.get_models()}


def text_of(pdf: bytes) -> str:
    return " ".join(
        " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split()
    )


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_five_minutes(window, transactional_db, script):
    before = rows()
    guest = window(script=script)
    page = guest.page
    page.goto("/")
    guest.follow("Make a question list now")
    for question in (OPTIONS, TRIALS, PAPERS):
        page.get_by_label(question).check()
    guest.press("Put them in order")
    page.locator("li", has_text=PAPERS).get_by_role("button", name="Move up").click()
    page.locator("li", has_text=PAPERS).get_by_role("button", name="Move up").click()
    expect(page.locator(".asks .q")).to_have_text([PAPERS, OPTIONS, TRIALS])

    pdf = guest.file_of("Make the file")
    text = text_of(pdf)
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1
    assert text.index(PAPERS) < text.index(OPTIONS) < text.index(TRIALS)
    assert guest.file_name.startswith("questions-20")
    assert guest.file_name.endswith(".pdf")
    assert PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/MarkInfo"]["/Marked"]

    assert rows() == before
    assert [cookie["name"] for cookie in guest.context.cookies()] == ["csrftoken"]
    stored = "[localStorage.length, sessionStorage.length]"
    assert not script or page.evaluate(stored) == [0, 0]
    assert not [url for url in guest.asked if "canary" in url or "treatment" in url]


def test_a_warning_shows_at_once(window, transactional_db):
    guest = window()
    guest.page.goto("/make-a-list/")
    guest.page.get_by_label("Your own question, number 1").fill(
        "I can't feel my legs and my back hurts terribly. Is that normal?"
    )
    guest.press("Put them in order")
    expect(guest.page.locator("#urgent-spine")).to_be_visible()
    expect(guest.page.locator(".asks .q")).to_have_text(
        ["I can't feel my legs and my back hurts terribly. Is that normal?"]
    )


def test_take_off_and_undo(window, transactional_db):
    guest = window(script=False)
    guest.page.goto("/make-a-list/")
    for question in (OPTIONS, TRIALS, PAPERS):
        guest.page.get_by_label(question).check()
    guest.press("Put them in order")
    guest.page.locator("li", has_text=TRIALS).get_by_role("button", name="Take off list").click()
    expect(guest.page.locator(".asks .q")).to_have_text([OPTIONS, PAPERS])
    guest.press("Undo")
    expect(guest.page.locator(".asks .q")).to_have_text([OPTIONS, TRIALS, PAPERS])
