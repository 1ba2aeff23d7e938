"""Fills careplan's database for the benches, and prints who is there and what they read."""

import json
import os
import uuid

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "careplan.settings"
django.setup()

from allauth.account.models import EmailAddress  # noqa: E402 - the apps stand now
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from careplan.accounts.models import User  # noqa: E402
from careplan.appointments.models import Appointment  # noqa: E402
from careplan.appointments.ordering import put_on_list  # noqa: E402
from careplan.plans.access import member_of  # noqa: E402
from careplan.plans.models import Grant, Membership, Plan, Role  # noqa: E402
from careplan.questions.picking import add_own_words  # noqa: E402

PEOPLE = 8
LONG_LIST = 50
LISTS_EACH = 12  # to print, each with words of its own, or the second came from the cache
SHORT_LIST = 12


def fill() -> dict:
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    users = [person(number) for number in range(PEOPLE)]
    plan = Plan.objects.create(owner=users[0], person_name="Maria Alvarez")
    sections = dict.fromkeys(("visits", "papers", "comfort", "people"), Grant.CHANGE)
    for user in users[1:]:
        Membership.objects.create(plan=plan, user=user, role=Role.CAREGIVER, **sections)
    owner = member_of(plan, users[0], None)
    visit, questions = listed(owner, LONG_LIST)
    to_print = [[listed(owner, SHORT_LIST)[0].pk for _ in range(LISTS_EACH)] for _ in users]
    return {
        "cookies": [cookie(user) for user in users],
        "list": reverse("appointment_detail", args=[plan.pk, visit.pk]),
        "new": reverse("question_create", args=[plan.pk]),
        "edit": reverse("question_edit", args=[plan.pk, questions[0].pk]),
        "edited": questions[0].pk.hex,
        "prints": [[pdf_of(plan, pk) for pk in pks] for pks in to_print],
    }


def person(number: int) -> User:
    email = f"person{number}@example.org"
    user = User.objects.create_user(email, None, name=f"Person {number}")
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def listed(member, number: int):
    """A visit with so many questions on its list."""
    ground = {"plan": member.plan, "author": member.user, "changed_by": member.user}
    visit = Appointment.objects.create(with_whom="Dr Lee", **ground)
    questions = [
        add_own_words(
            text=f"What does number {n} of {visit.pk} mean for me, and for my days at home?",
            member=member,
            request_uuid=uuid.uuid4(),
        )
        for n in range(number)
    ]
    put_on_list(appointment=visit, questions=questions, member=member)
    return visit, questions


def pdf_of(plan, pk) -> str:
    return reverse("question_list_pdf", args=[plan.pk, pk]) + "?paper=a4&size=normal"


def cookie(user: User) -> str:
    client = Client()
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    return client.cookies["sessionid"].OutputString().split(";")[0]


if __name__ == "__main__":
    print(json.dumps(fill()))
