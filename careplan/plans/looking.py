"""Who looked at a plan: what is written down of it, and when."""

import datetime
import logging
from dataclasses import dataclass

from django.db import DatabaseError, models
from django.db.models import Exists
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

logger = logging.getLogger(__name__)


class Looked(models.TextChoices):
    """What somebody did with a page of a plan."""

    VIEW = "view", _("Looked at")
    PRINT = "print", _("Printed")
    DOWNLOAD = "download", _("Downloaded")
    LINK = "link", _("Opened a link")
    EXPORT = "export", _("Took a copy of")


class AccessEvent(models.Model):
    """That somebody saw a page of a plan, within an hour. Never changed while the plan stands.

    Plan, person and link are numbers, not foreign keys: nothing that is removed takes an event
    with it. The database itself refuses changes (see the migration's triggers).
    """

    plan_id = models.UUIDField()
    user_id = models.PositiveBigIntegerField(null=True)
    link_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=8, choices=Looked.choices)
    page = models.CharField(max_length=40)  # the name of its route
    record = models.CharField(max_length=80, blank=True)  # which one, where a page has several
    hour = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan_id", "user_id", "page", "record", "hour"],
                condition=models.Q(user_id__isnull=False),
                name="accessevent_is_one_a_person_page_and_hour",
            ),
            models.UniqueConstraint(
                fields=["plan_id", "link_id", "page", "record", "hour"],
                condition=models.Q(link_id__isnull=False),
                name="accessevent_is_one_a_link_page_and_hour",
            ),
            models.CheckConstraint(
                condition=models.Q(user_id__isnull=False) ^ models.Q(link_id__isnull=False),
                name="accessevent_is_by_a_person_or_a_link",
            ),
        ]
        indexes = [models.Index(fields=["plan_id", "hour"])]

    def __str__(self):
        return f"AccessEvent {self.pk}"


@dataclass
class Sight:
    """What a reader is about to see; `is_noted` says whether this hour's row stands already."""

    kind: Looked
    page: str
    record: str
    hour: datetime.datetime
    user_id: int | None = None
    link_id: object = None
    is_noted: bool = False

    @classmethod
    def of(cls, request, kind: Looked, link_id=None) -> "Sight":
        """What `request` is about to show, to its user or by a link."""
        match = request.resolver_match
        said = {"plan_id", "link_id"}  # in columns of their own
        which = {name: value for name, value in match.kwargs.items() if name not in said}
        return cls(
            kind,
            match.url_name,
            " ".join(str(value) for value in which.values())[:80],
            timezone.now().replace(minute=0, second=0, microsecond=0),
            user_id=None if link_id else request.user.pk,
            link_id=link_id,
        )

    @property
    def row(self) -> dict:
        return {
            "user_id": self.user_id,
            "link_id": self.link_id,
            "page": self.page,
            "record": self.record,
            "hour": self.hour,
        }


def looked_already(plan_id, sight: Sight) -> Exists:
    """Whether the row of this hour stands: inside a query, so that it costs none of its own."""
    return Exists(AccessEvent.objects.filter(plan_id=plan_id, **sight.row))


def note_look(plan, sight: Sight) -> None:
    """Write down what was shown, once an hour. Where that fails, reading goes on."""
    if sight.is_noted:
        return
    try:
        event = AccessEvent(plan_id=plan.pk, kind=sight.kind, **sight.row)
        AccessEvent.objects.bulk_create([event], ignore_conflicts=True)
    except DatabaseError as error:  # such as a full disk
        logger.error("Who looked could not be noted: %s", type(error).__name__)
