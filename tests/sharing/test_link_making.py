"""Share links, as the family makes and ends them."""

import datetime
import re
import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import time_machine
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connections, transaction
from django.utils import timezone

from careplan.accounts.tokens import digest
from careplan.appointments.models import Appointment
from careplan.plans.grant_events import GrantEvent
from careplan.plans.models import Grant, Role
from careplan.sharing.link_making import end_link, end_links_of
from careplan.sharing.ownership import change_owner
from careplan.sharing.people_members import remove_member
from careplan.sharing.share_links import ShareLink, find_standing, links_of
from tests.at_once import shared_cast  # noqa: F401 - a fixture
from tests.cast import just_asked, membership, person
from tests.sharing.links import NEXT_WEEK, by_maria, link_of

NOON = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)
TYPED = {"label": "Dr Lee", "shows": ["visits", "papers"], "visit": "next", "days": "7"}


@pytest.fixture
def new(cast):
    return f"/plans/{cast.plan.pk}/links/new/"


@pytest.fixture
def maria(cast, signed_in):
    client = signed_in(cast.maria)
    just_asked(client)
    return client


def typed(**fields) -> dict:
    return TYPED | {"request_uuid": str(uuid.uuid4())} | fields


def address_on(page) -> str:
    return re.search(r'value="http://testserver(/link/[^"]+)"', page.content.decode())[1]


def test_a_link_is_made_and_shown_once(cast, maria, new):
    with time_machine.travel(NOON, tick=False):
        page = maria.post(new, typed(six_digits="on"))
        assert "Until Tuesday 1 December at 12:00." in page.content.decode()
    link = ShareLink.objects.get()
    token, code = address_on(page).split("/")[2], page.context["code"].replace(" ", "")
    assert (link.label, link.days, link.visit, link.made_by) == ("Dr Lee", 7, None, cast.maria)
    assert [section.value for section in link.sections] == ["visits", "papers"]
    assert link.token_sha256 == digest(token)
    assert re.fullmatch(r"\d{6}", code)
    assert code not in maria.get(f"/plans/{cast.plan.pk}/links/").content.decode()
    assert "no-store" in page["Cache-Control"]
    assert nowhere(token)
    assert nowhere(code)


def nowhere(word: str) -> bool:
    """Whether no row of any table holds it, sessions as they are read included."""
    rows = [str(list(m.objects.values())) for m in apps.get_models()]
    sessions = [str(session.get_decoded()) for session in Session.objects.all()]
    return not any(word in text for text in rows + sessions)


def test_without_a_number_it_has_none(maria, new):
    page = maria.post(new, typed())
    assert page.context["code"] == ""
    assert ShareLink.objects.get().code_digest == ""


def test_sent_twice_it_is_one_link_shown_twice(maria, new):
    sent = typed(six_digits="on")
    first, second = maria.post(new, sent), maria.post(new, sent)
    assert address_on(first) == address_on(second)
    assert first.context["code"] == second.context["code"]
    assert ShareLink.objects.count() == GrantEvent.objects.count() == 1
    other = maria.post(new, sent | {"shows": ["papers"]})
    assert address_on(other) != address_on(first)
    assert ShareLink.objects.count() == 2


def test_who_it_is_is_asked_first_and_nothing_typed_is_lost(cast, signed_in, new):
    client = signed_in(cast.maria)
    assert client.get(new)["Location"].startswith("/account/reauthenticate/")
    sent = typed(six_digits="on")
    late = client.post(new, sent)
    assert (late.status_code, ShareLink.objects.count()) == (403, 0)
    again = dict(late.context["sent"])
    assert (again["six_digits"], again["request_uuid"]) == ("on", sent["request_uuid"])


@pytest.mark.parametrize(
    "wrong",
    [{"days": "0"}, {"days": "32"}, {"shows": []}, {"shows": ["all"]}, {"label": " "}],
)
def test_what_cannot_be(maria, new, wrong):
    page = maria.post(new, typed() | wrong)
    assert list(page.context["form"].errors) == list(wrong)
    assert ShareLink.objects.count() == 0


def test_extra_fields_change_nothing(cast, maria, new):
    sent = {"made_by": cast.sam.pk, "plan": str(cast.sams_plan.pk), "comfort": "on"}
    maria.post(new, typed(**sent, created="2000-01-01"))
    link = ShareLink.objects.get()
    assert (link.made_by, link.plan, link.comfort) == (cast.maria, cast.plan, False)


def test_the_visits_that_can_be_chosen(cast, maria, new):
    lee = Appointment.objects.create(with_whom="Dr Lee", on=NEXT_WEEK, **by_maria(cast))
    private = Appointment.objects.create(on=NEXT_WEEK, is_private=True, **by_maria(cast))
    sams = {"plan": cast.sams_plan, "author": cast.sam, "changed_by": cast.sam}
    foreign = Appointment.objects.create(on=NEXT_WEEK, **sams)
    choices = [value for value, _name in maria.get(new).context["form"].fields["visit"].choices]
    assert choices == ["next", str(lee.pk)]
    for refused in (private, foreign):
        page = maria.post(new, typed(visit=str(refused.pk)))
        assert list(page.context["form"].errors) == ["visit"]
    maria.post(new, typed(visit=str(lee.pk)))
    assert ShareLink.objects.get().visit == lee
    maria.post(new, typed(visit=str(lee.pk), shows=["papers"]))
    assert ShareLink.objects.first().visit is None


def test_so_many_stand_and_no_more(cast, maria, new):
    for n in range(ShareLink.MOST):
        link_of(cast, token=f"{n}")
    page = maria.post(new, typed())
    said = "20 links stand. End one that you no longer need, then make this one."
    assert page.context["form"].non_field_errors() == [said]
    old = ShareLink.objects.first()
    made = maria.post(f"/plans/{cast.plan.pk}/links/{old.pk}/replace/", typed())
    assert made.templates[0].name == "sharing/share_link_made.html"
    assert len(links_of(cast.plan)[0]) == ShareLink.MOST


def test_a_new_link_for_an_old_one(cast, maria):
    old = link_of(cast, shows=("papers", "people"), days=3, code="123456")
    address = f"/plans/{cast.plan.pk}/links/{old.pk}/replace/"
    initial = maria.get(address).context["form"].initial
    assert (initial["label"], initial["shows"]) == ("Dr Lee", ["papers", "people"])
    assert (initial["days"], initial["six_digits"]) == (3, True)
    assert find_standing(old.pk)
    maria.post(address, typed())
    assert find_standing(old.pk) is None
    assert [link.pk for link in links_of(cast.plan)[0]] == [ShareLink.objects.first().pk]


def test_ending_is_at_once_and_stands_once(cast, maria):
    link = link_of(cast)
    address = f"/plans/{cast.plan.pk}/links/{link.pk}/end/"
    for _time in range(2):
        assert maria.post(address).status_code == 302
    assert find_standing(link.pk) is None
    events = GrantEvent.objects.order_by("pk")
    said = [(e.kind, e.actor_id, e.name, e.detail["link"]) for e in events]
    assert said == [
        ("link_made", cast.maria.pk, "Dr Lee", str(link.pk)),
        ("link_ended", cast.maria.pk, "Dr Lee", str(link.pk)),
    ]
    assert events[0].detail["shows"] == ["visits", "papers", "comfort", "people"]


def test_a_closed_plan_has_no_link_and_makes_none(cast, maria, new):
    link = link_of(cast)
    cast.plan.closed_at = timezone.now()
    cast.plan.save()
    assert find_standing(link.pk) is None
    assert maria.get(new).status_code == 403
    assert maria.get(f"/plans/{cast.plan.pk}/links/").status_code == 200
    assert maria.post(f"/plans/{cast.plan.pk}/links/{link.pk}/end/").status_code == 302
    link.refresh_from_db()
    assert link.ended_at is not None


@pytest.fixture
def max_(cast):
    """A manager."""
    manager = person("Max")
    membership(cast.plan, manager, Role.MANAGER, Grant.CHANGE)
    return manager


def test_a_link_outlives_no_right_to_give_it(cast, max_):
    link = link_of(cast, by=max_)
    assert find_standing(link.pk)
    held = cast.plan.memberships.get(user=max_)
    held.role = Role.CAREGIVER
    held.save()
    assert find_standing(link.pk) is None
    assert links_of(cast.plan) == ([], [link])
    held.role, held.removed_at = Role.MANAGER, timezone.now()
    held.save()
    assert find_standing(link.pk) is None
    held.removed_at = None
    held.save()
    assert find_standing(link.pk)
    end_links_of(plan=cast.plan, maker=max_, by=cast.maria)
    assert find_standing(link.pk) is None


def test_days_run_out(cast):
    with time_machine.travel(NOON, tick=False):
        link = link_of(cast, days=31)
    just_before = NOON + datetime.timedelta(days=31, seconds=-1)
    for moment, stands in ((just_before, True), (NOON + datetime.timedelta(days=31), False)):
        with time_machine.travel(moment, tick=False):
            assert bool(find_standing(link.pk)) == stands
            assert len(links_of(cast.plan)[0]) == stands


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("sharelink_shows_something", {}),
        ("sharelink_lasts_31_days_at_most", {"papers": True, "days": 32}),
        ("sharelink_lasts_31_days_at_most", {"papers": True, "days": 0}),
        ("sharelink_visit_is_of_visits", {"papers": True, "visit": "a visit"}),
    ],
)
def test_constraints(cast, name, fields):
    if "visit" in fields:
        fields = fields | {"visit": Appointment.objects.create(**by_maria(cast))}
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        ShareLink.objects.create(plan=cast.plan, made_by=cast.maria, token_sha256="y", **fields)


@pytest.mark.django_db(transaction=True)
def test_the_owner_and_the_maker_get_a_letter(cast, max_, settings, mailoutbox):
    settings.EMAIL_HOST = "mail.example.org"
    with time_machine.travel(NOON, tick=False):
        link = link_of(cast, by=max_)
    letters = {letter.to[0]: letter for letter in mailoutbox}
    assert set(letters) == {"maria@example.org", "max@example.org"}
    assert {letter.subject for letter in mailoutbox} == {"A new link was made"}
    body = letters["maria@example.org"].body
    assert "Max made a link. Whoever has it can read parts of a plan that you keep." in body
    assert "It works until Tuesday 1 December at 12:00." in body
    assert f"/plans/{cast.plan.pk}/links/" in body
    assert "You made a link." in letters["max@example.org"].body
    for private in ("Dr Lee", "Alvarez", str(link.pk), "t" * 43):
        assert not any(private in str(letter.message()) for letter in mailoutbox)
    mailoutbox.clear()
    link_of(cast, token="mine")
    assert [letter.to for letter in mailoutbox] == [["maria@example.org"]]


def test_the_list(cast, maria, django_assert_num_queries):
    private = Appointment.objects.create(
        with_whom="canary", on=NEXT_WEEK, author=cast.ana, changed_by=cast.ana, plan=cast.plan,
        is_private=True,
    )  # fmt: skip
    for n in range(5):
        link_of(cast, token=f"{n}", visit=private if n % 2 else None)
    end_link(link=ShareLink.objects.last(), by=cast.maria)
    address = f"/plans/{cast.plan.pk}/links/"
    maria.get(address)
    with django_assert_num_queries(6):
        page = maria.get(address)
    assert [len(page.context["rows"]), len(page.context["over"])] == [4, 1]
    assert "canary" not in page.content.decode()
    assert page.content.decode().count("Not opened yet.") == 5


@pytest.mark.django_db(transaction=True)
def test_the_last_place_is_taken_once(shared_cast):  # noqa: F811
    for n in range(ShareLink.MOST - 1):
        link_of(shared_cast, token=f"{n}")
    ready = Barrier(4, timeout=60)

    def make(token):
        try:
            ready.wait()
            return link_of(shared_cast, token=token)
        except ValidationError:
            return None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(make, ("a", "b", "c", "d")))
    assert made.count(None) == 3
    assert len(links_of(shared_cast.plan)[0]) == ShareLink.MOST


def test_with_the_right_to_share_go_the_links_that_were_made(cast):
    """Whoever comes back as a manager has none of the old ones."""
    max_ = membership(cast.plan, person("Max"), Role.MANAGER, Grant.CHANGE)
    made = link_of(cast, by=max_.user)
    remove_member(plan=cast.plan, membership=max_, by=cast.maria)
    made.refresh_from_db()
    assert made.ended_at is not None


def test_who_lost_the_right_in_between_makes_no_link(cast):
    """Between the view's question and the lock, the plan changed hands."""
    change_owner(cast.plan, to=cast.ana, by=cast.ana, role=Role.CAREGIVER)
    with pytest.raises(PermissionDenied):
        link_of(cast, by=cast.maria)
    assert ShareLink.objects.count() == 0
