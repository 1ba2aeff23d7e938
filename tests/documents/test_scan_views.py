"""The pages of scans: who adds, opens, removes and puts back, and what a download carries."""

import re
import uuid
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.template.loader import render_to_string
from django.urls import reverse

from careplan import keys
from careplan.documents.parts import Scan
from careplan.documents.scan_forms import ScanForm
from careplan.documents.scan_reading import SENTENCES
from careplan.plans.models import Grant
from tests.documents.attack_files import REFUSED, WORD, heic, pdf, photo, png
from tests.documents.scans import (
    JPEG,
    PDF,
    files_on_disk,
    kept_scan,
    make_keys,
    marias_paper,
    scan_files,
    send,
)

HOSTILE = '"; x=../../etc/passwd\r\nX-A: b\x00.html'


@pytest.fixture(autouse=True)
def _keys(settings):
    make_keys(settings)


@pytest.fixture
def paper(cast):
    return marias_paper(cast)


def new(paper) -> str:
    return reverse("scan_create", args=[paper.plan_id, paper.pk])


def at(scan, route="scan_file", plan=None) -> str:
    return reverse(route, args=[plan.pk if plan else scan.plan_id, scan.pk])


def scans_of(paper) -> str:
    return reverse("document_detail", args=[paper.plan_id, paper.pk]) + "#scans"


# -- adding ---------------------------------------------------------------------------------------


def test_the_page_says_what_may_be_added(signed_in, cast, paper):
    page = signed_in(cast.maria).get(new(paper)).content.decode()
    form = re.search(r"<form[^>]*enctype[^>]*>", page).group()
    assert 'enctype="multipart/form-data"' in form
    control = re.search(r'<input[^>]*type="file"[^>]*>', page).group()
    assert 'accept="image/*,application/pdf,.heic,.heif"' in control
    assert 'aria-describedby="id_file_helptext"' in control
    assert '<label class="label" for="id_file">Photo or file</label>' in page
    assert "A photo (JPEG, PNG or HEIC) or a PDF. It can have up to 20 MB." in page
    assert page.index("id_file") < page.index("id_label")


@pytest.mark.parametrize(
    ("content", "kind", "pages", "words"),
    [
        (photo(6), "image/jpeg", 1, "Photo, 9.2\xa0KB"),
        (heic(6), "image/jpeg", 1, "Photo, 9.2\xa0KB"),
        (png(), "image/png", 1, "Photo, 3.0\xa0KB"),
        (pdf(pages=3), "application/pdf", 3, "PDF, 3 pages, 925\xa0bytes"),
        (pdf(), "application/pdf", 1, "PDF, 1 page, 586\xa0bytes"),
    ],
    ids=["JPEG", "HEIC", "PNG", "PDF", "PDF of a page"],
)
def test_what_is_added_can_be_opened(signed_in, cast, paper, content, kind, pages, words):
    client = signed_in(cast.ana)
    response = send(client, paper, content, name=HOSTILE, claimed="text/html", label=" Page  1 ")
    assert (response.status_code, response["Location"]) == (302, scans_of(paper))
    scan = Scan.objects.get()
    assert (scan.document, scan.plan, scan.author) == (paper, cast.plan, cast.ana)
    assert (scan.kind, scan.pages, scan.label, scan.name) == (kind, pages, "Page 1", "Page 1")
    assert scan.words.split(", ")[:-1] == words.split(", ")[:-1]
    answer = client.get(at(scan))
    assert (answer.status_code, answer["Content-Type"]) == (200, kind)
    assert len(answer.content) == scan.size
    assert (answer.content == content) is (kind == "application/pdf")
    preview = client.get(at(scan, "scan_preview"))
    assert preview["Content-Type"] == "image/jpeg"
    assert preview.content.startswith(b"\xff\xd8\xff")


def test_words_of_a_scan():
    assert Scan(kind="application/pdf", pages=3, size=1_258_291).words == "PDF, 3 pages, 1.2\xa0MB"
    assert Scan(kind="application/pdf", pages=1, size=1_024).words == "PDF, 1 page, 1.0\xa0KB"
    assert Scan(kind="image/png", pages=1, size=1_024).name == "Photo, 1.0\xa0KB"


@pytest.mark.parametrize("name", REFUSED)
def test_each_refusal_is_a_sentence_on_the_page(settings, signed_in, cast, paper, name):
    why, make = REFUSED[name]
    response = send(signed_in(cast.maria), paper, make(), label="Page 1, signed")
    page = response.content.decode()
    assert response.status_code == 200
    assert page.count(str(SENTENCES[why])) == 2  # in the summary and beside the control
    assert "Nothing is saved yet. Please choose the file again." in page
    assert 'value="Page 1, signed"' in page
    assert Scan.objects.count() == 0
    assert scan_files(settings) == {}


def test_every_sentence_is_short_and_says_what_to_do():
    for sentence in map(str, SENTENCES.values()):
        parts = re.findall(r"[^.]+\.", sentence)
        assert len(parts) >= 2
        assert max(len(part.split()) for part in parts) <= 15


def test_without_a_file_the_page_asks_for_one(signed_in, cast, paper):
    for data in ({}, {"label": "Page 1"}, {"file": "no file"}):
        page = signed_in(cast.maria).post(new(paper), data).content.decode()
        assert page.count("Choose a photo or a file") == 2, data


def test_more_fields_change_nothing(signed_in, cast, paper):
    other = marias_paper(cast)
    forged = {"kind": "text/html", "sha256": "x", "pages": 9, "preview": "x", "is_private": "on"}
    forged |= {"document": other.pk, "author": cast.maria.pk, "plan": cast.sams_plan.pk}
    file = {"file": SimpleUploadedFile("a.pdf", pdf())}
    assert signed_in(cast.ana).post(new(paper), file | forged).status_code == 302
    scan = Scan.objects.get()
    assert (scan.plan, scan.document, scan.author) == (cast.plan, paper, cast.ana)
    assert (scan.kind, scan.pages, scan.is_private) == ("application/pdf", 1, False)
    assert len(scan.sha256) == 64


def test_a_form_sent_twice_makes_one_scan(settings, signed_in, cast, paper):
    number = str(uuid.uuid4())
    for _time in range(2):
        response = send(signed_in(cast.maria), paper, pdf(), request_uuid=number)
        assert response["Location"] == scans_of(paper)
    assert Scan.objects.count() == 1
    assert len(scan_files(settings)) == 2


def test_a_form_sent_twice_at_once_makes_one_scan(settings, cast, paper, monkeypatch):
    """The second looks before the first has saved, and saves after it."""
    number = str(uuid.uuid4())

    def form():
        file = SimpleUploadedFile("a.pdf", pdf())
        member = cast.as_member(cast.maria)
        made = ScanForm({"request_uuid": number}, {"file": file}, member=member, document=paper)
        assert made.is_valid()
        return made

    first, second = form(), form()
    kept = first.keep()
    looks = [None, kept]  # as it was before the first had saved, and as it is
    monkeypatch.setattr(second, "already_kept", lambda: looks.pop(0))
    assert second.keep() == kept
    assert Scan.objects.count() == 1
    assert len(scan_files(settings)) == 2


def test_a_row_that_cannot_be_saved_leaves_no_file(settings, cast, paper, monkeypatch):
    form = ScanForm(
        {},
        {"file": SimpleUploadedFile("a.pdf", pdf())},
        member=cast.as_member(cast.maria),
        document=paper,
    )
    assert form.is_valid()
    seen = []

    def save(*args, **kwargs):
        seen.append(len(scan_files(settings)))
        raise IntegrityError

    monkeypatch.setattr(form.instance, "save", save)
    with pytest.raises(IntegrityError):
        form.keep()
    assert seen == [2, 2]
    assert scan_files(settings) == {}


def test_a_full_plan_reads_nothing(settings, signed_in, cast, paper, monkeypatch):
    monkeypatch.setattr(Scan, "MOST", 1)
    kept_scan(paper)
    page = send(signed_in(cast.maria), paper, pdf()).content.decode()
    assert "This plan holds 1 of these, and has no room for more." in page
    assert Scan.objects.count() == 1
    assert not Path(settings.VAR_DIR, "reading").exists()


# -- opening --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("route", "reading", "name"),
    [
        ("scan_file", PDF, "living-will-2.pdf"),
        ("scan_file", JPEG, "living-will-2.jpg"),
        ("scan_preview", PDF, "living-will-2-preview.jpg"),
    ],
)
def test_what_a_download_carries(signed_in, cast, paper, route, reading, name):
    kept_scan(paper)
    kept_scan(marias_paper(cast))  # of another paper: not counted
    scan = kept_scan(paper, reading, label="Maria Alvarez")
    answer = signed_in(cast.ben).get(at(scan, route))
    headers = {key.lower(): value for key, value in answer.headers.items()}
    assert headers["content-disposition"] == f'attachment; filename="{name}"'
    assert headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert set(headers["cache-control"].split(", ")) == {"private", "no-store"}
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert {type(value) for value in headers.values()} == {str}  # all that WSGI allows
    assert "expires" not in headers
    assert "etag" not in headers
    assert answer.content == (reading.file if route == "scan_file" else reading.preview)


def test_a_number_leaves_no_gap_for_what_its_reader_may_not_see(signed_in, cast, paper):
    kept_scan(paper, is_private=True)
    kept_scan(paper).remove(by=cast.maria)
    scan = kept_scan(paper)
    names = {
        user.name: signed_in(user).get(at(scan))["Content-Disposition"].split('"')[1]
        for user in (cast.ben, cast.maria)
    }
    assert names == {"Ben": "living-will-1.pdf", "Maria": "living-will-2.pdf"}


@pytest.mark.parametrize("route", ["scan_file", "scan_preview"])
def test_who_may_open(signed_in, client, cast, paper, route):
    scan = kept_scan(paper)
    assert client.get(at(scan, route)).status_code == 302
    people = ("maria", "ana", "ben", "sam", "rita")
    found = {name: signed_in(getattr(cast, name)).get(at(scan, route)) for name in people}
    assert {name: answer.status_code for name, answer in found.items()} == {
        "maria": 200,
        "ana": 200,
        "ben": 200,
        "sam": 404,
        "rita": 404,
    }
    assert WORD not in found["sam"].content + found["rita"].content
    cast.plan.memberships.filter(user=cast.ben).update(papers=Grant.NONE)
    assert signed_in(cast.ben).get(at(scan, route)).status_code == 403


@pytest.mark.parametrize("route", ["scan_file", "scan_preview"])
def test_what_cannot_be_opened(signed_in, cast, paper, route):
    """In another plan's address, removed, of a removed paper, private to others: not found."""
    client = signed_in(cast.sam)
    scan = kept_scan(paper)
    assert client.get(at(scan, route, plan=cast.sams_plan)).status_code == 404
    client = signed_in(cast.maria)
    scan.remove(by=cast.maria)
    assert client.get(at(scan, route)).status_code == 404
    scan.restore(by=cast.maria)
    assert client.get(at(scan, route)).status_code == 200
    paper.remove(by=cast.maria)
    assert client.get(at(scan, route)).status_code == 404
    private = kept_scan(marias_paper(cast), is_private=True)
    assert client.get(at(private, route)).status_code == 200
    assert signed_in(cast.ana).get(at(private, route)).status_code == 404


def test_who_may_add_remove_and_put_back(settings, signed_in, client, cast, paper):
    scan = kept_scan(paper)
    before = list(Scan.objects.values())
    for address in (new(paper), at(scan, "scan_remove"), at(scan, "scan_restore")):
        client.logout()
        file = {"file": SimpleUploadedFile("a.pdf", pdf())}
        assert client.post(address, file).status_code == 302
        for name, status in {"ben": 403, "sam": 404, "rita": 404}.items():
            file = {"file": SimpleUploadedFile("a.pdf", pdf())}
            answer = signed_in(getattr(cast, name)).post(address, file)
            assert (name, answer.status_code) == (name, status)
    assert list(Scan.objects.values()) == before
    assert len(scan_files(settings)) == 2
    answer = signed_in(cast.sam).post(at(scan, "scan_remove", plan=cast.sams_plan))
    assert answer.status_code == 404
    assert list(Scan.objects.values()) == before


@pytest.mark.parametrize(
    ("route", "wrong"),
    [
        ("scan_file", "post"),
        ("scan_preview", "post"),
        ("scan_remove", "get"),
        ("scan_restore", "get"),
    ],
)
def test_the_wrong_method(signed_in, cast, paper, route, wrong):
    scan = kept_scan(paper)
    assert getattr(signed_in(cast.maria), wrong)(at(scan, route)).status_code == 405


def test_to_a_removed_paper_nothing_is_added(signed_in, cast, paper):
    paper.remove(by=cast.maria)
    assert signed_in(cast.maria).get(new(paper)).status_code == 404
    assert send(signed_in(cast.maria), paper, pdf()).status_code == 404
    assert Scan.objects.count() == 0


def test_removed_and_put_back_it_is_the_same(settings, signed_in, cast, paper):
    scan, client = kept_scan(paper), signed_in(cast.ana)
    before = Scan.objects.values().exclude(pk=None).get()
    for route in ("scan_remove", "scan_remove", "scan_restore", "scan_restore"):
        answer = client.post(at(scan, route))
        assert (answer.status_code, answer["Location"]) == (302, scans_of(paper))
        assert bool(Scan.objects.get().removed_at) is (route == "scan_remove")
    after = Scan.objects.values().get()
    moved = {"changed", "changed_by_id", "version"}
    assert {k: v for k, v in after.items() if k not in moved} == {
        k: v for k, v in before.items() if k not in moved
    }
    assert client.get(at(scan)).content == PDF.file
    assert len(scan_files(settings)) == 2


# -- trouble on the side of the site --------------------------------------------------------------


def test_a_wrong_key_is_a_plain_page_and_no_download(settings, signed_in, cast, paper):
    scan = kept_scan(paper)
    make_keys(settings)
    for route in ("scan_file", "scan_preview"):
        answer = signed_in(cast.maria).get(at(scan, route))
        assert answer.status_code == 503
        assert "This cannot be opened now. Please tell the people" in answer.content.decode()
        assert "gAAAAA" not in answer.content.decode()
        assert "Content-Disposition" not in answer.headers


def test_without_keys_nothing_is_added(settings, signed_in, cast, paper):
    Path(settings.SCAN_KEYS).unlink()
    answer = send(signed_in(cast.maria), paper, pdf())
    assert answer.status_code == 503
    assert "No paper was lost or changed." in answer.content.decode()
    assert (Scan.objects.count(), scan_files(settings)) == (0, {})


def test_while_keys_change_nothing_is_added(settings, signed_in, cast, paper, monkeypatch):
    monkeypatch.setattr(keys, "PATIENCE", 0)
    with keys.alone():
        answer = send(signed_in(cast.maria), paper, pdf())
    assert answer.status_code == 503
    assert "Please try again in ten minutes." in answer.content.decode()
    assert (Scan.objects.count(), scan_files(settings)) == (0, {})


def test_no_file_has_an_address_of_its_own(settings, signed_in, cast, paper):
    assert settings.MEDIA_URL in ("", "/")
    scan = kept_scan(paper)
    client = signed_in(cast.maria)
    for start in ("", "media/", "static/", "var/", "static/../"):
        for name in (scan.file.name, scan.file.name.removeprefix("scans/"), "scan_keys"):
            answer = client.get(f"/{start}{name}")
            assert answer.status_code == 404, (start, name)
    assert [n for n in files_on_disk(settings) if n.startswith("static")] == []


# -- on the paper's page --------------------------------------------------------------------------


def listed(cast, paper, rf, user, **context) -> str:
    request = rf.get("/")
    request.user, request.member = user, cast.as_member(user)
    context = {"plan": cast.plan, "document": paper} | context
    return render_to_string("documents/_scans.html", context, request)


def test_the_list_of_scans(cast, paper, rf):
    first, second = kept_scan(paper, label="The signed page"), kept_scan(paper, JPEG)
    gone = kept_scan(paper, label="Blurred")
    page = listed(
        cast, paper, rf, cast.maria, scans=[first, second], removed_scans=[gone], may_edit=True
    )
    assert page.count("<img") == 2
    assert 'alt="The first page of: The signed page"' in page
    for scan in (first, second):
        for route in ("scan_preview", "scan_file", "scan_remove"):
            assert at(scan, route) in page
    assert at(gone, "scan_restore") in page
    assert new(paper) in page
    assert f"PDF, 3 pages, {len(PDF.file)}\xa0bytes" in page
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_a_reader_finds_no_button_that_would_refuse(cast, paper, rf):
    page = listed(cast, paper, rf, cast.ben, scans=[kept_scan(paper)], may_edit=False)
    assert "<form" not in page
    assert new(paper) not in page
    assert "Download" in page


def test_a_name_is_text(cast, paper, rf):
    scan = kept_scan(paper, label='<b>"x"')
    page = listed(cast, paper, rf, cast.maria, scans=[scan], removed_scans=[scan], may_edit=True)
    assert "<b>" not in page
