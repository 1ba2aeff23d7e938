"""Erase what is due: what was removed long ago, plans, accounts; and make answers of what somebody
typed at a visit and left. For cron, every night."""

from django.core.management import call_command
from django.core.management.base import BaseCommand

from careplan.accounts.kept_posts import erase_old
from careplan.appointments.now_keeping import settle_drafts
from careplan.exchange.erasing import erase_due
from careplan.exchange.nightly import Run
from careplan.pages.purging import counts_said, purge


class Command(BaseCommand):
    help = (
        "Erase what was removed more than 30 days ago, and plans and accounts whose seven days "
        "are over, sessions that have ended, and what was kept for a day until its person signed "
        "in. What was typed at a visit and left for half a day becomes the answer. "
        "Safe to run twice, or two at once."
    )

    def handle(self, **options):
        run = Run()
        with run.going_on("drafts"):
            if (done := settle_drafts()).any:
                self.stdout.write(f"Drafts: {done.kept} became answers, {done.erased} were erased.")
        with run.going_on("sessions"):
            call_command("clearsessions", stdout=self.stdout)
            erase_old()
        self.stdout.write(counts_said(purge(run)))
        erased = erase_due(run)
        self.stdout.write(f"Erased: {erased.plans} plans, {erased.accounts} accounts.")
        run.end()
