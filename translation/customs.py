"""Figures written in one country's custom, rewritten in digits that every reader takes for the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from translation import codes, numerals
from translation.numerals import DECIMAL_COMMA, Values
from translation.quantities import pattern, table
from translation.translator import LanguagePair

_FULL_WIDTH_DIGIT = re.compile(r"[０-９](?:[０-９．，]*[０-９])?％?")
_TO_ASCII = {0xFF10 + digit: str(digit) for digit in range(10)} | {0xFF0E: ".", 0xFF0C: ",", 0xFF05: "%"}


def in_plain_figures(text: str, pair: LanguagePair) -> str:
    """`text` with figures that the target's readers may misread written out: 1.5万 and 15k as 15,000.

    Only where one reading is certain: `1.500`, which is 1500 or 1.5, stays as it is.
    """
    text = _FULL_WIDTH_DIGIT.sub(lambda match: match.group().translate(_TO_ASCII), text)
    verbatim = [(code.start, code.end) for code in codes.find(text)]
    for start, end, value in reversed(list(_unfamiliar(text, pair))):
        if not any(start < last and first < end for first, last in verbatim):
            text = text[:start] + value + text[end:]
    return text


def _unfamiliar(text: str, pair: LanguagePair) -> Iterator[tuple[int, int, str]]:
    """Where a figure stands that is to be rewritten, and how."""
    steps = table("multiplier", pair.source) | {"k": "1000", "K": "1000"}
    step = rf"\s?(?P<step>{pattern(steps)})(?![克瓦米])(?P<of>\s(?:de|of)(?=\s))?"
    number = rf"(?<![\w.,])(?P<digits>\d+(?:[.,]\d+)*)(?:{step})?"
    foreign_comma = pair.source in DECIMAL_COMMA and pair.target not in DECIMAL_COMMA
    for match in re.finditer(number, text):
        if match["step"]:
            value = _single(numerals.readings(match["digits"], "en"), match["digits"])
        else:
            value = _single(numerals.readings(match["digits"], pair.source), match["digits"]) if foreign_comma else None
        if value is not None and (match["step"] or "," in match["digits"] or match["digits"].count(".") > 1):
            yield match.start(), match.end(), _written(value * Decimal(steps[match["step"]] if match["step"] else 1))


def _single(values: Values, digits: str) -> Decimal | None:
    """The value, where there is but one reading; two commas or points in a row of threes are no dates or sizes."""
    odd = not re.fullmatch(r"\d+(?:[.,]\d+)?|\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?", digits)
    return None if odd or len(values) != 1 else next(iter(values))


def _written(value: Decimal) -> str:
    """With commas between thousands and a point before decimals, as English, Chinese and most of Latin America do."""
    whole = value == value.to_integral_value()
    return f"{value.to_integral_value() if whole else value.normalize():,f}"
