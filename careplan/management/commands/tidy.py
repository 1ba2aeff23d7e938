"""Erase what was asked to be deleted, once its time has come. For cron, every night."""

from django.core.management.base import BaseCommand

from careplan.exchange.erasing import erase_due


class Command(BaseCommand):
    help = "Erase plans and accounts whose seven days are over. Safe to run twice, or two at once."

    def handle(self, **options):
        erased = erase_due()
        self.stdout.write(f"Erased: {erased.plans} plans, {erased.accounts} accounts.")
