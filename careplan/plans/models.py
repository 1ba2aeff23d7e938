"""A plan, who may see it, and the care team that it names."""

import uuid

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from careplan.accounts.models import erased_day
from careplan.library.catalog import LIBRARY
from careplan.plans.history import note_changed
from careplan.plans.records import PlanRecord, StaleRecord
from careplan.plans.sections import Section


def site_names(slugs: list[str]) -> str:
    """The names of the library's sites; a slug that it does not have is left out."""
    return ", ".join(LIBRARY.sites[slug].name for slug in slugs if slug in LIBRARY.sites)


class Plan(models.Model):
    """One person's notebook. `person_name` is whose plan it is; `owner` keeps it."""

    MOST = 20  # plans that one person may own
    TOLD = {  # as of any record: careplan/plans/records.py
        "person_name": pgettext_lazy("what was changed", "the name"),
        "sites": pgettext_lazy("what was changed", "where the cancer is"),
        "information_need": pgettext_lazy("what was changed", "how information is needed"),
        "who_may_hear": pgettext_lazy("what was changed", "who may hear what"),
        "what_matters": pgettext_lazy("what was changed", "what matters most"),
        "how_much": pgettext_lazy("what was changed", "how much the team may say"),
    }
    IN_WORDS = {"sites": site_names}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="owned_plans"
    )
    person_name = models.CharField(_("Whose plan is this?"), max_length=80)
    is_for_owner = models.BooleanField(default=True)
    created = models.DateTimeField(auto_now_add=True)
    # From then on it can be read, and nothing of it changes.
    closed_at = models.DateTimeField(null=True, editable=False)
    # The member whom the owner asked to keep it from now on, and what the owner is then.
    offered_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    offered_role = models.CharField(max_length=12, blank=True)
    # Seven days later all of it is erased, unless its owner keeps it.
    deletion_asked_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1)
    # The first step that waits to be answered or skipped; empty when all are behind.
    next_step = models.CharField(max_length=12, blank=True)

    # Where the cancer is, as slugs of the library's sites, if the person wants to say.
    sites = models.JSONField(default=list, blank=True)

    # About me: each optional, in the person's own words.
    information_need = models.TextField(_("How I need information"), max_length=500, blank=True)
    who_may_hear = models.TextField(_("Who may hear what"), max_length=500, blank=True)
    what_matters = models.TextField(_("What matters most to me"), max_length=500, blank=True)
    how_much = models.TextField(
        _("What I want the team to know of how much I want to hear"), max_length=500, blank=True
    )

    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="Membership", related_name="shared_plans"
    )

    def __str__(self):
        return f"Plan {self.pk}"

    @property
    def erased_day(self) -> str:
        """When a plan that is to be deleted is erased, where the reader is."""
        return erased_day(self.deletion_asked_at)

    @classmethod
    def begin(cls, *, form_id: uuid.UUID, owner, **fields) -> "Plan":
        """A new plan of `owner`, or the one that the same form has made already.

        Raises ValidationError, in a sentence, where this person owns as many as they may.
        """
        with transaction.atomic():
            # One at a time, so that two windows cannot both take the last place.
            get_user_model().objects.select_for_update().get(pk=owner.pk)
            taken = cls.objects.filter(pk=form_id).first()
            if taken and taken.owner_id == owner.pk:
                return taken
            if cls.objects.filter(owner=owner).count() >= cls.MOST:
                raise ValidationError(
                    gettext("You have %(most)d plans. There is no room for one more."),
                    code="full",
                    params={"most": cls.MOST},
                )
            return cls.objects.create(pk=None if taken else form_id, owner=owner, **fields)

    def lock(self) -> None:
        """Until the transaction ends, whoever locks this plan waits: what is looked up now holds.

        The first lock of any transaction, before those of records.
        """
        # New records of the plan need not wait for it, or two who hold one could block each other.
        type(self).objects.select_for_update(no_key=True).get(pk=self.pk)

    def save_changes(self, *, by, fields: list[str]) -> None:
        """Save `fields` as changed by the user `by`.

        Raises StaleRecord, and saves nothing, if somebody saved meanwhile.
        """
        with transaction.atomic():
            current = type(self).objects.select_for_update().get(pk=self.pk)
            if current.version != self.version:
                raise StaleRecord(current)
            self.version += 1
            self.save(update_fields=[*fields, "version"])
            note_changed(current, self, fields, by=by, before=None)

    def answer_step(self, step: str, following: str) -> None:
        """Note that the first step `step` was answered or skipped; `following` comes next."""
        if self.next_step == step:
            self.next_step = following
            self.save(update_fields=["next_step"])


class Role(models.TextChoices):
    """OWNER stands on the plan itself, LINK on a share link; neither is ever a Membership."""

    OWNER = "owner", _("Owner")
    MANAGER = "manager", _("Manager")
    CAREGIVER = "caregiver", _("Caregiver")
    VIEWER = "viewer", _("Viewer")
    LINK = "link", _("Link")


class Grant(models.TextChoices):
    """What a member may do in one section of the plan."""

    NONE = "none", _("Cannot see")
    SEE = "see", _("Can see")
    CHANGE = "change", _("Can change")


def grant_field() -> models.CharField:
    return models.CharField(max_length=8, choices=Grant.choices, default=Grant.NONE)


class Rights(models.Model):
    """A role, and what it may do in each section of a plan."""

    role = models.CharField(max_length=12, choices=Role.choices)
    relation = models.CharField(max_length=40, blank=True)  # daughter, brother, friend
    visits = grant_field()
    papers = grant_field()
    comfort = grant_field()
    people = grant_field()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(role__in=[Role.OWNER, Role.LINK]),
                name="%(class)s_is_not_ownership",
            ),
            models.CheckConstraint(
                condition=~models.Q(role=Role.VIEWER)
                | ~(
                    models.Q(visits=Grant.CHANGE)
                    | models.Q(papers=Grant.CHANGE)
                    | models.Q(comfort=Grant.CHANGE)
                    | models.Q(people=Grant.CHANGE)
                ),
                name="%(class)s_viewer_changes_nothing",
            ),
        ]

    @property
    def rights(self) -> dict:
        """The role and its grants by section, as they are written down."""
        return {"role": self.role} | {s.value: getattr(self, s.value) for s in Section}


class Membership(Rights):
    """What somebody other than the owner may see and do. Removal keeps the row, with its date."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    # Emergency access: from then on, this person sees every section.
    opens_at = models.DateTimeField(null=True, editable=False)
    created = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(Rights.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["plan", "user"], name="membership_is_one_a_person"),
            *Rights.Meta.constraints,
        ]

    def __str__(self):
        return f"Membership {self.pk}"


class CareTeamMember(PlanRecord):
    """A doctor, nurse or office that the person may call or see."""

    MOST = 50
    TOLD = {
        "name": pgettext_lazy("what was changed", "the name"),
        "role": pgettext_lazy("what was changed", "what they do"),
        "phone_day": pgettext_lazy("what was changed", "the phone by day"),
        "phone_night": pgettext_lazy("what was changed", "the phone at night"),
        "place": pgettext_lazy("what was changed", "the place"),
        "call_first": _("Call this one first"),
    }

    name = models.CharField(_("Name"), max_length=120)
    role = models.CharField(_("What they do"), max_length=120, blank=True)
    phone_day = models.CharField(_("Phone by day"), max_length=40, blank=True)
    phone_night = models.CharField(_("Phone at night and on weekends"), max_length=40, blank=True)
    place = models.CharField(_("Where they are"), max_length=200, blank=True)
    call_first = models.BooleanField(_("Call this one first"), default=False)

    class Meta(PlanRecord.Meta):
        default_related_name = "care_team"
        ordering = ["-call_first", "created"]

    @property
    def has_phone(self) -> bool:
        return bool(self.phone_day or self.phone_night)
