"""SQLite loses a table's triggers where its column is changed: the logs get theirs anew."""

from django.db import migrations

from careplan.migrations import _append_only


def renew_triggers(apps, schema_editor):
    _append_only.drop_triggers(schema_editor.connection)
    _append_only.make_triggers(schema_editor.connection)


OPERATIONS = [migrations.RunPython(renew_triggers, renew_triggers)]
