"""Maria and Ana, each in a browser of her own: invited, accepted, removed."""

import re

import pytest
from playwright.sync_api import expect

from careplan.accounts.models import User
from careplan.plans.models import Membership

pytestmark = pytest.mark.browser

GONE = "You can no longer see this plan"


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_invited_accepted_removed(window, family, mailoutbox, settings, script):
    settings.EMAIL_HOST = "mail.example.org"
    home = f"/plans/{family.plan.pk}/"
    maria = window(script=script).sign_in("maria@example.org")
    page = maria.page
    page.goto(home + "people/")
    maria.follow("Invite someone")
    page.get_by_label("Their name").fill("Carla")
    page.get_by_label("Their email").fill("carla@example.org")
    page.get_by_label("Can look").check()
    page.get_by_role("group", name="Legal papers").get_by_label("Can see", exact=True).check()
    maria.press("Invite")
    row = page.locator("li", has_text="carla@example.org")
    expect(row).to_contain_text("Has not answered yet. Sees nothing until then.")
    assert mailoutbox[0].to == ["carla@example.org"]
    row.get_by_role("button", name="Make a link to copy").click()
    link = page.get_by_label("The link").input_value()
    assert link not in page.url

    carla = window(script=script)
    page = carla.page
    page.goto(link)
    assert page.url.endswith("/invitation/")
    expect(page.locator(".sees li:not(.no)")).to_have_text(["Legal papers"])
    expect(page.locator(".sees li.no")).to_have_count(3)
    carla.press("Make an account")
    page.get_by_label("Your name").fill("Carla")
    page.get_by_label("Email").fill("carla@example.org")
    page.get_by_label("Password").fill("harbour-lantern-42")
    carla.press("Make my account")
    page.wait_for_url("**/confirm-email/**")
    code = mailoutbox[-1].body.split("Your code is:")[1].split()[0]
    page.get_by_label(re.compile("code", re.I)).first.fill(code)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/invitation/")
    carla.press("Accept")
    page.wait_for_url(f"**{home}")
    page.goto(home + "papers/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Legal papers")
    assert page.goto(home + "visits/").status == 403

    page = maria.page
    page.goto(home + "people/")
    page.get_by_role("link", name="Remove Carla").click()
    maria.press("Remove")
    expect(page.get_by_text("Carla can no longer see this plan.")).to_be_visible()
    carla.page.goto(home + "papers/")
    expect(carla.page.get_by_role("heading", level=1)).to_have_text(GONE)
    gone = Membership.objects.get(user=User.objects.get(email="carla@example.org"))
    assert gone.removed_at is not None


def test_handed_over_and_back_in_two_windows(window, family):
    home = f"/plans/{family.plan.pk}/"
    maria = window().sign_in("maria@example.org")
    ana = window().sign_in("ana@example.org")
    maria.page.goto(home + "hand-over/")
    maria.page.get_by_label("Ana").check()
    maria.press("Ask this person")
    ana.page.goto(home)
    ana.follow("See what that means")
    ana.press("Yes, I will keep it")
    expect(ana.page.get_by_text("You keep this plan now.")).to_be_visible()
    assert maria.page.goto(home + "hand-over/").status == 403
    expect(ana.page.get_by_role("heading", name="Ana (you)")).to_be_visible()
