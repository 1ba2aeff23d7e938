"""Erase for good what was removed more than 30 days ago."""

from django.core.management.base import BaseCommand

from careplan.pages.purging import purge


class Command(BaseCommand):
    help = "Erase what was removed more than 30 days ago. Run it once a day; twice does no harm."

    def handle(self, verbosity=1, **options):
        erased = purge()
        if verbosity:
            counts = ", ".join(f"{name} {n}" for name, n in sorted(erased.items()) if n)
            self.stdout.write(f"Erased: {counts}." if counts else "Nothing is to be erased.")
