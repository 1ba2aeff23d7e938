"""A new key for all scans and second steps, and the old ones dropped.

At any moment each file opens with a key that is in the file of keys, so that this may be killed and
run again. A file locked anew gets a new name; its row changes from one to the other at once.
"""

import os
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from careplan import keys
from careplan.accounts import kept_posts
from careplan.accounts.second_step_keys import lock_all_anew, locked_rows
from careplan.documents.parts import Scan
from careplan.documents.scan_files import Safe, file_names, named, opened_with, remove_unnamed

FIELDS = ("file", "preview")
AT_ONCE = 500  # names in one question to the database


class NotRotated(Exception):
    """The old keys still stand. Its only argument says why, for who runs the site."""


def rotate() -> int:
    """Lock every scan anew, removed ones too, and every second step. Gives the scans' number.

    Raises NotRotated, and SiteTrouble where there are no keys that work.
    """
    with keys.alone():
        old = keys.read()
        check_owner()
        check_database()
        new = Fernet.generate_key().decode()
        keys.write([new, *old])
        for pk in every_scan():
            lock_anew(pk, keys.box())
        check_second_steps(lock_all_anew(keys.box()))
        kept_posts.lock_all_anew(keys.box())
        found = [pk for pk in every_scan() if not opens(pk, MultiFernet([Fernet(new)]))]
        if found:
            raise NotRotated(
                f"{len(found)} of the scans could not be opened: their files are missing, or "
                "locked with another key. The old keys were kept. Put the files or the keys back "
                f"from a backup, then run this again. The scans: {', '.join(map(str, found))}"
            )
        keys.write([new])
        sweep()
        return len(every_scan())


def check_second_steps(locked_out: list[int]) -> None:
    if locked_out:
        raise NotRotated(
            f"{len(locked_out)} of the second steps are locked with another key. The old keys were "
            "kept. Put that key back from a backup, or take these steps off with "
            "`manage.py remove_second_step`. Then run this again. The rows of mfa_authenticator: "
            f"{', '.join(map(str, locked_out))}"
        )


def check_owner() -> None:
    """What another user writes, the server could not read."""
    if Path(settings.SCAN_KEYS).stat().st_uid != os.geteuid():
        raise NotRotated(
            "Run this as the user who owns the file of the keys, who also runs the server. "
            "Nothing was changed."
        )


def check_database() -> None:
    """Another database would hold nothing that needs the old keys, and have them dropped."""
    names = file_names()
    if names and not any(named(some) for some in batches(names)):
        raise NotRotated(
            "There are scans in the storage of files, but none in this database. Give manage.py "
            "the same environment as the server. Nothing was changed."
        )
    if not Scan.objects.exists() and not locked_rows().exists():
        raise NotRotated(
            "This database holds no scan and no second step, so nothing needs a new key. Is it the "
            "right one? Give manage.py the same environment as the server. Nothing was changed."
        )


def every_scan() -> list:
    return list(Scan.objects.order_by("pk").values_list("pk", flat=True))


def lock_anew(pk, box: MultiFernet) -> None:
    """Encrypt the files of one scan with the newest key. What does not open stays as it is."""
    scan = Scan.objects.filter(pk=pk).first()
    try:
        contents = scan and [opened_with(box, scan, field) for field in FIELDS]
    except (InvalidToken, OSError):
        return
    if not scan:  # its plan was deleted meanwhile
        return
    safe = Safe(box)
    old = {field: getattr(scan, field).name for field in FIELDS}
    new = {field: safe.put(content) for field, content in zip(FIELDS, contents, strict=True)}
    Scan.objects.filter(pk=pk, **old).update(**new)
    remove_unnamed([*old.values(), *safe.written])


def opens(pk, box: MultiFernet) -> bool:
    scan = Scan.objects.filter(pk=pk).first()
    try:
        return scan is None or all(opened_with(box, scan, field) for field in FIELDS)
    except (InvalidToken, OSError):
        return False


def sweep() -> None:
    """Remove the files that belong to no scan: their plan was deleted, or somebody killed us."""
    for names in batches(file_names()):
        remove_unnamed(names)


def batches(names: list[str]) -> list[list[str]]:
    return [names[start : start + AT_ONCE] for start in range(0, len(names), AT_ONCE)]
