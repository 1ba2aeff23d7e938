"""Erase for good what was removed more than 30 days ago."""

from django.core.management.base import BaseCommand

from careplan.exchange.nightly import Run
from careplan.pages.purging import counts_said, purge


class Command(BaseCommand):
    help = "Erase what was removed more than 30 days ago. Run it once a day; twice does no harm."

    def handle(self, verbosity=1, **options):
        run = Run()
        erased = purge(run)
        if verbosity:
            self.stdout.write(counts_said(erased))
        run.end()
