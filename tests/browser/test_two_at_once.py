"""Maria and Ana change one concern at the same time, each in her own browser."""

import pytest
from playwright.sync_api import expect

from careplan.concerns.models import Concern
from tests.browser.audit import axe, faults

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_both_texts_side_by_side(window, family, script):
    made = family.own(Concern, words__contains="hip")
    edit = f"/plans/{family.plan.pk}/concerns/{made.pk}/edit/"
    maria = window(script=script).sign_in("maria@example.org")
    ana = window(1280, script=script).sign_in("ana@example.org")
    for each in (maria, ana):
        each.page.goto(edit)
    maria.page.get_by_label("Say it in your own words").fill("It wakes me at night.")
    maria.page.get_by_label("Year").fill("2024")
    maria.press("Save")
    ana.page.get_by_label("Say it in your own words").fill("She does not sleep.\nShe limps.")
    ana.press("Save")
    page = ana.page
    expect(page.get_by_text("Maria saved a change while you were writing.")).to_be_visible()
    mine, hers = (page.get_by_text(words) for words in ("She limps.", "It wakes me at night."))
    assert abs(mine.bounding_box()["x"] - hers.bounding_box()["x"]) > 300  # side by side
    if script:
        assert axe(page) + faults(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert mine.bounding_box()["y"] < hers.bounding_box()["y"]  # one under the other
    page.get_by_label("Keep both, one after the other").check()
    ana.press("Save")
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    made.refresh_from_db()
    assert made.words == "It wakes me at night.\n\nShe does not sleep.\nShe limps."
    assert made.since.startswith("2024")
