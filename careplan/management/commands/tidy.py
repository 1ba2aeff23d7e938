"""Erase what is due: what was removed long ago, plans, accounts. For cron, every night."""

from django.core.management import call_command
from django.core.management.base import BaseCommand

from careplan.accounts.kept_posts import erase_old
from careplan.exchange.erasing import erase_due


class Command(BaseCommand):
    help = (
        "Erase what was removed more than 30 days ago, plans and accounts whose seven days are "
        "over, sessions that have ended, and what was kept for a day until its person signed in. "
        "Safe to run twice, or two at once."
    )

    def handle(self, **options):
        call_command("purge_removed", stdout=self.stdout)
        call_command("clearsessions", stdout=self.stdout)
        erase_old()
        erased = erase_due()
        self.stdout.write(f"Erased: {erased.plans} plans, {erased.accounts} accounts.")
