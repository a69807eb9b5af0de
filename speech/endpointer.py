"""Where utterances begin and end in a stream of speech probabilities. Sans I/O.

A voice activity detector (see speech/activity.py) gives one probability for each frame of 32 ms.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from speech.recognizer import RATE_HZ

FRAME_SAMPLES = 512
FRAME_S = FRAME_SAMPLES / RATE_HZ


@dataclass(frozen=True, slots=True)
class Pauses:
    """When an utterance is over, in seconds."""

    end_s: float
    """A pause of this length ends it."""
    max_s: float = 28.0
    """It never lasts longer: Whisper hears 30 s at once."""
    soft_max_s: float = 18.0
    """From here on the next short pause ends it."""
    short_s: float = 0.25


HANDS_FREE = Pauses(end_s=0.7)
"""Every pause may be the end."""
HELD = Pauses(end_s=2.0)
"""The speaker says when it is over, so a pause is for thinking."""


class Edge(StrEnum):
    """What a frame brought."""

    NONE = "none"
    BEGIN = "begin"
    """Somebody began to speak."""
    END = "end"
    """The utterance is over, by a pause or by its length."""


@dataclass(slots=True)
class Endpointer:
    """Counts frames. Begins with `min_speech_frames` of speech, so that a click is none."""

    pauses: Pauses
    threshold: float = 0.5
    release: float = 0.35
    """Speech goes on above this."""
    min_speech_frames: int = 3
    speaking: bool = False
    speech_s: float = 0.0
    """How much of the utterance was speech."""
    silence_s: float = 0.0
    """How long nobody has spoken, at its end."""
    _run: int = 0
    _length_s: float = 0.0

    def take(self, probability: float) -> Edge:
        """The next frame's probability of speech, 0 to 1."""
        return self._go_on(probability) if self.speaking else self._wait(probability)

    def reset(self) -> None:
        """Wait for the next utterance."""
        self.speaking, self.speech_s, self.silence_s, self._run = False, 0.0, 0.0, 0

    def _wait(self, probability: float) -> Edge:
        self._run = self._run + 1 if probability >= self.threshold else 0
        if self._run < self.min_speech_frames:
            return Edge.NONE
        self.speaking = True
        self.speech_s = self._length_s = self._run * FRAME_S
        self._run, self.silence_s = 0, 0.0
        return Edge.BEGIN

    def _go_on(self, probability: float) -> Edge:
        self._length_s += FRAME_S
        if probability >= self.release:
            self.speech_s += FRAME_S
            self.silence_s = 0.0
        else:
            self.silence_s += FRAME_S
        if not self._is_over():
            return Edge.NONE
        self.speaking = False
        return Edge.END

    def _is_over(self) -> bool:
        wanted = self.pauses.short_s if self._length_s >= self.pauses.soft_max_s else self.pauses.end_s
        return self.silence_s >= wanted or self._length_s >= self.pauses.max_s
