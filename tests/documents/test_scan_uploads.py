"""Files that somebody sends: never in the clear on the disk, and in memory up to the limit."""

import tempfile

import pytest
from django.core.files import temp
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.test import override_settings
from django.urls import reverse

from careplan.documents import scan_uploads
from careplan.documents.parts import Scan
from tests.documents.attack_files import WORD, photo
from tests.documents.scans import files_on_disk, make_keys, marias_paper, send

MB = 2**20


@pytest.fixture(autouse=True)
def _site(settings):
    make_keys(settings)
    settings.SCAN_MB = 1


@pytest.fixture
def paper(cast):
    return marias_paper(cast)


@pytest.fixture
def handled(monkeypatch):
    """Each handler that a request made, to look at what it held."""
    made = []

    class Watched(scan_uploads.MemoryHandler):
        def __init__(self, request=None):
            super().__init__(request)
            made.append(self)
            self.most = self.all = 0

        def receive_data_chunk(self, raw_data, start):
            super().receive_data_chunk(raw_data, start)
            self.all += len(raw_data)
            self.most = max(self.most, len(self.content.getvalue()))

    monkeypatch.setattr(scan_uploads, "MemoryHandler", Watched)
    return made


def test_the_site_takes_files_in_this_one_way(settings):
    assert settings.FILE_UPLOAD_HANDLERS == ["careplan.documents.scan_uploads.MemoryHandler"]


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (MB, "This is no photo and no PDF."),
        (MB + 1, "This file has 1.0\xa0MB, and there is room for 1 MB."),
        (3 * MB, "This file has 3.0\xa0MB, and there is room for 1 MB."),
    ],
)
def test_a_file_over_the_limit_is_a_sentence(signed_in, cast, paper, handled, size, said):
    response = send(signed_in(cast.maria), paper, b"x" * size, label="Page 1")
    assert response.status_code == 200
    assert said in response.content.decode()
    assert 'value="Page 1"' in response.content.decode()
    assert handled[0].most <= MB
    assert Scan.objects.count() == 0


def test_what_is_many_times_too_large_is_not_read(signed_in, cast, paper, handled):
    response = send(signed_in(cast.maria), paper, b"x" * (4 * MB))
    assert response.status_code == 413
    assert "That was too much to send at once" in response.content.decode()
    assert handled[0].most == 0


def test_a_file_from_who_is_signed_out_is_thrown_away(client, paper, handled):
    send(client, paper, b"x" * MB)
    assert (len(handled), handled[0].content) == (1, None)


def test_a_file_to_a_page_that_wants_none_is_thrown_away(signed_in, cast, paper, handled):
    address = reverse("document_edit", args=[paper.plan_id, paper.pk])
    signed_in(cast.maria).post(address, {"file": SimpleUploadedFile("a.jpg", b"x" * MB)})
    assert (len(handled), handled[0].content) == (1, None)


def test_only_one_file_of_many_is_held(signed_in, cast, paper, handled):
    files = [SimpleUploadedFile(f"{n}.jpg", b"x" * (MB // 2)) for n in range(5)]
    address = reverse("scan_create", args=[paper.plan_id, paper.pk])
    signed_in(cast.maria).post(address, {"file": files, "other": files[0]})
    assert handled[0].most == handled[0].all == MB // 2


def test_words_typed_while_signed_out_come_back(client, paper):
    response = send(client, paper, photo(), label="Page 1, signed")
    assert response.status_code == 403
    assert "Page 1, signed" in response.content.decode()


@pytest.fixture
def watched_disk(monkeypatch):
    """What was written where Django's own handlers write, before it is removed again."""
    seen, real = [], temp.NamedTemporaryFile

    def make(*args, **kwargs):
        seen.append(args)
        return real(*args, **kwargs)

    for module in (temp, tempfile):
        monkeypatch.setattr(module, "NamedTemporaryFile", make)
    return seen


def test_a_large_file_never_touches_the_disk_in_the_clear(
    settings, signed_in, cast, paper, watched_disk
):
    settings.SCAN_MB = 20
    large = photo(size=(3_000, 4_000)) + WORD * 200_000  # over the 2.5 MB of Django's handlers
    assert len(large) > 3 * MB
    assert send(signed_in(cast.maria), paper, large).status_code == 302
    assert watched_disk == []
    kept = files_on_disk(settings)
    assert len(kept) > 2
    for name, content in kept.items():
        assert WORD not in content, name


def test_djangos_own_handler_would_be_seen(signed_in, cast, paper, watched_disk):
    handler = f"{TemporaryFileUploadHandler.__module__}.{TemporaryFileUploadHandler.__name__}"
    with override_settings(FILE_UPLOAD_HANDLERS=[handler]):
        send(signed_in(cast.maria), paper, photo())
    assert len(watched_disk) == 1
