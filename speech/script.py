"""How a transcript is written: Chinese in one script, with its own punctuation."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

_HAN = re.compile(r"[\u3400-\u9fff]")
_TRADITIONAL = ("zh-Hant", "zh-TW", "zh-HK")
_WIDE = {",": "，", ".": "。", "?": "？", "!": "！", ":": "：", ";": "；"}
_SIGN_AFTER_HAN = re.compile(r"(?<=[\u3400-\u9fff])\s*([,.?!:;])(?!\d)\s*")
_SPACE_BETWEEN_HAN = re.compile(r"(?<=[\u3400-\u9fff，。？！：；])[ \t]+(?=[\u3400-\u9fff])")


def spoken_language(language: str) -> str:
    """The language of a BCP 47 tag without script and region: what Whisper calls it."""
    return language.split("-", maxsplit=1)[0].lower()


def written(text: str, language: str) -> str:
    """The text as readers of `language` expect it: of Chinese the script and the wide punctuation."""
    if spoken_language(language) != "zh" or not _HAN.search(text):
        return text
    text = _converter("s2t" if language in _TRADITIONAL else "t2s")(text)
    text = _SIGN_AFTER_HAN.sub(lambda match: _WIDE[match[1]], text)
    return _SPACE_BETWEEN_HAN.sub("", text)


@cache
def _converter(direction: str) -> Callable[[str], str]:
    from opencc import OpenCC

    convert: Callable[[str], str] = OpenCC(direction).convert
    return convert
