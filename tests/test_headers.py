"""What stands on every answer, whatever its route."""

import re
import uuid

import pytest
from django.urls import NoReverseMatch, reverse

from tests.test_architecture import routes

NO_LINK = "00000000-0000-4000-8000-000000000000"
CSP = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}

WITH_TOKEN = {"/invitation/x/"}  # the address itself is a key


def every_path(plan) -> list[str]:
    """Every route as an address: of Maria's plan, with ids of nothing."""
    values = {
        "plan_id": str(plan.pk),
        "pk": str(uuid.uuid4()),
        "question": str(uuid.uuid4()),
        "slug": "x",
        "step": "x",
    }
    values["link_id"] = NO_LINK
    paths = []
    for route, _view in routes():
        path = re.sub(r"<int:\w+>", "0", route)
        path = path.replace("<purpose:purpose>", "look")
        path = re.sub(r"<(?:\w+:)?(\w+)>", lambda m: values.get(m.group(1), "x"), path)
        if not path.startswith("^"):
            paths.append("/" + path)
    return paths


def check(response):
    path = response.request["PATH_INFO"]
    assert set(response["Content-Security-Policy"].split("; ")) == CSP, path
    assert response["X-Content-Type-Options"] == "nosniff", path
    leads_on = path in WITH_TOKEN and response.status_code == 302
    hidden = leads_on or path.startswith(("/link/", "/calendar/"))
    referrer = "no-referrer" if hidden else "same-origin"
    assert response["Referrer-Policy"] == referrer, path
    assert response["X-Frame-Options"] == "DENY", path


def test_headers_on_every_route(cast, client, signed_in):
    paths = every_path(cast.plan)
    assert len(paths) > 40
    for path in paths:
        check(client.get(path))
    client = signed_in(cast.maria)
    for path in paths:
        if path.endswith("/logout/"):
            continue
        for response in (client.get(path), client.post(path)):
            check(response)
            assert "no-store" in response["Cache-Control"], path
        client.force_login(cast.maria, "allauth.account.auth_backends.AuthenticationBackend")


def test_a_new_view_asks_for_sign_in(cast, client):
    """Only what says so is public; the list is short and stands here."""
    public = set()
    for path in every_path(cast.plan):
        response = client.get(path)
        if not (response.status_code == 302 and response["Location"].startswith("/account/login/")):
            public.add(path)
    assert {p for p in public if p.startswith("/plans/")} == set()
    assert {p for p in public if not p.startswith("/account/")} == {
        "/",
        "/calendar/x.ics",
        "/healthz",
        "/help/",
        "/invitation/",
        "/invitation/accept/",
        "/invitation/decline/",
        "/invitation/sign-up/",
        "/invitation/x/",
        "/invited/x/",
        "/language/",
        "/link/x/",
        f"/link/{NO_LINK}/",
        f"/link/{NO_LINK}/open/",
        f"/link/{NO_LINK}/question-list.pdf",
        f"/link/{NO_LINK}/doctor.pdf",
        f"/link/{NO_LINK}/papers.pdf",
        f"/link/{NO_LINK}/comfort.pdf",
        f"/link/{NO_LINK}/emergency.pdf",
        "/make-a-list/",
        "/make-a-list/order/",
        "/make-a-list/print/",
        "/print/blank/",
        "/text-size/",
        "/understand/",
        "/understand/x/",
    }


def test_reverse_of_a_plan_needs_its_id():
    with pytest.raises(NoReverseMatch):
        reverse("home")


def test_the_log_tells_no_address(cast, client, signed_in, caplog):
    """A 404, a 403 or a wrong method names a plan or a token in its address."""
    signed_in(cast.sam).get(f"/plans/{cast.plan.pk}/")
    signed_in(cast.ben).post(f"/plans/{cast.plan.pk}/concerns/new/")
    client.get("/invited/canary-token/")
    client.get("/link/canary-token/")
    client.get("/calendar/canary-token.ics")
    client.get("/invitation/canary-token/", follow=True)
    assert caplog.text == ""
