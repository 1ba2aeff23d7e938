"""The cache that counts attempts for all processes."""

import multiprocessing

import pytest

from careplan.accounts.cache import CountingFileCache


@pytest.fixture
def place(tmp_path):
    return str(tmp_path / "cache")


def take(place: str, barrier, won) -> None:
    cache = CountingFileCache(place, {})
    for number in range(30):
        barrier.wait(timeout=30)
        if cache.add(f"lock-{number}", True):
            with won.get_lock():
                won.value += 1


def test_one_of_four_processes_wins_each_lock(place):
    fork = multiprocessing.get_context("fork")
    barrier, won = fork.Barrier(4), fork.Value("i", 0)
    workers = [fork.Process(target=take, args=(place, barrier, won)) for _n in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=60)
    assert [worker.exitcode for worker in workers] == [0, 0, 0, 0]
    assert won.value == 30


def test_a_full_cache_lets_go_of_what_has_run_out(place):
    cache = CountingFileCache(place, {"OPTIONS": {"MAX_ENTRIES": 10}})
    cache.set("count", [1, 2, 3], 300)
    for number in range(40):
        cache.set(f"old-{number}", True, -1)
    cache.set("new", True, 300)
    assert cache.get("count") == [1, 2, 3]
    assert cache.get("new") is True
