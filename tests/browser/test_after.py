"""The page after a visit in a browser, without JavaScript: said, agreed, ticked off, carried."""

import re

import pytest
from playwright.sync_api import expect

from careplan.appointments.follow_ups import FollowUp
from careplan.appointments.visit_notes import VisitNote

pytestmark = pytest.mark.browser


def test_after_the_visit_without_javascript(window, family):
    past = family.plan.appointments.order_by("on").first()
    maria = window(script=False).sign_in("maria@example.org")
    page, here = maria.page, f"/plans/{family.plan.pk}/visits/{past.pk}/after/"
    page.goto(f"/plans/{family.plan.pk}/visits/{past.pk}/")
    maria.follow("After the visit")
    expect(page).to_have_url(re.compile(f"{here}$"))

    page.get_by_text("Write down what was said").click()
    page.get_by_label("What was said?").fill("Walk each morning.")
    maria.press("Save this note")
    expect(page.get_by_text("Walk each morning.")).to_be_visible()
    note = page.locator("li", has_text="Walk each morning.")
    note.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("Removed:")).to_be_visible()
    maria.press("Undo")
    assert VisitNote.objects.get(text="Walk each morning.").removed_at is None

    page.get_by_text("Add a thing to do", exact=True).click()
    page.get_by_label("What is there to do?").fill("Buy shoes")
    page.get_by_label("Ana", exact=True).check()
    for part, typed in {"Day": "5", "Month": "1", "Year": "2030"}.items():
        page.get_by_label(part, exact=True).fill(typed)
    maria.press("Add it")
    row = page.locator("li", has_text="Buy shoes")
    expect(row).to_contain_text("Ana")
    expect(row).to_contain_text("By Saturday 5 January 2030")
    row.get_by_role("button", name="Done").click()
    expect(page.locator("li", has_text="Buy shoes")).to_contain_text("Maria ticked it off.")
    made = FollowUp.objects.get(what="Buy shoes")
    assert (made.visit, made.taken_by, made.done_by) == (past, family.ana, family.maria)

    maria.press("Carry to the next visit")
    expect(page.get_by_text("1 question was added.")).to_be_visible()
    page.goto(here)
    expect(page.locator("[aria-labelledby=unheard]")).to_contain_text("On the list for the visit")
