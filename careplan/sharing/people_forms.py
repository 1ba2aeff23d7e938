"""The forms of a role and its sections: of somebody who is invited, and of a member."""

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careplan.forms import BaseForm, BaseModelForm
from careplan.plans.forms import VersionedForm
from careplan.plans.models import Grant, Membership, Role
from careplan.plans.sections import Section
from careplan.sharing.hand_over import AFTERWARDS
from careplan.sharing.invitation_making import invite
from careplan.sharing.invitations import Invitation
from careplan.sharing.people_members import change_grants
from careplan.sharing.people_words import PARTS, ROLE_HINTS, ROLE_NAMES
from careplan.widgets import Radios, Segments

RIGHTS = ("relation", "role", *(section.value for section in Section))


def grant_choice(section: Section) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=PARTS[section], choices=Grant.choices, initial=Grant.NONE, widget=Segments
    )


class RightsForm(BaseModelForm):
    """Made with the member who fills it in. Only the owner may choose a manager."""

    role = forms.ChoiceField(
        label=gettext_lazy("What they may do"),
        choices=[(role.value, name) for role, name in ROLE_NAMES.items()],
        widget=Radios(hints={role.value: hint for role, hint in ROLE_HINTS.items()}),
    )
    visits = grant_choice(Section.VISITS)
    papers = grant_choice(Section.PAPERS)
    comfort = grant_choice(Section.COMFORT)
    people = grant_choice(Section.PEOPLE)

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        self.member = member
        self.fields["relation"].label = _("Who they are to the person")
        self.fields["relation"].help_text = _("For example: daughter. You can leave this empty.")
        if not member.owns:
            self.fields["role"].choices = self.fields["role"].choices[:-1]

    def clean(self):
        """A manager sees all, whatever was chosen below; who only looks changes nothing."""
        cleaned = super().clean()
        for section in Section:
            if cleaned.get("role") == Role.MANAGER:
                cleaned[section.value] = Grant.CHANGE
                self.errors.pop(section.value, None)
            elif cleaned.get("role") == Role.VIEWER and cleaned.get(section.value) == Grant.CHANGE:
                self.add_error(
                    section.value, _("Who only looks cannot change. Choose “Can see” here")
                )
        return cleaned


class InvitationForm(RightsForm):
    submit_label = gettext_lazy("Invite")

    class Meta:
        model = Invitation
        fields = ("name", "email", *RIGHTS)
        labels = {"name": gettext_lazy("Their name"), "email": gettext_lazy("Their email")}
        widgets = {"email": forms.EmailInput({"class": "input", "autocomplete": "off"})}
        help_texts = {
            "name": gettext_lazy("As you call them. It stands on your list of people."),
            "email": gettext_lazy("Only whoever has this email can accept."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].error_messages["required"] = _("Write a name, as you call them")

    def keep(self) -> Invitation | None:
        """Invite, and return the invitation; or None, with the error on the form.

        It is another one than this form's where the address had one already.
        """
        try:
            return invite(plan=self.member.plan, invitation=self.instance, by=self.member.user)
        except ValidationError as refused:
            self.add_error(None, refused)
            return None

    def validate_constraints(self):
        """Not the rule of one an address: `invite` shows the one that stands."""


class MembershipForm(RightsForm, VersionedForm):
    class Meta:
        model = Membership
        fields = RIGHTS

    def save_instance(self, fields: list[str]) -> None:
        self.instance = change_grants(
            plan=self.member.plan,
            membership=self.instance,
            wanted=self.instance,
            by=self.member.user,
            version=self.instance.version,
        )

    def keep(self):
        try:
            with transaction.atomic():
                self.member.plan.lock()
                return super().keep()
        except PermissionDenied as refused:  # the plan is closed: rights are only taken away
            self.add_error(None, str(refused))
            return None

    def made_with(self) -> dict:
        return {"member": self.member}

    def locked(self) -> Membership:
        """Raises Http404 where they are in the plan no more, or own it by now."""
        present = self.member.plan.memberships.filter(removed_at=None)
        return get_object_or_404(present.select_for_update(), pk=self.instance.pk)


class HandOverForm(BaseForm):
    """To whom the plan is offered, and what its owner is afterwards."""

    submit_label = gettext_lazy("Ask this person")

    to = forms.ChoiceField(label=gettext_lazy("Who keeps the plan from now on?"), widget=Radios)
    becomes = forms.ChoiceField(
        label=gettext_lazy("What are you then?"),
        choices=[(role.value, ROLE_NAMES[role]) for role in AFTERWARDS],
        initial=Role.MANAGER,
        widget=Radios(hints={role.value: ROLE_HINTS[role] for role in AFTERWARDS}),
    )

    def __init__(self, *args, members: list[Membership], **kwargs):
        super().__init__(*args, **kwargs)
        self.members = {str(membership.pk): membership for membership in members}
        self.fields["to"].choices = [(pk, m.user.called) for pk, m in self.members.items()]

    @property
    def chosen(self) -> Membership:
        return self.members[self.cleaned_data["to"]]
