"""About me: each part optional, shown to whoever may see People, never written over unseen."""

import pytest

from careplan.plans.models import Plan
from tests.posting import hidden_in, read

WORDS = {
    "person_name": "Maria Alvarez",
    "how_much": "The big picture first.",
    "information_need": "Slowly,\nand written down.",
    "what_matters": "Time with Rosa.",
    "who_may_hear": "Ana may hear everything.",
    "sites": ["bones", "brain"],
}


@pytest.fixture
def address(cast):
    return f"/plans/{cast.plan.pk}/about/"


@pytest.fixture
def edit(address):
    return address + "edit/"


def errors_of(response) -> dict:
    return {name: list(texts) for name, texts in response.context["form"].errors.items()}


def test_all_of_it_is_kept_and_shown(cast, signed_in, address, edit):
    client = signed_in(cast.ana)
    response = client.post(edit, WORDS | read(client, edit))
    assert (response.status_code, response["Location"]) == (302, address)
    page = signed_in(cast.ben).get(address).content.decode()
    for words in ("The big picture first.", "Slowly,<br>and written down.", "Bones, Brain"):
        assert words in page
    assert page.count("(on the printed list)") == 2
    assert "/edit/" not in page


def test_all_of_it_may_be_empty(cast, signed_in, address, edit):
    client = signed_in(cast.maria)
    client.post(edit, WORDS | read(client, edit))
    client.post(edit, {"person_name": "Maria"} | read(client, edit))
    plan = Plan.objects.get(pk=cast.plan.pk)
    assert (plan.person_name, plan.how_much, plan.sites, plan.version) == ("Maria", "", [], 3)
    page = signed_in(cast.maria).get(address).content.decode()
    assert page.count("Nothing written yet") == 5


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"person_name": ""}, {"person_name": ["Write something here, even one word"]}),
        (
            {"what_matters": "a" * 501},
            {"what_matters": ["Make this shorter. It has 501 letters, and there is room for 500."]},
        ),
        ({"sites": ["moon"]}, {"sites": ["Choose one of the answers on this page"]}),
    ],
)
def test_what_cannot_be_is_named_beside_its_field(cast, signed_in, edit, typed, expected):
    response = signed_in(cast.maria).post(edit, WORDS | typed)
    assert errors_of(response) == expected
    assert "Ana may hear everything." in response.content.decode()
    assert Plan.objects.get(pk=cast.plan.pk).who_may_hear == ""


def test_a_stale_page_shows_what_stands_and_keeps_ones_own(cast, signed_in, edit):
    opened = read(signed_in(cast.maria), edit)
    signed_in(cast.ana).post(edit, WORDS | opened)
    mine = WORDS | {"what_matters": "My garden.", "sites": ["liver"]}
    client = signed_in(cast.maria)
    response = client.post(edit, mine | opened)
    assert "Somebody saved a change while you were writing." in response.content.decode()
    clashes = response.context["form"].clashes
    assert [(clash.label, clash.mine, clash.theirs) for clash in clashes] == [
        ("What matters most to me", "My garden.", "Time with Rosa."),
        ("Where is the cancer?", "Liver", "Bones, Brain"),
    ]
    assert Plan.objects.get(pk=cast.plan.pk).what_matters == "Time with Rosa."
    chosen = hidden_in(response) | {"keep_what_matters": "mine", "keep_sites": "theirs"}
    assert client.post(edit, chosen).status_code == 302
    plan = Plan.objects.get(pk=cast.plan.pk)
    assert (plan.what_matters, plan.sites) == ("My garden.", ["bones", "brain"])


@pytest.mark.parametrize("version", ["", "x", "0", "99", "²"])
def test_a_forged_version_saves_nothing(cast, signed_in, edit, version):
    response = signed_in(cast.maria).post(edit, WORDS | {"version": version})
    assert response.status_code == 200
    assert Plan.objects.get(pk=cast.plan.pk).what_matters == ""


def test_extra_fields_change_nothing(cast, signed_in, edit):
    forged = {"owner": cast.ana.pk, "is_for_owner": "", "next_step": "level", "id": "1"}
    client = signed_in(cast.ana)
    client.post(edit, WORDS | forged | read(client, edit))
    plan = Plan.objects.get(pk=cast.plan.pk)
    assert (plan.owner, plan.is_for_owner, plan.next_step) == (cast.maria, True, "")


def test_whom_it_is_about(cast, signed_in, address):
    assert "<h1>About me</h1>" in signed_in(cast.maria).get(address).content.decode()
    assert "<h1>About Maria Alvarez</h1>" in signed_in(cast.ana).get(address).content.decode()
    Plan.objects.filter(pk=cast.plan.pk).update(is_for_owner=False)
    assert "<h1>About Maria Alvarez</h1>" in signed_in(cast.maria).get(address).content.decode()


def test_the_reading_setting_is_on_no_page(cast, signed_in, address):
    cast.maria.information_level = "everything"
    cast.maria.save()
    page = signed_in(cast.ana).get(address).content.decode().lower()
    assert "everything" not in page


def test_a_place_that_the_library_dropped_is_left_out(cast, signed_in, address):
    Plan.objects.filter(pk=cast.plan.pk).update(sites=["spleen", "bones"])
    page = signed_in(cast.maria).get(address).content.decode()
    assert "spleen" not in page
    assert "<dd>Bones</dd>" in page
