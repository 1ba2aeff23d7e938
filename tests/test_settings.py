"""Settings come from the environment: each is documented, and a wrong one names itself."""

import json
import os
import re
import runpy
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db.utils import ConnectionHandler

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = ROOT / "careplan" / "settings.py"
HTTPS = {"CAREPLAN_PUBLIC_URL": "https://careplan.example.org", "CAREPLAN_BEHIND_PROXY": "yes"}
WRONG = {
    "CAREPLAN_DEBUG": ["perhaps", "2"],
    "CAREPLAN_BEHIND_PROXY": ["nginx"],
    "CAREPLAN_EMAIL_STARTTLS": ["ssl"],
    "CAREPLAN_PUBLIC_URL": [
        "careplan.example.org",
        "ftp://careplan.example.org",
        "https://careplan.example.org/plans",
        "https://careplan.example.org?a=b",
        "https://name@careplan.example.org",
        "https://careplan.example.org:99999",
        "https://[careplan",
    ],
    "DATABASE_URL": ["nonsense", "mysql://u:p@host/name", "postgres://host:x/name", "sqlite://"],
    "CAREPLAN_SIGN_UP": ["closed", "Open"],
    "CAREPLAN_REQUIRE_MFA": ["admins", "2"],
    "CAREPLAN_LANGUAGE": ["fr"],
    "CAREPLAN_PAPER": ["a5"],
    "CAREPLAN_TIME_ZONE": ["Mars/Olympus", "../../etc/passwd"],
    "CAREPLAN_EMAIL_PORT": ["0", "65536", "smtp", "-1", "²"],
    "CAREPLAN_SESSION_IDLE_MINUTES": ["4", "1441", "2h"],
    "CAREPLAN_SESSION_HOURS": ["0", "169", "half"],
    "CAREPLAN_SESSION_STAY_DAYS": ["0", "91", "ever"],
    "CAREPLAN_SCAN_MB": ["0", "201", "20 MB"],
    "CAREPLAN_PRINT_TIMEOUT": ["0", "121", "1.5"],
    "CAREPLAN_PRINT_MEMORY_MB": ["199", "4001", "600 MB"],
    "CAREPLAN_PRINT_PROCESSES": ["0", "17"],
}
WITHOUT_WRONG_VALUES = {
    "CAREPLAN_EMAIL_HOST",
    "CAREPLAN_EMAIL_USER",
    "CAREPLAN_EMAIL_PASSWORD",
    "CAREPLAN_EMAIL_FROM",
    "CAREPLAN_RUN_BY",
    "CAREPLAN_RUN_BY_CONTACT",
    "CAREPLAN_SCAN_KEYS",  # a start says where it is missing; see tests/test_scripts.py
}
# Refused elsewhere: by script/server, and by a start without pytest (see below).
REFUSED_AT_START = {"CAREPLAN_VAR", "CAREPLAN_SECRET_KEY"}


@pytest.fixture
def read(monkeypatch):
    """`read(CAREPLAN_DEBUG="yes")`: the settings as that environment makes them."""

    def read_settings(**environment) -> dict:
        for name in {*WRONG, *WITHOUT_WRONG_VALUES, *REFUSED_AT_START} & set(os.environ):
            monkeypatch.delenv(name)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(SETTINGS))

    return read_settings


def names_in_settings() -> set[str]:
    return set(re.findall(r'env\.\w+\(\s*"(\w+)"', SETTINGS.read_text()))


def documented() -> dict[str, list[str]]:
    """The table of docs/hosting.md: each name with its meaning, default and sentence."""
    rows = re.findall(
        r"^\| `([A-Z_]+)` \|(.+)\|$", (ROOT / "docs" / "hosting.md").read_text(), re.MULTILINE
    )
    return {name: [cell.strip() for cell in rest.split("|")] for name, rest in rows}


def test_every_setting_is_documented_and_the_other_way_round():
    assert len(names_in_settings()) > 15
    assert set(documented()) == names_in_settings()
    assert all(meaning and default for meaning, default, _wrong in documented().values())


def test_every_setting_has_its_wrong_values_here():
    assert set(WRONG) | WITHOUT_WRONG_VALUES | REFUSED_AT_START == names_in_settings()
    without = {name for name, (*_rest, sentence) in documented().items() if not sentence}
    assert without == WITHOUT_WRONG_VALUES


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in WRONG.items() for value in values]
)
def test_a_wrong_value_stops_with_the_sentence_of_the_table(read, name, value):
    with pytest.raises(ImproperlyConfigured) as stopped:
        read(**{name: value})
    assert str(stopped.value).startswith(documented()[name][2])


def test_the_database_sentence_repeats_no_password(read):
    with pytest.raises(ImproperlyConfigured) as stopped:
        read(DATABASE_URL="mysql://careplan:lantern-secret@host/name")
    assert "lantern" not in str(stopped.value)


def test_https_needs_the_proxy_in_front(read):
    with pytest.raises(ImproperlyConfigured, match=r"^CAREPLAN_BEHIND_PROXY must be yes where"):
        read(CAREPLAN_PUBLIC_URL="https://careplan.example.org")


def test_defaults(read):
    site = read()
    assert site["DEBUG"] is False
    assert site["ALLOWED_HOSTS"] == ["127.0.0.1", "localhost", "[::1]"]
    assert site["SIGN_UP"] == "open"
    assert site["REQUIRE_MFA"] is False
    assert site["DATABASES"]["default"]["NAME"] == str(ROOT / "var" / "careplan.sqlite3")
    assert "SECURE_PROXY_SSL_HEADER" not in site
    assert site["ALLAUTH_TRUSTED_PROXY_COUNT"] == 0
    assert site["SCAN_MB"] == 20
    assert (site["SESSION_IDLE"], site["SESSION_LENGTH"]) == (7_200, 43_200)
    assert site["SESSION_COOKIE_AGE"] == 1_209_600
    assert site["SCAN_KEYS"] == str(ROOT / "var" / "scan_keys")
    assert "MEDIA_URL" not in site


def test_empty_and_spaces_mean_the_default(read):
    site = read(CAREPLAN_DEBUG="", CAREPLAN_PAPER="  ", CAREPLAN_EMAIL_PORT=" 25 ")
    assert (site["DEBUG"], site["PAPER"], site["EMAIL_PORT"]) == (False, "letter", 25)


def test_a_site_over_https(read):
    site = read(**HTTPS | {"CAREPLAN_PUBLIC_URL": "HTTPS://Careplan.example.org/"})
    assert site["PUBLIC_URL"] == "https://careplan.example.org"
    assert site["ALLOWED_HOSTS"][-1] == "careplan.example.org"
    assert site["CSRF_TRUSTED_ORIGINS"] == ["https://careplan.example.org"]
    assert site["SECURE_SSL_REDIRECT"] is True
    assert site["SECURE_HSTS_SECONDS"] == 31_536_000
    assert site["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")
    assert site["ALLAUTH_TRUSTED_PROXY_COUNT"] == 1


def test_every_cookie_of_https_is_host_bound_and_secure(read):
    site = read(**HTTPS)
    names = {key: value for key, value in site.items() if key.endswith("_COOKIE_NAME")}
    assert len(names) == 6
    assert all(value.startswith("__Host-") for value in names.values()), names
    assert site["SESSION_COOKIE_SECURE"] is site["CSRF_COOKIE_SECURE"] is True
    assert site["LANGUAGE_COOKIE_SECURE"] is True
    # A __Host- cookie has no domain, and stands for every path.
    assert not [k for k in site if k.endswith("_COOKIE_DOMAIN") and site[k]]
    assert not [k for k in site if k.endswith("_COOKIE_PATH") and site[k] != "/"]
    plain = read(CAREPLAN_PUBLIC_URL="http://careplan.example.org", CAREPLAN_BEHIND_PROXY="no")
    assert plain["SESSION_COOKIE_NAME"] == "sessionid"
    assert plain["SESSION_COOKIE_SECURE"] is False


ASK = """
import json, sys, django
django.setup()
from django.test import Client
answer = Client().get("/account/login/", secure=True, headers={"host": "careplan.example.org"})
plain = Client().get("/account/login/", headers={"host": "careplan.example.org"})
health = Client().get("/healthz", headers={"host": "127.0.0.1"})
print(json.dumps({
    "status": answer.status_code,
    "hsts": answer.headers.get("Strict-Transport-Security"),
    "cookies": [morsel.OutputString() for morsel in answer.cookies.values()],
    "plain": [plain.status_code, plain.headers.get("Location")],
    "health": health.status_code,
}))
"""


def run(words, **environment) -> subprocess.CompletedProcess:
    """Runs Python on the tree as a start does: without pytest, and with no other settings."""
    passed_on = {
        k: os.environ[k] for k in ("PATH", "HOME", "PYTHONPYCACHEPREFIX") if k in os.environ
    }
    return subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env=passed_on | {"DJANGO_SETTINGS_MODULE": "careplan.settings"} | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_what_a_browser_gets_over_https(tmp_path):
    site = HTTPS | {"CAREPLAN_VAR": str(tmp_path), "CAREPLAN_SECRET_KEY": "k" * 50}
    for words in (["migrate", "-v0"], ["collectstatic", "--no-input", "-v0"]):
        done = run(["manage.py", *words], **site)
        assert done.returncode == 0, done.stderr
    asked = run(["-c", ASK], **site)
    assert asked.returncode == 0, asked.stderr
    answer = json.loads(asked.stdout)
    assert answer["status"] == 200
    assert answer["hsts"] == "max-age=31536000; includeSubDomains"
    assert answer["plain"] == [301, "https://careplan.example.org/account/login/"]
    assert answer["health"] == 200
    assert answer["cookies"] != []
    for cookie in answer["cookies"]:
        assert cookie.startswith("__Host-"), cookie
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; ")), cookie


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({}, "CAREPLAN_SECRET_KEY must have 50 characters or more. It is missing."),
        (
            {"CAREPLAN_SECRET_KEY": "short"},
            "CAREPLAN_SECRET_KEY must have 50 characters or more. It has 5.",
        ),
        (
            {"CAREPLAN_SECRET_KEY": "k" * 50, "DATABASE_URL": "postgres://u:p@127.0.0.1:1/none"},
            "careplan cannot use its database (DATABASE_URL).",
        ),
    ],
)
def test_a_start_stops_with_a_sentence_and_no_traceback(tmp_path, environment, sentence):
    done = run(["manage.py", "migrate"], CAREPLAN_VAR=str(tmp_path), **environment)
    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_sqlite_keeps_what_was_written(tmp_path, django_db_blocker, read):
    """In force on a file, not only in a settings file: WAL, FULL, and writes that queue at once."""
    file = tmp_path / "careplan.sqlite3"
    database = read()["DATABASES"]["default"] | {"NAME": str(file)}
    connections = ConnectionHandler({"default": database})
    with django_db_blocker.unblock():
        connection = connections["default"]
        with connection.cursor() as cursor:
            pragma = {
                name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
                for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
            }
        assert pragma == {
            "journal_mode": "wal",
            "synchronous": 2,  # FULL
            "foreign_keys": 1,
            "busy_timeout": 20_000,  # milliseconds
        }
        # As atomic() begins: the write lock is taken before anything is read.
        connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        with sqlite3.connect(file, timeout=0) as other, pytest.raises(sqlite3.OperationalError):
            other.execute("BEGIN IMMEDIATE")
        connection.rollback()
        connection.close()
