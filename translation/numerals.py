"""Numbers as written: digits with separators, Chinese numerals, number words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from translation.quantities import table

Values = frozenset[Decimal]
"""Every number that a spelling can mean: `1.500` is 1500 in Madrid and 1.5 in Mexico City."""

DECIMAL_COMMA = frozenset(
    {
        "es",
        "fr",
        "de",
        "it",
        "pt",
        "nl",
        "ru",
        "uk",
        "pl",
        "cs",
        "sk",
        "tr",
        "id",
        "vi",
        "el",
        "da",
        "nb",
        "sv",
        "fi",
        "hu",
        "ro",
        "bg",
        "ca",
    }
)
"""Languages in which a comma may be the decimal sign."""

HAN_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2}
_HAN_STEPS = {"十": 10, "百": 100, "千": 1000}
_HAN_GROUPS = {"万": 10**4, "亿": 10**8}
HAN_NUMERAL = r"[零〇一二两三四五六七八九十百千万亿]+"

_WORD = re.compile(r"[^\W\d_]+")
_JOINERS = frozenset({"and", "y", "e", "et", "und"})
_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class WordNumber:
    """A number in words, and where it stands."""

    start: int
    end: int
    values: Values


def readings(digits: str, language: str) -> Values:
    """What figures such as `1,250.50`, `1.500` or `2,35` can mean in a language."""
    points, commas = digits.count("."), digits.count(",")
    if points and commas:
        decimal = max(".", ",", key=digits.rfind)
        return frozenset({_number(digits, decimal)})
    sign = "." if points else ","
    grouped = bool(re.fullmatch(rf"[1-9]\d{{0,2}}(?:\{sign}\d{{3}})+", digits))
    if points + commas > 1:
        return frozenset({_number(digits, "")})
    if not grouped:
        return frozenset({_number(digits, sign)})
    comma_is_decimal = language in DECIMAL_COMMA
    found = {_number(digits, "")} if sign == "," or comma_is_decimal else set()
    if sign == "." or comma_is_decimal:
        found.add(_number(digits, sign))
    return frozenset(found)


def _number(digits: str, decimal: str) -> Decimal:
    whole, _, fraction = digits.rpartition(decimal) if decimal and decimal in digits else (digits, "", "")
    return Decimal(re.sub(r"\D", "", whole) or "0") + (Decimal(f"0.{fraction}") if fraction else 0)


def han_value(numeral: str) -> Decimal:
    """The number that a Chinese numeral means: 三百五十 is 350, 两万 is 20000, 二〇二五 is 2025."""
    if not set(numeral) & (_HAN_STEPS.keys() | _HAN_GROUPS.keys()):
        return Decimal("".join(str(HAN_DIGITS[digit]) for digit in numeral))
    total = group = digit = 0
    for sign in numeral:
        if sign in HAN_DIGITS:
            digit = HAN_DIGITS[sign]
        elif sign in _HAN_STEPS:
            group += (digit or 1) * _HAN_STEPS[sign]
            digit = 0
        else:
            total += ((group + digit) or 1) * _HAN_GROUPS[sign]
            group = digit = 0
    return Decimal(total + group + digit)


def find_words(text: str, language: str) -> Iterator[WordNumber]:
    """The numbers written in words, `two hundred and fifty` as one."""
    run: list[tuple[re.Match[str], Decimal | None]] = []
    for match in _WORD.finditer(text):
        value = _word_values(language).get(match.group().lower())
        near = not run or text[run[-1][0].end() : match.start()] in (" ", "-")
        if run and (not near or (value is None and match.group().lower() not in _JOINERS)):
            yield from _runs(run)
            run = []
        if value is not None or (run and match.group().lower() in _JOINERS):
            run.append((match, value))
    yield from _runs(run)


@cache
def _word_values(language: str) -> dict[str, Decimal]:
    values = {alias.lower(): Decimal(value) for alias, value in table("number", language).items()}
    steps = {alias: Decimal(value) for alias, value in table("multiplier", language).items() if len(alias) > 1}
    return values | steps


def _runs(run: list[tuple[re.Match[str], Decimal | None]]) -> Iterator[WordNumber]:
    """The number that a run of words makes, and each of the words by itself: `one or two` is no three."""
    words = [(match, value) for match, value in run if value is not None]
    if len(words) > 1:
        values = [value for _, value in words]
        yield WordNumber(words[0][0].start(), words[-1][0].end(), frozenset({_total(values), *_spoken(values)}))
    for match, value in words:
        yield WordNumber(match.start(), match.end(), frozenset({value, value * _HUNDRED} if value < 1 else {value}))


def _total(values: Iterable[Decimal]) -> Decimal:
    total = group = Decimal(0)
    for value in values:
        if value >= _HUNDRED and value in (100, 10**3, 10**6, 10**9) and group:
            group *= value
            if value > _HUNDRED:
                total, group = total + group, Decimal(0)
        else:
            group += value
    return total + group


def _spoken(values: list[Decimal]) -> Iterator[Decimal]:
    """Prices as spoken: `two fifty` is 2.50 or 250."""
    last = values[-1]
    if 10 <= last < _HUNDRED and sum(values[:-1]) < _HUNDRED:
        yield sum(values[:-1], Decimal(0)) + last / _HUNDRED
        yield sum(values[:-1], Decimal(0)) * _HUNDRED + last
    if len(values) > 2:
        tail = values[-2] + last
        yield values[0] + tail / _HUNDRED
        yield values[0] * _HUNDRED + tail
