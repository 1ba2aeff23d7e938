"""The page on people as each sees it; and what is changed about a member, or by one."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from careplan.plans.grant_events import GrantEvent
from careplan.plans.models import Membership
from careplan.plans.records import StaleRecord
from careplan.sharing.people_members import change_grants, leave, remove_member
from tests.cast import membership, person
from tests.making import doctor
from tests.posting import hidden_in, read
from tests.sharing.conftest import invited

pytestmark = pytest.mark.django_db
SECTIONS = ("visits", "papers", "comfort", "people")


@pytest.fixture
def at(cast):
    def address(end: str = "people/") -> str:
        return f"/plans/{cast.plan.pk}/{end}"

    return address


def of(user) -> Membership:
    return Membership.objects.get(user=user)


def rights(role="viewer", grant="see", **fields) -> Membership:
    return Membership(role=role, **dict.fromkeys(SECTIONS, grant) | fields)


def main_of(response) -> str:
    assert response.status_code == 200
    page = response.content.decode()
    return page[page.index("<main") : page.index("</main>")]


def last_event() -> tuple:
    event = GrantEvent.objects.latest("pk")
    return event.kind, event.actor_id, event.subject_id, event.detail


# -- the page ------------------------------------------------------------------------------------


def test_what_each_may_see_and_change(cast, browser, at, max_):
    Membership.objects.filter(user=cast.ana).update(papers="see", comfort="none")
    response = browser(cast.maria).get(at())
    rows = response.context["readers"]
    assert [(r.name, r.relation, r.pk) for r in rows] == [
        ("Maria (you)", "", None),
        ("Ana", "daughter", of(cast.ana).pk),
        ("Ben", "", of(cast.ben).pk),
        ("Max", "", of(max_).pk),
    ]
    assert [(s.sees, s.changes) for s in rows[1].sights] == [
        (True, True),
        (True, False),
        (False, False),
        (True, True),
    ]
    page = main_of(response)
    assert 'aria-label="Change what Ana can see"' in page
    assert "Hand this plan over" in page
    assert "Leave this plan" not in page


def test_a_manager_deals_with_those_below(cast, browser, at, max_):
    other = membership(cast.plan, person("Mia"), "manager", "change")
    rows = browser(max_).get(at()).context["readers"]
    assert [(r.name, bool(r.pk)) for r in rows] == [
        ("Maria", False),
        ("Ana", True),
        ("Ben", True),
        ("Max (you)", False),
        ("Mia", False),
    ]
    for target in (of(max_), other):
        for end in ("edit", "remove"):
            for method in ("get", "post"):
                found = getattr(browser(max_), method)(at(f"people/{target.pk}/{end}/"))
                assert found.status_code == 404


def test_others_see_no_invitation(cast, browser, at):
    invited(cast, "canary@example.org", name="Canary")
    assert "canary@example.org" in main_of(browser(cast.maria).get(at()))
    for user in (cast.ana, cast.ben):
        page = main_of(browser(user).get(at()))
        assert "canary" not in page.lower()
        assert "Invite someone" not in page


def test_without_the_part_on_people(cast, browser, at):
    doctor(cast, name="Dr Canary", phone_day="555 0142")
    Membership.objects.filter(user=cast.ana).update(people="none")
    response = browser(cast.ana).get(at())
    assert [r.name for r in response.context["readers"]] == ["Maria", "Ana (you)"]
    assert "Canary" not in main_of(response)
    assert browser(cast.ana).get(at("about/")).status_code == 403


def test_somebody_who_sees_nothing_yet_is_told_so(cast, browser, at):
    Membership.objects.filter(user=cast.ben).update(**dict.fromkeys(SECTIONS, "none"))
    sentence = "You are in this plan, but you see nothing of it yet."
    for end in ("", "people/"):
        assert sentence in main_of(browser(cast.ben).get(at(end)))
    rows = browser(cast.maria).get(at()).context["readers"]
    assert rows[2].sentence == "Is in this plan, but sees nothing of it yet."
    assert sentence not in main_of(browser(cast.ana).get(at()))


@pytest.mark.parametrize("count", [1, 20])
@pytest.mark.usefixtures("seen_this_hour")
def test_eight_reads_however_many_there_are(cast, browser, at, max_, count):
    for number in range(count):
        invited(cast, f"n{number}@example.org")
        membership(cast.plan, person(f"P{number}"), "viewer", "see")
        doctor(cast, name=f"n{number}")
    for user in (cast.maria, max_):
        client = browser(user)
        with CaptureQueriesContext(connection) as reads:
            main_of(client.get(at()))
        assert len(reads) == (7 if user == cast.maria else 8)  # the owner is read for others


# -- what a member may see is changed ------------------------------------------------------------


def sent(client, address, **fields) -> dict:
    """What somebody sends who opens the form now."""
    return dict.fromkeys(SECTIONS, "see") | {"role": "viewer"} | read(client, address) | fields


def test_change(cast, browser, at):
    before = of(cast.ana).rights
    address = at(f"people/{of(cast.ana).pk}/edit/")
    assert 'value="daughter"' in main_of(browser(cast.maria).get(address))
    maria = browser(cast.maria)
    answer = maria.post(address, sent(maria, address, papers="none", relation="niece"))
    assert answer["Location"] == at()
    now = {"role": "viewer", "visits": "see", "papers": "none", "comfort": "see", "people": "see"}
    assert (of(cast.ana).rights, of(cast.ana).relation, of(cast.ana).version) == (now, "niece", 2)
    assert last_event() == (
        "changed",
        cast.maria.pk,
        cast.ana.pk,
        now | {"before": before},
    )
    assert browser(cast.ana).get(at("papers/")).status_code == 403


def test_a_new_relation_alone_is_no_grant(cast):
    wanted = rights("caregiver", "change", relation="niece")
    change_grants(plan=cast.plan, membership=of(cast.ana), wanted=wanted, by=cast.maria)
    assert of(cast.ana).relation == "niece"
    assert GrantEvent.objects.count() == 0


def test_two_who_change_at_once(cast, browser, at, max_):
    """What one of the two left alone is as the other has it; what both changed is asked."""
    address = at(f"people/{of(cast.ben).pk}/edit/")
    maria, other = browser(cast.maria), browser(max_)
    form = sent(maria, address, visits="none", papers="none", relation="brother")
    other.post(address, sent(other, address, comfort="none", relation="friend"))
    response = maria.post(address, form)
    assert "Somebody saved a change while you were writing." in main_of(response)
    assert of(cast.ben).papers == "see"
    assert [clash.name for clash in response.context["form"].clashes] == ["relation"]
    again = form | hidden_in(response) | {"keep_relation": "mine"}
    assert maria.post(address, again).status_code == 302
    ben = of(cast.ben)
    assert (ben.visits, ben.papers, ben.comfort) == ("none", "none", "none")
    assert ben.relation == "brother"


def test_an_old_version_is_refused(cast):
    with pytest.raises(StaleRecord):
        change_grants(
            plan=cast.plan, membership=of(cast.ben), wanted=rights(), by=cast.maria, version=7
        )


def test_nobody_raises_themselves_or_their_like(cast, max_):
    other = membership(cast.plan, person("Mia"), "manager", "change")
    for target, wanted in [
        (other, rights()),
        (of(max_), rights()),
        (of(cast.ben), rights("manager", "change")),
    ]:
        with pytest.raises(PermissionDenied):
            change_grants(plan=cast.plan, membership=target, wanted=wanted, by=max_)
    for user in (cast.ana, cast.ben):
        with pytest.raises(PermissionDenied):
            change_grants(
                plan=cast.plan, membership=of(user), wanted=rights("manager", "change"), by=user
            )
    assert [of(u).role for u in (other.user, max_, cast.ben, cast.ana)] == [
        "manager",
        "manager",
        "viewer",
        "caregiver",
    ]


def test_on_a_closed_plan_rights_are_only_taken_away(cast, browser, at):
    cast.plan.closed_at = timezone.now()
    cast.plan.save()
    address = at(f"people/{of(cast.ben).pk}/edit/")
    maria = browser(cast.maria)
    wider = maria.post(address, sent(maria, address, visits="change", role="caregiver"))
    assert "This plan is closed. It can be read, but not changed." in main_of(wider)
    assert of(cast.ben).rights["visits"] == "see"
    narrower = sent(maria, address, visits="none")
    assert maria.post(address, narrower).status_code == 302
    assert of(cast.ben).rights["visits"] == "none"
    assert browser(cast.maria).get(at("invitations/new/")).status_code == 403
    assert "Invite someone" not in main_of(browser(cast.maria).get(at()))


def test_a_manager_no_more_and_their_invitations(cast, max_):
    invitation = invited(cast, by=max_)
    change_grants(plan=cast.plan, membership=of(max_), wanted=rights(), by=cast.maria)
    invitation.refresh_from_db()
    assert invitation.revoked_by == cast.maria


# -- removed, and gone ---------------------------------------------------------------------------


def test_removed_at_once(cast, browser, at):
    ana = browser(cast.ana)
    assert ana.get(at("")).status_code == 200
    address = at(f"people/{of(cast.ana).pk}/remove/")
    assert "Ana can then see nothing of this plan." in main_of(browser(cast.maria).get(address))
    assert of(cast.ana).removed_at is None
    page = main_of(browser(cast.maria).post(address, follow=True))
    assert "Ana can no longer see this plan." in page
    gone = ana.get(at(""))
    assert gone.status_code == 404
    assert "You can no longer see this plan" in gone.content.decode()
    assert last_event() == ("removed", cast.maria.pk, cast.ana.pk, {})
    assert browser(cast.maria).post(address).status_code == 404


def test_removal_ends_what_hangs_on_it(cast):
    Membership.objects.filter(user=cast.ana).update(opens_at=timezone.now())
    cast.plan.offered_to, cast.plan.offered_role = cast.ana, "manager"
    cast.plan.save()
    remove_member(plan=cast.plan, membership=of(cast.ana), by=cast.maria)
    cast.plan.refresh_from_db()
    assert (of(cast.ana).opens_at, cast.plan.offered_to, cast.plan.offered_role) == (None, None, "")


def test_a_closed_plan_still_lets_go(cast, browser, at):
    cast.plan.closed_at = timezone.now()
    cast.plan.save()
    browser(cast.maria).post(at(f"people/{of(cast.ana).pk}/remove/"))
    assert of(cast.ana).removed_at is not None
    browser(cast.ben).post(at("leave/"))
    assert of(cast.ben).removed_at is not None


@pytest.mark.parametrize("who", ["ana", "ben", "sam", "rita"])
def test_who_may_not_remove(cast, who):
    with pytest.raises((PermissionDenied, Http404)):
        remove_member(plan=cast.plan, membership=of(cast.ben), by=getattr(cast, who))
    assert of(cast.ben).removed_at is None


def test_a_member_of_another_plan_is_not_found(cast, browser):
    theirs = of(cast.ana)
    for end in ("edit", "remove"):
        address = f"/plans/{cast.sams_plan.pk}/people/{theirs.pk}/{end}/"
        assert browser(cast.sam).post(address, {"role": "viewer"}).status_code == 404
    with pytest.raises(Http404):
        remove_member(plan=cast.sams_plan, membership=theirs, by=cast.sam)
    assert of(cast.ana).removed_at is None


def test_leave(cast, browser, at):
    ben = browser(cast.ben)
    assert "Leave this plan?" in main_of(ben.get(at("leave/")))
    assert ben.post(at("leave/"))["Location"] == "/"
    assert of(cast.ben).removed_at is not None
    assert last_event() == ("left", cast.ben.pk, cast.ben.pk, {})
    assert ben.get(at()).status_code == 404


def test_the_owner_does_not_leave(cast, browser, at):
    maria = browser(cast.maria)
    for answer in (maria.get(at("leave/")), maria.post(at("leave/"))):
        assert "Hand it over before you leave." in main_of(answer)
    with pytest.raises(PermissionDenied):
        leave(plan=cast.plan, by=cast.maria)


@pytest.mark.parametrize("end", ["people/{}/edit/", "people/{}/remove/", "hand-over/"])
def test_whoever_was_not_asked_lately_is_asked_first(cast, signed_in, at, end):
    before = list(Membership.objects.values())
    address = at(end.format(of(cast.ben).pk))
    for method in ("get", "post"):
        answer = getattr(signed_in(cast.maria), method)(address, {})
        assert answer["Location"].startswith("/account/reauthenticate/?next=")
    assert list(Membership.objects.values()) == before


@pytest.mark.django_db(transaction=True)
def test_the_letters(cast, letters, max_):
    change_grants(plan=cast.plan, membership=of(cast.ben), wanted=rights(visits="none"), by=max_)
    remove_member(plan=cast.plan, membership=of(cast.ben), by=cast.maria)
    leave(plan=cast.plan, by=cast.ana)
    assert sorted((x.to[0].split("@")[0], x.subject) for x in letters) == [
        ("ben", "A plan is no longer shared with you"),
        ("maria", "Somebody left a plan"),
        ("maria", "Who can see a plan"),
        ("maria", "Who can see a plan"),
        ("max", "Who can see a plan"),
    ]
    for letter in letters:
        words = letter.body + letter.alternatives[0].content
        for name in ("Maria", "Ana", "Ben", "Max", "Alvarez", "cancer", "illness"):
            assert name not in words


@pytest.mark.django_db(transaction=True)
def test_no_letter_of_a_closed_plan(cast, letters):
    cast.plan.closed_at = timezone.now() - datetime.timedelta(days=1)
    cast.plan.save()
    remove_member(plan=cast.plan, membership=of(cast.ben), by=cast.maria)
    assert letters == []
