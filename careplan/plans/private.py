"""Who sees a private record: chosen by its author, and said to its readers.

A record that is not private is for everybody who sees its part of the plan. A private one is for
its author and those whom they named, as long as these see that part.
"""

from functools import cached_property

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careplan.accounts.models import User
from careplan.plans.access import Action, Member, Section, member_of
from careplan.plans.clashes import as_posted
from careplan.plans.forms import RecordForm
from careplan.plans.models import Plan
from careplan.plans.records import PlanRecord, record_models
from careplan.widgets import Radios, Ticks

ALL, ME, SOME = "", "me", "some"


def members_who_see(plan: Plan, section: Section) -> list[Member]:
    """Everybody who sees `section` of `plan` now, its owner first. Two readings."""
    current = plan.memberships.filter(removed_at=None).select_related("user").order_by("created")
    members = [member_of(plan, plan.owner, None)]
    members += [member_of(plan, membership.user, membership) for membership in current]
    return [member for member in members if member and member.can(Action.VIEW, section)]


def people_who_see(plan: Plan, section: Section) -> list[User]:
    return [member.user for member in members_who_see(plan, section)]


def is_shared(model, record="pk") -> Exists:
    """Whether somebody may read a private record of `model`, beside its author. `record` names it
    inside the query."""
    through = model.private_to.through.objects
    return Exists(through.filter(**{model._meta.model_name: OuterRef(record)}))


def private_sentence(record, member: Member, *, shared: bool) -> str:
    """“Private. Only you can see this.”; empty for what is open."""
    if not record.is_private:
        return ""
    if record.author_id == member.user.pk and not shared:
        return _("Private. Only you can see this.")
    return _("Private. Only some people can see this.")


def readers_sentence(record: PlanRecord, member: Member, section: Section) -> str:
    """“Private. Only you and Ana can see this.”; empty, without a reading, for what is open."""
    if not record.is_private:
        return ""
    named = {record.author_id, *record.private_to.values_list("pk", flat=True)} - {member.user.pk}
    others = [user.called for user in people_who_see(record.plan, section) if user.pk in named]
    if not others:
        return _("Private. Only you can see this.")
    names = get_text_list([_("you"), *others], _("and"))
    return _("Private. Only %(names)s can see this.") % {"names": names}


def forget_reader(plan: Plan, user: User) -> None:
    """Take `user` off every list of readers in `plan`: whoever left and comes back sees no more
    of what is private than somebody new."""
    for kind in record_models():
        through = kind.private_to.through.objects
        through.filter(**{f"{kind._meta.model_name}__plan": plan}, user=user).delete()


class PrivateRecordForm(RecordForm):
    """The form of a record that can be private. Its author alone is asked who may see it."""

    section: Section  # of the plan, whose people can be named

    who_sees = forms.ChoiceField(
        label=gettext_lazy("Who may see this?"),
        help_text=gettext_lazy("What is private prints only if you say so."),
        widget=Radios,
        required=False,
    )
    readers = forms.MultipleChoiceField(
        label=gettext_lazy("Who else may see it?"), widget=Ticks, required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.was_private = self.instance.is_private  # before what was typed is written into it
        if not self.may_choose_readers():
            del self.fields["who_sees"], self.fields["readers"]
            return
        me = self.member.user.pk
        people = [member.user for member in self.seeing if member.user.pk != me]
        self.offer(people, self.named_among(people))

    @cached_property
    def seeing(self) -> list[Member]:
        """Everybody who sees its part of the plan."""
        return members_who_see(self.member.plan, self.section)

    def may_choose_readers(self) -> bool:
        return self.is_new or self.instance.author_id == self.member.user.pk

    def named_among(self, people: list[User]) -> list[str]:
        """The keys of those `people` whom a private record names."""
        if not self.was_private or self.is_new:
            return []
        named = set(self.instance.private_to.values_list("pk", flat=True))
        return [str(person.pk) for person in people if person.pk in named]

    def offer(self, people: list[User], named: list[str]) -> None:
        choices = [(ALL, _("Everybody who sees this part of the plan")), (ME, _("Only me"))]
        if people:
            choices.append((SOME, _("Me and the people I tick below")))
        else:
            del self.fields["readers"]
        self.fields["who_sees"].choices = choices
        stands = (SOME if named else ME) if self.was_private else ALL
        self.initial.setdefault("who_sees", stands)
        if people:
            self.fields["readers"].choices = [(str(p.pk), p.called) for p in people]
            self.initial["readers"] = named
        self.stands["who_sees"] = [stands, *named]

    def clean(self):
        cleaned = super().clean()
        if "who_sees" in self.fields and not {"who_sees", "readers"} & set(self.errors):
            self.check_readers(cleaned)
        return cleaned

    def check_readers(self, cleaned) -> None:
        """What is chosen and what is ticked say one thing: a tick alone opens nothing, and in doubt
        it is asked."""
        if "who_sees" not in self.data:  # nothing was said of it: it stays as it is
            cleaned["who_sees"] = self.initial["who_sees"]
            cleaned["readers"] = self.initial.get("readers", [])
        chosen, ticked = cleaned["who_sees"], cleaned.get("readers", [])
        if chosen == SOME and not ticked:
            said = _("Tick who else may see it, or choose “Only me”")
            self.add_error("readers", ValidationError(said, code="nobody"))
        elif chosen != SOME and set(ticked) - set(self.initial.get("readers", [])):
            said = _("You ticked somebody. Choose “Me and the people I tick below”, or untick them")
            self.add_error("who_sees", ValidationError(said, code="doubt"))
        self.instance.is_private = chosen != ALL

    @property
    def opens_up(self) -> bool:
        """Whether what was private is for everybody now."""
        return self.was_private and not self.instance.is_private

    def chosen_readers(self) -> list[str]:
        """The keys of those whom a valid form names."""
        private = self.cleaned_data["who_sees"] == SOME
        return self.cleaned_data.get("readers", []) if private else []

    @property
    def readers_changed(self) -> bool:
        """Whether a valid form says otherwise who may see it than what stood."""
        return "who_sees" in self.fields and set(self.who()) != set(self.stands["who_sees"])

    def who(self) -> list[str]:
        return [self.cleaned_data["who_sees"], *self.chosen_readers()]

    def save(self, commit=True):
        record = super().save(commit)
        if "who_sees" in self.fields:
            record.private_to.set(self.chosen_readers())
        return record

    def save_instance(self, fields: list[str]) -> None:
        super().save_instance([*fields, "is_private"] if self.readers_changed else fields)

    @property
    def named_readers(self) -> list[str] | None:
        return self.chosen_readers() if self.readers_changed else None

    # -- where two windows chose differently -------------------------------------------------------

    def typed(self) -> dict:
        said = super().typed()
        return said | {"who_sees": self.who()} if "who_sees" in self.fields else said

    def posted(self, name: str) -> dict[str, list[str]]:
        if name != "who_sees" or "readers" not in self.fields:
            return super().posted(name)
        return as_posted(self["who_sees"]) | as_posted(self["readers"])

    def in_words(self, name: str, value) -> str:
        if name != "who_sees":
            return super().in_words(name, value)
        chosen, *named = value
        if chosen != SOME:
            return super().in_words(name, chosen) if chosen else self.fields[name].choices[0][1]
        names = dict(self.fields["readers"].choices)
        return get_text_list(
            [_("Only me"), *(names[key] for key in named if key in names)], _("and")
        )
