"""A site does so many costly things at one time, and no more."""

import os
import select
import signal
import subprocess
import sys
from contextlib import ExitStack

import pytest

from careplan.places import Places

HOLDER = """
import sys, time, pathlib
from careplan.places import Places
places = Places(pathlib.Path(sys.argv[1]), count=1, chairs=0, patience=0, busy=OSError)
with places.one():
    print("held", flush=True)
    sys.stdin.read()
"""


class Busy(Exception):
    """As many as there are places."""


@pytest.fixture
def places(tmp_path):
    return Places(tmp_path / "places", count=2, chairs=2, patience=0, busy=Busy)


def test_as_many_as_there_are_places(places):
    with places.one(), places.one(), pytest.raises(Busy), places.one():
        pass
    with places.one(), places.one():  # given back
        pass


def test_a_failure_gives_the_place_back(places):
    for _sheet in range(3):
        with pytest.raises(ZeroDivisionError), places.one():
            _ = 1 / 0


def test_who_waits_gets_the_place_that_is_given_back(places, monkeypatch):
    places.count, places.patience = 1, 60
    first = ExitStack()
    first.enter_context(places.one())
    waited = []

    def sleep(_seconds):
        waited.append("once")
        first.close()

    monkeypatch.setattr("careplan.places.time.sleep", sleep)
    with places.one():
        assert waited == ["once"]


def test_who_finds_no_chair_is_sent_away_at_once(places, monkeypatch):
    """The third of three, while the second waits in the only chair."""
    places.count, places.chairs, places.patience = 1, 1, 60
    seen = []

    def sleep(_seconds):
        with pytest.raises(Busy), places.one():
            pass
        seen.append("sent away")
        first.close()

    monkeypatch.setattr("careplan.places.time.sleep", sleep)
    first = ExitStack()
    first.enter_context(places.one())
    with places.one():
        assert seen == ["sent away"]


def test_places_are_the_sites_and_not_the_processes(tmp_path):
    """Another process holds the only place; killed, it gives it back."""
    places = Places(tmp_path / "places", count=1, chairs=1, patience=0, busy=Busy)
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(places.folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "careplan.settings"},
    )
    try:
        select.select([holder.stdout], [], [], 30)
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(Busy), places.one():
            pass
    finally:
        holder.send_signal(signal.SIGKILL)
        holder.wait(30)
        holder.stdin.close()
        holder.stdout.close()
    with places.one():
        pass
