"""Audio for tests: recordings with what is said in them, and sounds in which nobody speaks."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from speech.audio import Pcm, decode
from speech.recognizer import RATE_HZ, Samples
from speech.script import spoken_language, written

FOLDER = Path(__file__).parent.parent / "data" / "speech"


@dataclass(frozen=True, slots=True)
class Clip:
    """A recording of at most 13 s."""

    name: str
    language: str
    text: str

    @property
    def path(self) -> Path:
        return FOLDER / f"{self.name}.flac"

    @property
    def pcm(self) -> Pcm:
        return decode(self.path.read_bytes()).pcm

    @property
    def samples(self) -> Samples:
        return decode(self.path.read_bytes()).samples


@cache
def clips() -> dict[str, Clip]:
    """All of them, by name."""
    with (FOLDER / "clips.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return {row["clip"]: Clip(row["clip"], row["language"], row["text"]) for row in rows}


def units(text: str, language: str) -> list[str]:
    """What errors are counted in: words, of Chinese characters; without case and punctuation."""
    bare = re.sub(r"[^\w\s']", " ", written(text, language).lower())
    return list(re.sub(r"\s", "", bare)) if spoken_language(language) == "zh" else bare.split()


def errors(heard: str, said: str, language: str) -> int:
    """The edit distance in units."""
    one, other = units(heard, language), units(said, language)
    row = list(range(len(other) + 1))
    for at, left in enumerate(one, 1):
        diagonal, row[0] = row[0], at
        for place, right in enumerate(other, 1):
            diagonal, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, diagonal + (left != right))
    return row[-1]


def error_rate(heard: str, said: str, language: str) -> float:
    """Word error rate, of Chinese character error rate."""
    return errors(heard, said, language) / len(units(said, language))


def silence(seconds: float) -> Samples:
    return np.zeros(int(seconds * RATE_HZ), np.float32)


def _time(seconds: float) -> Samples:
    return (np.arange(int(seconds * RATE_HZ)) / RATE_HZ).astype(np.float32)


def hum(seconds: float) -> Samples:
    """The mains, with its harmonics."""
    t = _time(seconds)
    return np.asarray(0.1 * np.sin(2 * np.pi * 50 * t) + 0.03 * np.sin(2 * np.pi * 150 * t), np.float32)


def noise(seconds: float) -> Samples:
    return np.asarray(np.random.default_rng(1).normal(0, 0.05, int(seconds * RATE_HZ)), np.float32)


def typing(seconds: float) -> Samples:
    """Keys: short bursts, unevenly apart."""
    random, audio = np.random.default_rng(2), noise(seconds) * 0.02
    for at in np.cumsum(random.uniform(0.08, 0.3, int(seconds * 6))):
        start = int(at * RATE_HZ)
        burst = random.normal(0, 0.3, 200) * np.exp(-np.arange(200) / 40)
        audio[start : start + 200] += burst[: max(len(audio) - start, 0)].astype(np.float32)
    return audio


def music(seconds: float) -> Samples:
    """Chords with a melody over them, each note struck and fading."""
    t, audio = _time(seconds), silence(seconds)
    roots = [220.0, 174.6, 261.6, 196.0]
    for at, root in enumerate(roots * int(seconds / 2 + 1)):
        for ratio in (1, 1.25, 1.5, 2 + at % 3 / 4):
            since = t - at * 0.5
            audio += np.where(since >= 0, np.exp(-3 * since) * np.sin(2 * np.pi * root * ratio * t), 0) * 0.08
    return audio.astype(np.float32)


NOT_SPEECH: dict[str, Callable[[float], Samples]] = {
    "silence": silence,
    "hum": hum,
    "noise": noise,
    "typing": typing,
    "music": music,
}
