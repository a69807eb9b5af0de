"""What a model must not touch, kept out of its reach and put back afterwards.

Measured on the starter packs: plain figures, prices, sizes and percentages come through as they are in 93 to 100
lines of 100, and so do codes of the shape AB-1203; addresses, mentions, joined emoji and codes with unusual signs
come through in none. So figures stay (`fidelity` compares them afterwards) and the others travel as such codes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from translation import codes, dates
from translation.codes import EMOJI, CodeKind
from translation.customs import in_plain_figures
from translation.translator import LanguagePair

PREFIXES = ("AB", "KT", "GX", "TR", "MX", "QD")
"""Letters of the placeholders; the first that the text does not hold is taken."""
FIRST_NUMBER = 1203
"""Of the placeholders: AB-1203, AB-1204, ..."""

_SAFE_CODE = re.compile(r"[A-Z]{2}-\d{4}")


@dataclass(frozen=True, slots=True)
class Slot:
    """One protected token: what the model sees in its place and what goes back."""

    placeholder: str
    original: str
    value: str
    """The token as the reader of the target language should see it; often the original itself."""


@dataclass(frozen=True, slots=True)
class Protected:
    """A text that is safe to hand to a model."""

    text: str
    slots: tuple[Slot, ...] = ()


@dataclass(frozen=True, slots=True)
class Restored:
    """A translation with its tokens back in place."""

    text: str
    lost: tuple[str, ...] = ()
    """Tokens whose placeholder the model dropped: appended to the text, so that nothing is lost silently."""


@dataclass(frozen=True, slots=True)
class _Token:
    """A stretch of the text to be kept from the model."""

    start: int
    end: int
    value: str


def protect(text: str, pair: LanguagePair, *, strict: bool = False) -> Protected:
    """Replace each token of `text` that a model would spoil by a placeholder that it copies.

    Figures written in a custom that the target does not share (1.5万, 15 mil, 1,5) are rewritten in digits.
    With `strict`, for a second attempt where the first lost a figure, Incoterms and dates are replaced too.
    """
    text = in_plain_figures(text, pair)
    prefix = next((prefix for prefix in PREFIXES if prefix not in text.upper()), PREFIXES[0])
    slots, parts, position = [], [], 0
    for number, token in enumerate(_tokens(text, pair, strict=strict), FIRST_NUMBER):
        original = text[token.start : token.end]
        slots.append(Slot(f"{prefix}-{number}", original, token.value))
        parts += [text[position : token.start], slots[-1].placeholder]
        position = token.end
    return Protected("".join([*parts, text[position:]]), tuple(slots))


def restore(translation: str, protected: Protected, target: str) -> Restored:
    """Put the protected tokens back in the place of their placeholders.

    A placeholder that the model spoilt (AB-1230 for AB-1203) still takes its token; tokens without any are appended.
    """
    missing = []
    for slot in protected.slots:
        parts = _loosely(slot.placeholder).split(translation)
        translation = parts[0] + "".join(_spaced(slot.value, after=left) + right for left, right in pairwise(parts))
        if len(parts) == 1:
            missing.append(slot)
    lost = []
    for slot in missing:
        spoilt = _spoilt(slot.placeholder, translation, protected)
        if spoilt:
            before = translation[: spoilt.start()]
            translation = before + _spaced(slot.value, after=before) + translation[spoilt.end() :]
        else:
            translation = f"{translation} {slot.value}".lstrip()
            lost.append(slot.original)
    return Restored(translation, tuple(lost))


def _tokens(text: str, pair: LanguagePair, *, strict: bool) -> list[_Token]:
    """What to keep from the model, from left to right, without overlaps."""
    found: list[_Token] = []
    for token in [*_verbatim(text, strict=strict), *(_dates(text, pair) if strict else ())]:
        if not any(token.start < other.end and other.start < token.end for other in found):
            found.append(token)
    return sorted(found, key=lambda token: token.start)


def _verbatim(text: str, *, strict: bool) -> Iterator[_Token]:
    for code in codes.find(text):
        copied = _SAFE_CODE.fullmatch(code.text) or code.kind is CodeKind.INCOTERM
        if strict or not copied:
            yield _Token(code.start, code.end, code.text)
    for match in EMOJI.finditer(text):
        yield _Token(match.start(), match.end(), match.group())


def _dates(text: str, pair: LanguagePair) -> Iterator[_Token]:
    for moment in dates.find(text, pair.source):
        value = dates.render(moment, pair.target) if moment.day else ""
        if value:
            yield _Token(moment.start, moment.end, value)


def _spaced(value: str, *, after: str) -> str:
    """`value`, apart from a word that the model ran into it."""
    return f" {value}" if after[-1:].isascii() and after[-1:].isalnum() else value


def _loosely(placeholder: str) -> re.Pattern[str]:
    """The placeholder with the spaces and the case that a model may give it, or run into the word before it."""
    letters, digits = placeholder.split("-")
    return re.compile(
        rf"(?:(?<![A-Z0-9])(?:{letters}|{letters.lower()}|{letters.title()})|(?<=[A-Z]){letters})"
        rf"\s?[-–—－]?\s?{digits}(?!\d)"
    )


def _spoilt(placeholder: str, translation: str, protected: Protected) -> re.Match[str] | None:
    """What the model made of a placeholder: its letters with other digits or its digits alone, found nowhere else."""
    letters, digits = placeholder.split("-")
    known = " ".join(slot.value for slot in protected.slots)
    for part in re.split("|".join(slot.placeholder for slot in protected.slots), protected.text):
        known += f" {part}"
    matches = re.finditer(
        rf"(?<![A-Z0-9.,]){letters}\s?-?\s?\d{{1,6}}(?!\d)|(?<![A-Za-z0-9.,-]){digits}(?![A-Za-z0-9,])", translation
    )
    return next((match for match in matches if match.group() not in known), None)
