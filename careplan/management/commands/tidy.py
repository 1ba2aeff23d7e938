"""Erase what is due: what was removed long ago, plans, accounts; and make answers of what somebody
typed at a visit and left. For cron, every night."""

from django.core.management import call_command
from django.core.management.base import BaseCommand

from careplan.appointments.now_keeping import settle_drafts
from careplan.exchange.erasing import erase_due


class Command(BaseCommand):
    help = (
        "Erase what was removed more than 30 days ago, and plans and accounts whose seven days "
        "are over. What was typed at a visit and left for half a day becomes the answer. "
        "Safe to run twice, or two at once."
    )

    def handle(self, **options):
        settled = settle_drafts()
        if settled.kept or settled.erased:
            said = f"Drafts: {settled.kept} became answers, {settled.erased} were erased."
            self.stdout.write(said)
        call_command("purge_removed", stdout=self.stdout)
        erased = erase_due()
        self.stdout.write(f"Erased: {erased.plans} plans, {erased.accounts} accounts.")
