"""Things to do after a visit: what, by when, and who takes care of it."""

import datetime

from django.conf import settings
from django.db import models, transaction
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from careplan.appointments.models import Appointment, day_of_visit
from careplan.concerns import safety
from careplan.partial_dates import day_words
from careplan.plans.models import Grant, Membership, Role
from careplan.plans.records import PlanRecord, RecordQuerySet

SOON = datetime.timedelta(days=3)  # so long before its day, Home shows it


class FollowUpQuerySet(RecordQuerySet):
    def with_who(self, member) -> "FollowUpQuerySet":
        """Each with the people it names, and `is_held`: whether who took it on still sees it.

        Where they no longer do, it is for anyone again, and its pages name nobody.
        """
        people = self.select_related("taken_by", "done_by", "author")
        is_held = When(held(member.plan, self.model), then=Value(True))
        return people.annotate(is_held=Case(is_held, default=Value(False)))

    def to_do(self) -> "FollowUpQuerySet":
        """What is not done, soonest first; then what has no day."""
        soonest = (F("by_when").asc(nulls_last=True), "created", "pk")
        return self.filter(done_at=None).order_by(*soonest)

    def done(self) -> "FollowUpQuerySet":
        """What is done, the newest first."""
        return self.filter(done_at__isnull=False).order_by("-done_at", "pk")

    def due(self, member, today: datetime.date) -> "FollowUpQuerySet":
        """What is due by now or soon, and is the reader's own to do, or for anyone."""
        theirs = Q(taken_by=member.user.pk) | ~Exists(
            self.model.objects.filter(held(member.plan, self.model), pk=OuterRef("pk"))
        )
        return self.to_do().filter(theirs, by_when__lte=today + SOON)

    def with_visit(self, member) -> "FollowUpQuerySet":
        """Each with its `visit`, or None where `member` may not see that visit."""
        visits = member.plan.appointments.seen_by(member)
        return self.prefetch_related(models.Prefetch("visit", visits))


def held(plan, model) -> Q:
    """Follow-ups whose taker sees the visits of `plan` now, and may read this one.

    As plans/access.py says of each role; tests compare the two.
    """
    current = Membership.objects.filter(plan=plan.pk, user=OuterRef("taken_by"), removed_at=None)
    sees = Q(visits__in=[Grant.SEE, Grant.CHANGE]) | Q(opens_at__lte=timezone.now())
    readers = model.private_to.through.objects.filter(
        followup=OuterRef("pk"), user=OuterRef("taken_by")
    )
    is_here = Q(taken_by=plan.owner_id) | Exists(current.filter(Q(role=Role.MANAGER) | sees))
    return is_here & (Q(is_private=False) | Q(author=F("taken_by")) | Exists(readers))


def local_day(moment: datetime.datetime) -> str:
    return day_words(timezone.localdate(moment))


class FollowUp(PlanRecord):
    """One thing to do. It outlives the visit at which it was agreed."""

    WHAT_LENGTH = 300  # characters
    TOLD = {
        "what": pgettext_lazy("what was changed", "what is to do"),
        "by_when": pgettext_lazy("what was changed", "the day to do it by"),
        "taken_by": pgettext_lazy("what was changed", "who takes care of it"),
        "by_whom_else": pgettext_lazy("what was changed", "who else does it"),
        "done_at": pgettext_lazy("what was changed", "the day it was done"),
        "is_private": _("Private"),
    }
    IN_WORDS = {"by_when": day_of_visit, "done_at": local_day}

    what = models.CharField(_("What is there to do?"), max_length=WHAT_LENGTH)
    visit = models.ForeignKey(
        Appointment, on_delete=models.SET_NULL, null=True, blank=True, editable=False
    )
    by_when = models.DateField(_("By when?"), null=True, blank=True)
    # Somebody of the plan; with nobody, it is for anyone.
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Who takes care of it?"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    # Somebody outside the plan who does it, such as a doctor's office.
    by_whom_else = models.CharField(_("Does somebody else do it?"), max_length=120, blank=True)
    done_at = models.DateTimeField(null=True, editable=False)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )

    objects = FollowUpQuerySet.as_manager()

    class Meta(PlanRecord.Meta):
        default_related_name = "follow_ups"
        ordering = ["created"]
        constraints = [
            *PlanRecord.Meta.constraints,
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="followup_done_has_time_and_author",
            ),
        ]

    @property
    def name(self) -> str:
        return self.what

    @property
    def is_done(self) -> bool:
        return self.done_at is not None

    @property
    def held_by(self):
        """Who took it on, for one of `with_who`; None where it is for anyone."""
        return self.taken_by if self.is_held else None

    @property
    def who(self) -> str:
        """“Ana”, “Ana and Dr Lee’s office” or “For anyone”, for one of `with_who`."""
        held = [self.held_by.called] if self.held_by else []
        names = [*held, *filter(None, [self.by_whom_else])]
        return get_text_list(names, gettext("and")) or gettext("For anyone")

    @property
    def when(self) -> str:
        """By when it is to be done, or when it was and by whom; empty where nothing says."""
        if self.is_done:
            said = {"day": local_day(self.done_at), "name": self.done_by.called}
            return gettext("Done on %(day)s. %(name)s ticked it off.") % said
        if self.by_when is None:
            return ""
        today = timezone.localdate()
        if self.by_when == today:
            return gettext("Due today")
        said = gettext("By %(day)s") if self.by_when > today else gettext("Was due on %(day)s")
        return said % {"day": day_of_visit(self.by_when)}

    def may_be_read_by(self, user, readers) -> bool:
        """Whether `user`, who sees the visits, reads it; `readers` are the keys of those named."""
        return not self.is_private or user.pk == self.author_id or user.pk in readers

    def alerts(self, today: datetime.date) -> tuple[safety.Alert, ...]:
        """The warnings that its words raise."""
        return safety.alerts(texts=[self.what], today=today)


@transaction.atomic
def tick(follow_up: FollowUp, *, done: bool, by) -> None:
    """Say that it is done, or that it is still to do. A second time changes nothing."""
    follow_up.plan.lock()
    follow_up.refresh_from_db(from_queryset=FollowUp.objects.select_for_update())
    if follow_up.is_done != done:
        follow_up.done_at, follow_up.done_by = (timezone.now(), by) if done else (None, None)
        follow_up.save_changes(by=by, fields=["done_at", "done_by"])


@transaction.atomic
def take_on(*, follow_up: FollowUp, member) -> FollowUp:
    """Have `member` take care of it, unless somebody else does by now. It is read anew."""
    member.plan.lock()
    found = FollowUp.objects.with_who(member).select_for_update(of=("self",))
    current = found.get(pk=follow_up.pk)
    if current.held_by is None:
        current.taken_by = member.user
        current.save_changes(by=member.user, fields=["taken_by"])
        current.is_held = True
    return current
