"""What every recognizer promises, and the words in which it speaks.

Audio is float32 from -1 to 1, mono, at 16 kHz. The shape follows Home Assistant's speech-to-text providers (one call,
declared metadata); the words are those of Wyoming (utterance, transcript) and of streaming (partial, final).

    SpeechError
    ├── RecognizerError           a recognizer could not do its work (`permanent` tells whether a retry helps)
    │   └── RecognizerUnavailable no model is installed
    └── AudioError                the audio cannot be used (see speech/audio.py)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

RATE_HZ = 16_000
MAX_PROMPT_CHARS = 200
"""Of what was said before, an engine is told this much: more makes Whisper repeat it."""

Samples = NDArray[np.float32]
"""Mono, 16 kHz, from -1 to 1; shape `(samples,)`."""
Progress = Callable[[float], None]
"""Called with the share of the audio that has been transcribed, from 0 to 1."""


class SpeechError(Exception):
    """Anything that keeps speech from being recognized."""


class RecognizerError(SpeechError):
    """A recognizer failed. `permanent` is True where trying again cannot help."""

    def __init__(self, message: str, *, permanent: bool = False) -> None:
        super().__init__(message)
        self.permanent = permanent


class RecognizerUnavailable(RecognizerError):
    """No speech model is installed."""

    def __init__(self) -> None:
        super().__init__("no speech model is installed", permanent=True)


@dataclass(frozen=True, slots=True)
class Word:
    """A word (in Chinese, a character or a few) and when it is heard, in seconds from the start of the audio.

    `text` carries what stands around it, so that the words put together are the text.
    """

    text: str
    start_s: float
    end_s: float


def placed(words: Iterable[Word], text: str, after_s: float = 0.0) -> list[Word]:
    """The words as they stand in `text`, which may be punctuated or written otherwise; together they are all of it.

    `after_s` is added to their times.
    """
    found, end = [], 0
    for word in words:
        start, letters = end, sum(letter.isalnum() for letter in word.text)
        while end < len(text) and (letters or not text[end].isalnum()):
            letters -= text[end].isalnum()
            end += 1
        if end > start:
            found.append(Word(text[start:end], round(word.start_s + after_s, 2), round(word.end_s + after_s, 2)))
    if found and end < len(text):
        found[-1] = replace(found[-1], text=found[-1].text + text[end:])
    return found


@dataclass(frozen=True, slots=True)
class Hints:
    """What a recognizer may use beside the audio."""

    language: str
    """BCP 47, as the speaker has set it. Never guessed: noise has no language."""
    before: str = ""
    """What was said before this audio; the last `MAX_PROMPT_CHARS` are used."""
    hotwords: tuple[str, ...] = ()
    """Names and products that may occur."""
    committed: str = ""
    """The words of this very audio that are settled: the result begins with them."""


@dataclass(frozen=True, slots=True)
class Partial:
    """What an utterance that still goes on seems to say: everything from the start of the audio."""

    text: str
    words: tuple[Word, ...] = ()
    """Given only where the audio is so long that its beginning is better left out the next time."""


@dataclass(frozen=True, slots=True)
class Final:
    """What was said. Empty text means that nobody spoke."""

    text: str
    words: tuple[Word, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True, slots=True)
class RecognizerInfo:
    """What the status page and `manage.py models` show of a recognizer."""

    name: str
    model: str = ""
    """Empty where none is installed."""
    compute_type: str = ""
    loaded: bool = False
    memory_bytes: int = 0
    """Measured growth of the process when the model was loaded; 0 while it is not."""
    real_time_factor: float = 0.0
    """Seconds of work for a second of speech, of what was transcribed lately; 0 where nothing was."""


@runtime_checkable
class Recognizer(Protocol):
    """Audio in, words out. Safe to call from many threads at once; blocks the caller."""

    @property
    def name(self) -> str:
        """As settings and labels call it."""

    def languages(self) -> frozenset[str]:
        """The languages that can be recognized; empty where no model is installed."""

    def transcribe(self, audio: Samples, hints: Hints, progress: Progress | None = None) -> Final:
        """Everything that is said in `audio`, however long it is. Raises `RecognizerError`."""

    def guess(self, audio: Samples, hints: Hints) -> Partial:
        """A quick guess at an utterance that goes on, at most `MAX_WINDOW_S` long. Raises `RecognizerError`."""

    def info(self) -> RecognizerInfo:
        """What is loaded and how fast it is. Loads nothing."""
