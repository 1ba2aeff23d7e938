"""What whoever has a share link sees: exactly what was chosen, and nothing after it has ended."""

import datetime
import re

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from careplan.appointments.models import Appointment
from careplan.plans.looking import AccessEvent
from careplan.printing import printer
from careplan.printing.errors import PrintBusy
from careplan.sharing.clinician_sheets import Sheet
from careplan.sharing.link_making import end_link
from careplan.sharing.share_links import ShareLink
from careplan.topics.models import TopicNote
from tests.making import concern, doctor
from tests.sharing.links import ALL, FILES, NEXT_WEEK, TOKEN, addresses, by_maria, fill, link_of
from tests.sharing.links import opened as open_link

pytestmark = pytest.mark.usefixtures("as_words")
ABOUT = {"how_much": "people-2", "information_need": "people-3", "who_may_hear": "people-4"}
FILE_OF = {"question-list": "visits", "doctor": "visits", "papers": "papers"}
FILE_OF |= {"comfort": "comfort", "emergency": "papers"}


@pytest.fixture
def marias(cast):
    """Something in every part, and as much of it private."""
    cast.plan.what_matters = "people-5"
    for name, words in ABOUT.items():
        setattr(cast.plan, name, words)
    cast.plan.save()
    fill(cast, "canary-", is_private=True)
    return fill(cast)


def words(text: str) -> list[str]:
    """The words of a page or file that say what part they are from, each once."""
    return sorted(set(re.findall(r"(?:visits|papers|comfort|people)-\w+", text)))


def shown(client, address) -> list[str]:
    response = client.get(address)
    assert "canary" not in response.content.decode()
    return words(response.content.decode()) if response.status_code == 200 else [404]


EVERY = [f"visits-{n}" for n in range(3)] + [f"papers-{n}" for n in (1, 2, 3)]
EVERY += ["comfort-1"] + [f"people-{n}" for n in range(1, 6)]


def of(*parts) -> list[str]:
    return sorted(word for word in EVERY if word.split("-")[0] in parts)


@pytest.mark.parametrize("part", ALL)
def test_each_part_shows_itself_alone(cast, marias, part):
    link = link_of(cast, shows=(part,))
    here = open_link(link)
    assert shown(here, f"/link/{link.pk}/") == of(part)
    for name in FILES:
        found = shown(here, f"/link/{link.pk}/{name}.pdf")
        assert (found == [404]) == (FILE_OF[name] != part), name
        assert found == [404] or (found and set(found) <= set(of(part))), name


def test_the_way_in_asks_for_the_part_by_itself(cast, marias, monkeypatch):
    monkeypatch.setattr(Sheet, "is_offered", lambda sheet, page: True)
    link = link_of(cast, shows=("people",))
    here = open_link(link)
    assert {here.get(address).status_code for address in addresses(link)[1:]} == {404}


def test_all_parts(cast, marias):
    link = link_of(cast)
    here = open_link(link)
    assert shown(here, f"/link/{link.pk}/") == of(*ALL)
    files = {name: shown(here, f"/link/{link.pk}/{name}.pdf") for name in FILES}
    assert files["question-list"] == ["people-2", "people-3", "visits-0", "visits-1", "visits-2"]
    assert files["doctor"] == sorted(
        [*of("papers"), "people-2", "people-3", "people-4", *of("visits")]
    )
    assert files["papers"] == of("papers")
    assert files["comfort"] == of("comfort")
    assert files["emergency"] == [*of("papers"), "people-1", "people-5"]


def test_the_buttons_are_those_that_answer(cast, marias):
    for n, part in enumerate(ALL):
        link = link_of(cast, shows=(part,), token=f"token-{n}")
        here = open_link(link, token=f"token-{n}")
        page = here.get(f"/link/{link.pk}/").content.decode()
        links = set(re.findall(r'href="(/link/[^"]+)"', page))
        answering = {a for a in addresses(link)[1:] if here.get(a).status_code == 200}
        assert links == answering
        assert len(links) == {"visits": 2, "papers": 2, "comfort": 1, "people": 0}[part]


def test_an_empty_plan_has_no_dead_button_and_no_empty_heading(cast):
    link = link_of(cast)
    here = open_link(link)
    page = here.get(f"/link/{link.pk}/").content.decode()
    assert "Nothing is written here yet." in page
    assert "<h2" not in page
    assert {here.get(a).status_code for a in addresses(link)[1:]} == {404}


def test_orders_come_first_and_answers_and_unsigned_papers_not_at_all(cast, marias):
    asked = marias["question"]
    asked.record_answer("canary", by=cast.maria)
    link = link_of(cast)
    here = open_link(link)
    page = here.get(f"/link/{link.pk}/").content.decode()
    assert "canary" not in page
    for before, after in (("visits-2", "papers-2"), ("papers-2", "papers-1")):
        assert page.index(before) < page.index(after)
    assert "7</b> of 10" in page


def test_which_visit(cast, marias):
    later = NEXT_WEEK + datetime.timedelta(days=1)
    other = Appointment.objects.create(with_whom="Dr Later", on=later, **by_maria(cast))
    following, fixed = link_of(cast), link_of(cast, token="fixed", visit=marias["visit"])
    assert "visits-0" in open_link(following).get(f"/link/{following.pk}/").content.decode()
    marias["visit"].remove(by=cast.maria)
    page = open_link(fixed, token="fixed").get(f"/link/{fixed.pk}/")
    assert page.context["page"].visit is None
    assert page.context["page"].bothers
    assert open_link(following).get(f"/link/{following.pk}/").context["page"].visit == other


def test_no_program_that_looks_through_mail_opens_it(cast, marias):
    link = link_of(cast)
    scanner = Client()
    for _time in range(3):
        assert scanner.head(f"/link/{TOKEN}/").status_code == 302
        page = scanner.get(f"/link/{TOKEN}/", follow=True)
        assert page.redirect_chain == [(f"/link/{link.pk}/", 302)]
        assert page.templates[0].name == "sharing/link_open.html"
        for secret in ("Maria", "Alvarez", "Dr Lee", "visits-", "papers-"):
            assert secret not in page.content.decode()
        assert shown(scanner, f"/link/{link.pk}/doctor.pdf") == []
    link.refresh_from_db()
    assert (link.opened_count, link.last_opened) == (0, None)
    assert AccessEvent.objects.count() == 0
    assert TOKEN not in str(dict(scanner.session))


def test_an_opening_counts_once_a_browser_and_hour(cast, marias):
    link, start = link_of(cast), timezone.now().replace(minute=10)
    counts = []

    def look(client):
        client.get(f"/link/{link.pk}/")
        client.get(f"/link/{link.pk}/papers.pdf")
        counts.append(ShareLink.objects.get().opened_count)

    with time_machine.travel(start, tick=False) as clock:
        one = open_link(link)
        look(one)
        look(one)
        look(open_link(link))
        clock.shift(datetime.timedelta(hours=1))
        look(one)
        assert ShareLink.objects.get().last_opened == start + datetime.timedelta(hours=1)
        clock.shift(datetime.timedelta(hours=11))
        assert one.get(f"/link/{link.pk}/").templates[0].name == "sharing/link_open.html"
    assert counts == [1, 1, 2, 3]


def test_it_stands_on_who_looked(cast, marias):
    link = link_of(cast, shows=("papers",))
    here = open_link(link)
    for _time in range(2):
        for address in addresses(link):
            here.get(address)
    rows = AccessEvent.objects.order_by("pk").values_list(
        "plan_id", "user_id", "link_id", "kind", "page", "record"
    )
    assert list(rows) == [
        (cast.plan.pk, None, link.pk, "link", "link_page", ""),
        (cast.plan.pk, None, link.pk, "print", "link_papers", ""),
        (cast.plan.pk, None, link.pk, "print", "link_emergency", ""),
    ]


def ends(cast, link, how):
    if how == "ended":
        end_link(link=link, by=cast.maria)
    elif how == "expired":
        longer = timezone.now() - datetime.timedelta(days=7, seconds=1)
        ShareLink.objects.filter(pk=link.pk).update(created=longer)
    elif how == "deleted":
        ShareLink.objects.filter(pk=link.pk).delete()
    elif how == "closed":
        type(cast.plan).objects.filter(pk=cast.plan.pk).update(closed_at=timezone.now())


@pytest.mark.parametrize("how", ["ended", "expired", "deleted", "closed"])
def test_what_does_not_stand_is_one_and_the_same_page(cast, marias, how):
    link = link_of(cast)
    here, waiting = open_link(link), Client()
    waiting.get(f"/link/{TOKEN}/")
    assert here.get(f"/link/{link.pk}/").status_code == 200
    ends(cast, link, how)
    unknown = Client().get(f"/link/{'u' * 43}/")
    assert unknown.status_code == 404
    for client in (here, waiting, Client()):
        for address in (*addresses(link), f"/link/{TOKEN}/", f"/link/{link.pk}/open/"):
            response = client.get(address)
            assert (response.status_code, response.content) == (404, unknown.content), address
        pressed = client.post(f"/link/{link.pk}/open/")
        assert (pressed.status_code, pressed.content) == (404, unknown.content)


def test_an_address_without_its_key_opens_nothing(cast, marias):
    link = link_of(cast)
    open_link(link)
    for address in (*addresses(link), f"/link/{link.pk}/open/"):
        assert Client().get(address).status_code == 404
    assert Client().post(f"/link/{link.pk}/open/").status_code == 404


def test_two_links_in_one_browser_show_each_its_own_plan(cast, marias):
    first, second = link_of(cast), link_of(cast, token="second", shows=("comfort",))
    here = open_link(second, token="second", client=open_link(first))
    assert shown(here, f"/link/{first.pk}/") == of(*ALL)
    assert shown(here, f"/link/{second.pk}/") == of("comfort")
    end_link(link=first, by=cast.maria)
    assert shown(here, f"/link/{first.pk}/") == [404]
    assert shown(here, f"/link/{second.pk}/") == of("comfort")


def test_headers(cast, marias):
    link = link_of(cast)
    here = Client()
    arrived = here.get(f"/link/{TOKEN}/")
    gate = here.get(f"/link/{link.pk}/")
    pressed = here.post(f"/link/{link.pk}/open/")
    rest = [here.get(address) for address in addresses(link)]
    lost = Client().get("/link/nothing/")
    for response in (arrived, gate, pressed, lost, *rest):
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert "no-store" in response["Cache-Control"]
        assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
        # With a form on it, a browser would send “Origin: null”.
        policy = "same-origin" if response is gate else "no-referrer"
        assert response["Referrer-Policy"] == policy
    assert {"POST": here.post(f"/link/{link.pk}/").status_code} == {"POST": 405}


def test_it_is_the_same_page_for_whoever_is_signed_in(cast, marias, signed_in):
    link = link_of(cast)
    nobody = open_link(link).get(f"/link/{link.pk}/")
    for reader in (cast.maria, cast.sam):
        client = open_link(link, client=signed_in(reader))
        client.get(f"/link/{link.pk}/")
        assert client.get(f"/link/{link.pk}/").content == nobody.content
    for navigation in ("Sign in", "Sign out", "<nav", "/plans/", reader.called):
        assert navigation not in nobody.content.decode()
    assert AccessEvent.objects.filter(user_id__isnull=False).count() == 0


def test_in_the_language_of_the_browser_and_the_time_of_the_maker(cast, marias, settings):
    cast.maria.time_zone = "America/Chicago"
    cast.maria.save()
    with time_machine.travel(datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC), tick=False):
        link = link_of(cast)
        here = open_link(link)
        english = here.get(f"/link/{link.pk}/")
        spanish = here.get(f"/link/{link.pk}/", headers={"accept-language": "es"})
    assert "You can read this until Tuesday 1 December at 06:00." in english.content.decode()
    assert '<html lang="es"' in spanish.content.decode()


def test_no_code_on_its_paper_leads_to_a_sign_in(cast, marias, settings):
    settings.PUBLIC_URL = "https://canary.example.org"
    link = link_of(cast)
    assert "visits-2" in shown(open_link(link), f"/link/{link.pk}/question-list.pdf")


def test_a_busy_printer_says_so(cast, marias, monkeypatch):
    def busy(sheet, make):
        raise PrintBusy

    link = link_of(cast)
    here = open_link(link)
    monkeypatch.setattr(printer, "kept", busy)
    response = here.get(f"/link/{link.pk}/doctor.pdf")
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert "Many people are printing now." in response.content.decode()
    assert AccessEvent.objects.filter(kind="print").count() == 0


def test_it_reads_no_more_where_there_is_more(cast, marias):
    link = link_of(cast)
    here = open_link(link)
    here.get(f"/link/{link.pk}/")
    counts = []
    for _few_then_many in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert here.get(f"/link/{link.pk}/").status_code == 200
        counts.append(len(queries))
        for n in range(20):
            concern(cast, cast.ana, words=f"More {n}", bother=n % 10)
            doctor(cast, name=f"More {n}")
    assert counts[0] == counts[1] <= 14


def test_nobodys_own_choice_hides_a_topic_from_it(cast, marias):
    cast.plan.topic_choices.create(user=cast.maria, topic="respite", show="hide")
    assert TopicNote.objects.filter(topic="respite").exists()
    link = link_of(cast, shows=("comfort",))
    assert shown(open_link(link), f"/link/{link.pk}/") == of("comfort")
