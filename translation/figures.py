"""The figures of a text, each with what it means: numbers, prices, sizes, dates, codes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import cache, lru_cache

from translation import codes, dates, numerals
from translation.numerals import HAN_NUMERAL, Values
from translation.quantities import pattern, table


class Kind(StrEnum):
    """What a figure is. Figures of different kinds never mean the same, but for the parts of a moment."""

    NUMBER = "number"
    MOMENT = "moment"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a text, where it stands, as written, and what it can mean."""

    start: int
    end: int
    text: str
    kind: Kind
    values: Values = frozenset()
    """Of a number: all that it can mean. Of a moment: its year, where it is said."""
    name: str = ""
    """The canonical form of a code, or of a moment."""
    currency: str = ""
    unit: str = ""
    soft: bool = False
    """Written in words or not surely a figure: it may answer to another, but need not be answered."""
    parts: tuple[int, ...] = ()
    """Of a moment: the numbers that another spelling of it shows one by one."""


_FULL_WIDTH = {point: point - 0xFEE0 for point in range(0xFF10, 0xFF1A)} | {
    0xFF0E: ".",
    0xFF05: "%",
    0xFF04: "$",
    0x2212: "-",
}
_DIGITS = r"(?:\d+(?:[.,]\d+)*|(?<![\d\w])\.\d+)"
# Between numbers of one range or size; after the second kind only what follows names the unit: 5 and 10 cm.
_LINK = re.compile(
    r"\s*(?:[-–—~～/x×*X]|to|a|al|到|至|by|乘|乘以|(?P<list>or|and|o|y|u|和|或|或者|还是|改|改成|改为|与|、))\s*"
)
_AFTER_INCHES = r"\s?(?:$|[^\w\s\"'“]|x\b|long|wide|high|deep|thick|tall|diam|by\s\d)"
_HAN_UNITS_AHEAD = r"(?![克瓦米])"


@lru_cache(maxsize=codes.REMEMBERED_TEXTS)
def find(text: str, language: str) -> tuple[Figure, ...]:
    """All figures of `text`, from left to right. Remembered for the texts at hand, as codes are."""
    plain = text.translate(_FULL_WIDTH)
    found: list[Figure] = []
    for figure in _candidates(plain, language):
        clash = next((other for other in found if figure.start < other.end and other.start < figure.end), None)
        if clash is None or (figure.soft and clash.soft):
            found.append(replace(figure, text=text[figure.start : figure.end]))
    return tuple(_share(sorted(found, key=lambda figure: figure.start), plain))


def _candidates(text: str, language: str) -> Iterator[Figure]:
    """Every reading of the text as figures, the surest first; of overlapping ones the first counts."""
    for code in codes.find(text):
        yield Figure(code.start, code.end, code.text, Kind.CODE, name=codes.canonical(code))
    for moment in dates.find(text, language):
        yield _moment(moment)
    yield from _special(text)
    for match in _number(language).finditer(text):
        yield _plain(match, text, language)
    yield from _words(text, language)


def _moment(moment: dates.Moment) -> Figure:
    name = f"{moment.minute} min" if moment.minute >= 0 else f"{moment.month}-{moment.day}"
    year = frozenset({Decimal(moment.year)} if moment.year else ())
    return Figure(moment.start, moment.end, "", Kind.MOMENT, year, name, soft=moment.soft, parts=moment.parts)


# 九折 is ten per cent off, 95折 five; 百分之五 is five per cent; 2块5 is 2.5.
_REBATE = re.compile(rf"(?P<rebate>\d{{1,2}}(?:\.\d)?|{HAN_NUMERAL})折")
_PER_CENT = re.compile(rf"百分之(?P<share>\d+(?:\.\d+)?|{HAN_NUMERAL})")
_KUAI = re.compile(rf"(?P<whole>\d+|{HAN_NUMERAL})块(?P<tenths>[1-9一二三四五六七八九])(?![\d十百千万个件箱天])")


def _special(text: str) -> Iterator[Figure]:
    for match in _REBATE.finditer(text):
        rate = _any_value(match["rebate"])
        rate = rate * 10 if rate < 10 else rate
        yield _written(match, {rate, rate / 10, 100 - rate}, unit="%", digits=match["rebate"])
    for match in _PER_CENT.finditer(text):
        yield _written(match, {_any_value(match["share"])}, unit="%", digits=match["share"])
    for match in _KUAI.finditer(text):
        value = _any_value(match["whole"]) + _any_value(match["tenths"]) / 10
        yield _written(match, {value}, currency="*", digits=match["whole"])


def _written(
    match: re.Match[str], values: Iterable[Decimal], digits: str, unit: str = "", currency: str = ""
) -> Figure:
    soft = not digits[0].isascii()
    return Figure(match.start(), match.end(), "", Kind.NUMBER, frozenset(values), "", currency, unit, soft)


def _any_value(numeral: str) -> Decimal:
    return Decimal(numeral) if numeral[0].isascii() else numerals.han_value(numeral)


@cache
def _number(language: str) -> re.Pattern[str]:
    """A number with all that belongs to it: currency before, multiplier, unit or currency after."""
    steps = pattern(table("multiplier", "zh") | table("multiplier", language) | table("multiplier", "en"))
    money = "|".join([r"US(?=\d)", *(re.escape(alias) for alias in sorted(_prefixes(), key=len, reverse=True))])
    unit = pattern(table("unit") | table("period"))
    return re.compile(
        rf"(?P<currency>(?<![A-Za-z])(?:{money})\s?)?(?P<digits>{_DIGITS})(?:st|nd|rd|th|ro|ra|da|[ºª])?"
        rf"(?:\s?(?P<step>{steps}){_HAN_UNITS_AHEAD}(?:\s(?:de|of)(?=\s))?)?(?P<big>M(?![A-Za-z]))?多?"
        rf"(?:[\s-]?(?P<money>{pattern(table('currency'))})|[\s-]?(?P<cent>{pattern(table('cent'))})"
        rf"|[\s-]?(?:(?:more|additional|extra|further) )?(?P<unit>{unit}))?"
    )


_ONLY_AFTER = frozenset({"块", "块钱", "毛", "元", "刀", "欧"})
"""`每块58美元` is no 58 块."""


def _prefixes() -> Iterable[str]:
    """Currencies that stand before the number: signs and codes, not words (`peso 38 kg` is a weight)."""
    return (
        alias
        for alias in table("currency")
        if (len(alias) <= 3 and not alias.islower() and alias not in _ONLY_AFTER) or alias in ("usd", "rmb", "eur")
    )


def _plain(match: re.Match[str], text: str, language: str) -> Figure:
    values = numerals.readings(match["digits"], language)
    if match["step"] or _is_ten_thousands(match, text, language):
        step = Decimal(_steps(language)[match["step"] or "万"])
        values = frozenset(value * step for value in numerals.readings(match["digits"], "es"))
    if match["big"]:
        values |= frozenset(value * 10**6 for value in values)
    if match["cent"]:
        values |= frozenset(value / 100 for value in values)
    alias = (match["currency"] or match["money"] or "").strip()
    unit = "" if _is_loose(match, text) else (table("unit") | table("period")).get(match["unit"] or "", "")
    end = match.end() if unit or not match["unit"] else match.start("unit")
    return Figure(match.start(), end, "", Kind.NUMBER, values, "", _currency(alias), unit)


def _currency(alias: str) -> str:
    return "USD" if alias == "US" else table("currency").get(alias, "")


def _is_ten_thousands(match: re.Match[str], text: str, language: str) -> bool:
    """Whether a Chinese `1.5w` means 万: before a counter, where watts make no sense."""
    after = text[match.end("digits") :]
    return language == "zh" and bool(re.match("w(?=[件个双套条只台箱包块元张片支左右多以])", after))


@cache
def _steps(language: str) -> dict[str, str]:
    return table("multiplier", "en") | table("multiplier", "zh") | table("multiplier", language)


def _is_loose(match: re.Match[str], text: str) -> bool:
    """Whether what looks like a unit is a word of the sentence: `500 in stock`, a closing quotation mark."""
    unit, after = match["unit"], text[match.end() :]
    if unit in ('"', "”"):
        return (text.count('"') % 2 == 0 and unit == '"') or text.count("“") == text.count("”") > 0
    if unit == "in":
        return not re.match(_AFTER_INCHES, after)
    return unit in ("尺", "寸") and after[:1] in ("寸", "码")


def _words(text: str, language: str) -> Iterator[Figure]:
    for word in numerals.find_words(text, language):
        yield Figure(word.start, word.end, "", Kind.NUMBER, word.values, soft=True)
    if language in ("zh", "ja"):
        for match in re.finditer(
            rf"(?<!星期)(?<!礼拜)(?<!周){HAN_NUMERAL}(?:点{HAN_NUMERAL})?|半|双|俩|对|{_DOZEN}", text
        ):
            yield Figure(match.start(), match.end(), "", Kind.NUMBER, _han_values(match.group()), soft=True)


# 打 is also to beat, to make and to pack.
_DOZEN = "(?<=[一二两三四五六七八九十几半每整论成\\d])打(?![开印包样折托孔])"
_HAN_WORDS = {"半": ("0.5", "50"), "双": ("2",), "俩": ("2",), "对": ("2",), "打": ("12",)}


def _han_values(numeral: str) -> Values:
    if numeral in _HAN_WORDS:
        return frozenset(Decimal(value) for value in _HAN_WORDS[numeral])
    whole, _, fraction = numeral.partition("点")
    if not fraction:
        return frozenset({numerals.han_value(whole)})
    return frozenset({Decimal(f"{numerals.han_value(whole)}.{numerals.han_value(fraction)}")})


def _share(found: list[Figure], text: str) -> list[Figure]:
    """In `30 x 20 x 10 cm` and `$2-3` all numbers share the unit and the currency that one of them names."""
    shared = list(found)
    order = [*range(len(found) - 1, 0, -1), *range(1, len(found))]
    for i in order:
        left, right = shared[i - 1], shared[i]
        link = _LINK.fullmatch(text[left.end : right.start])
        if link and left.kind is right.kind is Kind.NUMBER:
            shared[i - 1] = _completed(left, right)
            shared[i] = right if link["list"] else _completed(right, left)
    return shared


def _completed(figure: Figure, by: Figure) -> Figure:
    if figure.soft:
        return figure
    money = figure.currency or ("" if figure.unit else by.currency)
    unit = figure.unit or ("" if money else by.unit)
    return replace(figure, currency=money, unit=unit)


def normalized(text: str) -> str:
    """`text` with figures and signs of full width made plain; its length may change."""
    return unicodedata.normalize("NFKC", text)
