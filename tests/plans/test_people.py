"""People: the care team, what a plan says about its person, and who may see it."""

import datetime
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from careplan.plans.models import CareTeamMember, Membership, Plan
from tests.cast import membership, person
from tests.posting import hidden_in, read


@pytest.fixture
def by(cast):
    return {"plan": cast.plan, "author": cast.maria, "changed_by": cast.maria}


@pytest.fixture
def lee(by):
    return CareTeamMember.objects.create(
        name="Dr Lee", role="Cancer doctor", phone_day="555 0142", phone_night="+1 (555) 0199", **by
    )


@pytest.fixture
def at(cast):
    """The address of a page of Maria's plan."""

    def address(end: str = "people/") -> str:
        return f"/plans/{cast.plan.pk}/{end}"

    return address


def page_of(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def errors_of(response) -> dict:
    return {name: list(texts) for name, texts in response.context["form"].errors.items()}


# -- the page ------------------------------------------------------------------------------------


def test_phones_can_be_called(cast, signed_in, at, lee):
    page = page_of(signed_in(cast.ben).get(at()))
    assert '<a class="link" href="tel:5550142">555 0142</a>' in page
    assert '<a class="link" href="tel:+15550199">+1 (555) 0199</a>' in page
    assert "Cancer doctor" in page


def test_whoever_is_called_first_stands_first(cast, signed_in, at, by, lee):
    CareTeamMember.objects.create(name="Nurse line", call_first=True, **by)
    page = page_of(signed_in(cast.maria).get(at()))
    assert page.index("Nurse line") < page.index("Dr Lee")


def test_who_may_see_the_plan_in_plain_words(cast, signed_in, at):
    Membership.objects.filter(user=cast.ben).update(people="see", visits="none", papers="none")
    response = signed_in(cast.maria).get(at())
    shown = [(r.name, r.relation, r.sentence) for r in response.context["readers"]]
    assert shown == [
        ("Maria (you)", "", "Keeps this plan. Can see and change all of it."),
        ("Ana", "daughter", "Can help with these parts."),
        ("Ben", "", "Can look at these parts. Cannot change anything."),
    ]
    sights = [(s.words, s.sees) for s in response.context["readers"][2].sights]
    assert sights == [
        ("Visits, concerns and questions", False),
        ("Legal papers", False),
        ("Comfort and support", True),
        ("Care team and about me", True),
    ]
    assert "Rita" not in page_of(response)


def test_a_member_sees_who_else_sees(cast, signed_in, at):
    response = signed_in(cast.ben).get(at())
    assert [r.name for r in response.context["readers"]] == ["Maria", "Ana", "Ben (you)"]


def test_a_viewer_has_nothing_to_press(cast, signed_in, at, lee):
    page = page_of(signed_in(cast.ben).get(at()))
    main = page[page.index("<main") : page.index("</main>")]
    assert "<button" not in main
    assert "/edit/" not in main
    assert "/new/" not in main


@pytest.mark.parametrize("count", [10, 1_000])
@pytest.mark.usefixtures("seen_this_hour")
def test_eight_reads_however_many_there_are(cast, signed_in, at, by, count):
    gone = timezone.now() - datetime.timedelta(days=2)
    CareTeamMember.objects.bulk_create(
        CareTeamMember(name=f"n{n}", removed_at=gone if n > 9 else None, **by) for n in range(count)
    )
    for number in range(9):
        membership(cast.plan, person(f"P{number}"), "viewer", "see")
    client = signed_in(cast.maria)
    with CaptureQueriesContext(connection) as reads:
        page_of(client.get(at()))
    assert len(reads) == 7


# -- the care team -------------------------------------------------------------------------------

NEW = "care-team/new/"
NURSE = {"name": "Nurse line", "phone_night": "555 0161 (ask for Kim)", "call_first": "on"}


def test_add_somebody(cast, signed_in, at):
    response = signed_in(cast.ana).post(at(NEW), NURSE)
    assert (response.status_code, response["Location"]) == (302, at())
    nurse = CareTeamMember.objects.get()
    assert (nurse.name, nurse.phone_night, nurse.call_first) == (
        "Nurse line",
        "555 0161 (ask for Kim)",
        True,
    )
    assert (nurse.plan, nurse.author, nurse.changed_by) == (cast.plan, cast.ana, cast.ana)


def test_a_form_sent_twice_adds_one(cast, signed_in, at):
    sent = NURSE | {"request_uuid": str(uuid.uuid4())}
    for _time in range(2):
        assert signed_in(cast.maria).post(at(NEW), sent).status_code == 302
    assert CareTeamMember.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"name": " "}, {"name": ["Write a name, such as Nurse line"]}),
        (
            {"name": "n" * 121},
            {"name": ["Make this shorter. It has 121 letters, and there is room for 120."]},
        ),
        (
            {"name": "Kim", "phone_day": "ask Kim: 555 0142"},
            {"phone_day": ["Start with the number, such as 555 0142"]},
        ),
        (
            {"name": "Kim", "phone_night": "5"},
            {"phone_night": ["Start with the number, such as 555 0142"]},
        ),
    ],
)
def test_what_cannot_be_is_named_beside_its_field(cast, signed_in, at, typed, expected):
    response = signed_in(cast.maria).post(at(NEW), typed)
    assert errors_of(response) == expected
    assert CareTeamMember.objects.count() == 0


@pytest.mark.parametrize("number", ["911", "+1 (555) 0142", "(555) 0142", "0800/1234"])
def test_numbers_as_people_write_them(cast, signed_in, at, number):
    sent = {"name": "Kim", "phone_day": number}
    assert signed_in(cast.maria).post(at(NEW), sent).status_code == 302
    assert CareTeamMember.objects.get().phone_day == number


def test_control_characters_are_not_kept(cast, signed_in, at):
    signed_in(cast.maria).post(at(NEW), {"name": "Dr\x00 Lee\x07<b>"})
    assert CareTeamMember.objects.get().name == "Dr Lee<b>"
    assert "Dr Lee&lt;b&gt;" in page_of(signed_in(cast.maria).get(at()))


def test_a_plan_holds_50_of_them(cast, signed_in, at, by):
    CareTeamMember.objects.bulk_create(CareTeamMember(name=f"n{n}", **by) for n in range(50))
    response = signed_in(cast.maria).post(at(NEW), NURSE)
    assert errors_of(response) == {
        "__all__": [
            "This plan holds 50 of these, and has no room for more. "
            "Remove one that you no longer need."
        ]
    }
    assert 'value="Nurse line"' in page_of(response)
    assert CareTeamMember.objects.count() == 50


def test_change_somebody(cast, signed_in, at, lee):
    address = at(f"care-team/{lee.pk}/edit/")
    assert 'value="Dr Lee"' in page_of(signed_in(cast.ana).get(address))
    client = signed_in(cast.ana)
    response = client.post(address, {"name": "Dr Leigh"} | read(client, address))
    assert response["Location"] == at()
    lee.refresh_from_db()
    assert (lee.name, lee.phone_day, lee.version, lee.changed_by) == ("Dr Leigh", "", 2, cast.ana)


def test_a_stale_page_shows_both_and_keeps_ones_own(cast, signed_in, at, lee):
    address = at(f"care-team/{lee.pk}/edit/")
    opened = read(signed_in(cast.maria), address)
    signed_in(cast.ana).post(address, {"name": "Dr Leigh", "call_first": "on"} | opened)
    client = signed_in(cast.maria)
    response = client.post(address, {"name": "Dr Li"} | opened)
    page = page_of(response)
    assert "Ana saved a change while you were writing." in page
    assert "<p>Dr Leigh</p>" in page
    assert "<p>Dr Li</p>" in page
    assert "Call this one first" not in page
    lee.refresh_from_db()
    assert lee.name == "Dr Leigh"
    again = client.post(address, hidden_in(response) | {"keep_name": "mine"})
    assert again.status_code == 302
    lee.refresh_from_db()
    assert (lee.name, lee.call_first) == ("Dr Li", True)


def test_take_off_undo_and_put_back(cast, signed_in, at, lee):
    client = signed_in(cast.maria)
    assert client.post(at(f"care-team/{lee.pk}/remove/"))["Location"] == at()
    response = client.get(at())
    assert list(response.context["care_team"]) == []
    assert "Taken off the care team:" in page_of(response)
    assert "Put back" in page_of(response)
    before = CareTeamMember.objects.get()
    assert client.post(at(f"care-team/{lee.pk}/restore/"))["Location"] == at()
    after = CareTeamMember.objects.get()
    assert after.removed_at is None
    assert (after.name, after.phone_day, after.version) == ("Dr Lee", "555 0142", 3)
    assert before.version == 2
    assert "Taken off the care team:" not in page_of(client.get(at()))


def test_undo_is_its_removers_and_lasts_a_day(cast, signed_in, at, lee, time_machine):
    signed_in(cast.maria).post(at(f"care-team/{lee.pk}/remove/"))
    assert "Taken off the care team:" in page_of(signed_in(cast.maria).get(at()))
    time_machine.move_to(timezone.now() + datetime.timedelta(hours=25))
    assert "Taken off the care team:" not in page_of(signed_in(cast.maria).get(at()))
    assert "Taken off the care team:" not in page_of(signed_in(cast.ana).get(at()))
    assert "Put back" in page_of(signed_in(cast.ana).get(at()))
    assert "Put back" not in page_of(signed_in(cast.ben).get(at()))


def test_a_button_pressed_twice_does_what_it_says_once(cast, signed_in, at, lee):
    client = signed_in(cast.maria)
    for end, version in (("restore", 1), ("remove", 2), ("remove", 2), ("restore", 3)):
        assert client.post(at(f"care-team/{lee.pk}/{end}/"))["Location"] == at()
        lee.refresh_from_db()
        assert lee.version == version


def test_what_is_typed_about_somebody_who_was_taken_off_meanwhile_is_kept(cast, signed_in, at, lee):
    edit, client = at(f"care-team/{lee.pk}/edit/"), signed_in(cast.maria)
    opened = read(client, edit)
    CareTeamMember.objects.get(pk=lee.pk).remove(by=cast.ana)
    response = client.post(edit, {"name": "Dr Lee-Park"} | opened)
    page = page_of(response)
    assert "Ana removed this while you were writing." in page
    assert 'value="Dr Lee-Park"' in page
    again = {"name": "Dr Lee-Park"} | hidden_in(response)
    page = page_of(client.post(edit, again, follow=True))
    assert "This was removed. You can put it back." in page
    lee.refresh_from_db()
    assert lee.name == "Dr Lee-Park"
    assert lee.removed_at is not None


def test_there_is_no_way_round_the_50(cast, signed_in, at, by, lee):
    lee.remove(by=cast.maria)
    CareTeamMember.objects.bulk_create(CareTeamMember(name=f"n{n}", **by) for n in range(50))
    client = signed_in(cast.maria)
    client.post(at(f"care-team/{lee.pk}/restore/"))
    assert "has no room for more" in page_of(client.get(at()))
    lee.refresh_from_db()
    assert lee.removed_at is not None


ROUTES = ["people/", "about/", "about/edit/", NEW, "care-team/{}/edit/"]
POSTED = ["about/edit/", NEW, "care-team/{}/edit/", "care-team/{}/remove/", "care-team/{}/restore/"]


@pytest.mark.parametrize("route", [*ROUTES, *POSTED[3:]])
def test_strangers_find_nothing(cast, signed_in, at, lee, route):
    for user in (cast.sam, cast.rita):
        for method in ("get", "post"):
            response = getattr(signed_in(user), method)(at(route.format(lee.pk)))
            assert response.status_code == 404
            assert "Dr Lee" not in response.content.decode()


@pytest.mark.parametrize("route", POSTED)
def test_a_viewer_changes_nothing(cast, signed_in, at, lee, route):
    if "restore" in route:
        lee.remove(by=cast.maria)
    before = list(CareTeamMember.objects.values()), list(Plan.objects.values())
    response = signed_in(cast.ben).post(at(route.format(lee.pk)), NURSE | {"version": "1"})
    assert response.status_code == 403
    assert (list(CareTeamMember.objects.values()), list(Plan.objects.values())) == before


@pytest.mark.parametrize(
    ("route", "method"),
    [
        ("people/", "post"),
        ("about/", "post"),
        ("about/edit/", "put"),
        (NEW, "delete"),
        ("care-team/{}/edit/", "put"),
        ("care-team/{}/remove/", "get"),
        ("care-team/{}/restore/", "get"),
    ],
)
def test_wrong_methods(cast, signed_in, at, lee, route, method):
    response = getattr(signed_in(cast.maria), method)(at(route.format(lee.pk)))
    assert response.status_code == 405


def test_somebody_of_another_plan_is_not_found(cast, signed_in, lee):
    for end in ("edit/", "remove/", "restore/"):
        address = f"/plans/{cast.sams_plan.pk}/care-team/{lee.pk}/{end}"
        assert signed_in(cast.sam).post(address, NURSE).status_code == 404
    lee.refresh_from_db()
    assert lee.removed_at is None


def test_extra_fields_change_nothing(cast, signed_in, at, lee):
    forged = {
        "plan": cast.sams_plan.pk,
        "author": cast.sam.pk,
        "is_private": "on",
        "removed_at": "1",
    }
    address = at(f"care-team/{lee.pk}/edit/")
    client = signed_in(cast.maria)
    client.post(address, {"name": "Dr Li"} | forged | read(client, address))
    lee.refresh_from_db()
    assert (lee.plan, lee.author, lee.is_private, lee.removed_at) == (
        cast.plan,
        cast.maria,
        False,
        None,
    )
