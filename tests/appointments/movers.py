"""Several web processes on one SQLite file, all changing one list at once. Run by a test.

    python -m tests.appointments.movers <processes> <changes of each>

Prints what stands at the end as JSON. A change that fails ends its process with an error.
"""

import json
import multiprocessing
import random
import sys

import django
from django.core.management import call_command
from django.db import connection, connections

QUESTIONS = 12


def change_the_list(seed: int, changes: int) -> None:
    """One person's presses: moves, taking off, putting back and new questions."""
    chance = random.Random(seed)  # noqa: S311 - the same presses in each run
    appointment = Appointment.objects.get()
    user = User.objects.order_by("pk")[seed % 2]
    member = find_member(appointment.plan_id, user)
    for number in range(changes):
        rows = list(ListedQuestion.objects.filter(appointment=appointment))
        one, other = chance.sample(rows, 2)
        press = chance.choice(["move", "move", "move", "off", "back", "new"])
        if press == "move":
            place(listed=one, by=user, **{chance.choice(["before", "after"]): other})
        elif press == "off":
            one.remove(by=user)
        elif press == "back":
            put_back(listed=one, member=member)
        else:
            text = f"{seed}-{number}"
            made = Question.objects.create(
                plan=appointment.plan, author=user, changed_by=user, text=text
            )
            first = chance.random() < 0.5
            put_on_list(appointment=appointment, questions=[made], member=member, first=first)


def main(processes: int, changes: int) -> None:
    call_command("migrate", verbosity=0)
    cast = make_cast()
    lee = visit(cast)
    listed(cast, lee, *map(str, range(QUESTIONS)))
    connections.close_all()  # each process opens its own
    several = [
        multiprocessing.Process(target=change_the_list, args=(seed, changes))
        for seed in range(processes)
    ]
    for process in several:
        process.start()
    for process in several:
        process.join()
    rows = ListedQuestion.objects.filter(appointment=lee).order_by("position")
    found = {
        "database": connection.settings_dict["NAME"],
        "exit_codes": [process.exitcode for process in several],
        "positions": list(rows.values_list("position", flat=True)),
        "listed": sorted(rows.values_list("question__text", flat=True)),
        "questions": sorted(Question.objects.values_list("text", flat=True)),
    }
    print(json.dumps(found, default=str))  # noqa: T201 - what the test reads


if __name__ == "__main__":
    django.setup()
    from careplan.accounts.models import User
    from careplan.appointments.models import Appointment, ListedQuestion
    from careplan.appointments.ordering import place, put_back, put_on_list
    from careplan.plans.access import find_member
    from careplan.questions.models import Question
    from tests.appointments.lists import listed, visit
    from tests.cast import make_cast

    main(*map(int, sys.argv[1:]))
