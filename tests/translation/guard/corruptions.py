"""What may go wrong with a translation: each kind takes a correct one and spoils it, or declines."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from tests.translation.guard import mischief
from tests.translation.guard.values import MONTHS
from translation.translator import LanguagePair


@dataclass(frozen=True, slots=True)
class Case:
    """A correct translation, to be spoilt."""

    original: str
    translation: str
    pair: LanguagePair
    rng: Random

    @property
    def target(self) -> str:
        return self.pair.target

    @property
    def spaceless(self) -> bool:
        return self.target == "zh"


Corruption = Callable[[Case], "str | None"]

_NUMBER = re.compile(r"(?<![A-Za-z0-9./:,-])\d+(?:[.,]\d+)*(?![A-Za-z0-9/:-]|[.,]\d)")
_CODE = re.compile(r"(?<![A-Za-z0-9$€])(?=[A-Z0-9-]*\d)[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*(?![A-Za-z0-9-])")
_MONTH_DAY = {
    "en": r"\b(?P<m>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?P<rest>[a-z]*) (?P<d>\d{1,2})\b",
    "zh": r"(?P<m>\d{1,2})月(?P<d>\d{1,2})(?P<rest>[日号])",
    "es": r"\b(?P<d>\d{{1,2}}) de (?P<m>{})\b".format("|".join(MONTHS[1])),
}
_MONTHS = {"en": MONTHS[0], "zh": tuple(f"{month}月" for month in range(1, 13)), "es": MONTHS[1]}
MIN_LETTERS_TO_CUT = {"en": 40, "zh": 14, "es": 40}


def figure_altered(case: Case) -> str | None:
    """One digit is another."""
    return _with_number(case, lambda number: _other_digit(number, case.rng))


def figure_scaled(case: Case) -> str | None:
    """A zero is lost or gained, or the decimal point with it."""
    return _with_number(case, lambda number: _scaled(number, case.rng))


def figure_dropped(case: Case) -> str | None:
    """A number is left out."""
    return _with_number(case, lambda number: "")


def figure_moved(case: Case) -> str | None:
    """Two numbers have changed places."""
    numbers = list(_NUMBER.finditer(case.translation))
    couples = [(a, b) for a in numbers for b in numbers if a.start() < b.start() and a.group() != b.group()]
    if not couples:
        return None
    first, second = case.rng.choice(couples)
    text = case.translation
    return (
        text[: first.start()]
        + second.group()
        + text[first.end() : second.start()]
        + first.group()
        + text[second.end() :]
    )


def figure_invented(case: Case) -> str | None:
    """A number comes from nowhere."""
    phrase = case.rng.choice(mischief.INVENTED[case.target]).format(n=case.rng.randrange(13, 990))
    return _inserted(case, phrase)


def price_carried_in(case: Case) -> str | None:
    """A price stands there that belongs to another message."""
    return _inserted(case, case.rng.choice(mischief.PRICES))


def unit_swapped(case: Case) -> str | None:
    """Centimetres are millimetres, days are weeks."""
    places = [
        (match, row)
        for row in mischief.UNITS
        for match in re.finditer(
            rf"(?<=\d)(?<!19\d\d)(?<!20\d\d)\s?({_either(row)})(?![A-Za-zÀ-ÿ²³/])", case.translation
        )
    ]
    if not places:
        return None
    match, row = case.rng.choice(places)
    other = case.rng.choice([unit for unit in row if unit != match[1]])
    return _replaced(case.translation, match.start(1), match.end(1), other)


def currency_swapped(case: Case) -> str | None:
    """Dollars are euros; a bare $ of the original may be any dollar and any peso, so that those count as the same."""
    before = list(re.finditer(r"(US\$|MX\$|RMB |USD |EUR |MXN |[$€£])(?=\s?\d)", case.translation))
    after = list(re.finditer(rf"(?<=\d)\s?({_either(mischief.CURRENCIES_AFTER[case.target])})", case.translation))
    if not before and not after:
        return None
    match = case.rng.choice(before + after)
    others = mischief.CURRENCIES_BEFORE if match in before else mischief.CURRENCIES_AFTER[case.target]
    named = [match[1], *(["$"] if re.search(r"(?<![A-Z])[$]", case.original) else [])]
    other = case.rng.choice([money for money in others if not any(_same_money(one, money) for one in named)])
    return _replaced(case.translation, match.start(1), match.end(1), other)


def date_shifted(case: Case) -> str | None:
    """A day or a month is another."""
    match = next(re.finditer(_MONTH_DAY[case.target], case.translation), None)
    if match is None or case.rng.random() < 0.3:
        return _other_month(case)
    day = case.rng.choice([day for day in range(1, 29) if str(day) != match["d"]])
    return _replaced(case.translation, match.start("d"), match.end("d"), str(day))


def code_mangled(case: Case) -> str | None:
    """A sign of a code is lost, another, or in another place."""
    codes = [match for match in _CODE.finditer(case.translation) if len(match.group()) > 2]
    if not codes:
        return None
    match = case.rng.choice(codes)
    return _replaced(case.translation, match.start(), match.end(), _mangled(match.group(), case.rng))


def negation_dropped(case: Case) -> str | None:
    """A "not" is lost."""
    return _reworded(case, mischief.NEGATIONS[case.target]) if _denies(case.original, case.pair.source) else None


def not_yet_dropped(case: Case) -> str | None:
    """What has not happened yet has happened."""
    return _reworded(case, mischief.NOT_YET[case.target]) if _denies(case.original, case.pair.source) else None


def negation_added(case: Case) -> str | None:
    """A "not" stands where there is none."""
    if _denies(case.original, case.pair.source) or _denies(case.translation, case.target):
        return None
    return _reworded(case, mischief.AFFIRMATIVE[case.target])


def looped(case: Case) -> str | None:
    """Some words are said again and again."""
    words = _words(case)
    length = min(case.rng.choice([1, 2, 3, 5]) * (2 if case.spaceless else 1), len(words))
    place = case.rng.randrange(length, len(words) + 1)
    times = case.rng.randrange(5, 12)
    return _text(case, words[:place] + words[place - length : place] * times + words[place:])


def truncated(case: Case) -> str | None:
    """The second half is missing."""
    if len(case.translation) < MIN_LETTERS_TO_CUT[case.target]:
        return None
    words = _words(case)
    return _text(case, words[: int(len(words) * case.rng.uniform(0.3, 0.6))]).rstrip(" ,.;:，。；：、")


def sentence_left_out(case: Case) -> str | None:
    """One of several sentences is missing."""
    sentences = _sentences(case.translation)
    if len(sentences) < 2:
        return None
    del sentences[case.rng.randrange(len(sentences))]
    return ("" if case.spaceless else " ").join(sentences).strip()


def left_in_source(case: Case) -> str | None:
    """The original stands there again."""
    return case.original if _is_prose(case.original) else None


def half_left_in_source(case: Case) -> str | None:
    """The second half is not translated."""
    if len(case.translation) < MIN_LETTERS_TO_CUT[case.target] or not _is_prose(case.original):
        return None
    words, originals = (
        _words(case),
        re.findall(r"\S+\s*|$", case.original) if case.pair.source != "zh" else list(case.original),
    )
    return _text(case, words[: len(words) // 2]).rstrip() + " " + "".join(originals[len(originals) // 2 :])


def answered(case: Case) -> str | None:
    """The question is answered instead of translated."""
    return case.rng.choice(mischief.ANSWERS[case.target]) if re.search(r"[?？]$", case.original) else None


def prefaced(case: Case) -> str | None:
    """The model talks before it translates."""
    return case.rng.choice(mischief.PREFACES[case.target]).format(text=case.translation)


def note_appended(case: Case) -> str | None:
    """The model explains what it has translated."""
    return f"{case.translation}{'' if case.spaceless else ' '}{case.rng.choice(mischief.NOTES[case.target])}"


FIGURES: tuple[Corruption, ...] = (
    figure_altered,
    figure_scaled,
    figure_moved,
    figure_dropped,
    figure_invented,
    price_carried_in,
    unit_swapped,
    currency_swapped,
    date_shifted,
    code_mangled,
)
WORDS: tuple[Corruption, ...] = (
    negation_dropped,
    not_yet_dropped,
    negation_added,
    looped,
    truncated,
    sentence_left_out,
    left_in_source,
    half_left_in_source,
    answered,
    prefaced,
    note_appended,
)


def spoil(case: Case, kind: Corruption) -> str | None:
    """The translation spoilt, or None where there is nothing of this kind to spoil."""
    result = kind(case)
    return result if result and result.strip() and result != case.translation else None


def _with_number(case: Case, change: Callable[[str], str]) -> str | None:
    numbers = list(_NUMBER.finditer(case.translation))
    if not numbers:
        return None
    match = case.rng.choice(numbers)
    return _replaced(case.translation, match.start(), match.end(), change(match.group()))


def _other_digit(number: str, rng: Random) -> str:
    place = rng.choice([i for i, sign in enumerate(number) if sign.isdigit()])
    digits = [digit for digit in "123456789" if digit != number[place]]
    return number[:place] + rng.choice(digits) + number[place + 1 :]


def _scaled(number: str, rng: Random) -> str:
    if re.fullmatch(r"\d+[.,]\d{1,2}", number):
        return re.sub(r"[.,]", "", number).lstrip("0") or "10"
    bare = re.sub(r"[.,]", "", number)
    shorter = bare.endswith("0") and len(bare) > 1 and rng.random() < 0.5
    return bare[:-1] if shorter else f"{bare}0"


def _mangled(code: str, rng: Random) -> str:
    place = rng.randrange(len(code))
    sign = code[place]
    if sign == "-":
        return code[:place] + "-1" + code[place + 1 :]
    if len(code) > 4 and rng.random() < 0.3:
        return code[:place] + code[place + 1 :]
    pool = "0123456789" if sign.isdigit() else "ABCDEFGHKLMNPQRSTUVW"
    return code[:place] + rng.choice([other for other in pool if other != sign]) + code[place + 1 :]


def _inserted(case: Case, phrase: str) -> str:
    words = _words(case)
    place = case.rng.choice([0, len(words) - 1, len(words)])
    gap = "" if case.spaceless else " "
    return _text(case, [*words[:place], f"{gap}{phrase}{gap}", *words[place:]]).strip().replace("  ", " ")


def _other_month(case: Case) -> str | None:
    names = _MONTHS[case.target]
    # A bare "May" is a verb as often as a month.
    written = _either([name for name in names if name != "May"])
    matches = list(re.finditer(rf"(?<![\dA-Za-z])(?:{written})(?![A-Za-z])", case.translation))
    if not matches:
        return None
    match = case.rng.choice(matches)
    other = case.rng.choice([name for name in names if name != match.group()])
    return _replaced(case.translation, match.start(), match.end(), other)


def _reworded(case: Case, rules: Sequence[tuple[str, str]]) -> str | None:
    places = [(match, after) for before, after in rules for match in re.finditer(before, case.translation)]
    if not places:
        return None
    match, after = case.rng.choice(places)
    return _replaced(case.translation, match.start(), match.end(), match.expand(after))


def _denies(text: str, language: str) -> bool:
    return any(re.search(pattern, text, re.IGNORECASE) for pattern, _ in mischief.NEGATIONS[language])


def _same_money(one: str, other: str) -> bool:
    """Whether two currencies may mean the same, as a bare dollar sign may mean pesos."""
    one, other = one.strip(), other.strip()
    dollars = {"$", "US$", "USD", "dollars", "dólares", "美元", "MX$", "MXN", "墨西哥比索"}
    american = {"US$", "USD", "美元"}
    if {one, other} <= american or one == other or {one, other} <= {"MX$", "MXN"} or {one, other} <= {"€", "EUR"}:
        return True
    return {one, other} <= dollars and "$" in (one, other)


def _is_prose(text: str) -> bool:
    return len(re.findall(r"[a-záéíóúñ]{2,}|[\u4e00-\u9fff]{2}", text)) >= 3


def _words(case: Case) -> list[str]:
    return list(case.translation) if case.spaceless else re.findall(r"\S+\s*", case.translation)


def _text(case: Case, words: Sequence[str]) -> str:
    return "".join(word if case.spaceless or word[-1:].isspace() else f"{word} " for word in words).strip()


def _sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?])\s+(?=[A-ZÁÉÍÓÚ¿¡])|(?<=[。！？])", text) if part.strip()]


def _either(words: Sequence[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _replaced(text: str, start: int, end: int, by: str) -> str:
    return text[:start] + by + text[end:]
