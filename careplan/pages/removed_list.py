"""Recently removed: what somebody may put back, of every kind, the newest first."""

import datetime
import json
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, JSONField, TextField, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise

from careplan.accounts.models import User
from careplan.pages.kinds import KINDS, LISTED, Kind
from careplan.paging import SIZE, Page, page_of
from careplan.partial_dates import day_words
from careplan.plans.access import Member
from careplan.plans.records import KEPT_FOR
from careplan.questions.models import Question

COLUMNS = max(len(kind.named_by) for kind in KINDS)


@dataclass(frozen=True)
class Removed:
    """One record that can be put back, until the end of a day."""

    pk: object
    kind: Promise
    name: str
    by: str
    removed: str
    until: str
    restore_url: str


def removed_page(member: Member, typed: str, size: int = SIZE) -> Page:
    """One reading, however many kinds there are."""
    some = [kind for kind in KINDS if member.can(kind.put_back, kind.section)]
    if not some:
        return Page([], 0, 0)
    first, *others = (rows_of(kind, member) for kind in some)
    rows = first.union(*others, all=True) if others else first
    page = page_of(rows.order_by("-removed_at", "pk"), typed, size)
    return Page([removed(row, member) for row in page.rows], page.before, page.after)


def may_put_back(member: Member) -> bool:
    """Whether there is a kind of record that `member` may put back."""
    return any(member.can(kind.put_back, kind.section) for kind in KINDS)


def rows_of(kind: Kind, member: Member):
    """The removed ones of one kind, in columns that those of every kind have."""
    fields = [*kind.named_by, *[None] * (COLUMNS - len(kind.named_by))]
    columns = {
        f"named_{n}": Cast(F(field), TextField()) if field else Value(None, TextField())
        for n, field in enumerate(fields)
    }
    number = Value(KINDS.index(kind))
    records = kind.removed(member).annotate(kind_number=number, **columns).order_by()
    who = ("changed_by", "changed_by__name", "changed_by__email")
    return records.values_list("kind_number", "pk", "removed_at", *who, *columns, named=True)


def removed(row, member: Member) -> Removed:
    kind = KINDS[row.kind_number]
    values = {name: getattr(row, f"named_{n}") for n, name in enumerate(kind.named_by)}
    by = User(pk=row.changed_by, name=row.changed_by__name, email=row.changed_by__email)
    on_page = UUID(values["appointment"]) if kind is LISTED else row.pk
    return Removed(
        pk=row.pk,
        kind=kind.label,
        name=name_of(kind, values),
        by="" if by.pk == member.user.pk else by.called,
        removed=day_of(row.removed_at),
        until=day_of(row.removed_at + KEPT_FOR),
        restore_url=reverse(kind.restore, args=[member.plan.pk, on_page]),
    )


def day_of(moment: datetime.datetime) -> str:
    return day_words(timezone.localdate(moment))


def name_of(kind: Kind, values: dict) -> str:
    """What its page calls it, made of columns of text."""
    if kind is LISTED:
        return Question(text=values["question__text"]).name
    fields = {name: kind.model._meta.get_field(name) for name in values}
    return kind.model(
        **{
            name: json.loads(values[name])
            if isinstance(field, JSONField)
            else field.to_python(values[name])
            for name, field in fields.items()
        }
    ).name
