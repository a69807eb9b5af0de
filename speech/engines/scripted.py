"""A recognizer for tests that are not about recognition: says what it was told to, at the pace of the audio."""

from __future__ import annotations

from collections.abc import Sequence

from speech.recognizer import RATE_HZ, Final, Hints, Partial, Progress, RecognizerInfo, Samples, Word

DEFAULT_SCRIPT = ("one", " two", " three", " four", " five", " six", " seven", " eight")
WORD_S = 0.4
LOUD = 0.01
"""Audio below this loudness is silence, in which nothing is said."""


class ScriptedRecognizer:
    """Says a word of `script` for each `WORD_S` of audio that is no silence."""

    name = "scripted"

    def __init__(self, script: Sequence[str] = DEFAULT_SCRIPT) -> None:
        self.script = tuple(script)
        self.heard: list[Hints] = []
        """What it was told with each call."""

    def languages(self) -> frozenset[str]:
        """As promised by `Recognizer`."""
        return frozenset({"en", "zh", "es"})

    def transcribe(self, audio: Samples, hints: Hints, progress: Progress | None = None) -> Final:
        """As promised by `Recognizer`."""
        words = self._words(audio, hints)
        if progress is not None:
            progress(1.0)
        return Final("".join(word.text for word in words).strip(), words)

    def guess(self, audio: Samples, hints: Hints) -> Partial:
        """As promised by `Recognizer`."""
        text = "".join(word.text for word in self._words(audio, hints)).lstrip()
        return Partial(text if text.startswith(hints.committed) else hints.committed)

    def info(self) -> RecognizerInfo:
        """As promised by `Recognizer`."""
        return RecognizerInfo(name=self.name, model=self.name, loaded=True)

    def _words(self, audio: Samples, hints: Hints) -> tuple[Word, ...]:
        self.heard.append(hints)
        if not len(audio) or float(abs(audio).max()) < LOUD:
            return ()
        count = min(int(len(audio) / RATE_HZ / WORD_S), len(self.script))
        return tuple(Word(text, at * WORD_S, (at + 1) * WORD_S) for at, text in enumerate(self.script[:count]))
