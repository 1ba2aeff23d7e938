"""The page of what was changed of a record: in words, for each reader as they may know it."""

import datetime

import pytest
from django.urls import reverse

from careplan.appointments.models import Appointment
from careplan.appointments.ordering import put_on_list
from careplan.concerns.models import Concern
from careplan.documents.recalling import take_back
from careplan.plans.history import Change
from careplan.plans.models import Membership
from tests.documents.papers import copy_of, paper
from tests.making import change, concern, doctor, made, question
from tests.topics.making import note

NOW = datetime.datetime(2026, 11, 24, 15, 30, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


def page(client, cast, name, *args, status=200) -> str:
    response = client.get(reverse(name, args=[cast.plan.pk, *args]))
    assert response.status_code == status
    return " ".join(response.content.decode().split())


def test_a_visit_in_words(cast, signed_in):
    visit = made(
        Appointment.objects.create(
            plan=cast.plan,
            author=cast.maria,
            changed_by=cast.maria,
            on=datetime.date(2026, 12, 3),
            with_whom="Dr Lee",
        )
    )
    change(
        visit,
        cast.ana,
        on=datetime.date(2026, 12, 5),
        at=datetime.time(10, 30),
        how="phone",
        with_whom="",
    )
    visit.refresh_from_db()
    visit.remove(by=cast.maria)
    visit.restore(by=cast.ana)
    told = page(signed_in(cast.maria), cast, "appointment_history", visit.pk)
    assert "Ana changed the day from Thursday 3 December to Saturday 5 December." in told
    assert "Ana added the time: 10:30." in told
    assert "Ana added how you meet: By phone." in told
    assert "Ana took out who it is with. It was “Dr Lee”." in told
    assert "You added this." in told
    assert "You removed this." in told
    assert "Ana put this back." in told
    assert "24 November 2026 at " in told
    assert told.index("Ana put this back.") < told.index("You removed this.")
    hers = page(signed_in(cast.ana), cast, "appointment_history", visit.pk)
    assert "You changed the day from Thursday 3 December to Saturday 5 December." in hers
    assert "Maria added this." in hers


def test_the_time_is_the_readers_own(cast, signed_in):
    mine = made(concern(cast, cast.maria))
    type(cast.ana).objects.filter(pk=cast.ana.pk).update(time_zone="Pacific/Kiritimati")
    shown = page(signed_in(cast.ana), cast, "concern_history", mine.pk)
    assert "25 November 2026 at 05:30" in shown


def test_a_concern_in_words(cast, signed_in):
    mine = concern(cast, cast.maria, category="symptom", symptoms=["cough"], since="2026-03")
    change(
        mine,
        cast.ana,
        category="other",
        symptoms=["cough", "bone-pain"],
        since="",
        bother=6,
        is_first=True,
    )
    change(mine, cast.ana, is_first=False)
    told = page(signed_in(cast.ben), cast, "concern_history", mine.pk)
    assert "Ana changed what it is about from " in told
    assert "Ana took out since when it is so. It was March 2026." in told
    assert "Ana added how much it bothers: 6 of 10." in told
    assert "Ana ticked “Talk about this first”." in told
    assert "Ana took the tick out of “Talk about this first”." in told
    assert "bone-pain" not in told


def test_a_long_text_is_cut_and_stands_whole_behind_a_fold(cast, signed_in):
    long = "word " * 100 + "end"
    mine = concern(cast, cast.maria, words=f"first {long}")
    change(mine, cast.ana, words="short")
    told = page(signed_in(cast.ben), cast, "concern_history", mine.pk)
    assert f"<dd>first {long}</dd>" in told
    assert "See it in full" in told
    sentence = told[told.index("Ana changed the words") : told.index("to “short”.")]
    assert "…”" in sentence
    assert len(sentence) < 260
    assert "See it in full" not in page(signed_in(cast.ben), cast, "about_me_history")


def test_what_was_typed_is_not_html(cast, signed_in):
    mine = concern(cast, cast.maria, words="<b>one</b>")
    change(mine, cast.ana, words="<i>two</i> %(who)s %s")
    told = page(signed_in(cast.ben), cast, "concern_history", mine.pk)
    assert "<b>one" not in told
    assert "&lt;i&gt;two&lt;/i&gt; %(who)s %s" in told


def test_private_in_words(cast, signed_in):
    mine = concern(cast, cast.maria)
    change(mine, cast.maria, is_private=True)
    change(mine, cast.maria, is_private=True, readers=[cast.ana])
    change(mine, cast.maria, is_private=False)
    told = page(signed_in(cast.maria), cast, "concern_history", mine.pk)
    assert "You made this private." in told
    assert "You changed who may read this." in told
    assert "You shared this with everybody who sees this part." in told
    assert "private" not in page(signed_in(cast.ben), cast, "concern_history", mine.pk)


def test_the_page_of_a_paper_tells_of_its_parts(cast, signed_in, settings):
    will = made(paper(cast, signed_on="2020"))
    copy = made(copy_of(cast, will, "Dr Lee"))
    change(copy, cast.ana, phone="555 0142")
    take_back(copy=copy, by=cast.ana)
    told = page(signed_in(cast.maria), cast, "document_history", will.pk)
    assert told.count("Copy of a paper: Dr Lee") == 3
    assert "Ana added the phone: “555 0142”." in told
    assert "Ana added the day it came back: 24 November 2026." in told
    other = paper(cast, kind="will")
    assert "Dr Lee" not in page(signed_in(cast.maria), cast, "document_history", other.pk)


def test_the_list_is_told_on_both_pages(cast, signed_in):
    visit = Appointment.objects.create(
        plan=cast.plan,
        author=cast.maria,
        with_whom="Dr Lee",
        changed_by=cast.maria,
        on=datetime.date(2026, 12, 3),
    )
    asked = question(cast, cast.maria, text="Can I travel?")
    hidden = question(cast, cast.maria, text="canary?", is_private=True)
    put_on_list(appointment=visit, questions=[asked, hidden], member=cast.as_member(cast.maria))
    told = page(signed_in(cast.ana), cast, "appointment_history", visit.pk)
    assert "Question: Can I travel?" in told
    assert told.count("Maria put this on the list.") == 1
    assert "canary" not in told
    told = page(signed_in(cast.ana), cast, "question_history", asked.pk)
    assert "Visit: Thursday 3 December, Dr Lee" in told
    assert "Maria put this on the list." in told
    assert "canary?" in page(signed_in(cast.maria), cast, "appointment_history", visit.pk)


def test_what_somebody_may_not_see_any_more_is_told_on_no_other_page(cast, signed_in, time_machine):
    """A listed question that is private by now, and a copy that is gone."""
    visit = Appointment.objects.create(plan=cast.plan, author=cast.maria, changed_by=cast.maria)
    asked = question(cast, cast.maria, text="canary?")
    put_on_list(appointment=visit, questions=[asked], member=cast.as_member(cast.maria))
    change(asked, cast.maria, is_private=True)
    assert "put this on the list" not in page(
        signed_in(cast.ana), cast, "appointment_history", visit.pk
    )
    assert "put this on the list" in page(
        signed_in(cast.maria), cast, "appointment_history", visit.pk
    )
    will = paper(cast, signed_on="2020")
    made(copy_of(cast, will, "canary")).remove(by=cast.maria)
    assert "removed this" in page(signed_in(cast.ana), cast, "document_history", will.pk)
    time_machine.move_to(NOW + datetime.timedelta(days=30), tick=False)
    assert "removed this" not in page(signed_in(cast.ana), cast, "document_history", will.pk)


def test_a_visit_that_a_note_names_is_told_to_whoever_may_see_it(cast, signed_in):
    lee = Appointment.objects.create(
        plan=cast.plan, author=cast.maria, changed_by=cast.maria, with_whom="Dr Canary"
    )
    ours = note(cast, state="talked", talked_on=NOW.date())
    change(ours, cast.maria, visit=lee)
    said = "Maria added at which visit: Day not known yet, Dr Canary."
    assert said in page(signed_in(cast.ana), cast, "topic_history", ours.pk)
    Membership.objects.filter(user=cast.ana).update(visits="none")
    assert "anary" not in page(signed_in(cast.ana), cast, "topic_history", ours.pk)
    Membership.objects.filter(user=cast.ana).update(visits="see")
    Appointment.objects.update(is_private=True)
    assert (
        "visit" not in page(signed_in(cast.ana), cast, "topic_history", ours.pk).split("<main")[1]
    )


def test_about_me_in_words(cast, signed_in):
    cast.plan.sites, cast.plan.what_matters = ["bones"], "My garden."
    cast.plan.save_changes(by=cast.ana, fields=["sites", "what_matters"])
    told = page(signed_in(cast.ben), cast, "about_me_history")
    assert "Ana added where the cancer is: Bones." in told
    assert "Ana added what matters most: “My garden.”." in told


@pytest.mark.parametrize(("who", "status"), [("ana", 404), ("ben", 404), ("maria", 200)])
def test_the_page_of_a_private_record(cast, signed_in, who, status):
    mine = made(concern(cast, cast.maria, words="canary", is_private=True))
    shown = page(signed_in(getattr(cast, who)), cast, "concern_history", mine.pk, status=status)
    assert ("canary" in shown) == (who == "maria")


def test_a_topic_that_somebody_hides_has_no_history_for_them(cast, signed_in):
    ours = made(note(cast, wish="canary"))
    cast.plan.topic_choices.create(user=cast.ana, topic=ours.topic, show="hide")
    page(signed_in(cast.ana), cast, "topic_history", ours.pk, status=404)
    page(signed_in(cast.ben), cast, "topic_history", ours.pk)


def test_another_plans_record_has_none_here(cast, signed_in):
    sams = Concern.objects.create(plan=cast.sams_plan, author=cast.sam, changed_by=cast.sam)
    page(signed_in(cast.maria), cast, "concern_history", sams.pk, status=404)


def test_an_account_that_is_gone_is_nobodys_name(cast, signed_in):
    mine = made(concern(cast, cast.maria))
    Change.objects.update(by=None)
    told = page(signed_in(cast.ana), cast, "concern_history", mine.pk)
    assert "Somebody who is no longer here added this." in told


@pytest.mark.parametrize("count", [2, 120])
def test_the_reads_of_a_paper_with_all_its_parts(
    cast, signed_in, count, django_assert_max_num_queries
):
    will = made(paper(cast, signed_on="2020"))
    for n in range(count):
        made(copy_of(cast, will, f"holder {n}"))
    somebody = made(doctor(cast, name="Dr Lee"))
    client = signed_in(cast.ana)
    with django_assert_max_num_queries(8):
        shown = page(client, cast, "document_history", will.pk)
    assert ("Older" in shown) == (count == 120)
    assert "Maria added this." in page(client, cast, "care_team_history", somebody.pk)
