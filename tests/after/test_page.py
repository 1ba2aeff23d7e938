"""The page after a visit: each section, for each reader, and what it leads to."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from careplan.after.reading import AfterVisit
from careplan.appointments.drafts import AnswerDraft
from careplan.appointments.models import ListedQuestion
from careplan.appointments.ordering import put_on_list
from careplan.plans.models import Membership
from tests import making
from tests.after.conftest import DAY, NOW, TODAY
from tests.appointments.lists import visit
from tests.appointments.to_do import said, to_do
from tests.documents.papers import paper
from tests.posting import hidden_in
from tests.topics.making import note


def words(client, address) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def section(page: str, name: str) -> str:
    """The words of one section; empty where it is absent."""
    if f'<h2 id="{name}">' not in page:
        return ""
    part = page[page.index(f'<h2 id="{name}">') :]
    part = part[: part.index("</section>")]
    return " ".join(re.sub(r"<svg.*?</svg>|<[^>]+>", " ", part).split())


def after(cast, visit, user) -> AfterVisit:
    return AfterVisit(visit, cast.as_member(user))


# --- questions ---


def test_an_answer_with_who_wrote_it_down(cast, visits, ask, browser, at):
    ask("Can I travel?", answer="In spring.", by=cast.ana)
    ask("More tablets?", asked="asked")
    ask("A scan?", asked="not_asked")
    ask("A trial?")
    page = words(browser("maria"), at("visit_after", visits.past))
    assert section(page, "answers") == (
        "Answers Can I travel? In spring. Ana wrote this down on 24 November 2026. "
        "More tablets? Asked. No answer is written down. Write the answer"
    )
    assert section(page, "unheard").startswith(
        "Not asked, or nothing written down Carry these to the next visit"
    )
    for text in ("A scan?", "A trial?"):
        assert text in section(page, "unheard")


def test_an_answer_that_came_elsewhere_says_so(cast, visits, ask, browser, at):
    ask("Can I travel?", answer="In spring.", asked="not_asked")
    page = words(browser("ben"), at("visit_after", visits.past))
    assert "In spring. Not asked at this visit." in section(page, "answers")
    assert section(page, "unheard") == ""


def begin(cast, visits, question, by, text):
    listed = visits.past.listed.get(question=question)
    AnswerDraft.objects.create(
        plan=cast.plan, listed=listed, user=by, text=text, began_from="", saved_at=NOW
    )


def test_an_answer_that_was_begun_and_never_saved_is_not_told_as_none(
    cast, visits, ask, browser, at
):
    scan, trial = ask("A scan?"), ask("A trial?", asked="not_asked")
    private = ask("Canary?", by=cast.ana, is_private=True)
    begin(cast, visits, scan, cast.ana, "On Monday.")
    begin(cast, visits, trial, cast.ana, "Next time.")
    begin(cast, visits, private, cast.ana, "Canary!")
    hers = words(browser("ana"), at("visit_after", visits.past))
    assert section(hers, "answers") == (
        "Answers A scan? No answer is written down yet. You have begun an answer. "
        "See what is written Canary? No answer is written down yet. You have begun an answer. "
        "See what is written Private. Only you can see this."
    )
    assert f'href="{at("now_question", visits.past, scan)}"' in hers
    page = words(browser("ben"), at("visit_after", visits.past))
    assert section(page, "answers") == (
        "Answers A scan? No answer is written down yet. Ana has begun an answer. "
        "See what is written"
    )
    assert section(page, "unheard").startswith(
        "Not asked, or nothing written down A trial? Not asked at this visit."
    )
    assert "anary" not in page


def test_a_begun_answer_beside_one_that_is_saved(cast, visits, ask, browser, at):
    begin(cast, visits, ask("A scan?", answer="In spring."), cast.ana, "On Monday.")
    page = words(browser("maria"), at("visit_after", visits.past))
    assert section(page, "answers") == (
        "Answers A scan? In spring. Maria wrote this down on 24 November 2026. "
        "Ana has begun an answer. See what is written"
    )


def test_an_empty_page(visits, browser, at):
    page = words(browser("ben"), at("visit_after", visits.past))
    assert section(page, "answers") == "Answers No answer is written down yet."
    assert section(page, "said") == "What was said Nothing is written down yet."
    assert section(page, "unheard") == ""
    assert section(page, "since") == ""
    assert "Coming along: Ana" in page


def test_carried_to_the_next_visit_and_the_old_row_stays(cast, visits, ask, browser, at):
    scan, trial = ask("A scan?", asked="not_asked"), ask("A trial?")
    client = browser("maria")
    page = words(client, at("visit_after", visits.past))
    assert "They go on the list for the visit on Friday 4 December, Dr Lee." in page
    data = {"questions": [str(scan.pk)], "to": str(visits.following.pk)}
    assert f'name="to" value="{visits.following.pk}"' in page
    answer = client.post(at("appointment_carry", visits.past), data)
    assert answer["Location"] == at("appointment_detail", visits.following)
    assert [row.question for row in visits.following.listed.all()] == [scan]
    assert visits.past.listed.get(question=scan).asked == "not_asked"
    page = section(words(client, at("visit_after", visits.past)), "unheard")
    assert "A scan? On the list for the visit on Friday 4 December, Dr Lee." in page
    form = hidden_in(client.get(at("visit_after", visits.past)))
    assert form["to"] == str(visits.following.pk)
    shown = after(cast, visits.past, cast.maria)
    assert [row.question for row in shown.to_carry] == [trial]
    assert [row.question for row in shown.carried_over] == [scan]


def test_of_several_visits_to_come_one_chooses(cast, visits, ask, browser, at):
    ask("A scan?")
    visit(cast, with_whom="Nurse Kim", on=TODAY + 2 * DAY)
    page = words(browser("maria"), at("visit_after", visits.past))
    assert page.count('type="radio" name="to"') == 2
    assert "Nurse Kim" in section(page, "unheard")


def test_where_no_visit_is_to_come_one_is_added_first(cast, visits, ask, browser, at):
    ask("A scan?", asked="not_asked")
    visits.following.remove(by=cast.maria)
    client = browser("maria")
    page = words(client, at("visit_after", visits.past))
    assert "Carry to the next visit" not in page
    new = f"{at('appointment_create')}?carry={visits.past.pk}"
    assert f'href="{new}"' in page
    data = hidden_in(client.get(new)) | {"with_whom": "Dr Lee"}
    assert client.post(new, data)["Location"] == at("appointment_carry", visits.past)


def test_carried_to_a_visit_that_its_reader_may_not_see_is_not_told(cast, visits, ask, browser, at):
    scan = ask("A scan?")
    hidden = visit(cast, with_whom="Dr Canary", on=TODAY + DAY, is_private=True)
    member = cast.as_member(cast.maria)
    put_on_list(appointment=hidden, questions=[scan], member=member)
    assert "Dr Canary" in words(browser("maria"), at("visit_after", visits.past))
    page = words(browser("ana"), at("visit_after", visits.past))
    assert "Canary" not in page
    assert "A scan?" in section(page, "unheard")


def test_private_questions_are_their_readers_alone(cast, visits, ask, browser, at):
    ask("Canary?", answer="Canary!", by=cast.ana, is_private=True)
    ask("Shared?", answer="Yes.")
    assert "anary" not in words(browser("maria"), at("visit_after", visits.past))
    hers = words(browser("ana"), at("visit_after", visits.past))
    assert "Canary! Ana wrote this down on 24 November 2026." in section(hers, "answers")
    assert "Private. Only you can see this." in section(hers, "answers")
    (row,) = after(cast, visits.past, cast.maria).questions
    assert row.number == 1


# --- what was said ---


def test_notes_with_who_wrote_them(cast, visits, browser, at):
    said(cast, visits.past, text="Rest more.")
    said(cast, visits.past, cast.ana, text="canary", is_private=True)
    page = words(browser("maria"), at("visit_after", visits.past))
    assert section(page, "said").startswith("What was said Rest more. You wrote this. Change")
    assert "canary" not in page
    hers = section(words(browser("ana"), at("visit_after", visits.past)), "said")
    assert "Rest more. Maria wrote this." in hers
    assert "canary You wrote this. Private. Only you can see this." in hers


# --- what is to do ---


def test_things_to_do_of_this_visit_alone(cast, visits, browser, at):
    to_do(cast, what="done", visit=visits.past, done_at=NOW, done_by=cast.ana)
    to_do(cast, what="open", visit=visits.past, taken_by=cast.ana)
    to_do(cast, what="of another", visit=visits.following)
    to_do(cast, cast.ana, what="canary", visit=visits.past, is_private=True)
    page = section(words(browser("ben"), at("visit_after", visits.past)), "to-do")
    assert page == (
        "Things to do open Ana done For anyone Done on 24 November 2026. Ana ticked it off. "
        "All things to do"
    )


# --- what was written or decided since ---


def change_at(cast, moment, record, by, **values):
    made = making.change(record, by, **values)
    cast.plan.changes.filter(record=record.pk).update(at=moment)
    return made


@pytest.fixture
def since(cast, visits, time_machine):
    """Something of each kind: before the visit, on its day, since, and after the next visit."""
    fields = {
        "before": NOW - 4 * DAY,
        "on the day": NOW - 3 * DAY,
        "since": NOW - DAY,
        "after the next": NOW + 10 * DAY,
    }
    for name, moment in fields.items():
        making.concern(cast, cast.maria, words=f"Worry {name}", created=moment)
        changed = paper(cast, kind="will", own_name=f"Paper {name}", state="thinking")
        change_at(cast, moment, changed, cast.maria, state="in_progress")
    time_machine.move_to(NOW + 20 * DAY, tick=False)


def test_concerns_and_papers_until_the_next_visit(cast, visits, since, browser, at):
    shown = section(words(browser("ben"), at("visit_after", visits.past)), "since")
    assert "Worry on the day" in shown
    assert "Worry since" in shown
    assert "Paper on the day In progress" in shown
    assert "Paper since In progress" in shown
    for left_out in ("before", "after the next"):
        assert left_out not in shown


def test_without_a_next_visit_until_now(cast, visits, since, browser, at):
    visits.following.remove(by=cast.maria)
    shown = section(words(browser("ben"), at("visit_after", visits.past)), "since")
    assert "Worry after the next" in shown
    assert "Worry before" not in shown


def test_the_day_is_the_readers_own(cast, visits):
    """At noon in London it is 2 in the morning of the next day in Kiritimati."""
    making.concern(cast, cast.maria, words="Late", created=NOW - 4 * DAY)
    assert after(cast, visits.past, cast.maria).concerns == []
    with timezone.override("Pacific/Kiritimati"):
        assert [c.words for c in after(cast, visits.past, cast.maria).concerns] == ["Late"]


def test_a_paper_changed_in_another_field_is_no_decision(cast, visits):
    will = paper(cast, kind="will")
    change_at(cast, NOW, will, cast.maria, notes="Ask Ms Ortiz")
    assert after(cast, visits.past, cast.maria).papers == []
    making.made(paper(cast, kind="polst"))
    assert [p.kind for p in after(cast, visits.past, cast.maria).papers] == ["polst"]


def test_what_was_private_when_it_changed_is_not_told(cast, visits, browser, at):
    hers = paper(cast, kind="will", own_name="Canary", is_private=True)
    change_at(cast, NOW, hers, cast.maria, state="in_progress")
    assert "Canary" in words(browser("maria"), at("visit_after", visits.past))
    assert "Canary" not in words(browser("ana"), at("visit_after", visits.past))
    making.concern(cast, cast.maria, words="Sparrow", is_private=True)
    assert "Sparrow" in words(browser("maria"), at("visit_after", visits.past))
    assert "Sparrow" not in words(browser("ana"), at("visit_after", visits.past))


def test_a_change_of_a_private_time_is_not_told_once_it_is_open(cast, visits, time_machine):
    """Maria signed it in private, and opened it after the next visit."""
    hers = paper(cast, kind="will", is_private=True)
    change_at(cast, NOW, hers, cast.maria, state="in_progress")
    time_machine.move_to(NOW + 20 * DAY, tick=False)
    making.change(hers, cast.maria, is_private=False)
    assert [p.pk for p in after(cast, visits.past, cast.maria).papers] == [hers.pk]
    assert after(cast, visits.past, cast.ana).papers == []


def test_topics_talked_about_at_it_or_decided_since(cast, visits, browser, at):
    talked = {"state": "talked", "talked_on": visits.past.on}
    note(cast, visit=visits.past, **talked)
    note(cast, topic="respite", state="decided", decided_on=TODAY - DAY)
    note(cast, topic="how-much-to-know", state="decided", decided_on=TODAY - 9 * DAY)
    note(cast, topic="pain-and-breathlessness-plan", visit=visits.following, **talked)
    shown = after(cast, visits.past, cast.maria).topics
    assert {(n.topic, n.state) for n in shown} == {
        ("palliative-alongside-treatment", "talked"),
        ("respite", "decided"),
    }
    page = words(browser("maria"), at("visit_after", visits.past))
    assert f'/plans/{cast.plan.pk}/comfort/respite/"' in page


def test_a_topic_that_its_reader_hides_is_not_there(cast, visits):
    note(cast, topic="respite", state="decided", decided_on=TODAY)
    cast.plan.topic_choices.create(user=cast.ana, topic="respite", show="hide")
    assert after(cast, visits.past, cast.ana).topics == []
    assert [n.topic for n in after(cast, visits.past, cast.maria).topics] == ["respite"]


@pytest.mark.parametrize("none", ["papers", "comfort"])
def test_a_section_that_the_reader_may_not_see_is_absent(cast, visits, browser, at, none):
    note(cast, topic="respite", state="decided", decided_on=TODAY)
    making.made(paper(cast, kind="will", own_name="The will"))
    Membership.objects.filter(user=cast.ben).update(**{none: "none"})
    shown = section(words(browser("ben"), at("visit_after", visits.past)), "since")
    assert ("The will" in shown) == (none != "papers")
    assert ("Legal papers" in shown) == (none != "papers")
    assert ("Comfort and support" in shown) == (none != "comfort")


# --- the visit itself ---


def test_a_visit_without_a_day_has_a_page_too(cast, browser, at):
    some_day = visit(cast, with_whom="Dr Lee")
    making.concern(cast, cast.maria, words="Worry")
    making.made(paper(cast, kind="will"))
    page = words(browser("maria"), at("visit_after", some_day))
    assert section(page, "since") == ""
    assert "No other visit is written down yet." in page


def test_the_next_visit_is_that_of_a_later_day(cast, visits):
    earlier = visit(cast, on=TODAY - 9 * DAY)
    visit(cast, on=visits.past.on, at=datetime.time(18))
    assert after(cast, earlier, cast.maria).next_visit.on == visits.past.on
    assert after(cast, visits.past, cast.maria).next_visit == visits.following
    some_day = visit(cast)
    assert after(cast, visits.following, cast.maria).next_visit == some_day


def test_where_it_is_linked_from(cast, visits, ask, browser, at):
    client = browser("ben")

    def is_linked(visit) -> bool:
        return at("visit_after", visit) in words(client, at("appointment_detail", visit))

    assert is_linked(visits.past)
    assert is_linked(visit(cast, on=TODAY))
    assert not is_linked(visits.following)
    question = making.question(cast, cast.maria)
    member = cast.as_member(cast.maria)
    put_on_list(appointment=visits.following, questions=[question], member=member)
    assert not is_linked(visits.following)
    ListedQuestion.objects.filter(question=question).update(asked="asked")
    assert is_linked(visits.following)


def test_a_private_visit_has_no_page_for_others(cast, browser, at):
    hidden = visit(cast, on=TODAY, is_private=True)
    assert browser("maria").get(at("visit_after", hidden)).status_code == 200
    assert browser("ana").get(at("visit_after", hidden)).status_code == 404


def test_each_id_stands_once(cast, visits, ask, browser, at):
    ask("A scan?")
    said(cast, visits.past)
    to_do(cast, visit=visits.past)
    page = browser("maria").get(at("visit_after", visits.past)).content.decode()
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("many", [3, 60])
@pytest.mark.usefixtures("seen_this_hour")
def test_as_many_reads_however_much_there_is(cast, visits, browser, at, many):
    member = cast.as_member(cast.maria)
    about = making.concern(cast, cast.ana)
    questions = [
        making.question(cast, cast.maria, text=f"{n}?", concern=about) for n in range(many)
    ]
    put_on_list(appointment=visits.past, questions=questions, member=member)
    put_on_list(appointment=visits.following, questions=questions[1:], member=member)
    questions[0].record_answer("Yes.", by=cast.ana)
    for n in range(many):
        said(cast, visits.past, cast.ana, text=f"{n}")
        to_do(cast, cast.ana, visit=visits.past, taken_by=cast.ana)
        making.concern(cast, cast.ana)
        making.made(paper(cast, kind="will", author=cast.ana))
    note(cast, cast.ana, topic="respite", state="decided", decided_on=TODAY, wish="x")
    client = browser("maria")
    with CaptureQueriesContext(connection) as reads:
        words(client, at("visit_after", visits.past))
    assert len(reads) == 20, [r["sql"][:120] for r in reads]
