"""What opens a share link: its token, and a number of six digits that is told by phone.

Both are made of what the form sent and of the site's key, so that a form that is sent twice makes
one link and shows it both times. What is kept is a digest, from which neither can be found.
"""

import base64
from dataclasses import dataclass

from allauth.core import ratelimit
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from careplan.sharing.link_locking import note_locked
from careplan.sharing.share_links import ShareLink


@dataclass(frozen=True)
class Keys:
    """Shown once, on the page that answers the form, and kept nowhere."""

    token: str
    code: str


def keys_of(form_said) -> Keys:
    """Of all that one form said, its own random number included: another answer, another link."""
    said = repr(form_said)
    token = salted_hmac("careplan.share_link.token", said, algorithm="sha256").digest()
    code = salted_hmac("careplan.share_link.code", said, algorithm="sha256").hexdigest()
    return Keys(
        token=base64.urlsafe_b64encode(token).decode().rstrip("="),
        code=f"{int(code, 16) % 1_000_000:06}",
    )


def code_digest(code: str, token_sha256: str) -> str:
    """Keyed: six digits could be guessed from a plain digest."""
    said = f"{token_sha256} {code}"
    return salted_hmac("careplan.share_link.code_digest", said, algorithm="sha256").hexdigest()


TRY_LATER = _("There were many tries. Wait five minutes, then try again.")
LOCKED = _("Too many wrong numbers were tried. Ask for a new link.")
WRONG = _("That is not the number. Look at it again, or ask for it")


def try_code(request, link: ShareLink, typed: str) -> str:
    """Try a number: what to say where it does not open the link; nothing where it does.

    Five tries in five minutes for a link, and ten from one address; twenty wrong ones in all.
    """
    which = {"action": "link_code", "key": str(link.pk)}
    if not ratelimit.consume(request, **which):
        return TRY_LATER
    with transaction.atomic():
        asked = ShareLink.objects.select_for_update().get(pk=link.pk)
        if asked.is_locked:
            return LOCKED
        right = constant_time_compare(asked.code_digest, code_digest(typed, asked.token_sha256))
        if not right:
            asked.wrong_codes += 1
            asked.save(update_fields=["wrong_codes"])
            if asked.is_locked:  # with this one: a locked link counts no more
                note_locked(link)
    if not right:
        return LOCKED if asked.is_locked else WRONG
    ratelimit.clear(request, **which)  # a ward where six people open it in five minutes
    return ""
