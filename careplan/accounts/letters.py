"""The letters of this room that wait in the outbox."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from careplan.accounts.devices import in_words
from careplan.accounts.outbox import Letter, letter
from careplan.accounts.time_zones import zone_of

NEW_SIGN_IN = "new_sign_in"
SECOND_STEP_REMOVED = "second_step_removed"
ACCOUNT_CHANGED = "account_changed"
# What changed, by the name that allauth gives its notice.
CHANGES = {
    "password_changed": gettext_lazy("The password of your account was changed."),
    "password_reset": gettext_lazy("The password of your account was changed."),
    "password_set": gettext_lazy("Your account has a password now."),
    "email_deleted": gettext_lazy("An email was taken off your account."),
    "totp_activated": gettext_lazy("Your account has a new second step: an app that shows codes."),
    "totp_deactivated": gettext_lazy("The app that shows codes was taken off your account."),
    "webauthn_added": gettext_lazy("Your account has a new second step: a passkey."),
    "webauthn_removed": gettext_lazy("A passkey was taken off your account."),
    "recovery_codes_generated": gettext_lazy(
        "Your account has new spare codes. The old ones do not work any more."
    ),
}


@letter(NEW_SIGN_IN)
def new_sign_in(waiting) -> Letter | None:
    browser = waiting.user.known_browsers.filter(pk=waiting.object_id).first()
    if browser is None:
        return None
    when = timezone.localtime(browser.first_seen, zone_of(waiting.user))
    context = {
        "device": in_words(browser.user_agent),
        "day": date_format(when, pgettext("day", "j F Y")),
        "time": date_format(when, pgettext("time", "H:i")),
    }
    return Letter(_("A new sign-in"), "accounts/letters/new_sign_in", context)


@letter(ACCOUNT_CHANGED)
def account_changed(waiting) -> Letter:
    what = CHANGES[waiting.object_id]
    return Letter(_("Your account"), "accounts/letters/account_changed", {"what": what})


@letter(SECOND_STEP_REMOVED)
def second_step_removed(waiting) -> Letter:
    return Letter(_("Your account"), "accounts/letters/second_step_removed")
