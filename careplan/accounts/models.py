"""A person with an account, and how they like to read."""

import datetime
import secrets

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from careplan.accounts.tokens import digest
from careplan.library.levels import Level
from careplan.partial_dates import day_words

DELETION_WAITS = datetime.timedelta(days=7)  # whoever asked for it may change their mind


def erased_day(asked_at: datetime.datetime, zone=None) -> str:
    """The day on which what was asked to be deleted is erased: “1 December 2026”, in `zone`."""
    return day_words(timezone.localdate(asked_at + DELETION_WAITS, zone))


class UserManager(BaseUserManager):
    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        """An account that can sign in with `password`, or with none only by a code."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class TextSize(models.TextChoices):
    NORMAL = "normal", _("Usual")
    LARGE = "large", _("Large")
    LARGEST = "largest", _("Largest")


class Colours(models.TextChoices):
    AUTO = "auto", _("Same as my phone or computer")
    LIGHT = "light", _("Dark words on light paper")
    DARK = "dark", _("Light words on dark paper")


class Letters(models.TextChoices):
    BOOK = "book", _("Book letters for titles")
    PLAIN = "plain", _("Plain letters for everything")


class Paper(models.TextChoices):
    LETTER = "letter", _("Letter (United States, Canada)")
    A4 = "a4", _("A4 (most other countries)")


class PrintSize(models.TextChoices):
    NORMAL = "normal", _("Usual print")
    LARGE = "large", _("Large print")


class HowMuch(models.TextChoices):
    """How much a person wants to see. LATER reads as the basics until they choose."""

    BASICS = Level.BASICS.value, _("The basics")
    MAIN = Level.MAIN.value, _("The main points")
    EVERYTHING = Level.EVERYTHING.value, _("Everything")
    LATER = "later", _("Ask me later")


def default_paper() -> str:
    return settings.PAPER


def default_language() -> str:
    return settings.LANGUAGE_CODE


def default_time_zone() -> str:
    return settings.TIME_ZONE


class User(AbstractBaseUser):
    """Nobody has rights over somebody else's plan by being staff: there is no such field."""

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ()

    email = models.EmailField(_("Email"), max_length=254, unique=True)
    name = models.CharField(_("Your name"), max_length=80, blank=True)
    is_active = models.BooleanField(default=True)
    joined = models.DateTimeField(default=timezone.now, editable=False)
    # Seven days later the account is erased, unless its person keeps it.
    deletion_asked_at = models.DateTimeField(null=True, editable=False)
    # The row is then empty; it stays for what this person had shared with others.
    erased_at = models.DateTimeField(null=True, editable=False)

    # Each person's own, and never shown to anybody else.
    information_level = models.CharField(
        max_length=12, choices=HowMuch.choices, default=HowMuch.LATER
    )
    text_size = models.CharField(max_length=8, choices=TextSize.choices, default=TextSize.NORMAL)
    colours = models.CharField(max_length=8, choices=Colours.choices, default=Colours.AUTO)
    letters = models.CharField(max_length=8, choices=Letters.choices, default=Letters.BOOK)
    language = models.CharField(max_length=8, choices=settings.LANGUAGES, default=default_language)
    paper = models.CharField(max_length=8, choices=Paper.choices, default=default_paper)
    print_size = models.CharField(max_length=8, choices=PrintSize.choices, default=PrintSize.NORMAL)
    time_zone = models.CharField(max_length=64, default=default_time_zone)

    objects = UserManager()

    class Meta:
        constraints = [
            # With it, "unique" is true of addresses however they are typed.
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="user_email_is_lower_case"
            ),
        ]

    def __str__(self):
        return f"User {self.pk}"  # no personal data where a log or a traceback may print it

    @property
    def level(self) -> Level:
        """How much is open on a page for this person."""
        if self.information_level == HowMuch.LATER:
            return Level.BASICS
        return Level(self.information_level)

    @property
    def called(self) -> str:
        """The name to greet and to sign with; the address before the @ while none is given."""
        if self.erased_at:
            return gettext("Somebody who left")
        return self.name or self.email.partition("@")[0]

    @property
    def erased_day(self) -> str:
        """When an account that is to be deleted is erased, where the reader is."""
        return erased_day(self.deletion_asked_at)


class SignUpInvitation(models.Model):
    """A link that lets one person sign up where sign-up is by invitation only.

    Only the SHA-256 of its token is kept; `issue` gives the token itself, once.
    """

    LIFETIME = timezone.timedelta(days=7)

    token_sha256 = models.CharField(max_length=64, unique=True)
    created = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True)

    def __str__(self):
        return f"SignUpInvitation {self.pk}"

    @classmethod
    def issue(cls) -> str:
        """Make an invitation and return its token, which is kept nowhere."""
        token = secrets.token_urlsafe(32)
        cls.objects.create(token_sha256=digest(token))
        return token

    @classmethod
    def open_for(cls, token_sha256: str) -> models.QuerySet:
        """The unused invitation of that digest, while it lasts; as a queryset to update."""
        return cls.objects.filter(
            token_sha256=token_sha256,
            used_at=None,
            created__gt=timezone.now() - cls.LIFETIME,
        )
