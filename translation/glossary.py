"""The words of the trade, with the one translation that Parley uses for each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from translation import languages
from translation.scripts import SPACELESS
from translation.translator import LanguagePair

DATA_FILE = Path(__file__).with_name("data") / "glossary.tsv"
"""A header of language codes, then a term a line in each."""
MIN_LETTERS = {True: 2, False: 4}
"""Shorter terms mean too many things; the first number is for scripts that set no spaces."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase, and what it is called in the other language."""

    source: str
    target: str


def terms_in(text: str, pair: LanguagePair) -> list[Term]:
    """The terms that occur in `text`, the longest first; none that lies within another."""
    pattern, terms = _terms(pair)
    if pattern is None:
        return []
    found = {terms[match[0].lower()] for match in pattern.finditer(text)}
    return sorted(found, key=lambda term: (-len(term.source), term.source))


@cache
def _terms(pair: LanguagePair) -> tuple[re.Pattern[str] | None, dict[str, Term]]:
    header, *rows = [line.split("\t") for line in DATA_FILE.read_text(encoding="utf-8").splitlines()]
    if pair.source not in header or pair.target not in header:
        return None, {}
    source, target = header.index(pair.source), header.index(pair.target)
    spaceless = languages.get(pair.source).script in SPACELESS
    terms = {row[source].lower(): Term(row[source], row[target]) for row in rows}
    words = sorted((word for word in terms if len(word) >= MIN_LETTERS[spaceless]), key=len, reverse=True)
    joined = "|".join(map(re.escape, words))
    return re.compile(joined if spaceless else rf"\b(?:{joined})\b", re.IGNORECASE), terms
