"""What was granted, changed and taken back, by whom and when. Rows are added, never changed."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Granted(models.TextChoices):
    INVITED = "invited", _("Invited")
    REVOKED = "revoked", _("Took an invitation back")
    JOINED = "joined", _("Joined")
    CHANGED = "changed", _("Changed what somebody may see")
    REMOVED = "removed", _("Removed")
    LEFT = "left", _("Left")
    HANDED_OVER = "handed_over", _("Handed the plan over")
    LINK_MADE = "link_made", _("Made a link")
    LINK_ENDED = "link_ended", _("Ended a link")
    TRUSTED = "trusted", _("Named somebody to stand in")
    UNTRUSTED = "untrusted", _("No longer named somebody to stand in")
    ASKED = "asked", _("Asked to stand in")
    REFUSED = "refused", _("Refused")
    CLOSED = "closed", _("Closed the plan")
    OPENED = "opened", _("Opened the plan again")
    DELETION_ASKED = "deletion", _("Asked to delete the plan")
    DELETION_STOPPED = "kept", _("Kept the plan")


class GrantEvent(models.Model):
    """One thing that somebody did about who may see a plan. Never changed while the plan stands.

    Numbers, not foreign keys, as in AccessEvent. `name` is that of an invitation or a link.
    """

    plan_id = models.UUIDField(db_index=True)
    actor_id = models.PositiveBigIntegerField()
    subject_id = models.PositiveBigIntegerField(null=True)
    name = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=12, choices=Granted.choices)
    detail = models.JSONField(default=dict)  # role and grants, as they are from then on
    at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return f"GrantEvent {self.pk}"


def note_grant(plan, kind: Granted, *, by, subject=None, name="", **detail) -> None:
    """Write down that `by` did this, in its transaction. `subject` is the User that it is about."""
    GrantEvent.objects.create(
        plan_id=plan.pk,
        actor_id=by.pk,
        subject_id=subject.pk if subject else None,
        name=name,
        kind=kind,
        detail=detail,
    )
