"""What is kept about a person themselves, as plain values for account.json."""

from allauth.usersessions.models import UserSession
from django.utils import timezone

from careplan.accounts.devices import in_words
from careplan.accounts.models import User
from careplan.exchange.plan_copy import plain
from careplan.plans.sections import Section

FORMAT = 1
FIELDS = (
    *("email", "name", "joined", "last_login", "deletion_asked_at"),
    *("information_level", "text_size", "colours", "letters"),
    *("language", "paper", "print_size", "time_zone"),
)


def account_data(user: User) -> dict:
    """Account, settings, where they are signed in, and in which plans they are."""
    sessions = UserSession.objects.filter(user=user).order_by("created_at")
    shared = user.memberships.filter(removed_at=None).select_related("plan").order_by("created")
    return {
        "format": "careplan-account",
        "version": FORMAT,
        "made_at": plain(timezone.now()),
        "account": {name: plain(getattr(user, name)) for name in FIELDS},
        "signed_in": [
            {
                "device": in_words(session.user_agent),
                "since": plain(session.created_at),
                "address": session.ip,
            }
            for session in sessions
        ],
        "plans_i_keep": [
            {"id": plain(plan.pk), "person_name": plan.person_name}
            for plan in user.owned_plans.order_by("created")
        ],
        "plans_shared_with_me": [
            {
                "id": plain(membership.plan_id),
                "person_name": membership.plan.person_name,
                "role": membership.role,
                "relation": membership.relation,
                "since": plain(membership.created),
                **{section.value: getattr(membership, section.value) for section in Section},
            }
            for membership in shared
        ],
    }
