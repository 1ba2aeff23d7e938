"""What others did since somebody was here: on Home and on its page, as each may see it."""

import datetime
import re

import pytest
from django.urls import reverse

from careplan.accounts.models import User
from careplan.appointments.models import Appointment
from careplan.appointments.ordering import put_on_list
from careplan.concerns.models import Concern
from careplan.pages.news import news_since_here
from careplan.plans.history import Change, Here
from careplan.plans.models import Membership, Plan
from careplan.questions.models import Question
from tests.documents.papers import copy_of, paper
from tests.making import change, concern, doctor, made, question
from tests.topics.making import note

NOW = datetime.datetime(2026, 11, 24, 15, 0, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def clock(time_machine, cast):
    """Somebody who came long ago; it is NOW."""
    Plan.objects.update(created=NOW - 90 * DAY)
    cast.plan.refresh_from_db()
    Membership.objects.update(created=NOW - 90 * DAY)
    time_machine.move_to(NOW, tick=False)
    return time_machine


def lines(cast, user) -> list[tuple[str, str]]:
    found = news_since_here(cast.as_member(user))
    return [(line.sentence, line.day) for line in found.lines] if found else []


def home(cast, client) -> str:
    return client.get(reverse("home", args=[cast.plan.pk])).content.decode()


def test_grouped_by_person_kind_what_and_day(cast, clock):
    for _n in range(2):
        made(question(cast, cast.ana))
    made(concern(cast, cast.maria))
    clock.move_to(NOW + DAY)
    made(question(cast, cast.ana))
    clock.move_to(NOW + 2 * DAY)
    assert lines(cast, cast.ben) == [
        ("Ana added 1 question.", "Yesterday."),
        ("Maria added 1 concern.", "24 November."),
        ("Ana added 2 questions.", "24 November."),
    ]
    assert lines(cast, cast.ana) == [("Maria added 1 concern.", "24 November.")]


def test_each_kind_and_what_was_done(cast):
    will = made(paper(cast, author=cast.ana, signed_on="2020"))
    copy_ = copy_of(cast, will)
    copy_.remove(by=cast.ana)
    old = doctor(cast, name="Dr Lee")
    change(old, cast.ana, name="Dr Leigh")
    gone = question(cast, cast.maria)
    gone.remove(by=cast.ana)
    Question.objects.get(pk=gone.pk).restore(by=cast.ana)
    cast.plan.what_matters = "My garden."
    cast.plan.save_changes(by=cast.ana, fields=["what_matters"])
    assert {sentence for sentence, _day in lines(cast, cast.maria)} == {
        "Ana added 1 paper.",
        "Ana removed 1 copy of a paper.",
        "Ana changed 1 person on the care team.",
        "Ana put back 1 question.",
        "Ana changed what is written about Maria Alvarez.",
    }


def test_a_list_in_its_own_words(cast):
    visit = Appointment.objects.create(plan=cast.plan, author=cast.maria, changed_by=cast.maria)
    asked = [question(cast, cast.maria, text=f"{n}?") for n in range(2)]
    put_on_list(appointment=visit, questions=asked, member=cast.as_member(cast.ana))
    cast.plan.listed.get(question=asked[0]).remove(by=cast.ana)
    assert {sentence for sentence, _day in lines(cast, cast.maria)} == {
        "Ana put 1 question on a list.",
        "Ana took 1 question off a list.",
    }


def test_who_changes_what_they_just_added_has_added_it(cast, clock):
    mine = made(concern(cast, cast.ana))
    change(mine, cast.ana, words="Later")
    assert lines(cast, cast.maria) == [("Ana added 1 concern.", "Today.")]
    clock.move_to(NOW + 31 * DAY)
    change(mine, cast.ana, words="Much later")
    assert lines(cast, cast.maria) == [("Ana changed 1 concern.", "Today.")]


def test_nothing_private_and_nothing_of_a_private_time(cast):
    mine = made(concern(cast, cast.maria, is_private=True))
    asked = made(question(cast, cast.maria, is_private=True))
    visit = made(Appointment.objects.create(plan=cast.plan, author=cast.ana, changed_by=cast.ana))
    put_on_list(appointment=visit, questions=[asked], member=cast.as_member(cast.maria))
    change(mine, cast.maria, words="canary")
    assert lines(cast, cast.ana) == []
    change(mine, cast.maria, is_private=False)
    assert lines(cast, cast.ana) == [("Maria added 1 concern.", "Today.")]
    change(mine, cast.maria, is_private=True)
    assert lines(cast, cast.ana) == []


def test_only_the_parts_that_somebody_sees(cast):
    made(concern(cast, cast.maria))
    made(paper(cast))
    made(note(cast))
    made(doctor(cast, name="Dr Lee"))
    cast.plan.what_matters = "My garden."
    cast.plan.save_changes(by=cast.maria, fields=["what_matters"])
    own = {
        "visits": {"Maria added 1 concern."},
        "papers": {"Maria added 1 paper."},
        "comfort": {"Maria added 1 note on comfort and support."},
        "people": {
            "Maria added 1 person on the care team.",
            "Maria changed what is written about Maria Alvarez.",
        },
    }
    for section, sentences in own.items():
        Membership.objects.filter(user=cast.ben).update(
            **dict.fromkeys(own, "none") | {section: "see"}
        )
        assert {sentence for sentence, _day in lines(cast, cast.ben)} == sentences


def test_a_topic_that_somebody_hides_is_not_told_to_them(cast):
    ours = made(note(cast))
    cast.plan.topic_choices.create(user=cast.ana, topic=ours.topic, show="hide")
    assert lines(cast, cast.ana) == []
    assert len(lines(cast, cast.ben)) == 1


def test_a_note_whose_change_names_a_private_visit_alone(cast):
    """Its page tells of no change then, and neither does what others did."""
    by = {"plan": cast.plan, "author": cast.maria, "changed_by": cast.maria}
    canary = Appointment.objects.create(with_whom="Dr Canary", is_private=True, **by)
    lee = Appointment.objects.create(with_whom="Dr Lee", **by)
    ours = note(cast, state="talked", talked_on=NOW.date())
    change(ours, cast.maria, visit=canary)
    assert lines(cast, cast.ana) == []
    canary.private_to.add(cast.ana)
    assert lines(cast, cast.ana) == [("Maria changed 1 note on comfort and support.", "Today.")]
    canary.private_to.clear()
    change(ours, cast.maria, visit=None)
    assert lines(cast, cast.ana) == []
    change(ours, cast.maria, visit=lee)
    assert lines(cast, cast.ana) == [("Maria changed 1 note on comfort and support.", "Today.")]
    Membership.objects.filter(user=cast.ana).update(visits="none")
    assert lines(cast, cast.ana) == []


def test_a_note_whose_change_says_more_than_a_private_visit(cast):
    by = {"plan": cast.plan, "author": cast.maria, "changed_by": cast.maria}
    canary = Appointment.objects.create(with_whom="Dr Canary", is_private=True, **by)
    ours = note(cast, state="wanted")
    change(ours, cast.maria, visit=canary, state="talked", talked_on=NOW.date())
    assert lines(cast, cast.ana) == [("Maria changed 1 note on comfort and support.", "Today.")]


def test_what_was_removed_is_told_to_whoever_may_put_it_back(cast, clock):
    mine = made(concern(cast, cast.maria))
    mine.remove(by=cast.maria)
    assert lines(cast, cast.ana) == [("Maria removed 1 concern.", "Today.")]
    assert lines(cast, cast.ben) == []
    clock.move_to(NOW + 30 * DAY)
    assert lines(cast, cast.ana) == []


def test_nothing_older_than_30_days(cast, clock):
    made(concern(cast, cast.maria))
    clock.move_to(NOW + 30 * DAY - datetime.timedelta(minutes=1))
    assert len(lines(cast, cast.ana)) == 1
    clock.move_to(NOW + 30 * DAY)
    assert lines(cast, cast.ana) == []


def test_it_begins_when_somebody_joins(cast, clock):
    made(concern(cast, cast.maria))
    Membership.objects.filter(user=cast.ana).update(created=NOW)
    assert lines(cast, cast.ana) == []
    clock.move_to(NOW + DAY)
    made(question(cast, cast.maria))
    assert lines(cast, cast.ana) == [("Maria added 1 question.", "Today.")]
    assert len(lines(cast, cast.ben)) == 2


def test_i_have_seen_this(cast, clock, signed_in):
    made(concern(cast, cast.maria))
    client = signed_in(cast.ana)
    page = home(cast, client)
    assert "Since you were here" in page
    until = re.search(r'name="until" value="([^"]*)"', page)[1]
    clock.move_to(NOW + DAY)
    made(question(cast, cast.maria))  # meanwhile
    seen = reverse("home_seen", args=[cast.plan.pk])
    assert client.post(seen, {"until": until})["Location"] == reverse("home", args=[cast.plan.pk])
    assert lines(cast, cast.ana) == [("Maria added 1 question.", "Today.")]
    assert len(lines(cast, cast.ben)) == 2
    client.post(seen, {"until": until})
    client.post(seen, {"until": (NOW + DAY).isoformat()})
    client.post(seen, {"until": until})  # an older page, sent late
    assert "Since you were here" not in home(cast, client)
    assert Here.objects.count() == 1


@pytest.mark.parametrize("typed", ["", "x", "2026-11-24", "9999-99-99", "2026-11-24T10:00:00"])
def test_a_forged_moment_changes_nothing(cast, signed_in, typed):
    made(concern(cast, cast.maria))
    signed_in(cast.ana).post(reverse("home_seen", args=[cast.plan.pk]), {"until": typed})
    assert not Here.objects.exists()
    assert len(lines(cast, cast.ana)) == 1


def test_a_moment_to_come_is_now(cast, clock, signed_in):
    signed_in(cast.ana).post(
        reverse("home_seen", args=[cast.plan.pk]), {"until": "2999-01-01T00:00:00+00:00"}
    )
    clock.move_to(NOW + DAY)
    made(concern(cast, cast.maria))
    assert len(lines(cast, cast.ana)) == 1


def test_six_lines_and_how_many_more(cast, clock, signed_in):
    for n in range(9):
        clock.move_to(NOW + n * DAY)
        made(concern(cast, cast.maria))
    page = home(cast, signed_in(cast.ana))
    assert page.count("Maria added 1 concern.") == 6
    assert "And 3 more" in page
    whole = signed_in(cast.ana).get(reverse("news", args=[cast.plan.pk])).content.decode()
    assert whole.count("Maria added 1 concern.") == 9


def test_a_line_leads_to_the_record_or_to_all(cast):
    one = made(concern(cast, cast.maria))
    for _n in range(2):
        made(question(cast, cast.maria))
    urls = {line.sentence: line.url for line in news_since_here(cast.as_member(cast.ana)).lines}
    assert urls == {
        "Maria added 1 concern.": reverse("concern_detail", args=[cast.plan.pk, one.pk]),
        "Maria added 2 questions.": reverse("question_list", args=[cast.plan.pk]),
    }


def test_the_day_is_the_readers_own(cast, signed_in, clock):
    made(concern(cast, cast.maria))
    clock.move_to(NOW + datetime.timedelta(hours=10))  # one in the morning, in UTC
    User.objects.filter(pk=cast.ana.pk).update(time_zone="America/New_York")
    User.objects.filter(pk=cast.ben.pk).update(time_zone="UTC")
    assert ">Today.<" in home(cast, signed_in(cast.ana))
    assert ">Yesterday.<" in home(cast, signed_in(cast.ben))


def test_another_plan_is_not_told(cast):
    sams = Concern.objects.create(
        plan=cast.sams_plan, author=cast.sam, changed_by=cast.sam, category="other"
    )
    made(sams)
    assert lines(cast, cast.maria) == []


@pytest.mark.parametrize("count", [3, 1_000])
def test_one_reading_however_much_was_done(cast, count, django_assert_num_queries):
    by = {"plan": cast.plan, "author": cast.ana, "changed_by": cast.ana, "category": "other"}
    concerns = Concern.objects.bulk_create(Concern(**by) for _n in range(count))
    Change.objects.bulk_create(
        Change(plan=cast.plan, kind="concern", record=c.pk, what="made", by=cast.ana)
        for c in concerns
    )
    member = cast.as_member(cast.maria)
    with django_assert_num_queries(1):
        found = news_since_here(member)
    assert found.lines[0].sentence == f"Ana added {count} concerns."
