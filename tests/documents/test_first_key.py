"""manage.py make_keys: the first start makes a key, and no later one puts another in its place."""

from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.conf import settings as site
from django.core.management import CommandError, call_command

from careplan import keys
from careplan.documents.parts import Scan
from tests.accounts.second_steps import add_passkey
from tests.documents.scans import kept_scan, make_keys, marias_paper

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(autouse=True)
def folder(settings) -> Path:
    made = Path(settings.VAR_DIR)
    made.mkdir(parents=True)
    return made


def test_the_first_start_makes_one_for_its_owner_alone(cast, folder):
    add_passkey(cast.maria)  # which needs none
    call_command("make_keys")
    (key,) = keys.read()
    Fernet(key)
    assert (folder / "scan_keys").stat().st_mode & 0o777 == 0o600
    call_command("make_keys")
    assert keys.read() == [key]


@pytest.mark.parametrize("what", ["scan", "a file alone", "app", "spare codes", "another place"])
def test_where_something_is_locked_none_is_made(cast, settings, folder, what):
    """A new key would open nothing of it, and hide that the right one is missing."""
    if what in {"scan", "a file alone"}:
        make_keys(settings)
        kept_scan(marias_paper(cast))
        (folder / "scan_keys").unlink()
    if what == "a file alone":
        Scan.objects.all().delete()
    elif what == "app":
        Authenticator.objects.create(user=cast.maria, type="totp", data={"secret": "x"})
    elif what == "spare codes":
        Authenticator.objects.create(user=cast.maria, type="recovery_codes", data={"seed": "x"})
    elif what == "another place":
        settings.SCAN_KEYS = folder / "elsewhere"
    before = sorted(folder.rglob("*"))
    with pytest.raises(CommandError, match=r"^The keys of scans and second steps are missing: "):
        call_command("make_keys")
    assert sorted(folder.rglob("*")) == before
    assert not Path(site.SCAN_KEYS).exists()


def test_the_server_makes_it_once_the_tables_stand():
    lines = (ROOT / "script" / "server").read_text().splitlines()
    migrate = next(n for n, line in enumerate(lines) if "manage.py migrate" in line)
    assert lines[migrate + 1] == "make_scan_keys"
