"""Whether a transcript can be what was said: loops, stock phrases, words that nobody could say so fast.

Thresholds follow Whisper's own (compression ratio 2.4, mean log-probability -1) where it has one.
"""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

MAX_COMPRESSION_RATIO = 2.4
MIN_MEAN_LOGPROB = -1.0
MAX_TOKENS_A_SECOND = 14.0
"""Fast speech has five to eight."""
GRACE_TOKENS = 12
REPEATED_GRAM = 4
_GRAM_TIMES = 2
_MIN_CYCLES = 3
_STOCK_PHRASES = Path(__file__).parent / "data" / "stock_phrases.txt"
_TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[\w']+")
_NOT_WORDS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Decoding:
    """What a model wrote, and what it thought of it."""

    text: str
    tokens: int
    mean_logprob: float
    speech_s: float


def is_plausible(decoding: Decoding) -> bool:
    """Whether it may stand as it is. If not, it is worth another try."""
    return not (
        decoding.mean_logprob < MIN_MEAN_LOGPROB
        or decoding.tokens > GRACE_TOKENS + MAX_TOKENS_A_SECOND * decoding.speech_s
        or is_loop(decoding.text)
    )


def is_loop(text: str) -> bool:
    """Whether the text repeats itself as no speaker does."""
    tokens = _TOKEN.findall(text.lower())
    return compression_ratio(text) > MAX_COMPRESSION_RATIO or _repeats_gram(tokens) or _cycles(tokens)


def compression_ratio(text: str) -> float:
    """How many times smaller gzip makes it. Short texts give below 1."""
    raw = text.encode()
    return len(raw) / len(gzip.compress(raw, mtime=0)) if raw else 0.0


def is_stock_phrase(text: str) -> bool:
    """Whether this is what Whisper writes where nobody speaks: thanks for watching, subtitles by, and the like."""
    return _bare(text) in _stock_phrases()


def _repeats_gram(tokens: list[str]) -> bool:
    # "no, no, no" and a figure said twice are speech; four words and more that come a third time are not.
    grams = [tuple(tokens[at : at + REPEATED_GRAM]) for at in range(len(tokens) - REPEATED_GRAM + 1)]
    counts: dict[tuple[str, ...], int] = {}
    for gram in grams:
        counts[gram] = counts.get(gram, 0) + 1
    return any(count > _GRAM_TIMES and len(set(gram)) > 1 for gram, count in counts.items())


def _cycles(tokens: list[str]) -> bool:
    """Whether the whole is one phrase of at least four words said twice over, or a shorter one again and again."""
    for length in range(1, len(tokens) // 2 + 1):
        times = len(tokens) / length
        wanted = 2 if length >= REPEATED_GRAM else _MIN_CYCLES + REPEATED_GRAM - length
        if times >= wanted and all(token == tokens[at % length] for at, token in enumerate(tokens)):
            return True
    return False


def first_round(text: str) -> str:
    """Of a text that repeats itself, what stands before the first repetition."""
    tokens = list(_TOKEN.finditer(text))
    for count in range(1, len(tokens) + 1):
        if is_loop(text[: tokens[count - 1].end()]):
            words = [token[0].lower() for token in tokens[:count]]
            return text[: tokens[max(count - _period(words), 1) - 1].end()]
    return text


def _period(words: list[str]) -> int:
    """How many words at the end are those before them once more."""
    halves = (size for size in range(len(words) // 2, 0, -1) if words[-size:] == words[-2 * size : -size])
    return next(halves, 1)


def _bare(text: str) -> str:
    return _NOT_WORDS.sub("", text).lower()


@cache
def _stock_phrases() -> frozenset[str]:
    lines = _STOCK_PHRASES.read_text(encoding="utf-8").splitlines()
    return frozenset(_bare(line) for line in lines if line and not line.startswith("#"))
