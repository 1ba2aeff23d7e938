"""Pages: beside a bare Django list, while eight people print, and eight who write at once."""

import itertools
import sqlite3
import statistics
import tempfile
import time
import uuid
from pathlib import Path

from tests.bench.load import Answer, Crowd, Person, p95, rate
from tests.bench.site import filled, served
from tests.bench.table import row

AT_ONCE = 4  # people who read the list
ROUND = 4  # seconds
ROUNDS = 3  # of each site, in turn, so that what else the machine does falls on both
PAGES = 200  # of which the 95th of 100 is taken
EACH_WRITES = 25


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
            writers(people, ours, var)


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


def writers(people, ours, var) -> None:
    """Eight write new questions, then change one and the same question, with no pause."""

    def new(person, name):
        count = itertools.count()
        return lambda: (
            person.post(ours["new"], text=f"{name} asks {n}", request_uuid=uuid.uuid4())
            if (n := next(count)) < EACH_WRITES
            else None
        )

    def change(person, name):
        count = itertools.count()
        return lambda: (
            person.post(ours["edit"], text=f"{name} says {n}", version=version())
            if (n := next(count)) < EACH_WRITES
            else None
        )

    def version() -> int:
        return ask("SELECT version FROM careplan_question WHERE id = ?", ours["edited"])

    def ask(sql, *values):
        with sqlite3.connect(var / "careplan.sqlite3", timeout=20) as database:
            return database.execute(sql, values).fetchone()[0]

    def write(act) -> list[int]:
        acts = [act(person, f"Person {number}") for number, person in enumerate(people)]
        with Crowd(acts) as crowd:
            crowd.wait()
        return [answer.status for answer in crowd.answers]

    made = write(new)
    kept = ask("SELECT count(*) FROM careplan_question WHERE text LIKE 'Person % asks %'")
    first = version()
    changed = write(change)
    errors = sum(status not in {200, 302} for status in made + changed) + made.count(200)
    lost = made.count(302) - kept + changed.count(302) - (version() - first)
    row(f"8 people write {len(made + changed)} forms with no pause: errors", f"{errors}", "0")
    row(
        "and what they lost",
        f"{lost} of {made.count(302)} new, {changed.count(302)} changed",
        "0",
    )


if __name__ == "__main__":
    main()
