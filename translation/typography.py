"""The customs of a language in signs and spaces, given to what a model wrote."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable

from translation.translator import LanguagePair

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_WIDE = f"{_HAN}\u3001\u3002\u300a-\u3011\uff01-\uff5e"
_TO_WIDE = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", ".": "。"}
_TO_NARROW = str.maketrans(
    {"，": ", ", "。": ". ", "；": "; ", "：": ": ", "？": "? ", "！": "! ", "、": ", ", "（": " (", "）": ") "}
)

_HAS_HAN = re.compile(f"[{_HAN}]")
_HAS_WIDE_SIGN = re.compile("[，。；：？！、（）]")
_SIGN_AFTER_HAN = re.compile(rf"(?<=[{_HAN}）」』》%])\s*([,;:?!])\s*")
_COMMA_BEFORE_HAN = re.compile(rf"(?<=\w)\s*([,;:])\s+(?=[{_HAN}])")
_LAST_STOP = re.compile(rf"(?<=[{_HAN}）」』》\d%])\s*\.$")
_LAST_SIGN = re.compile(r"\s*([?!])(?=[?!]*$)")
_BRACKETS_ROUND_HAN = re.compile(rf"\s*\(([^()]*[{_HAN}][^()]*)\)\s*")
_SPACE_BETWEEN_WIDE = re.compile(rf"(?<=[{_WIDE}])\s+(?=[{_WIDE}])")
_SPACE_AT_WIDE_SIGN = re.compile(r"\s+(?=[，。；：？！、）])|(?<=[，。；：？！、（])\s+")

_SPACE_BEFORE_SIGN = re.compile(r"\s+(?=[,;.!?:](?:\s|$))")
_SPACE_AFTER_OPENING = re.compile(r"(?<=[¿¡(])\s+")
_SPACES = re.compile(r" {2,}")

_ENDS_SENTENCE = re.compile(r"[.。!！?？…:：;；][\"'”’»)）」』]*$")
_ENDS_QUESTION = re.compile(r"[?？][\"'”’»)）」』]*$")
_ADDED_STOP = re.compile(r"(?<![.。…])[.。]$")
_FIRST_WORD = re.compile(r"[¿¡]*([^\W\d_]+)(?=[\s,]|$)")


def before_model(text: str, pair: LanguagePair) -> str:
    """A Chinese source in simplified characters, the only ones the models learned."""
    return simplified(text) if is_simplified(pair.source) else text


def after_model(text: str, source: str, pair: LanguagePair) -> str:
    """What the model wrote for `source`, with the target's punctuation and spaces; Chinese in simplified characters."""
    if is_simplified(pair.target):
        text = _wide(simplified(text))
    elif pair.target not in {"zh-Hant", "ja", "fr"}:
        text = _like_a_sentence(_narrow(text), source)
    return _ended_like(text, source)


def is_simplified(language: str) -> bool:
    """Whether this tag means Chinese in simplified characters."""
    return language.split("-", maxsplit=1)[0] == "zh" and "Hant" not in language


def simplified(text: str) -> str:
    """Traditional Chinese characters made simplified; everything else as it is."""
    return _converter()(text) if _HAS_HAN.search(text) else text


@functools.cache
def _converter() -> Callable[[str], str]:
    # Reads its tables on the first conversion, which is therefore made here, once.
    from opencc import OpenCC

    convert: Callable[[str], str] = OpenCC("t2s").convert
    convert("漢")
    return convert


def _wide(text: str) -> str:
    if not _HAS_HAN.search(text):
        return text
    text = _BRACKETS_ROUND_HAN.sub(r"（\1）", text)
    for pattern in (_SIGN_AFTER_HAN, _COMMA_BEFORE_HAN, _LAST_SIGN):
        text = pattern.sub(lambda match: _TO_WIDE[match[1]], text)
    text = _LAST_STOP.sub("。", text)
    text = _SPACE_BETWEEN_WIDE.sub("", text)
    return _SPACE_AT_WIDE_SIGN.sub("", text)


def _narrow(text: str) -> str:
    if _HAS_WIDE_SIGN.search(text):
        text = text.translate(_TO_NARROW)
    text = _SPACE_BEFORE_SIGN.sub("", text)
    text = _SPACE_AFTER_OPENING.sub("", text)
    return _SPACES.sub(" ", text).strip()


def _like_a_sentence(text: str, source: str) -> str:
    """With a capital at the beginning where the source's script has none."""
    first = _FIRST_WORD.match(text)
    if not first or not first[1].islower() or not _HAS_HAN.search(source):
        return text
    return text[: first.start(1)] + text[first.start(1)].upper() + text[first.start(1) + 1 :]


def _ended_like(text: str, source: str) -> str:
    """Without the full stop that models put after a line that has none, with the question mark that they forget.

    A question that became a statement stays one: it may be an answer, which no sign turns into a translation.
    """
    if not _ENDS_SENTENCE.search(source):
        return _ADDED_STOP.sub("", text)
    if _ENDS_QUESTION.search(source) and not _ENDS_SENTENCE.search(text) and "¿" not in source + text:
        return text + ("？" if _HAS_HAN.search(text) else "?")
    return text
