"""Whoever has a link, an ended or an expired one, at every address of a plan and of a link."""

import pytest
from django.test import Client

from careplan.sharing.link_making import end_link
from careplan.sharing.share_links import ShareLink
from tests.sharing.links import TOKEN, fill, link_of
from tests.sharing.links import addresses as link_addresses
from tests.sharing.links import opened as open_link
from tests.sharing.test_link_page import ends
from tests.test_access import FORM, NEVER, TABLE, addresses, snapshot  # noqa: F401 - a fixture
from tests.test_architecture import routes

pytestmark = pytest.mark.usefixtures("as_words")
# The address that is sent, and the button of the page before: they show nothing of a plan.
BEFORE = {"link/<str:token>/", "link/<uuid:link_id>/open/"}
LINK_ROUTES = {path: view for path, view in routes() if path.startswith("link/")}


def without_access(found) -> list[str]:
    shows = (path for path in found if path not in BEFORE)
    return [path for path in shows if not hasattr(found[path], "link_access")]


def test_every_route_of_a_link_asks_whether_it_stands():
    assert len(LINK_ROUTES) == 8
    assert set(LINK_ROUTES) > BEFORE
    assert without_access(LINK_ROUTES) == []
    assert without_access({"link/<uuid:link_id>/x/": lambda request: None})


@pytest.mark.parametrize("how", ["standing", "ended", "expired"])
def test_a_link_opens_no_page_of_the_plan(cast, addresses, how):  # noqa: F811
    link = link_of(cast)
    here = open_link(link)
    ends(cast, link, how)
    before = snapshot()
    for name in TABLE:
        for method in (*FORM, *NEVER):
            response = here.generic(method, addresses[name])
            assert response.status_code == 302, name
            assert response["Location"].startswith("/account/login/"), name
    assert snapshot() == before


@pytest.mark.parametrize("how", ["standing", "ended", "expired"])
def test_a_link_only_reads(cast, how):
    fill(cast)
    link = link_of(cast)
    here = open_link(link)
    here.get(f"/link/{link.pk}/")
    ends(cast, link, how)
    before = snapshot()
    for address in link_addresses(link):
        assert here.get(address).status_code == (200 if how == "standing" else 404), address
        for method in ("POST", *NEVER):
            assert here.generic(method, address).status_code == 405, address
    assert snapshot() == before


def test_a_stranger_with_every_address_that_anybody_saw(cast, signed_in):
    """Sam has Maria's and the doctor's addresses, after the link has ended; and without its key
    before that."""
    fill(cast)
    link = link_of(cast)
    plans = f"/plans/{cast.plan.pk}/links/"
    marias = [plans, f"{plans}new/", f"{plans}{link.pk}/replace/", f"{plans}{link.pk}/end/"]
    doctors = [*link_addresses(link), f"/link/{link.pk}/open/"]
    sam = signed_in(cast.sam)
    for ended in (False, True):
        for client in (sam, Client()):
            for address in [*marias, *doctors, *([f"/link/{TOKEN}/"] if ended else [])]:
                for method in FORM:
                    response = client.generic(method, address)
                    assert response.status_code in {302, 404, 405}, address
                    text = response.content.decode() + response.get("Location", "")
                    for word in ("Maria", "Alvarez", "visits-", "papers-", "Dr Lee"):
                        assert word not in text.replace("%2F", "/"), address
        end_link(link=link, by=cast.maria)
    assert ShareLink.objects.get().opened_count == 0
