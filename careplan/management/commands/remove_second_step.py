"""Take every second step off one account, for somebody who has lost theirs."""

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from careplan.accounts.letters import SECOND_STEP_REMOVED
from careplan.accounts.models import User
from careplan.accounts.outbox import post


class Command(BaseCommand):
    help = "Take every second step off one account. Look first whether it is that person who asks."

    def add_arguments(self, parser):
        parser.add_argument("email")

    def handle(self, email, **options):
        user = User.objects.filter(email=email.strip().lower()).first()
        if user is None:
            raise CommandError("No account has this email.")
        steps = Authenticator.objects.filter(user=user)
        if not steps.exists():
            raise CommandError("This account has no second step.")
        self.stdout.write("Whoever knows the password, or reads the email, can sign in then.")
        if input("Is it surely that person who asks? Type yes: ").strip().lower() != "yes":
            raise CommandError("Nothing was changed.")
        with transaction.atomic():
            steps.delete()
            post(SECOND_STEP_REMOVED, to=user)
        self.stdout.write("The second step is off. A notice goes to that email.")
