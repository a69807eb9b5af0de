"""Time zones for a list of choices: those of many people first, each with its present offset."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

COMMON = (
    "America/Los_Angeles",
    "America/Denver",
    "America/Chicago",
    "America/New_York",
    "America/Mexico_City",
    "America/Monterrey",
    "America/Bogota",
    "America/Sao_Paulo",
    "Europe/London",
    "Europe/Madrid",
    "Europe/Berlin",
    "Asia/Dubai",
    "Asia/Kolkata",
    "Asia/Ho_Chi_Minh",
    "Asia/Shanghai",
    "Asia/Hong_Kong",
    "Asia/Tokyo",
    "Australia/Sydney",
)
AREAS = (
    gettext_noop("Africa"),
    gettext_noop("America"),
    gettext_noop("Asia"),
    gettext_noop("Atlantic"),
    gettext_noop("Australia"),
    gettext_noop("Europe"),
    gettext_noop("Indian"),
    gettext_noop("Pacific"),
)
CITIES = (
    gettext_noop("Los Angeles"),
    gettext_noop("Denver"),
    gettext_noop("Chicago"),
    gettext_noop("New York"),
    gettext_noop("Mexico City"),
    gettext_noop("Monterrey"),
    gettext_noop("Bogota"),
    gettext_noop("Sao Paulo"),
    gettext_noop("London"),
    gettext_noop("Madrid"),
    gettext_noop("Berlin"),
    gettext_noop("Dubai"),
    gettext_noop("Kolkata"),
    gettext_noop("Ho Chi Minh"),
    gettext_noop("Shanghai"),
    gettext_noop("Hong Kong"),
    gettext_noop("Tokyo"),
    gettext_noop("Sydney"),
)
"""The places of `COMMON`, for the catalogues: many are called otherwise in other languages."""

Group = tuple[str, list[tuple[str, str]]]


def choices() -> list[Group]:
    """Groups of (name, label), for a select."""
    others = [name for name in _names() if name not in COMMON]
    areas = [(_(area), [_labelled(name) for name in others if name.startswith(f"{area}/")]) for area in AREAS]
    return [(_("Common"), [_labelled(name) for name in COMMON]), *areas, ("UTC", [("UTC", "UTC")])]


@cache
def _names() -> list[str]:
    # Cached: the machine's folders are walked for it.
    return sorted(name for name in available_timezones() if name.split("/")[0] in AREAS)


def _labelled(name: str) -> tuple[str, str]:
    offset = datetime.now(ZoneInfo(name)).strftime("%z")
    city = name.split("/", 1)[1].replace("_", " ")
    shown = _(city) if city in CITIES else city
    return name, f"{shown} (UTC{offset[:3]}:{offset[3:]})"


def zone_of(name: str) -> ZoneInfo:
    """A time zone by its name; UTC where the machine does not know it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
