"""Scans at rest: encrypted under names of ours, opened with the right key, and never left over."""

import re
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.core.files.storage import default_storage
from django.db import DatabaseError, IntegrityError, transaction

from careplan import keys
from careplan.documents import scan_files
from careplan.documents.parts import Scan
from careplan.documents.scan_files import open_safe, opened
from careplan.documents.scan_storage import PrivateStorage
from careplan.keys import KeysAreChanging, SiteTrouble
from tests.documents.attack_files import WORD
from tests.documents.scans import PDF, kept_scan, make_keys, marias_paper
from tests.documents.scans import scan_files as on_disk

MAGIC = (b"%PDF", b"\xff\xd8\xff", b"\x89PNG", b"JFIF", b"ftyp", WORD)


@pytest.fixture
def key(settings):
    return make_keys(settings)


@pytest.fixture
def paper(cast, key):
    return marias_paper(cast)


def test_what_is_kept_opens_and_is_what_was_read(paper):
    scan = Scan.objects.get(pk=kept_scan(paper).pk)
    assert opened(scan, "file") == PDF.file
    assert opened(scan, "preview") == PDF.preview
    assert (scan.kind, scan.pages, scan.size) == ("application/pdf", 3, len(PDF.file))


def test_the_files_in_a_hex_viewer(settings, paper):
    kept_scan(paper)
    files = on_disk(settings)
    assert len(files) == 2
    for name, content in files.items():
        assert re.fullmatch(r"scans/[0-9a-f]{32}", name)
        assert content.startswith(b"gAAAAA")  # a Fernet token
        assert [magic for magic in MAGIC if magic in content] == []
        file = Path(settings.VAR_DIR, name)
        assert file.stat().st_mode & 0o777 == 0o600
        assert file.parent.stat().st_mode & 0o777 == 0o700


def test_the_same_file_twice_lies_there_in_two_ways(settings, paper):
    kept_scan(paper)
    kept_scan(paper)
    assert len(set(on_disk(settings).values())) == 4


def test_nothing_stays_of_a_row_that_was_not_saved(settings, paper):
    scan = kept_scan(paper)
    again = Scan(plan=paper.plan, document=paper, request_uuid=scan.request_uuid)
    again.author = again.changed_by = paper.author
    before = on_disk(settings)
    with pytest.raises(IntegrityError), open_safe() as safe, transaction.atomic():  # noqa: PT012
        safe.put_scan(again, PDF)
        assert len(on_disk(settings)) == 4
        again.save()
    assert on_disk(settings) == before


def test_nothing_stays_of_a_disk_that_was_full(settings, paper, monkeypatch):
    save, saved = PrivateStorage.save, []

    def full(self, name, content):
        saved.append(save(self, name, content))
        if len(saved) == 2:
            raise OSError(28, "No space left on device")
        return name

    monkeypatch.setattr(PrivateStorage, "save", full)
    with pytest.raises(SiteTrouble):
        kept_scan(paper)
    assert len(saved) == 2
    assert on_disk(settings) == {}
    assert Scan.objects.count() == 0


def test_a_database_that_cannot_be_asked_loses_no_file(settings, paper, monkeypatch):
    scan = kept_scan(paper)

    def gone(_names):
        raise DatabaseError

    monkeypatch.setattr(scan_files, "named", gone)
    scan_files.remove_unnamed([scan.file.name])
    assert opened(scan, "file") == PDF.file


def test_what_a_removed_scan_names_stays(settings, paper, cast):
    scan = kept_scan(paper)
    scan.remove(by=cast.maria)
    scan_files.remove_unnamed([scan.file.name, scan.preview.name])
    assert len(on_disk(settings)) == 2


# -- keys -----------------------------------------------------------------------------------------


def test_an_older_key_opens_and_the_newest_locks(settings, paper, key):
    old = kept_scan(paper)
    new = Fernet.generate_key().decode()
    keys.write([new, key])
    assert opened(old, "file") == PDF.file
    newer = kept_scan(paper)
    Path(settings.SCAN_KEYS).write_text(new)
    assert opened(newer, "file") == PDF.file
    with pytest.raises(SiteTrouble):
        opened(old, "file")


BROKEN = {
    "missing": None,
    "empty": b"",
    "words": b"this is no key",
    "half": Fernet.generate_key()[:20],
    "one of two": Fernet.generate_key() + b"\nnonsense\n",
    "bytes": b"\xff\xfe\0",
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_key_file_stops_both_ways(settings, paper, caplog, name):
    scan = kept_scan(paper)
    before = on_disk(settings)
    if BROKEN[name] is None:
        Path(settings.SCAN_KEYS).unlink()
    else:
        Path(settings.SCAN_KEYS).write_bytes(BROKEN[name])
    with pytest.raises(SiteTrouble):
        opened(scan, "file")
    with pytest.raises(SiteTrouble):
        kept_scan(paper)
    assert on_disk(settings) == before
    assert "The file of CAREPLAN_SCAN_KEYS is missing or broken." in caplog.messages
    assert str(scan.pk) not in caplog.text


def test_a_wrong_key_opens_nothing(settings, paper, caplog):
    scan = kept_scan(paper)
    make_keys(settings)
    for field in ("file", "preview"):
        with pytest.raises(SiteTrouble):
            opened(scan, field)
    assert caplog.messages == ["A scan opens with no key of CAREPLAN_SCAN_KEYS."] * 2


def test_a_file_that_is_gone_is_trouble(paper, caplog):
    scan = kept_scan(paper)
    default_storage.delete(scan.file.name)
    with pytest.raises(SiteTrouble):
        opened(scan, "file")
    assert caplog.messages == ["The file of a scan is missing."]


def test_a_byte_that_was_changed_is_trouble(settings, paper):
    scan = kept_scan(paper)
    file = Path(settings.VAR_DIR, scan.file.name)
    content = bytearray(file.read_bytes())
    content[60] ^= 1
    file.write_bytes(content)
    with pytest.raises(SiteTrouble):
        opened(scan, "file")


def test_the_file_of_another_scan_is_trouble(settings, paper, cast):
    """Somebody who may write to the disk still cannot swap two papers."""
    scan, other = kept_scan(paper), kept_scan(paper)
    Scan.objects.filter(pk=other.pk).update(sha256="0" * 64)
    Path(settings.VAR_DIR, scan.file.name).replace(Path(settings.VAR_DIR, other.file.name))
    with pytest.raises(SiteTrouble):
        opened(Scan.objects.get(pk=other.pk), "file")


def test_keys_are_written_whole_and_for_us_alone(settings, key):
    keys.write([key, "second"])
    file = Path(settings.SCAN_KEYS)
    assert file.read_text() == f"{key}\nsecond\n"
    assert file.stat().st_mode & 0o777 == 0o600
    assert not file.with_name("scan_keys.new").exists()


def test_left_over_halves_are_written_over(settings, key):
    Path(settings.SCAN_KEYS).with_name("scan_keys.new").write_text("half")
    keys.write([key])
    assert keys.read() == [key]


def test_who_changes_the_keys_is_alone(settings, paper, monkeypatch):
    monkeypatch.setattr(keys, "PATIENCE", 0)
    with keys.alone(), pytest.raises(KeysAreChanging):
        kept_scan(paper)
    assert on_disk(settings) == {}
    with keys.held(), keys.held():  # many keep scans at one time
        pass
    kept_scan(paper)
