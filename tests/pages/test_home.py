"""Home: the next visit, one thing to do, and how each place stands, as each person may see it."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from careplan.accounts.models import User
from careplan.appointments.follow_ups import FollowUp
from careplan.appointments.models import Appointment, ListedQuestion
from careplan.concerns.models import Concern
from careplan.documents.models import AdvanceDocument
from careplan.documents.parts import DocumentCopy
from careplan.plans.models import CareTeamMember, Membership, Plan
from careplan.questions.models import Question
from careplan.questions.proposals import ProposedQuestion
from careplan.topics.models import TopicNote

NOW = datetime.datetime(2026, 11, 24, 9, 0, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def by(cast):
    return {"plan": cast.plan, "author": cast.maria, "changed_by": cast.maria}


def home(cast, signed_in, name="maria") -> str:
    response = signed_in(getattr(cast, name)).get(f"/plans/{cast.plan.pk}/")
    assert response.status_code == 200
    return response.content.decode()


def states(cast, signed_in, name="maria") -> dict:
    response = signed_in(getattr(cast, name)).get(f"/plans/{cast.plan.pk}/")
    return {place.name: place.state for place in response.context["contents"]}


def listed(visit, question, by, position=1):
    return ListedQuestion.objects.create(
        appointment=visit, question=question, position=position, **by
    )


def test_an_empty_plan(cast, signed_in):
    page = home(cast, signed_in)
    assert "Hello, Maria" in page
    assert "The next visit" not in page
    assert states(cast, signed_in) == {
        "What is on my mind": "When you want it",
        "Questions": "None chosen yet",
        "Visits": "None coming up",
        "Things to do": "Nothing to do",
        "Legal papers": "When you want it",
        "Comfort and support": "When you want it",
        "Understand": "When you want it",
        "People": "Nobody yet",
    }


def test_the_card_of_the_next_visit(cast, signed_in, by):
    where = {"place": "Harbour Clinic, floor 2", "who_comes": "Ana"}
    Appointment.objects.create(with_whom="Dr Gone", on=datetime.date(2026, 11, 20), **by)
    Appointment.objects.create(with_whom="Dr Far", on=datetime.date(2027, 1, 5), **by)
    visit = Appointment.objects.create(
        with_whom="Dr Lee", on=datetime.date(2026, 12, 5), at=datetime.time(10, 30), **where, **by
    )
    page = home(cast, signed_in)
    assert '<span class="date">Saturday <span class="leaf"><b>5</b> December</span></span>' in page
    assert "10:30 with Dr Lee" in page
    assert "Harbour Clinic, floor 2" in page
    assert "Who comes along: Ana." in page
    assert "11 days from today." in page
    assert f'href="/plans/{cast.plan.pk}/visits/{visit.pk}/"' in page
    assert "Dr Gone" not in page
    assert "Dr Far" not in page
    assert states(cast, signed_in)["Visits"] == "2 coming up"


@pytest.mark.parametrize(
    ("days", "words"), [(0, "Today."), (1, "Tomorrow."), (2, "2 days from today.")]
)
def test_how_far_off_it_is(cast, signed_in, by, days, words):
    Appointment.objects.create(on=NOW.date() + datetime.timedelta(days=days), **by)
    assert words in home(cast, signed_in)


def test_today_is_the_readers_own(cast, signed_in, by, time_machine):
    """At noon in London it is two in the morning of the next day in Kiritimati."""
    time_machine.move_to(NOW + datetime.timedelta(hours=3))
    User.objects.filter(pk=cast.maria.pk).update(time_zone="Pacific/Kiritimati")
    Appointment.objects.create(on=NOW.date() + datetime.timedelta(days=1), **by)
    assert "Tomorrow." in home(cast, signed_in, "ana")
    assert "Today." in home(cast, signed_in)


def test_a_visit_whose_day_is_not_known(cast, signed_in, by):
    Appointment.objects.create(with_whom="Dr Lee", **by)
    page = home(cast, signed_in)
    assert "Day not known yet" in page
    assert "from today" not in page


def test_what_is_private_to_others_is_in_no_count(cast, signed_in, by):
    Concern.objects.create(category="other", words="seen", **by)
    private = Concern.objects.create(category="other", words="canary", is_private=True, **by)
    Question.objects.create(text="canary?", concern=private, is_private=True, **by)
    assert states(cast, signed_in)["What is on my mind"] == "2 concerns, 1 private"
    assert states(cast, signed_in)["Questions"] == "1 chosen"
    assert states(cast, signed_in, "ana")["What is on my mind"] == "1 concern"
    assert states(cast, signed_in, "ana")["Questions"] == "None chosen yet"
    assert "canary" not in home(cast, signed_in, "ana")


def test_what_was_removed_counts_no_more(cast, signed_in, by):
    gone = {"removed_at": NOW, **by}
    Concern.objects.create(category="other", words="a", **gone)
    Question.objects.create(text="b", **gone)
    Appointment.objects.create(with_whom="c", **gone)
    CareTeamMember.objects.create(name="d", **gone)
    assert set(states(cast, signed_in).values()) == {
        "When you want it",
        "None chosen yet",
        "None coming up",
        "Nothing to do",
        "Nobody yet",
    }


def test_the_list_of_the_visit_counts_as_its_reader_sees_it(cast, signed_in, by):
    visit = Appointment.objects.create(with_whom="Dr Lee", on=datetime.date(2026, 12, 5), **by)
    open_ = Question.objects.create(text="a", **by)
    private = Question.objects.create(text="b", is_private=True, **by)
    listed(visit, open_, by, 1)
    listed(visit, private, by, 2)
    assert "2 questions on the list" in home(cast, signed_in)
    assert "1 question on the list" in home(cast, signed_in, "ben")


def test_answers_are_told(cast, signed_in, by):
    Question.objects.create(text="a", **by)
    Question.objects.create(text="b", answer="c", answered_at=NOW, answered_by=cast.maria, **by)
    assert states(cast, signed_in)["Questions"] == "2 chosen, 1 answered"


def test_what_others_suggest_is_told_to_whoever_may_take_it(cast, signed_in):
    ben = {"plan": cast.plan, "author": cast.ben, "changed_by": cast.ben}
    ProposedQuestion.objects.create(text="canary?", **ben)
    ProposedQuestion.objects.create(text="b?", is_private=True, **ben)
    assert states(cast, signed_in)["Questions"] == "1 suggested to you"
    assert states(cast, signed_in, "ben")["Questions"] == "None chosen yet"


def test_the_concern_without_questions_is_the_readers_own_to_see(cast, signed_in, by):
    private = Concern.objects.create(category="other", words="canary", is_private=True, **by)
    assert str(private.pk) in home(cast, signed_in)
    assert str(private.pk) not in home(cast, signed_in, "ana")


SPINE = "I can't feel my legs and my back hurts terribly"
WARNING = "Call now for severe back pain with either of these"


def test_the_first_warning_stands_here_too_for_30_days(cast, signed_in, by, time_machine):
    CareTeamMember.objects.create(name="Nurse line", phone_night="555 0199", **by)
    Concern.objects.create(category="symptom", words=SPINE, **by)
    page = home(cast, signed_in, "ben")
    assert WARNING in page
    assert 'href="tel:5550199"' in page
    time_machine.move_to(NOW + datetime.timedelta(days=29, hours=23))
    assert WARNING in home(cast, signed_in)
    time_machine.move_to(NOW + datetime.timedelta(days=30, hours=1))
    assert WARNING not in home(cast, signed_in)


def test_a_private_warning_is_its_authors(cast, signed_in, by):
    Concern.objects.create(category="symptom", words=SPINE, is_private=True, **by)
    assert WARNING in home(cast, signed_in)
    assert WARNING not in home(cast, signed_in, "ana")


def test_an_ordinary_concern_warns_of_nothing_here(cast, signed_in, by):
    Concern.objects.create(category="symptom", words="I cough.", **by)
    page = home(cast, signed_in)
    assert 'class="urgent"' not in page


def test_somebody_without_the_visits_sees_none_of_them(cast, signed_in, by):
    Membership.objects.filter(user=cast.ana).update(visits="none", people="none", papers="none")
    Membership.objects.filter(user=cast.ana).update(comfort="see")
    AdvanceDocument.objects.create(kind="will", own_name="Canary", **by)
    Concern.objects.create(category="symptom", words=SPINE, **by)
    Appointment.objects.create(with_whom="Dr Canary", on=datetime.date(2026, 12, 5), **by)
    CareTeamMember.objects.create(name="Canary", phone_day="555 0142", **by)
    page = home(cast, signed_in, "ana")
    assert states(cast, signed_in, "ana") == {
        "Comfort and support": "When you want it",
        "Understand": "When you want it",
        "People": "Who keeps this plan",
    }
    assert "canary" not in page.lower()
    assert WARNING not in page


def test_a_viewer_is_offered_no_change(cast, signed_in, by):
    Question.objects.create(text="a", **by)
    page = home(cast, signed_in, "ben")
    assert "One thing to do next" not in page
    assert "/new/" not in page
    assert "/edit/" not in page


def test_whose_plan_it_is(cast, signed_in):
    assert ">Your plan<" in home(cast, signed_in)
    assert ">Maria Alvarez’s plan<" in home(cast, signed_in, "ana")
    Plan.objects.filter(pk=cast.plan.pk).update(is_for_owner=False)
    assert ">Maria Alvarez’s plan<" in home(cast, signed_in)


def fill(by, count: int) -> None:
    rows = range(count)
    Concern.objects.bulk_create(
        Concern(category="symptom", words=f"I cough, {n}.", **by) for n in rows
    )
    questions = Question.objects.bulk_create(Question(text=f"q{n}", **by) for n in rows)
    on = datetime.date(2026, 12, 5)
    visits = Appointment.objects.bulk_create(Appointment(on=on, **by) for n in rows)
    ListedQuestion.objects.bulk_create(
        ListedQuestion(appointment=visits[0], question=q, position=n, **by)
        for n, q in enumerate(questions[:200])
    )
    last = NOW + datetime.timedelta(seconds=1)
    Concern.objects.create(category="symptom", words=SPINE, changed=last, **by)
    CareTeamMember.objects.create(name="Nurse line", phone_night="555 0199", **by)


@pytest.mark.parametrize("count", [10, 1_000])
@pytest.mark.usefixtures("seen_this_hour")
def test_ten_reads_however_much_there_is(cast, signed_in, by, count):
    fill(by, count)
    client = signed_in(cast.maria)
    with CaptureQueriesContext(
        connection,
    ) as reads:
        page = client.get(f"/plans/{cast.plan.pk}/").content.decode()
    assert WARNING in page
    assert len(reads) == 10, [r["sql"][:90] for r in reads]


def test_it_is_only_read(cast, signed_in):
    assert signed_in(cast.maria).post(f"/plans/{cast.plan.pk}/").status_code == 405


def test_the_next_thing_counts_no_question_that_its_reader_does_not_see(cast, signed_in, by):
    """Ana asked in private about Maria's concern: for Maria, it has no question yet."""
    marias = Concern.objects.create(category="other", words="Mine", **by)
    anas = {"plan": cast.plan, "author": cast.ana, "changed_by": cast.ana}
    Question.objects.create(text="canary?", concern=marias, is_private=True, **anas)
    page = home(cast, signed_in)
    assert "See which questions fit it." in page
    assert f'href="/plans/{cast.plan.pk}/concerns/{marias.pk}/questions/"' in page
    assert "See which questions fit it." not in home(cast, signed_in, "ana")


def test_a_private_visit_is_in_nobody_elses_count(cast, signed_in, by):
    Appointment.objects.create(with_whom="canary", is_private=True, **by)
    assert states(cast, signed_in)["Visits"] == "1 coming up"
    assert states(cast, signed_in, "ana")["Visits"] == "None coming up"
    assert "canary" not in home(cast, signed_in, "ana")


def test_papers_and_comfort_tell_how_they_stand(cast, signed_in, by):
    old = AdvanceDocument.objects.create(
        kind="will", state="replaced", signed_on="2011", replaced_on="2026-01-01", **by
    )
    for _n in range(2):
        DocumentCopy.objects.create(document=old, holder="Luis", holder_kind="family", **by)
    AdvanceDocument.objects.create(kind="will", state="signed", signed_on="2026", **by)
    AdvanceDocument.objects.create(kind="polst", **by)
    TopicNote.objects.create(topic="respite", state="wanted", **by)
    shown = states(cast, signed_in)
    assert shown["Legal papers"] == "1 of 2 signed, 2 old copies out"
    assert shown["Comfort and support"] == "1 to talk about"
    # What is private to somebody is in nobody else's count.
    hers = {**by, "author": cast.ana, "is_private": True}
    AdvanceDocument.objects.create(kind="will", state="signed", signed_on="2026", **hers)
    TopicNote.objects.create(topic="where", state="wanted", **hers)
    assert states(cast, signed_in) == shown
    assert states(cast, signed_in, "ana")["Legal papers"] == "2 of 3 signed, 2 old copies out"


def due(page: str) -> list[str]:
    """What Home says is to do soon."""
    if 'id="due"' not in page:
        return []
    part = page[page.index('id="due"') :]
    return re.findall(r'<p id="f-[^"]*"><a [^>]*>([^<]*)</a>', part[: part.index("</section>")])


def test_what_is_due_is_on_home_and_ticked_off_there(cast, signed_in, by):
    today = NOW.date()
    earlier = NOW - datetime.timedelta(hours=1)
    mine = FollowUp.objects.create(what="Call the nurse", by_when=today, created=earlier, **by)
    FollowUp.objects.create(what="Ana’s", by_when=today, taken_by=cast.ana, **by)
    FollowUp.objects.create(what="later", by_when=today + datetime.timedelta(days=4), **by)
    FollowUp.objects.create(what="canary", by_when=today, is_private=True, **by)
    assert due(home(cast, signed_in, "ana")) == ["Call the nurse", "Ana’s"]
    assert states(cast, signed_in, "ana")["Things to do"] == "3 things to do"
    assert due(home(cast, signed_in)) == ["Call the nurse", "canary"]
    assert states(cast, signed_in)["Things to do"] == "4 things to do"
    client = signed_in(cast.maria)
    done = f"/plans/{cast.plan.pk}/to-do/{mine.pk}/done/"
    assert client.post(done, {"on": "home"})["Location"] == f"/plans/{cast.plan.pk}/"
    assert due(home(cast, signed_in)) == ["canary"]
    assert states(cast, signed_in)["Things to do"] == "3 things to do"


def test_the_first_five_that_are_due(cast, signed_in, by):
    for n in range(8):
        day = NOW.date() - datetime.timedelta(days=n)
        FollowUp.objects.create(what=f"{n}", by_when=day, **by)
    assert due(home(cast, signed_in)) == ["7", "6", "5", "4", "3"]


def test_a_viewer_sees_what_is_due_without_a_button(cast, signed_in, by):
    FollowUp.objects.create(what="Call the nurse", by_when=NOW.date(), **by)
    page = home(cast, signed_in, "ben")
    assert due(page) == ["Call the nurse"]
    assert "/done/" not in page


def test_without_the_visits_nothing_is_due(cast, signed_in, by):
    FollowUp.objects.create(what="canary", by_when=NOW.date(), **by)
    Membership.objects.filter(user=cast.ana).update(visits="none")
    assert "canary" not in home(cast, signed_in, "ana")


@pytest.mark.parametrize("count", [1, 300])
@pytest.mark.usefixtures("seen_this_hour")
def test_one_read_more_where_something_is_due(cast, signed_in, by, count):
    fill(by, 10)
    for n in range(count):
        FollowUp.objects.create(what=f"{n}", by_when=NOW.date(), taken_by=cast.maria, **by)
    client = signed_in(cast.maria)
    with CaptureQueriesContext(connection) as reads:
        client.get(f"/plans/{cast.plan.pk}/")
    assert len(reads) == 11, [r["sql"][:90] for r in reads]
