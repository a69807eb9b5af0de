"""Text to sentences and back: rule-based, offline, nothing lost."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from translation import codes, languages, sentences
from translation.scripts import SPACELESS, is_cjk

_LINES = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+|[\r\n\v\f\x85\u2028\u2029]+")
_QUOTED = re.compile(r"\s*>")
# The sign of a list item, with the white space around it: "- ", "1. ", "(2) ", "• ", "一、".
_BULLET = re.compile(
    r"\s*(?:(?:[-*+–—•·▪◦●○■□✓✔→]|\(?\d{1,2}[.)]|\(?[a-z]\))\s+|[•●■▪]|\d{1,2}、|[（(]\d{1,2}[）)]|[①-⑳]|[一二三四五六七八九十]、)\s*"
)
_EMOTICON = r"(?<!\S)(?:[:;=]-?[()DPp|/]|[xX]D|\^_?\^|<3)(?!\S)"
_GESTURE = re.compile(rf"{codes.EMOJI.pattern}|{_EMOTICON}")
_VOCATIVE = re.compile(r"\s*(?:@[A-Za-z0-9_.-]*[A-Za-z0-9_]\s*[,，:：]?\s+)+")
_FILLED = re.compile(r"(\s*)(.*?)(\s*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text: a segment to translate, or glue that is kept as it stands."""

    text: str
    translatable: bool


def split(text: str) -> list[Piece]:
    """Cut `text` into pieces whose texts, put together, are `text` again.

    Line breaks, white space, bullets, quoted lines, emoji, leading mentions and stretches without words are glue;
    every sentence is a segment of its own, of at most `sentences.MAX_WORDS` words.
    """
    return [piece for line in _LINES.findall(text) for piece in _split_line(line) if piece.text]


def join(pieces: Sequence[Piece], translations: Sequence[str], target: str) -> str:
    """Put `translations` (one for each translatable piece, in order) in the places of their pieces.

    Spaces between sentences follow the customs of `target`. Translations equal to their pieces give the
    original text back exactly.
    """
    rest = iter(translations)
    filled = [next(rest) if piece.translatable else piece.text for piece in pieces]
    changed = [text != piece.text for text, piece in zip(filled, pieces, strict=True)]
    filled = [text.strip() if new else text for text, new in zip(filled, changed, strict=True)]
    spaceless = languages.is_known(target) and languages.get(target).script in SPACELESS
    for left, right in _neighbours(pieces):
        if changed[left] or changed[right]:
            filled[left + 1 : right] = [""] * (right - left - 1)
            filled[left] += _gap(filled[left], filled[right], spaceless=spaceless)
    return "".join(filled)


def _split_line(line: str) -> Iterator[Piece]:
    if _QUOTED.match(line):
        yield Piece(line, translatable=False)
        return
    for pattern in (_BULLET, _VOCATIVE):
        head = pattern.match(line)
        if head:
            yield Piece(head.group(), translatable=False)
            line = line[head.end() :]
    for part, gesture in _around(line, _GESTURE):
        yield from [Piece(part, translatable=False)] if gesture else _split_sentences(part)


def _around(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[str, bool]]:
    """`text` in parts, each with whether it matches `pattern`."""
    position = 0
    for match in pattern.finditer(text):
        yield text[position : match.start()], False
        yield match.group(), True
        position = match.end()
    yield text[position:], False


def _split_sentences(text: str) -> Iterator[Piece]:
    for start, end in pairwise([0, *sentences.ends(text), len(text)]):
        for part in sentences.cut_long(text[start:end]):
            yield from _trim(part)


def _trim(segment: str) -> Iterator[Piece]:
    """A segment without the white space at its ends, which is glue."""
    match = _FILLED.fullmatch(segment)
    before, body, after = match.groups() if match else ("", segment, "")
    yield Piece(before, translatable=False)
    yield Piece(body, _has_words(body))
    yield Piece(after, translatable=False)


def _has_words(segment: str) -> bool:
    """Whether anything is left to translate when addresses, codes and figures are taken away."""
    position, rest = 0, ""
    for code in codes.find(segment):
        rest += segment[position : code.start]
        position = code.end
    return any(letter.isalpha() for letter in rest + segment[position:])


def _neighbours(pieces: Sequence[Piece]) -> Iterable[tuple[int, int]]:
    """The positions of segments that follow one another on a line, with nothing or only spaces between them."""
    segments = [i for i, piece in enumerate(pieces) if piece.translatable]
    return (
        (left, right)
        for left, right in pairwise(segments)
        if all(_is_space(piece.text) for piece in pieces[left + 1 : right])
    )


def _is_space(glue: str) -> bool:
    return glue.isspace() and len(glue.splitlines()) == 1 and glue == glue.splitlines()[0]


def _gap(left: str, right: str, *, spaceless: bool) -> str:
    if not left or not right:
        return ""
    return "" if spaceless and (is_cjk(left[-1]) or is_cjk(right[0])) else " "
