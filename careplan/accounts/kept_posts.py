"""What somebody sent too late, kept for them alone until they have shown who they are.

It is encrypted with the keys of `careplan/keys.py`, opens for its person alone, and is erased after
a day. Passwords, codes and files are never in it.
"""

import datetime
import json
import uuid
from dataclasses import dataclass

from cryptography.fernet import InvalidToken, MultiFernet
from django.conf import settings
from django.db import models, transaction
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property

from careplan import keys
from careplan.keys import SiteTrouble
from careplan.text import sent_again, words_of_fields

KEPT_FOR = datetime.timedelta(hours=24)
MOST = 10  # of one person; the oldest go
LARGEST = 200_000  # letters, of all that one form sent
NAME = "kept_post"  # of the field that says which one is sent again


class KeptPostSet(models.QuerySet):
    def open(self) -> "KeptPostSet":
        """Those whose day is not over, the newest first."""
        return self.filter(created__gt=timezone.now() - KEPT_FOR).order_by("-created")


@dataclass(frozen=True)
class Sent:
    """What a form sent: where to, and all its fields."""

    path: str
    fields: list[tuple[str, str]]

    @property
    def words(self) -> list[str]:
        return words_of_fields(self.fields)

    @cached_property
    def _match(self) -> ResolverMatch | None:
        try:
            return resolve(self.path.partition("?")[0])
        except Resolver404:
            return None

    @property
    def leads(self) -> bool:
        """Whether this site has its address, still."""
        return self._match is not None

    @property
    def asks_again(self) -> bool:
        """Whether it is asked there “is it you?”: then it does more than save words."""
        return self.leads and hasattr(self._match.func, "asks_again")

    @property
    def takes_file(self) -> bool:
        """Whether a file belongs to its form. It is not read of whoever is signed out."""
        return self.leads and hasattr(self._match.func, "takes_file")


class KeptPost(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="kept_posts"
    )
    created = models.DateTimeField(default=timezone.now)
    digest = models.CharField(max_length=64)  # made with the site's key: the same form, sent twice
    locked = models.TextField()

    objects = KeptPostSet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "digest"], name="keptpost_once_a_person"),
        ]

    def __str__(self):
        return f"KeptPost {self.pk}"

    def opened(self) -> Sent | None:
        """What was sent, or None where no key opens it. Raises SiteTrouble."""
        try:
            kept = json.loads(keys.box().decrypt(self.locked))
        except InvalidToken:
            return None
        return Sent(kept["path"], [(name, value) for name, value in kept["fields"]])


def keep(request, user) -> KeptPost | None:
    """Keep what `request` sent for `user`. The same form sent twice is kept once.

    None where it is too long, or where the site cannot encrypt now.
    """
    content = json.dumps(
        {
            "path": request.get_full_path(),
            "fields": [field for field in sent_again(request.POST) if field[0] != NAME],
        }
    )
    if len(content) > LARGEST:
        return None
    digest = salted_hmac("careplan.kept-post", content, algorithm="sha256").hexdigest()
    try:
        with keys.held() as box, transaction.atomic():
            kept, _made = user.kept_posts.update_or_create(
                digest=digest,
                defaults={
                    "locked": box.encrypt(content.encode()).decode(),
                    "created": timezone.now(),
                },
            )
            newest = user.kept_posts.order_by("-created").values_list("pk", flat=True)[:MOST]
            user.kept_posts.exclude(pk__in=list(newest)).delete()
    except (SiteTrouble, OSError):
        return None
    return kept


def erase_old() -> int:
    """Erase what was kept for longer than a day. Gives their number."""
    old = KeptPost.objects.filter(created__lte=timezone.now() - KEPT_FOR)
    return old.delete()[0]


def lock_all_anew(box: MultiFernet) -> None:
    """Lock each with the newest key of `box`. What opens with none is of no use to anybody."""
    for pk in list(KeptPost.objects.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            row = KeptPost.objects.select_for_update().filter(pk=pk).first()
            if row is None:  # sent again meanwhile
                continue
            try:
                row.locked = box.rotate(row.locked).decode()
            except InvalidToken:
                continue
            row.save(update_fields=["locked"])
