"""`manage.py demo`: an invented family that answers on every page, and in no other house."""

from contextlib import suppress

import pytest
from django.core.management import CommandError, call_command
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from careplan.accounts.models import User
from careplan.accounts.outbox import WaitingLetter
from careplan.appointments.models import Appointment
from careplan.concerns.models import Concern
from careplan.library.catalog import LIBRARY
from careplan.management.commands.demo import PASSWORD, PEOPLE
from careplan.plans.access import member_of
from careplan.plans.models import CareTeamMember, Plan
from careplan.questions.models import Question
from tests.cast import person
from tests.test_access import TABLE, VIEW


@pytest.fixture
def plan(db):
    call_command("demo", verbosity=0)
    return Plan.objects.get()


def test_it_prints_how_to_sign_in_and_the_sign_in_works(db, capsys, client):
    call_command("demo")
    printed = capsys.readouterr().out
    for email in PEOPLE:
        assert f"{email}  password {PASSWORD}" in printed
        response = client.post("/account/login/", {"login": email, "password": PASSWORD})
        assert (response.status_code, response["Location"]) == (302, "/")  # no code is asked for
        client.logout()


def test_the_family(plan):
    assert plan.person_name == "Maria Alvarez"
    assert sorted(m.user.name for m in plan.memberships.all()) == ["Ana", "Ben", "Luis"]
    roles = sorted(plan.memberships.values_list("user__name", "role", "visits"))
    assert roles == [
        ("Ana", "caregiver", "change"),
        ("Ben", "viewer", "see"),
        ("Luis", "caregiver", "see"),
    ]
    assert all(c.phone_day and c.phone_night for c in CareTeamMember.objects.all())
    assert [c.name for c in CareTeamMember.objects.all()] == ["Nurse line", "Dr Lee"]
    assert Concern.objects.filter(symptoms=["bone-pain"], is_first=True).count() == 1
    assert Concern.objects.filter(is_private=True).count() == 1
    assert Question.objects.exclude(answer="").count() == 1
    assert Question.objects.filter(library_slug="").count() == 3
    assert set(plan.sites) <= set(LIBRARY.sites)
    for words in (plan.how_much, plan.information_need, plan.what_matters, plan.who_may_hear):
        assert words


@pytest.mark.parametrize("day", ["2026-11-24", "2026-11-27", "2026-12-31", "2028-02-28"])
def test_the_next_visit_is_next_week_and_not_on_a_weekend(db, time_machine, day):
    time_machine.move_to(f"{day} 12:00", tick=False)
    call_command("demo", verbosity=0)
    past, coming = Appointment.objects.order_by("on")
    assert past.is_past
    today = past.on.fromisoformat(day)
    assert 7 <= (coming.on - today).days <= 10
    assert coming.on.weekday() < 5
    assert coming.on.isocalendar().week != today.isocalendar().week


def test_what_is_private_to_maria_is_on_nobody_elses_list(plan):
    visit = Appointment.objects.order_by("on").last()
    maria = member_of(plan, plan.owner, None)
    ben = plan.memberships.get(role="viewer")
    assert visit.listed.seen_by(maria).count() == 7
    assert visit.listed.seen_by(member_of(plan, ben.user, ben)).count() == 6


def test_what_ana_asks_is_added_by_ana(plan):
    visit = Appointment.objects.order_by("on").last()
    asked = visit.listed.get(question__text="Can she travel to see her sister in January?")
    assert (asked.author.name, asked.question.author.name) == ("Ana", "Ana")
    assert visit.listed.filter(author=plan.owner).count() == 5


def test_there_is_something_of_each_way_to_share(plan, signed_in):
    assert [i.name for i in plan.invitations.open()] == ["Nora"]
    assert [link.label for link in plan.share_links.all()] == ["Dr Lee"]
    named = plan.stand_ins.values_list("membership__user__name", "purpose", "asked_at")
    assert sorted(named) == [("Ana", "look", None), ("Ana", "succeed", None)]
    (suggested,) = plan.proposals.all()
    assert (suggested.author.name, suggested.is_waiting) == ("Luis", True)
    page = signed_in(plan.owner).get(
        reverse("appointment_detail", args=[plan.pk, suggested.visit_id])
    )
    assert "Is there a support group" in page.content.decode()


def test_it_sends_nobody_a_letter(db, settings, mailoutbox, django_capture_on_commit_callbacks):
    settings.EMAIL_HOST = "mail.example.org"
    with django_capture_on_commit_callbacks(execute=True):
        call_command("demo", verbosity=0)
    assert mailoutbox == []
    assert not WaitingLetter.objects.exists()


def test_a_second_time_it_changes_nothing_and_prints_again(plan, capsys):
    before = list(Plan.objects.values()), User.objects.count(), Question.objects.count()
    call_command("demo")
    assert PASSWORD in capsys.readouterr().out
    assert (list(Plan.objects.values()), User.objects.count(), Question.objects.count()) == before


def test_somebody_who_signed_up_in_it_stays(plan, capsys):
    person("Nina")
    call_command("demo")
    assert PASSWORD in capsys.readouterr().out
    assert User.objects.count() == 5


def test_it_refuses_a_database_that_holds_people(db):
    person("Nina")
    with pytest.raises(CommandError, match="This database holds people"):
        call_command("demo")
    assert User.objects.count() == 1
    assert Plan.objects.count() == 0


def addresses(plan, user) -> list[str]:
    """Every page of the plan that may be looked at, on the demo's own records."""
    member = member_of(plan, user, plan.memberships.filter(user=user).first())
    records = {
        "concern": plan.concerns.seen_by(member).first().pk,
        "question": plan.questions.seen_by(member).first().pk,
        "follow": plan.follow_ups.seen_by(member).first().pk,
        "document": plan.documents.seen_by(member).filter(edition=2).get().pk,
        "understand": next(iter(LIBRARY.sections)),
        "topic": next(iter(LIBRARY.topics)),
        "topic_history": plan.topic_notes.seen_by(member).first().pk,
        "who_looked_day": timezone.localdate().isoformat(),
        "care_team_history": plan.care_team.seen_by(member).first().pk,
    }
    listed = plan.listed.seen_by(member).first()
    visit, found = Appointment.objects.first().pk, []
    for name, (who, methods) in TABLE.items():
        # The family has no scans; their pages have tests of their own.
        is_file = name.endswith("_pdf") or name.startswith("scan_")
        # Nor does anybody suggest a question in it.
        if who == VIEW and "GET" in methods and not is_file and name != "proposal_history":
            # A list of questions is printed from its visit.
            kind = "appointment" if name.endswith("_print") else name.split("_")[0]
            record = records.get(name, records.get(kind, visit))
            for where in ([], [record], [listed.appointment_id, listed.question_id]):
                with suppress(NoReverseMatch):
                    found.append(reverse(name, args=[plan.pk, *where]))
                    break
    return found


@pytest.mark.parametrize("email", list(PEOPLE))
def test_each_page_answers_each_person(plan, signed_in, email):
    user = User.objects.get(email=email)
    client = signed_in(user)
    pages = addresses(plan, user)
    assert len(pages) >= 12
    for address in pages:
        response = client.get(address)
        if response.status_code == 302:  # what asks who somebody is, and the way to a question
            leads = response["Location"].startswith("/account/reauthenticate/")
            assert leads or address.endswith("/now/"), address
            continue
        assert response.status_code == 200, address
        is_marias = user == plan.owner
        assert ("burden to Ana" in response.content.decode()) <= is_marias, address
