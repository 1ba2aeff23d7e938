"""What was changed in a plan, by whom and when. Each change is noted where it is made.

A private version is told to nobody but those who could read it then, not even that there was one.
"""

import datetime

from django.apps import apps
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

TOLD_FOR = datetime.timedelta(days=30)  # how long what others did is told on Home


class What(models.TextChoices):
    MADE = "made", _("Added")
    CHANGED = "changed", _("Changed")
    REMOVED = "removed", _("Removed")
    RESTORED = "restored", _("Put back")


class ChangeQuerySet(models.QuerySet):
    def seen_by(self, member) -> "ChangeQuerySet":
        """Those of versions that `member` could read then. Whether they may read the record now
        is asked beside it: `kind` and `record` say which one it is.

        What was opened to somebody later was added for them at that moment, and for whoever could
        read it before only once.
        """
        told = self.filter(plan=member.plan).filter(could_read(member))
        earlier = Change.objects.filter(could_read(member), what=What.MADE)
        earlier = earlier.filter(record=OuterRef("record"), pk__lt=OuterRef("pk"))
        return told.exclude(Q(what=What.MADE) & Exists(earlier))


def could_read(member) -> Q:
    readers = Change.readers.through.objects.filter(change=OuterRef("pk"), user=member.user.pk)
    return Q(is_private=False) | Exists(readers)


class Change(models.Model):
    """One change of one record, or of what the plan says about its person."""

    plan = models.ForeignKey("careplan.Plan", on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=24)  # the record's model
    record = models.UUIDField()
    what = models.CharField(max_length=8, choices=What.choices)
    # Empty where the account is gone.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)  # of the record, after the change
    # The fields of TOLD that were changed, and no other.
    was = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    became = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    # Private where the record was so before or after. As with records, the mark stands by itself:
    # a reader who is deleted makes nothing public.
    is_private = models.BooleanField(default=False)
    readers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")

    objects = ChangeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["record", "what"], name="change_of_a_record"),
            models.Index(fields=["plan", "at"], name="change_of_a_plan"),
        ]

    def __str__(self):
        return f"Change {self.pk}"

    @property
    def model(self) -> type[models.Model]:
        return apps.get_model("careplan", self.kind)


class Here(models.Model):
    """Until when somebody has seen what others did in a plan."""

    plan = models.ForeignKey("careplan.Plan", on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seen_until = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "user"], name="here_is_one_a_person"),
        ]

    def __str__(self):
        return f"Here {self.pk}"


def note_made(records, *, by) -> None:
    """Note that `by` made these records, each as private as it is by now."""
    note([change(record, What.MADE, by=by, readers=readers_of(record)) for record in records])


def note_moved(record, what: What, *, by) -> None:
    """Note that `by` removed `record`, or put it back."""
    note([change(record, what, by=by, readers=readers_of(record))])


def note_changed(old, new, fields, *, by, before: set[int] | None, several=None) -> None:
    """Note what of `fields` differs between a record as it was and as it was saved.

    `before` are those who could read it as it was (`readers_of`). `several` are the keys that each
    field of several named as it was.
    """
    after = readers_of(new)
    was = told_of(old, fields) | (several or {})
    became = told_of(new, fields) | {name: keys_in(new, name) for name in several or {}}
    differing = [name for name in was if was[name] != became[name]]
    noted = []
    if differing or before != after:
        both = {
            "was": {name: was[name] for name in differing},
            "became": {name: became[name] for name in differing},
        }
        readers = common(before, after)
        noted.append(change(new, What.CHANGED, by=by, readers=readers, **both))
    if before is not None and (after is None or after - before):
        noted.append(change(new, What.MADE, by=new.author, readers=after))
    note(noted)


def note_hidden(records, *, by) -> None:
    """Note that these records, open until now, are private."""
    both = {"was": {"is_private": False}, "became": {"is_private": True}}
    note(
        [
            change(record, What.CHANGED, by=by, readers=readers_of(record), **both)
            for record in records
        ]
    )


def told_of(record, fields) -> dict:
    return {
        name: record._meta.get_field(name).value_from_object(record)
        for name in fields
        if name in record.TOLD
    }


def keys_in(record, name: str) -> list[str]:
    """The keys of the records or people that a field of several names, in one order."""
    field = record._meta.get_field(name)
    rows = field.remote_field.through.objects.filter(**{field.m2m_field_name(): record.pk})
    return sorted(map(str, rows.values_list(field.m2m_reverse_field_name(), flat=True)))


def readers_of(record) -> set[int] | None:
    """Who may read `record`, and what it is read with, as it stands; None for everybody."""
    readers = None
    if getattr(record, "is_private", False):
        readers = {record.author_id, *record.private_to.values_list("pk", flat=True)}
    for other in getattr(record, "read_with", ()):
        readers = common(readers, readers_of(other))
    return readers


def common(some: set[int] | None, others: set[int] | None) -> set[int] | None:
    if some is None or others is None:
        return others if some is None else some
    return some & others


def change(record, what: What, *, by, readers, **fields) -> tuple[Change, set[int] | None]:
    """A row that is still to be kept, and its readers."""
    row = Change(
        plan_id=getattr(record, "plan_id", record.pk),
        kind=record._meta.model_name,
        record=record.pk,
        what=what,
        by=by,
        version=record.version,
        is_private=readers is not None,
        **fields,
    )
    return row, readers


def note(noted: list[tuple[Change, set[int] | None]]) -> None:
    rows = Change.objects.bulk_create([row for row, _readers in noted])
    reading = Change.readers.through
    reading.objects.bulk_create(
        reading(change_id=row.pk, user_id=reader)
        for row, (_row, readers) in zip(rows, noted, strict=True)
        for reader in readers or ()
    )


def see_until(member, typed: str) -> None:
    """Keep that `member` has seen what others did until the moment that the page said.

    A moment before the one that is kept, or that is none, changes nothing.
    """
    moment = moment_of(typed)
    if moment is None:
        return
    here, is_new = Here.objects.get_or_create(
        plan=member.plan, user=member.user, defaults={"seen_until": moment}
    )
    if not is_new:
        Here.objects.filter(pk=here.pk, seen_until__lt=moment).update(seen_until=moment)


def moment_of(typed: str) -> datetime.datetime | None:
    try:
        moment = datetime.datetime.fromisoformat(typed)
        return min(moment, timezone.now())
    except (ValueError, TypeError, OverflowError):  # none, or without its zone
        return None
