"""Print a link with which one person may sign up."""

from django.conf import settings
from django.core.management.base import BaseCommand
from django.urls import reverse

from careplan.accounts.models import SignUpInvitation


class Command(BaseCommand):
    help = "Print a link with which one person may sign up. It works once, for 7 days."

    def handle(self, **options):
        site = settings.PUBLIC_URL or "http://127.0.0.1:8000"
        self.stdout.write(site + reverse("invited", args=[SignUpInvitation.issue()]))
        if settings.SIGN_UP == "open":
            self.stderr.write("Sign-up is open to anybody here. Nobody needs this link.")
