"""A closed plan is read, and nothing of it changes, whoever asks and however."""

import html
import re

import pytest
from django.urls import reverse

from careplan.accounts.models import SignUpInvitation
from careplan.accounts.outbox import WaitingLetter
from careplan.accounts.tokens import digest
from careplan.plans.grant_events import GrantEvent
from careplan.plans.models import Membership, Plan
from careplan.plans.open_plans import open_plan
from careplan.sharing.closing import close_plan, reopen_plan
from careplan.sharing.invitation_answers import InvitationGone, accept, decline
from careplan.sharing.invitations import Invitation
from careplan.sharing.share_links import ShareLink, find_standing
from tests.cast import person
from tests.sharing.conftest import invited
from tests.sharing.links import TOKEN, link_of, opened
from tests.sharing.links import addresses as of_link
from tests.test_access import (
    EDIT,
    MINE,
    OWN,
    SHARE,
    SUGGEST,
    TABLE,
    addresses,
    fresh,
    named_routes,
    snapshot,
)

assert addresses  # the fixture
FILE = "Content-Disposition"
SENTENCE = "This plan is closed. It can be read, but not changed."
# What the owner may still do with a closed plan, and who was named may still do.
STILL = {"plan_close", "plan_reopen", "stand_in_stop", "stand_in_refuse"}
STILL |= {"hand_over", "hand_over_take_back", "plan_delete", "plan_keep"}
REFUSED = {EDIT, OWN, SHARE, SUGGEST}
CHANGING = {name for name, (who, _methods) in TABLE.items() if who in REFUSED} - STILL


def close(cast):
    close_plan(cast.plan, by=cast.maria)


@pytest.mark.parametrize("who", ["maria", "ana", "ben"])
def test_every_change_is_refused_and_every_page_is_read(cast, addresses, signed_in, who):
    close(cast)
    client, before = fresh(signed_in(getattr(cast, who))), snapshot()
    for name, address in addresses.items():
        kind, methods = TABLE[name]
        if name in CHANGING:
            for method in methods:
                response = client.generic(method, address)
                assert response.status_code == 403, (name, method)
                own = kind in {OWN, SHARE} and who != "maria"
                assert (SENTENCE in html.unescape(response.content.decode())) or own, name
        elif "GET" in methods and kind == "view":
            # The first page of a visit is a way to one of its questions.
            response = client.get(address, follow=name == "visit_now")
            # Whoever can take nothing into the plan is told of no suggestion.
            told = who == "maria" or name != "proposal_history"
            assert response.status_code == (200 if told else 404), name
    assert snapshot() == before


@pytest.mark.parametrize("who", ["maria", "ben"])
def test_people_of_a_closed_plan_are_not_said_to_change_it(cast, signed_in, who):
    client, said = signed_in(getattr(cast, who)), "nobody can change it or accept an invitation."
    address = reverse("people", args=[cast.plan.pk])
    assert said not in client.get(address).content.decode()
    close(cast)
    assert f"While it is closed, {said}" in client.get(address).content.decode()


def test_no_page_of_a_closed_plan_offers_a_change(cast, addresses, signed_in):
    """No form and no link of a page leads where a closed plan says no."""
    close(cast)
    wrong = [re.compile(pattern_of(cast, name)) for name in CHANGING]
    for who in (cast.maria, cast.ana):
        client = fresh(signed_in(who))
        for name, address in addresses.items():
            if TABLE[name][0] == "view":
                body = client.get(address).content.decode(errors="replace")
                for led in re.findall(r'(?:href|action|formaction)="([^"#?]*)', body):
                    assert not any(each.fullmatch(led) for each in wrong), (name, led)


def pattern_of(cast, name) -> str:
    """A pattern of every address of a route of this plan."""
    route = next(path for path, view in named_routes() if view == name)
    route = "/" + route.replace("<uuid:plan_id>", str(cast.plan.pk))
    return re.sub(r"<[^>]+>", "[^/]+", route)


def test_every_page_says_so(cast, addresses, signed_in):
    said = "It is closed: it can be read, but not changed."
    client = signed_in(cast.ben)
    for closed in (False, True):
        if closed:
            close(cast)
        for name, address in addresses.items():
            response = client.get(address)
            is_page = response.content.startswith(b"<!doctype html>")  # no part of one
            if response.status_code == 200 and is_page and not response.has_header(FILE):
                assert (said in response.content.decode()) == closed, name


def test_own_settings_still_change(cast, addresses, signed_in):
    close(cast)
    mine = [name for name, (who, _methods) in TABLE.items() if who == MINE]
    assert "topic_choose" in mine
    for name in mine:
        assert signed_in(cast.ben).post(addresses[name]).status_code == 302


def test_close_and_open_again(cast, signed_in):
    page, again = (reverse(n, args=[cast.plan.pk]) for n in ("plan_close", "plan_reopen"))
    client = fresh(signed_in(cast.maria))
    assert b"You can open it again at any time." in client.get(page).content
    assert Plan.objects.get(pk=cast.plan.pk).closed_at is None
    client.post(page)
    closed_at = Plan.objects.get(pk=cast.plan.pk).closed_at
    assert closed_at is not None
    client.post(page)  # twice is once
    assert Plan.objects.get(pk=cast.plan.pk).closed_at == closed_at
    assert b"Open this plan again" in client.get(page).content
    for _twice in range(2):
        client.post(again)
    assert Plan.objects.get(pk=cast.plan.pk).closed_at is None
    assert [(e.kind, e.actor_id) for e in GrantEvent.objects.order_by("pk")] == [
        ("closed", cast.maria.pk),
        ("opened", cast.maria.pk),
    ]


@pytest.mark.parametrize("who", ["ana", "ben"])
def test_the_owner_alone_closes(cast, signed_in, who):
    Membership.objects.filter(user=cast.ana).update(role="manager")
    client = signed_in(getattr(cast, who))
    assert client.post(reverse("plan_close", args=[cast.plan.pk])).status_code == 403
    close(cast)
    assert client.post(reverse("plan_reopen", args=[cast.plan.pk])).status_code == 403
    assert Plan.objects.get(pk=cast.plan.pk).closed_at is not None


def test_a_closed_plan_sends_no_letters(cast):
    waiting = WaitingLetter.objects.create(kind="x", user=cast.ana, plan_id=cast.plan.pk)
    assert open_plan(waiting) == cast.plan
    close(cast)
    assert open_plan(waiting) is None
    reopen_plan(cast.plan, by=cast.maria)
    assert open_plan(waiting) == cast.plan
    waiting.plan_id = None
    assert open_plan(waiting) is None


def test_nobody_is_named_in_a_closed_plan(cast, signed_in):
    close(cast)
    client = fresh(signed_in(cast.maria))
    address = reverse("stand_in_create", args=[cast.plan.pk, "look"])
    ana = cast.plan.memberships.get(user=cast.ana)
    assert client.post(address, {"who": ana.pk, "days": "3"}).status_code == 403
    assert cast.plan.stand_ins.count() == 0


def test_links_end_for_good(cast, as_words):
    """Neither the browser that has one open nor its address reads anything when it is reopened."""
    link, own = link_of(cast), link_of(cast, token="ended before")
    ShareLink.objects.filter(pk=own.pk).update(ended_at=cast.plan.created)
    late = link_of(cast, token="ran out", days=1)
    ShareLink.objects.filter(pk=late.pk).update(created=cast.plan.created.replace(year=2020))
    client = opened(link)
    assert client.get(of_link(link)[0]).status_code == 200
    close(cast)
    reopen_plan(cast.plan, by=cast.maria)
    assert find_standing(link.pk) is None
    for address in (*of_link(link), f"/link/{TOKEN}/"):
        assert client.get(address).status_code == 404
    events = GrantEvent.objects.exclude(kind="link_made").order_by("pk")
    assert [(e.kind, e.detail.get("link")) for e in events] == [
        ("link_ended", str(link.pk)),
        ("closed", None),
        ("opened", None),
    ]


def test_open_invitations_are_taken_back_for_good(cast, settings):
    settings.SIGN_UP = "invited"
    sofia, kept, no = person("Sofia"), invited(cast), invited(cast, "no@example.org", name="No")
    decline(key=digest(no.new_link("link")))
    key = digest(kept.new_link("link"))
    SignUpInvitation.objects.create(token_sha256=key)
    close(cast)
    assert SignUpInvitation.objects.count() == 0
    reopen_plan(cast.plan, by=cast.maria)
    with pytest.raises(InvitationGone):
        accept(key=key, by=sofia)
    assert not Membership.objects.filter(user=sofia).exists()
    kept.refresh_from_db()
    assert (kept.revoked_by, kept.link_sha256) == (cast.maria, None)
    assert list(Invitation.objects.standing()) == [no]
    events = GrantEvent.objects.exclude(kind="invited").order_by("pk")
    assert [(e.kind, e.name) for e in events] == [
        ("revoked", "Sofia"),
        ("closed", ""),
        ("opened", ""),
    ]


def test_the_pages_say_that_they_end(cast, browser):
    client, page = browser(cast.maria), reverse("plan_close", args=[cast.plan.pk])
    ends = b"Links for doctors and open invitations end. They do not come back."
    ended = b"Links for doctors and open invitations ended when it was closed. Make new ones."
    assert (ends in client.get(page).content, ended in client.get(page).content) == (True, False)
    close(cast)
    assert (ends in client.get(page).content, ended in client.get(page).content) == (False, True)
    links = client.get(reverse("share_links", args=[cast.plan.pk]))
    assert b"This plan is closed. Its links have ended." in links.content
