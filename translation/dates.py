"""Days, months and times of day as written, with what they mean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from translation.numerals import han_value
from translation.quantities import table


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, a month or a time of day. 0 stands for what is not said."""

    start: int
    end: int
    year: int = 0
    month: int = 0
    day: int = 0
    minute: int = -1
    """Minutes after noon or midnight, for a time of day: `3 pm` and `15:00` are the same 180; -1 for a date."""
    soft: bool = False
    """The word may mean something else (`may`), so that a translation need not have it."""

    @property
    def parts(self) -> tuple[int, ...]:
        """The numbers that other spellings of it would show one by one."""
        if self.minute >= 0:
            hour, minute = divmod(self.minute, 60)
            return (hour or 12, minute) if minute else (hour or 12,)
        return tuple(part for part in (self.year, self.month, self.day) if part)


_HAN = r"[一二三四五六七八九十]{1,3}"
_ISO = re.compile(r"(?<![\d.,-])(?P<year>20\d\d)[-/.](?P<month>0?[1-9]|1[0-2])[-/.](?P<day>[0-3]?\d)(?![\d])")
_CHINESE = re.compile(
    rf"(?:(?P<year>20\d\d)年)?(?P<month>(?<!\d)(?:1[0-2]|0?[1-9])|{_HAN})月(?:份|(?P<day>\d{{1,2}}|{_HAN})[日号號]?(?![\d个天件箱台套]))?"
)
_CLOCK = re.compile(
    r"(?<![\d:.,/-])(?P<hour>[01]?\d|2[0-4])[:：](?P<minute>[0-5]\d)(?::[0-5]\d)?(?!\d)(?:\s*[ap]\.?\s?m\b\.?)?"
    r"|(?<![\d:.,/$€£¥-])(?P<hour2>0?\d|1\d|2[0-4])\s*[ap]\.?\s?m\b\.?"
    r"|(?<![\d:.,])(?P<hour3>[01]?\d|2[0-4]|[一二两三四五六七八九十]{1,2})(?:点|時|时)(?:(?P<half>半)|(?P<quarter>一刻)|(?P<minute3>[0-5]?\d)分?)?(?!\d)"
    r"|(?i:\blas?\s)(?P<hour4>\d{1,2})(?=\s(?:de la (?:mañana|tarde|noche)|en punto))"
)
_NEEDS_COMPANY = re.compile(
    r"(?i)(?:\b(?:in|by|until|till|since|of|from|to|early|late|mid|next|last|this|and|or|for|through)\s|[-/])$"
)
_COUNTED = (
    r"(?:pcs|pc|pieces|units|sets?|ctns?|cartons?|boxes|bags|rolls|kgs?|g|mm|cm|km|m|ml|l|tons?"
    r"|days?|weeks?|hours?|hrs?|usd|eur|rmb)\b"
)
"""After a number these say that it is no day: `in May 20 pcs`."""
_AMBIGUOUS = frozenset(
    {"may", "march", "mar", "sep", "set", "dec", "jan", "oct", "ago", "ene", "dic", "mars", "mai", "mei", "maio"}
)


def find(text: str, language: str) -> Iterator[Moment]:
    """The days, months and times in `text`, in no particular order; they do not overlap within a kind."""
    for match in [*_ISO.finditer(text), *_CHINESE.finditer(text)]:
        yield Moment(match.start(), match.end(), _int(match["year"]), _int(match["month"]), _int(match["day"]))
    if table("month", language):
        for match in _western(language).finditer(text):
            yield _named(match, text, language)
    for match in _CLOCK.finditer(text):
        yield _time(match)


def render(moment: Moment, target: str) -> str:
    """A date in the words of `target`, or nothing where the language has no rule."""
    names = {canonical: alias for alias, canonical in reversed(table("month", target).items())}
    month, day, year = names.get(str(moment.month), ""), moment.day, moment.year
    if target == "zh":
        return (f"{year}年" if year else "") + f"{moment.month}月" + (f"{day}日" if day else "")
    if target == "en" and month:
        return f"{month} {day or ''}".strip() + (f", {year}" if year and day else f" {year}" if year else "")
    if target == "es" and month:
        return (f"{day} de " if day else "") + month + (f" de {year}" if year else "")
    return ""


def _int(numeral: str | None) -> int:
    if not numeral:
        return 0
    return int(numeral) if numeral.isascii() else int(han_value(numeral))


@cache
def _western(language: str) -> re.Pattern[str]:
    """`March 15, 2026`, `15 March`, `15 de marzo de 2026`, `March`."""
    names = "|".join(sorted(table("month", language), key=len, reverse=True))
    return re.compile(
        rf"(?<![\w$€£¥.,])(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th|º|\.)?\s(?:of\s|de\s)?)?(?P<month>{names})(?![^\W\d_'’])(?:\.(?=\s\d))?"
        r"(?:(?P<gap>\s)(?P<day2>\d{1,2})(?:st|nd|rd|th)?(?![\d:%.,]*\d)(?!\s?(?:%|{_COUNTED})))?(?:,?\s(?:de\s|del\s)?(?P<year>20\d\d)(?!\d))?",
        re.IGNORECASE,
    )


def _named(match: re.Match[str], text: str, language: str) -> Moment:
    months = {alias.lower(): int(value) for alias, value in table("month", language).items()}
    name = match["month"]
    day = _int(match["day"] or match["day2"])
    alone = not day and not match["year"]
    soft = (
        alone and name.lower() in _AMBIGUOUS and not (name.istitle() and _NEEDS_COMPANY.search(text[: match.start()]))
    )
    return Moment(match.start(), match.end(), _int(match["year"]), months[name.lower()], day, soft=soft)


def _time(match: re.Match[str]) -> Moment:
    hour = _int(match["hour"] or match["hour2"] or match["hour3"] or match["hour4"])
    minute = 30 if match["half"] else 15 if match["quarter"] else _int(match["minute"] or match["minute3"])
    # 一点 is "one o'clock" and "a little".
    soft = bool(match["hour3"]) and not match["hour3"].isascii()
    return Moment(match.start(), match.end(), minute=hour % 12 * 60 + minute, soft=soft)
