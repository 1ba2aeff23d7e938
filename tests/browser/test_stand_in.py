"""Maria names Ana for an emergency; Ana asks, Maria says no."""

import pytest
from playwright.sync_api import expect

from careplan.sharing.stand_ins import StandIn

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_named_asked_refused(window, family, script):
    path = f"/plans/{family.plan.pk}/if-i-cannot/"
    maria = window(script=script).sign_in("maria@example.org")
    maria.page.goto(path)
    maria.follow("Choose somebody for an emergency")
    maria.page.get_by_label("Ana, daughter").check()
    maria.page.get_by_label("How many days is the wait?").fill("2")
    maria.press("Save")
    expect(maria.page.get_by_text("The wait is 2 days.")).to_be_visible()

    ana = window(script=script).sign_in("ana@example.org")
    ana.follow("See how it works")
    ana.follow("Ask to see all of it")
    ana.press("Ask now")
    expect(ana.page.get_by_text("You asked. We tell the owner now.")).to_be_visible()

    maria.page.goto(f"/plans/{family.plan.pk}/")
    maria.follow("See who asks")
    maria.press("Say no")
    expect(maria.page.get_by_text("You said no. We tell Ana.")).to_be_visible()
    ana.page.goto(path)
    expect(ana.page.get_by_text("You can ask again from")).to_be_visible()
    assert StandIn.objects.get().asked_at is None


def test_maria_sees_that_ana_looked(window, family):
    ana = window().sign_in("ana@example.org")
    ana.page.goto(f"/plans/{family.plan.pk}/papers/")
    maria = window().sign_in("maria@example.org")
    maria.page.goto(f"/plans/{family.plan.pk}/looked/")
    row = maria.page.locator("li", has=maria.page.get_by_role("heading", name="Ana", exact=True))
    expect(row).to_contain_text("Looked at 2 pages.")
    maria.page.get_by_role("link", name="Details: Today").click()
    expect(maria.page.get_by_role("heading", name="Ana", exact=True)).to_be_visible()
    expect(maria.page.locator("dd").filter(has_text="Legal papers")).to_have_count(1)
