"""What every record of a plan has, and how it is read, changed, removed and restored."""

import datetime
import uuid

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from careplan.plans.history import What, note_changed, note_moved, readers_of

UNDO_SHOWN_FOR = datetime.timedelta(days=1)
KEPT_FOR = datetime.timedelta(days=30)  # how long what was removed can be put back


class StaleRecord(Exception):
    """Somebody saved this record since it was read. `current` is what stands now."""

    def __init__(self, current: "PlanRecord"):
        super().__init__(type(current).__name__)
        self.current = current


class RecordQuerySet(models.QuerySet):
    def seen_by(self, member) -> "RecordQuerySet":
        """What stands in the plan and is not private to others."""
        return self.filter(removed_at=None).filter(self.readable_by(member))

    def removed_seen_by(self, member) -> "RecordQuerySet":
        """What was removed and may still be put back, for somebody who could see it."""
        return self.not_gone().exclude(removed_at=None).filter(self.readable_by(member))

    def standing_and_removed(self, member) -> "RecordQuerySet":
        """What stands and what may be put back, in one reading, as `member` may."""
        return self.not_gone().filter(self.readable_by(member))

    def not_gone(self) -> "RecordQuerySet":
        """What stands, and what was removed so lately that it may be put back."""
        return self.filter(Q(removed_at=None) | Q(removed_at__gt=timezone.now() - KEPT_FOR))

    def gone(self) -> "RecordQuerySet":
        """What was removed so long ago that it is to be erased."""
        return self.filter(removed_at__lte=timezone.now() - KEPT_FOR)

    def readable_by(self, member) -> Q:
        readers = self.model.private_to.through.objects.filter(
            **{self.model._meta.model_name: OuterRef("pk")}, user=member.user.pk
        )
        return Q(is_private=False) | Q(author=member.user.pk) | Q(Exists(readers))

    def ensure_room(self) -> None:
        """Raise ValidationError, in a sentence, where the plan holds as many as it can."""
        if self.filter(removed_at=None).count() >= self.model.MOST:
            raise ValidationError(
                _(
                    "This plan holds %(most)d of these, and has no room for more. "
                    "Remove one that you no longer need."
                ),
                code="full",
                params={"most": self.model.MOST},
            )


class PlanRecord(models.Model):
    """A record of a plan. Reach it from the plan, as its reader: `plan.concerns.seen_by(member)`.

    `is_private` hides it from everybody but its author and `private_to`. The two are kept apart so
    that a reader who is deleted never makes a private record public.
    """

    MOST = 1_000  # records of a kind in one plan
    # The fields of which the history tells, each as an object: “Ana changed <the day>”. The name of
    # a tick stands by itself: “Ana ticked “<Talk about this first>””.
    TOLD = {}
    # Of these, what a page shows otherwise than it is kept: a function from value to words.
    IN_WORDS = {}
    # Of these, what has sentences of its own: by field and value, as each reader is told it.
    SAID = {}
    read_with = ()  # other records that one must see to read this one

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey("careplan.Plan", on_delete=models.CASCADE)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    created = models.DateTimeField(default=timezone.now, editable=False)
    changed = models.DateTimeField(default=timezone.now, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    removed_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    # The form that made it; a form sent twice finds it here.
    request_uuid = models.UUIDField(default=uuid.uuid4, editable=False)
    is_private = models.BooleanField(default=False)
    private_to = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "request_uuid"], name="%(class)s_is_made_once_a_form"
            ),
        ]

    def __str__(self):
        return f"{type(self).__name__} {self.pk}"

    @property
    def is_gone(self) -> bool:
        """Whether it was removed so long ago that nobody sees it any more."""
        return self.removed_at is not None and self.removed_at <= timezone.now() - KEPT_FOR

    def save_changes(self, *, by, fields: list[str], readers=None) -> None:
        """Save `fields` as changed by the user `by`; with `readers`, who else reads it if private.

        Raises StaleRecord, and saves nothing, if somebody saved since this one was read.
        """
        with transaction.atomic():
            current = type(self).objects.select_for_update().get(pk=self.pk)
            if current.version != self.version:
                raise StaleRecord(current)
            before = readers_of(current)
            self.version += 1
            self.changed, self.changed_by = timezone.now(), by
            self.save(update_fields=[*fields, "version", "changed", "changed_by"])
            if readers is not None:
                self.private_to.set(readers)
            note_changed(current, self, fields, by=by, before=before)

    def remove(self, *, by) -> None:
        """Take it out of sight. It can be restored, equal in every field."""
        self._mark_removed(timezone.now(), by)

    def restore(self, *, by) -> None:
        self._mark_removed(None, by)

    def _mark_removed(self, moment, by) -> None:
        with transaction.atomic():
            current = type(self).objects.select_for_update().get(pk=self.pk)
            if (current.removed_at is None) != (moment is None):
                self.removed_at, self.version = moment, current.version + 1
                self.changed, self.changed_by = timezone.now(), by
                self.save(update_fields=["removed_at", "version", "changed", "changed_by"])
                note_moved(self, What.REMOVED if moment else What.RESTORED, by=by)


def record_models() -> list[type[PlanRecord]]:
    """Every kind of record, each after those that it belongs to."""
    models_of_ours = apps.get_app_config("careplan").get_models()
    return [model for model in models_of_ours if issubclass(model, PlanRecord)]


def last_removal(removed, *, by) -> PlanRecord | None:
    """Of some removed records, the last that `by` removed, within a day: “Undo” shows it."""
    since = timezone.now() - UNDO_SHOWN_FOR
    mine = [r for r in removed if r.changed_by_id == by.pk and r.removed_at > since]
    return max(mine, key=lambda record: record.removed_at, default=None)
