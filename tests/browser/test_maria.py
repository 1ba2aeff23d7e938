"""Maria's path, as she would walk it: from signing up to the printed list."""

import io
import re

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from careplan.accounts.models import User
from careplan.questions.models import Question

pytestmark = [pytest.mark.browser, pytest.mark.pdf]

LIST = re.compile(r"/visits/[0-9a-f-]{36}/")  # the page of a visit


def sign_up(new, mailoutbox, name="Maria", email="maria.new@example.org"):
    page = new.page
    page.goto("/account/signup/")
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill("harbour-lantern-42")
    new.press("Make my account")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_url("**/confirm-email/**")
    code = mailoutbox[-1].body.split("Your code is:")[1].split()[0]
    page.get_by_label(re.compile("code", re.I)).first.fill(code)
    page.locator("main form button[type=submit]").first.click()


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_from_sign_up_to_print(window, transactional_db, mailoutbox, settings, script):
    settings.EMAIL_HOST = "mail.example.org"  # without one, the console prints the code
    maria = window(script=script)
    page = maria.page
    sign_up(maria, mailoutbox)
    page.wait_for_url("**/plans/new/")
    page.get_by_label("Me", exact=True).check()
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/first-steps/**")
    while "/first-steps/" in page.url:  # each can be skipped
        page.locator("main button[name=skip]").click()
    home = page.url
    assert re.search(r"/plans/[0-9a-f-]{36}/$", home)

    page.goto(home + "visits/new/")
    page.get_by_label("Who is the visit with?").fill("Dr Lee")
    page.get_by_label("Day").fill("3")
    page.get_by_label("Month").fill("12")
    page.get_by_label("Year").fill("2030")
    page.locator("main form button[type=submit]").first.click()

    page.goto(home + "concerns/new/")
    page.locator("label", has_text="A symptom").first.click()
    if not script:
        page.get_by_text("Choose symptoms by name").click()
    page.get_by_label("Bone pain").check()
    page.get_by_label("Say it in your own words").fill("My bones hurt, <b>worse</b> at night.")
    page.locator("main form button[type=submit]").first.click()

    expect(page.get_by_text("Because you wrote about")).to_be_visible()
    ticks = page.locator(".choices input[type=checkbox]")
    wanted = [
        page.locator(".choices .choice").nth(i).inner_text().split("\n")[0] for i in (0, 1, 2)
    ]
    for index in range(3):
        ticks.nth(index).check()
    maria.press("Add to my list for Dr Lee")
    expect(page.locator(".asks .q")).to_have_text(wanted)

    page.locator("li", has_text=wanted[2]).get_by_role("button", name="Move up").click()
    expect(page.locator(".asks .q").nth(1)).to_have_text(wanted[2])
    maria.follow("Print or save")
    pdf = maria.file_of("Make the file")
    text = " ".join(" ".join(p.extract_text() for p in PdfReader(io.BytesIO(pdf)).pages).split())
    assert text.index(wanted[0]) < text.index(wanted[2]) < text.index(wanted[1])
    assert maria.file_name == "questions-2030-12-03.pdf"
    assert User.objects.get().owned_plans.count() == 1
    assert Question.objects.count() == 3


def test_the_warning_stands_with_the_teams_numbers(window, family):
    maria = window().sign_in("maria@example.org")
    page = maria.page
    page.goto(f"/plans/{family.plan.pk}/concerns/new/")
    page.locator("label", has_text="Something else").first.click()
    page.get_by_label("Say it in your own words").fill(
        "I can't feel my legs and my back hurts terribly"
    )
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator(".urgent").first).to_be_visible()
    numbers = page.locator(".urgent a.call").evaluate_all("all => all.map((a) => a.href)")
    assert {"tel:5550160", "tel:5550161", "tel:5550142", "tel:5550199"} >= set(numbers) != set()


def test_undo_stays_and_restores_the_place(window, family):
    maria = window(script=False).sign_in("maria@example.org")
    page = maria.page
    page.goto(f"/plans/{family.plan.pk}/visits/")
    page.locator("main .contents a, main ul a").first.click()
    page.wait_for_url(LIST)
    before = page.locator(".asks .q").all_inner_texts()
    assert len(before) > 3
    second = page.locator(".asks > li").nth(1)
    second.get_by_role("button", name="Take off list").click()
    expect(page.locator(".asks .q")).to_have_text([before[0], *before[2:]])
    page.reload()
    maria.press("Undo")
    expect(page.locator(".asks .q")).to_have_text(before)


def test_drag_puts_a_question_in_its_place(window, family):
    maria = window(1280, height=2400).sign_in("maria@example.org")
    page = maria.page
    page.goto(f"/plans/{family.plan.pk}/visits/")
    page.locator("main .contents a, main ul a").first.click()
    page.wait_for_url(LIST)
    before = page.locator(".asks .q").all_inner_texts()
    grip = page.locator(".asks > li").nth(3).locator(".grip")
    grip.scroll_into_view_if_needed()
    start = grip.bounding_box()
    target = page.locator(".asks > li").nth(1).bounding_box()
    page.mouse.move(start["x"] + 5, start["y"] + 5)
    page.mouse.down()
    page.mouse.move(target["x"] + 20, target["y"] + 30, steps=8)
    page.mouse.move(target["x"] + 20, target["y"] + 4, steps=4)
    page.mouse.up()
    expected = [before[0], before[3], before[1], before[2], *before[4:]]
    expect(page.locator(".asks .q").nth(1)).to_have_text(before[3])
    expect(page.locator(".asks .q")).to_have_text(expected)


def test_the_keyboard_alone(window, family):
    """Tab and Enter move a question up, and the focus is always to be seen."""
    maria = window(1280).sign_in("maria@example.org")
    page = maria.page
    page.goto(f"/plans/{family.plan.pk}/visits/")
    page.locator("main .contents a, main ul a").first.click()
    page.wait_for_url(LIST)
    before = page.locator(".asks .q").all_inner_texts()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    for _step in range(80):
        page.keyboard.press("Tab")
        seen = page.evaluate("""() => {
            const box = document.activeElement.getBoundingClientRect();
            const style = getComputedStyle(document.activeElement);
            return box.width > 0 && (style.outlineStyle !== "none" || style.boxShadow !== "none" ||
              document.activeElement.matches("input"));
        }""")
        assert seen, page.evaluate("document.activeElement.outerHTML")
        if page.evaluate("document.activeElement.textContent.trim()") == "Move up":
            break
    page.keyboard.press("Enter")
    expect(page.locator(".asks .q").first).to_have_text(before[1])
    expect(page.locator(".asks .q")).to_have_text([before[1], before[0], *before[2:]])
