"""Lock all scans and second steps with a new key, and drop the old ones."""

from django.core.management.base import BaseCommand, CommandError

from careplan.documents.scan_rotation import NotRotated, rotate
from careplan.keys import SiteTrouble


class Command(BaseCommand):
    help = (
        "Lock scans and second steps with a new key, drop the old ones. If stopped, run it again."
    )

    def handle(self, **options):
        try:
            count = rotate()
        except SiteTrouble as trouble:
            raise CommandError("Nothing more was changed. The line above says why.") from trouble
        except NotRotated as why:
            raise CommandError(str(why)) from why
        self.stdout.write(f"Locked with the new key: {count} scans. The old keys are gone.")
        self.stdout.write("A backup of before needs the keys of before.")
