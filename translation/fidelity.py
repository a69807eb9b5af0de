"""Compares an original and its translation by value: what figures, prices, dates and codes they hold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal

from translation import figures
from translation.figures import Figure, Kind
from translation.quantities import is_physical, same_currency, table
from translation.translator import Check, LanguagePair, Reason

SMALL_NUMBER = 12
"""Up to here a language whose number words are not known may write a number in words."""

_DATED = {"月": "month", "号": "day", "日": "day", "年": "year"}
_BEFORE_DATE = re.compile(
    r"(?:\b(?:el|día|del|al|the|on|by|from|at|until|till|before|after|a|a las?|las|de|to|and|y|e|between|entre)\s"
    r"|[-/.~–:至到和、从在]\s?)$",
    re.IGNORECASE,
)
_AFTER_DATE = re.compile(
    r"\s?(?:[-/~–:]\s?\d|点|(?:st|nd|rd|th)\b|º|(?:al?|to|y|and)\s\d|[至到和、]\d|[ap]\.? ?m)", re.IGNORECASE
)

Agrees = Callable[[Figure, Figure], bool]


def compare(original: str, translation: str, pair: LanguagePair) -> tuple[Check, ...]:
    """The figures, prices, units, dates, codes and addresses in which the two texts differ, by value.

    Order does not matter. Numbers in words may answer to figures but need no answer. A check without `original`
    is a figure that the translation invented, one without `translated` a figure that it lost.
    """
    left, right = list(figures.find(original, pair.source)), list(figures.find(translation, pair.target))
    repeated = _repeated_months(left) | _repeated_months(right)
    same_elided = _elided(left, right)
    for rule in (_same, _same_moment, same_elided):
        left, right = _without_pairs(left, right, rule)
    dated = _dated(original, left) | _dated(translation, right)
    left, right = _without_pairs(_in_parts(left, repeated), _in_parts(right, repeated), _same_part(dated))
    left, right = _without_pairs(
        left, right, lambda one, other: not (one.name or other.name) and same_elided(one, other)
    )
    wanted = [figure for figure in left if not figure.soft and not _may_be_in_words(figure, pair.target)]
    invented = [figure for figure in right if not figure.soft and not _may_be_in_words(figure, pair.source)]
    return tuple(_checks(_once(wanted), _once(invented)))


def mark(translation: str, checks: Iterable[Check], pair: LanguagePair) -> str:
    """`translation` with the original's tokens in the place of wrong ones, missing ones appended in brackets."""
    missing = []
    for check in checks:
        if check.reason is not Reason.FIGURE_DIFFERS or not check.original:
            continue
        place = _last_place(translation, check.translated, pair.target)
        if place is None:
            missing.append(check.original)
        else:
            translation = translation[: place[0]] + check.original + translation[place[1] :]
    return translation + "".join(f" [{token}]" for token in missing)


def _last_place(text: str, token: str, language: str) -> tuple[int, int] | None:
    """Where `token` stands as a figure; the last place, since the first ones were found to be right."""
    places = [(f.start, f.end) for f in figures.find(text, language) if token and f.text == token]
    return places[-1] if places else None


def _without_pairs(left: list[Figure], right: list[Figure], agrees: Agrees) -> tuple[list[Figure], list[Figure]]:
    """What is left of both sides when figures that agree are taken away pair by pair, hard ones first."""
    for hard_left, hard_right in ((True, True), (True, False), (False, True), (False, False)):
        for one in [figure for figure in left if figure.soft != hard_left]:
            other = next((f for f in right if f.soft != hard_right and agrees(one, f)), None)
            if other is not None:
                left = [figure for figure in left if figure is not one]
                right = [figure for figure in right if figure is not other]
    return left, right


def _same(one: Figure, other: Figure) -> bool:
    if one.kind is not other.kind:
        return False
    if one.kind is not Kind.NUMBER:
        return one.name == other.name and one.values == other.values
    return bool(one.values & other.values) and _same_money(one, other) and _same_unit(one, other)


def _same_moment(one: Figure, other: Figure) -> bool:
    """A date is also the same where one side leaves out the year."""
    return one.kind is other.kind is Kind.MOMENT and one.name == other.name and not (one.values and other.values)


def _elided(left: list[Figure], right: list[Figure]) -> Agrees:
    """A rule by which a number may go without the unit that another of its text names: 28 tons, the limit is 22."""
    named_left, named_right = _named(left), _named(right)

    def agrees(one: Figure, other: Figure) -> bool:
        if not one.kind is other.kind is Kind.NUMBER or not one.values & other.values:
            return False
        left_ones = [one, *(replace(one, currency=money, unit=unit) for money, unit in named_left if _is_bare(one))]
        right_ones = [
            other,
            *(replace(other, currency=money, unit=unit) for money, unit in named_right if _is_bare(other)),
        ]
        return any(_same(a, b) for a in left_ones for b in right_ones)

    return agrees


def _named(found: list[Figure]) -> set[tuple[str, str]]:
    return {(figure.currency, figure.unit) for figure in found if not _is_bare(figure)}


def _is_bare(figure: Figure) -> bool:
    return not figure.currency and not figure.unit


def _same_money(one: Figure, other: Figure) -> bool:
    if one.currency and other.currency:
        return same_currency(one.currency, other.currency)
    return {one.currency, other.currency} <= {"", "*"} or one.soft or other.soft


def _same_unit(one: Figure, other: Figure) -> bool:
    if one.unit == other.unit or one.soft or other.soft:
        return True
    if one.unit and other.unit:
        return False
    return not is_physical(one.unit or other.unit)


def _same_part(dated: dict[Figure, str]) -> Agrees:
    """A rule by which a day is the same as a day, and as a number that stands as a day does: `15 al 20 de marzo`."""

    def agrees(one: Figure, other: Figure) -> bool:
        if not one.values & other.values or not (one.name or other.name):
            return False
        roles = one.name or dated.get(one), other.name or dated.get(other)
        return None not in roles and (roles[0] == roles[1] or "" in roles)

    return agrees


def _dated(text: str, found: Iterable[Figure]) -> dict[Figure, str]:
    """The numbers of a text that stand where a part of a date does, each with that part, empty if it may be any."""
    places: dict[Figure, str] = {}
    for figure in found:
        role = _DATED.get(text[figure.end : figure.end + 1]) or _DATED.get(text[figure.end - 1 : figure.end])
        if role:
            places[figure] = role
        elif figure.soft or (_is_bare(figure) and _stands_as_date(text, figure)):
            places[figure] = ""
    return places


def _stands_as_date(text: str, figure: Figure) -> bool:
    return bool(_BEFORE_DATE.search(text[: figure.start]) or _AFTER_DATE.match(text[figure.end :]))


def _in_parts(found: list[Figure], repeated: set[int]) -> list[Figure]:
    """Moments taken apart into their numbers: `del 15 al 20 de marzo` against `March 15 to March 20`."""
    parts = [figure for figure in found if figure.kind is not Kind.MOMENT]
    for figure in found:
        for number, role in zip(figure.parts, _roles(figure), strict=False) if figure.parts else ():
            values, soft = frozenset({Decimal(number)}), figure.soft or number in repeated
            parts.append(replace(figure, kind=Kind.NUMBER, values=values, soft=soft, parts=(), name=role))
    return parts


def _roles(moment: Figure) -> tuple[str, ...]:
    """What each of the parts of a moment is."""
    if moment.name.endswith("min"):
        return "hour", "minute"
    month, day = moment.name.split("-")
    return (
        *(("year",) if moment.values else ()),
        *(("month",) if month != "0" else ()),
        *(("day",) if day != "0" else ()),
    )


def _repeated_months(found: list[Figure]) -> set[int]:
    """Months named more than once, which the other side may name once for all days."""
    months = Counter(figure.parts[-2] for figure in found if figure.kind is Kind.MOMENT and len(figure.parts) > 1)
    return {month for month, times in months.items() if times > 1}


def _may_be_in_words(figure: Figure, language: str) -> bool:
    """Whether a small number may stand on the other side in words that are not known here."""
    small = figure.kind is Kind.NUMBER and all(value <= SMALL_NUMBER and value % 1 == 0 for value in figure.values)
    return small and not figure.currency and language not in ("zh", "ja") and not table("number", language)


def _once(found: list[Figure]) -> list[Figure]:
    """Each place of the text once, though a moment was taken apart."""
    return list({(figure.start, figure.end): figure for figure in found}.values())


def _checks(wanted: list[Figure], invented: list[Figure]) -> Iterable[Check]:
    """Pair what is missing with what stands there instead, the likeliest first."""
    for figure in wanted:
        stand_in = max(
            (other for other in invented if other.kind is figure.kind),
            key=lambda other: _likeness(figure, other),
            default=None,
        )
        invented = [other for other in invented if other is not stand_in]
        yield Check(Reason.FIGURE_DIFFERS, figure.text, stand_in.text if stand_in else "")
    for figure in invented:
        yield Check(Reason.FIGURE_DIFFERS, "", figure.text)


def _likeness(one: Figure, other: Figure) -> tuple[bool, bool, bool]:
    return bool(one.values & other.values), one.currency == other.currency, one.unit == other.unit
