"""The time zones of the world, in groups in which somebody finds their own."""

import functools
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

NORTH_AMERICA = {
    "America/New_York": _("Eastern time (New York)"),
    "America/Chicago": _("Central time (Chicago)"),
    "America/Denver": _("Mountain time (Denver)"),
    "America/Phoenix": _("Arizona (Phoenix)"),
    "America/Los_Angeles": _("Pacific time (Los Angeles)"),
    "America/Anchorage": _("Alaska (Anchorage)"),
    "Pacific/Honolulu": _("Hawaii (Honolulu)"),
    "America/Puerto_Rico": _("Puerto Rico"),
    "America/Halifax": _("Atlantic time (Halifax)"),
    "America/St_Johns": _("Newfoundland (St. John’s)"),
}
PARTS = {
    "Africa": _("Africa"),
    "America": _("America"),
    "Asia": _("Asia"),
    "Atlantic": _("Atlantic Ocean"),
    "Australia": _("Australia"),
    "Europe": _("Europe"),
    "Indian": _("Indian Ocean"),
    "Pacific": _("Pacific Ocean"),
}


def city(name: str) -> str:
    """“Kentucky, Louisville” for America/Kentucky/Louisville."""
    return ", ".join(name.replace("_", " ").split("/")[1:]) or name


@functools.cache
def cities_of(part: str) -> tuple[tuple[str, str], ...]:
    names = sorted(
        name
        for name in available_timezones()
        if name.startswith(f"{part}/") and name not in NORTH_AMERICA
    )
    return tuple((name, city(name)) for name in names)


def grouped_zones(now: str) -> list:
    """Choices for a select. `now`, the present choice, is in them whatever it is."""
    groups = [(_("United States and Canada"), list(NORTH_AMERICA.items()))]
    groups += [(label, cities_of(part)) for part, label in PARTS.items()]
    groups.append((_("No place"), [("UTC", "UTC")]))
    if not any(now == name for _label, zones in groups for name, _city in zones):
        groups.insert(0, (_("Now"), [(now, city(now))]))
    return groups


def zone_label(now: str) -> str:
    """The time zone `now` as the list shows it."""
    return str(NORTH_AMERICA.get(now) or city(now))


def zone_of(user) -> ZoneInfo:
    """The time zone of `user`; the site's own where this system no longer knows that name."""
    return zone_named(user.time_zone)


def zone_named(name: str) -> ZoneInfo:
    """The time zone of that name; the site's own where this system no longer knows it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return timezone.get_default_timezone()
