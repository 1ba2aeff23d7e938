"""Remind people of what is due, who asked for it. For cron, every hour."""

from django.core.management.base import BaseCommand

from careplan.exchange.reminder_sending import send_reminders


class Command(BaseCommand):
    help = (
        "Send the reminders that people asked for. Run it every hour from cron. "
        "Safe to run twice, or two at once."
    )
    requires_system_checks = ("__all__",)  # which load every room, and with it who writes letters

    def handle(self, **options):
        sent = send_reminders()
        if sent:
            self.stdout.write(f"{sent} reminders.")
