"""An invitation after its time: pressed twice, guessed, run out, erased."""

import datetime
import uuid

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from careplan.accounts.models import SignUpInvitation, User
from careplan.accounts.tokens import digest
from careplan.exchange.erasing import erase_account, erase_due, erase_plan
from careplan.plans.models import Membership
from careplan.sharing.invitation_answers import accept, found
from careplan.sharing.invitation_making import make_link
from careplan.sharing.invitations import Invitation
from careplan.sharing.link_making import end_link
from careplan.sharing.people_members import remove_member
from tests.accounts.conftest import NEW
from tests.cast import person
from tests.sharing.conftest import invited
from tests.sharing.links import TOKEN, link_of
from tests.sharing.test_invitation_pages import body, copied_link, gone_page

pytestmark = pytest.mark.django_db
CLOSED = "a new account needs an invitation"


def test_pressed_twice_it_leads_to_the_plan(cast, browser):
    """A double tap, the back button, or the letter that is opened again a week later."""
    token, sofia = copied_link(cast, browser, invited(cast)), person("Sofia")
    client, second, other = browser(sofia), browser(sofia), browser(cast.sam)
    for each in (client, second, other):
        each.get(f"/invitation/{token}/")
    client.post("/invitation/accept/")
    before = list(Membership.objects.values()) + list(Invitation.objects.values())
    home = f"/plans/{cast.plan.pk}/"
    for who in (client, second):
        for act in ("accept", "decline", "sign-up"):
            assert who.post(f"/invitation/{act}/")["Location"] == home
        assert who.get("/invitation/")["Location"] == home
    later = browser(sofia)
    assert later.get(f"/invitation/{token}/")["Location"] == home
    assert "You can see this plan already." in body(later.get(home))
    assert list(Membership.objects.values()) + list(Invitation.objects.values()) == before
    gone_page(other, token)
    for stranger in (other, browser(cast.ana), browser()):
        gone_page(stranger, token)
        body(stranger.get("/invitation/"), 404)
        if "_auth_user_id" in stranger.session:
            body(stranger.post("/invitation/accept/"), 404)
    assert not Membership.objects.filter(user=cast.sam).exists()


def test_who_was_removed_since_is_led_nowhere(cast, browser):
    token, sofia = copied_link(cast, browser, invited(cast)), person("Sofia")
    client = browser(sofia)
    client.get(f"/invitation/{token}/")
    client.post("/invitation/accept/")
    theirs = Membership.objects.get(user=sofia)
    remove_member(plan=cast.plan, membership=theirs, by=cast.maria)
    body(client.post("/invitation/accept/"), 404)
    assert "This invitation does not stand" in body(client.get(f"/invitation/{token}/"), 404)
    assert Membership.objects.get(user=sofia).removed_at is not None


def test_the_next_person_at_that_browser_is_led_nowhere(cast, browser):
    token, sofia = copied_link(cast, browser, invited(cast)), person("Sofia")
    client = browser(sofia)
    client.get(f"/invitation/{token}/")
    client.post("/invitation/accept/")
    client.logout()
    client.force_login(cast.sam, backend="allauth.account.auth_backends.AuthenticationBackend")
    body(client.post("/invitation/accept/"), 404)


UNKNOWN = ["x", "a" * 43, "a" * 500, "%00", "ü", "t" * 43]
PATHS = ["/invitation/{}/", "/invited/{}/", "/link/{}/"]


@pytest.mark.parametrize("site", ["open", "invited"])
@pytest.mark.parametrize("path", PATHS)
def test_a_guess_writes_no_session(cast, settings, path, site):
    """A program that tries one address after the other fills no table."""
    settings.SIGN_UP = site
    kept, link = invited(cast), link_of(cast, token="of another")
    ended = digest(kept.new_link("mail"))
    end_link(link=link_of(cast), by=cast.maria)  # its token is “ttt…”
    for token in UNKNOWN:
        client = Client()
        client.get(path.format(token), follow=True)
        assert "sessionid" not in client.cookies
    for name in ("accept", "decline", "sign-up"):
        Client().post(f"/invitation/{name}/")
    Client().get("/invitation/")
    for pk in (link.pk, uuid.uuid4()):
        Client().get(f"/link/{pk}/", follow=True)
        Client().post(f"/link/{pk}/open/", {"code": "123456"})
    assert Session.objects.count() == 0
    assert SignUpInvitation.objects.count() == 0
    assert found(ended) == kept


@pytest.mark.parametrize("path", ["/invitation/{}/", "/link/{}/"])
def test_what_stands_is_remembered(cast, path):
    """The other side of it: these two do write one."""
    link_of(cast)
    kept = invited(cast)
    token = kept.new_link("link") if "invitation" in path else TOKEN
    Client().get(path.format(token))
    assert Session.objects.count() == 1


def test_an_account_is_made_no_longer_than_the_invitation_lasts(
    cast, browser, settings, time_machine
):
    settings.SIGN_UP = "invited"
    kept, client, start = invited(cast, "noor@example.org"), browser(), timezone.now()
    client.get(f"/invitation/{copied_link(cast, browser, kept)}/")
    road = client.post("/invitation/sign-up/")["Location"]
    time_machine.move_to(start + datetime.timedelta(hours=71, minutes=59))
    assert CLOSED not in body(client.get(road))
    time_machine.move_to(start + datetime.timedelta(hours=72, minutes=1))
    assert CLOSED in body(client.get(road))
    assert CLOSED in body(client.post(road, NEW))
    assert not User.objects.filter(email=NEW["email"]).exists()
    erase_due()
    assert SignUpInvitation.objects.count() == 0


def test_renewed_it_lets_in_as_long_as_the_invitation(cast, browser, settings, time_machine):
    settings.SIGN_UP = "invited"
    kept, client, start = invited(cast, "noor@example.org"), browser(), timezone.now()
    client.get(f"/invitation/{kept.new_link('mail')}/")
    client.post("/invitation/sign-up/")
    time_machine.move_to(start + datetime.timedelta(hours=60))
    make_link(plan=cast.plan, pk=kept.pk, by=cast.maria)
    time_machine.move_to(start + datetime.timedelta(hours=100))
    road = client.post("/invitation/sign-up/")["Location"]
    assert CLOSED not in body(client.get(road))


def test_what_let_somebody_in_is_erased_once_it_ran_out(db):
    """But not what was used: its key makes no second account."""
    old = timezone.now() - SignUpInvitation.LIFETIME
    for key, used in (("used", old), ("unused", None)):
        SignUpInvitation.objects.create(token_sha256=key, used_at=used)
    SignUpInvitation.objects.update(created=old)
    SignUpInvitation.objects.create(token_sha256="fresh")
    erase_due()
    left = SignUpInvitation.objects.order_by("pk").values_list("token_sha256", flat=True)
    assert list(left) == ["used", "fresh"]


@pytest.mark.parametrize("how", ["plan", "address", "inviter"])
def test_erasing_ends_its_sign_ups(cast, how, max_):
    """Of a key that lies in a session somewhere, nothing is left to make an account with."""
    kept = invited(cast, "sofia@example.org", by=max_ if how == "inviter" else None)
    other = invited(cast, "other@example.org")
    keys = [digest(each.new_link("link")) for each in (kept, other)]
    for key in keys:
        SignUpInvitation.objects.create(token_sha256=key)
    if how == "plan":
        erase_plan(cast.plan)
    else:
        erase_account(max_ if how == "inviter" else person("Sofia"))
    left = SignUpInvitation.objects.values_list("token_sha256", flat=True)
    assert list(left) == ([] if how == "plan" else keys[1:])


def test_accepting_ends_the_other_links_sign_up(cast, browser, settings):
    settings.SIGN_UP = "invited"
    kept, sofia = invited(cast), person("Sofia")
    for key in (digest(kept.new_link("mail")), digest(kept.new_link("link"))):
        SignUpInvitation.objects.create(token_sha256=key)
    accept(key=key, by=sofia)
    assert SignUpInvitation.objects.count() == 0
