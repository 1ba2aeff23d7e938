"""Several people at once: a database that takes more than one connection, and threads that post."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from threading import Barrier

import pytest
from django.db import connection, connections
from django.test import Client

from tests.cast import Cast, make_cast


@contextmanager
def in_a_file(path, monkeypatch) -> Iterator[None]:
    """The database as it stands, in a file that takes more than one connection."""
    own = connections["default"]
    own.ensure_connection()
    with closing(sqlite3.connect(path)) as empty:
        own.connection.backup(empty)
    file = {**connections.settings["default"], "NAME": str(path)}
    monkeypatch.setitem(connections.settings, "default", file)
    connections["default"] = connections.create_connection("default")
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"] = own


@pytest.fixture
def shared_cast(transactional_db, tmp_path, monkeypatch) -> Cast:
    """The cast, in a database that threads share: on SQLite a file of this test's own."""
    if connection.vendor != "sqlite":
        yield make_cast()
        return
    with in_a_file(tmp_path / "shared.sqlite3", monkeypatch):
        yield make_cast()


def post_at_once(user, requests: list[tuple[str, dict]]) -> list[int]:
    """Post every one of `requests` (address, data) at the same moment; the status of each."""
    ready = Barrier(len(requests), timeout=60)

    def post(address: str, data: dict) -> int:
        client = Client(raise_request_exception=False)
        try:
            client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
            ready.wait()
            return client.post(address, data).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(requests)) as pool:
        return list(pool.map(lambda request: post(*request), requests))
