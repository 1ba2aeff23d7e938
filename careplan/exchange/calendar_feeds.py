"""The secret address from which a person's own calendar reads their visits.

What it shows is asked of the table anew at each reading: whoever was removed from a plan, or may
no longer see its visits, has none of it in their calendar from then on.
"""

import base64
import datetime
from dataclasses import dataclass

from django.conf import settings
from django.db import models, transaction
from django.http import Http404
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac

from careplan.accounts.models import User
from careplan.accounts.time_zones import zone_of
from careplan.accounts.tokens import digest
from careplan.exchange.calendar_file import feed_file
from careplan.plans.access import Action, Section, find_member, plans_of
from careplan.plans.looking import Looked, Sight, note_look

BACK = datetime.timedelta(days=30)  # visits of so many days past stay in the calendar


class CalendarFeed(models.Model):
    """One address a person. Its token is kept as a digest, and shown once."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feed"
    )
    token_sha256 = models.CharField(max_length=64, unique=True)
    created = models.DateTimeField(default=timezone.now)
    with_place = models.BooleanField(default=False)
    last_read_on = models.DateField(null=True)  # the day alone: when, tells how somebody lives

    def __str__(self):
        return f"CalendarFeed {self.pk}"


class Renewed(Exception):
    """Another window made a new address since this page was read."""


def feed_of(user: User) -> CalendarFeed | None:
    return CalendarFeed.objects.filter(user=user).first()


def stands(feed: CalendarFeed | None) -> str:
    """What a page was read from: which address stood then; empty for none."""
    return feed.token_sha256 if feed else ""


@transaction.atomic
def make_feed(*, user: User, form_id: str, was: str, with_place: bool) -> str:
    """Give `user` a new address; the old one opens nothing from now on. Returns its token.

    `was` is what stood when the form was read. The token is made of the form and the site's key:
    a form that is sent twice makes one address, and shows it both times. Raises Renewed.
    """
    User.objects.select_for_update().get(pk=user.pk)
    said = f"{user.pk} {was} {form_id}"
    made = salted_hmac("careplan.calendar_feed", said, algorithm="sha256").digest()
    token = base64.urlsafe_b64encode(made).decode().rstrip("=")
    feed = feed_of(user)
    if stands(feed) == digest(token):
        return token
    if stands(feed) != was:
        raise Renewed
    values = {"token_sha256": digest(token), "created": timezone.now(), "last_read_on": None}
    CalendarFeed.objects.update_or_create(user=user, defaults={**values, "with_place": with_place})
    return token


def show_place(user: User, shown: bool) -> None:
    CalendarFeed.objects.filter(user=user).update(with_place=shown)


def stop_feed(user: User) -> None:
    CalendarFeed.objects.filter(user=user).delete()


@dataclass(frozen=True)
class Reading:
    """The visits that a feed shows now, and in which plans they are."""

    feed: CalendarFeed
    visits: list
    plans: list

    def file(self) -> bytes:
        with translation.override(self.feed.user.language):
            return feed_file(self.visits, with_place=self.feed.with_place)

    def note(self) -> None:
        """Write down that it was read: the day, and for each plan the hour, as of any page."""
        with timezone.override(zone_of(self.feed.user)):
            today = timezone.localdate()
        if self.feed.last_read_on != today:
            CalendarFeed.objects.filter(pk=self.feed.pk).update(last_read_on=today)
        hour = timezone.now().replace(minute=0, second=0, microsecond=0)
        for plan in self.plans:
            sight = Sight(Looked.DOWNLOAD, "calendar_feed", "", hour, user_id=self.feed.user_id)
            note_look(plan, sight)


def read_feed(token: str) -> Reading | None:
    """What the address with this token shows; None where it opens nothing."""
    found = CalendarFeed.objects.select_related("user").filter(token_sha256=digest(token)).first()
    if found is None or not found.user.is_active or found.user.deletion_asked_at:
        return None
    visits, plans = [], []
    for plan in plans_of(found.user).filter(closed_at=None):
        seen = visits_of(plan, found.user)
        if seen:
            visits += seen
            plans.append(plan)
    return Reading(found, visits, plans)


def visits_of(plan, user: User) -> list:
    """The visits of `plan` that belong into the calendar of `user`, and those called off."""
    try:
        member = find_member(plan.pk, user)
    except Http404:  # it ended a moment ago
        return []
    if not member.can(Action.VIEW, Section.VISITS):
        return []
    with timezone.override(zone_of(user)):
        since = timezone.localdate() - BACK
    visits = plan.appointments.standing_and_removed(member).filter(on__gte=since)
    return list(visits.order_by("on", "at", "created"))
