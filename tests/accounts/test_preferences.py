"""What each person sets for themselves."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from careplan.accounts.middleware import zone_of
from careplan.accounts.models import User
from careplan.accounts.preferences import NameForm
from careplan.accounts.time_zones import grouped_zones
from tests.accounts.conftest import errors

FORMS = {
    "how-much": {"information_level": "everything"},
    "language": {"language": "es"},
    "paper": {"paper": "a4", "print_size": "large"},
    "time-zone": {"time_zone": "America/Chicago"},
    "name": {"name": "María Álvarez"},
}
LOOK = {"text_size": "large", "colours": "dark", "letters": "plain"}


def values(user: User) -> dict:
    return User.objects.values().get(pk=user.pk)


@pytest.mark.parametrize("which", FORMS)
def test_each_form_saves_its_own_fields_alone(cast, signed_in, which):
    client, before = signed_in(cast.maria), values(cast.maria)
    extra = {"email": "evil@example.org", "is_active": "", "text_size": "largest"}
    response = client.post(f"/settings/{which}/", FORMS[which] | extra)
    assert response["Location"] == "/settings/"
    assert values(cast.maria) == before | FORMS[which]
    page = client.get("/settings/").content.decode()
    assert "done" in page


@pytest.mark.parametrize("which", FORMS)
def test_what_the_page_does_not_offer_is_refused(cast, signed_in, which):
    client, before = signed_in(cast.maria), values(cast.maria)
    for typed in ("", "nonsense" * 100):
        response = client.post(f"/settings/{which}/", dict.fromkeys(FORMS[which], typed))
        assert response.status_code == 200
        assert set(errors(response)) == set(FORMS[which])
    assert values(cast.maria) == before


def test_an_empty_name(cast, signed_in):
    response = signed_in(cast.maria).post("/settings/name/", {"name": " \x00 "})
    assert errors(response) == {"name": ["Write the name that others should see"]}


def test_the_level_is_private(cast, signed_in):
    page = signed_in(cast.maria).get("/settings/how-much/").content.decode()
    assert "Only you see this choice." in page
    assert 'value="later" checked' in page


def test_a_page_in_the_language_of_its_reader(cast, signed_in):
    client = signed_in(cast.maria)
    assert client.get("/settings/")["Content-Language"] == "en"
    client.post("/settings/language/", {"language": "es"})
    response = client.get("/settings/", HTTP_ACCEPT_LANGUAGE="en")
    assert response["Content-Language"] == "es"
    assert '<html lang="es"' in response.content.decode()
    # Signing out ends the language of the account, and breaks nothing.
    assert client.post("/account/logout/")["Content-Language"] == "es"


def test_no_such_preference(cast, signed_in):
    client = signed_in(cast.maria)
    assert client.get("/settings/email/").status_code == 404
    assert client.post("/settings/is_active/").status_code == 404


def test_the_time_zones(cast, signed_in):
    groups = grouped_zones("America/Chicago")
    assert [str(label) for label, _zones in groups[:2]] == ["United States and Canada", "Africa"]
    assert groups[0][1][1][0] == "America/Chicago"
    names = [name for _label, zones in groups for name, _city in zones]
    assert len(names) == len(set(names))
    assert {"Europe/Madrid", "America/Mexico_City", "UTC"} <= set(names)
    # An old name that is not offered stays chosen for whoever has it.
    assert grouped_zones("US/Eastern")[0][1] == [("US/Eastern", "Eastern")]


def test_a_time_zone_that_the_system_forgot(cast, signed_in):
    User.objects.filter(pk=cast.maria.pk).update(time_zone="Mars/Olympus")
    assert signed_in(cast.maria).get("/settings/").status_code == 200
    cast.maria.refresh_from_db()
    assert zone_of(cast.maria) == timezone.get_default_timezone()


def test_times_of_the_reader(cast, signed_in):
    User.objects.filter(pk=cast.maria.pk).update(time_zone="America/Chicago")
    cast.maria.refresh_from_db()
    noon = datetime.datetime(2026, 12, 3, 18, 0, tzinfo=datetime.UTC)
    with timezone.override(zone_of(cast.maria)):
        assert timezone.localtime(noon).hour == 12


def look_of_page(response) -> list[str]:
    head = response.content.decode().split(">", 2)[1]
    return [part for part in head.split() if part.startswith("data-")]


WISHED = ['data-text="large"', 'data-colours="dark"', 'data-letters="plain"']


def test_the_look_without_an_account(db, client):
    assert look_of_page(client.get("/text-size/")) == []
    response = client.post("/text-size/", LOOK)
    assert response["Location"] == "/text-size/?saved=yes"
    cookie = response.cookies["look"]
    assert cookie.value == "large.dark.plain"
    assert (cookie["max-age"], cookie["samesite"], cookie["httponly"]) == (31_536_000, "Lax", True)
    assert "sessionid" not in response.cookies
    page = client.get(response["Location"])
    assert look_of_page(page) == WISHED
    assert "Saved. All pages look like this now." in page.content.decode()
    assert look_of_page(client.get("/account/login/")) == WISHED


def test_the_look_of_an_account(cast, signed_in):
    client = signed_in(cast.maria)
    response = client.post("/text-size/", LOOK)
    assert "look" not in response.cookies
    assert look_of_page(client.get("/settings/")) == WISHED
    client.post("/account/logout/")
    assert look_of_page(client.get("/account/login/")) == []


@pytest.mark.parametrize("cookie", ["", "x", "....", "huge.dark.plain", "large.<b>.1", "a" * 5000])
def test_a_spoiled_cookie(db, client, cookie):
    client.cookies["look"] = cookie
    response = client.get("/text-size/")
    assert response.status_code == 200
    assert "<b>" not in " ".join(look_of_page(response))


def test_a_look_that_is_not_offered(db, client):
    response = client.post("/text-size/", LOOK | {"text_size": "huge"})
    assert errors(response) == {"text_size": ["Choose one of the answers on this page"]}
    assert "look" not in response.cookies


def test_over_tls_the_cookies_are_host_bound(db, client, settings):
    settings.LOOK_COOKIE_NAME, settings.TLS = "__Host-look", True
    cookie = client.post("/text-size/", LOOK).cookies["__Host-look"]
    assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")


def test_the_language_of_a_browser(db, client):
    response = client.post("/language/", {"language": "es", "next": "/text-size/"})
    assert response["Location"] == "/text-size/"
    assert response.cookies["language"].value == "es"
    assert client.get("/text-size/")["Content-Language"] == "es"
    away = client.post("/language/", {"language": "es", "next": "https://evil.example/"})
    assert away["Location"] == "/"
    wrong = client.post("/language/", {"language": "xx", "next": "/text-size/"})
    assert "language" not in wrong.cookies


@pytest.mark.parametrize("page", ["/settings/", "/text-size/", *(f"/settings/{w}/" for w in FORMS)])
def test_reads(cast, signed_in, page):
    client = signed_in(cast.maria)
    with CaptureQueriesContext(connection) as reads:
        assert client.get(page).status_code == 200
    # Session, person, and once the notices; on Settings, what was kept for its reader.
    assert len(reads) <= (4 if page == "/settings/" else 3)


def test_a_form_that_was_open_beside_another(cast):
    """It was read before somebody changed the paper, and saves the name alone."""
    form = NameForm({"name": "Mary"}, instance=User.objects.get(pk=cast.maria.pk))
    User.objects.filter(pk=cast.maria.pk).update(paper="a4")
    assert form.is_valid()
    form.keep()
    assert (values(cast.maria)["name"], values(cast.maria)["paper"]) == ("Mary", "a4")
