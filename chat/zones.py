"""Time zones for a list of choices: those of many people first, each with its present offset."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo, available_timezones

from django.utils.functional import lazy
from django.utils.translation import gettext as _

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
AREAS = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")

Group = tuple[str, list[tuple[str, str]]]


def is_known(name: str) -> bool:
    return name in available_timezones()


def choices() -> list[Group]:
    """Groups of (name, label), for a select."""
    others = sorted(name for name in available_timezones() if name.split("/")[0] in AREAS)
    areas = [(area, [_labelled(name) for name in others if name.startswith(f"{area}/")]) for area in AREAS]
    return [(_("Common"), [_labelled(name) for name in COMMON]), *areas, ("UTC", [("UTC", "UTC")])]


lazy_choices = lazy(choices, list)


def _labelled(name: str) -> tuple[str, str]:
    offset = datetime.now(ZoneInfo(name)).strftime("%z")
    city = name.split("/", 1)[1].replace("_", " ")
    return name, f"{city} (UTC{offset[:3]}:{offset[3:]})"
