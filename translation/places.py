"""Figures that are all there, but not in their places: 500 red and 300 blue for 300 red and 500 blue."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path

from translation import figures
from translation.figures import Figure, Kind
from translation.quantities import same_currency
from translation.translator import LanguagePair

ANCHORS_FILE = Path(__file__).with_name("data") / "anchors.tsv"
"""Words that tell what a figure belongs to, a meaning a line: as patterns in English, Chinese and Spanish."""
_COLUMNS = ("en", "zh", "es")

Match = tuple[Figure, Figure]
"""A figure of the original and the one of the translation that says the same."""

DATE, CLOCK = "date", "clock"
"""What a day and an hour count as here, beside the units."""

_NUMBER = r"[\d.,]+"
_SOME_WORDS = r"(?:\s(?!y\b|and\b|es\b|is\b)[^\s\d,.;]+){0,4}"
_PART_OF_WHOLE = {
    "en": re.compile(
        rf"({_NUMBER}){_SOME_WORDS}\s(?:out of|of|in)(?: the| a total of| a sample of| every)?\s({_NUMBER})"
    ),
    "es": re.compile(
        rf"({_NUMBER}){_SOME_WORDS}\s(?:de|en)(?: los| las| cada| un total de| una muestra de)?\s({_NUMBER})"
    ),
}
"""`57 of the 20,000 sets`, which Chinese says the other way round: 20,000套里有57套."""
_CLAUSE_END = re.compile(r"[,;.!?](?=\s|$)|[，；。！？]|\d|\b(?:if|and|but|y|si|pero)\b", re.IGNORECASE)
_RANGE = re.compile(r"\s?(?:-|–|~|to|and|al|a|y|至|到|和|、)\s?")


def moved(original: str, translation: str, pair: LanguagePair) -> bool:
    """Whether two figures of the same kind have changed places.

    Figures keep their order from language to language: of 100 lines with two figures of one kind 96 do. Those that do
    not name a part and its whole, or tell by their units or by the words beside them which is which.
    """
    matches = _matches(original, translation, pair)
    wholes = _parts_and_wholes(original, pair.source) | _parts_and_wholes(translation, pair.target)
    return any(
        _exchanged(one, other, wholes, pair, _belonging(one, other, original, translation, pair))
        for one, other in combinations(matches, 2)
    )


def _matches(original: str, translation: str, pair: LanguagePair) -> list[Match]:
    """The figures that stand as often on either side, the first with the first, the second with the second."""
    ours, theirs = _countable(original, pair.source), _countable(translation, pair.target)
    matches = []
    for figure in ours:
        same, others = _like(figure, ours), _like(figure, theirs)
        if len(same) == len(others):
            matches.append((figure, others[next(i for i, one in enumerate(same) if one is figure)]))
    return matches


def _like(figure: Figure, found: list[Figure]) -> list[Figure]:
    return [other for other in found if figure.values & other.values]


def _countable(text: str, language: str) -> list[Figure]:
    """Numbers, and days and hours as numbers."""
    found = [_as_number(figure) for figure in figures.find(text, language) if figure.kind is not Kind.CODE]
    for i, (left, right) in enumerate(pairwise(found)):
        if right.unit == DATE and not left.unit and _RANGE.fullmatch(text[left.end : right.start]):
            found[i] = replace(left, unit=DATE)
    return [figure for figure in found if figure.values and not figure.soft]


def _as_number(figure: Figure) -> Figure:
    if figure.kind is Kind.NUMBER:
        return figure
    is_clock = figure.name.endswith("min")
    has_day = is_clock or not figure.name.endswith("-0")
    number = figure.parts[0 if is_clock else -1] if has_day else 0
    return replace(figure, values=frozenset({Decimal(number)} if number else ()), unit=CLOCK if is_clock else DATE)


def _exchanged(one: Match, other: Match, wholes: set[tuple[str, str]], pair: LanguagePair, belonging: int) -> bool:
    (a, a2), (b, b2) = one, other
    if not _alike(a, b):
        return _alike(a, b2) and _alike(b, a2) and not _alike(a, a2)
    if belonging or not _alike(a2, b2):
        return belonging < 0
    crossed = (a.start < b.start) != (a2.start < b2.start)
    return crossed != ("zh" in (pair.source, pair.target) and _is_part(a, b, wholes))


def _belonging(one: Match, other: Match, original: str, translation: str, pair: LanguagePair) -> int:
    """Above 0 where the words beside two figures say that each is where it belongs, below where the other does."""
    (a, a2), (b, b2) = one, other
    beside_a, beside_b = _beside(a, original, pair.source), _beside(b, original, pair.source)
    beside_a2, beside_b2 = _beside(a2, translation, pair.target), _beside(b2, translation, pair.target)
    straight = len(beside_a & beside_a2) + len(beside_b & beside_b2)
    return straight - len(beside_a & beside_b2) - len(beside_b & beside_a2)


def _beside(figure: Figure, text: str, language: str) -> set[int]:
    """The anchors of the clause in which a figure stands."""
    clause = _CLAUSE_END.split(text[: figure.start])[-1] + " " + _CLAUSE_END.split(text[figure.end :])[0]
    return {i for i, anchor in enumerate(_anchors(language)) if anchor.search(clause)}


@cache
def _anchors(language: str) -> list[re.Pattern[str]]:
    if language not in _COLUMNS:
        return []
    rows = (line.split("\t") for line in ANCHORS_FILE.read_text(encoding="utf-8").splitlines())
    return [re.compile(row[_COLUMNS.index(language)], re.IGNORECASE) for row in rows]


def _alike(a: Figure, b: Figure) -> bool:
    """Whether the two count the same: money of one currency, centimetres, days, or things without a unit."""
    return a.unit == b.unit and (
        a.currency == b.currency or bool(a.currency and b.currency and same_currency(a.currency, b.currency))
    )


def _parts_and_wholes(text: str, language: str) -> set[tuple[str, str]]:
    pattern = _PART_OF_WHOLE.get(language)
    return {(match[1], match[2]) for match in pattern.finditer(text)} if pattern else set()


def _is_part(a: Figure, b: Figure, wholes: set[tuple[str, str]]) -> bool:
    digits = [re.sub(r"[^\d.,]", "", figure.text).rstrip(".,") for figure in (a, b)]
    return any({part.rstrip(".,"), whole.rstrip(".,")} == set(digits) for part, whole in wholes)
