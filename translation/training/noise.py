"""What real messages look like: the source side of some examples is written carelessly, the target never."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable

_END = re.compile(r"[.!?。！？…]+$")
_INNER = re.compile(r"[,;:，；：、]")
_ABBREVIATIONS = {
    "en": {"please": "pls", "quantity": "qty", "you": "u", "are": "r", "thanks": "thx", "pieces": "pcs", "your": "ur",
           "as soon as possible": "asap", "because": "bc", "tomorrow": "tmr", "message": "msg", "okay": "ok"},
    "es": {"por favor": "x favor", "que": "q", "cantidad": "cant", "también": "tb", "porque": "xq", "piezas": "pzas",
           "gracias": "grs", "usted": "ud", "ustedes": "uds"},
    "zh": {"您": "你", "美元": "美金", "价格": "价钱"},
}  # fmt: skip


def lower(text: str, language: str, rng: random.Random) -> str:
    return text.lower()


def without_end(text: str, language: str, rng: random.Random) -> str:
    return _END.sub("", text)


def without_punctuation(text: str, language: str, rng: random.Random) -> str:
    """As a recognizer writes: no marks at all, a space for each."""
    spoken = re.sub(r"[¿¡]", "", _INNER.sub("" if language == "zh" else " ", _END.sub("", text)))
    return re.sub(r" {2,}", " ", spoken if re.search(r"\d[,:]\d", text) is None else text)


def without_accents(text: str, language: str, rng: random.Random) -> str:
    if language != "es":
        return text
    bare = "".join(char for char in unicodedata.normalize("NFD", text) if char != "\u0301" and char != "\u0308")
    return unicodedata.normalize("NFC", bare).replace("¿", "").replace("¡", "")


def abbreviated(text: str, language: str, rng: random.Random) -> str:
    for word, short in _ABBREVIATIONS[language].items():
        pattern = word if language == "zh" else rf"\b{word}\b"
        text = re.sub(pattern, short, text, flags=re.IGNORECASE)
    return text


def mistyped(text: str, language: str, rng: random.Random) -> str:
    """Two neighbouring letters of one word change places, or one is missing."""
    words = list(re.finditer(r"[a-záéíóúñü]{5,}", text))
    if not words or language == "zh":
        return text
    word = rng.choice(words)
    at = rng.randrange(word.start() + 1, word.end() - 2)
    swapped = text[at + 1] + text[at] if rng.random() < 0.6 else text[at]
    return text[:at] + swapped + text[at + 2 :]


Noise = Callable[[str, str, random.Random], str]
KINDS: tuple[tuple[Noise, float], ...] = (
    (lower, 0.4),
    (without_end, 0.6),
    (without_punctuation, 0.25),
    (without_accents, 0.5),
    (abbreviated, 0.3),
    (mistyped, 0.25),
)


def noisy(text: str, language: str, rng: random.Random) -> str:
    """`text` as somebody in a hurry would have sent it; never empty."""
    for noise, chance in KINDS:
        if rng.random() < chance:
            text = noise(text, language, rng).strip() or text
    return text
