"""Make the key of scans and second steps, at the first start of a site."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from careplan.documents.first_key import make_first_key


class Command(BaseCommand):
    help = "Make the key of scans and second steps, unless something is locked with another one."

    def handle(self, **options):
        if not make_first_key():
            raise CommandError(
                f"The keys of scans and second steps are missing: {settings.SCAN_KEYS}\n"
                "Put them back from a backup. Until then no scan can be opened or added, and no "
                "code of an app works."
            )
