"""What every test may ask for."""

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import TransactionTestCase

from careplan.migrations import _append_only
from tests.cast import make_cast


def pytest_collection_modifyitems(items):
    """Mark the tests that read or write the database: those alone are run on a second one."""
    for item in items:
        if item.get_closest_marker("django_db") or {"db", "transactional_db"} & {
            *item.fixturenames
        }:
            item.add_marker("database")


@pytest.fixture
def cast(db):
    return make_cast()


@pytest.fixture
def signed_in(client):
    """`signed_in(maria)`: the test client, as that person."""

    def sign_in(user):
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in


@pytest.fixture
def seen_this_hour(monkeypatch):
    """Every page was looked at within the hour: what a view costs without its first time's note."""
    monkeypatch.setattr("careplan.plans.access.note_look", lambda plan, sight: None)


@pytest.fixture(autouse=True)
def _own_site(settings, tmp_path):
    """Fast password hashes, and a data folder and caches of this test's own.

    Tests go on by days in a moment; sessions last that long here, but in the tests of their end.
    """
    settings.SESSION_IDLE = settings.SESSION_LENGTH = 10 * 366 * 86_400
    settings.VAR_DIR = tmp_path / "var"
    settings.SCAN_KEYS = settings.VAR_DIR / "scan_keys"
    settings.STORAGES = dict(settings.STORAGES)  # made anew, in that folder
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CACHES = {
        name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name}
        for name in settings.CACHES
    }
    for name in settings.CACHES:
        caches[name].clear()


@pytest.fixture(autouse=True, scope="session")
def _logs_may_be_emptied():
    """Between tests that commit, all tables are emptied, and the triggers of the logs lifted."""
    empty = TransactionTestCase._fixture_teardown

    def lift_and_empty(case):
        _append_only.drop_triggers(connection)
        empty(case)
        _append_only.make_triggers(connection)

    patch = pytest.MonkeyPatch()
    patch.setattr(TransactionTestCase, "_fixture_teardown", lift_and_empty)
    yield
    patch.undo()
