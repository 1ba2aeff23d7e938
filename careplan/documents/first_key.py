"""The first key of a site. A new one is made only where nothing was ever locked with another."""

from pathlib import Path

from cryptography.fernet import Fernet
from django.conf import settings

from careplan import keys
from careplan.accounts.second_step_keys import locked_rows
from careplan.documents.parts import Scan
from careplan.documents.scan_files import file_names


def make_first_key() -> bool:
    """Whether there is a file of keys by now. A new one would hide that the right one is lost."""
    file = Path(settings.SCAN_KEYS)
    if not file.exists():
        is_elsewhere = file != Path(settings.VAR_DIR) / "scan_keys"  # who named a place, fills it
        if is_elsewhere or is_something_locked():
            return False
        keys.write([Fernet.generate_key().decode()])
    return True


def is_something_locked() -> bool:
    return bool(file_names()) or Scan.objects.exists() or locked_rows().exists()
