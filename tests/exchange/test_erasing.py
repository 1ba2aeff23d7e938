"""What is erased is in no row of any table and in no file, and nothing else is lost."""

import datetime as dt
import io

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import IntegrityError, models, transaction

from careplan.accounts.models import SignUpInvitation, User
from careplan.accounts.outbox import WaitingLetter
from careplan.appointments.models import Appointment
from careplan.concerns.models import Concern
from careplan.documents import scan_erasing
from careplan.documents.scan_erasing import FileToErase
from careplan.exchange import erasing
from careplan.exchange.account_erasing import empty_account
from careplan.exchange.deletion import (
    ask_account_deletion,
    ask_plan_deletion,
    keep_account,
    keep_plan,
)
from careplan.exchange.erasing import Erased, erase_due, erase_plan
from careplan.exchange.reminders import ReminderChoice, ReminderSent
from careplan.plans.grant_events import GrantEvent
from careplan.plans.history import Change
from careplan.plans.looking import AccessEvent
from careplan.plans.models import Membership, Plan
from careplan.printing.fillable_lists import FillableList, give_out
from careplan.questions.models import Question
from careplan.sharing.invitations import Invitation
from careplan.sharing.ownership import change_owner
from tests.cast import PASSWORD, person
from tests.exchange.dump import files_of, tables_with
from tests.exchange.making import fill, make

pytestmark = pytest.mark.django_db
WEEK = dt.timedelta(days=7)
MONTH = dt.timedelta(days=30)


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC), tick=False)
    return time_machine


def due() -> Erased:
    """A run, with the erasing of files that follows it."""
    erased = erase_due()
    scan_erasing.erase_what_is_left()
    return erased


@pytest.fixture
def plan(cast, settings, signed_in):
    """Maria's plan with records of hers and of Ana's, events, and letters that wait."""
    fill(cast, settings, by=cast.maria, word="canary")
    fill(cast, settings, by=cast.ana, word="canary", private=True)
    make(cast, Concern, cast.ben, category="other", words="canary").remove(by=cast.ben)
    Concern.objects.get(author=cast.ana).private_to.add(cast.ben)
    signed_in(cast.ana).get(f"/plans/{cast.plan.pk}/")
    WaitingLetter.objects.create(kind="x", user=cast.ana, plan_id=cast.plan.pk)
    return cast.plan


def test_a_plan_is_in_no_row_and_no_file(cast, plan, settings, clock):
    sams = fill_sams(cast, settings)
    assert len(files_of(settings)) == 6
    ask_plan_deletion(plan, by=cast.maria)
    clock.shift(WEEK - dt.timedelta(seconds=1))
    assert due() == Erased(0, 0)
    clock.shift(dt.timedelta(seconds=1))
    assert due() == Erased(1, 0)
    assert tables_with("canary", str(plan.pk), "Maria Alvarez") == set()
    assert files_of(settings) == sams
    assert list(Plan.objects.values_list("pk", flat=True)) == [cast.sams_plan.pk]
    assert User.objects.count() == 5
    assert Question.objects.get().text == "sams question?"


def fill_sams(cast, settings) -> set[str]:
    """Sam's own plan, which nothing may touch. Gives the files of its scan."""
    before = files_of(settings)
    cast.plan, marias = cast.sams_plan, cast.plan
    fill(cast, settings, by=cast.sam, word="sams")
    cast.plan = marias
    return files_of(settings) - before


def test_the_logs_are_erased_once_their_plan_is_gone_and_not_before(cast, plan):
    ask_plan_deletion(plan, by=cast.maria)
    assert (AccessEvent.objects.count(), GrantEvent.objects.count()) == (1, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        AccessEvent.objects.all().delete()
    erase_plan(plan)
    assert (AccessEvent.objects.count(), GrantEvent.objects.count()) == (0, 0)


def test_a_look_in_the_moment_of_erasing_is_erased_by_the_next_run(cast, plan):
    erase_plan(plan)
    AccessEvent.objects.create(
        plan_id=plan.pk, user_id=cast.ana.pk, kind="view", page="home",
        hour=dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC),
    )  # fmt: skip
    erase_due()
    assert AccessEvent.objects.count() == 0


def test_a_run_that_is_killed_before_the_files_is_finished_by_the_next(
    cast, plan, settings, clock, monkeypatch
):
    ask_plan_deletion(plan, by=cast.maria)
    clock.shift(WEEK)
    with monkeypatch.context() as killed:
        killed.setattr(erasing, "erase_what_is_left", lambda: None)
        erase_due()
    assert len(files_of(settings)) == 4
    assert FileToErase.objects.count() == 4
    assert due() == Erased(0, 0)
    assert files_of(settings) == set()
    assert FileToErase.objects.count() == 0


def test_a_file_that_the_storage_keeps_waits(cast, plan, settings, monkeypatch):
    erase_plan(plan)

    def refuse(name):
        raise OSError("canary")

    with monkeypatch.context() as broken:
        broken.setattr(default_storage, "delete", refuse)
        scan_erasing.erase_what_is_left()
    assert (len(files_of(settings)), FileToErase.objects.count()) == (4, 4)
    scan_erasing.erase_what_is_left()
    assert (files_of(settings), FileToErase.objects.count()) == (set(), 0)


def test_a_file_that_another_scan_names_is_never_erased(cast, plan, settings):
    FileToErase.objects.bulk_create(FileToErase(name=name) for name in files_of(settings))
    scan_erasing.erase_what_is_left()
    assert len(files_of(settings)) == 4


def test_what_was_kept_is_not_erased(cast, plan, clock):
    ask_plan_deletion(plan, by=cast.maria)
    clock.shift(dt.timedelta(days=6))
    assert keep_plan(plan, by=cast.maria)
    clock.shift(MONTH)
    assert due() == Erased(0, 0)
    assert not keep_plan(plan, by=cast.maria)
    kinds = GrantEvent.objects.order_by("pk").values_list("kind", "actor_id")
    assert list(kinds) == [("deletion", cast.maria.pk), ("kept", cast.maria.pk)]


def test_what_is_kept_while_others_are_erased_stays(cast, plan, clock, monkeypatch):
    """What is due was listed before; each is looked at again once it is locked."""
    for each, owner in ((plan, cast.maria), (cast.sams_plan, cast.sam)):
        ask_plan_deletion(each, by=owner)
    clock.shift(WEEK)

    def keep_the_other(going):
        for other in Plan.objects.exclude(pk=going.pk):
            keep_plan(other, by=other.owner)
        erase_plan(going)

    monkeypatch.setattr(erasing, "erase_plan", keep_the_other)
    assert due() == Erased(1, 0)
    assert Plan.objects.get().deletion_asked_at is None


def test_asked_twice_is_asked_once(cast, plan, clock):
    ask_plan_deletion(plan, by=cast.maria)
    clock.shift(WEEK - dt.timedelta(days=1))
    ask_plan_deletion(plan, by=cast.maria)
    clock.shift(dt.timedelta(days=1))
    assert due() == Erased(1, 0)


@pytest.fixture
def anas(cast, settings, signed_in, client):
    """Ana with a secret name and address, a plan of her own, and private things in Maria's."""
    ana = cast.ana
    ana.name, ana.email = "Canaria Bird", "bird@example.org"
    ana.information_level, ana.language = "everything", "es"
    ana.save()
    ana.emailaddress_set.update(email=ana.email)
    made = {
        "open": fill(cast, settings, by=ana, word="shared"),
        "private": fill_again(cast, settings, ana),
        "own": Plan.objects.create(owner=ana, person_name="birds plan"),
    }
    make(cast, Concern, ana, category="other", words="bird", is_private=True).remove(by=ana)
    told = {"plan": cast.plan, "kind": "concern", "what": "changed", "by": ana}
    was = {"was": {"words": "bird"}, "is_private": True}  # of what is open by now
    Change.objects.create(record=made["open"]["concern"].pk, **was, **told)
    Change.objects.create(record=made["private"]["concern"].pk, **was, **told)
    Change.objects.create(record=made["open"]["concern"].pk, became={"words": "shared"}, **told)
    Invitation.objects.create(
        plan=cast.sams_plan, email="bird@example.org", name="Bird", invited_by=cast.sam,
        expires_at=dt.datetime(2027, 1, 1, tzinfo=dt.UTC), role="viewer",
    )  # fmt: skip
    SignUpInvitation.issue()
    WaitingLetter.objects.create(kind="x", address="bird@example.org")
    WaitingLetter.objects.create(kind="x", user=ana)
    signed_in(ana).get(f"/plans/{cast.plan.pk}/")
    session = client.session
    session["note"] = {"email": "bird@example.org"}
    session.save()
    return made


def fill_again(cast, settings, ana):
    cast.plan.topic_choices.all().delete()
    return fill(cast, settings, by=ana, word="bird", private=True)


def test_an_account_is_in_no_row_and_what_was_shared_stays(cast, anas, settings, clock):
    number = cast.ana.pk
    ask_account_deletion(cast.ana)
    clock.shift(WEEK)
    assert due() == Erased(0, 1)
    assert tables_with("bird", "canaria") == set()
    assert len(files_of(settings)) == 2
    concern = Concern.objects.get()
    assert (concern.words, concern.author.called) == ("shared concern", "Somebody who left")
    assert concern.author_id == number
    emptied = User.objects.get(pk=number)
    assert not emptied.is_active
    assert not emptied.has_usable_password()
    assert (emptied.information_level, emptied.language) == ("later", "en")
    assert not Membership.objects.filter(user=number).exists()
    assert AccessEvent.objects.filter(user_id=number).count() == 1
    assert Change.objects.get().became == {"words": "shared"}
    assert list(Plan.objects.order_by("created")) == [cast.plan, cast.sams_plan]


def test_the_address_can_come_again_as_a_stranger(cast, anas, clock, client):
    ask_account_deletion(cast.ana)
    clock.shift(WEEK)
    due()
    answer = client.post("/account/login/", {"login": "bird@example.org", "password": PASSWORD})
    assert answer.status_code == 200
    again = person("bird")
    client.force_login(again, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(f"/plans/{cast.plan.pk}/").status_code == 404
    assert again.pk != cast.ana.pk


def test_with_the_account_go_the_plans_it_owns_and_are_kept_with_it(cast, anas, clock):
    before = Plan.objects.create(owner=cast.ana, person_name="asked before")
    ask_plan_deletion(before, by=cast.ana)
    clock.shift(dt.timedelta(hours=1))
    ask_account_deletion(cast.ana)
    anas["own"].refresh_from_db()
    assert anas["own"].deletion_asked_at == cast.ana.deletion_asked_at
    keep_account(cast.ana)
    anas["own"].refresh_from_db()
    before.refresh_from_db()
    assert anas["own"].deletion_asked_at is None
    assert before.deletion_asked_at is not None, "it was asked for by itself"
    clock.shift(WEEK)
    assert due() == Erased(1, 0)
    assert Concern.objects.filter(author=cast.ana).count() == 3


def test_every_hold_on_an_account_is_let_go(cast, anas):
    """A row that hangs on an account by CASCADE is gone, of whatever table."""
    erasing.erase_private(of=cast.ana)
    anas["own"].delete()
    empty_account(cast.ana)
    for relation in User._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and not relation.many_to_many:
            rows = relation.related_model._base_manager.filter(**{relation.field.name: cast.ana})
            if relation.on_delete is not models.PROTECT:
                assert not rows.exists(), relation


def test_whoever_left_has_thirty_days_and_then_nothing_private_there(cast, anas, clock, settings):
    mine = Membership.objects.filter(user=cast.ana)
    mine.update(removed_at=dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC))
    clock.shift(MONTH - dt.timedelta(seconds=1))
    due()
    assert Concern.objects.filter(is_private=True).count() == 2
    clock.shift(dt.timedelta(seconds=1))
    due()
    assert list(Concern.objects.values_list("words", flat=True)) == ["shared concern"]
    assert len(files_of(settings)) == 2
    assert User.objects.get(pk=cast.ana.pk).called == "Canaria Bird"


def test_after_thirty_days_nothing_reminds_them_if_they_are_let_in_again(cast, clock):
    visit = Appointment.objects.create(
        plan=cast.plan, author=cast.maria, changed_by=cast.maria, with_whom="Dr Lee"
    )
    mine = Membership.objects.filter(user=cast.ana)
    mine.update(removed_at=dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC))
    for user in (cast.ana, cast.maria):
        in_plan = {"user": user, "plan": cast.plan}
        ReminderChoice.objects.create(visits=True, **in_plan)
        ReminderSent.objects.create(
            kind="visits", object_id=visit.pk, for_day="2026-12-20", **in_plan
        )
        give_out(visit, [], by=user)
    clock.shift(MONTH)
    due()
    assert ReminderChoice.objects.get().user == cast.maria
    assert ReminderSent.objects.get().user == cast.maria
    assert FillableList.objects.get().made_by == cast.maria


def test_whoever_came_back_keeps_what_is_private(cast, anas, clock):
    mine = Membership.objects.filter(user=cast.ana)
    mine.update(removed_at=dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC))
    clock.shift(MONTH)
    mine.update(removed_at=None)
    due()
    assert Concern.objects.filter(is_private=True).count() == 2


def test_every_table_of_ours_is_of_a_plan_or_of_a_person_or_named():
    """A new table that neither names its plan nor its person would outlive both."""
    kept = {"User", "Plan", "SignUpInvitation", "FileToErase"}
    hanging = {relation.related_model for relation in User._meta.get_fields(include_hidden=True)}
    by_plan = {r.related_model for r in Plan._meta.get_fields(include_hidden=True)}
    of_ours = set(apps.get_app_config("careplan").get_models())
    found = hanging | by_plan | set(erasing.naming_by_number())
    assert {model.__name__ for model in of_ours - found} <= kept
    cascading = [
        field
        for model in of_ours
        for field in model._meta.concrete_fields
        if field.related_model is Plan
    ]
    assert {field.remote_field.on_delete for field in cascading} == {models.CASCADE}


def test_the_command_says_how_many_and_nothing_else(cast, plan, clock):
    ask_plan_deletion(plan, by=cast.maria)
    clock.shift(WEEK)
    for said in ("Erased: 1 plans, 0 accounts.\n", "Erased: 0 plans, 0 accounts.\n"):
        out = io.StringIO()
        call_command("tidy", stdout=out)
        assert out.getvalue() == f"Nothing is to be erased.\n{said}"


def test_one_that_cannot_be_erased_keeps_no_other_back(cast, plan, clock, monkeypatch, caplog):
    for each, by in ((plan, cast.maria), (cast.sams_plan, cast.sam)):
        ask_plan_deletion(each, by=by)
    real = erasing.erase_plan

    def fails(of):
        if of == plan:
            raise ValueError("canary")
        real(of)

    monkeypatch.setattr(erasing, "erase_plan", fails)
    clock.shift(WEEK)
    assert due() == Erased(1, 0)
    assert [p.pk for p in Plan.objects.all()] == [plan.pk]
    assert caplog.messages == ["Of plans, one could not be erased: ValueError"]


def test_a_plan_that_somebody_else_owns_by_now_is_not_erased_with_the_account(cast, plan):
    """As when a successor took over in the very moment."""
    maria = User.objects.get(pk=cast.maria.pk)
    change_owner(plan, to=cast.ana, by=cast.ana)
    with transaction.atomic():
        erasing.erase_account(maria)
    assert Plan.objects.get(pk=plan.pk).owner == cast.ana
    assert not Membership.objects.filter(user=cast.maria).exists()
    assert GrantEvent.objects.filter(plan_id=plan.pk, actor_id=cast.maria.pk, kind="left").exists()


def test_what_somebody_left_shared_with_those_who_stay_is_theirs_to_read(cast, plan, clock):
    shared = Concern.objects.get(author=cast.ana)  # with Ben
    alone = make(cast, Concern, cast.ana, category="other", words="alone", is_private=True)
    Membership.objects.filter(user=cast.ana).update(removed_at=dt.datetime.now(dt.UTC))
    clock.shift(MONTH)
    due()
    assert [c.pk for c in Concern.objects.filter(author=cast.ana)] == [shared.pk]
    assert not Concern.objects.filter(pk=alone.pk).exists()
