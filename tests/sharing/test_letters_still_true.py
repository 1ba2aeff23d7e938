"""A letter that waited is asked again just before it goes: what is over by then is told to nobody.

Nothing commits here, so each letter waits until `leave` sends it, as after a dead mail server.
"""

import datetime

import pytest
from django.utils import timezone

from careplan.accounts.outbox import WRITERS, WaitingLetter, send_waiting
from careplan.accounts.tokens import digest
from careplan.plans.models import Grant, Membership, Plan, Role
from careplan.sharing import link_letters, people_letters, stand_in_letters, stand_ins
from careplan.sharing.closing import close_plan
from careplan.sharing.hand_over import accept_offer, offer, refuse_offer, take_back_offer
from careplan.sharing.invitation_answers import accept, decline
from careplan.sharing.invitation_making import take_back
from careplan.sharing.invitations import Invitation
from careplan.sharing.link_locking import note_locked
from careplan.sharing.link_making import end_link
from careplan.sharing.ownership import change_owner
from careplan.sharing.people_members import change_grants, leave, remove_member
from careplan.sharing.share_links import ShareLink
from careplan.sharing.stand_ins import Purpose, StandIn
from tests.cast import person
from tests.sharing.conftest import invited
from tests.sharing.links import link_of

pytestmark = pytest.mark.django_db


def of(user) -> Membership:
    return Membership.objects.get(user=user)


def back(user) -> None:
    Membership.objects.filter(user=user).update(removed_at=None)


def plan(cast) -> Plan:
    return Plan.objects.get(pk=cast.plan.pk)


def remove(cast, user, by=None) -> None:
    remove_member(plan=plan(cast), membership=of(user), by=by or plan(cast).owner)


def new_owner(cast, user, role=Role.MANAGER) -> None:
    change_owner(plan(cast), to=user, by=user, role=role)


def joined(cast):
    """Sofia, whom Maria invited, and who said yes."""
    sofia = person("Sofia")
    accept(key=digest(invited(cast).new_link("link")), by=sofia)
    return sofia


def offered(cast, user=None) -> None:
    offer(plan=plan(cast), to=of(user or cast.ana), becomes="manager", by=cast.maria)


def said_no(cast) -> None:
    offered(cast)
    refuse_offer(plan=plan(cast), by=cast.ana)


def handed_over(cast) -> None:
    offered(cast)
    accept_offer(plan=plan(cast), by=cast.ana)


def handed_back(cast) -> None:
    offer(plan=plan(cast), to=of(cast.maria), becomes="manager", by=cast.ana)
    accept_offer(plan=plan(cast), by=cast.maria)


def named(cast, purpose=Purpose.LOOK) -> StandIn:
    return stand_ins.name_stand_in(of(cast.ana), purpose=purpose, wait_days=3, by=cast.maria)


def asked(cast) -> StandIn:
    stand_in = named(cast)
    stand_ins.ask(stand_in, by=cast.ana)
    return stand_in


def refused(cast) -> StandIn:
    stand_in = asked(cast)
    stand_ins.refuse(stand_in, by=cast.maria)
    return stand_in


def asked_anew(cast) -> None:
    StandIn.objects.update(refused_at=timezone.now() - datetime.timedelta(days=2))
    stand_ins.ask(StandIn.objects.get(), by=cast.ana)


def stopped(cast) -> None:
    stand_ins.stop(named(cast), by=cast.maria)


def taken_over(cast) -> None:
    stand_in = named(cast, Purpose.SUCCEED)
    long_ago = timezone.now() - datetime.timedelta(days=9)
    StandIn.objects.filter(pk=stand_in.pk).update(asked_at=long_ago, notice_at=long_ago)
    stand_ins.take_over(stand_in, by=cast.ana)


# kind: (what it tells of, whom it goes to while that stands)
TOLD = {
    "invitation": (invited, ["sofia"]),
    "access_granted": (joined, ["maria"]),
    "access_removed": (lambda cast: remove(cast, cast.ben), ["ben"]),
    "member_left": (lambda cast: leave(plan=plan(cast), by=cast.ben), ["maria"]),
    "sharing_changed": (invited, ["maria"]),
    "hand_over_asked": (offered, ["ana"]),
    "hand_over_refused": (said_no, ["maria"]),
    "handed_over": (handed_over, ["ana", "maria"]),
    "link_made": (link_of, ["maria"]),
    "link_locked": (lambda cast: locked(cast), ["maria"]),
    "stand_in_set": (named, ["maria"]),
    "stand_in_named": (named, ["ana"]),
    "stand_in_asked": (asked, ["maria"]),
    "stand_in_refused": (refused, ["ana"]),
    "stand_in_stopped": (stopped, ["ana"]),
    "stand_in_owns": (taken_over, ["maria"]),
}
# (kind, what happened before it could go, whom it still goes to)
OVER = [
    ("invitation", lambda cast: take_back_all(cast), []),
    ("invitation", lambda cast: decline(key=digest(one(Invitation).new_link("link"))), []),
    ("invitation", lambda cast: Invitation.objects.update(expires_at=timezone.now()), []),
    ("invitation", lambda cast: accepted(cast), []),
    ("invitation", lambda cast: new_owner(cast, cast.ana, Role.CAREGIVER), []),
    ("access_granted", lambda cast: remove(cast, sofia()), []),
    ("access_granted", lambda cast: leave(plan=plan(cast), by=sofia()), []),
    ("access_granted", lambda cast: new_owner(cast, sofia()), ["maria"]),
    ("access_granted", lambda cast: gone_with_the_plan(cast), []),
    ("access_removed", lambda cast: back(cast.ben), []),
    ("member_left", lambda cast: back(cast.ben), []),
    ("member_left", lambda cast: new_owner(cast, cast.ana), []),
    ("sharing_changed", lambda cast: gone_with_the_plan(cast), ["ana"]),  # she did that
    ("hand_over_asked", lambda cast: take_back_offer(plan=plan(cast), by=cast.maria), []),
    ("hand_over_asked", lambda cast: offered(cast, cast.ben), ["ben"]),
    ("hand_over_asked", lambda cast: refuse_offer(plan=plan(cast), by=cast.ana), []),
    ("hand_over_asked", lambda cast: remove(cast, cast.ana), []),
    ("hand_over_refused", lambda cast: offered(cast), []),
    ("hand_over_refused", lambda cast: new_owner(cast, cast.ben), []),
    ("handed_over", handed_back, ["ana", "maria"]),  # of the second time alone
    ("handed_over", lambda cast: new_owner(cast, cast.ben), ["maria"]),
    ("link_made", lambda cast: end_link(link=cast.plan.share_links.get(), by=cast.maria), []),
    ("link_made", lambda cast: gone_with_the_plan(cast), []),
    ("link_locked", lambda cast: end_link(link=cast.plan.share_links.get(), by=cast.maria), []),
    ("link_locked", lambda cast: new_owner(cast, cast.ana), []),
    ("stand_in_set", lambda cast: new_owner(cast, cast.ben), []),
    ("stand_in_named", lambda cast: stand_ins.stop(StandIn.objects.get(), by=cast.maria), []),
    ("stand_in_named", lambda cast: remove(cast, cast.ana), []),
    ("stand_in_asked", lambda cast: stand_ins.refuse(StandIn.objects.get(), by=cast.maria), []),
    ("stand_in_asked", lambda cast: stand_ins.stop(StandIn.objects.get(), by=cast.maria), []),
    ("stand_in_asked", lambda cast: new_owner(cast, cast.ben), []),
    ("stand_in_asked", lambda cast: remove(cast, cast.ana), []),
    ("stand_in_refused", lambda cast: asked_anew(cast), []),
    ("stand_in_refused", lambda cast: stand_ins.stop(StandIn.objects.get(), by=cast.maria), []),
    ("stand_in_refused", lambda cast: remove(cast, cast.ana), []),
    ("stand_in_stopped", lambda cast: named(cast), []),
    ("stand_in_stopped", lambda cast: named(cast, Purpose.SUCCEED), ["ana"]),
    ("stand_in_owns", handed_back, []),
]


def locked(cast) -> None:
    link = link_of(cast, code="123456")
    ShareLink.objects.update(wrong_codes=ShareLink.MOST_WRONG)
    note_locked(link)


def one(model):
    return model.objects.get()


def sofia():
    return Membership.objects.get(user__name="Sofia").user


def take_back_all(cast) -> None:
    take_back(plan=plan(cast), pk=Invitation.objects.get().pk, by=cast.maria)


def accepted(cast) -> None:
    """By the link that was copied meanwhile."""
    accept(key=digest(Invitation.objects.get().new_link("link")), by=person("Sofia"))


def gone_with_the_plan(cast) -> None:
    """Maria hands the plan over, and is then taken out of it."""
    new_owner(cast, cast.ana)
    remove(cast, cast.maria, by=cast.ana)


def left(kind, letters) -> list[str]:
    """To whom the letters of this kind go now."""
    WaitingLetter.objects.exclude(kind=kind).delete()
    letters.clear()
    assert send_waiting()[1] == 0
    return sorted(letter.to[0].partition("@")[0] for letter in letters)


def test_every_letter_of_sharing_is_in_the_table():
    rooms = {module.__name__ for module in (link_letters, people_letters, stand_in_letters)}
    ours = {kind for kind, write in WRITERS.items() if module_of(write) in rooms}
    assert ours == {*TOLD}
    assert {kind for kind, _how, _who in OVER} == {*TOLD}


def module_of(write) -> str:
    return getattr(write, "func", write).__module__


@pytest.mark.parametrize("kind", TOLD)
def test_it_goes_while_it_is_true(cast, letters, kind):
    tell, who = TOLD[kind]
    tell(cast)
    assert left(kind, letters) == who


@pytest.mark.parametrize(("kind", "over", "who"), OVER)
def test_it_does_not_go_when_it_is_over(cast, letters, kind, over, who):
    tell, _who = TOLD[kind]
    tell(cast)
    over(cast)
    assert left(kind, letters) == who


@pytest.mark.parametrize("kind", TOLD)
def test_none_of_a_closed_plan(cast, letters, kind):
    tell, _who = TOLD[kind]
    tell(cast)
    close_plan(plan(cast), by=plan(cast).owner)
    assert left(kind, letters) == []


@pytest.mark.parametrize("kind", TOLD)
def test_none_of_a_plan_that_is_gone(cast, letters, kind):
    tell, _who = TOLD[kind]
    tell(cast)
    Plan.objects.filter(pk=cast.plan.pk).delete()
    assert left(kind, letters) == []


def test_who_kept_the_plan_until_now_is_told_of_no_link(cast, letters, max_):
    """Max, who made it, still is."""
    link_of(cast, by=max_)
    new_owner(cast, cast.ana)
    assert left("link_made", letters) == ["max"]


def test_asked_twice_while_the_server_was_dead_the_owner_is_told_once(cast, letters):
    stand_in = asked(cast)
    StandIn.objects.update(asked_at=timezone.now() - datetime.timedelta(days=2))
    stand_ins.ask(stand_in, by=cast.ana)
    assert WaitingLetter.objects.filter(kind="stand_in_asked").count() == 2
    assert left("stand_in_asked", letters) == ["maria"]


@pytest.mark.parametrize(
    ("then", "says"),
    [
        (lambda cast: None, True),
        (lambda cast: remove(cast, cast.maria, by=cast.ana), False),
        (lambda cast: less_for_maria(cast), False),
    ],
)
def test_who_was_put_out_since_still_learns_who_owns_it_now(cast, letters, then, says):
    taken_over(cast)
    then(cast)
    assert left("stand_in_owns", letters) == ["maria"]
    assert "The person you chose owns your plan now." in letters[0].body
    assert ("You still see and change all of it." in letters[0].body) == says


def less_for_maria(cast) -> None:
    wanted = Membership(role=Role.VIEWER, visits=Grant.SEE, papers=Grant.NONE)
    change_grants(plan=plan(cast), membership=of(cast.maria), wanted=wanted, by=cast.ana)
