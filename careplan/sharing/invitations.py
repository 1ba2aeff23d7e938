"""An invitation into a plan: to whom, what it opens, and by which links it is answered."""

import datetime
import secrets
import uuid

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from careplan.accounts import invitations as sign_up
from careplan.accounts.tokens import digest
from careplan.plans.models import Plan, Rights, Role

KEYS = ("mail_sha256", "link_sha256")


class InvitationQuerySet(models.QuerySet):
    def standing(self) -> "InvitationQuerySet":
        """Those that were neither accepted nor taken back: what the page on people shows."""
        return self.filter(accepted_at=None, revoked_at=None)

    def open(self) -> "InvitationQuerySet":
        """Those that can be answered now. The plan must be open, too."""
        return self.standing().filter(
            declined_at=None, expires_at__gt=timezone.now(), plan__closed_at=None
        )

    def by_digest(self, key: str) -> "InvitationQuerySet":
        """The open one that a link of this digest leads to."""
        return self.open().filter(Q(mail_sha256=key) | Q(link_sha256=key)) if key else self.none()

    def accepted_with(self, key: str, user) -> "InvitationQuerySet":
        """What `user` has said yes to by a link of this digest."""
        accepted = self.filter(accepted_by=user.pk) if key and user.pk else self.none()
        return accepted.filter(Q(mail_sha256=key) | Q(link_sha256=key))

    def end_sign_ups(self) -> None:
        """With the links of these nobody makes an account from now on."""
        sign_up.end([key for keys in self.values_list(*KEYS) for key in keys if key])


class Invitation(Rights):
    """An invitation to whoever holds an address. Only the SHA-256 of its links' tokens is kept.

    There is one link that was sent and one that was copied. A new one takes the place of the one
    before, and both end 72 hours after the last of them was made.
    """

    LIFETIME = datetime.timedelta(hours=72)
    MOST = 20  # that stand in one plan

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=80)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created = models.DateTimeField(default=timezone.now)
    mail_sha256 = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - unique
    link_sha256 = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - unique
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)  # when the mail server last took it
    declined_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = InvitationQuerySet.as_manager()

    class Meta(Rights.Meta):
        abstract = False
        constraints = [
            *Rights.Meta.constraints,
            models.UniqueConstraint(
                fields=["plan", "email"],
                condition=Q(accepted_at=None, revoked_at=None),
                name="invitation_is_one_an_address",
            ),
            models.CheckConstraint(
                condition=Q(email=Lower("email")), name="invitation_email_is_lower_case"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(revoked_at=None),
                name="invitation_is_accepted_or_revoked",
            ),
        ]

    def __str__(self):
        return f"Invitation {self.pk}"

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= timezone.now()

    @property
    def masked_email(self) -> str:
        """“a…@example.org”: enough for whoever has the address to know it."""
        name, _at, host = self.email.partition("@")
        return f"{name[:1]}…@{host}"

    def is_for(self, user) -> bool:
        """Whether `user` has shown that they hold the address."""
        return EmailAddress.objects.filter(
            user=user, email__iexact=self.email, verified=True
        ).exists()

    def renew(self) -> None:
        """It lasts from now on. A link that had run out does not come back with it."""
        if self.is_expired:
            self.drop_keys(*KEYS)
        self.expires_at, self.declined_at = timezone.now() + self.LIFETIME, None
        self.save(update_fields=[*KEYS, "expires_at", "declined_at"])

    def new_link(self, kind: str) -> str:
        """The token of a new link, which takes the place of the one of its kind: “mail”, “link”.

        It is kept nowhere. Lock the invitation, or its plan, first.
        """
        token = secrets.token_urlsafe(32)
        self.drop_keys(f"{kind}_sha256")
        setattr(self, f"{kind}_sha256", digest(token))
        self.save(update_fields=[f"{kind}_sha256"])
        return token

    def drop_keys(self, *names: str) -> None:
        """These links open nothing from now on, and make no account."""
        sign_up.end([key for name in names if (key := getattr(self, name))])
        for name in names:
            setattr(self, name, None)

    def use_up(self, *, by) -> None:
        """`by` said yes. Its links open nothing more; their digests stay, to know `by` again."""
        type(self).objects.filter(pk=self.pk).end_sign_ups()
        self.accepted_at, self.accepted_by = timezone.now(), by
        self.save(update_fields=["accepted_at", "accepted_by"])

    def end(self, *, by) -> None:
        """Take it back."""
        self.drop_keys(*KEYS)
        self.revoked_at, self.revoked_by = timezone.now(), by
        self.save(update_fields=[*KEYS, "revoked_at", "revoked_by"])


def end_those_of(plan: Plan, inviter, *, by, only_managers: bool = False) -> None:
    """What somebody invited while they might opens nothing, once they may no longer."""
    theirs = plan.invitations.standing().filter(invited_by=inviter)
    for invitation in theirs.filter(role=Role.MANAGER) if only_managers else theirs:
        invitation.end(by=by)
