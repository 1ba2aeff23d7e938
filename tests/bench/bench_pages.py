"""Pages: beside a bare Django list, and while eight people print."""

import itertools
import statistics
import tempfile
import time
from pathlib import Path

from tests.bench.load import Answer, Crowd, Person, p95, rate
from tests.bench.site import filled, served
from tests.bench.table import row

AT_ONCE = 4  # people who read the list
ROUND = 4  # seconds
ROUNDS = 3  # of each site, in turn, so that what else the machine does falls on both
PAGES = 200  # of which the 95th of 100 is taken


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        var = Path(folder)
        ours, bare = filled(var, "tests.bench.fill"), filled(var, "tests.bench.bare")
        with served(var, "careplan.wsgi") as port:
            people = [Person(port, cookie) for cookie in ours["cookies"]]
            with served(var, "tests.bench.bare") as bare_port:
                reader = Person(bare_port, bare["cookie"])
                beside_bare(people[0], ours["list"], reader, bare["path"])
            while_printing(people, ours)


def beside_bare(person, path, reader, bare_path) -> None:
    def page(who, where):
        return rate([lambda: who.get(where)] * AT_ONCE, ROUND)

    sites = ((person, path), (reader, bare_path))
    for site in sites:  # every worker warms up
        page(*site)
    rates = [[page(*site) for site in sites] for _round in range(ROUNDS)]
    ours, bare = (statistics.median(column) for column in zip(*rates, strict=True))
    ratio = statistics.median(mine / plain for mine, plain in rates)
    row(
        "list of 50 questions, pages a second, beside a bare one",
        f"{ratio:.2f} ({ours:.0f} to {bare:.0f} a second)",
        "0.60 at least",
    )


def while_printing(people, ours) -> None:
    """One person reads lists, first alone, then while eight others print list after list."""

    def read():
        return [people[0].get(ours["list"]) for _ in range(PAGES)]

    def printer(person, paths):
        waiting = itertools.cycle(paths)
        return lambda: printed_in_the_end(person, next(waiting))

    quiet = p95(read())
    acts = [printer(*pair) for pair in zip(people, ours["prints"], strict=True)]
    with Crowd(acts) as crowd:
        busy = p95(read())
    row(
        f"95 of 100 pages, while 8 people print ({len(crowd.answers)} sheets)",
        f"{busy / quiet:.1f} times ({quiet * 1000:.0f} to {busy * 1000:.0f} ms)",
        "2 times at most",
    )


def printed_in_the_end(person, path) -> Answer:
    """The sheet. Somebody who is asked to wait, for others print, presses again a second later."""
    while (answer := person.get(path)).status == 503:
        time.sleep(1)
    if not answer.body.startswith(b"%PDF"):
        raise RuntimeError(f"Not a sheet: {answer.status}")
    return answer


if __name__ == "__main__":
    main()
