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
_COUNTED = re.compile(
    r"\s(?:piezas?|pzas?|pzs|unidad(?:es)?|uds?|cajas?|juegos?|pares|bolsas?|rollos?|cartones|tarimas?|contenedores"
    r"|muestras?|artículos?|productos?|botellas?|sillas?|mesas?|camisetas?|playeras?|etiquetas?|personas?|copias?)\b"
)
"""Things of which nobody writes three decimals."""
_W_FOR_WAN = re.compile(r"(?<=\d)[wW](?=[件个双套条只台箱包块元张片支左右多以])")
_TO_ASCII = {0xFF10 + digit: str(digit) for digit in range(10)} | {0xFF0E: ".", 0xFF0C: ",", 0xFF05: "%"}


def in_plain_figures(text: str, pair: LanguagePair) -> str:
    """`text` with figures that the target's readers may misread written out: 1.5万 and 15k as 15,000.

    Only where one reading is certain: `1.500 kg`, which is 1500 or 1.5, stays as it is; of pieces there are 1500.
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
    if pair.source == "zh":
        text = _W_FOR_WAN.sub("万", text)
    step = rf"\s?(?P<step>{pattern(steps)})(?![克瓦米])(?P<of>\s(?:de|of)(?=\s))?"
    number = rf"(?<![A-Za-z0-9_.,])(?P<digits>\d+(?:[.,]\d+)*)(?:{step})?"
    foreign_comma = pair.source in DECIMAL_COMMA and pair.target not in DECIMAL_COMMA
    for match in re.finditer(number, text):
        if match["step"]:
            value = _single(numerals.readings(match["digits"], "en"), match["digits"])
        else:
            values = numerals.readings(match["digits"], pair.source) if foreign_comma else frozenset()
            if _COUNTED.match(text, match.end()):
                values = frozenset({max(values)}) if values else values
            value = _single(values, match["digits"])
        if value is not None and (match["step"] or not _is_plain(match["digits"], value)):
            yield match.start(), match.end(), _written(value * Decimal(steps[match["step"]] if match["step"] else 1))


def _is_plain(digits: str, value: Decimal) -> bool:
    """Whether a reader of the target takes the digits for `value` anyhow."""
    return "," not in digits and Decimal(digits if digits.count(".") < 2 else "NaN") == value


def _single(values: Values, digits: str) -> Decimal | None:
    """The value, where there is but one reading; two commas or points in a row of threes are no dates or sizes."""
    odd = not re.fullmatch(r"\d+(?:[.,]\d+)?|\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?", digits)
    return None if odd or len(values) != 1 else next(iter(values))


def _written(value: Decimal) -> str:
    """With commas between thousands and a point before decimals, as English, Chinese and most of Latin America do."""
    whole = value == value.to_integral_value()
    return f"{value.to_integral_value() if whole else value.normalize():,f}"
