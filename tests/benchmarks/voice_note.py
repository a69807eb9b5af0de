"""From a recording of 2 to 10 s to its transcript, against faster-whisper as its README shows it.

The same model, compute type and files, in turn, several rounds. Times, errors (words, of Chinese characters) and how
many transcripts repeat themselves. Aim: at most 0.4 of the time, at no more than 0.5 points more errors, no repetition.
"""

from __future__ import annotations

import statistics
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from speech.engines.whisper import WhisperRecognizer
from speech.quality import is_loop
from speech.recognizer import RATE_HZ, Hints, Samples
from tests.benchmarks.machine import table
from tests.speech.clips import Clip, clips, errors, units
from tests.speech_model import speech_folder

ROUNDS = 3
SHORTEST_S, LONGEST_S = 2.0, 10.0


class _Tally:
    """Of one way of transcribing, in one language."""

    def __init__(self) -> None:
        self.errors = self.units = self.loops = 0
        self.times: list[float] = []

    def add(self, clip: Clip, text: str, taken_s: float) -> None:
        self.errors += errors(text, clip.text, clip.language)
        self.units += len(units(clip.text, clip.language))
        self.loops += is_loop(text)
        self.times.append(taken_s)

    @property
    def error_rate(self) -> float:
        return 100 * self.errors / self.units


def _stock(model: Any, clip: Clip, audio: Samples) -> str:
    segments, _info = model.transcribe(audio, language=clip.language, beam_size=5)
    return "".join(segment.text for segment in segments)


def main() -> str:
    """Measure; gives the table."""
    import faster_whisper

    folder = speech_folder() / "base"
    stock = faster_whisper.WhisperModel(str(folder), device="cpu", compute_type="int8")
    ours = WhisperRecognizer(lambda: folder, device="cpu", compute_type="int8")
    audio = {clip: clip.samples for clip in clips().values()}
    audio = {clip: samples for clip, samples in audio.items() if SHORTEST_S <= len(samples) / RATE_HZ <= LONGEST_S}
    ways: dict[str, Callable[[Clip], str]] = {
        "faster-whisper": lambda clip: _stock(stock, clip, audio[clip]),
        "Parley": lambda clip: ours.transcribe(audio[clip], Hints(clip.language)).text,
    }
    tallies: dict[tuple[str, str], _Tally] = defaultdict(_Tally)
    for clip in audio:
        for way in ways.values():
            way(clip)  # both warm
        break
    for _ in range(ROUNDS):
        for clip in audio:
            for name, way in ways.items():
                start = time.perf_counter()
                text = way(clip)
                tallies[clip.language, name].add(clip, text, time.perf_counter() - start)
    return _told(tallies)


def _told(tallies: dict[tuple[str, str], _Tally]) -> str:
    rows = []
    for language in sorted({language for language, _name in tallies}):
        stock, ours = tallies[language, "faster-whisper"], tallies[language, "Parley"]
        share = sum(ours.times) / sum(stock.times)
        rows.append(
            (
                f"{language} ({len(ours.times) // ROUNDS} clips)",
                f"{statistics.median(stock.times):.2f} s",
                f"{statistics.median(ours.times):.2f} s",
                f"{share:.2f}",
                f"{stock.error_rate:.1f} %",
                f"{ours.error_rate:.1f} %",
                f"{stock.loops} / {ours.loops}",
            )
        )
    head = ("language", "faster-whisper, p50", "Parley, p50", "time of it", "errors", "Parley's errors", "repetitions")
    return table("Recordings of 2 to 10 s, Whisper base, int8", head, rows)


if __name__ == "__main__":
    print(main())
