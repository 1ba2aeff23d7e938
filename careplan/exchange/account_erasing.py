"""An account is emptied: the row stays, without a word of whose it was.

What that person had shared stays with the plans it is in, and reads “Somebody who left”.
"""

import json

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import models
from django.utils import timezone

from careplan.accounts.models import User
from careplan.sharing.invitations import Invitation

NOWHERE = "account-{pk}@left.invalid"  # an address that can belong to nobody (RFC 2606)


def empty_account(user: User) -> None:
    """In a transaction, once what this person keeps to themselves is erased."""
    erase_sessions(user)
    erase_rows(user)
    erase_address(user.email)
    empty = User(
        pk=user.pk,
        email=NOWHERE.format(pk=user.pk),
        is_active=False,
        joined=user.joined,
        erased_at=timezone.now(),
    )
    empty.set_unusable_password()
    empty.save(force_update=True)


def erase_rows(user: User) -> None:
    """What hangs on an account goes; what others need of it loses its name, or keeps its number."""
    for relation in User._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete or relation.many_to_many:
            continue
        rows = relation.related_model._base_manager.filter(**{relation.field.name: user.pk})
        if relation.on_delete is models.CASCADE:
            rows.delete()
        elif relation.on_delete is models.SET_NULL:
            rows.update(**{relation.field.name: None})


def erase_address(email: str) -> None:
    """What is kept for an address alone: an invitation, a letter that waits."""
    Invitation.objects.filter(email__iexact=email).end_sign_ups()
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.EmailField) and model is not User:
                model._base_manager.filter(**{f"{field.name}__iexact": email}).delete()


def erase_sessions(user: User) -> None:
    """Where they are signed in, and where somebody began to sign in with their address."""
    address = json.dumps(user.email)
    for session in Session.objects.iterator(chunk_size=500):
        kept = session.get_decoded()
        if kept.get("_auth_user_id") == str(user.pk) or address in json.dumps(kept).lower():
            session.delete()
