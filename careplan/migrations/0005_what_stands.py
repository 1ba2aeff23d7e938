from django.db import migrations

from careplan.migrations import _levels, _visit_zones


class Migration(migrations.Migration):
    """Its own, after the tables: PostgreSQL changes no table whose rows were changed just before."""

    dependencies = [
        ('careplan', '0004_visit'),
    ]

    operations = [
        migrations.RunPython(_visit_zones.from_authors, migrations.RunPython.noop),
        migrations.RunPython(_levels.note_numbers_that_stand, migrations.RunPython.noop),
    ]
