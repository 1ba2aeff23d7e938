"""Print a link with which one person may sign up."""

from django.conf import settings
from django.core.management.base import BaseCommand
from django.urls import reverse

from careplan.accounts.models import SignUpInvitation


class Command(BaseCommand):
    help = "Print a link with which one person may sign up. It works once, for 7 days."

    def handle(self, **options):
        self.stdout.write(settings.SITE_URL + reverse("invited", args=[SignUpInvitation.issue()]))
        if settings.SIGN_UP == "open":
            self.stderr.write("Sign-up is open to anybody here. Nobody needs this link.")
