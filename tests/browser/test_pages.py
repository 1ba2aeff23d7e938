"""Every page, as the browser has it: strict axe, dead links, ids, targets, 320 px, large text."""

import re

import pytest
from django.utils import timezone

from careplan.accounts.tokens import digest
from careplan.appointments.follow_ups import FollowUp
from careplan.appointments.models import Appointment
from careplan.concerns.models import Concern
from careplan.documents.models import AdvanceDocument
from careplan.documents.parts import DocumentCopy, NamedPerson
from careplan.library.catalog import LIBRARY
from careplan.pages.first_steps import STEPS
from careplan.plans.models import CareTeamMember
from careplan.questions.models import Question
from careplan.sharing.invitation_making import invite
from careplan.sharing.invitations import Invitation
from careplan.sharing.link_keys import code_digest
from careplan.sharing.link_making import make_link
from careplan.topics.models import TopicNote
from tests.browser.audit import CONTRAST_ONLY, axe, faults, open_folds

pytestmark = pytest.mark.browser

PUBLIC = [
    "/",
    "/make-a-list/",
    "/understand/",
    f"/understand/{next(iter(LIBRARY.sections))}/",
    "/help/",
    "/text-size/",
    "/account/login/",
    "/account/login/code/",
    "/account/signup/",
    "/account/password/reset/",
    "/no-such-page/",
    "/invitation/",
]
MISSING = {"/no-such-page/", "/invitation/"}  # there is none in a fresh browser
ACCOUNT = [
    "/settings/",
    "/text-size/",
    "/plans/",
    "/plans/new/",
    "/account/email/",
    "/account/password/change/",
    "/account/sessions/",
    "/my-data/",
    "/account/delete/",
    "/account/logout/",
    "/account/reauthenticate/",
    "/account/second-step/",
    "/account/second-step/app/",
    "/my-calendar/",
    "/my-calendar/new/",
    "/my-reminders/",
    "/account/second-step/passkeys/new/",
    "/account/second-step/spare-codes/new/",
]
FORMS = ["concerns/new/", "questions/new/", "visits/new/", "care-team/new/", "account/signup/"]
FORMS += ["papers/choose/", "papers/{paper}/people/new/", "papers/{paper}/copies/new/"]
FORMS += ["papers/{paper}/scans/new/", "comfort/respite/edit/", "invitations/new/"]


def invite_somebody(family) -> str:
    """The way to the page of an invitation; its row stands on People."""
    asked = Invitation(name="Carla", email="carla@example.org", role="viewer", papers="see")
    kept = invite(plan=family.plan, invitation=asked, by=family.maria)
    return f"/invitation/{kept.new_link('link')}/"


def plan_pages(family) -> list[str]:
    keys = {
        "concerns": family.own(Concern, words__contains="hip").pk,
        "questions": family.own(Question).pk,
        "visits": family.own(Appointment).pk,
        "care-team": family.own(CareTeamMember).pk,
        "papers": family.own(AdvanceDocument, edition=2).pk,
        "old": family.own(AdvanceDocument, state="replaced").pk,
        "named": family.own(NamedPerson).pk,
        "copies": family.own(DocumentCopy, back_on=None).pk,
        "comfort": family.own(TopicNote).pk,
        "to-do": family.own(FollowUp).pk,
    }
    inside = [
        "",
        "help/",
        "copy/",
        "delete/",
        "news/",
        "removed/",
        "people/",
        f"people/{family.plan.memberships.first().pk}/edit/",
        f"people/{family.plan.memberships.first().pk}/remove/",
        "invitations/new/",
        "hand-over/",
        "leave/",
        "about/",
        "about/history/",
        "about/edit/",
        "care-team/new/",
        f"care-team/{keys['care-team']}/edit/",
        f"care-team/{keys['care-team']}/history/",
        "concerns/",
        "concerns/new/",
        f"concerns/{keys['concerns']}/",
        f"concerns/{keys['concerns']}/edit/",
        f"concerns/{keys['concerns']}/history/",
        f"concerns/{keys['concerns']}/questions/",
        "questions/",
        "questions/new/",
        "suggested/new/",
        f"questions/{keys['questions']}/",
        f"questions/{keys['questions']}/edit/",
        f"questions/{keys['questions']}/history/",
        f"questions/{keys['questions']}/answer/",
        "visits/",
        "visits/new/",
        f"visits/{keys['visits']}/",
        f"visits/{keys['visits']}/edit/",
        f"visits/{keys['visits']}/history/",
        f"visits/{keys['visits']}/choose/",
        f"visits/{keys['visits']}/carry/",
        f"visits/{keys['visits']}/print/",
        f"visits/{keys['visits']}/returned/",
        f"visits/{keys['visits']}/after/",
        f"visits/{keys['visits']}/after/print/",
        f"visits/{keys['visits']}/notes/new/",
        f"visits/{keys['visits']}/calendar/",
        f"visits/{keys['visits']}/time-zone/",
        "to-do/",
        "to-do/new/",
        f"to-do/{keys['to-do']}/",
        f"to-do/{keys['to-do']}/edit/",
        f"to-do/{keys['to-do']}/hand-over/",
        f"to-do/{keys['to-do']}/history/",
        f"visits/{keys['visits']}/doctor/print/",
        "papers/",
        "papers/choose/",
        "papers/print/",
        "emergency/print/",
        f"papers/{keys['papers']}/",
        f"papers/{keys['papers']}/edit/",
        f"papers/{keys['papers']}/history/",
        f"papers/{keys['papers']}/newer/",
        f"papers/{keys['papers']}/questions/",
        f"papers/{keys['papers']}/people/new/",
        f"papers/{keys['papers']}/copies/new/",
        f"papers/{keys['papers']}/scans/new/",
        f"papers/{keys['old']}/",
        f"papers/people/{keys['named']}/edit/",
        f"papers/copies/{keys['copies']}/edit/",
        "comfort/",
        "comfort/checklist/print/",
        "comfort/respite/",
        "comfort/palliative-alongside-treatment/",
        "comfort/children-and-last-weeks/",
        "comfort/respite/edit/",
        f"comfort/{keys['comfort']}/history/",
        "understand/",
        *(f"understand/{slug}/" for slug in LIBRARY.sections),
        *(f"first-steps/{step.name}/" for step in STEPS),
        "looked/",
        f"looked/{timezone.localdate()}/",
        "if-i-cannot/",
        "if-i-cannot/look/new/",
        "close/",
        "links/",
        "links/new/",
    ]
    return [f"/plans/{family.plan.pk}/{page}" for page in inside]


@pytest.fixture
def link(family):
    """A link of Maria's that shows all, and asks for a number."""
    digits = code_digest("123456", digest("token"))
    parts = dict.fromkeys(("visits", "papers", "comfort", "people"), True)
    keys = {"token_sha256": digest("token"), "code_digest": digits}
    return make_link(plan=family.plan, by=family.maria, label="Dr Lee", **parts, **keys)


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_the_pages_of_a_link(window, link, colours):
    for width in (320, 390, 1280):
        here = window(width, colours=colours)
        page, opened = here.page, f"/link/{link.pk}/"
        assert page.goto("/link/nothing/").status == 404
        assert everything(page) == []
        page.goto("/link/token/")
        assert everything(page) == []
        page.get_by_label("The number of six digits").fill("123456")
        here.press("Open")
        assert audit(page, [opened], everything) == {}
        page.goto("/text-size/")
        page.get_by_label("Largest").check()
        page.get_by_role("button", name="Save").first.click()
        assert audit(page, [opened], faults) == {}


def marias_pages(family) -> list[str]:
    return plan_pages(family) + ACCOUNT


# A test of all pages would take minutes, and one core: each takes every third or fourth of them.
def shares(count: int):
    return pytest.mark.parametrize(
        "share",
        [slice(first, None, count) for first in range(count)],
        ids=lambda share: f"from-{share.start}",
    )


def audit(page, paths, check) -> dict:
    """path: what `check` finds on it, for every path where it finds something."""
    found = {}
    for path in paths:
        status = page.goto(path).status
        open_folds(page)
        problems = check(page)
        if status != (404 if path in MISSING else 200):
            problems.append(f"status {status}")
        if problems:
            found[path] = problems
    return found


def everything(page):
    return axe(page) + faults(page)


def dark(page):
    return axe(page, CONTRAST_ONLY)


@pytest.mark.parametrize("width", [390, 1280])
def test_public_pages(window, transactional_db, width):
    assert audit(window(width).page, PUBLIC, everything) == {}


@shares(4)
@pytest.mark.parametrize("width", [390, 1280])
def test_plan_pages(window, family, width, share):
    page = window(width).sign_in("maria@example.org").page
    assert audit(page, marias_pages(family)[share], everything) == {}


def test_public_pages_in_the_dark(window, transactional_db):
    assert audit(window(colours="dark").page, PUBLIC, dark) == {}


@shares(3)
def test_plan_pages_in_the_dark(window, family, share):
    page = window(colours="dark").sign_in("maria@example.org").page
    assert audit(page, marias_pages(family)[share], dark) == {}


@shares(3)
def test_the_viewers_pages(window, family, share):
    page = window().sign_in("ben@example.org").page
    changing = re.compile(
        r"/(edit|new|newer|choose|carry|answer|returned|time-zone|remove|removed|delete|close|hand-over)/$"
        r"|/first-steps/|concerns/.+/questions/$|/links/$"
    )
    mine = [path for path in plan_pages(family) if not changing.search(path)]
    assert len(mine) > 15
    assert audit(page, mine[share], everything) == {}


@shares(2)
@pytest.mark.parametrize("width", [320, 390])
def test_narrow_and_large(window, family, width, share):
    """320 px wide, and the largest text at 390 px: nothing scrolls sideways."""
    family.maria.text_size = "largest"
    family.maria.save()
    page = window(width).sign_in("maria@example.org").page
    assert audit(page, marias_pages(family)[share], faults) == {}


@pytest.mark.parametrize("path", FORMS)
def test_a_form_with_errors(window, family, path):
    """An empty form sent: the summary has the focus, and its lines lead to controls."""
    here = window() if path.startswith("account") else window().sign_in("maria@example.org")
    prefix = "" if path.startswith("account") else f"plans/{family.plan.pk}/"
    paper = family.own(AdvanceDocument, edition=2).pk
    here.page.goto(f"/{prefix}{path.format(paper=paper)}")
    here.page.locator("main form button[type=submit]").last.click()
    if here.page.locator(".errors").count():
        assert here.page.evaluate("document.activeElement.className") == "errors"
        assert here.page.title().startswith("Problem:")
    assert everything(here.page) == []
