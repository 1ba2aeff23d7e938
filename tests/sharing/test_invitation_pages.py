"""The pages of invitations: for whoever invites, and for whoever is invited."""

import logging

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from careplan.accounts.models import SignUpInvitation, User
from careplan.accounts.tokens import digest
from careplan.log import WithoutData
from careplan.plans.models import Membership
from careplan.sharing.invitations import Invitation
from tests.accounts.conftest import NEW, code  # noqa: F401 - a fixture
from tests.cast import PASSWORD, person
from tests.sharing.conftest import invited, token_in

pytestmark = pytest.mark.django_db
NEW_INVITATION = {
    "name": "Noor",
    "email": "noor@example.org",
    "relation": "friend",
    "role": "caregiver",
    "visits": "change",
    "papers": "see",
    "comfort": "none",
    "people": "none",
}


@pytest.fixture
def at(cast):
    def address(end: str) -> str:
        return f"/plans/{cast.plan.pk}/{end}"

    return address


def body(response, status=200) -> str:
    assert response.status_code == status
    return response.content.decode()


def errors(response) -> dict:
    return {name: list(texts) for name, texts in response.context["form"].errors.items()}


def copied_link(cast, browser, invitation) -> str:
    """The token of a link that Maria copied."""
    at = f"/plans/{cast.plan.pk}/invitations/{invitation.pk}/link/"
    return token_in(body(browser(cast.maria).post(at)))


# -- whoever invites -----------------------------------------------------------------------------


def test_the_form(cast, browser, at):
    maria = browser(cast.maria)
    response = maria.post(at("invitations/new/"), NEW_INVITATION)
    kept = Invitation.objects.get()
    assert response["Location"] == at(f"people/#invitation-{kept.pk}")
    assert (kept.name, kept.email, kept.relation) == ("Noor", "noor@example.org", "friend")
    assert kept.rights == {
        "role": "caregiver",
        "visits": "change",
        "papers": "see",
        "comfort": "none",
        "people": "none",
    }
    page = body(maria.get(at("people/")))
    assert "Make a link to copy" in page
    assert "This site sends no email. Make a link to copy, and send it yourself." in page


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"name": " "}, {"name": ["Write a name, as you call them"]}),
        (
            {"email": "noor"},
            {"email": ["Write the whole email address, such as maria@example.org"]},
        ),
        ({"role": ""}, {"role": ["Choose one of these"]}),
        ({"role": "owner"}, {"role": ["Choose one of the answers on this page"]}),
        (
            {"role": "viewer"},
            {"visits": ["Who only looks cannot change. Choose “Can see” here"]},
        ),
        (
            {"email": "ana@example.org"},
            {"email": ["This person can see the plan already. Look under People"]},
        ),
    ],
)
def test_errors_keep_what_was_typed(cast, browser, at, typed, expected):
    response = browser(cast.maria).post(at("invitations/new/"), NEW_INVITATION | typed)
    assert errors(response) == expected
    assert 'value="friend"' in body(response)
    assert Invitation.objects.count() == 0


def test_a_manager_needs_no_choice_of_parts_and_the_owner_alone_makes_one(cast, browser, at, max_):
    sent = NEW_INVITATION | {"role": "manager", "visits": ""}
    response = browser(max_).post(at("invitations/new/"), sent)
    assert errors(response)["role"] == ["Choose one of the answers on this page"]
    assert browser(cast.maria).post(at("invitations/new/"), sent).status_code == 302
    assert set(Invitation.objects.get().rights.values()) == {"manager", "change"}


def test_the_same_address_shows_the_one_that_stands(cast, browser, at):
    maria, first = browser(cast.maria), invited(cast, "noor@example.org")
    response = maria.post(at("invitations/new/"), NEW_INVITATION)
    assert response["Location"].endswith(f"#invitation-{first.pk}")
    assert "This email has an invitation already. It stands below." in body(
        maria.get(at("people/"))
    )
    assert Invitation.objects.count() == 1


def test_answers_do_not_tell_who_has_an_account(cast, browser, at):
    answers = []
    for email in ("sam@example.org", "nobody@example.org"):
        maria = browser(cast.maria)
        sent = maria.post(at("invitations/new/"), NEW_INVITATION | {"email": email})
        page = body(maria.get(at("people/")))
        kept = Invitation.objects.get()
        for own in (email, str(kept.pk)):
            page = page.replace(own, "OWN")
        answers.append((sent.status_code, page[page.index("<main") : page.index("</main>")]))
        answers[-1] = (answers[-1][0], without_keys(answers[-1][1]))
        kept.delete()
    assert answers[0] == answers[1]


def without_keys(page: str) -> str:
    return "\n".join(part.split(">", 1)[-1] for part in page.split('name="csrfmiddlewaretoken"'))


def test_the_link_is_shown_once_and_kept_by_nothing(cast, browser, at):
    maria, kept = browser(cast.maria), invited(cast)
    response = maria.post(at(f"invitations/{kept.pk}/link/"))
    token = token_in(body(response))
    assert "no-store" in response["Cache-Control"]
    assert f"http://testserver/invitation/{token}/" in body(response)
    assert token not in body(maria.get(at("people/")))
    assert token not in str(dict(maria.session))
    assert maria.get(at(f"invitations/{kept.pk}/link/")).status_code == 405


ASKED = ["invitations/new/", "invitations/{}/send/", "invitations/{}/link/"]


@pytest.mark.parametrize("end", ASKED)
def test_whoever_was_not_asked_lately_is_asked_first(cast, signed_in, at, end):
    kept = invited(cast)
    before = list(Invitation.objects.values())
    answer = signed_in(cast.maria).post(at(end.format(kept.pk)), {})
    assert answer["Location"].startswith("/account/reauthenticate/?next=")
    assert list(Invitation.objects.values()) == before


def test_take_back(cast, browser, at):
    maria, kept = browser(cast.maria), invited(cast, name="Sofia")
    token = copied_link(cast, browser, kept)
    sent = maria.post(at(f"invitations/{kept.pk}/take-back/"), follow=True)
    assert "The invitation to Sofia opens nothing now." in body(sent)
    assert body(maria.get(at("people/"))).count("Sofia") == 0
    body(browser().get(f"/invitation/{token}/", follow=True), 404)
    assert maria.post(at(f"invitations/{kept.pk}/take-back/")).status_code == 404


# -- whoever is invited --------------------------------------------------------------------------


def test_the_page_says_exactly_what_there_is_to_see(cast, browser):
    kept = invited(cast, role="caregiver", visits="change", papers="see")
    token, client = copied_link(cast, browser, kept), browser()
    opened = client.get(f"/invitation/{token}/")
    assert opened["Location"] == "/invitation/"
    assert opened["Referrer-Policy"] == "no-referrer"
    response = client.get("/invitation/")
    page = body(response)
    assert "Maria invites you to Maria Alvarez’s plan." in page
    assert [(s.words, s.sees, s.changes) for s in response.context["sights"]] == [
        ("Visits, concerns and questions", True, True),
        ("Legal papers", True, False),
        ("Comfort and support", False, False),
        ("Care team and about me", False, False),
    ]
    assert "s…@example.org" in page
    assert "sofia@example.org" not in page
    assert token not in page
    for answer in (opened, response):
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert "no-store" in answer["Cache-Control"]


def test_looking_uses_nothing_up(cast, browser):
    token = copied_link(cast, browser, invited(cast))
    before = list(Invitation.objects.values())
    for _time in range(3):
        body(browser().get(f"/invitation/{token}/", follow=True))
    client = browser(person("Sofia"))
    client.get(f"/invitation/{token}/", follow=True)
    for end in ("accept", "decline", "sign-up"):
        assert client.get(f"/invitation/{end}/").status_code == 405
    assert list(Invitation.objects.values()) == before


def test_accept(cast, browser):
    token, sofia = copied_link(cast, browser, invited(cast)), person("Sofia")
    client = browser(sofia)
    assert "Accept" in body(client.get(f"/invitation/{token}/", follow=True))
    assert client.post("/invitation/accept/")["Location"] == f"/plans/{cast.plan.pk}/"
    assert Membership.objects.get(user=sofia).visits == "see"


def test_another_account_is_told_which_to_use(cast, browser):
    client = browser(cast.sam)
    page = body(
        client.get(f"/invitation/{copied_link(cast, browser, invited(cast))}/", follow=True)
    )
    assert "The invitation is for s…@example.org." in page
    assert "/invitation/accept/" not in page
    assert "sofia" not in page
    assert client.post("/invitation/accept/")["Location"] == "/invitation/"
    assert not Membership.objects.filter(user=cast.sam).exists()


def test_who_is_in_the_plan_is_led_to_it(cast, browser):
    page = body(
        browser(cast.ana).get(
            f"/invitation/{copied_link(cast, browser, invited(cast))}/", follow=True
        )
    )
    assert "You can see this plan already." in page
    assert "/invitation/accept/" not in page


def test_decline_without_an_account(cast, browser):
    client, kept = browser(), invited(cast, name="Sofia")
    client.get(f"/invitation/{copied_link(cast, browser, kept)}/")
    assert "You said no" in body(client.post("/invitation/decline/"))
    page = body(browser(cast.maria).get(f"/plans/{cast.plan.pk}/people/"))
    assert "Said no, thank you. Sees nothing." in page


def gone_page(client, token: str) -> str:
    page = body(client.get(f"/invitation/{token}/", follow=True), 404)
    assert "This invitation does not stand" in page
    for word in ("Maria", "Sofia", "sofia"):
        assert word not in page
    return page


def test_expired_revoked_used_and_unknown_are_one_and_the_same_page(cast, browser):
    pages = set()
    for fields in (
        {"expires_at": timezone.now()},
        {"revoked_at": timezone.now()},
        {"accepted_at": timezone.now()},
        {"declined_at": timezone.now()},
        {},
    ):
        kept = invited(cast)
        token = copied_link(cast, browser, kept) if fields else "no-such-token"
        Invitation.objects.filter(pk=kept.pk).update(**fields)
        pages.add(gone_page(browser(), token))
        Invitation.objects.all().delete()
    assert len(pages) == 1
    assert body(browser().get("/invitation/"), 404) in pages


def test_signed_out_meanwhile(cast, browser):
    client = browser()
    client.get(f"/invitation/{copied_link(cast, browser, invited(cast))}/")
    assert client.post("/invitation/accept/")["Location"] == (
        "/account/login/?next=%2Finvitation%2F"
    )
    person("Sofia")
    sent = {"login": "sofia@example.org", "password": PASSWORD}
    signed = client.post("/account/login/?next=%2Finvitation%2F", sent)
    assert signed["Location"] == "/invitation/"
    assert "/invitation/accept/" in body(client.get("/invitation/"))


def sign_up(client, code, **fields):  # noqa: F811
    road = client.post("/invitation/sign-up/")["Location"]
    assert road == "/account/signup/?next=%2Finvitation%2F"
    client.post(road, NEW | fields)
    return client.post("/account/confirm-email/", {"code": code()})


@pytest.mark.parametrize("site", ["open", "invited"])
def test_from_no_account_to_the_plan(cast, browser, settings, code, site):  # noqa: F811
    settings.SIGN_UP = site
    client = browser()
    client.get(f"/invitation/{copied_link(cast, browser, invited(cast, 'noor@example.org'))}/")
    assert sign_up(client, code)["Location"] == "/invitation/"
    noor = User.objects.get(email="noor@example.org")
    assert client.post("/invitation/accept/")["Location"] == f"/plans/{cast.plan.pk}/"
    assert Membership.objects.get(user=noor).removed_at is None
    assert SignUpInvitation.objects.filter(used_at=None).count() == 0


def test_one_invitation_makes_one_account(cast, browser, settings, code):  # noqa: F811
    settings.SIGN_UP = "invited"
    token = copied_link(cast, browser, invited(cast, "noor@example.org"))
    first, second = browser(), browser()
    for client in (first, second):
        client.get(f"/invitation/{token}/")
    assert sign_up(first, code)["Location"] == "/invitation/"
    road = second.post("/invitation/sign-up/")["Location"]
    closed = second.post(road, NEW | {"email": "other@example.org"})
    assert "a new account needs an invitation" in body(closed)
    assert not User.objects.filter(email="other@example.org").exists()


def test_taken_back_it_makes_no_account(cast, browser, settings, at):
    settings.SIGN_UP = "invited"
    kept, client = invited(cast, "noor@example.org"), browser()
    token = copied_link(cast, browser, kept)
    client.get(f"/invitation/{token}/")
    road = client.post("/invitation/sign-up/")["Location"]
    browser(cast.maria).post(at(f"invitations/{kept.pk}/take-back/"))
    assert "a new account needs an invitation" in body(client.post(road, NEW))
    body(client.post("/invitation/sign-up/"), 404)
    assert not User.objects.filter(email=NEW["email"]).exists()


def test_the_session_holds_the_digest_alone(cast, browser):
    token = copied_link(cast, browser, invited(cast))
    client = browser()
    client.get(f"/invitation/{token}/")
    kept = [session.get_decoded() for session in Session.objects.all()]
    assert {"invitation": digest(token)} in kept
    assert token not in str(kept)


@pytest.mark.parametrize("path", ["invitation", "link", "invited"])
def test_no_token_is_in_the_log(path):
    record = logging.LogRecord("x", 40, "f", 1, f"at /{path}/s3cret_tok-en/ failed", (), None)
    assert WithoutData().format(record) == f"at /{path}/…/ failed"
