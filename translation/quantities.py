"""What stands around a figure: units, currencies, months, number words, from `data/quantities.tsv`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA_FILE = Path(__file__).with_name("data") / "quantities.tsv"

ANY = "*"
"""The language of rows that hold in all, and the currency of words such as 块 that name none."""

_DOLLARS = frozenset({"$", "dollar", "USD", "CAD", "AUD", "HKD"})
_FAMILIES = {
    "$": _DOLLARS | {"MXN", "peso"},
    "dollar": _DOLLARS,
    "peso": frozenset({"$", "peso", "MXN"}),
    "¥": frozenset({"¥", "CNY", "JPY"}),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the data: in `language`, each of `aliases` means `canonical`."""

    kind: str
    language: str
    canonical: str
    aliases: tuple[str, ...]


@cache
def rows() -> tuple[Row, ...]:
    """All lines of the data file."""
    cells = (line.split("\t") for line in DATA_FILE.read_text(encoding="utf-8").splitlines())
    return tuple(
        Row(kind, language, canonical, tuple(aliases.split("|"))) for kind, language, canonical, aliases in cells
    )


@cache
def table(kind: str, language: str = ANY) -> dict[str, str]:
    """Alias to canonical name, for one kind of row in one language. Empty where there are none."""
    found = (row for row in rows() if row.kind == kind and row.language in (language, ANY))
    return {alias: row.canonical for row in found for alias in row.aliases}


@cache
def is_physical(unit: str) -> bool:
    """Whether a translation must name the unit: 30 cm, 5%; a period may go without (15 days, 15)."""
    return unit in set(table("unit").values())


def pattern(aliases: Iterable[str]) -> str:
    """An alternation of `aliases`, the longest first; a Latin one ends where its word ends."""
    by_end = defaultdict(list)
    for alias in sorted(aliases, key=len, reverse=True):
        by_end[(alias[-1].isascii() and alias[-1].isalnum()) or alias[-1] in "áéíóúñ"].append(re.escape(alias))
    groups = [f"(?:{'|'.join(by_end[False])})" if by_end[False] else "", ""]
    if by_end[True]:
        groups[1] = rf"(?:{'|'.join(by_end[True])})(?![A-Za-zÀ-ÿ'’])"
    return "(?:" + "|".join(filter(None, groups)) + ")"


def same_currency(one: str, other: str) -> bool:
    """Whether two currency names can mean the same money: `$` may be USD or MXN, 块 any."""
    if ANY in (one, other) or one == other:
        return True
    return other in _FAMILIES.get(one, ()) or one in _FAMILIES.get(other, ())
