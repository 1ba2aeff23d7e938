"""The form of any record of a plan: kept once, and never over somebody else's newer text."""

import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from careplan.forms import BaseModelForm
from careplan.partial_dates import day_words
from careplan.plans.clashes import (
    Clash,
    Keep,
    Read,
    Sides,
    answers,
    as_posted,
    digest,
    in_words,
    joined,
    many_valued,
    read_from,
    signed,
    to_keep,
)
from careplan.plans.history import note_made


class VersionedForm(BaseModelForm):
    """A form of something that stands, and that somebody else may save meanwhile.

    `keep()` saves a valid form. Where somebody saved since its page was read, what each of the two
    changed is put together; of what both changed, the page asks which to keep (`clashes`).
    """

    # What the page was read from: careplan/plans/clashes.py. A forged value is as good as none,
    # and has no field to stand beside.
    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.clashes: list[Clash] = []
        # What stands, by field, before what was typed is written into the instance.
        self.stands = forms.models.model_to_dict(self.instance, self._meta.fields)

    def get_initial_for_field(self, field, field_name):
        if field_name == "version":
            return signed(self.instance, self.shown(self.stands))
        return super().get_initial_for_field(field, field_name)

    def shown(self, values: dict) -> dict:
        """Those of the `values` that have a field on the page."""
        return {name: values[name] for name in self.fields if name in values}

    def typed(self) -> dict:
        """What a valid form says, by field."""
        return self.shown(forms.models.model_to_dict(self.instance, self._meta.fields))

    @transaction.atomic
    def keep(self):
        """Save, and return what was saved; or None, with the error on the form."""
        current = self.locked()
        read = read_from(self.cleaned_data["version"], current, self.shown(self.stands))
        return self.keep_over(current, read)

    def keep_over(self, current, read: Read | None):
        """Put what was typed together with `current`, which is locked, and save that."""
        self.put_together(current, read)
        is_news = getattr(current, "removed_at", None) and not (read and read.removed)
        if self.clashes or is_news:
            self.errors.clear()  # what is put together is checked once it is whole
            self.add_error(None, ValidationError(self.newer_sentence(current)))
            return None
        if not self.is_valid():
            return None
        if any(digest(value) != digest(self.stands[name]) for name, value in self.typed().items()):
            self.save_instance(list(self._meta.fields))
        return self.instance

    def put_together(self, current, read: Read | None) -> None:
        """Begin again as a form of `current`, with what was typed where that is to be kept."""
        posted, theirs, clashes = many_valued(self.data), self.again_of(current), []
        for name, mine in theirs.shown(self.typed()).items():
            answer = posted.pop(f"keep_{name}", [""])[-1]
            keep = to_keep(name, mine, theirs.stands[name], read, answer)
            if keep is None:
                clashes.append(self.clash(name, mine, theirs, read))
            elif keep is Keep.THEIRS:
                for key, values in theirs.posted(name).items():
                    posted.setlist(key, values)
            elif keep is Keep.BOTH:
                posted[name] = joined(mine, theirs.stands[name])
        asked = [clash.name for clash in clashes]
        posted["version"] = signed(current, theirs.shown(theirs.stands), asked)
        self.begin_again(posted, theirs.instance)
        self.clashes = clashes

    def clash(self, name: str, mine, theirs: "VersionedForm", read: Read | None) -> Clash:
        said = Sides(mine, theirs.stands[name])
        return Clash(
            name=name,
            label=self.fields[name].label,
            mine=self.in_words(name, said.mine),
            theirs=theirs.in_words(name, said.theirs),
            answers=answers(self.fields[name], said, self.whose(theirs.instance)),
            is_skipped=bool(read and name in read.asked),
        )

    def begin_again(self, posted, instance) -> None:
        self.__dict__.pop("changed_data", None)
        self.__init__(posted, instance=instance, **self.made_with())

    def again_of(self, instance) -> "VersionedForm":
        """This form for `instance`, as it stands."""
        return type(self)(instance=instance, **self.made_with())

    # -- what a form of another kind says for itself ----------------------------------------------

    def made_with(self) -> dict:
        """What it was made with, beside its instance."""
        return {}

    def locked(self):
        """What stands by now. Whoever saves it waits until the transaction ends."""
        return self._meta.model.objects.select_for_update().get(pk=self.instance.pk)

    def save_instance(self, fields: list[str]) -> None:
        """Save these fields of the instance."""
        self.instance.save_changes(fields=fields)

    def posted(self, name: str) -> dict[str, list[str]]:
        """What the page of this form sends for the field `name`."""
        return as_posted(self[name])

    def in_words(self, name: str, value) -> str:
        return in_words(self.fields[name], value)

    def whose(self, current) -> str:
        """The name of whoever saved `current`; empty where it is not known, or oneself."""
        return ""

    @property
    def theirs_title(self) -> str:
        """What stands above the text of whoever saved first."""
        return _("What was saved")

    def newer_sentence(self, current) -> str:
        return _("Somebody saved a change while you were writing. Choose what to keep.")

    @property
    def carried(self) -> list[tuple[str, str]]:
        """All that was sent, for the page that asks what to keep."""
        return [
            (key, value)
            for key, values in self.data.lists()
            for value in values
            if key != "csrfmiddlewaretoken"
        ]


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

    def made_with(self) -> dict:
        return {"member": self.member}

    def locked(self):
        """Raises Http404 where it became private to others while its page was open."""
        records = self._meta.model.objects.filter(plan=self.member.plan)
        readable = records.standing_and_removed(self.member).select_related("changed_by")
        return get_object_or_404(readable.select_for_update(of=["self"]), pk=self.instance.pk)

    def save_instance(self, fields: list[str]) -> None:
        self.instance.save_changes(by=self.member.user, fields=fields, readers=self.named_readers)

    @property
    def named_readers(self) -> list[str] | None:
        """The keys of those who may read it if it is private; None where nothing was said of it."""
        return None

    def whose(self, current) -> str:
        by = current.changed_by
        return "" if by.pk == self.member.user.pk else by.called

    @property
    def theirs_title(self) -> str:
        moment = timezone.localtime(self.instance.changed)
        said = {
            "name": self.whose(self.instance),
            "day": day_words(moment),
            "time": date_format(moment, pgettext("time", "H:i")),
        }
        if not said["name"]:
            return _("You saved this on %(day)s at %(time)s") % said
        return _("%(name)s saved this on %(day)s at %(time)s") % said

    def newer_sentence(self, current) -> str:
        name = {"name": self.whose(current)}
        if current.removed_at and not self.clashes:
            said = _(
                "%(name)s removed this while you were writing. "
                "Your own words are still here. Save again to keep them."
            )
            return said % {"name": current.changed_by.called}
        if not name["name"]:
            return _("You saved a change in another window. Choose what to keep.")
        return _("%(name)s saved a change while you were writing. Choose what to keep.") % name
