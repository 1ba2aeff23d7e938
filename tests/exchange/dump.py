"""All that the site holds, to look for a word in it."""

import json

from django.contrib.sessions.models import Session
from django.db import connection

from tests.documents.scans import files_on_disk


def every_row() -> dict[str, list[str]]:
    """Every row of every table of the database, by its table; sessions as they read."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            name = connection.ops.quote_name(table)
            cursor.execute(f"SELECT * FROM {name}")  # noqa: S608 - the database's own name
            found[table] = [str(row) for row in cursor.fetchall()]
    found["sessions in words"] = [json.dumps(s.get_decoded()) for s in Session.objects.all()]
    return found


def tables_with(*words: str) -> set[str]:
    """The tables in which one of these words stands; a UUID however it is written."""
    wanted = {word.lower() for word in words} | {word.replace("-", "").lower() for word in words}
    return {
        table
        for table, rows in every_row().items()
        if any(word in row.lower() for row in rows for word in wanted)
    }


def files_of(settings) -> set[str]:
    return {name for name in files_on_disk(settings) if name.startswith("scans/")}
