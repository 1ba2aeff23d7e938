"""Send the letters that wait. For cron, every few minutes."""

from django.core.management.base import BaseCommand

from careplan.accounts.outbox import send_waiting


class Command(BaseCommand):
    help = "Send the emails that could not be sent before. Run it every few minutes from cron."
    requires_system_checks = ("__all__",)  # which load every room, and with it who writes letters

    def handle(self, **options):
        sent, waiting = send_waiting()
        if sent or waiting:
            self.stdout.write(f"{sent} sent, {waiting} waiting.")
