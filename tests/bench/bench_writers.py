"""Eight people who write at once, with no pause; on SQLite, and on the database that is named."""

import itertools
import os
import sqlite3
import tempfile
import uuid
from contextlib import closing
from pathlib import Path

import psycopg

from tests.bench.load import Crowd, Person
from tests.bench.site import filled, served
from tests.bench.table import row
from tests.posting import hidden_on

EACH_WRITES = 25
POSTGRES = os.environ.get("BENCH_DATABASE", "")  # script/bench --postgres sets it


def main() -> None:
    for name, database in [("SQLite", ""), ("PostgreSQL", POSTGRES)][: 2 if POSTGRES else 1]:
        with tempfile.TemporaryDirectory() as folder:
            var = Path(folder)
            ours = filled(var, "tests.bench.fill", database)
            with served(var, "careplan.wsgi", database) as port:
                people = [Person(port, cookie) for cookie in ours["cookies"]]
                writers(name, people, ours, var)


def writers(name, people, ours, var) -> None:
    """Eight write new questions, then change one and the same question."""

    def new(person, name):
        count = itertools.count()
        return lambda: (
            person.post(ours["new"], text=f"{name} asks {n}", request_uuid=uuid.uuid4())
            if (n := next(count)) < EACH_WRITES
            else None
        )

    def change(person, name):
        """Each reads the page, then sends it; who comes second is asked, and reads it again."""
        count = itertools.count()

        def read_and_send(n):
            page = person.get(ours["edit"]).body.decode()
            return person.post(ours["edit"], **hidden_on(page) | {"text": f"{name} says {n}"})

        return lambda: read_and_send(n) if (n := next(count)) < EACH_WRITES else None

    def version() -> int:
        return ask("SELECT version FROM careplan_question WHERE id = ?", ours["edited"])

    def ask(sql, value):
        """One number out of the site's own database."""
        if name == "PostgreSQL":
            with psycopg.connect(POSTGRES) as database:
                return database.execute(sql.replace("?", "%s"), [value]).fetchone()[0]
        with closing(sqlite3.connect(var / "careplan.sqlite3", timeout=20)) as database:
            return database.execute(sql, [value]).fetchone()[0]

    def write(act) -> list[int]:
        acts = [act(person, f"Person {number}") for number, person in enumerate(people)]
        with Crowd(acts) as crowd:
            crowd.wait()
        return [answer.status for answer in crowd.answers]

    made = write(new)
    kept = ask("SELECT count(*) FROM careplan_question WHERE text LIKE ?", "Person % asks %")
    first = version()
    changed = write(change)
    errors = sum(status not in {200, 302} for status in made + changed) + made.count(200)
    lost = made.count(302) - kept + changed.count(302) - (version() - first)
    if 302 not in changed:
        raise RuntimeError("Nobody could change the question: nothing was measured.")
    count = len(made + changed)
    row(f"{name}: 8 people write {count} forms with no pause: errors", f"{errors}", "0")
    row(
        "and what they lost",
        f"{lost} of {made.count(302)} new, {changed.count(302)} changed",
        "0",
    )


if __name__ == "__main__":
    main()
