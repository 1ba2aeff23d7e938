"""The forms of the calendar: one visit as a file, and the secret address."""

import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from careplan.exchange.calendar_feeds import Renewed, feed_of, make_feed, stands
from careplan.forms import BaseForm

PLACE_HINT = _("A place can tell what a visit is for. Other people may see your calendar.")


class CalendarFileForm(BaseForm):
    """One visit for a calendar, as a file at `address`."""

    submit_label = _("Put it in my calendar")

    place = forms.BooleanField(label=_("With the place"), help_text=PLACE_HINT, required=False)

    def __init__(self, data=None, *, visit, address: str):
        super().__init__(data)
        self.address = address
        if not visit.place:
            del self.fields["place"]

    @property
    def helper(self):
        helper = super().helper
        helper.form_method, helper.form_action = "get", self.address
        return helper


class FeedForm(BaseForm):
    """A new address for the calendar of `user`."""

    place = forms.BooleanField(label=_("With the places"), help_text=PLACE_HINT, required=False)
    form_id = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    was = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, data=None, *, user):
        feed = feed_of(user)
        read = {"form_id": uuid.uuid4(), "was": stands(feed)}
        super().__init__(data, initial=read | {"place": bool(feed and feed.with_place)})
        self.user, self.feed = user, feed
        self.submit_label = _("Make a new address") if feed else _("Make an address")

    def keep(self) -> str | None:
        """The token of the new address; or None, with the error on the form."""
        said = self.cleaned_data
        try:
            return make_feed(
                user=self.user, form_id=said["form_id"], was=said["was"], with_place=said["place"]
            )
        except Renewed:
            error = _("Another window made an address meanwhile. Open this page again.")
            self.add_error(None, ValidationError(error, code="renewed"))
            return None
