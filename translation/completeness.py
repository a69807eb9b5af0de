"""Whether a translation is as long as its original asks for: nothing broken off, nothing left out, nothing put in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations, pairwise

from translation.scripts import SPACELESS, script_of_letter

LATIN_LETTERS_PER_HAN = 3.2
"""Measured on trade lines: what one Chinese letter takes in English or Spanish."""

LEAST_SHARE = {
    ("en", "zh"): 0.62,
    ("en", "es"): 0.75,
    ("zh", "en"): 0.62,
    ("zh", "es"): 0.66,
    ("es", "en"): 0.63,
    ("es", "zh"): 0.54,
}
"""Of a long original's letters: only one correct trade line in some 400 is shorter in that direction."""
LEAST_SHARE_OF_OTHERS = 0.4
FREE_LETTERS_LESS = 5
"""Latin letters by which a translation may be shorter in any case."""
MOST_TIMES = 1.35
MOST_TIMES_OF_OTHERS = 2.5
FREE_LETTERS_MORE = 22
"""Latin letters by which a translation may be longer in any case."""

UNENDED_SHARE = 0.9
"""Of the original's letters, that a translation must have where the sign that ends the sentence is missing."""
FEWER_SENTENCES_SHARE = 0.75
"""The same where it has fewer sentences."""
MORE_SENTENCES_TIMES = 1.3
"""How many times as long as its original a translation may be that has more sentences."""
FREE_LETTERS_OF_A_SENTENCE = 9

MAX_ALIGNED_SENTENCES = 8
"""Longer messages are compared as a whole."""

_CLAUSE_END = re.compile(r"(?<=[.!?,;:])\s+|(?<=[。！？，；：])\s*|\n+")
_QUESTION = re.compile(r"[?？]+")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[^\sa-z])|(?<=[。！？])\s*|\n+")
_ENDED = re.compile(r"[.!?。！？…:：;；)）\"”»』」]\s*$")
_BROKEN_OFF = {
    "en": re.compile(r"(?i)(?:\b(?:the|a|an|of|and|or|our|your|my|their|its|if|because|to the|we|i|than)|,)[.]?$"),
    "es": re.compile(
        r"(?i)(?:\b(?:el|la|los|las|de|del|al|y|o|para|con|que|su|sus|nuestr[oa]s?|si|porque|en|por)|,)[.]?$"
    ),
    "zh": re.compile(r"(?:和|或|把|被|从|与|因为|如果|但是?|而且?|以及|，|、)[。]?$"),
}


def is_cut(original: str, translation: str, source: str, target: str) -> bool:
    """Whether parts of the original are missing."""
    left, right = weight(original), weight(translation)
    least = LEAST_SHARE.get((source, target), LEAST_SHARE_OF_OTHERS)
    if right < left * least - FREE_LETTERS_LESS or (left and not right):
        return True
    if _breaks_off(original, translation, source, target):
        return True
    if _ENDED.search(original) and not _ENDED.search(translation) and right < left * UNENDED_SHARE * _usual(least):
        return True
    if len(_QUESTION.findall(translation)) < len(_QUESTION.findall(original)) - 1:
        return True
    return _has_fewer_sentences(original, translation, source, target) or (
        len(sentences(translation)) < len(sentences(original)) and right < left * FEWER_SENTENCES_SHARE * _usual(least)
    )


def is_padded(original: str, translation: str, source: str, target: str) -> bool:
    """Whether more is said than in the original."""
    left, right = weight(original), weight(translation)
    measured = (source, target) in LEAST_SHARE
    if right > left * (MOST_TIMES if measured else MOST_TIMES_OF_OTHERS) + FREE_LETTERS_MORE:
        return True
    more = measured and len(sentences(translation)) > len(sentences(original))
    return more and right > left * MORE_SENTENCES_TIMES + FREE_LETTERS_OF_A_SENTENCE


def _has_fewer_sentences(original: str, translation: str, source: str, target: str) -> bool:
    """Whether a sentence has no counterpart: Chinese makes two into one, but then with a comma between them."""
    cut = _CLAUSE_END if "zh" in (source, target) else _SENTENCE_END
    return len([part for part in cut.split(translation) if part.strip()]) < len(sentences(original))


def aligned(original: str, translation: str) -> list[tuple[str, str]]:
    """The sentences of both texts side by side; where one has fewer, neighbours of the other are taken together."""
    left, right = sentences(original), sentences(translation)
    if len(left) < len(right):
        return [(a, b) for b, a in aligned(translation, original)]
    if not right or len(left) > MAX_ALIGNED_SENTENCES:
        return [(original, translation)]
    cuts = combinations(range(1, len(left)), len(right) - 1)
    groupings = [[" ".join(left[a:b]) for a, b in pairwise((0, *cut, len(left)))] for cut in cuts]
    nearest = min(groupings, key=lambda groups: _distance(groups, right))
    return list(zip(nearest, right, strict=True))


def _distance(ours: Sequence[str], theirs: Sequence[str]) -> float:
    """How differently two rows of sentences share out their length."""
    ours_whole, theirs_whole = weight(" ".join(ours)) or 1, weight(" ".join(theirs)) or 1
    return sum(abs(weight(a) / ours_whole - weight(b) / theirs_whole) for a, b in zip(ours, theirs, strict=True))


def sentences(text: str) -> list[str]:
    """The sentences of a text, cut at their signs alone."""
    return [part for part in _SENTENCE_END.split(text) if part.strip()]


def weight(text: str) -> float:
    """The length of a text in Latin letters."""
    return sum(LATIN_LETTERS_PER_HAN if script_of_letter(c) in SPACELESS else 1 for c in text if c.isalnum())


def _usual(least: float) -> float:
    """How long translations of a direction are in the middle, known from how long they are at least."""
    return min(least / LEAST_SHARE["en", "zh"], 1.06)


def _breaks_off(original: str, translation: str, source: str, target: str) -> bool:
    """Whether the translation ends where no sentence can, and the original does not."""
    ours, theirs = _BROKEN_OFF.get(target), _BROKEN_OFF.get(source)
    if ours is None or not ours.search(translation.rstrip()):
        return False
    return theirs is None or not theirs.search(original.rstrip())
