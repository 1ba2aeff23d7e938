"""A list is taken along to where no signal is: filled in and sent back, or read on a phone."""

import re

import pytest
from playwright.sync_api import expect

from careplan.appointments.models import Appointment
from tests.browser.audit import axe, faults
from tests.printing.viewers import by_pdfium

pytestmark = pytest.mark.browser


def print_page(family) -> str:
    visit = family.own(Appointment, team__name="Dr Lee")
    return f"/plans/{family.plan.pk}/visits/{visit.pk}/print/"


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_a_list_is_filled_in_and_sent_back(window, family, tmp_path, script):
    ana = window(script=script).sign_in("ana@example.org")
    page = ana.page
    page.goto(print_page(family))
    given = ana.file_of("Make a file to fill in")
    assert re.fullmatch(r"questions-to-fill-in-\d{4}-\d\d-\d\d\.pdf", ana.file_name)
    # The answer to the first comes in on the site, while somebody types into the file.
    visit = family.own(Appointment, team__name="Dr Lee")
    first = visit.listed.select_related("question").first().question
    first.record_answer("From Maria", by=family.maria)
    filled = tmp_path / "filled.pdf"
    filled.write_bytes(by_pdfium(given, {"q1_answer": "From the tablet", "q2_asked": True}))

    ana.follow("Send back a filled-in list")
    page.get_by_label("The list that you filled in").set_input_files(filled)
    ana.press("Look at what it says")
    expect(page.get_by_role("heading", name="What your file says")).to_be_visible()
    expect(page.get_by_label("Keep both, one after the other")).to_be_checked()
    if script:
        assert faults(page) == []
        assert axe(page) == []
    ana.press("Save in my plan")
    expect(page.get_by_text("2 questions were changed.")).to_be_visible()
    first.refresh_from_db()
    assert first.answer == "From Maria\n\nFrom the tablet"

    page.goto(print_page(family))
    ana.follow("Send back a filled-in list")
    page.get_by_label("The list that you filled in").set_input_files(filled)
    ana.press("Look at what it says")
    said = "Everything in this file is in your plan already."
    expect(page.get_by_text(said)).to_be_visible()


def test_the_page_of_a_phone_asks_nobody_for_anything(window, family, chromium, tmp_path):
    maria = window().sign_in("maria@example.org")
    maria.page.goto(print_page(family))
    saved = tmp_path / "list.html"
    saved.write_bytes(maria.file_of("Save to this phone"))
    assert re.fullmatch(r"questions-\d{4}-\d\d-\d\d\.html", maria.file_name)
    for colours in ("light", "dark"):
        phone = chromium.new_context(
            viewport={"width": 320, "height": 700},
            color_scheme=colours,
            offline=True,
            # The page lets nothing run, not even what looks at it.
            bypass_csp=True,
        )
        page, asked = phone.new_page(), []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.goto(saved.as_uri())
        expect(page.get_by_role("heading", level=1)).to_have_text("Questions for Dr Lee")
        expect(page.get_by_role("link", name="Nurse line, by day")).to_be_visible()
        assert asked == [saved.as_uri()]
        assert axe(page) == []
        assert faults(page) == []
        phone.close()
