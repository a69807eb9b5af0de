"""Tokens that mean the same in every language and are kept letter by letter: addresses, codes, emoji."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class CodeKind(StrEnum):
    """What a verbatim token is."""

    URL = "url"
    EMAIL = "email"
    MENTION = "mention"
    CODE = "code"
    INCOTERM = "incoterm"


@dataclass(frozen=True, slots=True)
class Code:
    """A verbatim token and where it stands in its text."""

    start: int
    end: int
    text: str
    kind: CodeKind


INCOTERMS = ("EXW", "FCA", "FAS", "FOB", "CFR", "CIF", "CPT", "CIP", "DAP", "DPU", "DDP", "DAT", "DDU", "CNF")

# Written with a space between letters and number, yet one name: SUS 316L, ISO 9001, HS 8708.99.
STANDARDS = (
    "SUS",
    "AISI",
    "ASTM",
    "ISO",
    "DIN",
    "SAE",
    "JIS",
    "GB",
    "GB/T",
    "EN",
    "IEC",
    "UL",
    "HS",
    "RAL",
    "ECE",
    "BS",
)

_UNIT = (
    r"(?:k|m|mil|mio|mm|cm|dm|km|um|nm|in|inch|ft|yd|g|gr|gsm|kg|kgs|mg|lb|lbs|oz|t|ton|tons|l|ml|v|vac|vdc|kv|w|kw|wh"
    r"|kwh|a|ah|mah|ma|hz|khz|mhz|ghz|mb|gb|tb|mpa|kpa|bar|psi|rpm|lm|db|c|f|n|nm|hp|pcs|pc|pzs|pza|uds|ud|sets?|ctns?|cbm"
    r"|m2|m3|cm2|cm3|mm2|hrs?|h|min|s|ms|d|days?|x|st|nd|rd|th|am|pm|a\.m\.|p\.m\.|er|ro|do|ra|to|ppm|dpi|px|usd|eur"
    r"|rmb|cny|mxn|yuan|bn|off|den|cc|deg)"
)

# A word of ASCII letters and digits that holds both, with inner signs: AB-1203, A_3-x/9, 6061-T6, M8, IRF3205.
_WORD = r"(?=[A-Za-z0-9_./+-]*[0-9])(?=[A-Za-z0-9_./+-]*[A-Za-z])[A-Za-z0-9]+(?:[_./+-]+[A-Za-z0-9]+)*"
_QUANTITY = re.compile(rf"(?i)[0-9][0-9.,]*(?:[x*-][0-9.,]+)*[- ]?{_UNIT}(?:/{_UNIT})?")
# Two quantities run together (10x20x30cm) or a price written in one (US2.35, USD1200, RMB7) are figures, not codes.
_FIGURE = re.compile(
    rf"(?i)(?:us|usd|eur|rmb|cny|mxn|gbp|jpy)[0-9][0-9.,]*(?:k|m)?(?:/{_UNIT})?"
    rf"|(?:[0-9.,]+{_UNIT}?[x*/+-])+[0-9.,]+{_UNIT}?|[0-9.]+[a-z]{{0,3}}/[a-z]+|[a-z]+/[0-9.]+"
    # A word run into a number by a slip: speed25.
    r"|(?-i:[A-Z]?[a-z]{2,})[0-9.,]+"
    # A count and its noun: 300-piece, 2nd-source, 600-square-metre.
    r"|[0-9.,]+(?:st|nd|rd|th)?(?:-[a-z]{3,})+"
)

_SLANG = frozenset({"b4", "gr8", "l8r", "2day", "2moro", "4u", "2u", "b2b", "f2f"})

_URL = r"(?:https?://|www\.)[^\s<>\"'，。；！？、）】」』》“”‘’\u4e00-\u9fff]+(?<![.,;:!?)\]])"
_DOMAIN = (
    r"(?<![A-Za-z0-9@.-])[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.(?:com|net|org|cn|mx|io|biz|info)"
    r"(?:/[A-Za-z0-9_./?=&%#-]*)?(?![A-Za-z0-9])"
)
_FILE = (
    r"(?<![A-Za-z0-9])[A-Za-z0-9][A-Za-z0-9_.-]*"
    r"\.(?:pdf|xlsx?|docx?|pptx?|jpe?g|png|zip|rar|dwg|step|stp|csv|ai|psd)(?![A-Za-z0-9])"
)
_PATTERN = re.compile(
    rf"(?P<url>{_URL}|{_DOMAIN})"
    r"|(?P<email>(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,})"
    r"|(?P<mention>(?<![A-Za-z0-9@])@[A-Za-z0-9_]+(?:[.-][A-Za-z0-9_]+)*|(?<![A-Za-z0-9&#])\#[A-Za-z_][A-Za-z0-9_]*)"
    rf"|(?P<incoterm>(?i:(?<![A-Za-z0-9_-])(?:{'|'.join(INCOTERMS)})(?![A-Za-z0-9_-])))"
    rf"|(?P<standard>(?<![A-Za-z0-9_-])(?:{'|'.join(STANDARDS)})[ -]?[0-9]+(?:[.:-][0-9]+)*[A-Z]?(?![A-Za-z0-9]))"
    rf"|(?P<file>{_FILE})"
    rf"|(?P<code>(?<![A-Za-z0-9_$€£¥.,/+-]){_WORD}(?![A-Za-z0-9_]))"
)
_KINDS = {"standard": CodeKind.CODE, "file": CodeKind.CODE}

_EMOJI_BASE = (
    "\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff\u2600-\u27bf\u2b1b\u2b1c\u2b50\u2b55"
    "\u231a\u231b\u23e9-\u23fa\u203c\u2049"
)
EMOJI = re.compile(rf"(?:[{_EMOJI_BASE}][\ufe0f\u20e3\U0001f3fb-\U0001f3ff]*(?:\u200d[{_EMOJI_BASE}]\ufe0f?)*)+")
"""A run of emoji, with their skin tones, joiners and variation signs."""


REMEMBERED_TEXTS = 1024


@lru_cache(maxsize=REMEMBERED_TEXTS)
def find(text: str) -> tuple[Code, ...]:
    """The verbatim tokens of `text`, from left to right, without figures.

    Remembered for the texts at hand: cutting, protecting and comparing all ask about the same ones.
    """
    return tuple(_find(text))


def _find(text: str) -> Iterator[Code]:
    for match in _PATTERN.finditer(text):
        name = match.lastgroup or ""
        if name == "code" and not _is_code(match.group()):
            continue
        kind = _KINDS.get(name) or CodeKind(name)
        yield Code(match.start(), match.end(), match.group(), kind)


def canonical(code: Code) -> str:
    """What must be equal in two spellings of one code: letters and figures, without case, space and hyphen."""
    if code.kind is CodeKind.CODE:
        return re.sub(r"[\s-]|s$", "", code.text).upper()
    return code.text.casefold().rstrip("/")


def _is_code(word: str) -> bool:
    return word not in _SLANG and not _QUANTITY.fullmatch(word) and not _FIGURE.fullmatch(word)
