"""Writing systems: which one a character or a text belongs to."""

from __future__ import annotations

import functools
from collections import Counter
from enum import StrEnum


class Script(StrEnum):
    """ISO 15924 codes of the writing systems that the languages here use."""

    LATIN = "Latn"
    HAN = "Hani"
    KANA = "Kana"
    HANGUL = "Hang"
    CYRILLIC = "Cyrl"
    GREEK = "Grek"
    ARABIC = "Arab"
    HEBREW = "Hebr"
    DEVANAGARI = "Deva"
    BENGALI = "Beng"
    THAI = "Thai"


# First and last code point of each block; letters only matter, so a block's signs may be included.
RANGES: tuple[tuple[int, int, Script], ...] = (
    (0x0041, 0x024F, Script.LATIN),
    (0x0370, 0x03FF, Script.GREEK),
    (0x0400, 0x052F, Script.CYRILLIC),
    (0x0590, 0x05FF, Script.HEBREW),
    (0x0600, 0x06FF, Script.ARABIC),
    (0x0750, 0x077F, Script.ARABIC),
    (0x0900, 0x097F, Script.DEVANAGARI),
    (0x0980, 0x09FF, Script.BENGALI),
    (0x0E00, 0x0E7F, Script.THAI),
    (0x1100, 0x11FF, Script.HANGUL),
    (0x1E00, 0x1EFF, Script.LATIN),
    (0x1F00, 0x1FFF, Script.GREEK),
    (0x3040, 0x30FF, Script.KANA),
    (0x3130, 0x318F, Script.HANGUL),
    (0x3400, 0x4DBF, Script.HAN),
    (0x4E00, 0x9FFF, Script.HAN),
    (0xAC00, 0xD7AF, Script.HANGUL),
    (0xF900, 0xFAFF, Script.HAN),
    (0xFB1D, 0xFB4F, Script.HEBREW),
    (0xFB50, 0xFDFF, Script.ARABIC),
    (0xFE70, 0xFEFF, Script.ARABIC),
    (0xFF21, 0xFF5A, Script.LATIN),
    (0xFF66, 0xFF9F, Script.KANA),
    (0x20000, 0x3134F, Script.HAN),
)

SPACELESS = frozenset({Script.HAN, Script.KANA, Script.THAI})
"""Scripts that put no space between words or sentences."""


@functools.lru_cache(maxsize=8192)
def script_of_letter(letter: str) -> Script | None:
    """The script of one letter; None for digits, signs, marks and scripts that are not in the table."""
    if not letter.isalpha():
        return None
    point = ord(letter)
    return next((script for first, last, script in RANGES if first <= point <= last), None)


def count_scripts(text: str) -> Counter[Script]:
    """How many letters of each script `text` holds."""
    found = (script_of_letter(letter) for letter in text)
    return Counter(script for script in found if script is not None)


def script_of(text: str) -> Script | None:
    """The script of most letters of `text`; None where it has no letters."""
    counts = count_scripts(text)
    return counts.most_common(1)[0][0] if counts else None


def is_cjk(letter: str) -> bool:
    """Whether `letter` is Han or Kana, or punctuation of full width."""
    if script_of_letter(letter) in (Script.HAN, Script.KANA):
        return True
    return 0x3000 <= ord(letter) <= 0x303F or 0xFF01 <= ord(letter) <= 0xFF20 or 0xFF3B <= ord(letter) <= 0xFF65
