"""The fixed cast of every test: Maria's plan, and everybody around it."""

import time
from dataclasses import dataclass

from allauth.account.models import EmailAddress

from careplan.accounts.models import User
from careplan.plans.access import Member, member_of
from careplan.plans.models import Grant, Membership, Plan, Role

PASSWORD = "harbour-lantern-42"


@dataclass
class Cast:
    """Maria owns the plan; Ana, her daughter, is a caregiver; Ben may look; Sam is a stranger
    with a plan of his own; Rita was removed."""

    maria: User
    ana: User
    ben: User
    sam: User
    rita: User
    plan: Plan
    sams_plan: Plan

    def as_member(self, user: User) -> Member:
        """`user` as a member of Maria's plan, for reading its records."""
        return member_of(self.plan, user, self.plan.memberships.filter(user=user).first())


def person(name: str) -> User:
    user = User.objects.create_user(f"{name.lower()}@example.org", PASSWORD, name=name)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def membership(plan: Plan, user: User, role: Role, grant: Grant, **fields) -> Membership:
    sections = dict.fromkeys(("visits", "papers", "comfort", "people"), grant)
    return Membership.objects.create(plan=plan, user=user, role=role, **sections, **fields)


def make_cast() -> Cast:
    maria, ana, ben, sam, rita = map(person, ("Maria", "Ana", "Ben", "Sam", "Rita"))
    plan = Plan.objects.create(owner=maria, person_name="Maria Alvarez")
    sams_plan = Plan.objects.create(owner=sam, person_name="Sam Stone")
    membership(plan, ana, Role.CAREGIVER, Grant.CHANGE, relation="daughter")
    membership(plan, ben, Role.VIEWER, Grant.SEE)
    membership(plan, rita, Role.CAREGIVER, Grant.CHANGE, removed_at=plan.created)
    return Cast(maria, ana, ben, sam, rita, plan, sams_plan)


def just_asked(client) -> None:
    """As if whoever is signed in there had this moment shown who they are."""
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session.save()
