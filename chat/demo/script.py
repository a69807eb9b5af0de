"""The demo's data, read from the TOML files beside this one."""

from __future__ import annotations

import re
import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict

FOLDER = Path(__file__).parent
_UNITS = {"d": "days", "h": "hours", "m": "minutes"}


def parse_ago(text: str) -> timedelta:
    """`2d 3h 10m` as a span of time. Raises `ValueError` for anything else."""
    parts = [re.fullmatch(r"(\d+)([dhm])", part) for part in text.split()]
    if not parts or None in parts:
        raise ValueError(f"{text!r} is no span of time such as 2d 3h 10m")
    return timedelta(**{_UNITS[part[2]]: int(part[1]) for part in parts if part})


Ago = Annotated[timedelta, BeforeValidator(parse_ago)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class PersonScript(_Strict):
    """Who somebody is."""

    name: str
    email: str
    language: str
    interface: str


class OrganizationScript(_Strict):
    """A firm and its people."""

    name: str
    buys: bool = False
    supplies: bool = False
    verified: bool = False
    country: str
    city: str
    time_zone: str
    makes: str
    people: list[PersonScript]


class LineScript(_Strict):
    """Something said."""

    by: str
    ago: Ago
    text: str
    picture: str = ""


class ThreadScript(_Strict):
    """One conversation of an inquiry."""

    supplier: str
    unread: dict[str, int] = {}
    """How many of the last messages of the other side somebody has not read yet; everybody else has read all."""
    lines: list[LineScript]


class InquiryScript(_Strict):
    """An inquiry with its conversations."""

    key: str
    by: str
    ago: Ago
    subject: str
    product_name: str
    sku: str
    quantity: str
    unit: str
    target_price: str | None = None
    currency: str
    destination: str
    text: str
    picture: str = ""
    thread: list[ThreadScript]


def organizations() -> list[OrganizationScript]:
    return [OrganizationScript.model_validate(row) for row in _read("people.toml")["organization"]]


def inquiries() -> list[InquiryScript]:
    return [InquiryScript.model_validate(row) for row in _read("conversations.toml")["inquiry"]]


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))
