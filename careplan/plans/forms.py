"""The form of any record of a plan: kept once, and never over somebody else's newer text."""

import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from careplan.forms import BaseModelForm
from careplan.plans.history import note_made
from careplan.plans.records import StaleRecord


class VersionedForm(BaseModelForm):
    """A form of something that stands, and that somebody else may save meanwhile.

    `keep()` saves a valid form. One that was read before somebody else saved shows what
    stands now, and keeps what was typed.
    """

    # Parsed by hand: a forged value is as good as none, and has no field to stand beside.
    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.newer = []  # (label, text) of what somebody else saved meanwhile
        self.fields["version"].initial = self.instance.version

    def keep(self):
        """Save, and return what was saved; or None, with the error on the form."""
        typed = self.cleaned_data.get("version", "")
        self.instance.version = int(typed[:9]) if typed.isascii() and typed.isdigit() else 0
        try:
            self.save_instance(list(self._meta.fields))
        except StaleRecord as stale:
            return self._met_newer(stale.current)
        return self.instance

    def save_instance(self, fields: list[str]) -> None:
        """Save these fields of the instance. Raises StaleRecord."""
        self.instance.save_changes(fields=fields)

    def again_of(self, instance):
        """This form for `instance`, as it stands."""
        return type(self)(instance=instance)

    def newer_sentence(self, current) -> str:
        return _(
            "Somebody saved a change while you were writing. It stands below. "
            "Your own words are still here. Save again to keep yours."
        )

    def _met_newer(self, current):
        """`current`, if it already says what this form says; else None, and both on the page."""
        self.data["version"] = str(current.version)
        mine = forms.models.model_to_dict(self.instance, self._meta.fields)
        theirs = self.again_of(current)
        for name in self._meta.fields:
            on_both = name in self.fields and name in theirs.fields
            if on_both and theirs.initial[name] != mine[name]:
                self.newer.append((self.fields[name].label, in_words(theirs[name])))
        if not self.newer and getattr(current, "removed_at", None) is None:
            return current  # the same form, sent twice
        self.add_error(None, ValidationError(self.newer_sentence(current)))
        return None


def in_words(bound_field) -> str:
    """What a field holds, as its page shows it: the names of its answers, not their values."""
    value = bound_field.value()
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    names = {str(key): str(name) for key, name in getattr(bound_field.field, "choices", ())}
    several = value if isinstance(value, list | tuple) else [value]
    return ", ".join(names.get(str(one), str(one)) for one in several if one not in (None, ""))


class RecordForm(VersionedForm):
    """Made with the member who fills it in: `ConcernForm(request.POST or None, member=member)`.

    `keep()` saves a valid form, new or changed. A form that is sent twice finds the record it made
    the first time.
    """

    request_uuid = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        self.member = member
        self.is_new = self.instance._state.adding
        if self.is_new:
            del self.fields["version"]
            self.fields["request_uuid"].initial = uuid.uuid4()
        else:
            del self.fields["request_uuid"]

    def clean(self):
        cleaned = super().clean()
        if self.is_new and not self.errors and self.already_kept() is None:
            self.siblings().ensure_room()
        return cleaned

    def siblings(self):
        """The records among which the limit of number counts: no others than the reader's own
        and what they may see, so that it tells nothing of what is private."""
        return self._meta.model.objects.filter(plan=self.member.plan).seen_by(self.member)

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
        return self._keep_new() if self.is_new else super().keep()

    def _keep_new(self):
        record, by = self.instance, self.member.user
        record.plan, record.author, record.changed_by = self.member.plan, by, by
        record.request_uuid = self.typed_uuid()
        try:
            return self.already_kept() or self.make()
        except IntegrityError:
            # The same form, sent twice at once; or one that carries somebody else's number.
            record.request_uuid = uuid.uuid4()
            return self.already_kept() or self.make()

    @transaction.atomic
    def make(self):
        """Save a new record. Raises IntegrityError where its number is taken."""
        record = self.save()
        note_made([record], by=self.member.user)
        return record

    def save_instance(self, fields: list[str]) -> None:
        self.instance.save_changes(by=self.member.user, fields=fields)

    def again_of(self, instance):
        return type(self)(instance=instance, member=self.member)

    def newer_sentence(self, current) -> str:
        if current.removed_at:
            return _(
                "%(name)s removed this while you were writing. "
                "Your own words are still here. Save again to keep them."
            ) % {"name": current.changed_by.called}
        if current.changed_by_id == self.member.user.pk:
            return _(
                "You saved a change in another window. It stands below. "
                "What you typed here is still here. Save again to keep it."
            )
        return _(
            "%(name)s saved a change while you were writing. It stands below. "
            "Your own words are still here. Save again to keep yours."
        ) % {"name": current.changed_by.called}
