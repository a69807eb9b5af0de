"""Whether a translation denies what the original denies."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from translation.completeness import aligned

DATA_FILE = Path(__file__).with_name("data") / "negation.tsv"

REACH = 0.3
"""How far from its place in the original a denial may stand in the translation, as a share of the sentence."""
REACH_LETTERS = 12
"""The same in letters, for short sentences."""


@dataclass(frozen=True, slots=True)
class Words:
    """How a language says "not", as patterns."""

    neutral: re.Pattern[str]
    """It looks like a denial and is none: `no. 5`, `是不是`, `sin embargo`."""
    plain: re.Pattern[str]
    """It denies, and another language will have to deny as well."""
    hidden: re.Pattern[str]
    """It looks like a denial, which another language may say without one: `not only`, `不错`, `de nada`."""
    like: re.Pattern[str]
    """It may stand for a denial of the other language: `unpaid`, `只`, `falta`."""

    def all(self) -> tuple[re.Pattern[str], ...]:
        """Everything that may stand for a denial."""
        return self.plain, self.hidden, self.like


def differs(original: str, translation: str, source: str, target: str) -> bool:
    """Whether one of the two texts denies something and the other nothing. False for languages without words here."""
    ours, theirs = words(source), words(target)
    if ours is None or theirs is None:
        return False
    return any(_lost(a, b, ours, theirs) or _lost(b, a, theirs, ours) for a, b in aligned(original, translation))


@cache
def words(language: str) -> Words | None:
    """The patterns of a language, where there are any."""
    rows = (line.split("\t") for line in DATA_FILE.read_text(encoding="utf-8").splitlines())
    found = {kind: re.compile(pattern, re.IGNORECASE) for code, kind, pattern in rows if code == language}
    return Words(**found) if found else None


def _lost(text: str, other: str, of_text: Words, of_other: Words) -> bool:
    """Whether `text` denies something for which nothing stands in `other`."""
    text, other = _blanked(of_text.neutral, text), _blanked(of_other.neutral, other)
    denials, theirs = _denials(text, of_text), _denials(other, of_other)
    hidden = [_middle(match, other) for match in of_other.hidden.finditer(other)]
    like = [_middle(match, other) for match in of_other.like.finditer(other)]
    for place in sorted(denials):
        stand_in = _nearest(place, theirs, 1) or _nearest(place, hidden, 1) or _nearest(place, like, REACH)
        if stand_in is None:
            return True
        for places in (theirs, hidden, like):
            if stand_in in places:
                places.remove(stand_in)
                break
    return False


def _nearest(place: float, places: list[float], reach: float) -> float | None:
    return min((p for p in places if abs(p - place) <= reach), key=lambda p: abs(p - place), default=None)


def _denials(text: str, of_text: Words) -> list[float]:
    return [_middle(match, text) for match in of_text.plain.finditer(_blanked(of_text.hidden, text))]


def _blanked(pattern: re.Pattern[str], text: str) -> str:
    """`text` with what matches replaced by as many spaces, so that everything else keeps its place."""
    return pattern.sub(lambda match: " " * len(match.group()), text)


def _middle(match: re.Match[str], text: str) -> float:
    """Where in `text` a match stands, from 0 to 1."""
    return (match.start() + match.end()) / 2 / len(text)
