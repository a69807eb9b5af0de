"""Lines that were translated before, by hand: the same line again gets the same translation, with its own figures.

A line is the same when it differs in nothing but case, width, white space and its last sign, and in the values of its
figures: those are placeables, as in the memories of translators' tools. Lines that are merely alike are never used.
"""

from __future__ import annotations

import gzip
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from translation import fidelity, figures
from translation.figures import Figure, Kind
from translation.translator import LanguagePair

SEEDS = Path(__file__).with_name("data") / "memory.tsv.gz"
"""Lines of trade written for Parley, from `translation.training.seeds`: a header of language codes, then a line in
each; after these their keys in the same order where it has figures, which take too long to find in all at a start."""
MAX_CHARS = 400
"""Longer texts do not come a second time."""
MAX_KEY_CHARS = 500

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_MAY_HOLD_FIGURES = re.compile(r"[\d@]|[A-Z]{2}|\w[./]\w")
_WIDE = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff"
_NEEDLESS_SPACE = re.compile(rf"(?<=[{_WIDE}]) | (?=[{_WIDE}])")
_LAST_SIGNS = " \t\u3000.。!！…~～"


@dataclass(frozen=True, slots=True)
class Line:
    """A text and its translation."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class _Placeable:
    """One figure of a line that may have another value: what stands for it in the key, and its exact place."""

    start: int
    end: int
    mark: str
    figure: Figure


def has_placeables(text: str, language: str) -> bool:
    """Whether the key of a text differs from the text in more than its form."""
    return bool(_placeables(text, language))


def key_of(text: str, language: str) -> str:
    """What two lines have in common when one may be translated as the other; empty for a text that is too long."""
    if len(text) > MAX_CHARS:
        return ""
    spans = [(one.start, one.end, one.mark) for one in _placeables(text, language)]
    key = _normalized(_replaced(text, spans))
    return key if len(key) <= MAX_KEY_CHARS else ""


def recall(text: str, line: Line, pair: LanguagePair) -> str | None:
    """The translation of `text` after the pattern of a remembered line with the same key, its own values in place.

    None where a value has no certain place, or where the result does not say the same figures.
    """
    old, new = _placeables(line.source, pair.source), _placeables(text, pair.source)
    if [one.mark for one in old] != [one.mark for one in new]:
        return None
    changes = _changes(old, new, line.target, pair.target)
    if changes is None:
        return None
    translation = _replaced(line.target, changes)
    return None if fidelity.compare(text, translation, pair) else translation


def lookup(text: str, pair: LanguagePair) -> str | None:
    """The translation of `text` by the lines that Parley brings with it; None where they have none."""
    key = key_of(text, pair.source) if len(text) <= MAX_CHARS else ""
    line = _seeds(pair).get(key) if key else None
    return None if line is None else recall(text, line, pair)


# --- figures as placeables ----------------------------------------------------------------------------------------


def _placeables(text: str, language: str) -> list[_Placeable]:
    if not _MAY_HOLD_FIGURES.search(text):
        return []
    found = [_placeable(text, figure) for figure in figures.find(text, language) if not figure.soft]
    return [one for one in found if one is not None]


def _placeable(text: str, figure: Figure) -> _Placeable | None:
    if figure.kind is Kind.CODE:
        return _Placeable(figure.start, figure.end, "{code}", figure)
    if figure.kind is Kind.MOMENT:
        return None  # a day is written otherwise in each language: it stays part of the line
    numbers = list(_NUMBER.finditer(text, figure.start, figure.end))
    if len(numbers) != 1:
        return None
    # One piece, two pieces: the words around a one are other words.
    mark = "{1}" if numbers[0][0] == "1" else "{n}"
    return _Placeable(numbers[0].start(), numbers[0].end(), mark, figure)


def _changes(
    old: list[_Placeable], new: list[_Placeable], target: str, language: str
) -> list[tuple[int, int, str]] | None:
    """What to write where in `target`; None where a value that changes has not exactly one place there."""
    places = _placeables(target, language)
    changes = []
    for was, becomes in zip(old, new, strict=True):
        before, after = _value(was), _value(becomes)
        if before == after:
            continue
        here = [place for place in places if _value(place) == before]
        if len(here) != 1 or sum(_value(one) == before for one in old) != 1:
            return None
        changes.append((here[0].start, here[0].end, after))
    return sorted(changes)


def _value(placeable: _Placeable) -> str:
    figure = placeable.figure
    return figure.text[placeable.start - figure.start : placeable.end - figure.start]


def _replaced(text: str, spans: Iterable[tuple[int, int, str]]) -> str:
    parts, done = [], 0
    for start, end, instead in spans:
        parts += [text[done:start], instead]
        done = end
    return "".join([*parts, text[done:]])


def _normalized(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold().replace("’", "'").strip()
    is_question = plain.endswith("?")
    plain = " ".join(plain.rstrip(_LAST_SIGNS + "?").lstrip("¿¡ ").split())
    return _NEEDLESS_SPACE.sub("", plain) + ("?" if is_question else "")


# --- what Parley brings with it -----------------------------------------------------------------------------------


def seed_languages() -> list[str]:
    """The codes of the languages in which Parley brings lines with it."""
    return _rows()[0]


def seed_lines() -> list[list[str]]:
    """Each of those lines: its texts in the order of `seed_languages`, then its keys in that order where it has any."""
    return _rows()[1:]


@cache
def _rows() -> list[list[str]]:
    return rows_of(SEEDS)


def rows_of(path: Path) -> list[list[str]]:
    """The cells of a compressed file of lines with tabs between them."""
    return [line.split("\t") for line in gzip.decompress(path.read_bytes()).decode().splitlines()]


@cache
def _seeds(pair: LanguagePair) -> dict[str, Line]:
    codes = seed_languages()
    if pair.source not in codes or pair.target not in codes:
        return {}
    source, target, width = codes.index(pair.source), codes.index(pair.target), len(codes)
    seeds: dict[str, Line] = {}
    for row in seed_lines():
        key = row[width + source] if len(row) > width else _normalized(row[source])
        seeds.setdefault(key, Line(row[source], row[target]))
    return seeds
