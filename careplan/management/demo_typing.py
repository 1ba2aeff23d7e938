"""How the demo keeps what its invented family writes: by the forms of the pages, as typed."""

import datetime

from allauth.account.models import EmailAddress
from django.core.management.base import CommandError
from django.http import QueryDict

from careplan.accounts.models import HowMuch, User
from careplan.plans.access import Member

PASSWORD = "harbour-lantern-42"  # noqa: S105 - invented, and printed


def person(email: str, name: str, level: HowMuch) -> User:
    """Somebody whose address is confirmed, so that no code is asked for."""
    user = User.objects.create_user(email, PASSWORD, name=name, information_level=level)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def record(form_class, member: Member, **fields):
    """A record, by its own form, as if `member` had typed it."""
    return kept(form_class(sent(fields), member=member))


def sent(fields: dict, **more) -> QueryDict:
    """What a browser would send."""
    data = QueryDict(mutable=True)
    for name, value in {**fields, **more}.items():
        data.setlist(name, [str(one) for one in (value if isinstance(value, list) else [value])])
    return data


def kept(form):
    """What a form has saved. Raises CommandError with its errors: the demo is then out of date."""
    if form.is_valid() and (saved := form.keep()):
        return saved
    raise CommandError(f"{type(form).__name__} refused the demo: {form.errors.as_json()}")


def signed_on(today: datetime.date, days: int) -> dict:
    """What is typed for a paper that was signed so many days from `today`."""
    day = today + datetime.timedelta(days=days)
    parts = {"signed_on_day": day.day, "signed_on_month": day.month, "signed_on_year": day.year}
    return {"state": "signed", **parts}


def weekday(day: datetime.date) -> datetime.date:
    """`day`, or the Monday after it where it falls on a weekend."""
    return day + datetime.timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
