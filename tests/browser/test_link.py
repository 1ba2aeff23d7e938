"""Maria sends a link, the doctor reads, and Maria ends it."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from careplan.sharing.share_links import ShareLink
from tests.browser.audit import axe, faults

pytestmark = pytest.mark.browser
PARTS = (
    "Visits, concerns and questions",
    "Legal papers",
    "Comfort and support",
    "Care team and about me",
)


def made(maria, family) -> tuple[str, str]:
    """The link and the number, as Maria is shown them."""
    page = maria.page
    page.goto(f"/plans/{family.plan.pk}/links/")
    maria.follow("Make a link")
    page.get_by_label("Who is it for?").fill("Dr Lee")
    for part in PARTS:
        page.locator("label.choice").filter(has_text=part).click()
    maria.press("Make the link")
    expect(page.get_by_role("heading", level=1)).to_have_text("The link is made")
    return page.get_by_label("The link").input_value(), page.locator(".number").inner_text()


@pytest.mark.parametrize("script", [True, False])
def test_maria_sends_a_link(window, family, script):
    maria = window(script=script).sign_in("maria@example.org")
    doctor = window(width=1280, script=script)
    link, number = made(maria, family)
    expect(maria.page.get_by_role("button", name="Copy the link")).to_have_count(int(script))
    if script:
        assert axe(maria.page) + faults(maria.page) == []
    page = doctor.page
    page.goto(link)
    token = link.rstrip("/").rpartition("/")[2]
    assert token not in page.url
    sent = []
    page.on("request", lambda request: sent.append(request.headers.get("referer", "")))
    for typed in ("000 000", number):
        page.get_by_label("The number of six digits").fill(typed)
        doctor.press("Open")
        if typed != number:
            expect(page.locator(".errors")).to_contain_text("That is not the number.")
    expect(page.get_by_role("heading", level=1)).to_have_text("Maria Alvarez")
    with page.expect_download() as download:
        doctor.follow("The doctor’s page")
    assert download.value.suggested_filename.startswith("doctor-page-")
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")
    maria.page.goto(f"/plans/{family.plan.pk}/links/")
    expect(maria.page.locator("main")).to_contain_text("Opened once, on ")
    maria.press("End this link now")
    expect(maria.page.locator(".done")).to_contain_text("That link has ended.")
    assert page.reload().status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("This link does not work")
    assert page.goto(link).status == 404
    assert not any(token in referrer for referrer in sent)
    assert ShareLink.objects.get().opened_count == 1
