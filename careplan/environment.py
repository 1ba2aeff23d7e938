"""Reads settings from the environment, and refuses a wrong value in a plain sentence."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured


class Environment:
    """The variables whose names start with CAREPLAN_, each with one way to be wrong."""

    def __init__(self, values=os.environ):
        self.values = values

    def text(self, name: str, default: str = "") -> str:
        return self.values.get(name, "").strip() or default

    def flag(self, name: str, default: bool = False) -> bool:
        value = self.text(name).lower()
        if value in {"", "1", "yes", "true", "on", "0", "no", "false", "off"}:
            return default if not value else value in {"1", "yes", "true", "on"}
        raise ImproperlyConfigured(f"{name} must be yes or no. It is now “{value}”.")

    def number(self, name: str, default: int, *, least: int, most: int) -> int:
        value = self.text(name, str(default))
        if value.isascii() and value.isdigit() and least <= int(value) <= most:
            return int(value)
        raise ImproperlyConfigured(
            f"{name} must be a whole number from {least} to {most}. It is now “{value}”."
        )

    def one_of(self, name: str, allowed: tuple[str, ...]) -> str:
        """The first of `allowed` is the default."""
        value = self.text(name, allowed[0])
        if value in allowed:
            return value
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(allowed)}. It is “{value}”.")

    def site_address(self, name: str) -> str:
        """An address such as https://careplan.example.org, or nothing."""
        value = self.text(name).rstrip("/")
        parts = urlsplit(value)
        if value and (parts.scheme not in {"http", "https"} or not parts.hostname or parts.path):
            raise ImproperlyConfigured(
                f"{name} must look like https://careplan.example.org, with no path. "
                f"It is now “{value}”."
            )
        return value

    def secret(self, name: str, path: Path) -> str:
        """The value of `name`, or else the content of the file at `path`."""
        value = self.text(name)
        if not value and path.is_file():
            value = path.read_text().strip()
        if len(value) >= 50:
            return value
        found = f"It has {len(value)}." if value else "It is missing."
        raise ImproperlyConfigured(
            f"{name} must have 50 characters or more. {found} "
            f"script/server makes a key in {path.name} of the data folder."
        )
