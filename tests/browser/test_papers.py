"""Maria's health care proxy in a browser: signed, copied to four, replaced, called back."""

import re

import pytest
from playwright.sync_api import expect

from careplan.documents.models import AdvanceDocument
from careplan.documents.parts import DocumentCopy

pytestmark = pytest.mark.browser
HOLDERS = {
    "Ana Alvarez": "Somebody named in it",
    "Dr Lee’s office": "A doctor or a clinic",
    "Harbour Hospital": "A hospital",
    "Luis Alvarez": "Family or a friend",
}


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_a_proxys_life(window, family, script):
    AdvanceDocument.objects.all().delete()
    maria = window(script=script).sign_in("maria@example.org")
    page, home = maria.page, f"/plans/{family.plan.pk}/"
    page.goto(home + "papers/")
    maria.follow("Choose papers")
    page.get_by_label("Health care proxy / medical power of attorney").check()
    maria.press("Add these papers")
    maria.follow("Health care proxy")
    maria.follow("Change this paper")
    page.get_by_label("Signed", exact=True).check()
    page.get_by_label("Year").first.fill("2023")
    page.get_by_label("Where is the original?").fill("Blue folder")
    maria.press("Save")
    expect(page.get_by_text("Version 1. Signed 2023.")).to_be_visible()
    maria.follow("Add a person")
    page.get_by_label("Name", exact=True).fill("Ana Alvarez")
    page.get_by_label("Phone by day").fill("555 0143")
    maria.press("Save")
    for holder, kind in HOLDERS.items():
        maria.follow("Write down a copy")
        page.get_by_label("Who has it?").fill(holder)
        page.get_by_label(kind).check()
        maria.press("Save")
    expect(page.locator("[aria-labelledby=copies] h3")).to_have_text(list(HOLDERS))

    maria.follow("I have replaced this paper")
    page.get_by_label("Year").first.fill("2026")
    page.get_by_label("Where is the original?").fill("Red folder")
    page.get_by_label("It names the same people").check()
    maria.press("Save the newer version")
    recall = page.locator("[aria-labelledby=call-back]")
    expect(recall.locator("h3")).to_have_text(list(HOLDERS))
    still_out = list(HOLDERS)
    for holder in HOLDERS:
        page.get_by_role("button", name=f"They have the newer one: {holder}").click()
        still_out.remove(holder)
        if still_out:
            expect(recall.locator("h3")).to_have_text(still_out)
    expect(page.get_by_role("heading", name="Old copies to call back")).to_have_count(0)
    expect(page.locator("[aria-labelledby=copies] ul").first.locator("h3")).to_have_text(
        list(HOLDERS)
    )
    assert DocumentCopy.objects.filter(document__edition=2, back_on=None).count() == 4
    page.goto(home + "papers/")
    expect(page.get_by_role("heading", name=re.compile("What is missing"))).to_have_count(0)


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_what_maria_hides_ana_reads(window, family, script):
    path = f"/plans/{family.plan.pk}/comfort/"
    maria = window(script=script).sign_in("maria@example.org")
    maria.page.goto(path)
    topic = maria.page.get_by_role("group", name=re.compile("Medicines I take now"))
    topic.get_by_label("Do not show").check()
    maria.press("Save my choices")
    expect(maria.page.get_by_role("link", name="Medicines I take now")).to_have_count(0)
    maria.page.get_by_text("What I do not show").click()
    ana = window(script=script).sign_in("ana@example.org")
    ana.page.goto(path)
    expect(ana.page.get_by_role("link", name="Medicines I take now")).to_be_visible()
    maria.page.get_by_role("button", name="Show again").first.click()
    expect(maria.page.get_by_role("link", name="Medicines I take now")).to_have_count(1)
