"""What a model says of its own: answers to a question that it should translate, prefaces, notes, explanations."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

DATA_FILE = Path(__file__).with_name("data") / "chatter.tsv"

TOPICS = ("translation", "note", "sentence", "hope", "service", "machine")
"""What a model talks about; each has words that are `said` and words of an original by which that is `allowed`."""

_QUESTION = re.compile(r"[?？]")
_COLON = re.compile(r"[:：]")
_ASIDE = re.compile(
    r"[(（\[【](?:[^()（）\[\]【】]{12,}|[^()（）\[\]【】]*[\u4e00-\u9fff]{5}[^()（）\[\]【】]*)[)）\]】]"
)
_OFF_THE_LINE = re.compile(r"[(（\[【—–:：]|\s-\s")
"""What an aside in brackets may stand for."""


def answers(original: str, translation: str) -> bool:
    """Whether the original asks and the translation does not, or begins with a yes or a no of its own."""
    if not _QUESTION.search(original):
        return False
    if not _QUESTION.search(translation):
        return not _words("request").search(translation)
    return _replies(original, translation)


def adds(original: str, translation: str) -> bool:
    """Whether something is said around the translation."""
    return (
        translation.strip().count("\n") > original.strip().count("\n")
        or (bool(_label().search(translation)) and _colons(translation) > _colons(original))
        or _replies(original, translation)
        or any(_talks_of(topic, original, translation) for topic in TOPICS)
        or len(_ASIDE.findall(translation)) > len(_OFF_THE_LINE.findall(original))
    )


def _replies(original: str, translation: str) -> bool:
    """Whether the translation begins with a yes or a no, and the original with nothing of the kind."""
    return bool(_opening("answer").search(translation)) and not _opening("answer", "acknowledge").search(original)


def _colons(text: str) -> int:
    return len(_COLON.findall(text))


def _talks_of(topic: str, original: str, translation: str) -> bool:
    return bool(_words(f"{topic} said").search(translation)) and not _words(f"{topic} allowed").search(original)


@cache
def _opening(*kinds: str) -> re.Pattern[str]:
    words = "|".join(_words(kind).pattern for kind in kinds)
    return re.compile(rf"^[^\w]*(?:{words})(?![a-záéíóúñ])", re.IGNORECASE)


@cache
def _label() -> re.Pattern[str]:
    """`Translation:`, `中文翻译如下：`."""
    return re.compile(rf"^\W*(?:{_words('label').pattern})[^.!?。！？\n]{{0,20}}[:：]", re.IGNORECASE)


@cache
def _words(kind: str) -> re.Pattern[str]:
    rows = (line.split("\t") for line in DATA_FILE.read_text(encoding="utf-8").splitlines())
    return re.compile("|".join(pattern for name, pattern in rows if name == kind), re.IGNORECASE)
