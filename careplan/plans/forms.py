"""The form of any record of a plan: kept once, and never over somebody else's newer text."""

import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from careplan.forms import BaseModelForm
from careplan.plans.records import StaleRecord


class RecordForm(BaseModelForm):
    """Made with the member who fills it in: `ConcernForm(request.POST or None, member=member)`.

    `keep()` saves a valid form. A form that is sent twice finds the record it made the first time;
    a form that was read before somebody else saved shows what stands now, and keeps what was typed.
    """

    # Parsed by hand: a forged value is as good as none, and has no field to stand beside.
    request_uuid = forms.CharField(widget=forms.HiddenInput, required=False)
    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        self.member = member
        self.newer = []  # (label, text) of what somebody else saved meanwhile
        self.is_new = self.instance._state.adding
        if self.is_new:
            del self.fields["version"]
            self.fields["request_uuid"].initial = uuid.uuid4()
        else:
            del self.fields["request_uuid"]
            self.fields["version"].initial = self.instance.version

    def clean(self):
        cleaned = super().clean()
        if self.is_new and not self.errors and self.already_kept() is None:
            self.siblings().ensure_room()
        return cleaned

    def siblings(self):
        """The records among which the limit of number counts."""
        return self._meta.model.objects.filter(plan=self.member.plan)

    def typed_uuid(self) -> uuid.UUID:
        try:
            return uuid.UUID(self.cleaned_data.get("request_uuid", ""))
        except ValueError:
            return self.instance.request_uuid

    def already_kept(self):
        """The record that this form made when it was sent before, if it was."""
        return self._meta.model.objects.filter(
            plan=self.member.plan, request_uuid=self.typed_uuid(), author=self.member.user
        ).first()

    def keep(self):
        """Save, and return the record; or None, with the error on the form."""
        return self._keep_new() if self.is_new else self._keep_changes()

    def _keep_new(self):
        record, by = self.instance, self.member.user
        record.plan, record.author, record.changed_by = self.member.plan, by, by
        record.request_uuid = self.typed_uuid()
        try:
            with transaction.atomic():
                return self.already_kept() or self.save()
        except IntegrityError:
            kept = self.already_kept()  # the same form, sent twice at once
            if kept is None:
                raise
            return kept

    def _keep_changes(self):
        typed = self.cleaned_data.get("version", "")
        self.instance.version = int(typed) if typed.isascii() and typed.isdigit() else 0
        try:
            self.instance.save_changes(by=self.member.user, fields=list(self._meta.fields))
        except StaleRecord as stale:
            self._show_newer(stale.current)
            return None
        return self.instance

    def _show_newer(self, current) -> None:
        self.data["version"] = str(current.version)
        mine = forms.models.model_to_dict(self.instance, self._meta.fields)
        theirs = type(self)(instance=current, member=self.member)
        for name in self._meta.fields:
            if theirs.initial[name] != mine[name]:
                self.newer.append((self.fields[name].label, theirs[name].value()))
        self.add_error(
            None,
            ValidationError(
                _(
                    "%(name)s saved a change while you were writing. It stands below. "
                    "Your own words are still here. Save again to keep yours."
                ),
                params={"name": current.changed_by.called},
            ),
        )
