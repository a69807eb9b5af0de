"""Silero VAD (MIT) as shipped with faster-whisper: the probability of speech in each frame, also of a stream."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from speech.endpointer import FRAME_SAMPLES
from speech.recognizer import Samples

CONTEXT_SAMPLES = 64
_STATE = (1, 1, 128)
_MAX_FRAMES = 10_000

Probabilities = NDArray[np.float32]


@cache
def _session() -> Any:
    from faster_whisper.vad import get_vad_model

    return get_vad_model().session


class VoiceActivity:
    """Reads a stream. Keeps a few hundred numbers between chunks; what is no whole frame waits for the next chunk."""

    def __init__(self) -> None:
        self._rest = np.zeros(0, np.float32)
        self._before = np.zeros(CONTEXT_SAMPLES, np.float32)
        self._hidden = np.zeros(_STATE, np.float32)
        self._cell = np.zeros(_STATE, np.float32)

    def take(self, samples: Samples) -> Probabilities:
        """The probability of speech in each frame that is whole by now."""
        audio = np.concatenate([self._rest, samples])
        whole = len(audio) // FRAME_SAMPLES
        self._rest = audio[whole * FRAME_SAMPLES :]
        frames = audio[: whole * FRAME_SAMPLES].reshape(whole, FRAME_SAMPLES)
        parts = [self._run(frames[at : at + _MAX_FRAMES]) for at in range(0, whole, _MAX_FRAMES)]
        return np.concatenate(parts) if parts else np.zeros(0, np.float32)

    def _run(self, frames: NDArray[np.float32]) -> Probabilities:
        tails = np.concatenate([self._before[None], frames[:-1, -CONTEXT_SAMPLES:]])
        self._before = frames[-1, -CONTEXT_SAMPLES:]
        inputs = {"input": np.concatenate([tails, frames], 1), "h": self._hidden, "c": self._cell}
        output, self._hidden, self._cell = _session().run(None, inputs)
        probabilities: Probabilities = output.reshape(-1)
        return probabilities


def probabilities_of(samples: Samples) -> Probabilities:
    """Of a whole recording; the last frame is filled up with silence."""
    padding = -len(samples) % FRAME_SAMPLES
    return VoiceActivity().take(np.concatenate([samples, np.zeros(padding, np.float32)]))
