"""Lines that were translated by hand and are like a new one: an example for a general language model.

A line is like another when they share rare words: each shared gram counts by its rarity (Spärck Jones 1972), and long
lines are held back. No line with figures is an example: small models carry figures of examples into translations.
"""

from __future__ import annotations

import math
import re
from array import array
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from translation import languages, memory
from translation.memory import Line
from translation.scripts import SPACELESS
from translation.translator import LanguagePair

COMMON_SHARE = 0.1
"""Of the lines: a gram in more of them says nothing."""
LENGTH_ALLOWANCE = 8
LENGTH_FACTOR, LENGTH_ALLOWANCE_CHARS = 1.3, 12
"""A longer line takes longer to read than it is worth."""
MIN_LIKENESS = 0.2
"""Of what the line has in common with itself; less is no example."""

IDIOMATIC = Path(__file__).with_name("data") / "examples.tsv.gz"
"""Lines beside those of the memory, from `translation.training.seeds`: a header, then a line in each language."""
FIGURE = re.compile(r"\d")
_WORD = re.compile(r"\w+")
_GAP = re.compile(r"\W+")


@dataclass(frozen=True, slots=True)
class _Index:
    """The lines of one language."""

    lines: dict[str, array[int]]
    """The numbers of the lines in which a gram occurs."""
    lengths: array[int]
    """The number of grams of each line."""

    def weight(self, gram: str) -> float:
        found = self.lines.get(gram)
        rarity = len(self.lengths) / len(found) if found else 0
        return math.log(rarity) if rarity * COMMON_SHARE >= 1 else 0.0


def nearest(text: str, pair: LanguagePair) -> Line | None:
    """The line most like `text`, with its translation; None where no line has enough in common with it."""
    codes = memory.seed_languages()
    if pair.source not in codes or pair.target not in codes:
        return None
    index, examples = _index(pair.source), _examples()
    weights = {gram: weight for gram in grams(text, pair.source) if (weight := index.weight(gram))}
    likeness: dict[int, float] = defaultdict(float)
    for gram, weight in weights.items():
        for number in index.lines[gram]:
            likeness[number] += weight
    most = LENGTH_FACTOR * len(text) + LENGTH_ALLOWANCE_CHARS
    column = codes.index(pair.source)
    short_enough = (number for number in likeness if len(examples[number][column]) <= most)
    best = max(short_enough, key=lambda number: likeness[number] / _length(index.lengths[number]), default=None)
    if best is None or likeness[best] < MIN_LIKENESS * sum(weights.values()):
        return None
    return Line(examples[best][column], examples[best][codes.index(pair.target)])


def grams(text: str, language: str) -> set[str]:
    """What two like lines have in common: words and pairs of words, or pairs of characters."""
    text = text.casefold()
    if languages.get(language).script in SPACELESS:
        signs = _GAP.sub("", text)
        return {signs[start : start + 2] for start in range(len(signs) - 1)}
    words = _WORD.findall(text)
    return {*words, *(f"{one} {two}" for one, two in pairwise(words))}


def _length(grams_of_line: int) -> float:
    return math.sqrt(grams_of_line + LENGTH_ALLOWANCE)


@cache
def _examples() -> list[list[str]]:
    codes = memory.seed_languages()
    ordinary = (line[: len(codes)] for line in memory.seed_lines())
    _header, *idiomatic = memory.rows_of(IDIOMATIC)
    return [line for line in ordinary if not any(map(FIGURE.search, line))] + idiomatic


@cache
def _index(language: str) -> _Index:
    column = memory.seed_languages().index(language)
    lines: dict[str, array[int]] = {}
    lengths = array("I")
    for number, example in enumerate(_examples()):
        found = grams(example[column], language)
        lengths.append(len(found))
        for gram in found:
            lines.setdefault(gram, array("I")).append(number)
    return _Index(lines, lengths)
