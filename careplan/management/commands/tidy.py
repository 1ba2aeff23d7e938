"""Erase what is due: what was removed long ago, plans, accounts. For cron, every night."""

from django.core.management import call_command
from django.core.management.base import BaseCommand

from careplan.exchange.erasing import erase_due


class Command(BaseCommand):
    help = (
        "Erase what was removed more than 30 days ago, and plans and accounts whose seven days "
        "are over. Safe to run twice, or two at once."
    )

    def handle(self, **options):
        call_command("purge_removed", stdout=self.stdout)
        erased = erase_due()
        self.stdout.write(f"Erased: {erased.plans} plans, {erased.accounts} accounts.")
