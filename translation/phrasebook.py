"""Short acts of trade talk (ok, deal, sample?), with translations written by hand."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

from translation import languages
from translation.scripts import SPACELESS
from translation.translator import LanguagePair

DATA_FILE = Path(__file__).with_name("data") / "phrasebook.tsv"
"""A header of language codes, then a phrase a line in each. The first of several translations counts."""

MAX_LETTERS = 60
"""No phrase is longer, so that longer texts need no look-up."""
SHORT_LETTERS = 12
"""Up to here a phrase of the book also serves with another mark: a statement as a question."""

_SIGNS = ".!?…。！？｡,，;；:：~～ \t\u3000"
_ENDINGS = {"?": ("?", "？"), "!": ("!", "！"), ".": (".", "。"), "…": ("...", "……")}
_OPENINGS = {"?": "¿", "!": "¡"}

Key = tuple[str, bool]
"""A phrase without its punctuation, and whether it is a question."""


def lookup(text: str, pair: LanguagePair) -> str | None:
    """The hand-written translation of a short message, or None where the book has none.

    Case, accents of haste and punctuation do not matter; the translation ends as the original does.
    """
    if len(text) > MAX_LETTERS:
        return None
    ending = _ending(text)
    words = _normalized(text)
    book = _book(pair)
    found = book.get((words, ending == "?"))
    if found is None and (not ending or len(words) <= SHORT_LETTERS):
        # Typed in haste: `how much` without its mark; or a word asked about: `black?`
        found = book.get((words, ending != "?"))
    return None if found is None or not words else _with_ending(found, ending, pair.target)


@cache
def _book(pair: LanguagePair) -> dict[Key, str]:
    header, *lines = [line.split("\t") for line in DATA_FILE.read_text(encoding="utf-8").splitlines()]
    if pair.source not in header or pair.target not in header:
        return {}
    source, target = header.index(pair.source), header.index(pair.target)
    book: dict[Key, str] = {}
    for line in lines:
        book.setdefault((_normalized(line[source]), _ending(line[source]) == "?"), line[target].strip(_SIGNS + "¿¡"))
    return book


def _normalized(text: str) -> str:
    """Lower case, without signs at the ends, accents and doubled spaces; full width made plain."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    plain = "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))
    return re.sub(r"\s+", " ", re.sub(r"\s*[,，、]\s*", ", ", plain.strip(_SIGNS + "¿¡")))


def _ending(text: str) -> str:
    """The kind of the last sign: `?`, `!`, `.`, `…`, or nothing."""
    last = unicodedata.normalize("NFKC", text.rstrip())[-3:].replace("。", ".").replace("｡", ".")
    if last.endswith(("...", "..", "…")):
        return "…"
    return last[-1:] if last[-1:] in _ENDINGS else ""


def _with_ending(phrase: str, ending: str, target: str) -> str:
    if not ending:
        return phrase
    wide = languages.get(target).script in SPACELESS
    opening = _OPENINGS.get(ending, "") if target == "es" else ""
    return opening + phrase + _ENDINGS[ending][wide]
