"""Sessions in the database. They end after a while without use, and at a fixed time.

The column `expire_date` says when, so that whatever asks it is right. Idle time is moved in that
column alone: the rest of a session is not written anew, and nothing that another page keeps in it
meanwhile is lost.
"""

import datetime

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.utils import timezone

SINCE = "signed_in_at"  # in seconds since 1970
A_MINUTE = datetime.timedelta(minutes=1)


class SessionStore(db.SessionStore):
    def __init__(self, session_key=None):
        super().__init__(session_key)
        self.ends = None  # as its row says, once it is read
        self.has_begun = False  # whether somebody signs in with this request

    @classmethod
    def get_model_class(cls):
        return db.SessionStore.get_model_class()

    def begin(self) -> None:
        """Somebody signs in: both limits count from now."""
        self[SINCE] = timezone.now().timestamp()
        self.has_begun = True

    def go_on(self) -> None:
        """Somebody is here: the idle time begins anew. It is written once a minute at most."""
        if SINCE not in self:
            self.begin()
        ends = self.get_expiry_date()
        if self.ends is None or ends - self.ends <= A_MINUTE:
            return
        self.model.objects.filter(session_key=self.session_key).update(expire_date=ends)
        self.ends = ends

    def seconds_left(self) -> int:
        """Until it ends, if nobody does anything."""
        ends = self.ends or self.get_expiry_date()
        return max(0, round((ends - timezone.now()).total_seconds()))

    def can_go_on(self) -> bool:
        """Whether to stay signed in, now, would gain more than a minute."""
        return self.get_expiry_date() - (self.ends or timezone.now()) > A_MINUTE

    def stays(self) -> bool:
        """Whether whoever signed in asked to stay signed in on this phone or computer."""
        return bool(self.get("_session_expiry"))

    def get_expiry_date(self, **_when) -> datetime.datetime:
        """When it ends, if it is used now."""
        now = timezone.now()
        if SESSION_KEY not in self:  # nobody is signed in: a code that was sent, a link
            return now + datetime.timedelta(seconds=settings.SESSION_LENGTH)
        since = datetime.datetime.fromtimestamp(self.get(SINCE, now.timestamp()), datetime.UTC)
        if self.stays():
            return since + datetime.timedelta(seconds=settings.SESSION_COOKIE_AGE)
        whole = since + datetime.timedelta(seconds=settings.SESSION_LENGTH)
        return min(now + datetime.timedelta(seconds=settings.SESSION_IDLE), whole)

    def get_expiry_age(self, **_when) -> int:
        return max(0, round((self.get_expiry_date() - timezone.now()).total_seconds()))

    def save(self, must_create=False):
        if SESSION_KEY in self and SINCE not in self:
            self.begin()
        super().save(must_create)

    def _get_session_from_db(self):
        row = super()._get_session_from_db()
        self.ends = row.expire_date if row else None
        return row
