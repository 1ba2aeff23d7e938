"""manage.py rotate_keys: a new key for all, whenever it was killed, and nothing lost."""

import os
import signal
import subprocess
import sys
import threading
from io import StringIO
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from careplan import keys
from careplan.documents import scan_files, scan_rotation
from careplan.documents.parts import Scan
from careplan.documents.scan_files import opened, opened_with
from tests.accounts.second_steps import add_passkey
from tests.documents.scans import (
    JPEG,
    PDF,
    files_on_disk,
    kept_scan,
    make_keys,
    marias_paper,
)
from tests.documents.scans import (
    scan_files as on_disk,
)


@pytest.fixture
def key(settings):
    return make_keys(settings)


@pytest.fixture
def paper(cast, key):
    return marias_paper(cast)


@pytest.fixture
def scans(paper, cast):
    """Three scans, one of them removed, one of a removed paper."""
    removed_paper = marias_paper(cast)
    made = [kept_scan(paper), kept_scan(paper, JPEG), kept_scan(removed_paper)]
    made[1].remove(by=cast.maria)
    removed_paper.remove(by=cast.maria)
    return made


def rotate() -> str:
    said = StringIO()
    call_command("rotate_keys", stdout=said)
    return said.getvalue()


def all_open(box=None) -> bool:
    """Whether each scan gives what was read, with the keys of the site or with those of `box`."""
    for scan in Scan.objects.all():
        reading = PDF if scan.kind == PDF.kind else JPEG
        for field in ("file", "preview"):
            content = opened_with(box, scan, field) if box else opened(scan, field)
            if content != getattr(reading, field):
                return False
    return Scan.objects.count() == 3


def test_every_scan_opens_with_the_new_key_alone(settings, scans, key):
    before = on_disk(settings)
    assert rotate().startswith("Locked with the new key: 3 scans. The old keys are gone.")
    now = keys.read()
    assert len(now) == 1
    assert now != [key]
    assert all_open(MultiFernet([Fernet(now[0])]))
    after = on_disk(settings)
    assert len(after) == 6
    assert set(after).isdisjoint(before)
    assert key.encode() not in b"".join(files_on_disk(settings).values())


def test_nothing_of_a_scan_changes_but_the_names_of_its_files(scans):
    fields = [f.name for f in Scan._meta.fields if f.name not in {"file", "preview"}]
    before = list(Scan.objects.order_by("pk").values(*fields))
    rotate()
    assert list(Scan.objects.order_by("pk").values(*fields)) == before


def test_a_database_with_nothing_locked_drops_no_key(cast, key):
    """It may be another one than that of the site, whose second steps need the key."""
    add_passkey(cast.maria)  # which has no seed
    with pytest.raises(CommandError, match=r"^This database holds no scan and no second step"):
        rotate()
    assert keys.read() == [key]


def test_with_second_steps_alone_there_is_a_new_key(cast, key):
    second_step(cast.maria)
    assert rotate().startswith("Locked with the new key: 0 scans.")
    assert len(keys.read()) == 1
    assert keys.read() != [key]


class Killed(BaseException):
    """As SIGKILL: nothing of ours may catch it and tidy up."""


def steps(monkeypatch, at: int) -> list:
    """Count what is written, and die before the step `at`: files, rows, deletions, keys."""
    done = []

    def before(owner, name):
        real = getattr(owner, name)

        def step(*args, **kwargs):
            if len(done) == at:
                raise Killed
            done.append(name)
            return real(*args, **kwargs)

        monkeypatch.setattr(owner, name, step)

    before(default_storage, "save")
    before(default_storage, "delete")
    before(keys, "write")
    before(scan_rotation, "remove_unnamed")
    before(scan_rotation, "opens")
    return done


def test_killed_at_any_step_and_run_again(settings, scans, monkeypatch, key):
    at = 0
    while True:
        with monkeypatch.context() as patch:
            done = steps(patch, at)
            try:
                rotate()
            except Killed:
                pass
            else:
                break
        assert len(done) == at
        assert all_open(), f"after step {at}, {done[-1:]}"
        at += 1
    assert at > 20  # it was killed that often
    assert len(keys.read()) == 1
    assert all_open()
    assert len(on_disk(settings)) == 6  # nothing is left over


PROGRAM = """
import django, os, signal, sys
django.setup()
from careplan.documents import scan_rotation
real, count = scan_rotation.remove_unnamed, []
def step(names):
    count.append(names)
    if len(count) == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    real(names)
scan_rotation.remove_unnamed = step
from django.core.management import call_command
call_command("rotate_keys")
"""


@pytest.mark.django_db(transaction=True)
def test_killed_for_real(settings, scans, tmp_path):
    """A process of its own, on a database of its own, killed with SIGKILL between two writes."""
    site = tmp_path / "site"
    environment = {
        "PATH": os.environ["PATH"],
        "CAREPLAN_VAR": str(site),
        "CAREPLAN_SECRET_KEY": "k" * 60,
        "DJANGO_SETTINGS_MODULE": "careplan.settings",
        "PYTHONPYCACHEPREFIX": sys.pycache_prefix or str(tmp_path / "cache"),
    }
    Path(settings.VAR_DIR).rename(site)
    if connection.vendor != "sqlite":
        pytest.skip("copies the database as a file")
    connection.cursor().execute("VACUUM INTO %s", [str(site / "careplan.sqlite3")])

    def run(*words):
        return subprocess.run(
            [sys.executable, *words],
            cwd=settings.BASE_DIR,
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    killed = run("-c", PROGRAM)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert len((site / "scan_keys").read_text().split()) == 2
    done = run("manage.py", "rotate_keys")
    assert done.stdout.startswith("Locked with the new key: 3 scans."), done.stderr
    assert len((site / "scan_keys").read_text().split()) == 1
    assert len(list((site / "scans").iterdir())) == 6


def test_one_that_does_not_open_keeps_the_old_keys(settings, scans, key):
    make_keys(settings)  # the wrong key: as if a backup had brought another one
    with pytest.raises(CommandError, match=r"^3 of the scans could not be opened"):
        rotate()
    assert len(keys.read()) == 2
    assert len(on_disk(settings)) == 6
    keys.write([*keys.read(), key])  # found again
    assert rotate().startswith("Locked with the new key: 3 scans.")
    assert all_open()


def test_one_whose_file_is_gone_keeps_the_old_keys(settings, scans):
    gone = default_storage.open(scans[0].file.name).read()
    default_storage.delete(scans[0].file.name)
    with pytest.raises(CommandError, match=f"^1 of the scans .*{scans[0].pk}$"):
        rotate()
    assert len(keys.read()) == 2
    Path(settings.VAR_DIR, scans[0].file.name).write_bytes(gone)
    rotate()
    assert all_open()


def test_another_database_drops_no_key(settings, scans, key):
    before = on_disk(settings)
    Scan.objects.all().delete()
    with pytest.raises(CommandError, match=r"^There are scans in the storage of files, but none"):
        rotate()
    assert keys.read() == [key]
    assert on_disk(settings) == before


def test_another_user_drops_no_key(settings, scans, key, monkeypatch):
    monkeypatch.setattr(scan_rotation.os, "geteuid", lambda: 12_345)
    with pytest.raises(CommandError, match=r"^Run this as the user who owns"):
        rotate()
    assert keys.read() == [key]


def test_no_keys_no_rotation(settings, scans, key, caplog):
    Path(settings.SCAN_KEYS).write_text("nonsense")
    with pytest.raises(CommandError, match=r"^Nothing more was changed"):
        rotate()
    assert Path(settings.SCAN_KEYS).read_text() == "nonsense"
    assert caplog.messages == ["The file of CAREPLAN_SCAN_KEYS is missing or broken."]


def test_it_waits_for_who_keeps_a_scan(key):
    began = threading.Event()

    def change():
        with keys.alone():
            began.set()

    waiting = threading.Thread(target=change)
    with keys.held():
        waiting.start()
        assert not began.wait(0.3)
    waiting.join(10)
    assert began.is_set()


def test_a_download_meanwhile_finds_the_new_name(settings, scans):
    """The row was read before its files were locked anew."""
    before = Scan.objects.get(pk=scans[0].pk)
    rotate()
    assert opened(before, "file") == PDF.file


def test_what_belongs_to_no_scan_is_swept_away(settings, scans):
    with keys.held() as box:
        scan_files.Safe(box).put(b"left over")
    assert len(on_disk(settings)) == 7
    rotate()
    assert len(on_disk(settings)) == 6


def second_step(user, seed=b"canary") -> Authenticator:
    data = {"secret": keys.box().encrypt(seed).decode()}
    return Authenticator.objects.create(user=user, type="totp", data=data)


def test_second_steps_are_locked_anew_too(cast, scans, key):
    step = second_step(cast.maria)
    rotate()
    step.refresh_from_db()
    assert keys.box().decrypt(step.data["secret"]) == b"canary"
    assert Fernet(keys.read()[0]).decrypt(step.data["secret"]) == b"canary"
    with pytest.raises(InvalidToken):
        Fernet(key).decrypt(step.data["secret"])


def test_a_second_step_that_does_not_open_keeps_the_old_keys(settings, cast, key):
    step = second_step(cast.maria)
    make_keys(settings)  # the wrong key
    with pytest.raises(CommandError, match=f"^1 of the second steps .*: {step.pk}$"):
        rotate()
    assert len(keys.read()) == 2
    keys.write([*keys.read(), key])  # found again
    rotate()
    step.refresh_from_db()
    assert keys.box().decrypt(step.data["secret"]) == b"canary"
