"""At the visit, in real browsers: the signal goes and comes, two write, or no script is run.

The database is a file here: pages ask for what others write at any moment, and the one connection
that the other tests share cannot read and write at once.
"""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from careplan.appointments.drafts import AnswerDraft
from careplan.appointments.models import ListedQuestion
from careplan.questions.models import Question
from tests.at_once import in_a_file
from tests.browser.audit import CONTRAST_ONLY, axe, faults, open_folds

pytestmark = pytest.mark.browser
ANSWER = "What did they say?"
STORES = """async () => [
    Object.keys(localStorage), Object.keys(sessionStorage),
    (await indexedDB.databases()).map((one) => one.name), await caches.keys(),
].flat()"""


@pytest.fixture
def live_server(_own_site, family, tmp_path, monkeypatch):
    with in_a_file(tmp_path / "visit.sqlite3", monkeypatch):
        server = LiveServer("localhost")
        try:
            yield server
        finally:
            server.stop()


@pytest.fixture
def rows(live_server, family) -> list[ListedQuestion]:
    """The list of Maria's next visit, made short: three questions that all of them see."""
    lists = ListedQuestion.objects.filter(appointment__plan=family.plan, removed_at=None)
    visit = lists.order_by("-appointment__on").first().appointment
    rows = lists.filter(appointment=visit, question__is_private=False).order_by("position")
    rows = list(rows.select_related("question")[:3])
    lists.filter(appointment=visit).exclude(pk__in=[row.pk for row in rows]).delete()
    return rows


def address(row) -> str:
    return f"/plans/{row.plan_id}/visits/{row.appointment_id}/now/{row.question_id}/"


def answer_of(row) -> str:
    return Question.objects.get(pk=row.question_id).answer


def status(page):
    return page.locator("[data-status]")


def test_the_signal_goes_and_comes_back(window, family, rows):
    maria = window().sign_in("maria@example.org")
    page = maria.page
    page.goto(address(rows[0]))
    page.get_by_label(ANSWER).fill("A new scan")
    expect(status(page)).to_have_text(
        re.compile(r"^Saved at \d\d:\d\d\. Ana and Ben can see it\.$")
    )
    maria.context.set_offline(True)
    page.get_by_label(ANSWER).fill("A new scan on Monday")
    expect(status(page)).to_have_text("Not saved yet. No signal. Keep this page open.")
    maria.press("Save and go to question 2")  # the page stays, with all that was typed
    expect(status(page)).to_have_text("Not saved yet. No signal. Keep this page open.")
    expect(page.get_by_label(ANSWER)).to_have_value("A new scan on Monday")
    assert AnswerDraft.objects.get().text == "A new scan"
    maria.context.set_offline(False)
    expect(status(page)).to_have_text(re.compile(r"^Saved at "))
    assert AnswerDraft.objects.get().text == "A new scan on Monday"
    assert page.evaluate(STORES) == []
    maria.press("Save and go to question 2")
    expect(page.get_by_role("heading", level=1)).to_have_text(rows[1].question.text)
    assert answer_of(rows[0]) == "A new scan on Monday"
    assert not AnswerDraft.objects.exists()
    assert page.evaluate(STORES) == []


def test_two_browsers_at_one_visit(window, family, rows):
    maria, ana = window().sign_in("maria@example.org"), window(1280).sign_in("ana@example.org")
    for each in (maria, ana):
        each.page.goto(address(rows[0]))
    maria.page.get_by_label(ANSWER).press_sequentially("Rest more", delay=20)
    ana.page.get_by_label(ANSWER).press_sequentially("Scan on Monday", delay=20)
    expect(maria.page.get_by_text("Ana is writing:")).to_be_visible(timeout=5_000)
    expect(maria.page.get_by_text("Scan on Monday")).to_be_visible(timeout=5_000)
    expect(ana.page.get_by_text("Rest more")).to_be_visible(timeout=5_000)
    assert axe(maria.page) + faults(maria.page) == []
    ana.press("Save and go to question 2")
    expect(ana.page.get_by_role("heading", level=1)).to_have_text(rows[1].question.text)
    expect(maria.page.get_by_text("The answer now:")).to_be_visible(timeout=5_000)
    expect(maria.page.get_by_label(ANSWER)).to_have_value("Rest more")
    maria.press("Save and go to question 2")
    expect(maria.page.get_by_text("Ana wrote an answer too. Both are kept.")).to_be_visible()
    assert answer_of(rows[0]) == "Scan on Monday\n\nRest more"


def test_signed_out_while_writing(window, family, rows):
    maria = window().sign_in("maria@example.org")
    page = maria.page
    page.goto(address(rows[0]))
    Session.objects.all().delete()
    page.get_by_label(ANSWER).fill("A new scan")
    sentence = "You are signed out. Open a new window, sign in, then press save here."
    expect(status(page)).to_have_text(f"Not saved yet. {sentence}")
    maria.press("Save and go to question 2")
    expect(status(page)).to_have_text(f"Not saved yet. {sentence}")
    other = maria.context.new_page()
    other.goto("/account/login/")
    other.get_by_label("Email").fill("maria@example.org")
    other.get_by_label("Password", exact=True).fill(family.password)
    other.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    other.wait_for_url("**/plans/**")
    maria.press("Save and go to question 2")
    expect(page.get_by_role("heading", level=1)).to_have_text(rows[1].question.text)
    assert answer_of(rows[0]) == "A new scan"


def test_a_question_that_comes_up_in_two_taps(window, family, rows):
    maria = window().sign_in("maria@example.org")
    page = maria.page
    page.goto(address(rows[0]))
    page.get_by_label("Asked", exact=True).check()
    expect(status(page)).to_have_text(re.compile(r"^Saved at "))
    assert ListedQuestion.objects.get(pk=rows[0].pk).asked == "asked"
    page.get_by_text("Something new to ask").click()
    page.get_by_label("What else do you ask?").fill("What does it cost?")
    maria.press("Save and write its answer")
    expect(page.get_by_role("heading", level=1)).to_have_text("What does it cost?")
    expect(page.get_by_label("Asked", exact=True)).to_be_checked()
    maria.press("Back to question 1")
    expect(page.get_by_role("heading", level=1)).to_have_text(rows[0].question.text)


def test_what_is_wrong_is_said_on_the_page(window, family, rows):
    maria = window().sign_in("maria@example.org")
    page = maria.page
    page.goto(address(rows[0]))
    page.get_by_label(ANSWER).fill("a" * 10_001)
    wrong = "Make this shorter. It has 10001 letters, and there is room for 10000."
    expect(status(page)).to_have_text(wrong)
    maria.press("Save and go to question 2")
    expect(page.get_by_role("alert")).to_contain_text(wrong)
    expect(page.get_by_label(ANSWER)).to_have_value("a" * 10_001)


def test_the_whole_path_without_a_script(window, family, rows):
    maria = window(script=False).sign_in("maria@example.org")
    page = maria.page
    page.goto(f"/plans/{family.plan.pk}/visits/{rows[0].appointment_id}/now/")
    for number, row in enumerate(rows, start=1):
        expect(page.get_by_role("heading", level=1)).to_have_text(row.question.text)
        page.get_by_label("Not asked" if number == 2 else "Asked", exact=True).check()
        if number == 1:
            page.get_by_label(ANSWER).fill("A new scan")
            maria.press("Look again")
            assert AnswerDraft.objects.get().text == "A new scan"
            expect(status(page)).to_contain_text("It is not saved as the answer yet.")
        last = number == len(rows)
        maria.press("Save and finish" if last else f"Save and go to question {number + 1}")
    page.wait_for_url("**/after/")
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    expect(
        page.get_by_role("heading", name="Not asked, or nothing written down", exact=True)
    ).to_be_visible()
    assert answer_of(rows[0]) == "A new scan"
    assert [r.asked for r in ListedQuestion.objects.filter(pk__in=[r.pk for r in rows])] == [
        "not_asked" if number == 2 else "asked" for number in range(1, len(rows) + 1)
    ]


@pytest.mark.parametrize("width", [320, 1280])
def test_the_page_holds_what_a_page_must(window, family, rows, width):
    AnswerDraft.objects.create(
        plan=family.plan, listed=rows[0], user=family.ana, text="Scan on Monday", began_from=""
    )
    for who in ("maria", "ben"):
        reader = window(width).sign_in(f"{who}@example.org")
        reader.page.goto(address(rows[0]))
        expect(reader.page.get_by_text("Scan on Monday")).to_be_visible()
        open_folds(reader.page)
        assert axe(reader.page) + faults(reader.page) == []
        reader.page.emulate_media(color_scheme="dark")
        assert axe(reader.page, CONTRAST_ONLY) == []
