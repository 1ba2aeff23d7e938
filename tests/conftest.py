"""What every test may ask for."""

import pytest
from django.core.cache import caches

from tests.cast import make_cast


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


@pytest.fixture(autouse=True)
def _own_site(settings, tmp_path):
    """Fast password hashes, and a data folder and caches of this test's own."""
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
