"""Where a sentence ends: rules for Latin and CJK punctuation, without any model."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from translation import codes
from translation.scripts import is_cjk

MAX_WORDS = 60
"""A longer segment is cut at commas: small models lose the thread of long sentences."""
MAX_CJK_LETTERS = 120
"""The same bound for scripts without spaces."""

_UNITS_PER_WORD = 2
_MAX_UNITS = MAX_CJK_LETTERS

_FILE = Path(__file__).with_name("data") / "abbreviations.txt"

# Lower case, without the final stop. A stop after one of these ends no sentence.
ABBREVIATIONS = frozenset(_FILE.read_text(encoding="utf-8").split())
# After these a capital letter does begin a new sentence: "from Orion Co. We ..." is rarer than "etc. We ...".
_MAY_END = frozenset(
    {"etc", "a.m", "p.m", "pcs", "pzs", "uds", "min", "max", "máx", "mín", "no", "incl", "excl", "ext", "al"}
)

_CLOSERS = "\"'”’»)\\]）】」』》"
_END = re.compile(
    rf"(?:[.…]+|[.!?…]*[!?][.!?…]*)[{_CLOSERS}]*(?=\s|$)|[!?…。！？；｡]*[。！？；｡…!?][!?…。！？；｡]*[{_CLOSERS}]*"
)
_WORD_BEFORE = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]+$")
_BREAKS = re.compile(r"(?<=[,;:])\s+|(?<=[，、；：])")
_SPACES = re.compile(r"\s+")


def ends(line: str) -> list[int]:
    """The positions in `line` right after each sentence's end and its closing quotes; never 0 nor its length."""
    verbatim = [(code.start, code.end) for code in codes.find(line)]
    return [
        match.end()
        for match in _END.finditer(line)
        if match.end() < len(line) and not _inside(match.start(), verbatim) and _is_end(line, match)
    ]


def cut_long(segment: str) -> Iterator[str]:
    """`segment` in parts of bounded length, cut at commas where it has any; joined they are `segment` again."""
    if _units(segment) <= _MAX_UNITS:
        yield segment
        return
    part = ""
    for clause in _clauses(segment):
        if part and _units(part + clause) > _MAX_UNITS:
            yield part
            part = ""
        part += clause
    yield part


def _clauses(segment: str) -> Iterator[str]:
    for clause in _cut(segment, _BREAKS):
        if _units(clause) <= _MAX_UNITS:
            yield clause
            continue
        for word in _cut(clause, _SPACES):
            yield from (word[i : i + MAX_CJK_LETTERS] for i in range(0, len(word), MAX_CJK_LETTERS))


def _cut(text: str, breaks: re.Pattern[str]) -> Iterator[str]:
    """`text` in parts, each ending with its break."""
    places = [0, *(match.end() for match in breaks.finditer(text) if 0 < match.end() < len(text)), len(text)]
    return (text[start:end] for start, end in pairwise(places))


def _units(text: str) -> int:
    """The length of `text` in CJK letters, a Latin word counting as two."""
    words = _UNITS_PER_WORD * len(text.split())
    return max(words, sum(is_cjk(letter) for letter in text), len(text) // 8)


def _inside(position: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= position < end for start, end in spans)


def _is_end(line: str, match: re.Match[str]) -> bool:
    sign, following = match.group(), line[match.end() :].lstrip()[:1]
    if sign[0] in ".…":
        return _stop_ends(line[: match.start()], sign, following)
    if sign[-1] in "!?" and not line[match.end()].isspace():
        # Typed without a space: an end between Chinese sentences only.
        return is_cjk(line[match.start() - 1 : match.start()] or " ") or is_cjk(line[match.end()])
    return True


def _stop_ends(before: str, sign: str, following: str) -> bool:
    """Whether a full stop or an ellipsis after `before` ends a sentence."""
    if len(sign.rstrip(_CLOSERS)) > 1 or sign[0] == "…":
        return not following.islower()
    found = _WORD_BEFORE.search(before)
    if not found:
        return True
    word = found.group()
    if word.lower() in ABBREVIATIONS:
        return word.lower() in _MAY_END and following.isupper()
    initial = len(word) == 1 and word.isupper()
    return not (initial or re.fullmatch(r"(?:[A-Z]\.)+[A-Z]", word))
