"""Reads settings from the environment, and refuses a wrong value in a plain sentence."""

import os
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

ENGINES = {"django.db.backends.postgresql", "django.db.backends.sqlite3"}
CONNECTION_AGE = 600  # seconds; without it PostgreSQL serves half as many pages


def _is_site_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return False
    # Put together again it must be the same: no path, no question, no name or password.
    plain = f"{parts.scheme}://{parts.hostname}{port}"
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and plain == value


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
        value = self.text(name).rstrip("/").lower()
        if not value or _is_site_address(value):
            return value
        raise ImproperlyConfigured(
            f"{name} must look like https://careplan.example.org, with no path. "
            f"It is now “{value}”."
        )

    def database(self, name: str, path: Path) -> dict:
        """Django's settings for the database that `name` names, or for SQLite at `path`."""
        try:
            database = dj_database_url.parse(
                self.text(name, f"sqlite:///{path}"), conn_max_age=CONNECTION_AGE
            )
        except (ValueError, KeyError):
            database = {"ENGINE": "", "NAME": ""}
        # SQLite in memory would be another one for each web process, and gone in the evening.
        if database["ENGINE"] in ENGINES and database["NAME"] not in {"", ":memory:"}:
            return database
        # The value is not repeated: there may be a password in it.
        raise ImproperlyConfigured(
            f"{name} must look like postgres://user:password@host/name, or be left out."
        )

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
