"""The file of a copy: what is in it, who gets it, how often, and what is written down of it."""

import datetime as dt
import hashlib
import io
import json
import zipfile

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from careplan.accounts.outbox import WaitingLetter
from careplan.concerns.models import Concern
from careplan.exchange import archive
from careplan.exchange.archive import in_parts
from careplan.places import Places
from careplan.plans.looking import AccessEvent
from careplan.plans.models import Grant, Membership
from careplan.printing.errors import PrintBusy, PrintError
from tests.cast import just_asked
from tests.documents.scans import JPEG, PDF, kept_scan
from tests.exchange.making import NOW, fill, make

pytestmark = pytest.mark.django_db
README = "README.txt"


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture(autouse=True)
def sheets(monkeypatch):
    """Every sheet is printed as what stands on it; one that is named here fails."""
    failing = set()

    def print_in_words(sheet, make):
        if type(sheet).__name__ in failing:
            raise PrintError
        return repr(sheet).encode()

    for room in ("papers_sheet", "comfort_sheet", "emergency_sheet", "sheets"):
        monkeypatch.setattr(f"careplan.printing.{room}.printer.kept", print_in_words)
    return failing


@pytest.fixture
def browser(signed_in):
    """`browser(ana)`: hers, where she has just shown who she is."""

    def sign_in(user):
        client = signed_in(user)
        just_asked(client)
        return client

    return sign_in


def take(client, plan, **sent):
    return client.post(f"/plans/{plan.pk}/copy/file/", sent)


def opened(answer) -> zipfile.ZipFile:
    assert answer.status_code == 200
    return zipfile.ZipFile(io.BytesIO(answer.content))


def test_what_is_in_it(cast, settings, browser):
    made = fill(cast, settings, by=cast.maria, word="open")
    kept_scan(made["paper"], JPEG, created=timezone.now() + dt.timedelta(seconds=1))
    answer = take(browser(cast.maria), cast.plan)
    assert answer["Content-Type"] == "application/zip"
    assert answer["Content-Disposition"] == 'attachment; filename="careplan-copy-2026-12-01.zip"'
    assert answer["Cache-Control"] == "no-store, private"
    found = opened(answer)
    assert found.testzip() is None
    assert found.namelist() == [
        "plan.json",
        "sheets/papers-2026-12-01.pdf",
        "sheets/emergency-2026-12-01.pdf",
        "sheets/comfort-2026-12-01.pdf",
        "sheets/questions-2026-12-03.pdf",
        "scans/living-will-1.pdf",
        "scans/living-will-2.jpg",
        README,
    ]
    data = json.loads(found.read("plan.json"))
    assert data["made_for"] == "Maria"
    for row in data["scans"]:
        content = found.read(row["file"])
        assert content in {PDF.file, JPEG.file}
        assert hashlib.sha256(content).hexdigest() == row["sha256"]
        assert len(content) == row["size"]
    assert b"open question?" in found.read("sheets/questions-2026-12-03.pdf")
    assert "What is missing" not in found.read(README).decode()


def test_nothing_of_what_its_reader_may_not_see(cast, settings, browser):
    fill(cast, settings, by=cast.ana, word="hidden-word", private=True)
    fill(cast, settings, by=cast.maria, word="open")
    found = opened(take(browser(cast.maria), cast.plan))
    assert not [name for name in found.namelist() if b"hidden-word" in found.read(name)]
    assert [n for n in found.namelist() if n.startswith("scans/")] == ["scans/living-will-1.pdf"]
    Membership.objects.filter(user=cast.ben).update(papers=Grant.NONE, visits=Grant.NONE)
    bens = opened(take(browser(cast.ben), cast.plan))
    assert bens.namelist() == ["plan.json", "sheets/comfort-2026-12-01.pdf", README]
    whole = b"".join(bens.read(name) for name in bens.namelist())
    assert b"open wish" in whole
    assert b"open question" not in whole
    assert b"open notes" not in whole


def test_the_page_counts_what_its_reader_sees(cast, settings, browser):
    fill(cast, settings, by=cast.maria, word="open")
    fill(cast, settings, by=cast.ana, word="canary", private=True)
    Membership.objects.filter(user=cast.ben).update(papers=Grant.NONE)
    page = f"/plans/{cast.plan.pk}/copy/"
    assert browser(cast.ben).get(page).context["amounts"] == [
        "1 concern", "1 question", "1 visit", "1 note on comfort",
    ]  # fmt: skip
    assert browser(cast.ben).get(page).context["parts"][0].size == ""


def test_outsiders_get_none(cast, settings, browser):
    fill(cast, settings, by=cast.maria, word="canary")
    for user in (cast.sam, cast.rita):
        for address in ("copy/", "copy/file/"):
            for method in ("get", "post"):
                answer = getattr(browser(user), method)(f"/plans/{cast.plan.pk}/{address}")
                assert answer.status_code == 404
                assert b"canary" not in answer.content
    assert AccessEvent.objects.count() == 0


def test_it_asks_first_who_it_is(cast, signed_in):
    client = signed_in(cast.maria)
    page = f"/plans/{cast.plan.pk}/copy/"
    for answer in (
        client.get(page),
        take(client, cast.plan),
        client.post("/my-data/account/"),
    ):
        assert answer.status_code == 302
        assert answer["Location"].startswith("/account/reauthenticate/")
    assert WaitingLetter.objects.count() == 0
    assert AccessEvent.objects.count() == 0


def test_it_stands_on_who_looked_and_a_notice_is_sent(cast, browser):
    client = browser(cast.ana)
    assert client.get(f"/plans/{cast.plan.pk}/copy/").status_code == 200
    take(client, cast.plan)
    take(client, cast.plan)
    fields = ("plan_id", "user_id", "kind", "page")
    assert list(AccessEvent.objects.order_by("pk").values_list(*fields)) == [
        (cast.plan.pk, cast.ana.pk, "view", "plan_copy"),
        (cast.plan.pk, cast.ana.pk, "export", "plan_copy_file"),
    ]
    assert (
        list(WaitingLetter.objects.values_list("kind", "user_id", "plan_id"))
        == [("copy_made", cast.ana.pk, cast.plan.pk)] * 2
    )


def test_a_sheet_that_is_not_printed_is_named(cast, settings, browser, sheets):
    fill(cast, settings, by=cast.maria, word="open")
    sheets.update({"ComfortSheet", "QuestionSheet"})
    found = opened(take(browser(cast.maria), cast.plan))
    assert [n for n in found.namelist() if n.startswith("sheets/")] == [
        "sheets/papers-2026-12-01.pdf",
        "sheets/emergency-2026-12-01.pdf",
    ]
    assert (
        found.read(README)
        .decode()
        .endswith("- Comfort checklist\n- Question list: Thursday 3 December\n\n")
    )


def test_printing_ends_in_time(cast, settings, browser, monkeypatch):
    fill(cast, settings, by=cast.maria, word="open")
    monkeypatch.setattr("careplan.exchange.sheets.BUDGET", -1)
    found = opened(take(browser(cast.maria), cast.plan))
    assert not [n for n in found.namelist() if n.startswith("sheets/")]
    assert found.read(README).decode().count("\n- ") == 4


def test_a_scan_that_does_not_open_is_named(cast, settings, browser):
    made = fill(cast, settings, by=cast.maria, word="open")
    default_storage.delete(made["scan"].file.name)
    found = opened(take(browser(cast.maria), cast.plan))
    assert "scans/living-will-1.pdf" not in found.namelist()
    assert "- scans/living-will-1.pdf\n" in found.read(README).decode()


def test_many_scans_come_in_parts(cast, settings, browser, monkeypatch):
    made = fill(cast, settings, by=cast.maria, word="open")
    kept_scan(made["paper"], JPEG)
    monkeypatch.setattr(archive, "SCANS_IN_A_PART", len(PDF.file))
    client = browser(cast.maria)
    page = client.get(f"/plans/{cast.plan.pk}/copy/")
    assert [part.label for part in page.context["parts"]] == [
        "Take part 1 of 2",
        "Take part 2 of 2",
    ]
    first, second = (opened(take(client, cast.plan, part=n)) for n in (1, 2))
    assert "scans/living-will-1.pdf" in first.namelist()
    assert second.namelist() == ["scans/living-will-2.jpg", README]
    assert "This is part 2 of 2." in second.read(README).decode()
    paths = [row["file"] for row in json.loads(first.read("plan.json"))["scans"]]
    assert paths == ["scans/living-will-1.pdf", "scans/living-will-2.jpg"]
    assert take(client, cast.plan, part=3).status_code == 404


def test_how_parts_are_filled():
    class Scan:
        def __init__(self, size):
            self.size = size * 10_000_000

    def sizes(*given):
        return [[scan.size // 10_000_000 for scan in part] for part in in_parts(map(Scan, given))]

    assert sizes() == [[]]
    assert sizes(2, 3, 1) == [[2, 3], [1]]
    assert sizes(9, 1, 4, 1) == [[9], [1, 4], [1]]


def test_twelve_an_hour(cast, browser, monkeypatch):
    monkeypatch.setattr("careplan.exchange.copy_views.copy_of", lambda member, part: b"zip")
    client = browser(cast.ana)
    assert [take(client, cast.plan).status_code for _time in range(12)] == [200] * 12
    refused = take(client, cast.plan)
    assert refused["Location"] == f"/plans/{cast.plan.pk}/copy/"
    assert client.post("/my-data/account/")["Location"] == "/my-data/"
    assert "You took many copies in the last hour." in client.get("/my-data/").content.decode()
    assert take(browser(cast.ben), cast.plan).status_code == 200


def test_one_is_made_at_a_time(cast, browser, settings, monkeypatch):
    monkeypatch.setattr("careplan.exchange.archive.Places", impatient)
    client = browser(cast.ana)
    folder = settings.VAR_DIR / "copy"
    with Places(folder, count=1, chairs=1, patience=0, busy=PrintBusy).one():
        assert take(client, cast.plan)["Location"] == f"/plans/{cast.plan.pk}/copy/"
    assert "Others are taking copies now." in client.get("/my-data/").content.decode()
    assert AccessEvent.objects.count() == 0


def impatient(folder, **about):
    return Places(folder, **about | {"patience": 0})


def test_the_copy_of_an_account_is_one_file(cast, browser):
    answer = browser(cast.ben).post("/my-data/account/")
    assert answer["Content-Disposition"] == (
        'attachment; filename="careplan-account-2026-12-01.json"'
    )
    assert json.loads(answer.content)["account"]["email"] == "ben@example.org"
    assert WaitingLetter.objects.get().kind == "copy_made"
    assert "ana@example.org" not in answer.content.decode()


def test_pages_make_few_reads_however_much_there_is(cast, settings, browser, seen_this_hour):
    client = browser(cast.maria)
    counts = []
    for time in range(2):
        for page in ("/my-data/", *(f"/plans/{cast.plan.pk}/{x}/" for x in ("copy", "delete"))):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(page).status_code == 200
            counts.append(len(queries))
        if time == 0:
            fill(cast, settings, by=cast.maria, word="open")
        for number in range(20):
            make(cast, Concern, cast.maria, category="other", words=f"{number}")
    assert counts[:3] == counts[3:]
    assert max(counts) <= 8, counts


def test_a_copy_makes_as_many_reads_for_many_records(cast, settings, browser):
    client = browser(cast.maria)
    fill(cast, settings, by=cast.maria, word="open")
    counts = []
    for _time in range(2):
        with CaptureQueriesContext(connection) as queries:
            take(client, cast.plan)
        counts.append(len(queries))
        for number in range(20):
            make(cast, Concern, cast.ana, category="other", words=f"{number}")
    assert counts[0] == counts[1]
