"""Invitations: who may be invited, how long one lasts, and what is kept of its links."""

import datetime

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.http import Http404
from django.utils import timezone

from careplan.accounts.models import SignUpInvitation
from careplan.accounts.outbox import WaitingLetter, send_waiting
from careplan.accounts.tokens import digest
from careplan.plans.grant_events import GrantEvent
from careplan.plans.models import Membership
from careplan.sharing.invitation_answers import InvitationGone, NotTheirs, accept, decline, found
from careplan.sharing.invitation_making import make_link, send_again, take_back
from careplan.sharing.invitations import Invitation
from careplan.sharing.people_members import remove_member
from tests.cast import person
from tests.sharing.conftest import invited, token_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def sofia(db):
    return person("Sofia")


def link_of(cast, invitation, by=None) -> str:
    return make_link(plan=cast.plan, pk=invitation.pk, by=by or cast.maria)[1]


def events() -> list[tuple]:
    rows = GrantEvent.objects.order_by("pk")
    return [(e.kind, e.actor_id, e.subject_id, e.name, e.detail) for e in rows]


VIEWER = {"role": "viewer", "visits": "see", "papers": "see", "comfort": "none", "people": "none"}


def test_from_the_invitation_to_the_membership(cast, sofia):
    invitation = invited(cast, "Sofia@Example.org", relation="friend")
    assert invitation.email == "sofia@example.org"
    assert accept(key=digest(link_of(cast, invitation)), by=sofia) == cast.plan
    joined = Membership.objects.get(user=sofia)
    assert (joined.rights, joined.relation, joined.removed_at) == (VIEWER, "friend", None)
    assert events() == [
        ("invited", cast.maria.pk, None, "Sofia", VIEWER),
        ("joined", sofia.pk, sofia.pk, "", VIEWER),
    ]
    invitation.refresh_from_db()
    assert invitation.accepted_by == sofia


def test_a_link_works_once(cast, sofia):
    key = digest(link_of(cast, invited(cast)))
    accept(key=key, by=sofia)
    remove_member(plan=cast.plan, membership=Membership.objects.get(user=sofia), by=cast.maria)
    with pytest.raises(InvitationGone):
        accept(key=key, by=sofia)
    assert Membership.objects.get(user=sofia).removed_at is not None


@pytest.mark.parametrize("who", ["sam", "rita"])
def test_another_account_cannot_accept(cast, sofia, who):
    key = digest(link_of(cast, invited(cast)))
    before = list(Membership.objects.values())
    with pytest.raises(NotTheirs):
        accept(key=key, by=getattr(cast, who))
    assert list(Membership.objects.values()) == before


def test_an_address_that_was_not_confirmed_does_not_count(cast, sofia):
    sofia.emailaddress_set.update(verified=False)
    with pytest.raises(NotTheirs):
        accept(key=digest(link_of(cast, invited(cast))), by=sofia)
    assert not Membership.objects.filter(user=sofia).exists()


def test_somebody_removed_comes_back_with_the_new_rights(cast):
    Membership.objects.filter(user=cast.rita).update(opens_at=timezone.now())
    accept(key=digest(link_of(cast, invited(cast, "rita@example.org"))), by=cast.rita)
    back = Membership.objects.get(user=cast.rita)
    assert (back.rights, back.removed_at, back.opens_at) == (VIEWER, None, None)


def test_who_is_in_the_plan_keeps_what_they_have(cast):
    """Ana's address was another one when it was invited."""
    invitation = invited(cast, "ana.new@example.org")
    cast.ana.emailaddress_set.update(email="ana.new@example.org")
    key = digest(link_of(cast, invitation))
    before = list(Membership.objects.values())
    assert accept(key=key, by=cast.ana) == cast.plan
    assert list(Membership.objects.values()) == before
    assert found(key) == invitation


def test_a_link_lasts_72_hours(cast, sofia, time_machine):
    key, now = digest(link_of(cast, invited(cast))), timezone.now()
    time_machine.move_to(now + datetime.timedelta(hours=71, minutes=59))
    assert found(key)
    time_machine.move_to(now + datetime.timedelta(hours=72, minutes=1))
    with pytest.raises(InvitationGone):
        accept(key=key, by=sofia)


def test_what_ran_out_does_not_come_back_with_a_new_link(cast, time_machine):
    invitation = invited(cast)
    mailed = invitation.new_link("mail")
    time_machine.move_to(timezone.now() + datetime.timedelta(hours=73))
    copied = link_of(cast, invitation)
    assert found(digest(copied)) == invitation
    with pytest.raises(InvitationGone):
        found(digest(mailed))


def test_a_new_link_takes_the_place_of_the_one_of_its_kind(cast):
    invitation = invited(cast)
    mailed, first = invitation.new_link("mail"), link_of(cast, invitation)
    second = link_of(cast, invitation)
    assert found(digest(mailed)) == found(digest(second)) == invitation
    with pytest.raises(InvitationGone):
        found(digest(first))


@pytest.mark.parametrize("key", ["", "x", digest(""), digest("no such token")])
def test_an_unknown_link_opens_nothing(cast, key):
    invited(cast)
    with pytest.raises(InvitationGone):
        found(key)


def test_taken_back(cast, sofia):
    invitation = invited(cast)
    key = digest(link_of(cast, invitation))
    take_back(plan=cast.plan, pk=invitation.pk, by=cast.maria)
    with pytest.raises(InvitationGone):
        accept(key=key, by=sofia)
    assert events()[-1] == ("revoked", cast.maria.pk, None, "Sofia", {})
    with pytest.raises(Http404):
        link_of(cast, invitation)


def test_a_no_ends_the_link_and_may_be_asked_anew(cast, sofia):
    invitation = invited(cast)
    key = digest(link_of(cast, invitation))
    decline(key=key)
    with pytest.raises(InvitationGone):
        accept(key=key, by=sofia)
    accept(key=digest(link_of(cast, invitation)), by=sofia)
    assert Membership.objects.filter(user=sofia, removed_at=None).exists()


def test_a_closed_plan_takes_nobody_in(cast, sofia):
    key = digest(link_of(cast, invited(cast)))
    cast.plan.closed_at = timezone.now()
    cast.plan.save()
    with pytest.raises(InvitationGone):
        accept(key=key, by=sofia)
    with pytest.raises(PermissionDenied):
        invited(cast, "other@example.org")


def sentences(refused) -> list[str]:
    return refused.value.messages


@pytest.mark.parametrize(
    ("email", "sentence"),
    [
        ("MARIA@example.org", "This is your own email. Write that of somebody else"),
        ("Ana@example.org", "This person can see the plan already. Look under People"),
    ],
)
def test_who_cannot_be_invited(cast, email, sentence):
    with pytest.raises(ValidationError) as refused:
        invited(cast, email)
    assert sentences(refused) == [sentence]
    assert Invitation.objects.count() == 0


def test_a_manager_does_not_invite_the_owner(cast, max_):
    with pytest.raises(ValidationError, match="can see the plan already"):
        invited(cast, "maria@example.org", by=max_)


def test_the_same_address_twice_is_one(cast):
    first = invited(cast)
    assert invited(cast, "SOFIA@example.org", name="Other", papers="none") == first
    assert Invitation.objects.count() == 1
    with pytest.raises(IntegrityError, match="invitation"), transaction.atomic():
        Invitation.objects.create(
            plan=cast.plan,
            email=first.email,
            role="viewer",
            invited_by=cast.maria,
            expires_at=first.expires_at,
        )


@pytest.mark.parametrize("how", ["no", "late"])
def test_after_a_no_or_72_hours_the_address_is_invited_anew(cast, time_machine, how):
    first = invited(cast)
    if how == "no":
        decline(key=digest(link_of(cast, first)))
    else:
        time_machine.move_to(timezone.now() + datetime.timedelta(hours=73))
    second = invited(cast)
    assert second != first
    assert list(Invitation.objects.standing()) == [second]


def test_20_stand_at_once(cast):
    for number in range(20):
        invited(cast, f"n{number}@example.org")
    with pytest.raises(ValidationError) as refused:
        invited(cast, "one.more@example.org")
    assert sentences(refused) == [
        "20 invitations are open. Take one back before you invite somebody else."
    ]
    take_back(plan=cast.plan, pk=Invitation.objects.first().pk, by=cast.maria)
    invited(cast, "one.more@example.org")


def test_nobody_invites_without_end(cast, time_machine):
    for number in range(50):
        kept = invited(cast, f"n{number}@example.org")
        take_back(plan=cast.plan, pk=kept.pk, by=cast.maria)
    with pytest.raises(ValidationError) as refused:
        invited(cast)
    assert sentences(refused) == ["You invited many people today. Wait until tomorrow."]
    time_machine.move_to(timezone.now() + datetime.timedelta(days=1, minutes=1))
    invited(cast)


def test_the_owner_alone_invites_a_manager(cast, max_):
    with pytest.raises(PermissionDenied):
        invited(cast, role="manager", by=max_)
    kept = invited(cast, role="manager")
    for act in (take_back, make_link, send_again):
        with pytest.raises(Http404):
            act(plan=cast.plan, pk=kept.pk, by=max_)
    invited(cast, "viewer@example.org", by=max_)


def test_a_manager_brings_no_managers_invitation_back_to_life(cast, max_, time_machine):
    """Nor takes its place with one of their own, once it ran out or was declined."""
    kept = invited(cast, "sofia@example.org", role="manager")
    mailed = kept.new_link("mail")
    time_machine.move_to(timezone.now() + datetime.timedelta(hours=73))
    before = list(Invitation.objects.values())
    for act in (take_back, make_link, send_again):
        with pytest.raises(Http404):
            act(plan=cast.plan, pk=kept.pk, by=max_)
    for role in ("manager", "viewer"):
        with pytest.raises(PermissionDenied):
            invited(cast, "sofia@example.org", role=role, by=max_)
    assert list(Invitation.objects.values()) == before
    with pytest.raises(InvitationGone):
        found(digest(mailed))
    make_link(plan=cast.plan, pk=kept.pk, by=cast.maria)  # the owner may


@pytest.mark.parametrize("who", ["ana", "ben"])
def test_members_without_the_right_invite_nobody(cast, who):
    kept = invited(cast)
    for act in (take_back, make_link, send_again):
        with pytest.raises(PermissionDenied):
            act(plan=cast.plan, pk=kept.pk, by=getattr(cast, who))
    with pytest.raises(PermissionDenied):
        invited(cast, "other@example.org", by=getattr(cast, who))


@pytest.mark.parametrize("who", ["sam", "rita"])
def test_outsiders_find_none(cast, who):
    kept = invited(cast)
    for act in (take_back, make_link, send_again):
        with pytest.raises(Http404):
            act(plan=cast.plan, pk=kept.pk, by=getattr(cast, who))
    with pytest.raises(Http404):
        make_link(plan=cast.sams_plan, pk=kept.pk, by=cast.sam)


def test_what_somebody_invited_ends_when_they_are_removed(cast, max_, sofia):
    """Or they could come back by an address of their own."""
    hers, his = invited(cast, "other@example.org"), invited(cast, by=max_)
    key = digest(link_of(cast, his, by=max_))
    remove_member(plan=cast.plan, membership=max_.memberships.get(), by=cast.maria)
    with pytest.raises(InvitationGone):
        accept(key=key, by=sofia)
    assert list(Invitation.objects.standing()) == [hers]


# -- letters and tokens --------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_the_letter_and_its_link(cast, letters):
    kept = invited(cast)
    letter, *notices = letters
    assert (letter.to, letter.subject) == (["sofia@example.org"], "An invitation")
    assert "Maria would like to share a notebook with you." in letter.body
    for word in ("Alvarez", "plan", "cancer", "illness", "Visits", "papers", "doctor"):
        assert word not in letter.body.replace("careplan", "")
    assert [(n.to, n.subject) for n in notices] == [(["maria@example.org"], "Who can see a plan")]
    assert found(digest(token_in(letter.body))) == kept
    kept.refresh_from_db()
    assert kept.sent_at is not None
    assert WaitingLetter.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_sent_again_with_a_new_link_after_five_minutes(cast, letters, time_machine):
    kept = invited(cast)
    first = token_in(letters[0].body)
    assert not send_again(plan=cast.plan, pk=kept.pk, by=cast.maria)
    time_machine.move_to(timezone.now() + datetime.timedelta(minutes=6))
    assert send_again(plan=cast.plan, pk=kept.pk, by=cast.maria)
    second = token_in(letters[2].body)
    assert found(digest(second)) == kept
    with pytest.raises(InvitationGone):
        found(digest(first))


@pytest.mark.django_db(transaction=True)
def test_what_was_taken_back_before_it_could_be_sent_is_not_sent(cast, letters):
    kept = invited(cast)
    letters.clear()
    WaitingLetter.objects.create(
        kind="invitation", address=kept.email, plan_id=cast.plan.pk, object_id=str(kept.pk)
    )
    take_back(plan=cast.plan, pk=kept.pk, by=cast.maria)
    letters.clear()
    assert send_waiting() == (1, 0)
    assert letters == []


@pytest.mark.django_db(transaction=True)
def test_without_a_mail_server_no_link_is_made_that_nobody_reads(cast, settings, mailoutbox):
    settings.EMAIL_HOST = ""
    kept = invited(cast)
    kept.refresh_from_db()
    assert (kept.mail_sha256, kept.sent_at, mailoutbox) == (None, None, [])


def every_row() -> str:
    """Every row of every table of the database, sessions decoded too."""
    rows = [str(list(model.objects.values())) for model in apps.get_models()]
    rows += [str(session.get_decoded()) for session in Session.objects.all()]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - its own names
            rows.append(str(cursor.fetchall()))
    return "\n".join(rows)


@pytest.mark.django_db(transaction=True)
def test_no_token_is_in_any_row(cast, letters, browser, sofia, settings):
    settings.SIGN_UP = "invited"
    kept = invited(cast)
    page = browser(cast.maria).post(f"/plans/{cast.plan.pk}/invitations/{kept.pk}/link/")
    tokens = {token_in(letters[0].body), token_in(page.content.decode())}
    assert len(tokens) == 2
    client = browser()
    for token in sorted(tokens):
        client.get(f"/invitation/{token}/", follow=True)
        client.post("/invitation/sign-up/")
    assert SignUpInvitation.objects.count() == 2
    everything = every_row()
    assert kept.email in everything
    for token in tokens:
        assert token not in everything
        assert digest(token) in everything
    for letter in letters:
        assert not any(token in str(letter.message().items()) for token in tokens)
    assert sum(token in letter.body for token in tokens for letter in letters) == 1


@pytest.mark.django_db(transaction=True)
def test_who_accepted_is_told_to_whoever_asked(cast, letters, sofia, max_):
    kept = invited(cast, by=max_)
    letters.clear()
    accept(key=digest(kept.new_link("mail")), by=sofia)
    assert sorted((x.to[0], x.subject) for x in letters) == [
        ("maria@example.org", "An invitation was accepted"),
        ("max@example.org", "An invitation was accepted"),
    ]
    for letter in letters:
        assert "Sofia" not in letter.body
        assert "Maria" not in letter.body


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"role": "owner"}, "invitation_is_not_ownership"),
        ({"visits": "change"}, "invitation_viewer_changes_nothing"),
        ({"email": "Sofia@example.org"}, "invitation_email_is_lower_case"),
        (
            {"accepted_at": timezone.now(), "revoked_at": timezone.now()},
            "invitation_is_accepted_or_revoked",
        ),
    ],
)
def test_what_the_database_refuses(cast, fields, name):
    kept = invited(cast)
    with pytest.raises(IntegrityError, match=name):
        Invitation.objects.filter(pk=kept.pk).update(**fields)
