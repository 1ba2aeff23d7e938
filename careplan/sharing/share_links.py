"""Links by which a doctor or a hospital reads parts of a plan for some days."""

import datetime
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from careplan.accounts.models import HowMuch, User
from careplan.appointments.models import Appointment
from careplan.plans.access import Action, Member, member_of
from careplan.plans.looking import looked_already
from careplan.plans.models import Grant, Plan, Role
from careplan.plans.sections import Section


class ShareLink(models.Model):
    """What whoever has the link may read. Its token and its number are kept as digests alone.

    It stands until its day, until somebody ends it, and only while its maker may share.
    """

    MOST = 20  # that stand, in one plan
    DAYS, MOST_DAYS = 7, 31
    MOST_WRONG = 20  # wrong numbers in all; after them it opens in no new browser

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="share_links")
    label = models.CharField(max_length=80)  # for the family; whoever opens it does not see it
    visits = models.BooleanField(default=False)
    papers = models.BooleanField(default=False)
    comfort = models.BooleanField(default=False)
    people = models.BooleanField(default=False)
    # Whose list it shows; empty for the next visit, whichever that is on the day.
    visit = models.ForeignKey(Appointment, null=True, on_delete=models.CASCADE, related_name="+")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    created = models.DateTimeField(default=timezone.now)
    days = models.PositiveSmallIntegerField(default=DAYS)
    token_sha256 = models.CharField(max_length=64, unique=True)
    code_digest = models.CharField(max_length=64, blank=True)
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    opened_count = models.PositiveIntegerField(default=0)
    last_opened = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created"]
        constraints = [
            models.CheckConstraint(
                condition=Q(visits=True) | Q(papers=True) | Q(comfort=True) | Q(people=True),
                name="sharelink_shows_something",
            ),
            models.CheckConstraint(
                condition=Q(days__gte=1, days__lte=31), name="sharelink_lasts_31_days_at_most"
            ),
            models.CheckConstraint(
                condition=Q(visit=None) | Q(visits=True), name="sharelink_visit_is_of_visits"
            ),
        ]

    def __str__(self):
        return f"ShareLink {self.pk}"

    @property
    def expires_at(self) -> datetime.datetime:
        return self.created + datetime.timedelta(days=self.days)

    @property
    def sections(self) -> list[Section]:
        return [section for section in Section if getattr(self, section.value)]

    @property
    def is_over(self) -> bool:
        """Whether it was ended, or its days have run out."""
        return self.ended_at is not None or self.expires_at <= timezone.now()

    @property
    def is_locked(self) -> bool:
        """Whether so many wrong numbers were tried that it opens in no new browser."""
        return self.wrong_codes >= self.MOST_WRONG

    @property
    def as_reader(self) -> Member:
        """Whoever reads by it: in nobody's name, with all that was chosen open."""
        grants = {s: Grant.SEE if s in self.sections else Grant.NONE for s in Section}
        nobody = User(information_level=HowMuch.EVERYTHING, time_zone=self.made_by.time_zone)
        return Member(self.plan, nobody, Role.LINK, grants, link_id=self.pk)

    @property
    def until(self) -> str:
        """“Tuesday 1 December at 10:30”."""
        return moment(self.expires_at)

    @property
    def opened(self) -> str:
        """“Opened 3 times, last on Tuesday 24 November at 10:30.”"""
        if not self.opened_count:
            return _("Not opened yet.")
        last = {"n": self.opened_count, "when": moment(self.last_opened)}
        said = ngettext(
            "Opened once, on %(when)s.", "Opened %(n)d times, last on %(when)s.", self.opened_count
        )
        return said % last

    def note_opening(self) -> None:
        type(self).objects.filter(pk=self.pk).update(
            opened_count=F("opened_count") + 1, last_opened=timezone.now()
        )


def moment(when: datetime.datetime) -> str:
    """Day and time, where the reader is."""
    local = timezone.localtime(when)
    return _("%(day)s at %(time)s") % {
        "day": date_format(local, pgettext("date", "l j F")),
        "time": date_format(local, pgettext("time", "H:i")),
    }


def links_of(plan) -> tuple[list[ShareLink], list[ShareLink]]:
    """The links that stand, and those that ended lately, the newest first. Two readings."""
    since = timezone.now() - datetime.timedelta(days=2 * ShareLink.MOST_DAYS)
    makers = {m.user_id: m for m in plan.memberships.filter(removed_at=None)}
    stand, over = [], []
    for link in plan.share_links.filter(created__gt=since).select_related("plan", "made_by"):
        membership = makers.get(link.made_by_id)
        stands = not link.is_over and may_still_share(plan, link.made_by, membership)
        (stand if stands else over).append(link)
    return stand, over


def find_by_token(token_sha256: str) -> ShareLink | None:
    """The link that this token opens, if it stands."""
    known = ShareLink.objects.filter(token_sha256=token_sha256).values_list("pk", flat=True)
    link_id = known.first()
    return find_standing(link_id) if link_id else None


def find_standing(link_id, sight=None) -> ShareLink | None:
    """The link, if it stands; asked anew for each page. With a `sight`, whether that is noted is
    found in the same reading."""
    looked = {"looked": looked_already(OuterRef("plan_id"), sight)} if sight else {}
    links = ShareLink.objects.annotate(**looked).select_related("plan", "made_by")
    link = links.filter(pk=link_id).first()
    if link is None or link.is_over:
        return None
    maker, membership = link.made_by, None
    if link.plan.owner_id != maker.pk:
        membership = link.plan.memberships.filter(user=maker).first()
    if not may_still_share(link.plan, maker, membership):
        return None
    if sight:
        sight.is_noted = link.looked
    return link


def may_still_share(plan, maker, membership) -> bool:
    """No link outlives its maker's right to give it, nor the closing of its plan."""
    member = member_of(plan, maker, membership)
    return member is not None and member.can(Action.SHARE)
