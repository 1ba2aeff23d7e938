"""Dragging a question on a visit's list: what the buttons do, with a mouse."""

import re

import pytest
from playwright.sync_api import expect

from careplan.appointments.models import Appointment
from careplan.appointments.ordering import put_on_list
from careplan.plans.access import find_member
from careplan.questions.models import Question

pytestmark = pytest.mark.browser


@pytest.fixture
def opened(family, window):
    """Maria's window on a list of five questions, and how they stand there."""
    visit = Appointment.objects.create(
        plan=family.plan, author=family.maria, changed_by=family.maria, with_whom="Dr Five"
    )
    by = {"plan": family.plan, "author": family.maria, "changed_by": family.maria}
    questions = [Question.objects.create(text=f"question {n}", **by) for n in "abcde"]
    member = find_member(family.plan.pk, family.maria)
    put_on_list(appointment=visit, questions=questions, member=member)

    def open_list(**options):
        maria = window(**options).sign_in(family.maria.email)
        maria.page.goto(f"/plans/{family.plan.pk}/visits/{visit.pk}/")
        return maria.page

    return open_list


def order(page) -> str:
    return "".join(text.strip()[-1] for text in page.locator(".asks .q").all_inner_texts())


def drag(page, row: int, over: int, share: float):
    """Hold the grip of the row and let it go over another one, at this share of its height."""
    page.locator(".grip").nth(row).hover()
    page.mouse.down()
    box = page.locator(".asks > li").nth(over).bounding_box()
    page.mouse.move(box["x"] + 200, box["y"] + box["height"] * share, steps=6)


def test_dragged_before_and_after(opened):
    page = opened(width=1280, height=1400)
    for row, over, share, expected in ((2, 0, 0.2, "cabde"), (0, 3, 0.8, "abdce")):
        moved = page.locator(".asks > li").nth(row).get_attribute("id")
        drag(page, row, over, share)
        with page.expect_navigation():
            page.mouse.up()
        assert page.url.endswith(f"#{moved}")
        assert order(page) == expected
    page.reload()
    assert order(page) == "abdce"


def test_escape_and_its_own_place_change_nothing(opened):
    page = opened(width=1280, height=1400)
    drag(page, 2, 0, 0.2)
    assert page.locator(".drop-before").count() == 1
    page.keyboard.press("Escape")
    page.mouse.up()
    drag(page, 2, 2, 0.5)
    page.mouse.up()
    assert page.locator(".moving, .drop-before, .drop-after").count() == 0
    page.reload()
    assert order(page) == "abcde"


def test_far_rows_scroll_along(opened):
    page = opened(width=1280, height=600)
    expect(page.locator(".asks > li").last).not_to_be_in_viewport()
    page.locator(".grip").nth(0).hover()
    page.mouse.down()
    page.mouse.move(600, 590, steps=4)
    expect(page.locator(".asks > li").last).to_be_in_viewport()
    page.keyboard.press("Escape")
    page.mouse.up()


def test_buttons_without_script_and_no_grip(opened):
    page = opened(script=False)
    assert page.locator(".grip").count() == 0
    for button, expected in (
        ("Move down", "bacde"),
        ("Take off list", "acde"),
        ("Undo", "bacde"),
    ):
        with page.expect_navigation():
            page.get_by_role("button", name=button, exact=True).first.click()
        assert order(page) == expected
        assert button != "Move down" or re.search(r"#q-[0-9a-f-]{36}$", page.url)


def test_no_grip_where_there_is_no_room_for_it(opened):
    page = opened(width=390)
    assert page.locator(".grip").first.is_visible() is False
